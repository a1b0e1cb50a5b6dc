"""A digest of each table, to tell whether two chronicles are the same, and in which table they are not.

Chronicles read from the same captures by the same version have the same digests, whichever machine read them, and when;
the log of runs alone tells of that, and has none.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from db.export.about import About
from db.export.files import whole_file
from db.export.rows import columns, line, rows

#: Tables that tell of runs and of nothing else, and columns that name one.
RUNS = ("runs",)
OF_RUNS = ("run_id",)


def write_digests(db: Database, path: Path, about: About) -> int:
    """Write a line for each table, as ``sha256sum`` does; returns how many there are."""
    tables = [table for table in about.tables if table not in RUNS]
    with whole_file(path) as out:
        for table in tables:
            out.write(f"{digest(db, table)}  {table}.jsonl\n".encode())
    return len(tables)


def digest(db: Database, table: str) -> str:
    """SHA-256 of the rows as lines of JSON, sorted by their bytes."""
    names = columns(db, table)
    with closing(sqlite3.connect("")) as sorting:  # in a file that goes with it: a large table sorts there too
        sorting.execute("create table lines (line blob)")
        found = (dict(zip(names, row, strict=True)) for row in rows(db, table))
        told = ({name: value for name, value in row.items() if name not in OF_RUNS} for row in found)
        sorting.executemany("insert into lines values (?)", ((line(row),) for row in told))
        summed = hashlib.sha256()
        for (one,) in sorting.execute("select line from lines order by line"):
            summed.update(one)
    return summed.hexdigest()
