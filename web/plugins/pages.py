"""The first page and the pages of single rows: what the modules of ``web`` gather for each goes to the
template.

A page that has no module of its own shows the columns of its row.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from datasette.utils import is_url, tilde_decode, tilde_encode
from datasette.utils.asgi import Response
from jinja2 import Environment
from pluggy import HookimplMarker

from web.asking import anchor, asking, file_of
from web.document_page import document_page
from web.event_page import event_page
from web.home import home
from web.labels import label, month
from web.named_pages import THROUGH, named_page
from web.words import FLAGS, when_en, when_lv, yes_no

hookimpl = HookimplMarker("datasette")


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Any) -> None:
    """What the templates ask of values: dates in words, and whether a value is a flag or an address."""
    env.filters["when_lv"] = lambda row: when_lv(row["start_date"], row["end_date"], row["precision"])
    env.filters["when_en"] = lambda row: when_en(row["start_date"], row["end_date"], row["precision"])
    env.filters["yes_no"] = yes_no
    env.filters["label"] = label
    env.tests["flag"] = FLAGS.__contains__
    env.tests["url"] = is_url
    env.globals["described"] = datasette.metadata("databases")
    env.globals["month_name"] = month

    def row_url(table: str, id_: str) -> str:
        return str(datasette.urls.row(datasette.get_database().name, table, tilde_encode(id_)))

    env.globals["row_url"] = row_url
    env.globals["passage_url"] = lambda document, number: row_url("documents", document) + anchor(number)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The first page is not Datasette's, which looks through the whole schema each time; its JSON at /.json is."""
    return [(r"^/$", first_page)]


@hookimpl
def extra_template_vars(
    view_name: str, table: str | None, request: Any, datasette: Any
) -> Awaitable[dict[str, Any]] | dict[str, Any]:
    """What the page of a row tells beyond its columns."""
    return row_page(datasette, request, table) if view_name == "row" and table else {}


async def first_page(datasette: Any, request: Any) -> Response:
    database = datasette.get_database()
    told = await home(asking(database), file_of(database), {key: request.args[key] for key in request.args})
    context = {"database": database.name, "alternate_url_json": datasette.urls.path("/.json"), **told}
    return Response.html(await datasette.render_template("index.html", context, request, view_name="index"))


async def row_page(datasette: Any, request: Any, table: str) -> dict[str, Any]:
    database = datasette.get_database()
    ask, file, id_ = asking(database), file_of(database), tilde_decode(request.url_vars["pks"])
    if table == "events":
        return await event_page(ask, file, id_, datasette.absolute_url(request, request.path))
    if table == "documents":
        return await document_page(ask, file, id_, {key: request.args[key] for key in request.args})
    return await named_page(ask, table, id_) if table in THROUGH else {}
