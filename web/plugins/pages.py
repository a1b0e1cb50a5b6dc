"""The first page and the pages of single rows: what the modules of ``web`` gather for each goes to the
template.

A page that has no module of its own shows the columns of its row.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from datasette.utils import is_url, tilde_decode, tilde_encode
from datasette.utils.asgi import NotFound, Response
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from pluggy import HookimplMarker

from web.asking import anchor
from web.chronicles import chronicles
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
    env.globals["described"] = next(iter(datasette.metadata("databases").values()))  # all chronicles have the same
    env.globals["month_name"] = month
    env.globals["several"] = lambda: chronicles(datasette).several

    @pass_context
    def row_url(context: Context, table: str, id_: str, chronicle: str | None = None) -> str:
        """The page of a row: of this chronicle, or else of the page's own."""
        whose = chronicle or context.get("database") or chronicles(datasette).first
        return str(datasette.urls.row(whose, table, tilde_encode(id_)))

    @pass_context
    def passage_url(context: Context, document: str, number: int | None, chronicle: str | None = None) -> str:
        return row_url(context, "documents", document, chronicle) + anchor(number)

    def data_url(name: str = "") -> str:
        """All data, or a table or a question of it; where there are several chronicles, the list of them to choose."""
        every = chronicles(datasette)
        path = "chronicles" if every.several else every.first
        return str(datasette.urls.path(f"{path}/{name}" if name else path))

    env.globals.update(row_url=row_url, passage_url=passage_url, data_url=data_url)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The first page is not Datasette's, which looks through the whole schema each time; its JSON at /.json is.

    A view has no pages of rows; those that were cited when it was a table are where its rows are kept.
    """
    return [(r"^/$", first_page), (r"^/(?P<database>[^/]+)/document_versions/(?P<row>[^/]+)$", kept_version)]


@hookimpl
def extra_template_vars(
    view_name: str, database: str | None, table: str | None, request: Any, datasette: Any
) -> Awaitable[dict[str, Any]] | dict[str, Any]:
    """What the page of a row tells beyond its columns."""
    return row_page(datasette, request, database, table) if view_name == "row" and database and table else {}


async def first_page(datasette: Any, request: Any) -> Response:
    told = await home(chronicles(datasette), {key: request.args[key] for key in request.args})
    context = {"alternate_url_json": datasette.urls.path("/.json"), **told}
    return Response.html(await datasette.render_template("index.html", context, request, view_name="index"))


async def kept_version(datasette: Any, request: Any) -> Response:
    if request.url_vars["database"] not in datasette.databases:
        raise NotFound("There is no such chronicle.")
    table = datasette.urls.table(request.url_vars["database"], "kept_versions")
    return Response.redirect(f"{table}/{request.url_vars['row']}", 301)


async def row_page(datasette: Any, request: Any, database: str, table: str) -> dict[str, Any]:
    every, id_ = chronicles(datasette), tilde_decode(request.url_vars["pks"])
    if table == "events":
        return await event_page(every, database, id_, datasette.absolute_url(request, request.path))
    if table == "documents":
        arguments = {key: request.args[key] for key in request.args}
        return await document_page(every.only(database).ask, every.file(database), id_, arguments)
    return await named_page(every, database, table, id_) if table in THROUGH else {}
