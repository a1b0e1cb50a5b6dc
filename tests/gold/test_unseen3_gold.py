"""The third unseen set, against which the code is measured: its annotations must fit its documents.

Every annotated date and count stands in its file, every span is a span, and every file has one entry.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
FILES = {path.stem: path for path in sorted((HERE / "unseen3").glob("*.txt"))}
GOLD: dict[str, Any] = json.loads((HERE / "unseen3.json").read_text(encoding="utf-8"))
QUALIFIERS = {"exact", "approx", "at_least", "more_than", "at_most", "less_than"}


def folded(stem: str) -> str:
    """The words of a file, white space folded."""
    return re.sub(r"\s+", " ", FILES[stem].read_text(encoding="utf-8"))


def test_every_file_has_its_entry() -> None:
    assert set(FILES) == set(GOLD)


@pytest.mark.parametrize("stem", sorted(GOLD))
def test_annotated_words_stand_in_the_file(stem: str) -> None:
    text = folded(stem)
    for kind in ("dates", "counts"):
        required = [item["text"] for item in GOLD[stem][kind] if not item.get("optional")]
        for words in {item["text"] for item in GOLD[stem][kind]}:
            assert text.count(words) >= max(1, required.count(words)), words


@pytest.mark.parametrize("stem", sorted(GOLD))
def test_annotations_are_well_formed(stem: str) -> None:
    entry = GOLD[stem]
    for item in entry["dates"] + entry["events"]:
        assert date.fromisoformat(item["start"]) <= date.fromisoformat(item["end"]), item
    assert {item["precision"] for item in entry["dates"]} <= {"day", "month", "year"}
    assert {item["qualifier"] for item in entry["counts"]} <= QUALIFIERS
    known = {*entry["places"]["required"], *entry["places"]["optional"]}
    assert {name for event in entry["events"] for name in event["places"]} <= known
    for kind in ("places", "organisations"):
        assert not set(entry[kind]["required"]) & set(entry[kind]["optional"]), kind
