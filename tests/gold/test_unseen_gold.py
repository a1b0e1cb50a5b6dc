"""The unseen documents are read by nobody while rules are written; what they say is held to their own text here.

Each annotated date and count must stand in its file, each name must be given once, and keys and files must match.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
GOLD: dict[str, dict[str, Any]] = json.loads((HERE / "unseen.json").read_text(encoding="utf-8"))
QUALIFIERS = {"exact", "approx", "at_least", "more_than", "at_most", "less_than"}


def folded(text: str) -> str:
    return " ".join(text.split())


def test_keys_and_files_match() -> None:
    assert set(GOLD) == {path.stem for path in (HERE / "unseen").iterdir()}


@pytest.mark.parametrize("stem", sorted(GOLD))
def test_dates_and_counts_stand_in_the_text(stem: str) -> None:
    text = folded((HERE / "unseen" / f"{stem}.txt").read_text(encoding="utf-8"))
    mentions = [*GOLD[stem]["dates"], *GOLD[stem]["counts"]]
    assert [m["text"] for m in mentions if folded(m["text"]) not in text] == []
    assert {c["qualifier"] for c in GOLD[stem]["counts"]} <= QUALIFIERS


@pytest.mark.parametrize("stem", sorted(GOLD))
def test_days_are_real_and_in_order(stem: str) -> None:
    for item in [*GOLD[stem]["dates"], *GOLD[stem]["events"]]:
        assert date.fromisoformat(item["start"]) <= date.fromisoformat(item["end"]), item


@pytest.mark.parametrize("stem", sorted(GOLD))
def test_names_are_given_once_and_events_use_them(stem: str) -> None:
    for kind in ("places", "organisations"):
        names = GOLD[stem][kind]["required"] + GOLD[stem][kind]["optional"]
        assert len(names) == len(set(names))
    places = {*GOLD[stem]["places"]["required"], *GOLD[stem]["places"]["optional"]}
    assert {place for event in GOLD[stem]["events"] for place in event["places"]} <= places
