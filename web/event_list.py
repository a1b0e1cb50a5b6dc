"""Which events a query string asks for: the filters of the search page, and a project and single events besides.

``from`` and ``to`` are days, months or years (``2019-11-21``, ``2019-11``, ``2019``), both inclusive; ``place``,
``organisation``, ``project`` and ``id`` are identifiers, ``id`` and ``project`` may stand more than once; ``kind`` and
``source`` are the words of the tables; ``q`` is what one types into the search box.
"""

from __future__ import annotations

import json
import re
import sqlite3
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.export.stories import Story, stories
from db.filters import Filters
from db.search import NO_FILTERS, find
from web.merging import Merge

_PERIOD = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?")
#: When the newest text that tells of an event was captured.
_TOLD = """(select max(d.fetched) from event_documents x join documents d on d.id = x.document_id
    where x.event_id = e.id)"""
#: What comes first.
ORDERS = {"date": "e.start_date desc, e.id", "told": f"{_TOLD} desc, e.start_date desc, e.id"}
#: The condition for each list of identifiers that narrows the events.
_LISTS = {
    "projects": "e.project_id in (select value from json_each(:projects))",
    "ids": "e.id in (select value from json_each(:ids))",
    "within": "e.id in (select value from json_each(:within))",
}


@dataclass(frozen=True)
class Wanted:
    """What is asked for; nothing asked for is all."""

    filters: Filters = NO_FILTERS
    projects: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Listed:
    """The events that answer, as many as a list may have, and how many there are."""

    stories: list[Story]
    total: int


def wanted(arguments: Mapping[str, Sequence[str]]) -> Wanted:
    """What a query string asks for. Raises ValueError if a period is none."""

    def one(name: str) -> str | None:
        return next((value.strip() for value in arguments.get(name, ()) if value.strip()), None)

    def several(name: str) -> tuple[str, ...]:
        return tuple(value for value in arguments.get(name, ()) if value)

    since, until = one("from"), one("to")
    filters = Filters(
        since=since and period(since)[0],
        until=until and period(until)[1],
        place=one("place"),
        kind=one("kind"),
        organisation=one("organisation"),
        source=one("source"),
    )
    return Wanted(filters, several("project"), several("id"), one("q") or "")


def period(text: str) -> tuple[str, str]:
    """The first and the last day of a day, a month or a year. Raises ValueError if it is none."""
    parts = _PERIOD.fullmatch(text)
    if parts is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in parts.groups())
    first = date(year or 0, month or 1, day or 1)
    last = first.replace(month=month or 12)
    return first.isoformat(), last.replace(day=day or monthrange(last.year, last.month)[1]).isoformat()


def found(connection: sqlite3.Connection, asked: Wanted, limit: int) -> list[str] | None:
    """The events that the words find, or None where there are no words."""
    if not asked.words:
        return None
    answers = find(connection, asked.words, asked.filters, limit + 1).answers  # one more, so that a cut is seen
    return [hit.event_id for hit, _ in answers if hit.event_id and hit.kind == "event"]


def listed(
    connection: sqlite3.Connection, asked: Wanted, limit: int, order: str = "date", within: list[str] | None = None
) -> Listed:
    """The events that are asked for, at most ``limit``; ``order`` is of ``ORDERS``, ``within`` what the words found."""
    where, parameters = _matching(asked, within)
    total = connection.execute(f"select count(*) from events e where {where}", parameters).fetchone()[0]
    sql = f"select e.id from events e where {where} order by {ORDERS[order]} limit :limit"
    ids = [row[0] for row in connection.execute(sql, {**parameters, "limit": limit})]
    return Listed(stories(connection, ids), total)


def _matching(asked: Wanted, within: list[str] | None) -> tuple[str, dict[str, Any]]:
    """The condition on a row ``e`` of ``events``, and its values."""
    lists = {"projects": asked.projects or None, "ids": asked.ids or None, "within": within}
    conditions = [asked.filters.on_events(), *(_LISTS[name] for name, values in lists.items() if values is not None)]
    values = {name: json.dumps(values) for name, values in lists.items()}
    return " and ".join(conditions), {**asked.filters.parameters(), **values}


def listed_among(connection: sqlite3.Connection, asked: Wanted, within: list[str] | None, shared: str) -> list[str]:
    """Which of some events, a JSON list of identifiers, are asked for."""
    where, parameters = _matching(asked, within)
    sql = f"select e.id from events e where {where} and e.id in (select value from json_each(:shared))"
    return [row[0] for row in connection.execute(sql, {**parameters, "shared": shared})]


def together(lists: Iterable[Listed], repeated: Iterable[Sequence[str]], limit: int, order: str = "date") -> Listed:
    """One list of those of several chronicles. ``repeated`` has, for each, what others tell of as well."""
    told = list(lists)
    again = [id_ for ids in repeated for id_ in ids]
    found: dict[str, list[Story]] = {}
    for story in (story for one in told for story in one.stories):
        found.setdefault(story.event["id"], []).append(story)
    merged = sorted(map(one_story, found.values()), key=lambda story: str(story.event["id"]))
    merged.sort(key=_TOGETHER[order], reverse=True)
    return Listed(merged[:limit], sum(one.total for one in told) - len(again) + len(set(again)))


#: The last first, as in ``ORDERS``.
_TOGETHER: dict[str, Callable[[Story], Any]] = {
    "date": lambda story: story.event["start_date"],
    "told": lambda story: (story.modified, story.event["start_date"]),
}
_OF_STORY = {
    "places": Merge(order=("name", "id")),
    "organisations": Merge(once=("id", "role"), order=("role", "name", "id")),
    "people": Merge(order=("name", "id")),
    "evidence": Merge(once=("document_id", "char_start"), order=("published", "document_id", "char_start")),
}


def one_story(told: Sequence[Story]) -> Story:
    """An event with what several chronicles tell of it."""
    if len(told) == 1:
        return told[0]
    return Story(
        told[0].event, **{name: merge(getattr(one, name) for one in told) for name, merge in _OF_STORY.items()}
    )


def named_after(chronicle: str, told: Iterable[Story]) -> list[Story]:
    """The stories of a chronicle, of which every event and every quote says whose it is."""
    found = list(told)
    for row in (row for story in found for row in (story.event, *story.evidence)):
        row["chronicle"] = chronicle
    return found
