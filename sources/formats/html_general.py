"""Pages of no known layout: trafilatura finds the text, and its result is turned back into plain HTML elements."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from lxml import etree
from trafilatura import bare_extraction

#: The elements of trafilatura's own format and what they are in HTML.
_AS_HTML = {"head": "h2", "list": "ul", "item": "li", "row": "tr", "cell": "td", "lb": "br", "ref": "a", "hi": "span"}


def general_content(text: str) -> Tag | None:
    """The element that holds the text of the page ``text``; None where trafilatura finds none."""
    found = bare_extraction(text, include_comments=False, include_links=True, include_formatting=True)
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
        else:
            element.tag = _AS_HTML.get(element.tag, element.tag)
    return BeautifulSoup(etree.tostring(body, encoding="unicode"), "lxml").body
