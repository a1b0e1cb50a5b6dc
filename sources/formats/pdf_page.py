"""One page of a PDF: its printed lines, the rows of its ruled tables and the addresses that its links lead to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from pdfplumber.page import Page

from hronika.types import Link
from sources.formats import limits
from sources.formats.assemble import clean
from sources.formats.lines import glue, split_marker
from sources.formats.pdf_glyphs import closed_up, composed
from sources.formats.pdf_guard import Box, lay_out, upright
from sources.links import absolute, link_kind

_WORD_GAP = 0.2  # of the type size: a wider gap between letters is a space
_COLUMN_GAP = 1.0  # of the type size: a wider gap between words of a row is a tab or the space between columns
_SIDEWAYS = 0.8  # share of a page's letters that stand sideways, for it to be turned
_BULLET_SIZE, _BULLET_GAP = 0.6, 1.5  # of the type size, for a drawn shape and the space behind it
_LARGEST_DOT = 20.0  # points
_SYMBOL_FONT = re.compile(r"wingdings|webdings|symbol|dingbats", re.I)
_BOLD_FONT = re.compile(r"bold|black|heavy|demi", re.I)


@dataclass(frozen=True)
class Printed:
    """A line of one column as it stands on a page, or a row of a ruled table (``is_row``)."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool = False
    is_row: bool = False
    is_tabbed: bool = False  #: put together of parts set wide apart: a time and what happens then


class WordBox(NamedTuple):
    """A word and where it stands on its page, in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True)
class PageLines:
    """The printed lines of one page, in any order."""

    number: int
    width: float
    height: float
    lines: list[Printed]
    words: list[WordBox] = field(default_factory=list)
    pictured: float = 0.0  #: share of the page that pictures cover
    drawn: int = 0  #: lines, boxes and curves on the page; letters turned into outlines are many
    turn: int = 0  #: degrees clockwise by which the page was turned for its text to stand upright
    is_ocr: bool = False
    can_be_drawn: bool = True  #: not where it is lost, or draws itself without end

    @property
    def text(self) -> str:
        """The lines as they come, for looking at their letters."""
        return "\n".join(line.text for line in self.lines)


Word = dict[str, Any]


def read_page(page: Page, base: str | None) -> tuple[PageLines, list[Link]]:
    """What is printed on ``page`` and its links; relative ones are resolved against ``base``."""
    can_be_drawn = lay_out(page)
    turn = _turn(page.chars)
    if turn:
        page = _turned(page, turn)
        lay_out(page)
    page.objects["char"] = composed(page.chars)
    visible = _visible(page)
    readable = page.filter(lambda thing: _is_readable(thing, visible))
    if _prints_twice(readable.chars):
        readable = readable.dedupe_chars()
    words = readable.extract_words(x_tolerance_ratio=_WORD_GAP, return_chars=True)
    rows = [closed_up(row) for row in _rows(words)]
    words = [word for row in rows for word in row]
    left, top, right, bottom = visible
    lines = PageLines(
        page.page_number,
        width=right - left,
        height=bottom - top,
        lines=[
            replace(line, x0=line.x0 - left, x1=line.x1 - left, top=line.top - top, bottom=line.bottom - top)
            for line in _printed(readable, words)
        ],
        words=[
            WordBox(_word_text(word), x0 - left, y0 - top, x1 - left, y1 - top)
            for word in words
            for x0, y0, x1, y1 in [_box(word)]
        ],
        pictured=_pictured(page, visible),
        drawn=len(page.rects) + len(page.lines) + len(page.curves),
        turn=turn,
        can_be_drawn=can_be_drawn,
    )
    return lines, _annotated_links(page, words, base)


def _turn(chars: Sequence[dict[str, Any]]) -> int:
    """How far a page must be turned, whose text stands sideways: wide tables do on sheets that are tall."""
    runs = Counter(
        270 if char["matrix"][1] < 0 else 90 for char in chars if not char["upright"] and char["text"].isalpha()
    )
    turn, count = runs.most_common(1)[0] if runs else (0, 0)
    return turn if count > _SIDEWAYS * sum(char["text"].isalpha() for char in chars) else 0


def _turned(page: Page, turn: int) -> Page:
    page.page_obj.rotate = page.page_obj.attrs["Rotate"] = (page.rotation + turn) % 360
    return Page(page.pdf, page.page_obj, page.page_number, page.initial_doctop)


def _visible(page: Page) -> Box:
    """The part of ``page`` that viewers show: what its crop box leaves of it."""
    media, crop = upright(page.page_obj.mediabox), upright(page.page_obj.cropbox)
    cut = [crop[0] - media[0], media[3] - crop[3], media[2] - crop[2], crop[1] - media[1]]  # left, top, right, bottom
    turns = page.rotation // 90 % 4
    left, top, right, bottom = (max(at, 0.0) for at in (cut[-turns:] + cut[:-turns] if turns else cut))
    x0, y0, x1, y1 = map(float, page.bbox)
    if x0 + left < x1 - right and y0 + top < y1 - bottom:
        return x0 + left, y0 + top, x1 - right, y1 - bottom
    return x0, y0, x1, y1


def _box(thing: dict[str, Any]) -> Box:
    return float(thing["x0"]), float(thing["top"]), float(thing["x1"]), float(thing["bottom"])


def _pictured(page: Page, visible: Box) -> float:
    """The share of what is visible of ``page`` that its pictures cover."""
    left, top, right, bottom = visible
    covered = 0.0
    for x0, y0, x1, y1 in map(_box, page.images):
        covered += max(min(x1, right) - max(x0, left), 0) * max(min(y1, bottom) - max(y0, top), 0)
    return covered / max((right - left) * (bottom - top), 1)


def _is_readable(thing: dict[str, Any], visible: Box) -> bool:
    """Whether an object of a page is no letter, or one that stands upright on it (not up the margin, not outside)."""
    if thing["object_type"] != "char":
        return True
    return bool(thing["upright"]) and thing["size"] > 1 and _inside(thing, visible)


def _prints_twice(chars: Iterable[dict[str, Any]]) -> bool:
    """Whether a letter stands twice within a point, as bold ones may; to look is quicker than to take them out."""
    seen = set[tuple[str, int, int, float, float]]()
    for char in chars:
        # two within a point share a cell of two points, or one of those shifted by one
        places = {
            (char["text"], right, down, (char["x0"] + right) // 2, (char["top"] + down) // 2)
            for right in (0, 1)
            for down in (0, 1)
        }
        if not seen.isdisjoint(places):
            return True
        seen |= places
    return False


def _printed(page: Page, words: Sequence[Word]) -> list[Printed]:
    """The lines of a page (of one column each where it has several) and the rows of its ruled tables."""
    tables = _tables(page)
    rows = [row for _, table_rows in tables for row in table_rows]
    boxes = [box for box, _ in tables]
    free = [word for word in words if not any(_inside(word, box) for box in boxes)]
    bullets = [box for box in map(_box, [*page.curves, *page.rects]) if _is_dot(box)]
    return [_with_bullet(line, bullets) for row in _rows(free) for line in _segments(row)] + rows


def _is_dot(box: Box) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return 1 < width < _LARGEST_DOT and abs(width - height) < 1


def _with_bullet(line: Printed, dots: Iterable[Box]) -> Printed:
    """``line`` with the bullet before it that is drawn and no letter, as browsers print those of lists."""
    for x0, top, x1, bottom in dots:
        before = 0 < line.x0 - x1 < _BULLET_GAP * line.size and line.top < (top + bottom) / 2 < line.bottom
        if before and x1 - x0 < _BULLET_SIZE * line.size:
            return replace(line, text=f"• {line.text}", x0=x0)
    return line


def _inside(word: Word, box: Box) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _rows(words: Iterable[Word]) -> list[list[Word]]:
    """Words that stand beside each other, whatever their size."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word["top"], word["x0"])):
        middle = (word["top"] + word["bottom"]) / 2
        row = next((row for row in rows[-4:] if row[0]["top"] <= middle <= row[0]["bottom"]), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return [sorted(row, key=lambda word: word["x0"]) for row in rows]


def _segments(row: Sequence[Word]) -> list[Printed]:
    """A row cut where the gap is wider than any space, but not between a bullet and what it marks."""
    groups: list[list[Word]] = []
    for word in row:
        gap = word["x0"] - groups[-1][-1]["x1"] if groups else 0.0
        alone = bool(groups) and len(groups[-1]) == 1 and _is_marker(groups[-1][0])
        if groups and (alone or gap <= _COLUMN_GAP * word["chars"][0]["size"]):
            groups[-1].append(word)
        else:
            groups.append([word])
    return [_segment(group) for group in groups]


def _is_marker(word: Word) -> bool:
    text = _word_text(word)
    return bool(split_marker(f"{text} x")[0]) or re.fullmatch(r"\d{1,3}\.", text) is not None


def _word_text(word: Word) -> str:
    """A word; a single letter of a symbol font is a bullet, whatever letter stands for it."""
    chars = word["chars"]
    return "•" if len(chars) == 1 and _SYMBOL_FONT.search(chars[0]["fontname"]) else str(word["text"])


def _segment(words: Sequence[Word]) -> Printed:
    chars = [char for word in words for char in word["chars"]]
    return Printed(
        " ".join(map(_word_text, words)),
        x0=words[0]["x0"],
        x1=max(word["x1"] for word in words),
        top=min(word["top"] for word in words),
        bottom=max(word["bottom"] for word in words),
        size=Counter(round(char["size"], 1) for char in chars).most_common(1)[0][0],
        bold=sum(_BOLD_FONT.search(char["fontname"]) is not None for char in chars) > 0.9 * len(chars),
    )


def _tables(page: Page) -> list[tuple[Box, list[Printed]]]:
    """The box and the rows of each ruled table; frames around text are no tables."""
    if not 4 <= len(page.rects) + len(page.lines) + len(page.curves) <= limits.MAX_RULES:
        return []
    found = []
    for table in page.find_tables():
        rows = [
            Printed(" | ".join(cells), x0, x1, top, bottom, size=0, bold=False, is_row=True)
            for (x0, top, x1, bottom), cells in zip(
                (row.bbox for row in table.rows), map(_cells, table.extract()), strict=True
            )
            if cells
        ]
        if sum(" | " in row.text for row in rows) >= 2:
            found.append((table.bbox, rows))
    return found


def _cells(row: Sequence[str | None]) -> list[str]:
    """The texts of a row's cells, each on one line; a cell that spans several columns comes once."""
    cells: list[str] = []
    for cell in row:
        text = ""
        for line in (cell or "").split("\n"):
            text = glue(text, line.strip()) if line.strip() else text
        if text and text not in cells[-1:]:
            cells.append(text)
    return cells


def _annotated_links(page: Page, words: Sequence[Word], base: str | None) -> list[Link]:
    """The addresses that a page's link annotations lead to, with the words under each; one annotation a line."""
    texts: dict[str, list[str]] = {}
    for note in page.hyperlinks:
        if url := absolute(str(note["uri"]), base):
            texts.setdefault(url, []).extend(_word_text(word) for word in words if _inside(word, _box(note)))
    return [Link(url, clean(" ".join(text)), link_kind(url)) for url, text in texts.items()]
