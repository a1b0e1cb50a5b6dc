"""Plain text: pages, decks and letters that someone saved as text, with what the saving did to them.

Three habits are understood. Prose has one line a paragraph or wrapped lines between blank ones. A deck saved as text
has a blank line between every two lines, so that only several blank lines part anything, and its slide titles are
told by an indent of one space. Converted PDF has a form feed between pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hronika.types import Capture, Document, UnreadableError
from sources.formats.assemble import DATELINE, LONGEST_HEADING, Piece, assemble, refuse_endless_word, title_of
from sources.formats.lines import Line, join_lines, split_marker, take_links
from sources.formats.published import byline, byline_day, publication, read_day
from sources.layouts.furniture import is_furniture, strip_furniture, without_publication

#: Signs of the blank line between every two lines: how many lines a blank one follows, and how many of those that
#: come after one go on with a sentence. Among real paragraphs next to none does.
_DOUBLED_SHARE, _GOING_ON_SHARE, _DOUBLED_LINES = 0.6, 0.12, 12
#: Characters a line. Below, lines are short because they are (an address); above, one line is one paragraph.
_NARROW, _WIDE = 40, 160
_FULL = 0.95  # the writer broke the line when the next word would have reached this part of the width
_SLIDE_CHARACTERS = 1500  # a page of prose holds more, a slide less

_CODE = re.compile(r"[{}<>=\[\]|\\]")
_CODE_SHARE = 0.02  # of the characters; a text with tables drawn in bars stays below
_PAGE_NUMBER = re.compile(r"\d{1,3}")
_GLUED_TITLE = re.compile(r"(?<=[a-zāčēģīķļņšūž”])(?=(?:19|20)\d\d\.\s?gad[aāu]\b)")
_ENDS_OPEN = re.compile(r"[.;,:…]$")


@dataclass(frozen=True)
class _Raw:
    text: str
    page: int
    indent: int
    blanks: int  #: blank lines above


def read_text(capture: Capture, text: str) -> Document:
    """The Document of a plain text. Raises ``UnreadableError`` where it has no words."""
    refuse_endless_word(text)
    _refuse_code(text)
    pages = text.rstrip("\f\n\r ").split("\f")
    raws = _without_running_lines([_raw_lines(page, number, len(pages)) for number, page in enumerate(pages, 1)])
    slides = len(pages) > 2 and len(text) / len(pages) < _SLIDE_CHARACTERS
    published, raws = _without_byline(raws) if len(pages) == 1 else (_published(raws), raws)
    if _is_doubled(raws):
        lines = _deck_lines(raws)
    else:
        lines = _prose_lines(raws, slides) if slides else strip_furniture(_prose_lines(raws, slides))
    lines, links = take_links(lines)
    pieces = _with_headings(join_lines(lines))
    if len(pages) == 1:
        pieces = [replace(piece, page=None) for piece in pieces]
    return assemble(
        capture,
        "text",
        pieces,
        title=title_of(pieces),
        published=published,
        pages=len(pages) if len(pages) > 1 else None,
        links=links,
    )


def _without_byline(raws: list[_Raw]) -> tuple[str | None, list[_Raw]]:
    """The day of publication, and the lines without the one that says nothing else."""
    stated = _published(raws)
    at = byline([raw.text for raw in raws])
    if at is None or (stated and stated != byline_day(raws[at].text)):
        return stated, raws
    below = replace(raws[at + 1], blanks=raws[at + 1].blanks or 1)
    return byline_day(raws[at].text), [*raws[:at], below, *raws[at + 2 :]]


def _published(raws: Sequence[_Raw]) -> str | None:
    """The day that a line of publication, no part of the prose, tells."""
    shown = ((raw.text, without_publication(raw.text)) for raw in raws)
    days = (
        read_day(publication(text.removeprefix(rest) or text))
        for text, rest in shown
        if rest != text or is_furniture(text)
    )
    return next(filter(None, days), None)


def _refuse_code(text: str) -> None:
    """Raise ``UnreadableError`` for scripts, stylesheets, data and markup: prose has next to none of their signs."""
    if len(_CODE.findall(text)) > _CODE_SHARE * len(text):
        raise UnreadableError(
            "This reads like program code or data and not like a text; web pages, PDF and plain text are read. "
            "Leave the file out, or save the document in it as text."
        )


def _raw_lines(page: str, number: int, pages: int) -> list[_Raw]:
    """The lines of one of so many pages; where there are several, lone numbers count them and are left out."""
    raws, blanks = [], 0
    for line in page.splitlines():
        text = line.strip()
        if text and not (pages > 1 and _PAGE_NUMBER.fullmatch(text)):
            raws.append(_Raw(text, number, len(line) - len(line.lstrip()), blanks))
        blanks = 0 if text else blanks + 1
    return raws


def _without_running_lines(pages: Sequence[Sequence[_Raw]]) -> list[_Raw]:
    """All lines but those that open or close most of the pages, whatever number they carry."""
    ends = Counter(key for page in pages for key in {_running(page, 0), _running(page, -1)})
    running = {key for key, count in ends.items() if count >= 3 and count > len(pages) / 2}
    return [
        raw
        for page in pages
        for at, raw in enumerate(page)
        if not (at in (0, len(page) - 1) and _running(page, 0 if at == 0 else -1) in running)
    ]


def _running(page: Sequence[_Raw], at: int) -> tuple[int, str]:
    return at, re.sub(r"\d+", "0", page[at].text) if page else ""


def _goes_on(text: str) -> bool:
    return text[0].islower() and not split_marker(text)[0]


def _is_doubled(raws: Sequence[_Raw]) -> bool:
    """Whether a blank line stands between every two lines and means nothing."""
    after_blank = [raw for raw in raws if raw.blanks]
    return (
        len(raws) >= _DOUBLED_LINES
        and len(after_blank) > _DOUBLED_SHARE * len({raw.text for raw in raws})
        and sum(_goes_on(raw.text) for raw in after_blank) > _GOING_ON_SHARE * len(after_blank)
    )


def _deck_lines(raws: Sequence[_Raw]) -> list[Line]:
    """The lines of a deck saved with blank lines: a line indented by one space right below another opens a slide."""
    opens: list[bool] = []
    numbered = False
    for raw in raws:
        number = _PAGE_NUMBER.fullmatch(raw.text) is not None
        opens.append(not number and (numbered or (raw.indent == 1 and raw.blanks == 0)))
        numbered = number
    slides = [0]
    for title in opens[1:]:
        slides.append(slides[-1] + title)
    widths = Counter[int]()
    for raw, slide in zip(raws, slides, strict=True):
        widths[slide] = max(widths[slide], len(raw.text) if " " in raw.text else 0)
    return [
        Line(
            raw.text,
            raw.page,
            "slide_title" if title and at and _may_head(raw.text) else None,
            apart=raw.blanks > 1,
            full=at + 1 < len(raws) and _is_full(raw.text, raws[at + 1].text, widths[slides[at]]),
        )
        for at, (raw, title) in enumerate(zip(raws, opens, strict=True))
        if not _PAGE_NUMBER.fullmatch(raw.text)
    ]


def _prose_lines(raws: Sequence[_Raw], slides: bool) -> list[Line]:
    """The lines of ordinary text; with ``slides`` the first line of a page is its title."""
    lines: list[Line] = []
    for chunk in _chunks(raws):
        width = max(len(raw.text) for raw in chunk)
        for at, raw in enumerate(chunk):
            opens_page = slides and (not lines or lines[-1].page != raw.page)
            kind = "slide_title" if opens_page and _may_head(raw.text) else None
            full = at + 1 < len(chunk) and width <= _WIDE and _is_full(raw.text, chunk[at + 1].text, width)
            head, *rest = _GLUED_TITLE.split(raw.text, maxsplit=1)
            lines.append(Line(head, raw.page, kind, apart=at == 0, full=full and not rest))
            lines += [Line(text, raw.page, apart=True, full=full) for text in rest]
    return lines


def _chunks(raws: Sequence[_Raw]) -> Iterator[list[_Raw]]:
    """Runs of lines without a blank one between them."""
    chunk: list[_Raw] = []
    for raw in raws:
        if chunk and (raw.blanks or raw.page != chunk[-1].page):
            yield chunk
            chunk = []
        chunk.append(raw)
    if chunk:
        yield chunk


def _is_full(text: str, following: str, width: int) -> bool:
    first = following.split(maxsplit=1)[0]
    return width >= _NARROW and len(text) + 1 + len(first) > _FULL * width


def _may_head(text: str) -> bool:
    """Whether ``text`` has the form of a heading: short, no sentence, begins as one, is not "Rīgā, 2019. gada…"."""
    return (
        len(text) <= LONGEST_HEADING
        and not _ENDS_OPEN.search(text)
        and not _goes_on(text)
        and not split_marker(text)[0]
        and not DATELINE.match(text)
        and any(char.isalpha() for char in text)
    )


def _with_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """``pieces`` with those that have the form of a heading, and something to head, made headings.

    Two may follow each other (a title and what it is about), but only at the top; elsewhere such lines are a list.
    """
    marked = list(pieces)
    for at in range(len(pieces) - 2, -1, -1):
        piece, following = marked[at], marked[at + 1]
        heads = following.kind == "list_item" or _is_prose(following) or (at < 2 and following.kind == "heading")
        if piece.kind == "paragraph" and heads and _may_head(piece.text):
            marked[at] = replace(piece, kind="heading")
    return marked


def _is_prose(piece: Piece) -> bool:
    return piece.kind == "paragraph" and (len(piece.text) > LONGEST_HEADING or piece.text.endswith((".", ":", ";")))
