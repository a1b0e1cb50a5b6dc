"""Runs ``hronika`` and kills it: ``python -m tests.faults.victim PLAN ARGUMENT…``.

A profiler hears of every call that changes something outside (statements, writes, fsync) or waits for another process,
before it happens, and of the stage of the run it belongs to: nothing of the code is replaced. PLAN is JSON: ``stage``
and ``number`` (the call to strike at), ``delay`` (seconds into that call, or after it), ``group`` (kill all processes,
or the main one alone) and ``told``, a file that holds the stage under way; without a ``stage`` it tells at the end how
often each was called, and the seconds of its longest call.
"""

from __future__ import annotations

import json
import linecache
import os
import signal
import sqlite3
import sys
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = f"{Path(__file__).parents[2]}/"
_CHANGES = {"execute", "executemany", "executescript", "write", "fsync", "pwrite", "truncate", "ftruncate", "close"}
_WAITS = {"acquire": "read", "read": "crawl"}  # for a reader's outcome; for what a crawl tells
#: What a module of ours does, seen from the one that runs the run; any other is called by its name.
_STAGES = {
    "pipeline/crawling.py": "crawl", "pipeline/workers.py": "read", "db/captures.py": "capture",
    "sources/archive/store.py": "capture", "sources/archive/writing.py": "capture", "db/rows.py": "load",
    "db/mentions.py": "load", "db/decisions.py": "settle", "pipeline/models/__init__.py": "models",
    "pipeline/preloaded/__init__.py": "models",
}  # fmt: skip
_FUNCTIONS = {"open_database": "opening", "enter_archive": "entering"}
#: Who runs the run.
_RUNNING = ("pipeline/runner.py", "pipeline/cli.py", "pipeline/verbs_archive.py", "tests/")


def stage_of(frame: FrameType) -> str:
    """The outermost module at work on behalf of the run; the transaction and the end of it are the run's own.

    What is handed over to be read is captured in between.
    """
    found, calling = "", frame
    while calling.f_back is not None:
        name = calling.f_code.co_filename
        ours = name.startswith(ROOT) and "/.venv/" not in name and not name[len(ROOT) :].startswith(_RUNNING)
        if ours and not (found and name.endswith("pipeline/workers.py")):
            found = _FUNCTIONS.get(calling.f_code.co_name) or name[len(ROOT) :]
        calling = calling.f_back
    if found:
        return _STAGES.get(found) or Path(found).stem
    return "commit" if "COMMIT" in linecache.getline(frame.f_code.co_filename, frame.f_lineno) else "run"


class Watch:
    """The profiler of the main thread."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.counts: Counter[str] = Counter()
        self.longest: defaultdict[str, float] = defaultdict(float)
        self._plan = plan
        self._told = os.open(plan["told"], os.O_RDWR | os.O_CREAT)
        self._stage, self._since = "", time.monotonic()
        self._enter("beginning")

    def __call__(self, frame: FrameType, event: str, called: Any) -> None:
        if event != "c_call" or not (called.__name__ in _CHANGES or called.__name__ in _WAITS):
            return
        stage = stage_of(frame)
        if called.__name__ == "close":
            if not isinstance(called.__self__, sqlite3.Connection):
                return
            stage = "checkpoint" if stage == "run" else stage
        elif stage != _WAITS.get(called.__name__, stage):
            return
        self._enter(stage)
        self.counts[stage] += 1
        if (stage, self.counts[stage]) == (self._plan.get("stage"), self._plan.get("number")):
            self._strike()

    def _enter(self, stage: str) -> None:
        now = time.monotonic()
        self.longest[self._stage] = max(self.longest[self._stage], now - self._since)
        self._since = now
        if stage != self._stage:
            self._stage = stage
            os.pwrite(self._told, stage.encode().ljust(20), 0)

    def _strike(self) -> None:
        if self._plan["delay"]:
            threading.Timer(self._plan["delay"], self._kill).start()
        else:
            self._kill()

    def _kill(self) -> None:
        (os.killpg if self._plan["group"] else os.kill)(os.getpid(), signal.SIGKILL)

    def end(self) -> None:
        self._enter("end")
        if "stage" not in self._plan:
            told = {"counts": self.counts, "longest": self.longest}
            Path(self._plan["told"]).write_text(json.dumps(told), encoding="utf-8")


def main() -> None:
    import pipeline.runner  # noqa: F401  # what only loads modules is not looked at
    from pipeline.cli import main as hronika

    watch = Watch(json.loads(sys.argv[1]))
    sys.argv[1:] = sys.argv[2:]
    sys.setprofile(watch)
    try:
        hronika()
    finally:
        sys.setprofile(None)
        watch.end()


if __name__ == "__main__":
    main()
