"""The second unseen set, against which the code is measured: its annotations must fit its documents.

Every annotated date and count stands in its file, every span is a span, and every file has one entry.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

HERE = Path(__file__).parent
FILES = {path.stem: path for path in sorted((HERE / "unseen2").iterdir())}
GOLD: dict[str, Any] = json.loads((HERE / "unseen2.json").read_text(encoding="utf-8"))
QUALIFIERS = {"exact", "approx", "at_least", "more_than", "at_most", "less_than"}
KINDS = set(
    "meeting workshop seminar conference visit training discussion course camp commemoration exhibition other".split()
)


def folded(path: Path) -> str:
    """The words of a file: tags stripped, white space folded."""
    text = path.read_text(encoding="utf-8") if path.suffix == ".txt" else BeautifulSoup(path.read_bytes(), "lxml").text
    return re.sub(r"\s+", " ", text)


def test_every_file_has_its_entry() -> None:
    assert set(FILES) == set(GOLD)


@pytest.mark.parametrize("stem", sorted(GOLD))
def test_annotated_words_stand_in_the_file(stem: str) -> None:
    text = folded(FILES[stem])
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
    assert {item["kind"] for item in entry["events"]} <= KINDS
    for kind in ("places", "organisations"):
        assert not set(entry[kind]["required"]) & set(entry[kind]["optional"]), kind


@pytest.mark.parametrize("stem", sorted(GOLD))
def test_event_places_are_places_of_the_document(stem: str) -> None:
    places = GOLD[stem]["places"]
    known = {*places["required"], *places["optional"]}
    assert {name for event in GOLD[stem]["events"] for name in event["places"]} <= known


@pytest.mark.parametrize("stem", sorted(GOLD))
def test_names_begin_as_in_the_file(stem: str) -> None:
    text = folded(FILES[stem]).casefold()
    for name in GOLD[stem]["places"]["required"]:
        assert name[:3].casefold() in text, name
