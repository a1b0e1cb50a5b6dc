"""The site's search: the same index and the same reading of a query as ``hronika search``.

Datasette's own table search calls the SQL function ``escape_fts`` on what the visitor typed; here it is given the
function of ``db.query``, so that ``?_search=``, the canned queries and /search all find a word in any form.
"""

from __future__ import annotations

import sqlite3
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

from datasette.utils.asgi import Response
from pluggy import HookimplMarker

from db.keys import read_lexicon
from web.chronicles import chronicles
from web.functions import add_functions
from web.search_page import Asked, answers, asked, chips, narrower

hookimpl = HookimplMarker("datasette")


@hookimpl
def startup() -> None:
    """Read the lexicon while nobody waits for it yet."""
    Thread(target=read_lexicon, daemon=True).start()


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Replace Datasette's function of this name; ``trylast``, because Datasette registers its own after plugins."""
    add_functions(conn)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/search$", search_page), (r"^/search\.json$", search_json)]


def _asked(request: Any) -> Asked:
    return asked(parse_qs(request.query_string))


async def search_json(datasette: Any, request: Any) -> Response:
    """What the page shows, for programs; ``next`` is the address of the next page."""
    ask = _asked(request)
    found = await answers(chronicles(datasette), ask)
    for hit in found["hits"]:
        del hit["html"]
    more = ask.address(page=str(found["page"] + 1)) if found["page"] < found["pages"] else None
    path = datasette.urls.path("search.json")
    following = datasette.absolute_url(request, f"{path}?{more}") if more else None
    return Response.json({**found, "next": following})


async def search_page(datasette: Any, request: Any) -> Response:
    """The answers with their passages, the words found marked, and what they can be narrowed by."""
    ask, every = _asked(request), chronicles(datasette)
    context = {
        **await answers(every, ask),
        "ask": ask,
        "chips": await chips(every, ask),
        "narrower": lambda name, value: narrower(ask, name, value),
    }
    return Response.html(await datasette.render_template("search.html", context, request))
