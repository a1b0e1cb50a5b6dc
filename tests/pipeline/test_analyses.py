"""What the model said is kept, comes back as it was, and no damage of it does harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.analyses import Analyses, find, text_key
from hronika.types import Block, Document
from pipeline import language, models
from pipeline.packing import pack, unpack
from pipeline.read import read

TEXT = "2019. gada 14. martā Valmierā notika seminārs, ko rīkoja Kultūras ministrija.\n\nTajā piedalījās 42 skolotāji."


def document(text: str = TEXT) -> Document:
    blocks, at = [], 0
    for part in text.split("\n"):
        if part:
            blocks.append(Block("paragraph", part, at, at + len(part)))
        at += len(part) + 1
    return Document("a.txt", "text", text, tuple(blocks), published="2019-03-20")


class Shelf:
    """Analyses in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def find(self, text: str) -> bytes | None:
        return self.kept.get(text)

    def keep(self, text: str, analysis: bytes) -> None:
        self.kept[text] = analysis


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    language.remember(shelf)
    yield shelf
    language.remember(None)


def test_an_analysis_comes_back_as_the_model_gave_it() -> None:
    model = models.load("fast")
    told = model(TEXT)
    again = unpack(pack(told), TEXT, model)
    for attribute in ("text", "idx", "pos_", "tag_", "morph", "lemma_", "dep_", "ent_type_", "is_sent_start"):
        assert [getattr(t, attribute) for t in again] == [getattr(t, attribute) for t in told], attribute
    assert [t.head.i for t in again] == [t.head.i for t in told]
    assert [(e.start, e.end, e.label_) for e in again.ents] == [(e.start, e.end, e.label_) for e in told.ents]


def test_a_reading_of_what_was_kept_is_the_same(shelf: Shelf) -> None:
    first = read(document())
    assert shelf.kept
    second = read(document())
    assert first.events
    assert (first.dates, first.counts, first.places, first.organisations, first.events) == (
        second.dates, second.counts, second.places, second.organisations, second.events,
    )  # fmt: skip


@pytest.mark.parametrize("damage", [b"no such thing", pack(models.load("fast")("Cits teksts."))])
def test_what_is_damaged_or_of_another_text_is_read_again(shelf: Shelf, damage: bytes) -> None:
    whole = read(document())
    shelf.kept = dict.fromkeys(shelf.kept, damage)
    assert read(document()).events == whole.events


def test_analyses_are_kept_by_text_and_model(tmp_path: Path) -> None:
    path = tmp_path / "made.analyses.db"
    analyses = Analyses(path)
    analyses.keep("fast-1", [(text_key("viens"), b"1"), (text_key("divi"), b"2")])
    analyses.close()
    assert find(path, "fast-1", "viens") == b"1"
    assert find(path, "fast-2", "viens") is None
    assert find(path, "fast-1", "trīs") is None
    assert find(tmp_path / "none.analyses.db", "fast-1", "viens") is None
    assert Analyses(path).count("fast-1") == 2


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "made.analyses.db"
    path.write_bytes(b"this is no database, and long enough to be looked at" * 100)
    analyses = Analyses(path)
    analyses.keep("fast-1", [(text_key("viens"), b"1")])
    analyses.close()
    assert find(path, "fast-1", "viens") == b"1"
