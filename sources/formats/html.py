"""Web pages: by the rules of the layout that is recognised, otherwise as trafilatura reads them.

Own rules that find next to nothing where trafilatura finds prose have misjudged the page, and give way to it.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning

from hronika.types import Capture, Document, Link, UnreadableError
from sources.formats import limits
from sources.formats.assemble import Piece, assemble, clean, refuse_endless_word
from sources.formats.html_blocks import pieces_of
from sources.formats.html_meta import Meta, read_meta
from sources.formats.published import byline, byline_day
from sources.layouts import LAYOUTS
from sources.layouts.column import column
from sources.layouts.dom import all_elements, prune, text_of
from sources.layouts.furniture import strip_furniture, without_file_sizes
from sources.links import absolute, link_kind

#: Characters of prose below which a page is so short that own rules may have missed its text; and of a sentence.
_LITTLE, _SENTENCE = 250, 60
_NEAR_TITLE = 4  # pieces


def read_html(capture: Capture, text: str) -> Document:
    """The Document of a web page. Raises ``UnreadableError`` where there is no text, or nothing a person wrote."""
    soup = _parse(text)
    meta = read_meta(soup, capture.url)
    layout = next((layout for layout in LAYOUTS if layout.matches(soup)), None)
    prune(soup)
    for string in soup.strings:
        refuse_endless_word(string)
    headings = [(tag, text_of(tag)) for tag in soup.find_all("h1")]
    content = layout.read(soup) if layout else []
    pieces = _text_pieces(content)
    if _prose(pieces) < _LITTLE:
        other, other_pieces = _general(soup)
        if not pieces or _is_richer(other_pieces, pieces):
            content, pieces = other, other_pieces

    title = _title(meta, headings, content, pieces)
    pieces = _headed(title, pieces)
    line = _byline(pieces, meta.published)
    return assemble(
        capture,
        "html",
        [piece for piece in pieces if piece is not line],
        url=meta.url,
        title=title,
        language=meta.language,
        published=meta.published or (byline_day(line.text) if line else None),
        links=_links(content, meta.base),
    )


def _parse(text: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # XHTML with an XML declaration is a web page
        soup = BeautifulSoup(text, "lxml")
    depths = {id(soup): 0}
    for tag in all_elements(soup):
        depth = depths[id(tag)] = depths[id(tag.parent)] + 1
        if depth > limits.MAX_DEPTH:
            raise UnreadableError(
                f"The page nests more than {limits.MAX_DEPTH:,} elements inside each other, which no browser shows as "
                "meant. Its markup is broken; open it in a browser and save what it shows as text or PDF."
            )
    return soup


def _text_pieces(content: Sequence[Tag]) -> list[Piece]:
    pieces = [
        Piece(piece.kind, text)
        for tag in content
        for piece in pieces_of(tag)
        if (text := without_file_sizes(clean(piece.text)))
    ]
    return strip_furniture(pieces)


def _general(soup: BeautifulSoup) -> tuple[list[Tag], list[Piece]]:
    """What trafilatura takes for the text, read from the page's own elements, since its result is cruder than they are.

    Its result itself is taken where the elements around it hold much more; the column of prose, where it finds nothing.
    """
    from sources.formats.html_general import general_content  # with trafilatura, which takes a while to load

    found = general_content(soup)
    if found is None:
        content = [column(soup) or soup.body or soup]
        return content, _text_pieces(content)
    rough = _text_pieces([found])
    spot = column(soup, text_of(found))
    pieces = _text_pieces([spot] if spot else [])
    if spot and _size(rough) / 2 <= _size(pieces) <= 2 * _size(rough):
        return [spot], pieces
    return [found], rough


def _size(pieces: Sequence[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _prose(pieces: Sequence[Piece]) -> int:
    """Characters of sentences: what is no title, label or menu entry."""
    return sum(len(piece.text) for piece in pieces if piece.kind != "heading" and len(piece.text) >= _SENTENCE)


def _is_richer(other: Sequence[Piece], own: Sequence[Piece]) -> bool:
    """Whether ``other`` holds prose that ``own`` misses, and not only the same words run together."""
    return _size(other) > 2 * _size(own) and _prose(other) > 2 * _prose(own) + _LITTLE


def _title(
    meta: Meta, headings: Sequence[tuple[Tag, str]], content: Sequence[Tag], pieces: Sequence[Piece]
) -> str | None:
    """The main heading: one in the text, else one above it that is not the site's name, else what stands in for it."""
    inside = {id(tag) for element in content for tag in element.find_all("h1")}
    ranked = sorted(headings, key=lambda heading: id(heading[0]) not in inside)
    main = next((clean(text) for _, text in ranked if text and clean(text) != meta.site), None)
    opening = next((piece.text for piece in pieces[:1] if piece.kind == "heading"), None)
    return main or meta.title or opening or meta.window


def _headed(title: str | None, pieces: Sequence[Piece]) -> list[Piece]:
    """``pieces`` with the title as the first, and not once more near the top."""
    if title is None:
        return list(pieces)
    again = next((piece for piece in pieces[:3] if piece.text == title), None)
    return [Piece("heading", title), *(piece for piece in pieces if piece is not again)]


def _byline(pieces: Sequence[Piece], published: str | None) -> Piece | None:
    """The piece near the title that says only when the page was published; a day after that is an event's."""
    known = (piece for piece in pieces[:_NEAR_TITLE] if published and byline_day(piece.text) == published)
    if (shown := next(known, None)) is not None:
        return shown
    at = byline(["" if piece.kind == "table_row" else piece.text for piece in pieces])
    if at is None or (published and (byline_day(pieces[at].text) or "") > published):
        return None
    return pieces[at]


def _links(content: Sequence[Tag], base: str | None) -> list[Link]:
    """Where the text leads. Mail, script and in-page links lead nowhere, nor do relative ones without a base."""
    links = []
    for tag in content:
        for anchor in tag.find_all("a", href=True):
            url = absolute(str(anchor["href"]), base)
            if url:
                kind = "attachment" if anchor.has_attr("download") else link_kind(url)
                links.append(Link(url, clean(text_of(anchor)), kind))
    return links
