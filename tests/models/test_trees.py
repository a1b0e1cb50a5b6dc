"""The tree chosen is the best of all trees: compared with trying every one."""

from __future__ import annotations

from itertools import product

import numpy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from lv_hronika.trees import best_tree


def is_tree(heads):
    if sum(head == 0 for head in heads) != 1:
        return False
    for word in range(1, len(heads) + 1):
        steps = 0
        while word and steps <= len(heads):
            word, steps = heads[word - 1], steps + 1
        if word:
            return False
    return True


def weight(scores, heads):
    return sum(scores[word, head] for word, head in enumerate(heads))


def best_of_all(scores):
    return max(weight(scores, heads) for heads in product(range(len(scores) + 1), repeat=len(scores)) if is_tree(heads))


scores_of_a_sentence = st.integers(1, 5).flatmap(
    lambda size: arrays(numpy.float32, (size, size + 1), elements=st.floats(-100, 100, width=32))
)


@settings(max_examples=150, deadline=None)
@given(scores_of_a_sentence)
def test_no_tree_is_better(scores):
    heads = best_tree(scores)
    assert is_tree(heads)
    assert weight(scores, heads) >= best_of_all(scores) - 0.01


def test_a_long_sentence_gives_a_tree():
    scores = numpy.random.default_rng(7).normal(size=(250, 251)).astype(numpy.float32)
    assert is_tree(best_tree(scores))
