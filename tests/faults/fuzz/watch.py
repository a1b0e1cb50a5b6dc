"""Looks at a command's processes from outside: how much memory each of them ever had, and whether they end."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_EVERY = 0.1  # seconds


@dataclass(frozen=True)
class Watched:
    """How a command ended. Peaks are of resident memory, in bytes; ``readers`` are the processes that it began."""

    status: int
    said: str
    seconds: float
    main: int
    readers: int


class HangError(Exception):
    """A command that did not end in time."""


def watched(command: Sequence[str], folder: Path, environment: Mapping[str, str], limit: float) -> Watched:
    """Run a command to its end. Raises HangError, and kills all of it, after ``limit`` seconds."""
    started, peaks = time.monotonic(), dict[int, int]()
    with (folder / "said.txt").open("w+b") as said:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdout=said, stderr=said, start_new_session=True
        )
        while process.poll() is None:
            peaks |= _peaks(process.pid)
            if time.monotonic() - started > limit:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                raise HangError(f"{' '.join(command)} did not end within {limit:.0f} s")
            time.sleep(_EVERY)
        said.seek(0)
        words = said.read().decode("utf-8", "replace")
    others = [peak for pid, peak in peaks.items() if pid != process.pid]
    seconds = time.monotonic() - started
    return Watched(process.returncode, words, seconds, peaks.get(process.pid, 0), max(others, default=0))


def _peaks(session: int) -> dict[int, int]:
    """The most resident memory so far, by process, of those that belong to a session; Linux keeps it for each."""
    found = {}
    for folder in _PROC.iterdir():
        if not folder.name.isdecimal():
            continue
        with suppress(OSError, IndexError, ValueError):  # it may have ended meanwhile
            if int((folder / "stat").read_text().rpartition(")")[2].split()[3]) == session:
                told = (folder / "status").read_text()
                found[int(folder.name)] = int(told.partition("VmHWM:")[2].split()[0]) * 1024
    return found
