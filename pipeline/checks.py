"""Checks a document against itself: what one sentence states and the calendar or another number contradicts."""

from __future__ import annotations

import re
from calendar import day_name
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import combinations

from db.terms import content_words, meet
from hronika.types import CountMention, Document, Event, Finding, PlaceMention
from pipeline import counts, dates, events, places, projects
from pipeline.spans import index_at, inside

#: Between a number of places and their list, and between the members of the list.
_LIST_OPENS = re.compile(r"\s*([-–—:])\s*(?:no )?")
_LIST_GOES_ON = re.compile(r"\s*,?\s*(,|un|k[aā] arī)\s*(?:no )?")
#: Between two parts, the second is a part of the first.
_OF_THEM = re.compile(
    r"\b(no (ti?em|tām|viņiem|viņām|kuriem|kurām)|t\.\s?sk\.|tostarp|to (vidū|skaitā)|tai skaitā|tajā skaitā)", re.I
)
_UNITS = frozenset({"pašvaldība", "pilsēta", "valstspilsēta", "novads", "pagasts", "valsts", "vieta"})

#: Names of fewer words are those of many events; so much of the shorter name is in the longer where they are one.
_NAME_WORDS, _ALIKE = 3, 0.7
#: What comes again on the same day of the next year.
_YEARLY = "ikgadējs gadskārtējs tradicionāls nākamais svētki diena dienas nakts nedēļa"
_WEEKDAYS = ("pirmdiena", "otrdiena", "trešdiena", "ceturtdiena", "piektdiena", "sestdiena", "svētdiena")
#: What there is but one of, besides conferences.
_ONCE = "noslēguma atklāšanas svinīgs festivāls svētki kongress samits izlaidums salidojums"
#: „Otrajā dienā, 13. maijā”: one of the days of what lasts for several.
_DAY_OF_IT = re.compile(
    r"\b(pirm|otr|treš|ceturt|pēdēj)\w+ (dien|kārt|daļ)|\bturpin|\bpārcel|\batlik|\bnākam|\biepriekšēj", re.I
)


def read(document: Document) -> list[Finding]:
    """Findings of one document, in reading order; each carries the words it is about."""
    found = [
        *_weekdays(document),
        *_left_out(document),
        *_parts_over_total(document),
        *_listed_otherwise(document),
        *_outside_project(document),
        *_two_dates(document),
    ]
    return sorted(found, key=lambda f: (f.start or 0, f.kind))


def _quote(document: Document, offset: int) -> str:
    return document.blocks[index_at(document.blocks, offset)].text


def _weekdays(document: Document) -> list[Finding]:
    return [
        Finding(
            kind="weekday",
            message=f"The text says {day_name[conflict.stated]}, but {conflict.date} was"
            f" a {day_name[date.fromisoformat(conflict.date).weekday()]}.",
            evidence=(_quote(document, conflict.start),),
            start=conflict.start,
            message_lv=f"Tekstā teikts „{_WEEKDAYS[conflict.stated]}”, bet {conflict.date} bija"
            f" {_WEEKDAYS[date.fromisoformat(conflict.date).weekday()]}.",
        )
        for conflict in dates.weekday_conflicts(document)
    ]


def _left_out(document: Document) -> list[Finding]:
    """Dates that are none: days that no month has, and those of which nothing tells the year."""
    why = {
        "no-such-day": (dates.impossible_days, "a day that its month does not have", "bet tādas dienas mēnesī nav"),
        "no-year": (
            dates.without_year,
            "but nothing in it or about it tells the year",
            "bet gads nav teikts ne tekstā, ne ap to",
        ),
    }
    return [
        Finding(
            kind,
            f"The text says {document.text[start:end]}, {amiss}.",
            (_quote(document, start),),
            start,
            f"Tekstā teikts „{document.text[start:end]}”, {in_latvian}.",
        )
        for kind, (spans, amiss, in_latvian) in why.items()
        for start, end in spans(document)
    ]


def _parts_over_total(document: Document) -> list[Finding]:
    """Parts of one total that add up to more than it; „vismaz” and „ap” leave room, so only exact totals count."""
    found = []
    by_total: dict[int | None, list[CountMention]] = defaultdict(list)
    for count in counts.read(document):
        by_total[count.part_of].append(count)
    for total in counts.read(document):
        parts = _beside_each_other(document, total, by_total[total.start]) if total.qualifier == "exact" else []
        summed = sum(part.value for part in parts)
        if summed > total.value:
            listed = " + ".join(f"{part.value:g}" for part in parts)
            message = f"The parts add up to {summed:g} ({listed}), more than their total of {total.value:g}."
            in_latvian = f"Daļas kopā ir {summed:g} ({listed}), vairāk nekā kopskaits {total.value:g}."
            evidence = (_quote(document, total.start), document.text[parts[0].start : parts[-1].end])
            found.append(Finding("parts-exceed-total", message, evidence, total.start, in_latvian))
    return found


def _beside_each_other(document: Document, total: CountMention, its: list[CountMention]) -> list[CountMention]:
    """The parts that are listed behind their total: not „85 no 119”, nor a part's own part."""
    parts: list[CountMention] = []
    at = total.end
    for part in its:
        if part.start < total.end or part.unit == "%":
            continue
        if parts and _OF_THEM.search(document.text, at, part.start):
            break
        if part.qualifier in ("exact", "at_least", "more_than"):
            parts.append(part)
        at = part.end
    return parts


def _listed_otherwise(document: Document) -> list[Finding]:
    """„no 15 pašvaldībām – …” followed by a list of another length."""
    found = []
    stating = (c for c in counts.read(document) if c.unit in _UNITS and c.qualifier == "exact")
    for stated in stating:
        listed = _listed_after(document, stated)
        if len(listed) > 1 and len(listed) != stated.value:
            message = f"The text says {stated.text}, but lists {len(listed)}."
            in_latvian = f"Tekstā teikts „{stated.text}”, bet uzskaitījumā ir {len(listed)}."
            evidence = (_quote(document, stated.start), document.text[listed[0].start : listed[-1].end])
            found.append(Finding("listed-otherwise", message, evidence, stated.start, in_latvian))
    return found


def _listed_after(document: Document, stated: CountMention) -> list[PlaceMention]:
    """The places of the list that opens right behind a number."""
    listed: list[PlaceMention] = []
    closed = False  # „Cēsīm, Ogres un citām” goes on
    for place in inside(places.read(document), stated.end, len(document.text)):
        joint = _LIST_GOES_ON if listed else _LIST_OPENS
        between = joint.fullmatch(document.text, listed[-1].end if listed else stated.end, place.start)
        if not between:
            break
        listed.append(place)
        closed = between[1] not in ",-–—:"
    return listed if closed else []


def _outside_project(document: Document) -> list[Finding]:
    """Events told of as a project's that fall before its first or after its last day, both stated in the document."""
    periods = {p.name: (p.start_date, p.end_date) for p in projects.read(document) if p.start_date and p.end_date}
    return [
        Finding(
            kind="outside-project",
            message=f"{event.name} is dated {event.start_date}, outside its project's time, {start} to {end}.",
            evidence=(event.quote, _period_quote(document, start, end)),
            start=event.start,
            message_lv=f"{event.name}: {event.start_date} ir ārpus projekta laika no {start} līdz {end}.",
        )
        for event in events.read(document)
        for start, end in [periods.get(event.project or "", ("", "9999"))]
        if start and end and _is_outside(event, start, end) and _is_told_as_projects(document, event)
    ]


def _is_outside(event: Event, start: str, end: str) -> bool:
    return event.end_date < start or event.start_date > end


def _is_told_as_projects(document: Document, event: Event) -> bool:
    """Whether the event's line or the heading over it speaks of the project: a page may tell of earlier events too."""
    at = index_at(document.blocks, event.start)
    above = (b.text for b in reversed(document.blocks[:at]) if b.kind in ("heading", "slide_title"))
    return any(re.search(r"\bprojekt", text, re.I) for text in (document.blocks[at].text, next(above, "")))


def _period_quote(document: Document, start: str, end: str) -> str:
    stated = (d for d in dates.read(document) if (d.start_date, d.end_date) == (start, end))
    return next((_quote(document, d.start) for d in stated), f"{start} – {end}")


def _two_dates(document: Document) -> list[Finding]:
    """„23.-25. 01.2019.” on one slide and „23.- 25.01.2018.” on another, of what is by its name and place one event."""
    told = [event for event in events.read(document) if event.precision == "day"]
    pairs = [
        (one, other)
        for alike in _same_day_and_month(told)
        for one, other in combinations(alike, 2)
        if _is_slip(one, other) and _is_one_event(one, other)
    ]
    return [
        Finding(
            kind="event-dates-disagree",
            message=f"{one.name}: the text dates it {_days(one)}, and elsewhere {_days(other)}.",
            evidence=(one.quote, other.quote),
            start=one.start,
            message_lv=f"{one.name}: tekstā vienviet {_days(one, '–')}, citviet {_days(other, '–')}.",
        )
        for one, other in (*pairs, *_on_two_days(told))
    ]


def _on_two_days(told: list[Event]) -> Iterable[tuple[Event, Event]]:
    """What is held but once and yet is on two days of one month; a third telling would make it a series."""
    by_month: dict[str, list[Event]] = defaultdict(list)
    for event in told:
        if event.status != "cancelled" and not _DAY_OF_IT.search(event.quote):
            by_month[event.start_date[:7]].append(event)
    for alike in by_month.values():
        once = filter(_is_held_once, alike if len(alike) > 1 else ())
        for one, other in combinations(once, 2):
            apart = one.start_date != other.start_date and one.quote != other.quote and _last(one) == _last(other)
            if apart and _is_one_event(one, other) and sum(_is_one_event(one, third) for third in told) == 2:
                yield one, other


def _is_held_once(event: Event) -> bool:
    """A conference, what opens or ends something, a feast, named in its own sentence; of workshops there are many."""
    words = content_words(event.name)
    once = event.kind == "conference" or any(meet(word, known) for word in words for known in _keys(_ONCE))
    said = content_words(event.quote)
    return once and sum(any(meet(word, there) for there in said) for word in words) >= _ALIKE * len(words)


@cache
def _keys(words: str) -> tuple[frozenset[str], ...]:
    """The keys of words of this module; their lexicon is read when a document first asks for it."""
    return content_words(words)


def _last(event: Event) -> int:
    """The days between the first and the last."""
    return (date.fromisoformat(event.end_date) - date.fromisoformat(event.start_date)).days


def _same_day_and_month(found: list[Event]) -> Iterable[list[Event]]:
    """Events by the numbers of day and month that they begin with, in whichever order."""
    groups: dict[frozenset[str], list[Event]] = defaultdict(list)
    for event in found:
        groups[frozenset(event.start_date.split("-")[1:])].append(event)
    return groups.values()


def _days(event: Event, to: str = " to ") -> str:
    return event.start_date if event.start_date == event.end_date else f"{event.start_date}{to}{event.end_date}"


def _is_slip(one: Event, other: Event) -> bool:
    """Whether two dates are one with a slip of the pen: in the year, or in the order of day and month.

    Other days of the same year are those of a series: „5. martā un 12. martā”.
    """
    if one.quote == other.quote or _last(one) != _last(other):
        return False
    a, b = (date.fromisoformat(e.start_date) for e in (one, other))
    year = (a.month, a.day) == (b.month, b.day) and abs(a.year - b.year) == 1
    swapped = a.year == b.year and a != b and (a.month, a.day) == (b.day, b.month)
    return year or swapped


def _is_one_event(one: Event, other: Event) -> bool:
    """The same kind and place, and the words of the shorter name in the longer; what comes every year is not one."""
    if one.kind != other.kind or not set(one.place_ids) & set(other.place_ids):
        return False
    fewer, more = sorted((content_words(one.name), content_words(other.name)), key=len)
    yearly = one.kind == "commemoration" or any(meet(word, year) for word in (*fewer, *more) for year in _keys(_YEARLY))
    shared = sum(any(meet(word, there) for there in more) for word in fewer)
    return not yearly and len(fewer) >= _NAME_WORDS and shared >= _ALIKE * len(fewer)
