"""The captures that a run has to read, in order and each once: kept in the database, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

_TOGETHER = 500  # rows that are in memory at a time


@dataclass(frozen=True)
class Part:
    """A part of a list that no longer grows; it can be gone through more than once, side by side."""

    db: Database
    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The rows of ``captures``."""
        sql = (
            "select c.* from temp.worklist w join captures c on c.id = w.capture_id"
            " where w.place between ? and ? order by w.place"
        )
        for place in range(self.first, self.last + 1, _TOGETHER):
            yield from list(self.db.query(sql, [place, min(place + _TOGETHER - 1, self.last)]))


class Worklist:
    """The list of one run; it begins empty."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._taken = 0
        db.execute("drop table if exists temp.worklist")
        db.execute("create temp table worklist (place integer primary key, capture_id text not null unique)")

    def add(self, captures: Iterable[str]) -> int:
        """Put captures at the end by their ids, but for those that were ever on the list; returns how many came."""
        # a conflict would leave a gap between the places
        sql = "insert into temp.worklist (capture_id) select :id where :id not in (select capture_id from worklist)"
        return self._db.conn.executemany(sql, ({"id": id_} for id_ in captures)).rowcount

    def waits(self) -> bool:
        """Whether anything was added since ``take`` was last called."""
        return self._last() > self._taken

    def take(self) -> Part:
        """All that was added since this was last called."""
        first, self._taken = self._taken + 1, self._last()
        return Part(self._db, first, self._taken)

    def _last(self) -> int:
        [[place]] = self._db.execute("select coalesce(max(place), 0) from temp.worklist").fetchall()
        return int(place)
