"""OpenDocument texts and decks, by odfdo: what LibreOffice writes, and the state's own recommended format.

Tracked changes are read as accepted, since deleted text lies apart; footnotes and text boxes are kept, comments,
headers, footers and tables of contents left out. Speaker's notes follow their slide; hidden slides are read as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from odfdo import Document as OpenDocument
from odfdo import Element, Meta

from hronika.types import Capture, Document, Link, UnreadableError
from sources.formats import limits
from sources.formats.assemble import Piece, assemble
from sources.formats.office import Content, Paragraph, Table, broken, pieces_of, stated_title
from sources.formats.packages import locked, office_package
from sources.formats.published import read_day
from sources.formats.slides import Box, around, in_reading_order, titled, without_running
from sources.links import absolute, link_kind

_HEADING = re.compile(r"(?:Heading|Title|Subtitle)(?:_|$)")
_LEFT_OUT = frozenset(
    "text:tracked-changes text:table-of-content text:illustration-index text:table-index text:alphabetical-index "
    "text:bibliography text:sequence-decls text:variable-decls text:user-field-decls office:forms office:annotation "
    "office:annotation-end office:event-listeners presentation:notes svg:title svg:desc table:shapes".split()
)
_INHERITED = 20  #: styles based on each other
_RUNNING = frozenset(["footer", "header", "date-time", "page-number"])
_BREAKS = {"text:line-break": "\n", "text:tab": "\t", "text:s": " "}
_FIELDS = frozenset(["text:page-number", "text:page-count", "text:hidden-text", "text:bookmark-ref-target"])
_LENGTH = re.compile(r"-?[\d.]+")
_TO_CM = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72, "pc": 2.54 / 6, "px": 2.54 / 96}


def read_odt(capture: Capture) -> Document:
    """The Document of a text. Raises ``UnreadableError`` if it is damaged, a bomb, behind a password or empty."""
    return _read(capture, "odt", _text_pieces)


def read_odp(capture: Capture) -> Document:
    """The Document of a deck. Raises ``UnreadableError`` as ``read_odt`` does, and for very many slides."""
    return _read(capture, "odp", _deck_pieces)


def _read(capture: Capture, kind: str, read: Callable[[_Reader], tuple[list[Piece], int | None]]) -> Document:
    package = office_package(capture.body, _checked)
    try:
        opened = OpenDocument(package)
        reader = _Reader(opened, capture.url)
        pieces, pages = read(reader)
        facts = opened.meta
        named = facts.title
        day = read_day(_stated(facts, "//dc:date") or _stated(facts, "//meta:creation-date"))
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:  # the library raises whatever the damage makes it stumble over
        raise broken(error, "LibreOffice") from error
    title = stated_title(named, pieces)
    return assemble(capture, kind, pieces, title=title, published=day, pages=pages, links=reader.links)


def _checked(name: str, content: bytes) -> bytes:
    """A part as the library wants it. Raises ``UnreadableError`` where the manifest tells of encrypted parts."""
    if name == "META-INF/manifest.xml" and b"encryption-data" in content:
        raise locked()
    return content.strip() if name == "mimetype" else content


def _stated(facts: Meta, where: str) -> str:
    element = facts.get_element(where)
    return element.text or "" if element is not None else ""


def _text_pieces(reader: _Reader) -> tuple[list[Piece], None]:
    contents = list(reader.contents(reader.opened.body))
    return list(pieces_of([*contents, *reader.notes])), None


def _deck_pieces(reader: _Reader) -> tuple[list[Piece], int]:
    pages = reader.opened.body.get_elements("draw:page")
    if len(pages) > limits.MAX_PAGES:
        raise UnreadableError(
            f"The deck has {len(pages)} slides, more than the {limits.MAX_PAGES} that are read. Split it."
        )
    slides = [reader.slide(page, number) for number, page in enumerate(pages, start=1)]
    spoken = [reader.speakers_notes(page, number) for number, page in enumerate(pages, start=1)]
    read = zip(without_running(slides), spoken, strict=True)
    return [piece for slide, notes in read for piece in (*titled(slide), *notes)], len(pages)


@dataclass
class _Reader:
    """Walks the elements of one document."""

    opened: OpenDocument
    base: str | None  #: address that relative links are resolved against
    notes: list[Content] = field(default_factory=list)  #: footnotes, in the order of their references
    links: list[Link] = field(default_factory=list)

    @cached_property
    def _styles(self) -> dict[str, Element]:
        """The styles of paragraphs and words by name; those made while typing go before those of the template."""
        parts = (self.opened.styles, self.opened.content)
        return {
            str(style.get_attribute("style:name")): style
            for part in parts
            for style in part.root.get_elements("//style:style")
            if style.get_attribute("style:family") in ("paragraph", "text")
        }

    def contents(self, parent: Element, listed: bool = False) -> Iterator[Content]:
        """Paragraphs and tables in ``parent``, or in what only wraps them there; ``listed``: items of a list."""
        for child in parent.children:
            if child.tag in ("text:p", "text:h"):
                yield from self._paragraph(child, listed)
            elif child.tag == "table:table":
                yield self._table(child)
            elif child.tag in ("text:list-item", "text:list-header"):
                yield from self.contents(child, listed=child.tag == "text:list-item")
            elif child.tag not in _LEFT_OUT:
                yield from self.contents(child, listed)

    def _paragraph(self, paragraph: Element, listed: bool) -> Iterator[Content]:
        boxes: list[Element] = []
        text = self._text(paragraph, boxes)
        style = str(paragraph.get_attribute("text:style-name") or "")
        if paragraph.tag == "text:h" or any(map(_HEADING.match, self._chain(style))):
            yield Paragraph(text, "heading")
        else:
            yield Paragraph(text, "list_item" if listed else None, self._is_bold(paragraph))
        for box in boxes:
            yield from self.contents(box)

    def _text(self, element: Element, boxes: list[Element]) -> str:
        """Its words, with a line feed for each line break; frames in it go to ``boxes``, notes and links are kept."""
        parts = [element.text or ""]
        for child in element.children:
            if child.tag in _BREAKS:
                parts.append(_BREAKS[child.tag])
            elif child.tag == "text:note":
                self.notes += self.contents(child.get_element("text:note-body") or child)
            elif child.tag.startswith("draw:"):
                boxes.append(child)
            elif child.tag not in _LEFT_OUT and child.tag not in _FIELDS:
                text = self._text(child, boxes)
                if child.tag == "text:a":
                    self._link(child, text)
                parts.append(text)
            parts.append(child.tail or "")
        # white space that lays out the file is one space; only what stands for a break breaks a line
        return "".join(parts)

    def _link(self, anchor: Element, text: str) -> None:
        url = absolute(str(anchor.get_attribute("xlink:href") or ""), self.base)
        if url:
            self.links.append(Link(url, text, link_kind(url)))

    def _table(self, table: Element) -> Table:
        rows = (
            tuple(tuple(self.contents(cell)) for cell in row.children if cell.tag == "table:table-cell")
            for row in _rows(table)
        )
        return Table(tuple(rows))

    def _chain(self, name: str) -> list[str]:
        """A style's name and those it is based on, the nearest first."""
        chain: list[str] = []
        while name in self._styles and len(chain) < _INHERITED:
            chain.append(name)
            name = str(self._styles[name].get_attribute("style:parent-style-name") or "")
        return [*chain, name] if name else chain

    def _is_bold(self, paragraph: Element) -> bool:
        """Whether all words of a paragraph are bold, by its own style or by that of the spans they stand in."""
        if self._says_bold(paragraph):
            return True
        spans = [child for child in paragraph.children if child.tag == "text:span"]
        plain = (paragraph.text or "") + "".join(child.tail or "" for child in paragraph.children)
        return bool(spans) and not plain.strip() and all(map(self._says_bold, spans))

    def _says_bold(self, element: Element) -> bool:
        for name in self._chain(str(element.get_attribute("text:style-name") or "")):
            style = self._styles.get(name)
            said = style.get_element("style:text-properties") if style is not None else None
            weight = said.get_attribute("fo:font-weight") if said is not None else None
            if weight is not None:
                return str(weight) in ("bold", "600", "700", "800", "900")
        return False

    def slide(self, page: Element, number: int) -> list[Piece]:
        """The pieces of a slide: its title, wherever it stands, then the rest in reading order."""
        boxes = list(self._boxes(page, number))
        titles = [box for box in boxes if any(piece.kind == "slide_title" for piece in box.pieces)]
        rest = [box for box in boxes if box not in titles]
        return [piece for box in (*in_reading_order(titles), *in_reading_order(rest)) for piece in box.pieces]

    def speakers_notes(self, page: Element, number: int) -> list[Piece]:
        notes = page.get_element("presentation:notes")
        frames = notes.children if notes is not None else []
        said = (frame for frame in frames if frame.get_attribute("presentation:class") == "notes")
        return [piece for frame in said for piece in pieces_of(self.contents(frame), number)]

    def _boxes(self, parent: Element, page: int) -> Iterator[Box]:
        for shape in parent.children:
            if shape.tag == "draw:g":
                if grouped := list(self._boxes(shape, page)):
                    yield around(grouped)
            elif shape.tag.startswith("draw:") and shape.get_attribute("presentation:class") not in _RUNNING:
                contents = list(self.contents(shape))
                if shape.get_attribute("presentation:class") == "title":
                    contents = [
                        Paragraph(" ".join(p.text for p in contents if isinstance(p, Paragraph)), "slide_title")
                    ]
                if pieces := tuple(pieces_of(contents, page)):
                    left, top, width, height = (_length(shape, f"svg:{side}") for side in ("x", "y", "width", "height"))
                    yield Box(left, top, left + width, top + height, pieces)


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table, however they are grouped; one that is repeated ten thousand times is one row."""
    for child in table.children:
        if child.tag == "table:table-row":
            yield child
        elif child.tag in ("table:table-header-rows", "table:table-rows", "table:table-row-group"):
            yield from _rows(child)


def _length(shape: Element, name: str) -> float:
    """A length in centimetres; 0 where the shape does not say."""
    said = str(shape.get_attribute(name) or "")
    number = _LENGTH.match(said)
    return float(number[0]) * _TO_CM.get(said[number.end() :], 1.0) if number else 0.0
