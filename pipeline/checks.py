"""Checks a document against itself: what one sentence states and the calendar or another number contradicts."""

from __future__ import annotations

from calendar import day_name
from datetime import date

from hronika.types import Document, Finding
from pipeline import counts, dates


def read(document: Document) -> list[Finding]:
    """Findings of one document, in reading order; each carries the words it is about."""
    found = [*_weekdays(document), *_parts_over_total(document)]
    return sorted(found, key=lambda f: (f.start or 0, f.kind))


def _quote(document: Document, offset: int) -> str:
    return next(b.text for b in document.blocks if b.start <= offset < b.end)


def _weekdays(document: Document) -> list[Finding]:
    return [
        Finding(
            kind="weekday",
            message=f"The text says {day_name[conflict.stated]}, but {conflict.date} was"
            f" a {day_name[date.fromisoformat(conflict.date).weekday()]}.",
            evidence=(_quote(document, conflict.start),),
            start=conflict.start,
        )
        for conflict in dates.weekday_conflicts(document)
    ]


def _parts_over_total(document: Document) -> list[Finding]:
    """Parts of one total that add up to more than it; „vismaz” and „ap” leave room, so only exact totals count."""
    read = counts.read(document)
    found = []
    for total in read:
        parts = [c for c in read if c.part_of == total.start and c.unit != "%"]
        summed = sum(part.value for part in parts)
        if total.qualifier == "exact" and parts and summed > total.value:
            listed = " + ".join(f"{part.value:g}" for part in parts)
            message = f"The parts add up to {summed:g} ({listed}), more than their total of {total.value:g}."
            found.append(Finding("parts-exceed-total", message, (_quote(document, total.start),), total.start))
    return found
