"""The site's search: the same index and the same reading of a query as ``hronika search``.

Datasette's own table search calls the SQL function ``escape_fts`` on what the visitor typed; here it is given the
function of ``db.search``, so that ``?_search=``, the canned queries and /search all find a word in any form.
"""

from __future__ import annotations

import sqlite3
from dataclasses import asdict
from typing import Any

from datasette.utils.asgi import Response
from markupsafe import Markup, escape
from pluggy import HookimplMarker

from db.query import match_expression
from db.search import search
from db.snippets import highlight

hookimpl = HookimplMarker("datasette")

HITS = 30
#: Characters that no text has: they mark the words found until the text around them is escaped.
MARKS = ("\ue000", "\ue001")


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Replace Datasette's function of this name; ``trylast``, because Datasette registers its own after plugins."""
    conn.create_function("escape_fts", 1, fts_expression, deterministic=True)


def fts_expression(query: str | None) -> str:
    """What FTS5 is asked; an empty phrase, which matches nothing, where there is nothing to ask."""
    return match_expression(query or "") or '""'


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/search$", search_page), (r"^/search\.json$", search_json)]


async def answers(datasette: Any, request: Any) -> dict[str, Any]:
    """The answers to ``?q=``, best first, for the page and for JSON alike."""
    query = (request.args.get("q") or "").strip()
    database = datasette.get_database()
    hits = await database.execute_fn(lambda connection: search(connection, query, HITS))
    return {"query": query, "hits": [asdict(hit) for hit in hits]}


async def search_json(datasette: Any, request: Any) -> Response:
    return Response.json(await answers(datasette, request))


async def search_page(datasette: Any, request: Any) -> Response:
    """The answers with their passages, the words found marked."""
    found = await answers(datasette, request)
    database = datasette.get_database()
    for hit in found["hits"]:
        rows = await database.execute("select number, text from passages where id = ?", [hit["passage_id"]])
        hit["number"], text = rows.first()
        hit["marked"] = marked(text, found["query"])
    context = {**found, "database": database.name}
    return Response.html(await datasette.render_template("search.html", context, request))


def marked(text: str, query: str) -> Markup:
    """A part of a text around what was found, escaped, with the words found in ``mark`` elements."""
    clean = text.translate({ord(mark): None for mark in MARKS})
    html = str(escape(highlight(clean, query, MARKS)))
    return Markup(html.replace(MARKS[0], "<mark>").replace(MARKS[1], "</mark>"))
