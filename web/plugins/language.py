"""Every page in the visitor's language: the choice for each request, and what the templates ask of it.

In any template, also within macros: ``_("Search")``, ``ngettext("event", "events", n)``, ``n|number``, ``iso|day`` and
``event|when``, and ``column|spoken`` for the language of what a column holds; ``lang`` is the visitor's, which a macro
sees where it is imported ``with context``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode

from jinja2 import Environment, pass_context
from markupsafe import Markup
from pluggy import HookimplMarker

from web import i18n
from web.words import ENGLISH, LATVIAN, when_en, when_lv

hookimpl = HookimplMarker("datasette")
App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
YEAR = 365 * 24 * 3600


@hookimpl(tryfirst=True)
def asgi_wrapper() -> Callable[[App], App]:
    return in_the_language


def in_the_language(app: App) -> App:
    """Answers each request in the visitor's language, and remembers one that was asked for."""

    async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("_lang", [""])[-1]
        lang = i18n.chosen(asked, i18n.remembered(headers.get(b"cookie", "")), headers.get(b"accept-language"))

        async def send_named(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *named(lang, asked == lang)]}
            await send(message)

        fall_silent = i18n.speak(lang)
        try:
            await app(scope, receive, send_named)
        finally:
            fall_silent()

    return answer


def named(lang: str, remember: bool) -> list[tuple[bytes, bytes]]:
    """The headers that say so, to the browser and to caches between."""
    headers = [(b"content-language", lang.encode()), (b"vary", b"Accept-Language, Cookie")]
    if remember:
        headers.append((b"set-cookie", f"lang={lang}; Path=/; Max-Age={YEAR}; SameSite=Lax; HttpOnly".encode()))
    return headers


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.globals["_"] = env.globals["gettext"] = i18n.gettext
    env.globals["ngettext"] = i18n.ngettext
    env.globals["language"] = i18n.language  # for Datasette's page of an error, which has no ``lang``
    env.filters["spoken"] = spoken
    env.filters.update(number=_per_request(i18n.number), day=_per_request(i18n.day), when=_per_request(when))


def _per_request(function: Callable[[Any], str]) -> Callable[[Any, Any], str]:
    """Asks the function each time: Jinja would otherwise answer for a constant once, in one language."""
    return pass_context(lambda _, value: function(value))


def spoken(column: str | None) -> Markup:
    """The attribute that says in which language the words of a column are, for those who listen to the page."""
    lang = "lv" if column in LATVIAN else "en" if column in ENGLISH else ""
    return Markup(' lang="{}"').format(lang) if lang else Markup("")


def when(row: Mapping[str, Any]) -> str:
    """When an event was, in words."""
    words = when_lv if i18n.language() == "lv" else when_en
    return words(row["start_date"], row["end_date"], row["precision"])


@hookimpl
def extra_template_vars(request: Any) -> dict[str, Any]:
    """The language, and this page's address in each."""
    return {"lang": i18n.language(), "languages": addresses(request) if request else {}}


def addresses(request: Any) -> dict[str, tuple[str, str]]:
    """For each language its own name and the query that asks for this page in it."""
    others = [(key, value) for key, value in parse_qsl(request.query_string, True) if key != "_lang"]
    return {lang: (name, "?" + urlencode([*others, ("_lang", lang)])) for lang, name in i18n.LANGUAGES.items()}
