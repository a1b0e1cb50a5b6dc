"""What several programs do to one chronicle at once: one works, the others hear who it is and lose nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.runner import archive_folder
from sources.registry import sources
from tests.faults.test_kill_ingest import CAMP, MEETING, READ, ROOT, captured, page, rows
from tests.pipeline.command import run
from tests.sources.trap_server import Asked, TrapServer, site
from tests.sources.trap_server import page as answered


def hronika(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", "from pipeline.cli import main; main()", *map(str, arguments)],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


@contextmanager
def stopped(*arguments: object, db: Path) -> Iterator[subprocess.Popen[str]]:
    """A command that holds the archive's lock, and stands still meanwhile."""
    process = hronika(*arguments)
    lock = archive_folder(db) / "lock"
    while not (lock.exists() and f'"pid": {process.pid},' in lock.read_text("utf-8")):
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGSTOP)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGCONT)  # where it still is


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "lapas"
    pages.mkdir()
    (pages / "nometne.html").write_text(page("Nometne Engurē", CAMP), "utf-8")
    return pages


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


@pytest.mark.parametrize("second", ["ingest", "extract"])
def test_the_second_of_two_runs_hears_who_is_the_first(folder: Path, db: Path, second: str) -> None:
    if second == "extract":
        captured(db, "2024-08-01", tiksanas=MEETING)
    command = [second, *([folder] if second == "ingest" else []), "--db", db, *READ]
    with stopped(*command, db=db) as process:
        told = run(*command, status=1)
    called = " ".join(map(str, command))
    assert f"another run is writing to this archive: process {process.pid} (-c {called}, since 20" in told
    output, _ = process.communicate()
    assert process.returncode == 0, output
    assert "1 added" in output
    assert "0 problems" in run("verify", "--db", db)


@contextmanager
def slow_site() -> Iterator[tuple[TrapServer, threading.Event, threading.Event]]:
    """A site that tells when it was asked for its first page, and answers when it may."""
    asked, may = threading.Event(), threading.Event()

    def wait(request: Asked):  # type: ignore[no-untyped-def]
        asked.set()
        may.wait()
        return answered(text=CAMP)

    with site({"/": wait}) as server:
        try:
            yield server, asked, may
        finally:
            may.set()


def source_folder(server: TrapServer, folder: Path) -> Path:
    facts = (sources()["sample"].folder / "source.toml").read_text("utf-8")
    facts = facts.replace('server = "sources.sample.server"', f'address = "{server.address}"')
    folder.mkdir()
    (folder / "source.toml").write_text(facts, "utf-8")
    return folder


@pytest.mark.parametrize("second", ["extract", "crawl"])
def test_a_crawl_is_not_disturbed(tmp_path: Path, db: Path, second: str) -> None:
    with slow_site() as (server, asked, may):
        source = source_folder(server, tmp_path / "own")
        process = hronika("crawl", source, "--db", db)
        asked.wait()
        told = run(second, *([source] if second == "crawl" else READ), "--db", db, status=1)
        may.set()
        output, _ = process.communicate()
    assert f"process {process.pid} (-c crawl {source} " in told
    assert process.returncode == 0, output
    assert "1 added" in run("extract", "--db", db, *READ)


def test_what_a_killed_run_left_keeps_nobody_out(folder: Path, db: Path) -> None:
    with stopped("ingest", folder, "--db", db, *READ, db=db) as process:
        process.kill()
        process.communicate()
    assert "1 added" in run("ingest", folder, "--db", db, *READ)


def test_a_process_number_used_again_keeps_nobody_out(folder: Path, db: Path) -> None:
    run("ingest", folder, "--db", db, *READ)
    lock = archive_folder(db) / "lock"
    before = lock.read_bytes()
    assert f'"pid": {os.getpid()},'.encode() in before  # it stands there, and this process lives
    (folder / "tiksanas.html").write_text(page("Darba grupa Rīgā", MEETING), "utf-8")
    assert "1 added" in run("ingest", folder, "--db", db, *READ)


def test_a_database_that_another_program_writes_to(folder: Path, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HRONIKA_WAIT", "0")
    run("ingest", folder, "--db", db, *READ)
    before = rows(db, exact=True)
    (folder / "tiksanas.html").write_text(page("Darba grupa Rīgā", MEETING), "utf-8")
    other = sqlite3.connect(db, isolation_level=None)
    other.execute("begin immediate")
    told = run("ingest", folder, "--db", db, *READ, status=1)
    assert "another program is writing to it. Wait until that has finished" in told
    other.rollback()
    assert rows(db, exact=True) == before
    assert "1 added" in run("ingest", folder, "--db", db, *READ)
    other.execute("begin immediate")  # reading waits for nobody
    run("search", "darba grupa", "--db", db)
    other.close()


def test_a_run_waits_for_another_program(folder: Path, db: Path) -> None:
    run("ingest", folder, "--db", db, *READ)
    (folder / "tiksanas.html").write_text(page("Darba grupa Rīgā", MEETING), "utf-8")
    other = sqlite3.connect(db, isolation_level=None, check_same_thread=False)
    other.execute("begin immediate")
    threading.Timer(0.5, other.rollback).start()
    assert "1 added" in run("ingest", folder, "--db", db, *READ)


def test_what_was_crawled_while_another_program_wrote_is_entered_later(
    tmp_path: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HRONIKA_WAIT", "0")
    with slow_site() as (server, asked, may):
        source = source_folder(server, tmp_path / "own")
        process = hronika("crawl", source, "--db", db)
        asked.wait()
        other = sqlite3.connect(db, isolation_level=None)
        other.execute("begin immediate")
        may.set()
        output, _ = process.communicate()
        other.close()
    assert process.returncode == 1
    assert "another program is writing to it" in output
    assert "1 added" in run("extract", "--db", db, *READ)


def test_how_long_to_wait_is_a_number(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HRONIKA_WAIT", "soon")
    assert "HRONIKA_WAIT is 'soon'; it is to be a number of seconds" in run("ingest", __file__, "--db", db, status=1)
