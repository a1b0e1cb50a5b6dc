"""Checks a document against itself: what one sentence states and the calendar or another number contradicts."""

from __future__ import annotations

import re
from calendar import day_name
from datetime import date

from hronika.types import CountMention, Document, Event, Finding, PlaceMention
from pipeline import counts, dates, events, places, projects

#: Between a number of places and their list, and between the members of the list.
_LIST_OPENS = re.compile(r"\s*[-–—:]\s*(no )?")
_LIST_GOES_ON = re.compile(r"\s*(,|un|,?\s*kā arī)\s*(no )?")
_UNITS = frozenset({"pašvaldība", "pilsēta", "valstspilsēta", "novads", "pagasts", "valsts", "vieta"})


def read(document: Document) -> list[Finding]:
    """Findings of one document, in reading order; each carries the words it is about."""
    found = [
        *_weekdays(document),
        *_without_year(document),
        *_parts_over_total(document),
        *_listed_otherwise(document),
        *_outside_project(document),
    ]
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


def _without_year(document: Document) -> list[Finding]:
    """Dates that are left out, as nothing says of which year they are."""
    return [
        Finding(
            kind="no-year",
            message=f"The text says {document.text[start:end]}, but nothing in it or about it tells the year.",
            evidence=(_quote(document, start),),
            start=start,
        )
        for start, end in dates.without_year(document)
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


def _listed_otherwise(document: Document) -> list[Finding]:
    """„no 15 pašvaldībām – …” followed by a list of another length."""
    found = []
    for stated in counts.read(document):
        listed = _listed_after(document, stated)
        if stated.unit in _UNITS and stated.qualifier == "exact" and len(listed) > 1 and len(listed) != stated.value:
            message = f"The text says {stated.text}, but lists {len(listed)}."
            evidence = (_quote(document, stated.start), document.text[listed[0].start : listed[-1].end])
            found.append(Finding("listed-otherwise", message, evidence, stated.start))
    return found


def _listed_after(document: Document, stated: CountMention) -> list[PlaceMention]:
    """The places of the list that opens right behind a number."""
    listed: list[PlaceMention] = []
    for place in places.read(document):
        if place.start < stated.end:
            continue
        joint = _LIST_GOES_ON if listed else _LIST_OPENS
        if not joint.fullmatch(document.text, listed[-1].end if listed else stated.end, place.start):
            break
        listed.append(place)
    return listed


def _outside_project(document: Document) -> list[Finding]:
    """Events of a project that fall before its first or after its last day, both stated in the same document."""
    periods = {p.name: (p.start_date, p.end_date) for p in projects.read(document) if p.start_date and p.end_date}
    return [
        Finding(
            kind="outside-project",
            message=f"{event.name} is dated {event.start_date}, outside its project's time, {start} to {end}.",
            evidence=(event.quote, _period_quote(document, start, end)),
            start=event.start,
        )
        for event in events.read(document)
        for start, end in [periods.get(event.project or "", ("", "9999"))]
        if start and end and _is_outside(event, start, end)
    ]


def _is_outside(event: Event, start: str, end: str) -> bool:
    return event.end_date < start or event.start_date > end


def _period_quote(document: Document, start: str, end: str) -> str:
    stated = (d for d in dates.read(document) if (d.start_date, d.end_date) == (start, end))
    return next((_quote(document, d.start) for d in stated), f"{start} – {end}")
