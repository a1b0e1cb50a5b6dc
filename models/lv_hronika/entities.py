"""Names from scores of tags: the best row of tags in which every inside tag goes on with a name of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy
from numpy.typing import NDArray

_NEVER = -1e9


def names_in(scores: NDArray[Any], tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """First word, last word (exclusive) and label of each name in a sentence.

    ``scores``: words x tags; ``tags``: „O”, „B-person”, „I-person” …
    """
    start, label = 0, ""
    best = [tags[at] for at in scores.argmax(axis=1)]
    if not _is_allowed(best):
        best = [tags[at] for at in _viterbi(scores, tags)]
    for at, tag in enumerate([*best, "O"]):
        if label and not tag.startswith("I-"):
            yield start, at, label
            label = ""
        if tag.startswith("B-"):
            start, label = at, tag[2:]


def _is_allowed(row: list[str]) -> bool:
    return all(_may_follow(before, tag) for before, tag in zip(["O", *row], row, strict=False))


def _may_follow(before: str, tag: str) -> bool:
    return not tag.startswith("I-") or before[2:] == tag[2:]


def _viterbi(scores: NDArray[Any], tags: list[str]) -> list[int]:
    steps = numpy.array([[0.0 if _may_follow(before, tag) else _NEVER for tag in tags] for before in tags])
    total = scores[0] + steps[tags.index("O")]
    ways = []
    for row in scores[1:]:
        reached = total[:, None] + steps
        ways.append(reached.argmax(axis=0))
        total = reached.max(axis=0) + row
    best = [int(total.argmax())]
    for way in reversed(ways):
        best.append(int(way[best[-1]]))
    return best[::-1]
