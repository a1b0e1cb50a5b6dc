"""The benchmark of ingestion measures what it says, here with a stand-in for the command that does next to nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import ingest
from benchmarks.generate import documents, write_folder

#: Counts a document on its bar, holds on a while, and writes down what it was asked.
STAND_IN = """#!/bin/sh
echo "$@" >> "$(dirname "$0")/asked"
printf 'Reading: 0/20 [00:00<?]\\rReading: 1/20 [00:00<00:01]' >&2
sleep 0.4
"""


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    command = tmp_path / "hronika"
    command.write_text(STAND_IN, encoding="utf-8")
    command.chmod(0o755)
    monkeypatch.setattr(ingest, "HRONIKA", command)
    monkeypatch.setattr(ingest, "STARTS", 2)
    monkeypatch.setattr(ingest, "_EVERY", 0.02)
    for name, number in (("documents", 10), ("few", 1)):
        write_folder(documents(number), tmp_path / name)
    return tmp_path


def test_memory_is_watched_while_the_command_runs(scratch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = ingest.memory(scratch / "documents", scratch / "few", scratch, "fast")
    assert run.peak > 0
    assert "| 1 |" in (out := capsys.readouterr().out)
    assert "| 10 |" in out


def test_a_rerun_has_the_same_folder_and_database(scratch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in (scratch / "documents").rglob("*") if path.is_file()}
    ingest.rerun(scratch / "documents", scratch, "fast", 100, ingest.Run(100.0, 0.0))
    asked = (scratch / "asked").read_text(encoding="utf-8").splitlines()
    assert len(asked) == 2  # the first run was done before
    assert len(set(asked)) == 1
    assert sum(path.read_bytes() != body for path, body in before.items()) <= 1
    assert "| first | 100.0 | 100.0% |" in capsys.readouterr().out


def test_a_start_ends_when_the_bar_counts(scratch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ingest.start(scratch / "documents", scratch, "fast")
    assert "until the first document is read" in capsys.readouterr().out
    databases = [line.split("--db ")[1] for line in (scratch / "asked").read_text().splitlines() if "--db" in line]
    assert len(set(databases)) == 2  # each start begins with nothing


def test_a_command_that_fails_is_no_measurement(scratch: Path) -> None:
    (scratch / "hronika").write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="ended with 3"):
        ingest.ingest(scratch / "documents", scratch / "x.db", "fast", 1, 1)
