"""What the model said of each text, kept beside the chronicle in ``NAME.analyses.db``, so that it says it only once.

Reading with the model takes most of the time of a run. A run that goes on after it was killed, or one that reads again
because a reader changed, takes what was said from here. The file may be thrown away at any time: that costs time and
nothing else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from db.ids import digest

_TABLE = (
    "create table if not exists analyses (model text, sha256 blob, analysis blob, primary key (model, sha256))"
    " without rowid"
)
_COMMITTED_TOGETHER = 200


def analyses_file(db_path: Path) -> Path:
    """Where the analyses of a chronicle lie: beside it, under its name."""
    return db_path.with_name(f"{db_path.stem}.analyses.db")


class Analyses:
    """The analyses of one chronicle, to look into and to add to; a file that is damaged is begun anew."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._db = self._open()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):  # the disk is full, say, and the file as it should be
                raise
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            self._db = self._open()
        self._kept = 0

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=30)
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = normal")
        db.execute(_TABLE)
        return db

    def count(self, model: str) -> int:
        """How many texts a model has analysed."""
        [[number]] = self._db.execute("select count(*) from analyses where model = ?", [model])
        return int(number)

    def keep(self, model: str, analyses: Iterable[tuple[bytes, bytes]]) -> None:
        """Add analyses by the digests of their texts. They stay, whatever becomes of the run."""
        rows = [(model, *analysis) for analysis in analyses]
        self._db.executemany("insert into analyses values (?, ?, ?) on conflict do nothing", rows)
        self._kept += len(rows)
        if self._kept >= _COMMITTED_TOGETHER:
            self._db.commit()
            self._kept = 0

    def close(self) -> None:
        """Let the file go."""
        self._db.commit()
        self._db.close()


def text_key(text: str) -> bytes:
    """What an analysis is kept by."""
    return bytes.fromhex(digest(text))


def find(path: Path, model: str, text: str) -> bytes | None:
    """The analysis of a text, as a process that only reads asks for it; None where there is none, or no way to it."""
    with suppress(sqlite3.DatabaseError), _reading(path) as db:
        row = db.execute("select analysis from analyses where model = ? and sha256 = ?", (model, text_key(text)))
        return next((bytes(analysis) for [analysis] in row), None)
    return None


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
    try:
        yield db
    finally:
        db.close()
