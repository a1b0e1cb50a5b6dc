"""What all office formats share: from paragraphs and tables to pieces, titles and dates of the file's properties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from hronika.types import UnreadableError
from sources.formats.assemble import LONGEST_HEADING, Piece, clean, title_of
from sources.formats.lines import Line, join_lines, split_marker
from sources.formats.published import possible_day

#: What programs write as a title where nobody gave one: file names, and what new documents are called.
_NO_TITLE = re.compile(
    r"\.(?:docx?|pptx?|od[tp]|pdf|rtf)$|^(?:microsoft|powerpoint|slide|slaids|document|dokuments|untitled|"
    r"bez nosaukuma|prezentācija|presentation)\b",
    re.I,
)
_LAYOUT_CELL = 400  #: characters; a table with longer cells lays out a page, as on the web
_STEM = 5  #: characters that the forms of a word share
_SENTENCE_ENDS = (".", ",", ";", ":", "…")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph as an office file has it; ``text`` has a line feed for each line break in it.

    ``kind`` as of a block, or None where only its words can tell; ``bold``: all of its words are.
    """

    text: str
    kind: str | None = None
    bold: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of cells, each of paragraphs and tables in reading order; cells hidden by merged ones are left out."""

    rows: tuple[tuple[tuple[Paragraph | Table, ...], ...], ...]


Content = Paragraph | Table


def pieces_of(contents: Iterable[Content], page: int | None = None) -> Iterator[Piece]:
    """The pieces of paragraphs and tables in reading order; text of nested tables comes behind the row around them."""
    for content in contents:
        if isinstance(content, Table):
            yield from _rows(content, page)
        else:
            yield from _paragraph(content, page)


def _paragraph(paragraph: Paragraph, page: int | None) -> Iterator[Piece]:
    """One piece, unless two line breaks, or one before a bullet, part it; a bold line is a heading, as on the web."""
    kind = paragraph.kind
    if kind in ("heading", "slide_title"):
        yield Piece(kind, paragraph.text, page)
        return
    pieces = join_lines(_lines(paragraph.text, kind, page))
    if len(pieces) == 1 and kind is None and pieces[0].kind == "paragraph" and paragraph.bold:
        text = pieces[0].text
        if len(text) <= LONGEST_HEADING and not text.endswith(_SENTENCE_ENDS):
            pieces = [replace(pieces[0], kind="heading")]
    yield from pieces


def _lines(text: str, kind: str | None, page: int | None) -> list[Line]:
    lines: list[Line] = []
    apart = False
    for line in map(clean, text.split("\n")):
        if not line:
            apart = bool(lines)
            continue
        marked = bool(split_marker(line)[0])
        if marked and lines:
            lines[-1] = replace(lines[-1], full=False)
        lines.append(Line(line, page, None if marked else kind, apart=apart, full=True))
        apart = False
    return lines


def _rows(table: Table, page: int | None) -> Iterator[Piece]:
    cells = [cell for row in table.rows for cell in row]
    if len(cells) == 1 or any(sum(map(len, map(_words, cell))) > _LAYOUT_CELL for cell in cells):
        for cell in cells:
            yield from pieces_of(cell, page)
        return
    for row in table.rows:
        yield Piece("table_row", " | ".join(filter(None, (clean(" ".join(map(_words, cell))) for cell in row))), page)
        nested = (content for cell in row for content in cell if isinstance(content, Table))
        yield from pieces_of(nested, page)


def _words(content: Content) -> str:
    return content.text if isinstance(content, Paragraph) else ""


def stated_title(named: str | None, pieces: Sequence[Piece]) -> str | None:
    """The title in a file's properties; the visible one where that is none, or left over from a template.

    A title says something of the text, so half of its longer words stand there, in some form.
    """
    named = clean(named or "")
    words = [word[:_STEM] for word in re.findall(r"\w+", named.casefold()) if len(word) > 3]
    known = {word[:_STEM] for piece in pieces for word in re.findall(r"\w+", piece.text.casefold())}
    if not _NO_TITLE.search(named) and words and sum(word in known for word in words) >= len(words) / 2:
        return named
    return title_of(pieces)


def stated_day(*moments: datetime | date | None) -> str | None:
    """The ISO day of the first of the moments that a file's properties give, and that can be."""
    return next((day for moment in moments if moment is not None and (day := possible_day(moment))), None)


def broken(error: Exception, program: str) -> UnreadableError:
    """What to say of a document that a library stumbles over."""
    return UnreadableError(
        f"The document is damaged and cannot be read ({type(error).__name__}: {str(error)[:120]}). Open it in "
        f"{program}; if that can, save it anew or as PDF and take that in, otherwise fetch it again."
    )
