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
from sources.archive import Archive, Exchange

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
        (
            alter("insert into passages_fts(passages_fts) values ('delete-all')"),
            "2 passages are not in the search index",
        ),
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


@pytest.fixture
def crawled(db: Database, tmp_path: Path) -> Archive:
    """A page, the same page again, and one that was as before; all with their rows."""
    folder = tmp_path / "crawled"
    with Archive(folder) as writer, db.atomic():
        first, page = writer.write_exchange(exchange("https://km.gov.lv/a", 0, b"<p>Sveiki</p>" * 9), source_id="km")
        record_capture(db, page, first)
        for second, (url, status) in enumerate([("https://km.gov.lv/b", 200), ("https://km.gov.lv/a", 304)], start=1):
            sent = exchange(url, second, b"<p>Sveiki</p>" * 9 if status == 200 else b"", status)
            place, capture = writer.write_exchange(sent, source_id="km", refers_to=first)
            record_capture(db, capture, place)
    return Archive(folder)


def exchange(url: str, second: int, body: bytes, status: int = 200) -> Exchange:
    headers = (("Content-Type", "text/html"),)
    return Exchange(url, f"2024-05-01T10:00:0{second}.000Z", (("Host", "km.gov.lv"),), status, "", headers, body)


def test_a_crawl_has_no_problems(db: Database, crawled: Archive) -> None:
    assert verify(db, crawled) == []


def test_every_flipped_bit_is_found_with_its_page(db: Database, crawled: Archive) -> None:
    path = crawled.files()[0]
    whole = path.read_bytes()
    rows = list(db.query("select url, offset, length from captures order by offset"))
    packing = 0
    for at in range(0, len(whole), 3):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        found = verify(db, crawled)
        hit = [row["url"] for row in rows if row["offset"] <= at < row["offset"] + row["length"]]
        if not found:
            packing += 1  # bits that fill up the last byte of packed data say nothing
        elif hit:
            assert found[0].page == hit[0], (at, found)
        elif at > 300:
            assert all(problem.page.startswith("https://km.gov.lv/") for problem in found), (at, found)
    assert packing <= len(rows) * 2 + 1
    path.write_bytes(whole)
    assert verify(db, crawled) == []


def test_a_missing_file_names_the_pages_it_held(db: Database, crawled: Archive) -> None:
    crawled.files()[0].unlink()
    found = verify(db, crawled)
    assert [problem.page for problem in found] == ["https://km.gov.lv/a", "https://km.gov.lv/b", "https://km.gov.lv/a"]
    assert all("hronika-000001.warc.gz" in problem.message and "restore it" in problem.message for problem in found)


@pytest.mark.parametrize("column", ["url", "origin", "fetched", "status", "etag", "source_id", "length", "bytes", "id"])
def test_a_row_that_tells_otherwise_is_found(db: Database, crawled: Archive, column: str) -> None:
    db.execute(f"update captures set {column} = 7 where url = 'https://km.gov.lv/b'")
    found = verify(db, crawled)
    assert [problem.page for problem in found] == ["https://km.gov.lv/b"]
    assert f"its row in captures says {column} " in found[0].message


def test_a_row_without_record_is_found(db: Database, crawled: Archive) -> None:
    db.execute("update captures set offset = offset + 1 where url = 'https://km.gov.lv/b'")
    found = [str(problem) for problem in verify(db, crawled)]
    assert any("no capture can be read at byte" in problem for problem in found)
    assert all(problem.startswith("https://km.gov.lv/b") for problem in found)


def test_a_revisit_whose_bytes_are_lost_is_found(db: Database, crawled: Archive) -> None:
    path = crawled.files()[0]
    data = bytearray(path.read_bytes())
    row = next(db.query("select * from captures where status = 200 order by offset limit 1"))
    data[row["offset"] + row["length"] // 2] ^= 1
    path.write_bytes(data)
    found = verify(db, crawled)
    assert {problem.page for problem in found} == {"https://km.gov.lv/a", "https://km.gov.lv/b"}
    assert sum(f"its bytes should lie in {path.name} at byte {row['offset']}" in str(problem) for problem in found) == 2


def test_an_event_that_nobody_tells_of_is_found(db: Database, archive: Archive) -> None:
    db.execute("delete from event_documents")
    assert "Sanāksme: is an event that no document tells of; restore the database from a copy." in [
        str(problem) for problem in verify(db, archive)
    ]
