"""What whole chronicles come to, counted once and remembered until one of their files changes.

The first page tells of every event, and the page of a table how many rows have which value; counting them anew for each
visitor would read everything each time.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
State = tuple[tuple[int, int], ...]

#: So many answers are kept of the same files; what nobody asked for the longest is forgotten.
MOST = 200

_known: dict[tuple[Path, ...], dict[str, tuple[list[State], Any]]] = {}


def state(file: Path) -> State:
    """What changes whenever something is committed to a database: time and size of the file and of its log."""
    files = (file, file.with_name(f"{file.name}-wal"))
    return tuple((found.st_mtime_ns, found.st_size) for one in files if one.exists() for found in [one.stat()])


async def remembered(what: str, files: Sequence[Path], count: Callable[[], Awaitable[T]]) -> T:
    """What ``count`` answers for these files as they are now."""
    now, known = [state(file) for file in files], _known.setdefault(tuple(files), {})
    found = known.pop(what, None)
    if found is None or found[0] != now:
        found = now, await count()
    known[what] = found
    while len(known) > MOST:
        del known[next(iter(known))]
    answer: T = found[1]
    return answer
