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
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.addresses import ADDRESSES
from db.export.stories import Story, stories
from db.filters import Filters
from db.search import NO_FILTERS, Found, find
from web.merging import Merge

_PERIOD = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?")
#: Events are counted up to so many; that many and fewer are put in order, of more the first are walked to.
COUNTED = 5_000
_COUNTED = "select e.id, '', e.start_date from events e where {where} limit :most"
#: By what a list is ordered, from its first event on: the newest, or those that the texts captured last tell of.
_WALKS = {
    "date": """
        select e.id, '', e.start_date from events e indexed by idx_events_start_date where {where}
        order by e.start_date desc, e.id limit :limit
    """,
    "told": """
        select e.id, coalesce(d.fetched, ''), e.start_date from documents d indexed by idx_documents_fetched
        cross join event_documents x on x.document_id = d.id cross join events e on e.id = x.event_id
        where {where} order by d.fetched desc
    """,
}
_TOLD = """
    select x.event_id, coalesce(max(d.fetched), '') from event_documents x join documents d on d.id = x.document_id
    where x.event_id in (select value from json_each(?)) group by 1
"""
#: The condition for each list of identifiers that narrows the events.
_LISTS = {
    "projects": "e.project_id in (select value from json_each(:projects))",
    "ids": f"""e.id in (
        select value from json_each(:ids)
        union select event_id from {ADDRESSES} where address in (select value from json_each(:ids)))""",
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
    complete: bool = True  #: whether ``total`` is all, and not only as many as are counted


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
    """The events that are asked for, at most ``limit``; ``order`` is of ``_WALKS``, ``within`` what the words found."""
    first, total, complete = _first(connection, asked, limit, order, within)
    return Listed(stories(connection, list(first)), total, complete)


#: What events are ordered by: when the newest text that tells of each was captured, and when it began.
Orders = dict[str, tuple[str, str]]


def _first(
    connection: sqlite3.Connection, asked: Wanted, limit: int, order: str, within: list[str] | None
) -> tuple[Orders, int, bool]:
    """The events that a list begins with, in their order; how many there are, and whether those are all."""
    where, values = _matching(asked, within, asked.filters.with_few_events(connection))
    rows = connection.execute(_COUNTED.format(where=where), {**values, "most": COUNTED + 1}).fetchall()
    complete = len(rows) <= COUNTED
    if not complete:
        where, values = _matching(asked, within)
        rows = _walked(connection.execute(_WALKS[order].format(where=where), {**values, "limit": limit}), limit)
    elif order == "told":
        told = dict(connection.execute(_TOLD, (json.dumps([id_ for id_, _, _ in rows]),)).fetchall())
        rows = [(id_, told.get(id_, ""), start) for id_, _, start in rows]
    return _in_order(rows, limit), len(rows) if complete else COUNTED, complete


def _walked(rows: Iterable[tuple[str, str, str]], limit: int) -> list[tuple[str, str, str]]:
    """Rows from the first on: of so many events, and of those that are told of as late as the last of them."""
    found: dict[str, tuple[str, str, str]] = {}
    last = None
    for row in rows:
        if len(found) >= limit and row[1] != last:
            break
        last = row[1]
        found.setdefault(row[0], row)
    return list(found.values())


def _in_order(rows: Iterable[tuple[str, str, str]], limit: int) -> Orders:
    by_id = sorted(map(tuple, rows))  # the site's rows are of another kind
    ranked = sorted(by_id, key=lambda row: row[1:], reverse=True)[:limit]
    return {id_: (told, start) for id_, told, start in ranked}


def _matching(asked: Wanted, within: list[str] | None, few: Collection[str] = ()) -> tuple[str, dict[str, Any]]:
    """The condition on a row ``e`` of ``events``, and its values; ``few`` are the filters that leave few events."""
    lists = {"projects": asked.projects or None, "ids": asked.ids or None, "within": within}
    conditions = [asked.filters.on_events(few), *(_LISTS[name] for name, values in lists.items() if values is not None)]
    values = {name: json.dumps(values) for name, values in lists.items()}
    return " and ".join(conditions), {**asked.filters.parameters(), **values}


@dataclass(frozen=True)
class Ranked:
    """The events of one chronicle that are asked for: what they are ordered by, and how many there are."""

    orders: Orders  #: of at most as many as a list may have, the first of them first
    total: int
    complete: bool  #: whether ``total`` is all
    shared: tuple[str, ...]  #: all those among them that another chronicle tells of as well


def ranked(
    connection: sqlite3.Connection, asked: Wanted, limit: int, order: str, within: list[str] | None, shared: str
) -> Ranked:
    """As ``listed``, without what they tell; ``shared`` are the events of several chronicles, as JSON."""
    where, values = _matching(asked, within)
    sql = f"select e.id from events e where {where} and e.id in (select value from json_each(:shared))"
    also = tuple(row[0] for row in connection.execute(sql, {**values, "shared": shared}))
    return Ranked(*_first(connection, asked, limit, order, within), also)


def first_of_all(each: Iterable[Ranked], limit: int) -> tuple[list[str], int]:
    """The events of several chronicles that a list begins with, and how many there are."""
    orders: Orders = {}
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
