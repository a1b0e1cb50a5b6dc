"""The best tree for a sentence from scores of every possible head: greedy where that is a tree, Chu-Liu-Edmonds else.

Chu and Liu 1965, Edmonds 1967; exactly one word hangs on the root, as Universal Dependencies ask.
"""

from __future__ import annotations

import numpy
from numpy.typing import NDArray

Scores = NDArray[numpy.float32]
_NEVER = -1e9


def best_tree(scores: Scores) -> list[int]:
    """The head of each word, from 1; 0 is the root.

    ``scores`` is n x (n + 1): a row for each word, a column for each head, the root's first.
    """
    size = len(scores)
    square = numpy.full((size + 1, size + 1), _NEVER, dtype=numpy.float64)
    square[1:] = scores
    numpy.fill_diagonal(square, _NEVER)
    greedy = square.argmax(axis=1)
    greedy[0] = 0
    if _is_tree(greedy):
        return list(map(int, greedy[1:]))
    # a second word on the root must cost more than any tree can gain
    gap = float(square[1:].max() - scores.min()) + 1.0
    square[1:, 0] -= gap * (size + 1)
    heads = _arborescence(square)
    return list(map(int, heads[1:]))


def _is_tree(heads: NDArray[numpy.int64]) -> bool:
    if numpy.count_nonzero(heads[1:] == 0) != 1:
        return False
    above = heads
    for _ in range(max(1, len(heads).bit_length())):
        above = above[above]  # twice as far up each time
    return not above.any()


def _arborescence(scores: NDArray[numpy.float64]) -> NDArray[numpy.int64]:
    """Best head of each node of a graph rooted in node 0; ``scores[node, head]``."""
    heads: NDArray[numpy.int64] = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = numpy.zeros(len(scores), dtype=bool)
    inside[cycle] = True
    outside = numpy.flatnonzero(~inside)
    # one node, the last of the smaller graph, stands for the whole cycle
    losses = scores[cycle] - scores[cycle, heads[cycle]][:, None]
    entry = losses[:, outside].argmax(axis=0)  # which word of the cycle each outer head would take
    exits = scores[numpy.ix_(outside, cycle)].argmax(axis=1)  # which word of the cycle each outer node would hang on
    smaller = numpy.full((len(outside) + 1, len(outside) + 1), _NEVER * len(scores))
    smaller[:-1, :-1] = scores[numpy.ix_(outside, outside)]
    smaller[-1, :-1] = losses[entry, outside]
    smaller[:-1, -1] = scores[outside, cycle[exits]]
    chosen = _arborescence(smaller)
    for node, head in zip(outside, chosen[:-1], strict=True):
        heads[node] = cycle[exits[numpy.searchsorted(outside, node)]] if head == len(outside) else outside[head]
    heads[0] = 0
    broken = cycle[entry[chosen[-1]]]
    heads[broken] = outside[chosen[-1]]
    return heads


def _cycle(heads: NDArray[numpy.int64]) -> NDArray[numpy.int64] | None:
    """The nodes of one cycle, in rising order; ``None`` where all lead to the root."""
    seen = numpy.zeros(len(heads), dtype=numpy.int64)
    for start in range(1, len(heads)):
        node = start
        while node and not seen[node]:
            seen[node] = start
            node = int(heads[node])
        if node and seen[node] == start:
            cycle = [node]
            while heads[cycle[-1]] != node:
                cycle.append(int(heads[cycle[-1]]))
            return numpy.array(sorted(cycle))
    return None
