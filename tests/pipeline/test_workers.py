"""Processes that read: outcomes in order, killed when they take too long, replaced when they die."""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from hronika.types import Block, Capture, Document
from pipeline import workers
from pipeline.read import read
from sources.archive import Archive

TEXT = "2019. gada 14. martā Cēsīs notika seminārs, tajā piedalījās 40 bibliotekāri."


@pytest.fixture
def jobs(tmp_path: Path) -> list[workers.Job]:
    """Five captures: the middle one is empty."""
    made = []
    with Archive(tmp_path) as archive:
        for number in range(5):
            body = b"" if number == 2 else f"{TEXT} Telpa {number}a.".encode()
            taken = archive.write(Capture(f"{number}.txt", body, "0" * 64, f"2024-01-0{number + 1}T00:00:00Z"))
            made.append(workers.Job(tmp_path, taken.archive, taken.offset))
    return made


def test_outcomes_come_in_order_and_failures_among_them(jobs: list[workers.Job]) -> None:
    outcomes = list(workers.read_all(jobs, "full", 2))
    assert [outcome.reading.document.origin if outcome.reading else outcome.error for outcome in outcomes] == [
        "0.txt", "1.txt", "UnreadableError", "3.txt", "4.txt",
    ]  # fmt: skip
    assert outcomes[0].reading is not None
    assert [event.start_date for event in outcomes[0].reading.events] == ["2019-03-14"]


def test_what_is_shown_already_is_not_read_again(jobs: list[workers.Job]) -> None:
    [first] = workers.read_all(jobs[:1], "full", 2)
    assert first.reading is not None
    shown = workers.parsed_digest(first.reading.document)
    [again] = workers.read_all([workers.Job(jobs[0].folder, jobs[0].archive, jobs[0].offset, shown)], "full", 2)
    assert (again.reading, again.stage) == (None, None)
    assert again.document is not None


def at_birth(job: workers.Job, memory: int) -> workers.Outcome:
    """Whether the process began with what another had loaded, and whether only its main process hears ^C."""
    shared = f"copied {gc.get_freeze_count() > 100_000}"
    return workers.Outcome(error=shared, message=str(signal.getsignal(signal.SIGINT) == signal.SIG_IGN))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each process loads for itself")
def test_processes_begin_with_all_loaded(jobs: list[workers.Job], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_read", at_birth)
    [outcome] = workers.read_all(jobs[:1], "fast", 2)
    assert (outcome.error, outcome.message) == ("copied True", "True")


def endless(job: workers.Job, memory: int) -> workers.Outcome:
    while True:
        time.sleep(0.01)


def dying(job: workers.Job, memory: int) -> workers.Outcome:
    os._exit(3)


@pytest.mark.parametrize(("work", "words"), [(endless, "took longer than 1 seconds"), (dying, "ended by itself")])
def test_a_process_that_hangs_or_dies_is_replaced(jobs, monkeypatch, work, words) -> None:
    monkeypatch.setattr(workers, "TIME_LIMIT", 1)
    with monkeypatch.context() as patch:
        patch.setattr(workers, "_read", work)
        [outcome] = workers.read_all(jobs[:1], "full", 2)
    assert words in outcome.message
    monkeypatch.undo()
    [outcome] = workers.read_all(jobs[:1], "full", 2)
    assert outcome.reading is not None


def dying_at_pictures(job: workers.Job, memory: int) -> workers.Outcome:
    if not job.pictured:
        os.abort()
    reading = read(Document(job.capture().origin, "pdf", TEXT, (Block("paragraph", TEXT, 0, len(TEXT)),)))
    return workers.Outcome(reading)


def test_what_dies_of_drawing_pages_is_read_without_their_pictures(jobs, monkeypatch) -> None:
    monkeypatch.setattr(workers, "_read", dying_at_pictures)
    outcomes = list(workers.read_all(jobs[:2], "full", 2))
    assert [outcome.reading.document.text for outcome in outcomes if outcome.reading] == [TEXT, TEXT]
    for outcome in outcomes:
        [notice] = outcome.reading.document.notices
        assert notice.startswith("Its pages have no pictures: the process that drew them ended by itself (signal")
        assert "refused more than 3 GB" in notice


def killed(job: workers.Job, memory: int) -> workers.Outcome:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def test_how_a_process_died_is_told(jobs, monkeypatch) -> None:
    monkeypatch.setattr(workers, "_read", killed)
    [outcome] = workers.read_all(jobs[:1], "full", 2)
    assert (outcome.stage, outcome.error) == ("extract", "ProcessExpired")
    assert "the system killed it, mostly because the machine had no memory left" in outcome.message


def test_memory_is_bounded(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(workers, "MEMORY_LIMIT", 1 << 24)
    with Archive(tmp_path) as archive:
        taken = archive.write(Capture("long.txt", b"vards " * 10_000_000, "0" * 64, "2024-01-01T00:00:00Z"))
    [outcome] = workers.read_all([workers.Job(tmp_path, taken.archive, taken.offset)], "full", 2)
    assert outcome.stage == "read", outcome
    assert "GB of memory" in outcome.message
