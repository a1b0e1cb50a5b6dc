"""What the network says of windows: it is run, and its scores are made into trees.

A site ends each page with the same lines, so what was asked lately, piece for piece, is remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, pairwise
from typing import Any

import numpy
from numpy.typing import NDArray

from lv_hronika.subwords import END, START
from lv_hronika.trees import best_tree
from lv_hronika.weights import Weights
from lv_hronika.windows import starts_of, stretches

#: The head of a word that hangs on a part of its sentence in an earlier window.
BEFORE = -1
#: Batches whose answers are remembered, a few kilobytes each; four times as many would be met again hardly more often.
_REMEMBERED = 256
Array = NDArray[Any]
#: The pieces of each word.
Window = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Answers:
    """What the network says of n words; not to be written to."""

    values: Array  # n x categories, index of the value
    scripts: Array  # n x k, the likeliest first
    starts: Array  # n, whether a sentence starts there
    heads: Array  # n, index among the words; its own for a root, BEFORE for what hangs on an earlier part
    relations: Array  # n
    entities: Array  # n x tags, scores
    inner_entities: Array  # n x tags, scores


@lru_cache(maxsize=_REMEMBERED)
def ask(weights: Weights, windows: tuple[Window, ...], marks: bytes) -> Answers:
    """What a network says of windows that are equally long in pieces.

    ``marks``: as in ``Words``, of all their words, int64, as bytes.
    """
    rows = [[START, *chain.from_iterable(window), END] for window in windows]
    sizes = [len(window) for window in windows]
    lengths = numpy.array([len(pieces) for window in windows for pieces in window])
    # every window has two more rows: its start and its end
    last = lengths.cumsum() + 2 * numpy.repeat(numpy.arange(len(windows)), sizes)
    said = weights.run(numpy.array(rows), last - lengths + 1, last)
    starts = starts_of(numpy.frombuffer(marks, dtype=numpy.int64), said["starts"][:, 0])
    heads, loose = _heads(sizes, starts, said)
    relations = _relations(weights.relations, heads, loose, said)
    heads[loose] = BEFORE
    return Answers(said["values"], said["scripts"], starts, heads, relations, said["entities"], said["inner_entities"])


def _heads(sizes: list[int], starts: Array, said: dict[str, Array]) -> tuple[Array, list[int]]:
    """The head of each word of windows of so many words, its own for the top of a tree; and the tops of those trees
    that go on with a sentence begun in an earlier window.
    """
    heads = numpy.empty(len(starts), dtype=numpy.int64)
    loose = []
    for begin, behind in pairwise([0, *accumulate(sizes)]):
        for start, stop in stretches(starts[begin:behind], begin):
            here = slice(start, stop)
            candidates = numpy.concatenate([said["root_arc"][None], said["arc_heads"][here]])
            tree = numpy.array(best_tree(said["arc_dependents"][here] @ candidates.T)) + start - 1
            top = int(numpy.flatnonzero(tree < start)[0]) + start
            heads[here] = tree
            heads[top] = top
            if not starts[start]:
                loose.append(top)
    return heads, loose


def _relations(names: list[str], heads: Array, loose: list[int], said: dict[str, Array]) -> Array:
    """The relation of each word to its head."""
    root = names.index("root")
    dependents = said["relation_dependents"].reshape(len(heads), len(names), -1)
    scores = numpy.einsum("nrj,nj->nr", dependents, said["relation_heads"][heads])
    scores[:, root] = -numpy.inf
    relations: Array = scores.argmax(axis=1)
    relations[heads == numpy.arange(len(heads))] = root
    relations[loose] = names.index("parataxis")
    return relations
