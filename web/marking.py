"""A text with the words marked that something stands for: the pieces between all ends of all spans.

Spans may overlap and lie within each other (a place within a quote); HTML elements may not, so a text is cut wherever
a span begins or ends, and each piece says which spans it is a part of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True)
class Span:
    """Characters of a text that stand for something: ``kind`` names what; ``target`` is a table and a row of it."""

    start: int
    end: int
    kind: str
    target: tuple[str, str] | None = None
    note: str = ""


@dataclass(frozen=True)
class Piece:
    """A piece of a text and the spans over it, the shortest first."""

    text: str
    spans: tuple[Span, ...] = ()

    @property
    def kinds(self) -> list[str]:
        return sorted({span.kind for span in self.spans})

    @property
    def target(self) -> tuple[str, str] | None:
        """The row that the words name most closely."""
        return next((span.target for span in self.spans if span.target), None)

    @property
    def note(self) -> str:
        return next((span.note for span in self.spans if span.note), "")


def pieces(text: str, spans: Iterable[Span], offset: int = 0) -> list[Piece]:
    """The text cut at the ends of the spans; ``offset`` is where the text begins in what the spans count from."""
    held = [(max(span.start - offset, 0), min(span.end - offset, len(text)), span) for span in spans]
    held = sorted((one for one in held if one[0] < one[1]), key=lambda one: one[1] - one[0])
    cuts = sorted({0, len(text), *(start for start, _, _ in held), *(end for _, end, _ in held)})
    return [
        Piece(text[begin:end], tuple(span for start, stop, span in held if start <= begin and end <= stop))
        for begin, end in pairwise(cuts)
    ]


def span_of(row: dict[str, Any], kind: str, target: tuple[str, str] | None = None, note: str = "") -> Span:
    """The span of a row with ``char_start`` and ``char_end``."""
    return Span(row["char_start"], row["char_end"], kind, target, note)
