"""What a page says of itself: its address, title, site, language and day of publication."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from sources.formats.assemble import clean
from sources.formats.published import byline_day, publication, read_day
from sources.layouts.dom import ByName, all_strings, by_name, classes
from sources.links import absolute

_PUBLISHED_WORD = re.compile(r"\b(?:publicē|ievieto|pievieno|published)", re.I)
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{10,40})"')
_META_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dcterms.created",
    "dcterms.date",
)  # fmt: skip
#: Names of the class that holds the day of a page, and not that of an event on it.
_DATE_CLASS = re.compile(
    r"^(?!.*(?:event|start|end|pasakum))(?:.*[-_])?(?:date|datums|time|created|posted|submitted|publi\w*|when)", re.I
)
_ASIDE = ("aside", "nav", "footer")
_TITLE_PARTS = re.compile(r"\s+(?:[|»•·]|::)\s+")
_DASHED_PARTS = re.compile(r"\s+[-–—]\s+")


@dataclass(frozen=True)
class Meta:
    """What the head of a page, and its line of publication, say; None where they say nothing."""

    url: str | None  #: canonical
    base: str | None  #: what relative links are resolved against
    title: str | None  #: as the page is announced to others, without the name of the site
    window: str | None  #: the title of the browser's window, without the name of the site
    site: str | None
    language: str | None
    published: str | None


def read_meta(soup: BeautifulSoup, fetched_from: str | None) -> Meta:
    """The metadata of a page; call it before anything is taken out of ``soup``."""
    tags = by_name(soup)
    said = _announced(tags["meta"])
    canonical = _canonical(tags["link"], said, fetched_from)
    here = fetched_from or canonical
    base = next((absolute(str(tag["href"]), here) for tag in tags["base"] if tag.has_attr("href")), None)
    site = said.get("og:site_name", "")
    window, suffix = _split_title(_text(soup.title), site)
    return Meta(
        url=canonical or fetched_from,
        base=base or here,
        title=_split_title(said.get("og:title", ""), site)[0] or None,
        window=window or None,
        site=site or suffix or None,
        language=_language(tags["html"]),
        published=next(filter(None, map(read_day, _published_texts(soup, tags, said))), None),
    )


def _text(tag: Tag | None) -> str:
    return clean(tag.get_text()) if tag else ""


def _announced(metas: Iterable[Tag]) -> dict[str, str]:
    """What the ``meta`` elements say, by property or name; the first that says something holds."""
    said: dict[str, str] = {}
    for tag in metas:
        if text := clean(str(tag.get("content", ""))):
            for name in ("property", "name"):
                said.setdefault(str(tag.get(name, "")).lower(), text)
    return said


def _canonical(links: Iterable[Tag], said: dict[str, str], fetched_from: str | None) -> str | None:
    """The address the page gives itself, unless it lies on another site or calls every page the site's front page."""
    hrefs = (str(tag["href"]) for tag in links if "canonical" in tag.get_attribute_list("rel") and tag.has_attr("href"))
    for href in (next(hrefs, ""), said.get("og:url", "")):
        url = absolute(href, fetched_from)
        if url and (fetched_from is None or _may_be(url, fetched_from)):
            return url
    return None


def _may_be(url: str, fetched_from: str) -> bool:
    """Whether a page fetched from one address may call itself by the other; no site speaks for another's pages."""
    same_site = _host(url) == _host(fetched_from)
    return same_site and (not _is_front(url) or _is_front(fetched_from))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return not parts.query and re.fullmatch(r"/?(?:[a-z]{2}/?)?", parts.path) is not None


def _split_title(title: str, site: str) -> tuple[str, str]:
    """``title`` without the name of the site at its end (or its beginning), and that name."""
    for separator in (_TITLE_PARTS, _DASHED_PARTS):
        parts = separator.split(title)
        if len(parts) > 1:
            if site and parts[0] == site:
                return title[len(parts[0]) :].lstrip(" |»•·:-–—"), parts[0]
            if separator is _TITLE_PARTS or parts[-1] == site:
                return title[: -len(parts[-1])].rstrip(" |»•·:-–—"), parts[-1]
    return title, ""


def _language(roots: Sequence[Tag]) -> str | None:
    value = str(roots[0].get("lang") or roots[0].get("xml:lang") or "") if roots else ""
    code = value.split("-")[0].split("_")[0].strip().lower()
    return code if re.fullmatch(r"[a-z]{2}", code) else None


def _published_texts(soup: BeautifulSoup, tags: ByName, said: dict[str, str]) -> Iterator[str]:
    """Where the day of publication may stand: what the page shows a reader comes before what its head says."""
    for string in filter(_PUBLISHED_WORD.search, all_strings(soup)):
        around = string.parent.parent if string.parent and string.parent.parent else string.parent
        text = clean(around.get_text(" ")) if around else str(string)
        yield publication(text)
    for name in _META_DATES:
        yield said.get(name, "")
    for script in tags["script"]:
        if script.get("type") == "application/ld+json" and (found := _JSON_DATE.search(script.get_text())):
            yield found[1]
    yield from _marked_days(tags)


def _marked_days(tags: ByName) -> Iterator[str]:
    """The only day of each kind that markup calls one; several belong to announcements of other pages."""
    every = [tag for named in tags.values() for tag in named]
    said = _not_aside(tag for tag in every if tag.get("itemprop") == "datePublished")
    times = _not_aside(tags["time"])
    for found in (said, [tag for tag in times if tag.find_parent(("main", "article"))] or times):
        if len(found) == 1:
            yield str(found[0].get("datetime") or found[0].get("content") or clean(found[0].get_text(" ")))
    classed = _not_aside(tag for tag in every if any(map(_DATE_CLASS.search, classes(tag))))
    days = {day for tag in classed if (day := byline_day(clean(tag.get_text(" "))))}
    if len(days) == 1:
        yield days.pop()


def _not_aside(tags: Iterable[Tag]) -> list[Tag]:
    return [tag for tag in tags if not tag.find_parent(_ASIDE)]
