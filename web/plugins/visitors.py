"""Which requests come with SQL of the visitor's own, to be answered apart from all others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from pluggy import HookimplMarker

from web.visitors import WRITTEN, by_visitor

hookimpl = HookimplMarker("datasette")
App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


@hookimpl
def asgi_wrapper() -> Callable[[App], App]:
    return apart


def apart(app: App) -> App:
    """Marks a request whose address holds SQL, for ``web.visitors``."""

    async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
        asked = parse_qs(scope["query_string"].decode("latin-1")) if scope["type"] == "http" else {}
        if not asked.keys() & set(WRITTEN):
            return await app(scope, receive, send)
        done = by_visitor(as_csv=scope["path"].endswith(".csv") or asked.get("_format") == ["csv"])
        try:
            await app(scope, receive, send)
        finally:
            done()

    return answer
