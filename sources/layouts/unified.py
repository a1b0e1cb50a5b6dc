"""The unified platform of Latvian government sites, a Drupal: news under /jaunums/, files under /media/N/download.

Its themes differ between institutions and years, so several names are tried for where the text stands; a page that
bears the platform's marks but none of these names is read by where its prose is.
"""

from __future__ import annotations

from itertools import islice

from bs4 import BeautifulSoup, Tag

from sources.layouts.column import column
from sources.layouts.dom import ancestors, link_share, text_of

#: Marks of the platform; the first group stands on Drupal pages only.
_DRUPAL = (
    'meta[name="generator" i][content*="drupal" i]',
    ".node__content",
    ".field--name-body",
    "[data-history-node-id]",
    '[class*="page-node-type-"]',
)
_PLATFORM = (
    "main article",
    'meta[property="article:published_time"]',
    'a[href*="/media/"][href*="/download"]',
    'link[rel="canonical"][href*="/jaunums/"]',
)
_CONTENT = ("main article", "article .node__content", "article", ".node__content", ".field--name-body")
_TEASER = 0.5  # share of links from which an article is the announcement of another page


def matches(soup: BeautifulSoup) -> bool:
    """Whether at least one mark of Drupal and one more of the platform stand on the page."""
    if soup.select_one(", ".join(_DRUPAL)) is None:
        return False
    found = (mark for mark in (*_DRUPAL, *_PLATFORM) if soup.select_one(mark) is not None)
    return len(list(islice(found, 2))) > 1


def read(soup: BeautifulSoup) -> list[Tag]:
    """The article of the page; the whole main part, where that only announces other pages."""
    for selector in _CONTENT:
        found = [tag for tag in soup.select(selector) if text_of(tag) and not _is_teaser(tag)]
        known = set(map(id, found))
        if outer := [tag for tag in found if not any(id(around) in known for around in ancestors(tag))]:
            return outer
    whole = soup.find("main") or column(soup)
    return [whole] if isinstance(whole, Tag) else []


def _is_teaser(article: Tag) -> bool:
    heading = article.find(["h1", "h2", "h3", "h4"])
    return isinstance(heading, Tag) and heading.name != "h1" and link_share(heading) > _TEASER
