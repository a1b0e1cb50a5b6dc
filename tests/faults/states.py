"""A chronicle as readers see it: compared row for row, and looked at all the while that something happens to it."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db.load import open_database, read_database
from hronika.types import HronikaError

Rows = dict[str, set[tuple[Any, ...]]]

#: What tells how the database came to be, and not what it says.
_LOG = {"runs", "failures", "_sqlite_migrations"}
#: What is entered apart from the reading, as an index of the archive.
_INDEX = {"captures", "crawls"}
#: What differs where the same bytes were captured at another time.
_WHEN = {"fetched", "first_seen", "last_seen"}
#: What does not differ where they were captured twice, or a server only confirmed them.
_CAPTURED = ("source_id", "origin", "url", "sha256")
_KINDS = {"table", "virtual", "view"}


def rows(db: Database, exact: bool, index: bool = True) -> Rows:
    """Every row of every table but the log; ``exact``, or but for when and how often it was captured.

    A capture that was made at another time has another id, so ids are replaced by what was captured.
    """
    captured: dict[Any, str] = {}
    left_out = _LOG if index else _LOG | _INDEX
    if not exact:
        left_out = left_out | {"crawls", "settings"}  # of the settings, one counts captures
        places = db.execute("select id, coalesce(url, origin), sha256 from captures")
        captured = {id_: f"{place} {sha256}" for id_, place, sha256 in places}
    listed = [(name, kind) for _, name, kind, *_ in db.execute("pragma table_list")]
    return {
        table: {tuple(captured.get(value, value) for value in row) for row in db.execute(_select(db, table, exact))}
        for table, kind in listed
        if kind in _KINDS and not table.startswith("sqlite_") and table not in left_out
    }


def _select(db: Database, table: str, exact: bool) -> str:
    names = [row[1] for row in db.execute(f"pragma table_info({table})")]
    if not exact:
        names = [name for name in names if name in _CAPTURED or (table != "captures" and name not in _WHEN)]
    told = ["gone is null" if name == "gone" and not exact else f'"{name}"' for name in names]
    return f"select {', '.join(told)} from {table}"


def state(db: Database, exact: bool) -> str:
    """A digest of all that is published of what was read, in one transaction."""
    db.execute("begin")
    try:
        found = rows(db, exact, index=False)
    finally:
        db.rollback()
    told = [(table, sorted(map(repr, lines))) for table, lines in sorted(found.items())]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def empty() -> str:
    """The state of a chronicle in which nothing stands."""
    db = open_database(":memory:")
    try:
        return state(db, exact=True)
    finally:
        db.close()


def look(path: Path, exact: bool) -> str | None:
    """The state that somebody who comes now sees; None where there is no chronicle."""
    try:
        db = read_database(path)
    except HronikaError:
        return None
    try:
        return state(db, exact)
    finally:
        db.close()


class Reader(threading.Thread):
    """Looks at a database until it is ended; ``seen`` are the states, each once for as long as it lasted.

    ``lasting``: with one connection all the while, as a site has; else with a new one each time, as a command.
    """

    def __init__(self, path: Path, exact: bool, lasting: bool) -> None:
        super().__init__(daemon=True)
        self.seen: list[str | None] = []
        self.error: Exception | None = None
        self._path, self._exact, self._lasting = path, exact, lasting
        self._ended = threading.Event()

    def run(self) -> None:
        db: Database | None = None
        version = None
        try:
            while not self._ended.wait(0.01 if db else 0.1):
                if db is None and self._lasting and look(self._path, self._exact):
                    db = read_database(self._path)
                if db is None:
                    self._saw(look(self._path, self._exact))
                elif version != (version := db.execute("pragma data_version").fetchone()):  # somebody has committed
                    self._saw(state(db, self._exact))
        except (sqlite3.Error, HronikaError) as error:
            self.error = error
        finally:
            if db is not None:
                db.close()

    def _saw(self, found: str | None) -> None:
        if self.seen[-1:] != [found]:
            self.seen.append(found)

    def end(self) -> list[str | None]:
        self._ended.set()
        self.join()
        assert self.error is None, f"a reader was disturbed: {self.error!r}"
        return self.seen


def pictures(path: Path) -> set[tuple[Any, ...]]:
    """The pictures of pages, by what they show."""
    if not path.exists():
        return set()
    db = Database(path)
    try:
        return set(db.execute("select sha256, page, width, height, media_type, image, words from pictures"))
    finally:
        db.close()
