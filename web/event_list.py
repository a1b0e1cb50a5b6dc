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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.export.stories import Story, stories
from db.filters import Filters
from db.search import NO_FILTERS, Found, find
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
    return events_found(search(connection, asked, limit)) if asked.words else None


def search(connection: sqlite3.Connection, asked: Wanted, limit: int) -> Found:
    """What the words find."""
    return find(connection, asked.words, asked.filters, limit + 1)  # one more, so that a cut is seen


def events_found(answer: Found) -> list[str]:
    """The events among the answers to a search."""
    return [hit.event_id for hit, _ in answer.answers if hit.event_id and hit.kind == "event"]


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


@dataclass(frozen=True)
class Ranked:
    """The events of one chronicle that are asked for: what they are ordered by, and how many there are."""

    orders: dict[str, tuple[str, str]]  #: of at most as many as a list may have, the first of them first
    total: int
    shared: tuple[str, ...]  #: all those among them that another chronicle tells of as well


def ranked(
    connection: sqlite3.Connection, asked: Wanted, limit: int, order: str, within: list[str] | None, shared: str
) -> Ranked:
    """As ``listed``, without what they tell; ``shared`` are the events of several chronicles, as JSON."""
    where, values = _matching(asked, within)
    [total] = connection.execute(f"select count(*) from events e where {where}", values).fetchone()
    told = _TOLD if order == "told" else "''"
    sql = f"select e.id, {told}, e.start_date from events e where {where} order by {ORDERS[order]} limit :limit"
    orders = {id_: (told, start) for id_, told, start in connection.execute(sql, {**values, "limit": limit})}
    sql = f"select e.id from events e where {where} and e.id in (select value from json_each(:shared))"
    return Ranked(orders, total, tuple(row[0] for row in connection.execute(sql, {**values, "shared": shared})))


def first_of_all(each: Iterable[Ranked], limit: int) -> tuple[list[str], int]:
    """The events of several chronicles that a list begins with, and how many there are."""
    orders: dict[str, tuple[str, str]] = {}
    total, again = 0, list[str]()
    for one in each:
        total += one.total
        again += one.shared
        for id_, order in one.orders.items():
            orders[id_] = max(order, orders.get(id_, order))
    ids = sorted(sorted(orders), key=lambda id_: orders[id_], reverse=True)
    return ids[:limit], total - len(again) + len(set(again))


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


def told_together(each: Mapping[str, Sequence[Story]], ids: Iterable[str]) -> list[Story]:
    """Events in this order, each with what all chronicles tell of it; its rows say in ``chronicle`` whose they are."""
    told: dict[str, list[Story]] = {}
    for name, story in ((name, story) for name, some in each.items() for story in some):
        for row in (story.event, *story.evidence):
            row["chronicle"] = name
        told.setdefault(story.event["id"], []).append(story)
    return [one_story(told[id_]) for id_ in ids if id_ in told]
