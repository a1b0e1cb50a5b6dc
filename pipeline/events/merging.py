"""One event of all the sentences of a document that tell of it, and of its single days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from hronika.types import Document, Event
from pipeline.spans import index_at

#: Days between the first and the last of an event whose single days are told of.
_LONGEST_WITH_DAYS = 14


@dataclass(frozen=True)
class Told:
    """An event, and the word for it; a sentence without a word of its own may tell of a day of another event."""

    event: Event
    lemma: str | None
    own_noun: bool


def merge(document: Document, told: Iterable[Told]) -> list[Event]:
    """Events told once: the same days, no other place, and no other line of a list. In the order of their evidence."""
    merged: list[Told] = []
    long: list[int] = []  # which of them may have days of their own
    at: dict[tuple[str, str], list[int]] = defaultdict(list)  # which of them are at these days
    for one in sorted(_without_umbrellas(list(told)), key=lambda t: _longest_first(t.event)):
        days = (one.event.start_date, one.event.end_date)
        same = next((i for i in sorted({*long, *at[days]}) if _same(document, merged[i], one)), None)
        if same is None:
            at[days].append(len(merged))
            if days[0] != days[1]:
                long.append(len(merged))
            merged.append(one)
        else:
            merged[same] = replace(merged[same], event=_joined(merged[same].event, one.event))
    return sorted((one.event for one in merged), key=lambda e: e.start)


def _without_umbrellas(told: list[Told]) -> list[Told]:
    """„Oktobrī ministrija rīko diskusijas: 8. oktobrī Valmierā, …” tells of the days, and not of October besides."""
    days = [one for one in told if one.event.precision == "day"]
    return [one for one in told if one.event.precision != "month" or not _is_umbrella(one, days)]


def _is_umbrella(one: Told, days: list[Told]) -> bool:
    """Whether single days tell all that a month does: the same event, wherever the month has it."""
    within = [day for day in days if _is_within(one, day)]
    return bool(within) and {p for day in within for p in day.event.place_ids} >= set(one.event.place_ids)


def _is_within(one: Told, day: Told) -> bool:
    a, b = one.event, day.event
    if not a.start_date <= b.start_date <= b.end_date <= a.end_date:
        return False
    return not day.own_noun or (one.lemma is not None and one.lemma == day.lemma)


def _days(event: Event) -> int:
    return (date.fromisoformat(event.end_date) - date.fromisoformat(event.start_date)).days


def _longest_first(event: Event) -> tuple[bool, int]:
    return event.start_date == event.end_date, event.start


def _same(document: Document, known: Told, one: Told) -> bool:
    a, b = known.event, one.event
    elsewhere = a.place_ids and b.place_ids and not set(a.place_ids) & set(b.place_ids)
    # „otrajā dienā viesi devās uz …”, or „mācības noslēdzās 17. novembrī”
    of_it = not one.own_noun or (one.lemma is not None and one.lemma == known.lemma)
    of_it = of_it and not (one.own_noun and elsewhere and a.quote != b.quote)
    if of_it and _is_day_of(a, b) and _block_kind(document, b) != "list_item":
        return True
    if (a.start_date, a.end_date) != (b.start_date, b.end_date) or elsewhere:
        return False
    listed = {_block_kind(document, e) for e in (a, b)} in ({"list_item"}, {"table_row"})
    return not listed or a.kind == b.kind or "other" in (a.kind, b.kind)


def _is_day_of(a: Event, b: Event) -> bool:
    """Whether ``b`` falls within the days of the longer ``a``: „otrajā dienā, 5. oktobrī, viesi devās uz …”."""
    closes = b.start_date == b.end_date == a.end_date  # „kursi noslēgsies 28. martā”, however long they are
    if "month" in (a.precision, b.precision) or not (0 < _days(a) <= _LONGEST_WITH_DAYS or (_days(a) and closes)):
        return False
    return a.start_date <= b.start_date <= b.end_date <= a.end_date and (a.end_date, a.start_date) != (
        b.end_date,
        b.start_date,
    )


def _block_kind(document: Document, event: Event) -> str:
    return document.blocks[index_at(document.blocks, event.start)].kind


def _joined(a: Event, b: Event) -> Event:
    """The better told of the two, with what only the other tells."""
    if _is_day_of(a, b):
        best, other = a, b
        place_ids = tuple(dict.fromkeys((*a.place_ids, *b.place_ids)))
    else:
        rank = (a.confidence, a.kind != "other") >= (b.confidence, b.kind != "other")
        best, other = (a, b) if rank else (b, a)
        place_ids = best.place_ids or other.place_ids
    return replace(
        best,
        online=a.online or b.online,
        place_ids=place_ids,
        organisations=tuple(dict.fromkeys((*best.organisations, *other.organisations))),
        people=tuple(dict.fromkeys((*best.people, *other.people))),
        counts=tuple(sorted({*a.counts, *b.counts})),
        project=best.project or other.project,
        participants=max(filter(None, (a.participants, b.participants)), default=None),
    )
