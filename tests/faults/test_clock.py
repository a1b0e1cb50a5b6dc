"""A clock that was ahead, and one that jumps: what comes later is newer all the same, and nothing is given up."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import crawls
from db.load import open_database
from hronika import clock
from pipeline import runner
from pipeline.runner import archive_folder
from sources.archive import Archive, Exchange
from sources.registry import sources
from sources.sample.server import BASE, CHANGING, SITE, SampleServer, serving
from tests.faults.test_kill_ingest import CAMP, READ, SEMINAR, SEMINAR_LATER, page
from tests.pipeline.command import run

MOVED, TARGET = "/lv/jaunums/libiesu-nometne-mazirbe", "/lv/jaunums/libiesu-nometne"
YEAR = timedelta(days=365)


@pytest.fixture(autouse=True)
def own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test stamps is of no concern to any other."""
    monkeypatch.setattr(clock, "_latest", datetime.min.replace(tzinfo=UTC))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "lapas"
    pages.mkdir()
    (pages / "nometne.html").write_text(page("Nometne Engurē", CAMP), "utf-8")
    (pages / "seminars.html").write_text(page("Seminārs Liepājā", SEMINAR), "utf-8")
    return pages


@pytest.fixture
def server() -> Iterator[SampleServer]:
    with serving() as running:
        yield running


def shown(db: Path, origin: str) -> tuple[str, int]:
    [row] = Database(db).query("select text, version from documents where origin like ?", [f"%{origin}"])
    return row["text"], row["version"]


@pytest.mark.parametrize("ahead", [YEAR, -YEAR])
def test_a_page_that_changed_is_new_whatever_the_clock_said(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ahead: timedelta
) -> None:
    db, told = tmp_path / "a.db", folder / "seminars.html"
    first = told.read_text("utf-8")
    with monkeypatch.context() as wrong:
        wrong.setattr(clock, "_machine", lambda: datetime.now(UTC) + ahead)
        run("ingest", folder, "--db", db, *READ)
    told.write_text(page("Seminārs Liepājā", SEMINAR_LATER), "utf-8")
    assert "1 changed, 1 unchanged" in run("ingest", folder, "--db", db, *READ)
    text, version = shown(db, "seminars.html")
    assert text.endswith(SEMINAR_LATER)
    assert version == 2
    assert "nothing has changed" in run("ingest", folder, "--db", db, *READ)
    told.write_text(first, "utf-8")  # as it was once: that is a change too
    run("ingest", folder, "--db", db, *READ)
    text, _ = shown(db, "seminars.html")
    assert text.endswith(SEMINAR)
    assert "0 problems" in run("verify", "--db", db)
    listed = run("runs", "--db", db).splitlines()
    assert [line.partition("added ")[2][0] for line in listed] == ["0", "0", "0", "2"]  # the newest first


def crawled_a_year_ahead(db_path: Path) -> None:
    """A finished crawl of two pages of the sample while the clock was wrong."""
    then = datetime.now(UTC) + YEAR
    db = open_database(db_path)
    with Archive(archive_folder(db_path)) as archive:
        id_ = crawls.begin_crawl(db, "sample", then)
        for path in (CHANGING, MOVED):
            stamp = then.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            body, headers = (SITE / f"{path[1:]}.html").read_bytes(), (("Content-Type", "text/html"),)
            exchange = Exchange(BASE + path, stamp, (), 200, "OK", headers, body)
            archive.write_exchange(exchange, source_id="sample", crawl_id=id_)
    db.close()
    run("extract", "--db", db_path, *READ)
    db = open_database(db_path)
    crawls.finish_crawl(db, id_)
    db.close()


def test_a_crawl_after_the_clock_was_set_right_is_the_newest(server: SampleServer, tmp_path: Path) -> None:
    db, source = tmp_path / "a.db", tmp_path / "own"
    source.mkdir()
    facts = (sources()["sample"].folder / "source.toml").read_text("utf-8")
    facts = facts.replace('server = "sources.sample.server"', f'address = "{server.address}"')
    (source / "source.toml").write_text(facts, "utf-8")
    crawled_a_year_ahead(db)
    [wrong] = crawls.finished_crawls(open_database(db), "sample")
    server.revision, server.moved = 1, {MOVED: TARGET}
    server.files = {path: server.files[path] for path in (CHANGING, MOVED, "/lv/jaunumi")}
    server.files[TARGET] = server.files[MOVED]
    run("ingest", source, "--db", db, *READ)
    newest, oldest = crawls.finished_crawls(open_database(db), "sample")
    assert oldest == wrong
    assert newest > wrong
    text = next(Database(db).query("select text, version from documents where url = ?", [BASE + CHANGING]))
    assert "Konkursā atbalstīti 13 projekti." in text["text"]
    assert text["version"] == 2
    kinds = {row["url"]: row["document_id"] for row in Database(db)["document_urls"].rows}
    assert kinds[BASE + MOVED] == kinds[BASE + TARGET]
    assert "0 problems" in run("verify", "--db", db)


@pytest.mark.parametrize("step", [YEAR, -YEAR])
def test_a_clock_that_jumps_within_a_run_gives_nothing_up(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: timedelta
) -> None:
    db, jumps = tmp_path / "a.db", count()
    began, truly = datetime.now(UTC), time.time
    with monkeypatch.context() as jumping:
        jumping.setattr(clock, "_machine", lambda: began + step / 100 * next(jumps))
        jumping.setattr(time, "time", lambda: truly() + step.total_seconds() / 100 * next(jumps))
        assert "2 added, 0 changed, 0 unchanged, 0 failed" in run("ingest", folder, "--db", db, *READ)
    [told] = Database(db).query("select started, finished, seconds from runs")
    assert told["started"] <= told["finished"]
    assert told["seconds"] > 0
    assert "0 problems" in run("verify", "--db", db)


def test_a_source_whose_crawl_lies_in_the_future_is_due(tmp_path: Path) -> None:
    db = open_database(tmp_path / "a.db")
    for source, when in {"km": datetime.now(UTC) + YEAR, "lm": datetime.now(UTC)}.items():
        crawls.finish_crawl(db, crawls.begin_crawl(db, source, when))
    db.close()
    due = runner.due(tmp_path / "a.db")
    assert "km" in due
    assert "lm" not in due


def test_what_others_say_of_their_time_is_no_time_of_ours(folder: Path, tmp_path: Path) -> None:
    """A record of an archive may claim any year; what is captured next is stamped with today."""
    db = tmp_path / "a.db"
    run("ingest", folder, "--db", db, *READ)
    row = {"id": "x", "source_id": "files", "url": "http://www.example.lv/", "origin": "citi.warc#1", "bytes": 1}
    row |= {"fetched": "2999-01-01T00:00:00Z", "sha256": hashlib.sha256(b"").hexdigest(), "archive": "hronika-000000"}
    Database(db)["captures"].insert({**row, "offset": 0, "length": 1, "role": "error"})
    (folder / "seminars.html").write_text(page("Seminārs Liepājā", SEMINAR_LATER), "utf-8")
    run("ingest", folder, "--db", db, *READ)
    [[newest]] = Database(db).execute("select max(fetched) from captures where url is null")
    assert newest < f"{datetime.now(UTC) + YEAR:%Y}"
