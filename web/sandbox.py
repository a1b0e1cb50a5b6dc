"""The process that answers a visitor's SQL: what it may use of the machine, and what it hands back.

One instruction of SQL can take a gigabyte of memory, or hours in which SQLite looks at no clock: ``zeroblob(1e9)``,
``instr`` of megabytes in megabytes. No limit within a connection stops all of that. A process can be limited as a
whole, has the lowest priority, and can be killed; ``web.visitors`` begins it and ends it.
"""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hronika.orphans import end_with_parent
from web.functions import add_functions

#: Bytes that SQLite may hold for a visitor; beyond it, a statement ends with an error.
HEAP = 64 * 2**20
#: Bytes that the process may map beyond what it has when it begins.
MEMORY = 512 * 2**20
#: Bytes of a file that a sort may spill into.
FILE = 256 * 2**20
#: Bytes of one text, well above the longest document, and letters of a pattern of ``like`` or ``glob``.
TEXT = 16 * 2**20
PATTERN = 1000
#: Bytes and values of an answer: the page that shows it is made while no one else is answered.
ANSWER = 10 * 2**20
VALUES = 20_000
#: Instructions of SQLite between two looks at the clock.
STEPS = 1000


@dataclass(frozen=True)
class Answer:
    """Rows under the names of their columns; whether there are more; or why there are none."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    truncated: bool = False
    interrupted: bool = False
    too_much: bool = False  #: it needed more memory or disk than it may use


def begin() -> None:
    """Get a new process ready: it gives way to the site, and cannot eat the machine."""
    end_with_parent()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # Python's own handler would wait until SQLite is done
    os.nice(19)
    _limit(resource.RLIMIT_FSIZE, FILE)
    if sys.platform == "linux":
        mapped = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        _limit(resource.RLIMIT_AS, mapped + MEMORY)


def _limit(what: int, size: int) -> None:
    soft, hard = resource.getrlimit(what)
    resource.setrlimit(what, (min(limit for limit in (size, soft) if limit != resource.RLIM_INFINITY), hard))


_connections: dict[str, sqlite3.Connection] = {}


def connection(uri: str) -> sqlite3.Connection:
    """The connection of this process to a database."""
    if uri not in _connections:
        opened = sqlite3.connect(uri, uri=True)
        opened.text_factory = lambda text: str(text, "utf-8", "replace")
        opened.execute(f"pragma hard_heap_limit = {HEAP}")
        opened.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, TEXT)
        opened.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, PATTERN)
        add_functions(opened)
        _connections[uri] = opened
    return _connections[uri]


def answer(uri: str, sql: str, values: Any, milliseconds: int, most: int | None) -> Answer:
    """What a statement answers, at most so many rows. Raises sqlite3.Error where it is wrong."""
    opened = connection(uri)
    try:
        end = time.monotonic() + milliseconds / 1000
        opened.set_progress_handler(lambda: time.monotonic() >= end, STEPS)
        cursor = opened.execute(sql, values)
        columns = tuple(column[0] for column in cursor.description or ())
        rows, truncated = first(cursor, most, VALUES // max(1, len(columns)))
    except MemoryError:
        return Answer(too_much=True)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            return Answer(interrupted=True)
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):  # what a sort spills into
            return Answer(too_much=True)
        raise
    return Answer(columns, rows, truncated)


def first(cursor: Iterable[tuple[Any, ...]], *most: int | None) -> tuple[tuple[tuple[Any, ...], ...], bool]:
    """The first rows, as many as all limits allow, and whether there are more."""
    limit = min((number for number in most if number is not None), default=None)
    rows: list[tuple[Any, ...]] = []
    size = 0
    for row in cursor:
        size += sum(len(value) for value in row if isinstance(value, str | bytes))
        if len(rows) == limit or (rows and size > ANSWER):
            return tuple(rows), True
        rows.append(row)
    return tuple(rows), False
