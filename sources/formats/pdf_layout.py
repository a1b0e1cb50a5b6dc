"""From printed lines with their places to pieces in reading order: columns, paragraphs, and what repeats on pages.

All measures are points, y counted from the top of the page.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from hronika.types import Link
from sources.formats.assemble import Piece
from sources.formats.lines import Line, join_lines, split_marker, take_links
from sources.formats.pdf_page import PageLines, Printed
from sources.formats.pdf_titles import look_of, modal_size, with_titles

_LONGEST_HEADING = 200

_MARGIN = 0.15  # the part of the height at the top and at the bottom where headers, footers and numbers stand
_SAME_PLACE = 8.0  # points by which a running line may shift from page to page
#: Of the ordinary size: from here on type may be that of a title, anywhere on a page, and at the top of a slide.
_LARGE, _NOT_SMALL = 1.15, 0.95
_RUNNING_SHARE, _RUNNING_TITLE_SHARE = 0.3, 0.6  # of the pages, for a line to be a header; for what may be a title
_SMALL_PRINT = 0.8  # of the ordinary size: below this, figures in a repeated line count pages, whatever they are
_PAGE_WORDS = re.compile(r"\b(?:lpp|lappuse|lapa|slaids|page)\b", re.I)
_AROUND = r"[-–—.()\[\]| ]*"
_PAGE_NUMBER = re.compile(
    rf"{_AROUND}(?:\d{{1,3}}|[ivxl]{{1,6}}){_AROUND}(?:(?:/|no|of|\||\() ?\d{{1,3}}{_AROUND})?", re.I
)
_ALONE = 1.6  # of the type size
_FIGURES = re.compile(r"\d+")

_APART = 1.09  # of the usual distance between lines
_UNEVEN = 1.1  # times as far may lines stand apart where OCR measured them
_LEADING_QUANTILE = 0.2  # the distance that a fifth of the lines keeps or undercuts is the one inside paragraphs
_USUAL_LEADING = 1.2  # of the type size, where a document has too few lines to tell

_TAB = 2.5  # of the type size: a gap that justified type never has
_COLUMN_LINES = 3
#: Words a line; narrower "columns" are times, numbers or terms beside what they belong to. Fewer do
#: where sentences go on from line to line, or with bullets.
_COLUMN_WORDS, _FLOWING_WORDS, _BULLETED_WORDS = 3.0, 2.0, 1.2
_SAME_EDGE = 3.0  # points


def arrange(pages: Sequence[PageLines]) -> tuple[list[Piece], list[Link]]:
    """The text of ``pages`` as pieces, without headers, footers and page numbers; the addresses printed as links."""
    pages = _without_running_lines(pages)
    columns = [reading_order(page) for page in pages]
    pitches = sorted(pitch for own in columns for column in own for pitch in _pitches(column))
    usual = pitches[int(len(pitches) * _LEADING_QUANTILE)] if pitches else _USUAL_LEADING
    measured = [(page, list(_page_measured(page, own, usual))) for page, own in zip(pages, columns, strict=True)]
    look = look_of(measured)
    lines, links = take_links([line for page, own in measured for line in with_titles(page, own, look)])
    return [_demoted(piece) for piece in join_lines(lines)], links


def _demoted(piece: Piece) -> Piece:
    """A "heading" that is a whole paragraph, set bold or large for weight, is a paragraph."""
    long = len(piece.text) > _LONGEST_HEADING or piece.text.endswith(".")
    return replace(piece, kind="paragraph") if piece.kind == "heading" and long else piece


# What repeats


def _without_running_lines(pages: Sequence[PageLines]) -> list[PageLines]:
    """``pages`` without page numbers and without what stands on many of them at the same place.

    What may be a title is judged more strictly: the same one may stand over a few slides, and its numbers ("1. solis")
    tell slides apart. Elsewhere a number may differ from page to page if it counts the pages, so that "Kopā 45
    dalībnieki" at the foot of one slide and "Kopā 30 dalībnieki" of the next stay.
    """
    ordinary = modal_size(line for page in pages for line in page.lines) or 1.0

    def may_be_title(page: PageLines, line: Printed) -> bool:
        on_top = page.width > page.height and line.top < page.height / 2
        return line.size > (_NOT_SMALL if on_top else _LARGE) * ordinary

    def keys(page: PageLines, line: Printed) -> Iterator[str]:
        yield line.text
        if line.size < _SMALL_PRINT * ordinary:
            yield _FIGURES.sub("#", line.text)
        elif not may_be_title(page, line):
            yield from _numbered(line.text, page.number)

    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for page in pages:
        for line in _in_margins(page):
            place = round(line.top / _SAME_PLACE)
            for key in keys(page, line):
                for near in (place - 1, place, place + 1):
                    seen[key, near].add(page.number)

    def is_running(page: PageLines, line: Printed) -> bool:
        place = round(line.top / _SAME_PLACE)
        count = max(len(seen[key, place]) for key in keys(page, line))
        if may_be_title(page, line):
            return count >= 4 and count > _RUNNING_TITLE_SHARE * len(pages)
        return count >= 2 and count > _RUNNING_SHARE * len(pages)

    def is_number(line: Printed) -> bool:
        return line.size <= _LARGE * ordinary and _PAGE_NUMBER.fullmatch(_PAGE_WORDS.sub("", line.text)) is not None

    running = [[line for line in _in_margins(page) if is_number(line) or is_running(page, line)] for page in pages]
    slots = Counter(slot for lines in running for slot in {_slot(line) for line in lines})
    kept = []
    for page, dropped in zip(pages, running, strict=True):
        headers = [line for line in _lone_headers(page, slots, dropped) if not may_be_title(page, line)]
        gone = {id(line) for line in [*dropped, *headers]}
        kept.append(replace(page, lines=[line for line in page.lines if id(line) not in gone]))
    return kept


def _lone_headers(page: PageLines, slots: Counter[tuple[int, int]], dropped: Sequence[Printed]) -> list[Printed]:
    """Lines of a sheet where other pages have running ones, and it has none: a header that only this page has.

    Not on slides and on the first page, where a date or a place may stand there.
    """
    if page.number == 1 or page.width > page.height:
        return []
    free = {slot for slot, count in slots.items() if count >= 2} - {_slot(line) for line in dropped}
    return [line for line in _in_margins(page) if _slot(line) in free and _stands_alone(line, page)]


def _slot(line: Printed) -> tuple[int, int]:
    return round(line.top), round(line.size)


def _stands_alone(line: Printed, page: PageLines) -> bool:
    """Whether there is more space around a line than between the lines of a paragraph."""
    distances = (abs(other.top - line.top) for other in page.lines)
    return all(distance < 0.5 * line.size or distance > _ALONE * line.size for distance in distances)


def _numbered(text: str, page: int) -> Iterator[str]:
    """``text`` with each of its numbers in turn written as its distance from the number of the page."""
    for found in _FIGURES.finditer(text):
        if len(found[0]) < 5:
            yield f"{text[: found.start()]}#{int(found[0]) - page}{text[found.end() :]}"


def _in_margins(page: PageLines) -> list[Printed]:
    return [
        line
        for line in page.lines
        if not line.is_row and (line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height)
    ]


# Columns


def reading_order(page: PageLines) -> list[list[Printed]]:
    """The lines of ``page`` in the order they are read, in runs that belong to one column."""
    return _in_order(sorted(page.lines, key=lambda line: (line.top, line.x0)), 0.0, page.width)


def _in_order(lines: Sequence[Printed], left: float, right: float) -> list[list[Printed]]:
    """Sorted ``lines`` between two edges of a page or a column, which may itself be two columns."""
    gutter = _gutter(lines, left, right)
    if gutter is None:
        return [_rows_merged(lines)] if lines else []
    runs: list[list[Printed]] = []
    band: list[Printed] = []
    for line in [*lines, None]:
        if line is not None and not line.x0 < gutter < line.x1:
            band.append(line)
            continue
        runs += _in_order([at for at in band if at.x1 <= gutter], left, gutter)
        runs += _in_order([at for at in band if at.x0 >= gutter], gutter, right)
        band = []
        if line is not None:
            if runs and runs[-1][-1].x0 < gutter < runs[-1][-1].x1:
                runs[-1].append(line)
            else:
                runs.append([line])
    return runs


def _gutter(lines: Sequence[Printed], start: float, end: float) -> float | None:
    """Where the space between two columns of prose is; None where there is one column, or a table without rules."""
    edges = Counter(round(line.x0) for line in lines if 0.25 < (line.x0 - start) / (end - start) < 0.8)
    for edge, count in edges.most_common():
        if count < _COLUMN_LINES:
            return None
        gutter = edge - 2.0
        right = [line for line in lines if line.x0 >= gutter]
        top, bottom = min(line.top for line in right), max(line.bottom for line in right)
        beside = [line for line in lines if line.bottom > top and line.top < bottom]
        left = [line for line in beside if line.x1 <= gutter]
        crossing = len(beside) - len(left) - len(right)
        if _is_prose(left) and _is_prose(right) and crossing <= min(len(left), len(right)) / 2:
            return gutter
    return None


def _is_prose(column: Sequence[Printed]) -> bool:
    words = sum(len(line.text.split()) for line in column)
    if any(split_marker(line.text)[0] for line in column):
        least = _BULLETED_WORDS
    else:
        least = _FLOWING_WORDS if _flows(column) else _COLUMN_WORDS
    return len(column) >= _COLUMN_LINES and words >= least * len(column)


def _flows(column: Sequence[Printed]) -> bool:
    """Whether lines of a column go on with sentences of the lines above, as cells of a table do not."""
    going_on = sum(line.text[0].islower() for line in column)
    return bool(column) and not column[0].text[0].islower() and going_on >= len(column) / 3


def _rows_merged(lines: Sequence[Printed]) -> list[Printed]:
    """Lines of one column; parts of one row are one line, or a row of a table that has no rules."""
    rows: list[list[Printed]] = []
    for line in lines:
        last = rows[-1][-1] if rows else None
        beside = last and line.top < (last.top + last.bottom) / 2 and line.x0 >= last.x1
        if last and beside and not (last.is_row or line.is_row):
            rows[-1].append(line)
        else:
            rows.append([line])
    tabled = {at + step for at in range(len(rows)) for step in range(3) if _is_table(rows[at : at + 3])}
    return [_row(row, is_table=at in tabled) for at, row in enumerate(rows)]


def _is_table(rows: Sequence[Sequence[Printed]]) -> bool:
    """Whether rows that follow each other have as many parts, three at least, that stand below each other."""
    if len(rows) < 3 or len(rows[0]) < 3 or len({len(row) for row in rows}) > 1:
        return False
    return all(_is_aligned(column) for column in zip(*rows, strict=True))


def _is_aligned(parts: Sequence[Printed]) -> bool:
    """Whether parts of rows begin, end or have their middles below each other."""
    edges = [[part.x0 for part in parts], [part.x1 for part in parts], [(part.x0 + part.x1) / 2 for part in parts]]
    return any(max(edge) - min(edge) < _SAME_EDGE for edge in edges)


def _row(parts: Sequence[Printed], is_table: bool) -> Printed:
    """Parts that stand beside each other (a time and what happens then, set apart by a tab) as one line."""
    first, last = parts[0], parts[-1]
    return replace(
        first,
        text=(" | " if is_table else " ").join(part.text for part in parts),
        x1=last.x1,
        bold=all(part.bold for part in parts),
        is_row=first.is_row or is_table,
        is_tabbed=any(right.x0 - left.x1 > _TAB * right.size for left, right in pairwise(parts)),
    )


# Space between lines


def _pitches(column: Sequence[Printed]) -> Iterator[float]:
    """The distances between lines of one size, as shares of it."""
    for above, below in pairwise(column):
        if _alike(above, below):
            yield (below.top - above.top) / above.size


def _leading(columns: Iterable[Sequence[Printed]], usual: float) -> float:
    """The distance between the lines of a paragraph on one page: the smallest, unless that is an overlap."""
    return min((pitch for column in columns for pitch in _pitches(column) if pitch > 0.9 * usual), default=usual)


def _alike(above: Printed, below: Printed) -> bool:
    """Whether two lines are of one type size, and the second is below the first."""
    if above.is_row or below.is_row or below.top <= above.top:
        return False
    return abs(above.size - below.size) < 0.1 * above.size


def _page_measured(page: PageLines, columns: Sequence[list[Printed]], usual: float) -> Iterator[tuple[Printed, Line]]:
    leading = _leading(columns, usual) * (_UNEVEN if page.is_ocr else 1)
    for at, column in enumerate(columns):
        following = columns[at + 1][0] if at + 1 < len(columns) else None
        yield from _measured(column, leading, page.number, following)


def _measured(
    column: Sequence[Printed], leading: float, page: int, following: Printed | None
) -> Iterator[tuple[Printed, Line]]:
    """Each line of a column with what its place says: whether it stands apart, and had no room for the next word.

    ``following`` is the line that opens the next column of the page.
    """
    right = max(line.x1 for line in column)
    marked: float | None = None  # where the bullet of the list item stands that the lines above belong to
    for at, line in enumerate(column):
        above = column[at - 1] if at else None
        below = column[at + 1] if at + 1 < len(column) else following
        marker = bool(split_marker(line.text)[0])
        apart = (
            above is None
            or line.is_tabbed
            or not _alike(above, line)
            or line.top - above.top > _APART * leading * line.size
            or (marked is not None and not marker and line.x0 < marked + 1 and above.x0 > line.x0 + 1)
        )
        if marker or apart:
            marked = line.x0 if marker else None
        full = below is not None and line.x1 + _first_word(below) > right
        yield line, Line(line.text, page, apart=apart, full=full, opens=above is None)


def _first_word(line: Printed) -> float:
    """The width of a space and the first word of ``line``."""
    return (line.x1 - line.x0) * (len(line.text.split(maxsplit=1)[0]) + 1) / len(line.text)
