"""Pages of no known layout: trafilatura finds the text, and its result is turned back into plain HTML elements."""

from __future__ import annotations

import logging

from bs4 import BeautifulSoup, Tag
from lxml import etree
from trafilatura import bare_extraction

from sources.formats import limits

logging.getLogger("trafilatura").setLevel(logging.ERROR)  # finding nothing is an answer, and no warning

#: The elements of trafilatura's own format and what they are in HTML.
_AS_HTML = {"list": "ul", "item": "li", "row": "tr", "cell": "td", "lb": "br", "ref": "a", "hi": "span"}


def general_content(soup: BeautifulSoup) -> Tag | None:
    """The element that holds the text of a page, as a soup of its own; None where trafilatura finds none.

    Nor is it asked about pages of very many elements. Recall is favoured: without, it leaves out lists of few words.
    The only main heading is left to the caller, since a line break in it loses one half.
    """
    if len(soup.find_all(True, limit=limits.MAX_ELEMENTS)) == limits.MAX_ELEMENTS:
        return None
    main = soup.find_all("h1")
    if len(main) == 1:
        main[0].extract()
    found = bare_extraction(
        str(soup), include_comments=False, include_links=True, include_formatting=True, favor_recall=True
    )
    body = getattr(found, "body", None)
    if body is None:
        return None
    for element in body.iter():
        if target := element.get("target"):
            element.set("href", target)
        if element.get("rend") in ("#b", "strong"):
            element.tag = "b"
        elif element.tag == "head":
            rank = element.get("rend") or ""
            element.tag = rank if rank in ("h1", "h2", "h3", "h4", "h5", "h6") else "h2"
        elif element.tag in _AS_HTML:
            element.tag = _AS_HTML[element.tag]
    return BeautifulSoup(etree.tostring(body, encoding="unicode"), "lxml").body
