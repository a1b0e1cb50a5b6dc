"""Where the site has several chronicles, the list of them: ``/chronicles``, and ``/chronicles/TABLE`` or a question.

Each row leads to the same data of one chronicle, with whatever the address asked for besides.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette.utils.asgi import NotFound, Response
from pluggy import HookimplMarker

from web.chronicles import chronicles
from web.home import apart

hookimpl = HookimplMarker("datasette")

#: KiB that each connection remembers of its file where there are many; the system remembers the rest, once for all.
REMEMBERED = 256


@hookimpl
def prepare_connection(conn: sqlite3.Connection, datasette: Any) -> None:
    """Keep the memory of a site of many files flat: SQLite would take 2 MiB for each, in every thread."""
    if chronicles(datasette).several:
        conn.execute(f"pragma cache_size = -{REMEMBERED}")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/chronicles(?:/(?P<what>\w+))?$", chronicles_page)]


async def chronicles_page(datasette: Any, request: Any) -> Response:
    every, what = chronicles(datasette), request.url_vars["what"] or ""
    described = datasette.metadata("databases")[every.first]
    told = described["tables"].get(what) or described["queries"].get(what)
    if not every.several or (what and not told):
        raise NotFound("There is no such list.")
    totals = {name: one["totals"][0] for name, one in (await apart(every)).items()}
    asked = f"?{request.query_string}" if what and request.query_string else ""
    context = {
        "told": told or described,
        "totals": totals,
        "addresses": {name: datasette.urls.path(f"{name}/{what}{asked}" if what else name) for name in totals},
    }
    return Response.html(await datasette.render_template("chronicles.html", context, request))
