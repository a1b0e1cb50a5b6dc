"""The whole way for many documents: what is kept, what is told, and that bad input harms nothing else."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from command import run
from fpdf import FPDF
from sqlite_utils import Database

from pipeline import runner, workers
from pipeline.workers import Outcome
from sources.archive import Archive

PAGE = """<!doctype html><html lang="lv"><head><meta charset="utf-8"><title>{title}</title></head>
<body><main><article><h1>{title}</h1><p>{text}</p></article></main></body></html>"""
SEMINAR = "2019. gada 14. martā Cēsīs notika seminārs „Grāmata rokā”, tajā piedalījās 40 bibliotekāri no Valmieras."
CAMP = "No 2018. gada 3. līdz 5. jūlijam Kuldīgā norisinājās jauniešu nometne, to rīkoja Kultūras ministrija."


def deck() -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=24)
    pdf.cell(text="Konference")
    return bytes(pdf.output())


def encrypted_deck() -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=24)
    pdf.cell(text="Slepeni")
    pdf.set_encryption(owner_password="owner", user_password="user")
    return bytes(pdf.output())


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "seminar.html").write_text(PAGE.format(title="Bibliotekāru seminārs", text=SEMINAR))
    (folder / "camp.html").write_text(PAGE.format(title="Jauniešu nometne", text=CAMP))
    return folder


def dump(db: Path) -> dict[str, list[tuple]]:
    database = Database(db)
    logs = {"runs", "failures", "_sqlite_migrations"}
    # how SQLite lays out an index depends on the order of what came in
    inner = ("passages_fts_", "events_fts_")
    tables = [name for name in database.table_names() if name not in logs and not name.startswith(inner)]
    return {table: sorted(map(repr, database[table].rows)) for table in tables}


def test_what_a_page_says_is_kept_with_its_quote(pages, tmp_path):
    db = tmp_path / "made.db"
    assert "2 documents: 2 added" in run("ingest", pages, "--db", db)
    rows = list(Database(db).query("select name, start_date, participants from events order by start_date"))
    assert [row["start_date"] for row in rows] == ["2018-07-03", "2019-03-14"]
    assert rows[1]["participants"] == 40
    for table in ("dates", "counts", "place_mentions", "organisation_mentions"):
        query = f"select m.text, substr(d.text, char_start + 1, char_end - char_start) as span from {table} m"
        spans = list(Database(db).query(query + " join documents d on d.id = document_id"))
        assert spans
        assert all(row["text"] == row["span"] for row in spans)


def test_ingesting_twice_changes_nothing_and_says_so(pages, tmp_path):
    db = tmp_path / "made.db"
    run("ingest", pages, "--db", db)
    before = dump(db)
    assert "nothing has changed" in run("ingest", pages, "--db", db)
    assert dump(db) == before


def test_a_changed_page_gets_a_new_version(pages, tmp_path):
    db = tmp_path / "made.db"
    run("ingest", pages, "--db", db)
    (pages / "seminar.html").write_text(PAGE.format(title="Bibliotekāru seminārs", text=SEMINAR.replace("40", "45")))
    assert "1 changed, 1 unchanged" in run("ingest", pages, "--db", db)
    versions = Database(db).query("select version from document_versions where title like 'Bibl%' order by version")
    assert [row["version"] for row in versions] == [1, 2]
    participants = Database(db).query("select participants from events where start_date = '2019-03-14'")
    assert [row["participants"] for row in participants] == [45]


def test_extract_makes_the_same_rows_from_the_captures(pages, tmp_path):
    db = tmp_path / "made.db"
    run("ingest", pages, "--db", db)
    before = dump(db)
    db.unlink()
    for page in pages.iterdir():
        page.unlink()
    Database(db).close()
    run("extract", "--db", db)
    assert dump(db) == before


BAD = {
    "empty.html": (b"", "empty"),
    "photo.html": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, ""),
    "half.pdf": (deck()[: len(deck()) // 2], ""),
    "locked.pdf": (encrypted_deck(), "password"),
    "endless.html": (b"<html><body><p>" + b"a" * 1_000_000 + b"</p></body></html>", "space"),
}


def test_bad_input_is_told_and_the_rest_is_read(pages, tmp_path):
    db = tmp_path / "made.db"
    for name, (body, _) in BAD.items():
        (pages / name).write_bytes(body)
    output = run("ingest", pages, "--db", db, status=1)
    assert "7 documents: 2 added, 0 changed, 0 unchanged, 5 failed" in output
    failures = {row["origin"]: row["message"] for row in Database(db)["failures"].rows}
    assert sorted(failures) == [f"pages/{name}" for name in sorted(BAD)]
    for name, (_, words) in BAD.items():
        assert words in failures[f"pages/{name}"].lower()
        assert sum(f"pages/{name}" in line for line in output.splitlines()) == 1
    assert Database(db)["captures"].count == 7
    # what failed before fails again, without another row
    again = run("ingest", pages, "--db", db, status=1)
    assert "0 added, 0 changed, 2 unchanged, 5 failed" in again
    assert Database(db)["failures"].count == 5


def test_what_fails_is_on_record_and_the_run_goes_on(pages, tmp_path, monkeypatch):
    """Outcomes stand in for processes here: a fault of ours, a process that was killed, one that died by itself."""
    outcomes = {
        "camp": Outcome(stage="extract", error="ZeroDivisionError", message="ZeroDivisionError: division by zero"),
        "seminar": Outcome(stage="read", error="UnreadableError", message="reading took longer than 300 seconds"),
    }

    def read_all(jobs, model, processes):
        assert processes == 2  # of the three that it may have: there are two documents
        for job in jobs:
            capture = Archive(job.folder).read(job.archive, job.offset)
            yield next(outcome for name, outcome in outcomes.items() if name in capture.origin)

    db = tmp_path / "made.db"
    with monkeypatch.context() as patch:
        patch.setattr(workers, "read_all", read_all)
        output = run("ingest", pages, "--jobs", 3, "--db", db, status=1)
    assert "0 added, 0 changed, 0 unchanged, 2 failed" in output
    stages = {row["origin"]: row["stage"] for row in Database(db)["failures"].rows}
    assert stages == {"pages/camp.html": "extract", "pages/seminar.html": "read"}


def test_reading_begins_while_there_are_files_to_capture_and_all_are_counted(pages, tmp_path, monkeypatch):
    for number in range(40):
        (pages / f"{number}.txt").write_text(f"{SEMINAR} Tas bija {number}. seminārs.")
    captured, told = [], []

    def read_all(jobs, model, processes):
        for job in jobs:
            told.append(len(captured))
            yield Outcome(stage="read", error="UnreadableError", message=job.archive)

    def progress(of):
        for thing in of:
            assert len(of) == 42  # however many of them are captured
            yield thing

    monkeypatch.setattr(workers, "read_all", read_all)
    archive = Archive.write
    monkeypatch.setattr(Archive, "write", lambda *args, **how: captured.append(args) or archive(*args, **how))
    summary = runner.ingest([str(pages)], tmp_path / "made.db", progress, jobs=1)
    assert told[0] == 1
    assert told[:4] == sorted(set(told[:4]))  # more are made for each that is read
    assert (len(told), summary.failed, len(captured)) == (42, 42, 42)


def test_what_is_read_again_is_told_before_any_of_it_is_read(pages, tmp_path, monkeypatch):
    db = tmp_path / "made.db"
    run("ingest", pages, "--db", db)
    with Database(db).conn as connection:
        connection.execute("update documents set code_version = 'formats 0'")
        connection.execute("update readings set code_version = 'formats 0'")
    said, keep = [], runner.Run._keep
    monkeypatch.setattr(runner.Run, "_keep", lambda *args: said.append("kept") or keep(*args))
    runner.ingest([str(pages)], db, jobs=1, announce=said.append)
    assert [words.partition(",")[0] for words in said] == ["Reading 2 documents again", "kept", "kept"]


def test_a_document_that_unpacks_to_gigabytes_is_given_up(pages, tmp_path):
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 24)) for _ in range(300)) + packer.flush()
    bomb = FPDF()
    bomb.add_page()
    name, _, rest = bytes(bomb.output()).partition(b"stream\n")
    start = name.rindex(b"/Length")
    (pages / "bomb.pdf").write_bytes(
        name[:start]
        + b"/Length %d>>\nstream\n" % len(packed)
        + packed
        + b"\nendstream"
        + rest.partition(b"endstream")[2]
    )
    output = run("ingest", pages, "--db", tmp_path / "made.db", status=1)
    assert "failed: pages/bomb.pdf: " in output
    assert "2 added, 0 changed, 0 unchanged, 1 failed" in output


def test_of_an_archive_that_is_all_damaged_the_first_records_are_told_and_how_many_more(tmp_path, monkeypatch):
    monkeypatch.setattr(runner, "_BROKEN_TOLD", 3)
    body = PAGE.format(title="Seminārs", text=SEMINAR).encode()
    head = "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://www.example.lv/\r\nContent-Type: text/html\r\n"
    good = f"{head}WARC-Date: 2024-05-01T10:00:00Z\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    bad = f"{head}\r\n\r\n".encode()
    (tmp_path / "a.warc").write_bytes(good + b"\r\n\r\n" + bad * 1000)
    db = tmp_path / "made.db"
    assert "5 documents: 1 added, 0 changed, 0 unchanged, 4 failed" in run(
        "ingest", tmp_path / "a.warc", "--db", db, status=1
    )
    told = sorted((row["origin"], row["message"]) for row in Database(db)["failures"].rows)
    assert len(told) == 4
    assert "#" not in told[0][0]
    assert told[0][1].startswith("997 more records of this archive cannot be read")


def test_a_database_among_the_pages_is_no_page(pages):
    db = pages / "made.db"
    assert "2 added" in run("ingest", pages, "--db", db)
    assert "2 documents, nothing has changed" in run("ingest", pages, "--db", db)


def test_a_second_run_at_the_same_time_is_told_to_wait(pages, tmp_path):
    with Archive(tmp_path / "made.archive") as archive:
        archive.lock()
        assert "Wait until it has finished" in run("ingest", pages, "--db", tmp_path / "made.db", status=1)
    assert "2 added" in run("ingest", pages, "--db", tmp_path / "made.db")


def test_an_interrupted_run_says_what_is_kept(pages, tmp_path, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(workers, "read_all", interrupted)
        assert "What was captured is kept" in run("ingest", pages, "--db", tmp_path / "made.db", status=130)
    assert "2 added" in run("ingest", pages, "--db", tmp_path / "made.db")


def test_a_killed_run_leaves_the_database_as_it_was_and_loses_no_capture(pages, tmp_path):
    db = tmp_path / "made.db"
    run("ingest", pages / "camp.html", "--db", db)
    before = dump(db)
    code = (
        "import os, signal, sys; from pathlib import Path; from pipeline import runner;"
        "runner.settle = lambda *_: os.kill(os.getpid(), signal.SIGKILL);"
        "runner.ingest([sys.argv[1]], Path(sys.argv[2]))"
    )
    killed = subprocess.run(
        [sys.executable, "-c", code, str(pages), str(db)], check=False, cwd=Path(__file__).parents[2]
    )
    assert killed.returncode == -signal.SIGKILL
    assert dump(db) == before
    run("ingest", pages, "--db", db)
    assert Database(db)["documents"].count == 2
    assert Database(db)["captures"].count == 2
    assert "0 problems" in run("verify", "--db", db)


def test_verify_finds_a_flipped_bit(pages, tmp_path):
    db = tmp_path / "made.db"
    run("ingest", pages, "--db", db)
    archive = next((tmp_path / "made.archive").glob("*.warc.gz"))
    row = next(iter(Database(db).query("select offset, length from captures order by offset desc limit 1")))
    body = bytearray(archive.read_bytes())
    body[row["offset"] + row["length"] // 2] ^= 4
    archive.write_bytes(body)
    assert "1 problems" in run("verify", "--db", db, status=1)


def test_search_in_another_form_and_without_diacritics(pages, tmp_path):
    db = tmp_path / "made.db"
    run("ingest", pages, "--db", db)
    hits = [json.loads(line) for line in run("search", "bibliotekars cesis", "--json", "--db", db).splitlines()]
    assert {"document_id", "origin", "url", "title", "snippet", "score"} <= set(hits[0])
    assert {hit["origin"] for hit in hits} == {"pages/seminar.html"}
    assert "Nothing found" in run("search", "zivis", "--db", db, status=1)


def test_the_same_files_keep_their_identity_wherever_the_command_runs(pages, tmp_path, monkeypatch):
    db = tmp_path / "made.db"
    run("ingest", pages, "--db", db)
    monkeypatch.chdir(pages)
    assert "nothing has changed" in run("ingest", ".", "--db", db)
    assert "nothing has changed" in run("ingest", "camp.html", "--db", db)


def test_errors_say_what_to_do(tmp_path):
    assert "neither a file" in run("ingest", "nowhere", "--db", tmp_path / "x.db", status=1)
    assert "hronika ingest" in run("search", "x", "--db", tmp_path / "none.db", status=1)
    assert "empty name" in run("ingest", "", "--db", tmp_path / "x.db", status=1)
    (tmp_path / "file").touch()
    assert "/file" in run("ingest", tmp_path, "--db", tmp_path / "file" / "x.db", status=1)
    (tmp_path / "hollow").mkdir()
    assert "hold no files" in run("ingest", tmp_path / "hollow", "--db", tmp_path / "x.db", status=1)


def test_a_merge_overruled_in_a_file_holds_when_all_is_ingested_again(pages, tmp_path):
    (pages / "other.html").write_text(PAGE.format(title="Seminārs Cēsīs", text=SEMINAR.replace("40", "35")))
    db, decisions = tmp_path / "mine.db", tmp_path / "mine.decisions.csv"
    run("ingest", pages, "--db", db)
    joined = run("events", "--db", db)
    assert joined.count("\nsame,") == 1
    decisions.write_text(joined.replace("\nsame,", "\ndifferent,"), encoding="utf-8")
    run("extract", "--db", db)
    assert Database(db).table("events").count == 3
    (pages / "camp.html").write_text(PAGE.format(title="Nometne", text=CAMP))
    run("ingest", pages, "--db", db)
    assert Database(db).table("events").count == 3
    decisions.write_text(joined.replace("2019-03-14", "2019-03-15"), encoding="utf-8")
    assert f"decision not followed: {decisions}, line 2: unmatched" in run("ingest", pages, "--db", db)
    decisions.write_text(joined.replace("\nsame,", "\nmaybe,"), encoding="utf-8")
    assert f"{decisions}, line 2: the decision is 'maybe'" in run("ingest", pages, "--db", db, status=1)


def test_people_are_left_out_of_every_later_run(pages, tmp_path):
    db = tmp_path / "h.db"
    (pages / "talk.html").write_text(
        PAGE.format(title="Lekcija", text="2019. gada 2. maijā lekciju Rīgā lasīja Anna Ozola.")
    )
    run("ingest", pages, "--db", db)
    assert Database(db).table("people").count == 1
    run("ingest", pages, "--db", db, "--without-people")
    (pages / "more.html").write_text(
        PAGE.format(title="Vēl", text="2019. gada 3. maijā semināru Ogrē vadīja Jānis Liepa.")
    )
    run("ingest", pages, "--db", db)
    run("extract", "--db", db)
    tables = ("people", "person_mentions", "event_people")
    assert [Database(db).table(table).count for table in tables] == [0, 0, 0]
    assert Database(db).table("events").count > 0
    run("extract", "--db", db, "--with-people")
    assert Database(db).table("people").count == 2


def test_files_in_a_zip_are_documents_and_so_is_the_list_of_them(pages, tmp_path):
    with zipfile.ZipFile(pages / "pielikumi.zip", "w") as archive:
        archive.writestr("protokols.txt", SEMINAR)
        archive.writestr("foto.jpg", b"\xff\xd8\xff\xe0" + bytes(100))
    db = tmp_path / "made.db"
    output = run("ingest", pages / "pielikumi.zip", "--db", db, status=1)
    assert "3 documents: 2 added, 0 changed, 0 unchanged, 1 failed" in output
    kinds = {row["origin"]: row["kind"] for row in Database(db)["documents"].rows}
    assert kinds == {"pages/pielikumi.zip": "zip", "pages/pielikumi.zip/protokols.txt": "text"}
    assert Database(db)["events"].count == 1
    before = dump(db)
    assert "nothing has changed" in run("extract", "--db", db)
    db.unlink()
    run("extract", "--db", db, status=1)
    assert dump(db) == before


def test_pages_of_a_pdf_have_pictures_with_their_words(pages, tmp_path):
    (pages / "deck.pdf").write_bytes(deck())
    run("ingest", pages / "deck.pdf", "--db", tmp_path / "made.db")
    [picture] = Database(tmp_path / "made.pictures.db")["pictures"].rows
    assert picture["image"][:3] == b"\xff\xd8\xff"
    [[word, left, _, right, _]] = json.loads(picture["words"])
    assert word == "Konference"
    assert 0 < left < right < 1
    [document] = Database(tmp_path / "made.db").query(
        "select c.sha256 from documents d join captures c on c.id = capture_id"
    )
    assert document["sha256"] == picture["sha256"]


def test_what_failed_is_read_again_when_asked(pages, tmp_path, monkeypatch):
    db = tmp_path / "made.db"

    def failing(jobs, model, processes):
        return (Outcome(stage="read", error="UnreadableError", message="no OCR here") for _ in jobs)

    with monkeypatch.context() as patch:
        patch.setattr(workers, "read_all", failing)
        run("ingest", pages / "camp.html", "--db", db, status=1)
    assert "nothing has changed" in run("extract", "--db", db)
    assert "1 added" in run("extract", "--retry", "--db", db)
    assert Database(db)["failures"].count == 1
