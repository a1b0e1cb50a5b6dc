"""Word documents, by python-docx for the package, its styles and properties; what it leaves out is walked here.

Tracked changes are read as accepted: inserted text stays, deleted text does not. Text boxes stand behind the paragraph
that holds them, footnotes at the end; headers, footers, comments, hidden text and tables of contents are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from docx import Document as open_document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml import etree

from hronika.types import Capture, Document, Link
from sources.formats.assemble import assemble
from sources.formats.office import Content, Paragraph, Table, broken, pieces_of, stated_day, stated_title
from sources.formats.packages import office_package
from sources.links import absolute, link_kind

#: Templates and documents with macros are documents; the library opens only what says so.
_RELATED_KINDS = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.template|"
    rb"ms-word\.(?:document|template)\.macroEnabled(?:Template)?)\.main\+xml"
)
_TEXT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = frozenset(map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:sdtPr", "w:txbxContent")))
_WRAPPERS = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")))
_HEADING = re.compile(r"(?:heading \d|title|subtitle)$", re.I)
_CONTENTS = re.compile(r"(?:toc|contents|table of (?:figures|authorities)|index)(?: \d| heading|$)", re.I)
_INHERITED = 20  #: styles based on each other; Word itself allows ten
_NOTES = (("footnotes", "w:footnote"), ("endnotes", "w:endnote"))


def read_docx(capture: Capture) -> Document:
    """The Document of a text. Raises ``UnreadableError`` if it is damaged, a bomb, behind a password or empty."""
    package = office_package(capture.body, _as_text)
    try:
        word = open_document(package)
        reader = _Reader(word)
        contents = [*reader.contents(word.element.body), *reader.notes()]
        pieces = list(pieces_of(contents))
        links = list(_links(word, capture.url))
        facts = word.core_properties
        named, day = facts.title, stated_day(facts.modified, facts.created)
    except MemoryError:
        raise
    except Exception as error:  # the library raises whatever the damage makes it stumble over
        raise broken(error, "Word or LibreOffice") from error
    title = stated_title(named, pieces)
    return assemble(capture, "docx", pieces, title=title, published=day, links=links)


def _as_text(name: str, content: bytes) -> bytes:
    return _RELATED_KINDS.sub(_TEXT, content) if name == "[Content_Types].xml" else content


@dataclass
class _Reader:
    """Walks the elements of one document."""

    word: WordDocument
    _joined: str = field(default="", init=False)  #: text of a paragraph whose end a tracked change deletes

    @cached_property
    def _styles(self) -> dict[str, tuple[str, ...]]:
        """Names of each style and of those that it is based on, the nearest first."""
        styles = {str(style.styleId): style for style in self.word.styles.element.style_lst}
        names: dict[str, tuple[str, ...]] = {}
        for id_, style in styles.items():
            chain: list[str] = []
            while style is not None and len(chain) < _INHERITED:
                chain.append(str(style.name_val or ""))
                style = styles.get(str(style.basedOn_val))
            names[id_] = tuple(chain)
        return names

    @cached_property
    def _numbered(self) -> frozenset[str]:
        """Styles whose paragraphs are items of a list."""
        return frozenset(
            str(style.styleId)
            for style in self.word.styles.element.style_lst
            if style.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
        )

    def contents(self, parent: Any) -> Iterator[Content]:
        """Paragraphs and tables directly in ``parent``, or in what only wraps them there."""
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield self._table(child)
            elif child.tag in _WRAPPERS and not _is_table_of_contents(child):
                yield from self.contents(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Content]:
        style = str(paragraph.style or "")
        names = self._styles.get(style, ())
        if not any(map(_CONTENTS.match, names)):
            runs = list(_runs(paragraph))
            text = self._joined + "".join(_text(run) for run in runs)
            if _is_deleted(paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")):
                self._joined = text
            else:
                self._joined = ""
                yield Paragraph(text, self._kind(paragraph, style, names), _all_bold(runs))
        for box in _text_boxes(paragraph):
            yield from self.contents(box)

    def _kind(self, paragraph: Any, style: str, names: Iterable[str]) -> str | None:
        outline = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if any(map(_HEADING.match, names)) or (outline is not None and outline.get(qn("w:val")) != "9"):
            return "heading"
        number = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        listed = style in self._numbered if number is None else number.get(qn("w:val")) != "0"
        return "list_item" if listed else None

    def _table(self, table: Any) -> Table:
        return Table(
            tuple(
                tuple(tuple(self.contents(cell)) for cell in _children(row, qn("w:tc")) if not _is_merged_away(cell))
                for row in _children(table, qn("w:tr"))
                if not _is_deleted(row.find(qn("w:trPr")))
            )
        )

    def notes(self) -> Iterator[Content]:
        """Footnotes and endnotes, in the order of their numbers."""
        for kind, tag in _NOTES:
            relation = f"{RELATIONSHIP_TYPE.FOOTNOTES.rpartition('/')[0]}/{kind}"
            parts = (rel.target_part for rel in self.word.part.rels.values() if rel.reltype == relation)
            for part in parts:
                root = etree.fromstring(part.blob, self.word.element.body.getroottree().parser)
                for note in root.iter(qn(tag)):
                    if note.get(qn("w:type")) in (None, "normal"):
                        yield from self.contents(note)


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Children of a tag, also in what only wraps them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _runs(element: Any) -> Iterator[Any]:
    """The runs of a paragraph that are shown, whatever wraps them."""
    for child in element:
        if child.tag == qn("w:r"):
            hidden = child.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
            if hidden is None or hidden.get(qn("w:val")) in ("0", "false"):
                yield child
        elif child.tag not in _GONE and child.tag != f"{_ALTERNATIVES}AlternateContent":
            yield from _runs(child)


def _text(run: Any) -> str:
    """The words of a run, with a line feed for each line break."""
    texts = []
    for part in run:
        if part.tag == qn("w:t"):
            texts.append(part.text or "")
        elif part.tag in (qn("w:br"), qn("w:cr")):
            texts.append("\n")
        elif part.tag in (qn("w:tab"), qn("w:ptab")):
            texts.append("\t")
        elif part.tag == qn("w:noBreakHyphen"):
            texts.append("-")
    return "".join(texts)


def _all_bold(runs: Iterable[Any]) -> bool:
    shown = [run.find(f"{qn('w:rPr')}/{qn('w:b')}") for run in runs if _text(run).strip()]
    return bool(shown) and all(bold is not None and bold.get(qn("w:val")) not in ("0", "false") for bold in shown)


def _text_boxes(paragraph: Any) -> Iterator[Any]:
    """Text boxes anchored in a paragraph; of one that is kept twice, for old programs too, the newer."""
    for box in paragraph.iter(qn("w:txbxContent")):
        if next(box.iterancestors(qn("w:p"))) is paragraph and not any(
            around.tag == f"{_ALTERNATIVES}Fallback" for around in box.iterancestors()
        ):
            yield box


def _is_deleted(properties: Any) -> bool:
    return properties is not None and properties.find(qn("w:del")) is not None


def _is_merged_away(cell: Any) -> bool:
    """Whether a cell goes on with the one above it."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val")) != "restart"


def _is_table_of_contents(block: Any) -> bool:
    gallery = block.find(f"{qn('w:sdtPr')}//{qn('w:docPartGallery')}")
    return gallery is not None and str(gallery.get(qn("w:val"))).lower() == "table of contents"


def _links(word: WordDocument, base: str | None) -> Iterator[Link]:
    for anchor in word.element.body.iter(qn("w:hyperlink")):
        relation = word.part.rels.get(anchor.get(qn("r:id")))
        url = absolute(relation.target_ref, base) if relation is not None and relation.is_external else None
        if url:
            yield Link(url, "".join(text.text or "" for text in anchor.iter(qn("w:t"))), link_kind(url))
