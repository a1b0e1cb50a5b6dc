"""What whole chronicles come to, counted once and remembered until one of their files changes.

The first page tells of every event; counting them anew for each visitor would read everything each time.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
State = tuple[tuple[int, int], ...]

_known: dict[tuple[str, tuple[Path, ...]], tuple[list[State], Any]] = {}


def state(file: Path) -> State:
    """What changes whenever something is committed to a database: time and size of the file and of its log."""
    files = (file, file.with_name(f"{file.name}-wal"))
    return tuple((found.st_mtime_ns, found.st_size) for one in files if one.exists() for found in [one.stat()])


async def remembered(what: str, files: Sequence[Path], count: Callable[[], Awaitable[T]]) -> T:
    """What ``count`` answers for these files as they are now."""
    now, key = [state(file) for file in files], (what, tuple(files))
    if key not in _known or _known[key][0] != now:
        _known[key] = (now, await count())
    answer: T = _known[key][1]
    return answer
