"""What sort of thing a counted noun is: people, organisations, places, events, duration, money, share or other."""

from __future__ import annotations

from functools import cache, lru_cache

from pipeline.tables import table


@cache
def _rows() -> dict[str, dict[str, str]]:
    return {row["lemma"]: row for row in table("count_kinds.csv")}


@lru_cache(maxsize=10_000)
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
