"""The script that Hronika is measured against does what it is said to do: what it reads is kept and can be found."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from sqlite_utils import Database

from benchmarks.generate import documents, write_folder
from benchmarks.ingest import _COUNTED
from benchmarks.plain import Sentences, dates_in, numbers_in, run, text_of

TEXT = "Ziņas\nSeminārs notika 14.03.2019. Saldū.\nIeradās 46 jaunieši un 2019. gada 21 764 bērni, 64 % no visiem."


def lines(texts: list[str]) -> list[Sentences]:
    """Each line is a sentence; a model is not what is tested here."""
    found: list[Sentences] = []
    for text in texts:
        at, bounds = 0, []
        for line in text.splitlines(keepends=True):
            bounds.append((at, at + len(line)))
            at += len(line)
        found.append(bounds)
    return found


def test_dates_are_found_where_they_stand() -> None:
    [(start, quoted, day), *_] = dates_in(TEXT)
    assert TEXT[start:].startswith(quoted)
    assert day == "2019-03-14"


def test_numbers_are_those_that_count() -> None:
    assert [(quoted, value) for _, quoted, value in numbers_in(TEXT)] == [
        ("46 jaunieši", "46"),
        ("21 764 bērni", "21764"),
        ("64 %", "64"),
    ]


def test_everything_is_kept_with_its_sentence_and_can_be_searched(tmp_path: Path) -> None:
    files = list(islice(documents(20, seed=1), 20))
    write_folder(files, tmp_path / "in")
    seconds = run(tmp_path / "in", tmp_path / "out.db", lines)
    db = Database(tmp_path / "out.db")
    assert set(seconds) == {"text", "model", "dates", "numbers", "database"}
    assert db.table("documents").count == len(files)
    facts = list(db.query("select * from facts"))
    assert {fact["kind"] for fact in facts} == {"dates", "counts"}
    assert all(fact["text"].split()[0] in fact["sentence"] for fact in facts)
    assert list(db.table("documents").search("ministrijas"))


def test_every_form_has_a_text(tmp_path: Path) -> None:
    wanted = {"html", "pdf", "docx", "pptx"}
    for file in documents(40, seed=1):
        form = file.name.rpartition(".")[2]
        if form not in wanted:
            continue
        wanted.remove(form)
        write_folder([file], tmp_path)
        title, text = text_of(tmp_path / file.name)
        assert title
        assert f"{file.story.event.place:loc}" in " ".join(text.split())
    assert not wanted


def test_a_bar_that_has_counted_nothing_is_not_taken_for_one_that_has() -> None:
    assert not _COUNTED.search(b"Reading:   0%|          | 0/2000 [00:00<?, ?doc/s]")
    assert _COUNTED.search(b"Reading:   0%|          | 1/2000 [00:02<5:37, 1.48s/doc]")
