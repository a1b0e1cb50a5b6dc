"""Gives mutants to ``hronika ingest``, some hundreds at a time, and holds the run to what it promises.

Whatever was in the inputs: the run ends by itself with the exit status that its documentation tells, no process grows
beyond the memory limit, the database is whole and every quote in it stands in its text, and each input is accounted
for: read, or failed with an error that a person can do something about. An error of Python's own is a fault of ours.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from hronika.types import UnreadableError
from pipeline.workers import MEMORY_LIMIT, TIME_LIMIT
from sources.archive.foreign import captures
from tests.faults.fuzz.mutations import Mutant
from tests.faults.fuzz.watch import HangError, Watched, watched

_HERE = Path(__file__).parent
_HRONIKA = (sys.executable, "-c", "from pipeline.cli import main; main()")
#: Kinds of inputs that are no documents themselves but hold some.
_ARCHIVES = ("warc", "warc.gz", "arc", "arc.gz", "wacz")
#: What may be wrong with an input, as ``failures.error`` has it; any other error is a fault of the code.
_TYPED = ("UnreadableError", "DamagedError", "RecordError", "NotReadError")
#: Bytes that a reading process has by itself, with the model, at most; the limit counts what a document adds.
_OWN = 2**30
#: Captures to be read of which neither a reading nor a failure tells.
_FORGOTTEN = """
    select origin from captures c where role = 'document' and same_as is null
    and not exists (select 1 from readings where capture_id = c.id)
    and not exists (select 1 from failures where capture_id = c.id)
"""


@dataclass
class Report:
    """What became of the inputs of several batches; times in seconds, peaks in bytes."""

    inputs: Counter[str] = field(default_factory=Counter)  #: by kind
    read: int = 0  #: documents, those in archives too
    failed: Counter[str] = field(default_factory=Counter)  #: by stage and error
    in_part: int = 0
    seconds: float = 0.0
    main: int = 0
    reader: int = 0
    slowest: list[tuple[float, float, str]] = field(default_factory=list)  #: processor time, wall time, origin
    problems: list[str] = field(default_factory=list)

    def table(self) -> str:
        """The report as a Markdown table."""
        cpu, _, origin = max(self.slowest, default=(0.0, 0.0, "none"))
        longest = max((wall for _, wall, _ in self.slowest), default=0.0)
        kinds = ", ".join(f"{kind} {number:,}" for kind, number in self.inputs.items())
        lines = [
            ("inputs", f"{self.inputs.total():,}: {kinds}"),
            ("documents read, those inside archives too", f"{self.read:,}, of these {self.in_part:,} in part"),
            *((f"failed: {name}", f"{number:,}") for name, number in self.failed.most_common()),
            ("slowest document", f"{cpu:.1f} s of processor time ({origin}); longest wait {longest:.1f} s"),
            ("peak memory of the main process", f"{self.main / 2**20:,.0f} MB"),
            ("peak memory of a reading process", f"{self.reader / 2**20:,.0f} MB"),
            ("wall time", f"{self.seconds:,.0f} s"),
            ("crashes, hangs, unaccounted inputs, errors of ours", f"{len(self.problems)}"),
        ]
        return "\n".join(["| what | figure |", "| --- | --- |", *(f"| {what} | {figure} |" for what, figure in lines)])


def run(mutants: Sequence[Mutant], folder: Path, report: Report, jobs: int = 2) -> None:
    """Ingest ``mutants`` into a database in ``folder``, which is made anew, and enter in ``report`` what came of it."""
    shutil.rmtree(folder, ignore_errors=True)
    inputs, db_path = folder / "inputs", folder / "fuzz.db"
    inputs.mkdir(parents=True)
    for one in mutants:
        (inputs / one.name).write_bytes(one.body)
    report.inputs.update(one.kind for one in mutants)
    command = (*_HRONIKA, "ingest", str(inputs), "--db", str(db_path), "--model", "fast", "--jobs", str(jobs))
    clock = folder / "clock.jsonl"
    clock.touch()  # where nothing is to be read, nobody writes to it
    paths = (str(_HERE / "clock"), str(_HERE.parents[2]), os.environ.get("PYTHONPATH", ""))
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "HRONIKA_CLOCK": str(clock)}
    try:
        seen = watched(command, folder, environment, limit=TIME_LIMIT * max(4, len(mutants) // 20))
    except HangError as error:
        report.problems.append(str(error))
        return
    report.seconds += seen.seconds
    report.main, report.reader = max(report.main, seen.main), max(report.reader, seen.readers)
    report.slowest = sorted([*report.slowest, *_timed(clock)], reverse=True)[:20]
    report.problems += [*_unsound(seen), *_unaccounted(mutants, inputs, db_path, report), *_damaged(folder, db_path)]


def _timed(clock: Path) -> Iterator[tuple[float, float, str]]:
    """What each document took, parsing and reading together."""
    cpu, wall = Counter[str](), Counter[str]()
    for line in clock.read_text("utf-8").splitlines():
        _, origin, seconds, busy = json.loads(line)
        cpu[origin] += busy
        wall[origin] += seconds
    for origin, busy in cpu.items():
        yield round(busy, 1), round(wall[origin], 1), origin


def _unsound(seen: Watched) -> Iterator[str]:
    """What is wrong with how the command ended."""
    if seen.status not in (0, 1) or "Traceback" in seen.said or " documents" not in seen.said:
        yield f"exit status {seen.status}: {seen.said[-2000:]}"
    if ("failed: " in seen.said) != (seen.status == 1):
        yield f"exit status {seen.status} does not tell whether anything failed"
    limits = ("the main process", seen.main, MEMORY_LIMIT), ("a reading process", seen.readers, _OWN + MEMORY_LIMIT)
    for who, peak, limit in limits:
        if peak > limit:
            yield f"{who} had {peak / 2**20:,.0f} MB"


def _unaccounted(mutants: Sequence[Mutant], inputs: Path, db_path: Path, report: Report) -> Iterator[str]:
    """Inputs of which the database tells nothing, or that failed for a fault of the code."""
    with closing(sqlite3.connect(db_path)) as db:
        if (said := db.execute("pragma integrity_check").fetchone()[0]) != "ok":
            yield f"the database is damaged: {said}"
        read = {origin for (origin,) in db.execute("select origin from captures")}
        failures = db.execute("select origin, stage, error, message from failures").fetchall()
        report.read += db.execute("select count(*) from readings").fetchone()[0]
        yield from (f"{origin} was forgotten" for (origin,) in db.execute(_FORGOTTEN))
    for origin, stage, error, message in failures:
        if stage == "part":
            report.in_part += 1
        else:
            report.failed[f"{stage}, {error}"] += 1
        if error not in _TYPED:
            yield f"{origin}: {stage}, {error}: {message}"
    told = {origin.partition("#")[0] for origin in (*read, *(origin for origin, *_ in failures))}
    for one in mutants:
        if f"{inputs.name}/{one.name}" not in told and not (one.kind in _ARCHIVES and _is_empty(inputs / one.name)):
            yield f"{one.name} is not accounted for"


def _is_empty(archive: Path) -> bool:
    """Whether a web archive holds records, and none of a document."""
    try:
        return not list(captures(archive, archive.name, Counter()))
    except UnreadableError:
        return False


def _damaged(folder: Path, db_path: Path) -> Iterator[str]:
    """What ``hronika verify`` finds: a capture that is not as it was, a quote that does not stand in its text."""
    seen = watched((*_HRONIKA, "verify", "--db", str(db_path)), folder, {}, limit=3600)
    if seen.status:
        yield f"hronika verify: {seen.said[-2000:]}"
