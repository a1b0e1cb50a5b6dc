"""The rows of a table, one at a time in the order of its keys, as lines of CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from sqlite_utils import Database
from sqlite_utils.db import Table

from db.export.cells import harmless
from db.migrations import KEPT_VERSIONS, VERSIONS

#: Writes the rows of a table to a file; returns how many.
Lines = Callable[[Database, str, IO[bytes]], int]


def keyed(db: Database, table: str) -> Table:
    """The table itself, or the one that has the columns and keys of what is a view."""
    return db.table(KEPT_VERSIONS if table == VERSIONS else table)


def rows(db: Database, table: str) -> Iterator[tuple[Any, ...]]:
    """All rows, in the order of the primary key."""
    order = ", ".join(f"[{column}]" for column in keyed(db, table).pks)
    yield from db.conn.execute(f"select * from [{table}] order by {order}")


def columns(db: Database, table: str) -> list[str]:
    return [column.name for column in keyed(db, table).columns]


def write_csv(db: Database, table: str, out: IO[bytes]) -> int:
    """RFC 4180 in UTF-8; no cell is a formula."""
    with _text(out) as text:
        writer = csv.writer(text)
        writer.writerow(columns(db, table))
        return sum(bool(writer.writerow(map(harmless, row))) for row in rows(db, table))


def write_jsonl(db: Database, table: str, out: IO[bytes]) -> int:
    """One object a line; what is not known is null."""
    names = columns(db, table)
    written = 0
    for row in rows(db, table):
        out.write(line(dict(zip(names, row, strict=True))))
        written += 1
    return written


def line(value: Any) -> bytes:
    """A value as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


@contextmanager
def _text(out: IO[bytes]) -> Iterator[io.TextIOWrapper]:
    """A file of bytes to write text to, which stays open afterwards."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    try:
        yield text
    finally:
        text.detach()
