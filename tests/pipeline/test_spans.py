"""Questions about many spans get the answers that looking at each would give."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.spans import Cover, Offsets, inside

OFFSETS = st.tuples(st.integers(0, 30), st.integers(0, 10)).map(lambda pair: Offsets(pair[0], pair[0] + pair[1]))
SPANS = st.lists(OFFSETS, max_size=12)


@given(spans=SPANS, asked=OFFSETS)
def test_cover(spans, asked):
    cover = Cover(spans)
    assert cover.holds(*asked) == any(s.start <= asked.start and asked.end <= s.end for s in spans)
    strictly = any(s.start < asked.start and asked.end < s.end for s in spans)
    assert cover.holds(*asked, strictly=True) == strictly


@given(spans=SPANS, asked=OFFSETS)
def test_inside(spans, asked):
    ordered = sorted(spans)
    start, end = asked
    assert inside(ordered, start, end) == [s for s in ordered if start <= s.start < end and s.end <= end]
