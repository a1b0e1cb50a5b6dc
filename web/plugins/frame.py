"""What stands around every page: its style sheets, the headers that keep visitors safe, and errors that tell no more
than what happened.

Captured text is hostile. It is escaped everywhere; where that should ever fail, the Content-Security-Policy lets no
script run that is not a file of this site, and lets nothing be fetched from or sent anywhere else.
"""

from __future__ import annotations

import json
import sqlite3
import traceback
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError
from jinja2 import Environment
from pluggy import HookimplMarker

from web.i18n import gettext as _
from web.moved import moved_event
from web.serve import WEB

hookimpl = HookimplMarker("datasette")
App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

#: The sheet that the others add to.
FIRST = "hronika.css"
#: Datasette's pages about itself: the files it serves, its version, plugins and settings. Nothing here needs them.
INTERNAL = "/-/"
#: How many ``?_facet=`` a page may ask for: each may take as long as facet_time_limit_ms of web/serve.py.
MOST_FACETS = 6
#: Parameters of Datasette that are numbers, of which it does not make sure.
NUMBERS = ("_timelimit", "_ttl", "_facet_size")
#: Views, where ``_next`` is a number as well.
VIEWS = ("document_versions",)
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


@hookimpl
def asgi_wrapper() -> Callable[[App], App]:
    return guarded


def guarded(app: App) -> App:
    """Sends every answer with the headers that keep its reader safe, and none about the server itself."""

    async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)

        async def send_guarded(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": with_headers(message["headers"])}
            await send(message)

        if scope["path"].startswith(INTERNAL):
            await Response.text("Not found", status=404).asgi_send(send_guarded)
        elif scope["query_string"].count(b"_facet") > MOST_FACETS:
            await Response.text("Too many groups: ask for fewer at once.", status=400).asgi_send(send_guarded)
        elif name := misread(scope["path"], scope["query_string"]):
            refused = {"ok": False, "error": f"{name} cannot be read.", "status": 400, "title": None}
            await Response.json(refused, status=400).asgi_send(send_guarded)
        else:
            await app(scope, receive, send_guarded)

    return answer


def misread(path: str, query: bytes) -> str | None:
    """A parameter whose value Datasette would stumble over: a number that is none, or JSON that is none."""
    table = path.rpartition("/")[2].partition(".")[0]
    numbers = (*NUMBERS, "_next") if table in VIEWS else NUMBERS
    for name, value in parse_qsl(query.decode("latin-1")):
        number = name in numbers and not (value.isascii() and value.isdigit())
        listed = name == "_through" or (name.endswith("__in") and value.startswith("["))
        if number or (listed and not is_json(value)):
            return name
    return None


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def with_headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Those of the page, with ours instead of any of the same name."""
    ours = {name for name, _value in HEADERS}
    return [*((name, value) for name, value in headers if name.lower() not in ours), *HEADERS]


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """``sheets``, and ``text is worded``: a link of a comma alone tells nobody where it leads, and cannot be hit."""
    env.tests["worded"] = lambda text: any(map(str.isalnum, text))
    env.globals["sheets"] = sorted((path.name for path in (WEB / "static").glob("*.css")), key=_first_first)


def _first_first(name: str) -> tuple[bool, str]:
    return name != FIRST, name


@hookimpl(tryfirst=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Awaitable[Response]:
    """An error as a page like any other, or as JSON. Datasette's own would show whatever the exception says.

    What is a fault of ours is written where whoever serves the site reads it.
    """
    status, message = told(exception)
    if status == 500:
        traceback.print_exception(exception)
    return answered(datasette, request, status, message)


async def answered(datasette: Any, request: Any, status: int, message: str) -> Response:
    """An event that is known by something else now is no error."""
    moved = await moved_event(datasette, request) if status == 404 else None
    return moved or await error_page(datasette, request, status, message)


def told(exception: Exception) -> tuple[int, str]:
    """The status of an error, and what of it is the visitor's business."""
    too_long = isinstance(exception, DatasetteError) and exception.message_is_html  # with a script, which would not run
    if too_long or isinstance(exception, QueryInterrupted):
        return 400, _("The query took too long and was stopped.")
    if isinstance(exception, DatasetteError):
        return 400 if exception.status == 500 else exception.status, exception.message  # as for an unknown ?_sort=
    if isinstance(exception, sqlite3.Error) and getattr(exception, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
        return 503, _(
            "The query took too long and was stopped."
        )  # a page of ours, on a machine that has too much to do
    if isinstance(exception, sqlite3.ProgrammingError):  # an address that has fewer keys than the table
        return 404, "Record not found"
    if isinstance(exception, Base400):
        return exception.status, str(exception.args[0]) if exception.args else ""
    return 500, _("Something went wrong on our side.")


async def error_page(datasette: Any, request: Any, status: int, error: str) -> Response:
    headers = {"retry-after": "5"} if status == 503 else {}
    if request.path.endswith((".json", "~2Ejson")):  # where a name had other signs, Datasette has led here
        body = {"ok": False, "error": error, "status": status, "title": None}
        return Response.json(body, status=status, headers=headers)
    page = await datasette.render_template("error.html", {"status": status, "error": error}, request=request)
    return Response.html(page, status=status, headers=headers)
