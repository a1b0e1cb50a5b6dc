"""PowerPoint decks, by python-pptx: each slide's title, text in reading order, tables as rows, and speaker's notes.

Hidden slides are read like others, and counted: their text is in the published file. Footers, dates and numbers of
slides are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.shapes.base import BaseShape
from pptx.slide import Slide

from hronika.types import Capture, Document, Link, UnreadableError
from sources.formats import limits
from sources.formats.assemble import Piece, assemble
from sources.formats.office import Paragraph, Table, broken, pieces_of, stated_day, stated_title
from sources.formats.packages import office_package
from sources.formats.slides import Box, around, in_reading_order, titled, without_running
from sources.links import absolute, link_kind

_RUNNING = {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.HEADER}
_TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE}
_BULLETED = {PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY, PP_PLACEHOLDER.VERTICAL_OBJECT}
#: Slide shows, templates and decks with macros are decks; the library opens only what says so.
_RELATED_KINDS = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.presentationml\.(?:slideshow|template)|"
    rb"ms-powerpoint\.(?:slideshow|template|presentation)\.macroEnabled)\.main\+xml"
)
_DECK = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_SHOWN_POINTS = (None, "node", "asst", "doc")


def read_pptx(capture: Capture) -> Document:
    """The Document of a deck. Raises ``UnreadableError`` if it is damaged, a bomb, behind a password or empty."""
    package = office_package(capture.body, _as_deck)
    try:
        deck = Presentation(package)
        slides = list(deck.slides)
        if len(slides) > limits.MAX_PAGES:
            raise UnreadableError(
                f"The deck has {len(slides)} slides, more than the {limits.MAX_PAGES} that are read. Split it."
            )
        read = [_slide(slide, number) for number, slide in enumerate(slides, start=1)]
        notes = [list(_notes(slide, number)) for number, slide in enumerate(slides, start=1)]
        links = [link for slide in slides for link in _links(slide, capture.url)]
        facts = deck.core_properties
        named, day = facts.title, stated_day(facts.modified, facts.created)
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:  # the library raises whatever the damage makes it stumble over
        raise broken(error, "PowerPoint or LibreOffice") from error
    pieces = [
        piece for slide, spoken in zip(without_running(read), notes, strict=True) for piece in (*titled(slide), *spoken)
    ]
    title = stated_title(named, pieces)
    return assemble(capture, "pptx", pieces, title=title, published=day, pages=len(slides), links=links)


def _as_deck(name: str, content: bytes) -> bytes:
    return _RELATED_KINDS.sub(_DECK, content) if name == "[Content_Types].xml" else content


def _slide(slide: Slide, number: int) -> list[Piece]:
    """The pieces of a slide: its title, wherever it stands, then the rest in reading order."""
    _choose_alternatives(slide.shapes._spTree)
    boxes = list(_boxes(slide.shapes, number))
    titles = [box for box in boxes if any(piece.kind == "slide_title" for piece in box.pieces)]
    rest = [box for box in boxes if box not in titles]
    return [piece for box in (*in_reading_order(titles), *in_reading_order(rest)) for piece in box.pieces]


def _choose_alternatives(tree: etree._Element) -> None:
    """Put what new programs show in place of ``AlternateContent``, which offers older ones something else."""
    for alternatives in list(tree.iter(f"{_ALTERNATIVES}AlternateContent")):
        parent = alternatives.getparent()
        chosen = alternatives.find(f"{_ALTERNATIVES}Choice")
        if parent is not None:
            parent[parent.index(alternatives) : parent.index(alternatives) + 1] = [] if chosen is None else list(chosen)


def _boxes(shapes: Iterable[BaseShape], page: int) -> Iterator[Box]:
    for shape in shapes:
        inner: Any = shape
        if hasattr(shape, "shapes"):
            grouped = list(_boxes(inner.shapes, page))
            if grouped:
                group = around(grouped)
                yield Box(*_place(shape), group.pieces)
            continue
        pieces = tuple(pieces_of(_contents(inner), page))
        if pieces:
            yield Box(*_place(shape), pieces)


def _place(shape: BaseShape) -> tuple[float, float, float, float]:
    left, top = shape.left or 0, shape.top or 0
    return left, top, left + (shape.width or 0), top + (shape.height or 0)


def _contents(shape: Any) -> Iterator[Paragraph | Table]:
    if getattr(shape, "has_table", False):
        rows = (
            tuple(tuple(_paragraphs(cell.text_frame, None)) for cell in row.cells if not cell.is_spanned)
            for row in shape.table.rows
        )
        yield Table(tuple(rows))
    elif shape.has_text_frame:
        place = shape.placeholder_format.type if shape.is_placeholder else None
        if place in _TITLES:
            yield Paragraph(" ".join(text for p in shape.text_frame.paragraphs if (text := _text(p))), "slide_title")
        elif place not in _RUNNING:
            yield from _paragraphs(shape.text_frame, shape)
    else:
        yield from _diagram(shape)


def _paragraphs(frame: Any, shape: Any | None) -> Iterator[Paragraph]:
    bulleted: dict[int, bool] = {}
    for paragraph in frame.paragraphs:
        runs = [run for run in paragraph.runs if run.text.strip()]
        bold = bool(runs) and all(run.font.bold for run in runs)
        has_bullet = _says_bullet(paragraph._p.find(qn("a:pPr")))
        if has_bullet is None and shape is not None:
            level = paragraph.level
            if level not in bulleted:
                bulleted[level] = _inherits_bullet(shape, level)
            has_bullet = bulleted[level]
        yield Paragraph(_text(paragraph), "list_item" if has_bullet else None, bold)


def _text(paragraph: Any) -> str:
    """Its words with a line feed for each line break, without the number of the slide and today's date."""
    texts = []
    for part in paragraph._p:
        if part.tag == qn("a:br"):
            texts.append("\n")
        elif part.tag == qn("a:r") or (
            part.tag == qn("a:fld") and not str(part.get("type")).startswith(("slidenum", "datetime"))
        ):
            texts += [str(text.text or "").replace("\v", "\n") for text in part.iter(qn("a:t"))]
    return "".join(texts).replace("\v", "\n")


def _says_bullet(style: Any) -> bool | None:
    """Whether a style shows a bullet before its paragraphs; None where it leaves that to what it is based on."""
    for said in style if style is not None else ():
        if said.tag in (qn("a:buNone"), qn("a:buChar"), qn("a:buAutoNum"), qn("a:buBlip")):
            return bool(said.tag != qn("a:buNone"))
    return None


def _inherits_bullet(shape: Any, level: int) -> bool:
    """Whether paragraphs of a level have bullets in a shape, by itself, its layout or the deck's master."""
    name = qn(f"a:lvl{level + 1}pPr")
    styles, base = [], shape
    while base is not None:
        styles.append(base._element.find(f"{qn('p:txBody')}/{qn('a:lstStyle')}/{name}"))
        base = getattr(base, "_base_placeholder", None)
    if shape.is_placeholder and shape.placeholder_format.type in _BULLETED:
        master = shape.part.slide_layout.slide_master._element
        styles.append(master.find(f"{qn('p:txStyles')}/{qn('p:bodyStyle')}/{name}"))
    return next((said for style in styles if (said := _says_bullet(style)) is not None), False)


def _diagram(shape: Any) -> Iterator[Paragraph]:
    """The texts of a SmartArt diagram, which lie in a part of their own."""
    ids = shape._element.find(f".//{_DIAGRAM}relIds")
    if ids is None:
        return
    data = etree.fromstring(shape.part.related_part(ids.get(qn("r:dm"))).blob, etree.XMLParser(resolve_entities=False))
    for point in data.iter(f"{_DIAGRAM}pt"):
        if point.get("type") in _SHOWN_POINTS:
            for paragraph in point.iter(qn("a:p")):
                yield Paragraph("".join(text.text or "" for text in paragraph.iter(qn("a:t"))), "list_item")


def _notes(slide: Slide, page: int) -> Iterator[Piece]:
    if slide.has_notes_slide:
        frame = slide.notes_slide.notes_text_frame
        if frame is not None:
            yield from pieces_of(_paragraphs(frame, None), page)


def _links(slide: Slide, base: str | None) -> Iterator[Link]:
    """Where the words of a slide lead."""
    for run in slide._element.iter(qn("a:r")):
        click = run.find(f"{qn('a:rPr')}/{qn('a:hlinkClick')}")
        relation = slide.part.rels.get(click.get(qn("r:id"))) if click is not None else None
        url = absolute(relation.target_ref, base) if relation is not None and relation.is_external else None
        if url:
            yield Link(url, "".join(text.text or "" for text in run.iter(qn("a:t"))), link_kind(url))
