"""``/openapi.json``: what programs may ask of the site."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Response
from pluggy import HookimplMarker

from web.chronicles import chronicles
from web.openapi import description

hookimpl = HookimplMarker("datasette")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/openapi\.json$", openapi)]


def openapi(datasette: Any, request: Any) -> Response:
    every = chronicles(datasette)
    tables = datasette.metadata("databases")[every.first]["tables"]
    shown = [name for name, table in tables.items() if not table.get("hidden")]
    home = datasette.absolute_url(request, datasette.urls.instance())
    return Response.json(description(home, every.databases, shown))
