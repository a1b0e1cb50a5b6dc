"""Names come out of scores of tags; an inside tag never stands without its beginning."""

from __future__ import annotations

from itertools import product

import numpy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from lv_hronika.entities import names_in

TAGS = ["B-GPE", "B-person", "I-GPE", "I-person", "O"]


def scores(*tags):
    return numpy.array([[5.0 * (tag == name) for name in TAGS] for tag in tags])


def test_names_side_by_side():
    found = list(names_in(scores("B-person", "I-person", "B-person", "O", "B-GPE"), TAGS))
    assert found == [(0, 2, "person"), (2, 3, "person"), (4, 5, "GPE")]


def test_a_name_at_the_end():
    assert list(names_in(scores("O", "B-GPE", "I-GPE"), TAGS)) == [(1, 3, "GPE")]


def test_an_inside_tag_alone_is_settled_by_its_neighbours():
    doubtful = scores("I-person", "I-person")
    doubtful[0, TAGS.index("B-person")] = 4.5
    assert list(names_in(doubtful, TAGS)) == [(0, 2, "person")]


def allowed(row):
    return all(not tag.startswith("I-") or before[2:] == tag[2:] for before, tag in zip(("O", *row), row, strict=False))


def names_of(row):
    return list(names_in(scores(*row), TAGS))


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 4).flatmap(lambda n: arrays(numpy.float64, (n, len(TAGS)), elements=st.integers(-9, 9))))
def test_no_allowed_row_scores_higher(points):
    points = points + 2.0 ** -numpy.arange(1, points.size + 1).reshape(points.shape)  # no two rows tie
    rows = [row for row in product(TAGS, repeat=len(points)) if allowed(row)]
    best = max(rows, key=lambda row: sum(points[at, TAGS.index(tag)] for at, tag in enumerate(row)))
    assert list(names_in(points, TAGS)) == names_of(best)
