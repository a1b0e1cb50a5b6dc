"""What stands around every page: its style sheets, the headers that keep visitors safe, and errors that tell no more
than what happened.

Captured text is hostile. It is escaped everywhere; where that should ever fail, the Content-Security-Policy lets no
script run that is not a file of this site, and lets nothing be fetched from or sent anywhere else.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from jinja2 import Environment
from pluggy import HookimplMarker

from web.serve import WEB

hookimpl = HookimplMarker("datasette")
App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

#: The sheet that the others add to.
FIRST = "hronika.css"
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


@hookimpl
def asgi_wrapper() -> Callable[[App], App]:
    return guarded


def guarded(app: App) -> App:
    """Sends every answer with the headers that keep its reader safe."""

    async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
        async def send_guarded(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *HEADERS]}
            await send(message)

        await app(scope, receive, send_guarded if scope["type"] == "http" else send)

    return answer


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.globals["sheets"] = sorted((path.name for path in (WEB / "static").glob("*.css")), key=_first_first)


def _first_first(name: str) -> tuple[bool, str]:
    return name != FIRST, name
