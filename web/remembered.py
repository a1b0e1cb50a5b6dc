"""What the whole chronicle comes to, counted once and remembered until its file changes.

The first page tells of every event; counting them anew for each visitor would read everything each time.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

_known: dict[Path, tuple[tuple[tuple[int, int], ...], dict[str, Any]]] = {}


def state(file: Path) -> tuple[tuple[int, int], ...]:
    """What changes whenever something is committed to a database: time and size of the file and of its log."""
    files = (file, file.with_name(f"{file.name}-wal"))
    return tuple((found.st_mtime_ns, found.st_size) for one in files if one.exists() for found in [one.stat()])


async def remembered(file: Path, count: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
    """What ``count`` answers for this file as it is now."""
    now = state(file)
    if file not in _known or _known[file][0] != now:
        _known[file] = (now, await count())
    return _known[file][1]
