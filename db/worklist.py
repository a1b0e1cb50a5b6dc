"""The captures that a run has to read, in order and each once: kept in the database, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlite_utils import Database

_TOGETHER = 500  # rows that are in memory at a time


class Worklist:
    """The list of one run; it begins empty."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.taken = 0  #: how many captures were taken from it
        self._last = 0
        db.execute("drop table if exists temp.worklist")
        db.execute("create temp table worklist (place integer primary key, capture_id text not null unique)")

    def __len__(self) -> int:
        """How many captures were ever on the list."""
        return self._last

    def __contains__(self, capture: str) -> bool:
        """Whether a capture was ever on the list, by its id."""
        return self._db.execute("select 1 from temp.worklist where capture_id = ?", [capture]).fetchone() is not None

    def add(self, captures: Iterable[str]) -> int:
        """Put captures at the end by their ids, but for those that were ever on the list; returns how many came."""
        # a conflict would leave a gap between the places
        sql = "insert into temp.worklist (capture_id) select :id where :id not in (select capture_id from worklist)"
        added = self._db.conn.executemany(sql, ({"id": id_} for id_ in captures)).rowcount
        self._last += added
        return added

    def waits(self) -> bool:
        """Whether anything was added since ``take`` was last called."""
        return self._last > self.taken

    def take(self) -> Iterator[dict[str, Any]]:
        """The rows of ``captures`` of all that was added since this was last called."""
        first, self.taken = self.taken + 1, self._last
        return self._rows(first, self._last)

    def _rows(self, first: int, last: int) -> Iterator[dict[str, Any]]:
        sql = (
            "select c.* from temp.worklist w join captures c on c.id = w.capture_id"
            " where w.place between ? and ? order by w.place"
        )
        for place in range(first, last + 1, _TOGETHER):
            yield from list(self._db.query(sql, [place, min(place + _TOGETHER - 1, last)]))
