"""Spark makes what a single machine makes, row for row: here, on a cluster, and where a worker is killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from archived_pages import dump, run
from sqlite_utils import Database

from pipeline import runner

PATIENCE = 900  # seconds for what should take ten


def arguments(archive: Path, out: Path, master: str) -> list[str]:
    return [
        "extract", "--engine", "spark", "--master", master, "--captures", f"{archive}/*.warc.gz", "--out", str(out),
        "--model", "fast", "--partitions", "5",
    ]  # fmt: skip


def test_here(spark: Path, archive: Path, expected: dict[str, list[Any]], tmp_path: Path) -> None:
    out, db = tmp_path / "out", tmp_path / "B.db"
    said = run(*arguments(archive, out, "local[2]"), status=1)
    assert "documents read, 1 failed" in said
    assert {part.name.partition("=")[0] for part in out.iterdir() if part.is_dir()} == {"source_id"}
    assert "Name another folder" in run(*arguments(archive, out, "local[2]"), status=1)
    assert "1 failed" in run("load", out, "--db", db, status=1)
    assert dump(db) == expected
    assert "nothing has changed" in run("load", out, "--db", db)
    assert dump(db) == expected
    shutil.copytree(archive, tmp_path / "B.archive", dirs_exist_ok=True)
    assert "0 problems" in run("verify", "--db", db)
    shared_out(out, tmp_path / "chronicles", expected)


def shared_out(out: Path, folder: Path, expected: dict[str, list[Any]]) -> None:
    """A database for each source; a load that breaks off leaves nothing, and goes on when it is begun again."""
    command = ["load", out, "--into", folder, "--by", "source"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "settle", lambda *_: sys.exit(9))
        run(*command, status=9)
    assert not Database(folder / "files.db")["captures"].count
    run(*command, status=1)
    parts = [dump(folder / f"{name}.db") for name in ("files", "km")]
    assert sorted(row for part in parts for row in part["captures"]) == expected["captures"]
    assert sum(len(part["documents"]) for part in parts) == len(expected["documents"])
    found = run("search", "seminārs", "--json", "--limit", 100, "--db", folder)
    assert {urlsplit(json.loads(line)["url"] or "").hostname for line in found.splitlines()} == {"www.km.gov.lv", None}


def test_a_worker_killed_in_the_middle(
    spark: Path, archive: Path, expected: dict[str, list[Any]], tmp_path: Path
) -> None:
    out, db = tmp_path / "out", tmp_path / "B.db"
    with cluster(spark) as (master, workers):
        command = [sys.executable, "-c", "from pipeline.cli import main; main()", *arguments(archive, out, master)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as job:
            until(lambda: any(out.glob("_temporary/0/task_*")) or job.poll() is not None)
            assert job.poll() is None
            assert not (out / "_SUCCESS").exists()
            assert "no finished extraction" in run("load", out, "--db", db, status=1)
            worker = next(one for one in workers if pythons(one.pid))
            lost = pythons(worker.pid)
            kill(worker.pid)
            said, _ = job.communicate(timeout=PATIENCE)
        assert job.returncode == 1, said  # for the page that nobody can read
        assert "documents read, 1 failed" in said
        assert not any(map(alive, lost))
    run("load", out, "--db", db, status=1)
    assert dump(db) == expected


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A standalone master with two workers of one core each, on loopback."""
    import pyspark

    home = Path(pyspark.__file__).parent
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    master, place = f"spark://127.0.0.1:{port}", ["--host", "127.0.0.1", "--webui-port", "0"]
    started = list[subprocess.Popen[bytes]]()

    def start(kind: str, *arguments: str) -> None:
        with (folder / f"{kind}-{len(started)}.log").open("wb") as log:
            command = [str(home / "bin/spark-class"), f"org.apache.spark.deploy.{kind}", *place, *arguments]
            environment = {**os.environ, "SPARK_HOME": str(home)}
            started.append(subprocess.Popen(command, stdout=log, stderr=log, env=environment))

    try:
        start("master.Master", "--port", str(port))
        until(lambda: listens(port))
        for number in range(2):
            work = ["--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"work{number}")]
            start("worker.Worker", *work, master)
        logs = [folder / f"worker.Worker-{number}.log" for number in (1, 2)]
        until(lambda: all("Successfully registered" in log.read_text() for log in logs))
        yield master, started[1:]
    finally:
        for process in started:
            kill(process.pid)
            process.wait()


def until(done: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > end:
            pytest.fail("it takes too long")
        time.sleep(0.05)


def listens(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def tree(pid: int) -> list[int]:
    """A process and all that it began, directly or not."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it ended meanwhile
        children.setdefault(parent, []).append(int(stat.parent.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def pythons(pid: int) -> list[int]:
    """The processes that read, of all that a worker of Spark began."""
    found = []
    for one in tree(pid):
        with suppress(OSError):  # it ended meanwhile
            if "python" in Path(f"/proc/{one}/comm").read_text():
                found.append(one)
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def kill(pid: int) -> None:
    for one in tree(pid):
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            continue


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"--captures": "nothing/*.warc.gz"}, "names no file"),
        ({"--master": "spark://127.0.0.1:1"}, "No Spark master answers"),
    ],
)
def test_what_cannot_begin_says_why(spark: Path, archive: Path, tmp_path: Path, changed: Any, words: str) -> None:
    asked = arguments(archive, tmp_path / "out", "local[1]")
    for option, value in changed.items():
        asked[asked.index(option) + 1] = value
    assert words in run(*asked, status=1)


def test_without_java(spark: Path, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert "needs Java" in run(*arguments(archive, tmp_path / "out", "local[1]"), status=1)


def test_without_the_extra(spark: Path, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    assert "pip install 'hronika[spark]'" in run(*arguments(archive, tmp_path / "out", "local[1]"), status=1)
