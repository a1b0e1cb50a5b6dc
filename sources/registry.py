"""The registered sources: one folder each, whose ``source.toml`` says what the site is and how it is crawled.

A folder elsewhere with a ``source.toml`` in it is a source as well. Where a source names a ``layout``, what all sites
of that layout have in common (``layouts/NAME.toml``) comes before its own facts.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from hronika.types import Capture, HronikaError

_HERE = Path(__file__).parent
#: What a source may be called.
NAME = re.compile(r"[a-z][a-z0-9_-]*")

#: What a source.toml leaves unsaid. A delay is in seconds, ``every`` in days, ``max_bytes`` counts bodies as received.
_DEFAULTS: dict[str, Any] = {
    "start": ["/"], "sitemap": [], "follow": [], "leave": [], "layout": None, "contact": None,
    "depth": 6, "delay": 2.0, "every": 7, "max_pages": 20_000, "max_bytes": 20_000_000_000,
    "local": False, "address": None, "server": None,
}  # fmt: skip
#: Seconds between two requests that any site of others is left.
_LEAST_DELAY = 0.5
_REQUIRED = ("id", "name_lv", "name_en", "publisher", "licence", "base_url", "hosts")


@dataclass(frozen=True)
class Source:
    """A publisher's site as ``source.toml`` describes it."""

    id: str
    name_lv: str
    name_en: str
    publisher: str
    licence: str  #: of the content
    base_url: str
    folder: Path  #: where source.toml lies
    hosts: tuple[str, ...]  #: the only hosts that are ever asked, in lower case, with a port where it is no usual one
    start: tuple[str, ...]  #: absolute addresses at which a crawl begins
    sitemap: tuple[str, ...] = ()  #: absolute addresses, besides those that robots.txt names
    follow: tuple[str, ...] = ()  #: regular expressions on path and query; none: everything on the hosts
    leave: tuple[str, ...] = ()  #: regular expressions on path and query; they win over ``follow``
    layout: str | None = None  #: the module in ``sources/layouts`` that is meant to read its pages
    contact: str | None = None  #: where the crawler's User-Agent says that a person can be reached
    depth: int = 6  #: clicks from a start page or the sitemap; an attachment may be one further
    delay: float = 2.0  #: seconds between requests at the start, and the least ever
    every: int = 7  #: days after which it is worth asking again
    max_pages: int = 20_000  #: answers of one crawl
    max_bytes: int = 20_000_000_000  #: of one crawl, as received
    local: bool = False  #: whether its hosts may lie on this machine
    address: str | None = None  #: IP:PORT where the hosts of a local source are reached, in place of DNS
    server: str | None = None  #: the module that serves it while it is crawled; of registered sources only

    def is_followed(self, url: str) -> bool:
        """Whether a page at ``url`` belongs to what is crawled, by its host, path and query."""
        return (
            self.has_host(url)
            and not self._left.search(path_and_query(url))
            and bool(self._followed.search(path_and_query(url)))
        )

    def is_left(self, url: str) -> bool:
        """Whether ``leave`` names ``url``, so that it is not asked for whatever leads to it."""
        return bool(self._left.search(path_and_query(url)))

    def has_host(self, url: str) -> bool:
        """Whether ``url`` lies on one of the hosts, at its usual port or at one that ``hosts`` names with it."""
        try:
            parts = urlsplit(url)
            usual = {"http": 80, "https": 443}.get(parts.scheme)
            host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
            return (host if parts.port in (None, usual) else f"{host}:{parts.port}") in self.hosts
        except ValueError:
            return False

    @cached_property
    def _followed(self) -> re.Pattern[str]:
        return _any(self.follow or ("",))

    @cached_property
    def _left(self) -> re.Pattern[str]:
        return _any(self.leave or ("(?!)",))


def sources() -> dict[str, Source]:
    """All registered sources by id."""
    found = (read_source(file.parent) for file in sorted(_HERE.glob("*/source.toml")))
    return {source.id: source for source in found}


def find_source(name: str) -> Source | None:
    """The source that a person names, by its id or by a folder that holds a source.toml; None if there is none."""
    folder = Path(name)
    if (folder / "source.toml").is_file():
        return read_source(folder)
    return sources().get(name)


def read_source(folder: Path) -> Source:
    """The source that ``folder/source.toml`` describes. Raises HronikaError naming what is missing or wrong."""
    file = folder / "source.toml"
    try:
        facts = tomllib.loads(file.read_text(encoding="utf-8"))
        return _source(folder, facts)
    except (KeyError, TypeError, ValueError, re.error) as error:
        what = f"lacks {error}" if isinstance(error, KeyError) else f"is not as it should be: {error}"
        raise HronikaError(f"{file} {what}; compare it with sources/sample/source.toml") from error


def _source(folder: Path, facts: dict[str, Any]) -> Source:
    said = {**_DEFAULTS, **facts}
    _check(facts, said)
    shared = _layout_facts(said["layout"])
    base = said["base_url"]
    source = Source(
        **{key: said[key] for key in ("id", "name_lv", "name_en", "publisher", "layout", "contact")},
        **{key: said[key] for key in ("depth", "delay", "every", "max_pages", "max_bytes", "local", "address")},
        licence=said["licence"].strip(),
        base_url=base,
        folder=folder,
        hosts=tuple(host.lower() for host in said["hosts"]),
        start=tuple(urljoin(base, address) for address in said["start"]),
        sitemap=tuple(urljoin(base, address) for address in [*shared.get("sitemap", []), *said["sitemap"]]),
        follow=tuple(said["follow"] or shared.get("follow", [])),
        leave=(*shared.get("leave", []), *said["leave"]),
        server=said["server"] if folder.resolve().parent == _HERE.resolve() else None,
    )
    if away := [url for url in (*source.start, *source.sitemap) if not source.has_host(url)]:
        raise ValueError(f"{away[0]} is not among its hosts ({', '.join(source.hosts)})")
    return source


def _check(facts: dict[str, Any], said: dict[str, Any]) -> None:
    """Raises KeyError, TypeError or ValueError for what cannot be meant."""
    if unknown := facts.keys() - _DEFAULTS.keys() - set(_REQUIRED):
        raise ValueError(f"it has {', '.join(sorted(unknown))}, which is not known")
    for key in _REQUIRED:
        if key not in said:
            raise KeyError(key)
    for key, usual in _DEFAULTS.items():
        if isinstance(usual, list) and not isinstance(said[key], list):
            raise TypeError(f"{key} must be a list")
        if isinstance(usual, (int, float)) and not isinstance(said[key], (int, float)):
            raise TypeError(f"{key} must be a number, or true or false")
    if not isinstance(said["hosts"], list) or not said["hosts"]:
        raise TypeError("hosts must be a list")
    if not NAME.fullmatch(said["id"]):
        raise ValueError(f"the id {said['id']!r} may have lower-case letters, digits and dashes only")
    if (said["address"] or said["server"]) and not said["local"]:
        raise ValueError("address and server are for sources that say local = true")
    if said["delay"] < _LEAST_DELAY and not said["local"]:
        raise ValueError(f"a delay below {_LEAST_DELAY} seconds is for sources that say local = true")
    for pattern in (*said["follow"], *said["leave"]):
        re.compile(pattern)


def shared_follow(layout: str | None) -> list[str]:
    """What is followed on every site of a layout."""
    return _layout_facts(layout).get("follow", [])


def _layout_facts(layout: str | None) -> dict[str, list[str]]:
    """What every site of a layout says of itself; nothing where the layout is of one site only."""
    if layout is None:
        return {}
    if not NAME.fullmatch(layout) or not (_HERE / "layouts" / f"{layout}.py").is_file():
        raise ValueError(f"there is no layout {layout!r} in sources/layouts")
    file = _HERE / "layouts" / f"{layout}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def path_and_query(url: str) -> str:
    """What ``follow`` and ``leave`` are about."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def attributed(capture: Capture, registered: Iterable[Source]) -> Capture:
    """A capture of an archive that others made, given to the source on whose hosts it lies, if any does."""
    source = next((source for source in registered if source.has_host(capture.url or "")), None)
    return replace(capture, source_id=source.id) if source else capture
