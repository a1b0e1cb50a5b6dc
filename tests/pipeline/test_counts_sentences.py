"""Counts in sentences as clerks write them, one a row of count_sentences.csv, with all that is counted there.

A row tells its counts in order: value (or range), noun, qualifier unless exact, and ``of`` the row's how-manieth count
it is a part of. A question mark is a noun that nothing tells; ¶ parts paragraphs and rows of tables.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from hronika.types import CountMention, Document
from pipeline import counts

SENTENCES = Path(__file__).with_name("count_sentences.csv")


def rows() -> list[tuple[str, str]]:
    with SENTENCES.open(encoding="utf-8", newline="") as lines:
        return [(row["text"], row["counts"]) for row in csv.DictReader(lines)]


def told(found: list[CountMention]) -> str:
    place = {count.start: number for number, count in enumerate(found, 1)}
    return "; ".join(
        f"{count.value:.10g}"
        + (f"–{count.value_max:.10g}" if count.value_max is not None else "")
        + f" {count.unit or '?'}"
        + (f" {count.qualifier}" if count.qualifier != "exact" else "")
        + (f" of {place[count.part_of]}" if count.part_of is not None else "")
        for count in found
    )


@pytest.mark.parametrize(("text", "expected"), rows())
def test_all_that_a_sentence_counts(document: Callable[..., Document], text: str, expected: str) -> None:
    page = document(*text.split(" ¶ "), published="2022-05-04")
    assert told(counts.read(page)) == expected
