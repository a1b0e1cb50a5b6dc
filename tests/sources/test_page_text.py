"""Text out of the sample's pages: no words lost, no furniture let through, and never worse than trafilatura."""

from __future__ import annotations

from benchmarks.page_text import hronika, sample, score, trafilatura


def test_text_of_the_sample_beside_trafilatura() -> None:
    pages = list(sample())
    kept, _, furniture = score(pages, hronika)
    assert kept > 0.998  # numbers of a typed list are marks, and no words
    assert furniture == 0
    for recall in (False, True):
        its_kept, _, its_furniture = score(pages, trafilatura(recall))
        assert kept >= its_kept
        assert furniture <= its_furniture
