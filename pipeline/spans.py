"""Questions about many spans at once, answered without looking at each: documents may hold thousands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple, Protocol, TypeVar


class Spanned(Protocol):
    """Anything with a start and an end."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Offsets(NamedTuple):
    """A bare span."""

    start: int
    end: int


S = TypeVar("S", bound=Spanned)


class Cover:
    """Some spans, and whether they cover others."""

    def __init__(self, spans: Iterable[Spanned]) -> None:
        ordered = sorted((span.start, span.end) for span in spans)
        self._starts = [start for start, _ in ordered]
        self._reach = list(accumulate((end for _, end in ordered), max))

    def holds(self, start: int, end: int, strictly: bool = False) -> bool:
        """Whether one of the spans holds this one; ``strictly`` with something to spare on both sides."""
        at = (bisect_left if strictly else bisect_right)(self._starts, start)
        return at > 0 and (self._reach[at - 1] > end if strictly else self._reach[at - 1] >= end)


def index_at(spans: Sequence[Spanned], offset: int) -> int:
    """Which of ``spans``, which are in the order of their starts and do not overlap, an offset falls into."""
    return bisect_right(spans, offset, key=lambda span: span.start) - 1


def inside(spans: Sequence[S], start: int, end: int) -> list[S]:
    """Those of ``spans``, which are in the order of their starts, that lie between two offsets."""
    first = bisect_left(spans, start, key=lambda span: span.start)
    last = bisect_left(spans, end, first, key=lambda span: span.start)
    return [span for span in spans[first:last] if span.end <= end]
