"""The gold files against the sample they annotate: every text a reader noted stands on the page, every date is one."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from bs4 import BeautifulSoup
from pdfplumber.page import Page

GOLD: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("sample.json").read_text("utf-8"))
SITE = Path(__file__).parents[2] / "sources" / "sample" / "site"
#: Pages whose bytes are not in the charset they declare (see the sample's README).
WRONG_CHARSET = {"vidzemes-bibliotekaru-sanaksme-gulbene": "windows-1257"}
QUALIFIERS = {"exact", "approx", "at_least", "more_than", "at_most", "less_than"}
EVENT_KINDS = {
    "meeting", "workshop", "seminar", "conference", "visit", "training", "discussion", "course", "camp",
    "commemoration", "exhibition", "other",
}  # fmt: skip
NAMES = sorted(GOLD)


def fold(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@cache
def files_of(name: str) -> tuple[Path, ...]:
    found = (path for path in sorted(SITE.rglob("*")) if path.is_file())
    return tuple(path for path in found if name in path.relative_to(SITE).as_posix())


def texts_of(page: Page) -> list[str]:
    """A slide as one column, and its halves: the words of two columns stand between one another in the whole."""
    middle = page.width / 2
    halves = [(0, 0, middle, page.height), (middle, 0, page.width, page.height)]
    return [page.extract_text(), *(page.crop(half).extract_text() for half in halves)]


@cache
def visible_text(path: Path) -> str:
    """What a reader sees, white space folded; words that a deck parts at a line's end are joined."""
    if path.suffix == ".pdf":
        with pdfplumber.open(path) as pdf:
            raw = "\n".join(text for page in pdf.pages for text in texts_of(page))
        return fold(re.sub(r"(?<=[^\W\d])-\n(?=[a-zāčēģīķļņšūž])", "", raw))
    charset = WRONG_CHARSET.get(path.stem)
    soup = BeautifulSoup(path.read_bytes(), "lxml", from_encoding=charset)
    return fold(soup.get_text().replace("\u00ad", ""))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_one_file(name: str) -> None:
    assert len(files_of(name)) == 1


@pytest.mark.parametrize("name", NAMES)
def test_noted_texts_stand_on_the_page(name: str) -> None:
    text = visible_text(files_of(name)[0])
    noted = [item["text"] for kind in ("dates", "counts") for item in GOLD[name][kind]]
    noted += [project["agreement"] for project in GOLD[name]["projects"] if project["agreement"]]
    assert [item for item in noted if item not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_names_begin_as_on_the_page(name: str) -> None:
    """Names are noted in the nominative, the page may decline them: the beginnings of their words are there."""
    words = set(re.findall(r"\w+", visible_text(files_of(name)[0]).casefold()))
    required = [entry for kind in ("places", "organisations") for entry in GOLD[name][kind]["required"]]
    for noted in required + GOLD[name]["persons"] + [project["name"] for project in GOLD[name]["projects"]]:
        for part in re.findall(r"\w+", noted.casefold()):
            beginning = part[: max(1, min(3, len(part) - 2))]
            assert any(word.startswith(beginning) for word in words), f"{noted}: no word begins as {part}"


@pytest.mark.parametrize("name", NAMES)
def test_spans_of_time_are_valid(name: str) -> None:
    for item in GOLD[name]["dates"] + GOLD[name]["events"]:
        start, end = date.fromisoformat(item["start"]), date.fromisoformat(item["end"])
        assert start <= end
        if item.get("precision") == "year":
            assert (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)


@pytest.mark.parametrize("name", NAMES)
def test_form(name: str) -> None:
    entry = GOLD[name]
    assert set(entry) == {"dates", "counts", "places", "organisations", "projects", "persons", "events"}
    assert {count["qualifier"] for count in entry["counts"]} <= QUALIFIERS
    assert {event["kind"] for event in entry["events"]} <= EVENT_KINDS
    assert all(count["unit"] for count in entry["counts"])
    for kind in ("places", "organisations"):
        names = entry[kind]["required"] + entry[kind]["optional"]
        assert len(names) == len(set(names))
    places = {*entry["places"]["required"], *entry["places"]["optional"]}
    assert all(set(event["places"]) <= places for event in entry["events"])


def test_every_page_and_deck_has_an_entry() -> None:
    """All but the one that repeats another under a second address: they are one document."""
    annotated = {path for name in NAMES for path in files_of(name)}
    copy = SITE / "lv/biblioteku-tikls/konference-kopienas-istaba.html"
    assert {*annotated, copy} == {path for path in SITE.rglob("*") if path.is_file()}
