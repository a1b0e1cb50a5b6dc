"""The third and later unseen sets, against which the code is measured: their annotations must fit their documents.

Every annotated date and count stands in its file, every span is a span, and every file has one entry.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

HERE = Path(__file__).parent
SETS = ("unseen3", "unseen4", "unseen5", "unseen6", "unseen7", "unseen8", "unseen9")
GOLD: dict[str, dict[str, Any]] = {
    name: json.loads((HERE / f"{name}.json").read_text(encoding="utf-8")) for name in SETS
}
QUALIFIERS = {"exact", "approx", "at_least", "more_than", "at_most", "less_than"}
ENTRIES = pytest.mark.parametrize(("name", "stem"), [(name, stem) for name in SETS for stem in sorted(GOLD[name])])


def folded(name: str, stem: str) -> str:
    """The words of a file, white space folded."""
    (path,) = (HERE / name).glob(f"{stem}.*")
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = BeautifulSoup(text, "html.parser").get_text(" ")
    return " ".join(text.split())


@pytest.mark.parametrize("name", SETS)
def test_every_file_has_its_entry(name: str) -> None:
    assert sorted(path.stem for path in (HERE / name).iterdir()) == sorted(GOLD[name])


@ENTRIES
def test_annotated_words_stand_in_the_file(name: str, stem: str) -> None:
    text = folded(name, stem)
    for kind in ("dates", "counts"):
        required = [item["text"] for item in GOLD[name][stem][kind] if not item.get("optional")]
        for words in {item["text"] for item in GOLD[name][stem][kind]}:
            assert text.count(" ".join(words.split())) >= max(1, required.count(words)), words


@ENTRIES
def test_annotations_are_well_formed(name: str, stem: str) -> None:
    entry = GOLD[name][stem]
    for item in entry["dates"] + entry["events"]:
        assert date.fromisoformat(item["start"]) <= date.fromisoformat(item["end"]), item
    assert {item["precision"] for item in entry["dates"]} <= {"day", "month", "year"}
    assert {item["qualifier"] for item in entry["counts"]} <= QUALIFIERS
    known = {*entry["places"]["required"], *entry["places"]["optional"]}
    assert {place for event in entry["events"] for place in event["places"]} <= known
    for kind in ("places", "organisations"):
        assert not set(entry[kind]["required"]) & set(entry[kind]["optional"]), kind
