"""From elements to pieces: what a browser would show as one run of words is one piece, whatever tags cut it.

A run ends where a block element begins or ends. A line break inside it is a space (a title over two lines is one
title), two of them end a paragraph, and one before a bullet begins a list item, for those who type their lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from sources.formats.assemble import LONGEST_HEADING, Piece
from sources.formats.lines import Line, join_lines, split_marker
from sources.layouts.dom import BLOCKS, ancestors

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CELL = 400  # characters; a table with longer cells lays out a page
_ENDS_SENTENCE = (".", ",", ";", "…")


@dataclass
class _Run:
    """Words of one block so far; ``None`` stands for a line break."""

    block: Tag | None = None
    parts: list[str | None] = field(default_factory=list)
    plain: bool = False  #: some of it is not bold


def pieces_of(content: Tag) -> Iterator[Piece]:
    """The pieces of ``content`` in reading order."""
    tables = {id(table) for table in content.find_all("table") if _holds_data(table)}
    run = _Run()
    for node in content.descendants:
        if isinstance(node, Tag):
            if node.name == "br" and run.block is not None:
                run.parts.append(None)
            elif id(node) in tables:
                yield from _pieces(run)
                run = _Run()
                yield from _rows(node)
            elif node.name in BLOCKS:
                yield from _pieces(run)
                run = _Run()
        elif isinstance(node, NavigableString):
            block, inside_table, bold = _surroundings(node, content, tables)
            if inside_table:
                continue
            if block is not run.block:
                yield from _pieces(run)
                run = _Run(block)
            run.parts.append(str(node))
            run.plain = run.plain or bool(node.strip() and not bold)
    yield from _pieces(run)


def _surroundings(node: PageElement, content: Tag, tables: set[int]) -> tuple[Tag, bool, bool]:
    """The block that ``node`` is a part of, whether that is in a table of data, and whether ``node`` is bold."""
    block: Tag | None = None
    bold = False
    for tag in ancestors(node):
        bold = bold or (block is None and tag.name in ("b", "strong"))
        if block is None and tag.name in BLOCKS:
            block = tag
        if id(tag) in tables:
            return block or tag, True, bold
        if tag is content:
            break
    return block or content, False, bold


def _pieces(run: _Run) -> Iterator[Piece]:
    """The pieces of one run: one, unless line breaks part it."""
    if run.block is None:
        return
    kind = _kind(run.block)
    pieces = list(join_lines(_lines(run.parts, kind)))
    if len(pieces) == 1 and kind == "paragraph" and pieces[0].kind == "paragraph" and not run.plain:
        text = pieces[0].text
        if len(text) <= LONGEST_HEADING and not text.endswith(_ENDS_SENTENCE):
            pieces = [Piece("heading", text)]
    yield from pieces


def _lines(parts: list[str | None], kind: str) -> list[Line]:
    """What stands between line breaks; only two breaks, or a bullet after one, keep lines apart."""
    lines: list[Line] = []
    breaks = 0
    for text in _between_breaks(parts):
        if not text:
            breaks += 1
            continue
        marked = bool(split_marker(text)[0])
        if marked and lines:
            lines[-1] = replace(lines[-1], full=False)
        own = None if kind == "paragraph" or (kind == "list_item" and marked) else kind
        lines.append(Line(text, kind=own, apart=breaks > 0, full=True))
        breaks = 0
    return lines


def _between_breaks(parts: list[str | None]) -> Iterator[str]:
    words: list[str] = []
    for part in parts:
        if part is None:
            yield " ".join("".join(words).split())
            words = []
        else:
            words.append(part)
    yield " ".join("".join(words).split())


def _kind(block: Tag) -> str:
    """What ``block`` is, or what it only wraps the words of (a paragraph in a list item)."""
    for tag in (block, *ancestors(block)):
        if tag.name in _HEADINGS:
            return "heading"
        if tag.name == "li":
            return "list_item"
        if tag.name != "p":
            break
    return "paragraph"


def _holds_data(table: Tag) -> bool:
    """Whether a table shows data, and does not lay out a page: several short cells in several rows, none nested."""
    if table.find("table") or table.find(_HEADINGS):
        return False
    rows = [row.find_all(["td", "th"]) for row in table.find_all("tr")]
    return sum(len(cells) > 1 for cells in rows) > 1 and all(
        len(cell.get_text()) <= _CELL for cells in rows for cell in cells
    )


def _rows(table: Tag) -> Iterator[Piece]:
    caption = table.find("caption")
    if isinstance(caption, Tag):
        yield Piece("paragraph", caption.get_text(" "))
    for row in table.find_all("tr"):
        cells = [" ".join(cell.get_text(" ").split()) for cell in row.find_all(["td", "th"])]
        yield Piece("table_row", " | ".join(filter(None, cells)))
