"""The database itself, as it is between two runs, in one file that any SQLite opens and `hronika serve` shows."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from db.export.about import About
from db.export.files import whole

#: Settings that the site publishes too; whatever else a chronicle keeps there stays at home.
_PUBLIC = ("people",)


def write_copy(db: Database, path: Path, about: About) -> int:
    """Write a copy, whole also while a run goes on, with a table ``about``; returns how many events it has."""
    with whole(path) as unfinished:
        unfinished.unlink(missing_ok=True)  # SQLite writes into no file that is there
        db.conn.rollback()  # SQLite copies outside of transactions only; the copy is of one moment all the same
        db.execute("vacuum into ?", [str(unfinished)])
        with closing(sqlite3.connect(unfinished)) as copy, copy:
            copy.execute("pragma secure_delete = on")  # what is deleted leaves no trace in the file
            copy.execute(
                "delete from settings where name not in (select value from json_each(?))", [json.dumps(_PUBLIC)]
            )
            copy.execute("create table about (name text primary key, value text)")
            copy.executemany("insert into about values (?, ?)", about.facts().items())
            events: int = copy.execute("select count(*) from events").fetchone()[0]
        return events
