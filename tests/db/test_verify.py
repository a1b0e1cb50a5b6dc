"""Verification: each broken promise is found and says which page it concerns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from made import CODE, MODEL, capture, document, event, mention
from sqlite_utils import Database

from db.captures import record_capture
from db.load import load_reading
from db.settle import settle
from db.verify import verify
from hronika.types import DateMention, Reading
from sources.archive import Archive

TEXT = "2020. gada 3. martā notika sanāksme."


@pytest.fixture
def archive(db: Database, tmp_path: Path) -> Archive:
    doc = document(TEXT, "Otra rindkopa.", url="https://km.gov.lv/a")
    date = mention(
        DateMention, doc, "2020. gada 3. martā", start_date="2020-03-03", end_date="2020-03-03", precision="day"
    )
    reading = Reading(doc, dates=(date,), events=(event(doc, TEXT, "Sanāksme", "2020-03-03"),))
    taken = capture("<p>bytes</p>", url="https://km.gov.lv/a")
    folder = tmp_path / "archive"
    with Archive(folder) as writer, db.atomic():
        load_reading(db, reading, record_capture(db, taken, writer.write(taken)), CODE, MODEL)
        settle(db)
    return Archive(folder)


def test_a_sound_database_has_no_problems(db: Database, archive: Archive) -> None:
    assert verify(db, archive) == []


def damage_bytes(db: Database, archive: Archive) -> None:
    path = next(archive.folder.glob("*.warc.gz"))
    data = path.read_bytes()
    path.write_bytes(data[:-30] + bytes(10) + data[-20:])


def other_bytes(db: Database, archive: Archive) -> None:
    db.execute("update captures set sha256 = 'other'")


def unknown_capture(db: Database, archive: Archive) -> None:
    with archive:
        archive.write(capture("more", url="https://km.gov.lv/a"))


def alter(sql: str) -> Callable[[Database, Archive], None]:
    def change(db: Database, archive: Archive) -> None:
        db.execute("pragma foreign_keys = off")
        db.execute(sql)

    return change


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (damage_bytes, "no capture can be read at byte"),
        (other_bytes, "are not those that were captured"),
        (unknown_capture, "in the archive but not in the database"),
        (alter("update documents set text = replace(text, 'notika', 'bijusi')"), "is not the one that was read"),
        (alter("update dates set text = '2020. gada 4. martā'"), "dates has '2020. gada 4. martā' at character 0"),
        (alter("update event_documents set quote = 'cits'"), "event_documents has 'cits'"),
        (alter("update passages set char_start = 1 where number = 1"), "passages has"),
        (alter("delete from passages_fts"), "2 passages are not in the search index"),
        (alter("delete from passages where number = 1"), "points to a row of passages that is not there"),
        (alter("delete from captures"), "in the archive but not in the database"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_broken_is_found(
    db: Database, archive: Archive, damage: Callable[[Database, Archive], None], words: str
) -> None:
    damage(db, archive)
    found = [str(problem) for problem in verify(db, archive)]
    assert any(words in problem for problem in found), found
    pages = ("https://km.gov.lv/a", db.execute("select id from documents").fetchone()[0])
    assert all(problem.startswith(pages) for problem in found)
