"""Any filtered list of events to take along (``/events.ics``, ``.atom``, ``.geojson``, ``.csv``, ``.json``), and CSV
without formulas wherever the site gives it.

The filters are those of the search page; ``web.event_list`` tells them.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from urllib.parse import parse_qs, urlencode

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import BadRequest, Response
from pluggy import HookimplMarker
from sqlite_utils import Database

from db.chronicles import strictest
from db.export.about import About, about
from db.export.cells import harmless_csv
from db.export.stories import stories
from web import feeds
from web.chronicles import chronicles
from web.event_list import (
    Listed,
    Ranked,
    Wanted,
    events_found,
    first_of_all,
    found,
    listed,
    ranked,
    search,
    told_together,
    wanted,
)
from web.i18n import gettext as _

hookimpl = HookimplMarker("datasette")
App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

FORMS: dict[str, tuple[Callable[[feeds.Feed], bytes], str]] = {
    "atom": (feeds.atom, "application/atom+xml; charset=utf-8"),
    "csv": (feeds.as_csv, "text/csv; charset=utf-8"),
    "geojson": (feeds.geojson, "application/geo+json; charset=utf-8"),
    "ics": (feeds.icalendar, "text/calendar; charset=utf-8"),
    "json": (feeds.as_json, "application/json; charset=utf-8"),
}
#: Forms that are files for a program, and the rest that readers subscribe to or scripts ask for.
SAVED = ("csv", "geojson", "ics")
LIMITS = {"atom": 100}
LIMIT = 1000


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(rf"^/events\.(?P<form>{'|'.join(FORMS)})$", answer)]


async def answer(datasette: Any, request: Any) -> Response:
    """The events that the query string asks for, in the form that the address ends in."""
    form = request.url_vars["form"]
    try:
        asked = wanted(parse_qs(request.query_string))
    except ValueError as error:
        raise BadRequest(_("This is no day, month or year (2019-11-21, 2019-11, 2019):") + f" {error}") from error
    limit, order = LIMITS.get(form, LIMIT), "told" if form == "atom" else "date"

    events, said = await _events(datasette, asked, limit, order)
    write, media_type = FORMS[form]
    # writing a thousand events takes a while, in which others are answered
    body = await asyncio.to_thread(write, _feed(datasette, request, events, said))
    headers = {"etag": f'"{hashlib.sha256(body).hexdigest()[:32]}"', "cache-control": "no-cache"}
    if headers["etag"] in request.headers.get("if-none-match", ""):  # calendars and readers ask every hour
        return Response(b"", status=304, headers=headers, content_type=media_type)
    if form in SAVED:
        headers["content-disposition"] = f'attachment; filename="hronika.{form}"'
    return Response(body, headers=headers, content_type=media_type)


async def _events(datasette: Any, asked: Wanted, limit: int, order: str) -> tuple[Listed, About]:
    """The events that are asked for."""
    every = chronicles(datasette)
    if every.several:
        return await _events_of_several(datasette, asked, limit, order)

    def ask(_: str, connection: sqlite3.Connection) -> tuple[Listed, About]:
        within = found(connection, asked, limit)
        with sqlite_timelimit(connection, datasette.setting("sql_time_limit_ms")):
            return listed(connection, asked, limit, order, within), about(Database(connection), datasette.metadata())

    return (await every.each(ask))[every.first]


async def _events_of_several(datasette: Any, asked: Wanted, limit: int, order: str) -> tuple[Listed, About]:
    """The events that are asked for, of all chronicles: which they are is asked first, and then what they tell."""
    every = chronicles(datasette)
    shared = await every.shared()
    searched = await every.each(lambda _, connection: search(connection, asked, limit)) if asked.words else {}
    events = {name: events_found(one) for name, one in strictest(searched).items()}

    def rank(name: str, connection: sqlite3.Connection) -> tuple[Ranked, About]:
        within = events.get(name, []) if asked.words else None
        with sqlite_timelimit(connection, datasette.setting("sql_time_limit_ms")):
            said = about(Database(connection), datasette.metadata())
            return ranked(connection, asked, limit, order, within, shared[name]), said

    each = await every.each(rank)
    ranks = {name: rank for name, (rank, _) in each.items()}
    ids, total = first_of_all(ranks.values(), limit)
    wanted = {}
    for name, one in ranks.items():
        known = one.orders.keys() | json.loads(shared[name])
        wanted[name] = [id_ for id_ in ids if id_ in known]
    tellers = every.only(*(name for name, some in wanted.items() if some))
    told = await tellers.each(lambda name, connection: stories(connection, wanted[name]))
    said = max((said for _, said in each.values()), key=lambda said: said.updated)
    return Listed(told_together(told, ids), total, all(rank.complete for rank in ranks.values())), said


def _feed(datasette: Any, request: Any, events: Listed, said: About) -> feeds.Feed:
    def absolute(path: str) -> str:
        return str(datasette.absolute_url(request, path))

    every = chronicles(datasette)
    pages = {
        (name, table): absolute(f"{datasette.urls.table(name, table)}/")
        for name in every.databases
        for table in ("events", "documents")
    }
    asked = {key: values for key, values in sorted(parse_qs(request.query_string).items()) if key != "_lang"}
    return feeds.Feed(
        listed=events,
        about=said,
        address=absolute(request.full_path),
        home=absolute(datasette.urls.instance()),
        rows=lambda row, table: pages[row.get("chronicle", every.first), table],
        query=urlencode(asked, doseq=True),
    )


@hookimpl
def asgi_wrapper() -> Callable[[App], App]:
    return without_formulas


def without_formulas(app: App) -> App:
    """Datasette's own CSV, of tables and queries, with every cell harmless; it comes in rows and is sent on in rows."""

    async def send_on(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not _asks_for_csv(scope):
            return await app(scope, receive, send)
        plain, waiting = False, ""

        async def send_harmless(message: dict[str, Any]) -> None:
            nonlocal plain, waiting
            if message["type"] == "http.response.start":
                plain = message["status"] == 200 and not _is_html(message["headers"])
            elif plain:
                waiting += message.get("body", b"").decode()
                last = not message.get("more_body", False)
                # a row is whole where no quotation mark is open
                if last or (waiting.endswith("\n") and waiting.count('"') % 2 == 0):
                    message = {**message, "body": harmless_csv(waiting).encode()}
                    waiting = ""
                else:
                    message = {**message, "body": b""}
            await send(message)

        await app(scope, receive, send_harmless)

    return send_on


def _asks_for_csv(scope: dict[str, Any]) -> bool:
    """Whether Datasette's CSV is asked for; that of events is written harmless as it is."""
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    ours = scope["path"].endswith("/events.csv") and scope["path"].count("/") == 1
    return not ours and (scope["path"].endswith(".csv") or asked.get("_format") == ["csv"])


def _is_html(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(name.lower() == b"content-type" and b"html" in value for name, value in headers)
