"""The sample crawled by the command: history over several crawls, and crawls and ingestions killed at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from command import run
from sqlite_utils import Database

from db import crawls
from db.load import open_database
from pipeline import runner
from sources.registry import sources
from sources.sample.server import BASE, CHANGING, SampleServer, serving

ROOT = Path(__file__).parents[2]
MOVED, TARGET = "/lv/jaunums/libiesu-nometne-mazirbe", "/lv/jaunums/libiesu-nometne"
GONE = "/lv/jaunums/vecaku-konference-ogre"
#: Of every row: what does not tell when or where in the archive something was captured.
ROWS = {
    "documents": "url, kind, title, language, published, gone is null as there, words, text, sha256, version",
    "passages": "id, text, page, kind, heading",
    "events": "id, name, kind, start_date, end_date, status, participants",
    "dates": "id, text, start_date, end_date, rule",
    "counts": "id, text, value, what, part_of",
    "place_mentions": "id, place_id",
    "organisation_mentions": "id, organisation_id",
    "document_urls": "url, document_id, kind",
    "links": "document_id, url, target_document_id",
    "findings": "id, message",
}


@pytest.fixture
def server() -> Iterator[SampleServer]:
    with serving() as running:
        yield running


@pytest.fixture
def source(server: SampleServer, tmp_path: Path) -> Path:
    """The sample as a source of one's own, whose server stays the same from one crawl to the next."""
    folder = tmp_path / "own"
    folder.mkdir()
    facts = (sources()["sample"].folder / "source.toml").read_text("utf-8")
    server_line = 'server = "sources.sample.server"'
    assert server_line in facts
    (folder / "source.toml").write_text(facts.replace(server_line, f'address = "{server.address}"'), "utf-8")
    return folder


def rows(db: Path) -> dict[str, list[tuple]]:
    database = Database(db)
    return {table: sorted(database.execute(f"select {what} from {table}")) for table, what in ROWS.items()}


def test_a_second_ingestion_of_an_unchanged_site_reads_nothing(source, server, tmp_path):
    db = tmp_path / "sample.db"
    assert "35 documents: 35 added" in run("ingest", source, "--db", db)
    before = rows(db)
    [seen] = Database(db).query("select max(last_seen) as newest from documents")
    server.asked.clear()
    assert "35 documents, nothing has changed" in run("ingest", source, "--db", db)
    assert (
        sum("If-None-Match" in headers for _, headers in server.asked) == 36
    )  # robots.txt, the sitemap, and all but one list
    assert rows(db) == before
    first, second = Database(db).query("select added, changed from runs where command = 'ingest' order by started")
    assert (first["added"], second["added"], second["changed"]) == (35, 0, 0)
    assert Database(db)["documents"].count_where("last_seen > ?", [seen["newest"]]) == 34  # each was seen again
    [copy] = Database(db).query("select url from document_urls where kind = 'copy'")
    assert copy["url"].startswith(BASE)
    assert "0 problems" in run("verify", "--db", db)


def test_the_database_is_made_again_from_the_captures_alone(source, server, tmp_path):
    db = tmp_path / "sample.db"
    run("ingest", source, "--db", db)
    server.revision = 1
    run("crawl", source, "--db", db)
    server.asked.clear()
    run("extract", "--db", db)
    before = rows(db)
    versions = list(Database(db).query("select version, difference from document_versions where version > 1"))
    assert len(versions) == 1
    assert "+Konkursā atbalstīti 13 projekti." in versions[0]["difference"]
    db.unlink()
    run("extract", "--db", db)
    assert rows(db) == before
    assert server.asked == []
    assert Database(db)["crawls"].count == 2


def test_pages_move_and_go_and_stay_published(source, server, tmp_path):
    db = tmp_path / "sample.db"
    run("ingest", source, "--db", db)
    [moved] = Database(db).query("select id from documents where url = ?", [BASE + MOVED])
    server.moved = {MOVED: TARGET}
    server.files[TARGET] = server.files[MOVED]
    server.gone = {GONE}
    run("ingest", source, "--db", db)
    [document] = Database(db).query("select url, gone from documents where id = ?", [moved["id"]])
    assert document["url"] in (BASE + MOVED, BASE + TARGET)  # the page itself may still name its old address
    kinds = {row["url"]: row["document_id"] for row in Database(db)["document_urls"].rows}
    assert kinds[BASE + TARGET] == kinds[BASE + MOVED] == moved["id"]
    assert Database(db)["documents"].count_where("gone is not null") == 0
    run("ingest", source, "--db", db)
    [gone] = Database(db).query("select url, gone, last_seen, text from documents where gone is not null")
    assert gone["url"] == BASE + GONE
    assert gone["gone"] == gone["last_seen"]
    assert gone["text"]


def test_a_page_that_changes_becomes_a_version(source, server, tmp_path):
    db = tmp_path / "sample.db"
    run("ingest", source, "--db", db)
    server.revision = 2
    assert "1 changed, 34 unchanged" in run("ingest", source, "--db", db)
    [document] = Database(db).query("select version, text from documents where url = ?", [BASE + CHANGING])
    assert document["version"] == 2
    assert "14 projekti" in document["text"]


def test_a_crawl_that_yields_nothing_is_a_failure(source, server, tmp_path):
    server.gone = set(server.files) | {"/robots.txt", "/sitemap.xml", "/lv", "/"}
    assert "not one page or file could be fetched" in run("crawl", source, "--db", tmp_path / "x.db", status=1)
    assert "no registered source" in run("crawl", "nobody", "--db", tmp_path / "x.db", status=1)


def killed(arguments: list[str], after: float) -> int:
    """Run the command and kill it with all it has begun; its exit status where it ended before."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from pipeline.cli import main; main()", *arguments],
        cwd=ROOT,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        return process.wait(after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.wait()


@pytest.mark.parametrize("seed", range(int(os.environ.get("HRONIKA_SEEDS", "1"))))
def test_an_ingestion_killed_at_any_moment_ends_as_one_that_is_not(source, server, tmp_path, seed):
    whole, torn = tmp_path / "whole.db", tmp_path / "torn.db"
    started = time.monotonic()
    run("ingest", source, "--db", whole)
    longest = time.monotonic() - started
    chance = random.Random(seed)
    for _ in range(4):
        assert killed(["ingest", str(source), "--db", str(torn)], chance.uniform(0.5, longest)) in (-9, 0)
    run("ingest", source, "--db", torn)
    assert rows(torn) == rows(whole)
    assert "0 problems" in run("verify", "--db", torn)
    assert Database(torn).execute("pragma integrity_check").fetchone() == ("ok",)


def test_history_tells_what_changed_and_what_is_gone(source, server, tmp_path):
    db = tmp_path / "sample.db"
    run("ingest", source, "--db", db)
    assert run("history", "--db", db) == ""
    server.revision, server.gone = 1, {GONE}
    run("ingest", source, "--db", db)
    run("ingest", source, "--db", db)
    listed = run("history", "--db", db).splitlines()
    assert len(listed) == 2
    assert any("gone, last seen" in line and line.endswith(GONE) for line in listed)
    told = run("history", "projektu-konkursa-rezultati", "--db", db).splitlines()
    assert "+Konkursā atbalstīti 13 projekti. Līgumus paraksta 2024. gada 11. martā Rīgā." in told
    assert "no document has" in run("history", "nebijis", "--db", db, status=1)


def test_several_sources_are_crawled_though_one_fails(source, server, tmp_path):
    db = tmp_path / "sample.db"
    said = run("crawl", source, "nobody", "--db", db, status=1)
    assert "35 pages and files, 0 of them unchanged" in said
    assert "failed: nobody is no registered source" in said
    assert Database(db)["documents"].count == 0
    assert "35 added" in run("extract", "--db", db)
    assert "Name a source" in run("crawl", "--db", db, status=2)


def test_a_source_is_due_when_its_last_crawl_is_old_enough(tmp_path):
    db = open_database(tmp_path / "x.db")
    now = datetime.now(UTC)
    for source, days in {"km": 400, "lm": 0}.items():
        crawls.finish_crawl(db, crawls.begin_crawl(db, source, now - timedelta(days=days)))
    crawls.begin_crawl(db, "lm", now - timedelta(days=900))  # interrupted: it says nothing
    db.close()
    due = runner.due(tmp_path / "x.db")
    assert "km" in due
    assert "izm" in due
    assert "lm" not in due
    assert "sample" not in due
