"""What sort of thing a counted noun is: people, organisations, places, events, duration, money, share or other."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"


@cache
def _rows() -> dict[str, dict[str, str]]:
    with (DATA / "count_kinds.csv").open(encoding="utf-8", newline="") as file:
        return {row["lemma"]: row for row in csv.DictReader(file)}


@cache
def kind_of(lemma: str) -> str:
    """The kind of a noun by its lemma, else by the longest ending (*-tājs*) or last part (*kaimiņ-valsts*) listed."""
    for i in range(len(lemma)):
        rest = lemma[i:]
        row = (_rows().get(rest) if len(rest) > 3 or i == 0 else None) or (_rows().get(f"-{rest}") if i else None)
        if row:
            return row["kind"]
    return "other"


def is_measure(lemma: str) -> bool:
    """Whether a noun measures, so that it is what a number counts whatever follows: *divu dienu semināri*."""
    return lemma in _rows() and _rows()[lemma]["measure"] == "yes"
