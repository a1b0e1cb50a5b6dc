"""What the search page shows for an address: the answers of one page of them, and the addresses that lead on from it.

The address is the whole state, ``?q=…&from=…&to=…&place=…&kind=…&organisation=…&source=…&page=…``, so that it can be
sent to a colleague; ``web.event_list`` reads the same names for the lists of events that can be taken along.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from db.chronicles import Merged, merged
from db.facets import VALUES, Value, added_up, count
from db.filters import Filters
from db.query import Query
from db.search import Found, Hit, browse, find
from db.snippets import snippet
from db.suggestions import SUGGESTIONS, suggest
from web.asking import PLACES_OF_EVENT
from web.chronicles import Chronicles
from web.event_list import wanted

#: Answers on a page.
PAGE = 20
#: What of a query is read; nobody types more.
LONGEST = 400
#: Characters that no text has: they mark the words found until the text around them is escaped.
MARKS = ("\ue000", "\ue001")
NAMES = ("q", "from", "to", "place", "kind", "organisation", "source")

_EVENTS = f"""
    select id, name, kind, status, start_date, end_date, precision, {PLACES_OF_EVENT} as places
    from events where id in (select value from json_each(?))
"""


@dataclass(frozen=True)
class Asked:
    """What an address asks for: the words as they were typed, the filters, and which page of the answers."""

    values: dict[str, str]
    filters: Filters
    page: int = 1
    wrong_period: bool = False

    @property
    def query(self) -> str:
        return self.values.get("q", "")

    def address(self, **changes: str | None) -> str:
        """The query string of this search with some values changed, or left out; it begins at the first page."""
        values = {**self.values, **changes}
        return urlencode({name: values[name] for name in (*NAMES, "page") if values.get(name)})


def asked(arguments: Mapping[str, Sequence[str]]) -> Asked:
    """What the arguments of an address ask for. A period that is none is left out, and said to be."""
    values = {name: value for name in NAMES if (value := next(iter(arguments.get(name, ())), "").strip()[:LONGEST])}
    page = next(iter(arguments.get("page", ())), "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    try:
        filters, wrong = wanted({name: [value] for name, value in values.items()}).filters, False
    except ValueError:
        values = {name: value for name, value in values.items() if name not in ("from", "to")}
        filters, wrong = wanted({name: [value] for name, value in values.items()}).filters, True
    return Asked(values, filters, max(1, number), wrong)


async def answers(chronicles: Chronicles, ask: Asked) -> dict[str, Any]:
    """All that is shown, as plain values, for the page and for JSON alike."""
    found = merged(*await _found(chronicles, ask))
    pages = max(1, -(-len(found.answers) // PAGE))
    page = min(ask.page, pages)
    told = await _told(chronicles, found, found.answers[(page - 1) * PAGE : page * PAGE])
    nothing = not found.answers and bool(ask.query)
    return {
        "query": ask.query,
        "filters": {name: value for name, value in ask.values.items() if name != "q"},
        "total": len(found.answers),
        "complete": found.complete,
        "page": page,
        "pages": pages,
        **told,
        "suggestions": await _suggestions(chronicles, ask) if nothing else [],
        "elsewhere": nothing and bool(ask.filters) and await _without_filters(chronicles, ask),
    }


async def _found(chronicles: Chronicles, ask: Asked) -> tuple[dict[str, Found], dict[str, str] | None]:
    """What each chronicle finds; where no words are asked for also when each event began."""
    if ask.query or not ask.filters:
        return await chronicles.each(lambda _, connection: find(connection, ask.query, ask.filters)), None

    def newest(_: str, connection: sqlite3.Connection) -> tuple[Found, dict[str, str]]:
        found = browse(connection, ask.filters)
        ids = json.dumps([hit.event_id for hit, _ in found.answers])
        return found, dict(connection.execute(_STARTED, (ids,)).fetchall())

    told = await chronicles.each(newest)
    started = {event: day for _, days in told.values() for event, day in days.items()}
    return {name: found for name, (found, _) in told.items()}, started


async def _told(chronicles: Chronicles, found: Merged, shown: Sequence[tuple[str, Hit, str]]) -> dict[str, Any]:
    """The answers of one page in their order, and what all answers can be narrowed by."""
    hits: dict[str, list[Hit]] = {}
    for name, hit, _ in found.answers:
        hits.setdefault(name, []).append(hit)
    whole = not chronicles.several

    def tell(name: str, connection: sqlite3.Connection) -> tuple[list[dict[str, Any]], dict[str, list[Value]]]:
        mine = [(hit, text) for of, hit, text in shown if of == name]
        return _described(connection, found.query, mine), count(connection, hits.get(name, []), VALUES if whole else -1)

    told = await chronicles.only(*hits or [chronicles.first]).each(tell)
    described = {name: iter(one) for name, (one, _) in told.items()}
    numbers = [facets for _, facets in told.values()]
    return {
        "hits": [{**next(described[name]), **({} if whole else {"chronicle": name})} for name, _, _ in shown],
        "facets": {
            name: [asdict(value) for value in values]
            for name, values in (numbers[0] if whole else added_up(numbers)).items()
        },
    }


async def _suggestions(chronicles: Chronicles, ask: Asked) -> list[str]:
    """Queries that find something in one chronicle or another: what comes first in most of them goes first."""
    offered = await chronicles.each(lambda _, connection: suggest(connection, ask.query, ask.filters))
    places: dict[str, list[int]] = {}
    for place, one in (pair for some in offered.values() for pair in enumerate(some)):
        places.setdefault(one, []).append(place)
    return sorted(places, key=lambda one: (min(places[one]), -len(places[one])))[:SUGGESTIONS]


async def _without_filters(chronicles: Chronicles, ask: Asked) -> bool:
    found = await chronicles.each(lambda _, connection: find(connection, ask.query, candidates=1))
    return any(one.answers for one in found.values())


def _described(connection: sqlite3.Connection, query: Query, shown: Sequence[tuple[Hit, str]]) -> list[dict[str, Any]]:
    """Answers with their snippets and the facts of their events; ``html`` has what is marked."""
    ids = json.dumps([hit.event_id for hit, _ in shown if hit.event_id])
    cursor = connection.execute(_EVENTS, (ids,))
    columns = [column[0] for column in cursor.description]
    events = {row[0]: dict(zip(columns, row, strict=True)) for row in cursor}
    described = []
    for hit, text in shown:
        part = snippet(unmarked(text), query, MARKS)
        plain = replace(hit, snippet=unmarked(part))
        name = (hit.event_name if hit.kind == "event" else hit.title) or hit.origin
        described.append(
            {
                **asdict(plain),
                "event": events.get(hit.event_id or ""),
                "html": {"name": marked(snippet(unmarked(name), query, MARKS, 60)), "snippet": marked(part)},
            }
        )
    return described


def unmarked(text: str) -> str:
    """A text without ``MARKS``."""
    return text.translate({ord(mark): None for mark in MARKS})


def marked(part: str) -> Markup:
    """A snippet with ``MARKS`` around what was found, escaped, with ``mark`` elements in their place."""
    html = str(escape(part))
    return Markup(html.replace(MARKS[0], "<mark>").replace(MARKS[1], "</mark>"))


#: The name of a place or an organisation, by the filter that has its identifier.
_NAMED = {
    "place": "select name from places where id = :id",
    "organisation": "select name from organisations where id = :id",
}


#: When each of some events began.
_STARTED = "select id, start_date from events where id in (select value from json_each(?))"


@dataclass(frozen=True)
class Chip:
    """A filter that is set: what it says, and the address without it."""

    name: str
    value: str
    address: str


async def chips(chronicles: Chronicles, ask: Asked) -> list[Chip]:
    """The filters that are set; the ends of a period are one of them."""
    found = []
    since, until = ask.values.get("from"), ask.values.get("to")
    if since or until:
        value = since if since == until else f"{since or '…'} – {until or '…'}"
        found.append(Chip("period", value or "", ask.address(**{"from": None, "to": None})))
    for name in NAMES[3:]:
        if value := ask.values.get(name):
            rows = await chronicles.ask(_NAMED[name], id=value) if name in _NAMED else []
            found.append(Chip(name, rows[0]["name"] if rows else value, ask.address(**{name: None})))
    return found


def narrower(ask: Asked, name: str, value: Mapping[str, Any] | Value) -> str:
    """The address of this search narrowed to a value of a facet."""
    chosen = value.value if isinstance(value, Value) else str(value["value"])
    return ask.address(**({"from": chosen, "to": chosen} if name == "year" else {name: chosen}))
