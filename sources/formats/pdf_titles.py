"""Which printed lines are titles: by type size, and on slides by place, since some decks set titles no larger.

Sizes are compared with the ordinary one of the page and never with fixed figures: decks set their text anywhere
between 10 and 40 points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sources.formats.assemble import LONGEST_HEADING
from sources.formats.lines import Line, split_marker
from sources.formats.pdf_page import PageLines, Printed

Measured = Sequence[tuple[Printed, Line]]

_LARGER = 1.15  # how much larger than ordinary the type of a heading is
_SLIGHTLY_LARGER = 1.04  # the same, where the line opens a slide
_TITLE_ONLY = 150  # characters; a slide that holds no more may be nothing but a title
_SAME_PLACE = 8.0  # points
#: Part of the slides that must open at one place, and part of those openings that must have the form of a title,
#: for that place to be the one of titles.
_SLOT_SHARE, _TITLE_SHARE = 0.5, 0.8
_SENTENCE_ENDS = (".", ",", ";", ":")


@dataclass(frozen=True)
class Look:
    """What tells titles in one document."""

    ordinary: float  #: size of most of its type
    bold_tells: bool  #: whether bold lines stand out, since most are not
    title_top: float | None  #: where titles of slides stand, if all do at one place


def look_of(pages: Sequence[tuple[PageLines, Measured]]) -> Look:
    """What tells titles in a document of these pages."""
    lines = [line for page, _ in pages for line in page.lines]
    openings = [_opening(measured) for page, measured in pages if _is_slide(page) and measured]
    places = Counter(round(opening[0][0].top / _SAME_PLACE) for opening in openings)
    place, count = places.most_common(1)[0] if places else (0, 0)
    there = [opening for opening in openings if round(opening[0][0].top / _SAME_PLACE) == place]
    titles = sum(map(_may_be_title, there))
    is_slot = count >= 3 and count >= _SLOT_SHARE * len(openings) and titles >= _TITLE_SHARE * count
    return Look(
        ordinary=modal_size(lines) or 1.0,
        bold_tells=sum(line.bold for line in lines) < len(lines) / 2,
        title_top=there[0][0][0].top if is_slot else None,
    )


def modal_size(lines: Iterable[Printed]) -> float | None:
    """The size in which most characters are set."""
    sizes = Counter[float]()
    for line in lines:
        if not line.is_row:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else None


def with_titles(page: PageLines, measured: Measured, look: Look) -> Iterator[Line]:
    """Lines of one page; what opens a slide as a title does is its title, other large or bold ones are headings."""
    large = _large(page, look.ordinary)
    opening = _opening(measured) if _is_slide(page) and _opens_with_title(measured, large, look) else []
    for at, (printed, line) in enumerate(measured):
        is_large = printed.size >= large
        is_bold = look.bold_tells and printed.bold and not line.text.endswith(_SENTENCE_ENDS[:3])
        if at < len(opening):
            yield replace(line, kind="slide_title")
        elif printed.is_row:
            yield replace(line, kind="table_row")
        elif is_large or (is_bold and not split_marker(line.text)[0]):
            first = _is_slide(page) and is_large and not opening
            opening = measured[: at + 1] if first else opening
            yield replace(line, kind="slide_title" if first else "heading")
        else:
            yield line


def _is_slide(page: PageLines) -> bool:
    return page.width > page.height


def _large(page: PageLines, ordinary: float) -> float:
    """The size from which type on ``page`` is that of a heading."""
    own = modal_size(page.lines) or ordinary
    largest = max((line.size for line in page.lines), default=own)
    if largest < own * _LARGER and sum(len(line.text) for line in page.lines) <= _TITLE_ONLY:
        own = ordinary  # all in one size: a slide that is nothing but a title, or a short one in ordinary type
    return own * _LARGER


def _opening(measured: Measured) -> Measured:
    """The first lines of a page, up to the first that stands apart from them or is set in another size."""
    length = 1
    while length < len(measured):
        printed, line = measured[length]
        if line.apart or printed.is_row or abs(printed.size - measured[0][0].size) > 0.02 * printed.size:
            break
        length += 1
    return measured[:length]


def _may_be_title(opening: Measured) -> bool:
    """Whether the first lines of a page have the form of a title: few words, no sentence, no bullet."""
    text = " ".join(line.text for _, line in opening)
    return (
        len(text) <= LONGEST_HEADING
        and not text.endswith(_SENTENCE_ENDS)
        and not split_marker(text)[0]
        and not opening[0][0].is_row
    )


def _opens_with_title(measured: Measured, large: float, look: Look) -> bool:
    if not measured or measured[0][0].is_row:
        return False
    first = measured[0][0]
    if first.size >= large / _LARGER * _SLIGHTLY_LARGER:
        return True
    in_place = look.title_top is not None and abs(first.top - look.title_top) <= _SAME_PLACE
    return in_place and _may_be_title(_opening(measured))
