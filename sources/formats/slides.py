"""What slide decks of all programs share: in which order the boxes of a slide are read, and what opens it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sources.formats.assemble import LONGEST_HEADING, Piece, clean

_LABEL = 30  #: characters; boxes that hold no more label what stands beside them
_MOST = 1_000  #: boxes; a slide with more is a drawing, read from the top
_TOUCH = 0.1  #: part of the smaller box by which two may overlap and still stand apart
_RUNNING, _RUNNING_SHARE = 3, 0.5  #: slides, and part of all, that show a line which belongs to none
_SENTENCE_ENDS = (".", ",", ";", ":", "…")


@dataclass(frozen=True)
class Box:
    """Something on a slide: where it stands, in any unit, and its pieces."""

    left: float
    top: float
    right: float
    bottom: float
    pieces: tuple[Piece, ...]

    @property
    def characters(self) -> int:
        return sum(len(piece.text) for piece in self.pieces)


def around(boxes: Sequence[Box]) -> Box:
    """One box for several that are grouped, read by themselves and before whatever stands beside the group."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
        tuple(piece for box in in_reading_order(boxes) for piece in box.pieces),
    )


def in_reading_order(boxes: Sequence[Box]) -> list[Box]:
    """The boxes as a person reads them: columns from the left, and what spans them where it stands.

    Boxes are parted by the white space that runs through all of them. Where it runs both ways, columns come first,
    unless the left one only labels the rows ("2019 | what was done").
    """
    rows, columns = _parted(boxes, "top", "bottom"), _parted(boxes, "left", "right")
    if len(boxes) > _MOST:
        parts = []
    elif len(columns) > 1:
        labelled = len(rows) > 1 and all(box.characters <= _LABEL for box in columns[0])
        parts = rows if labelled else columns
    else:
        parts = _bands(rows)
    if len(parts) < 2:
        return sorted(boxes, key=lambda box: (box.top, box.left))
    return [box for part in parts for box in in_reading_order(part)]


def _bands(rows: Sequence[list[Box]]) -> list[list[Box]]:
    """Rows that lie in the same columns, together; what spans the columns parts them."""
    bands: list[list[Box]] = []
    for row in rows:
        if bands and len(_parted([*bands[-1], *row], "left", "right")) > 1:
            bands[-1] += row
        else:
            bands.append(list(row))
    return bands


def _parted(boxes: Sequence[Box], near: str, far: str) -> list[list[Box]]:
    """The boxes in runs along one axis, between which no box stands."""
    parts: list[list[Box]] = []
    reach = 0.0
    for box in sorted(boxes, key=lambda box: (getattr(box, near), getattr(box, far))):
        start, end = getattr(box, near), getattr(box, far)
        if parts and start < reach - _TOUCH * min(end - start, reach - getattr(parts[-1][0], near)):
            parts[-1].append(box)
        else:
            parts.append([box])
        reach = max(reach, end)
    return parts


def titled(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a slide; what opens one that marks no title is it, if it is short and no sentence."""
    if not pieces or any(piece.kind == "slide_title" for piece in pieces):
        return list(pieces)
    first, *rest = pieces
    text = clean(first.text)
    is_title = first.kind in ("paragraph", "heading") and len(text) <= LONGEST_HEADING
    if is_title and rest and not text.endswith(_SENTENCE_ENDS) and any(char.isalpha() for char in text):
        return [replace(first, kind="slide_title"), *rest]
    return list(pieces)


def without_running(slides: Sequence[Sequence[Piece]]) -> Iterator[list[Piece]]:
    """The slides without the short lines that most of them show: a footer typed into each, the number of the slide."""
    shown = Counter(text for slide in slides for text in {clean(piece.text) for piece in slide})
    running = {
        text
        for text, count in shown.items()
        if count >= _RUNNING and count > _RUNNING_SHARE * len(slides) and len(text) <= LONGEST_HEADING
    }
    for number, slide in enumerate(slides, start=1):
        yield [
            piece
            for piece in slide
            if piece.kind in ("slide_title", "table_row") or clean(piece.text) not in {*running, str(number)}
        ]
