"""The chronicles that the site shows: one file, or several that are asked side by side and shown as one.

A page asks ``Chronicles`` and need not know how many there are. Each is asked in a thread of Datasette; where there are
several, every row says in ``chronicle`` whose it is, which ``row_url`` of the templates needs, and the answers are
merged (``web.merging``). One chronicle answers as it always did: nothing is marked, merged or counted twice over.

Places, organisations, people, projects and events have the same identifier in every chronicle that tells of them.
"""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Mapping
from itertools import chain, count
from pathlib import Path
from typing import Any, TypeVar

from db.keys import fold
from web.merging import Merge, Rows
from web.remembered import remembered

T = TypeVar("T")

_NONE = "[]"
#: Where other pages of the site are, or Datasette's own.
_TAKEN = ("_internal", "_memory", "about", "chronicles", "events", "picture", "search", "static")


class Chronicles:
    """Databases of Datasette by their names, which are the first part of the addresses of their pages."""

    def __init__(self, databases: Mapping[str, Any], whole: Mapping[str, Any] | None = None) -> None:
        self.databases = databases
        #: All that the site has, also where only some are asked.
        self.whole = whole or databases

    @property
    def several(self) -> bool:
        """Whether the site has more than one."""
        return len(self.whole) > 1

    @property
    def first(self) -> str:
        """The name of the only one, or of the one that stands for all."""
        return next(iter(self.databases))

    @property
    def files(self) -> list[Path]:
        return [Path(database.path) for database in self.databases.values()]

    def file(self, name: str | None = None) -> Path:
        """The file of one of them."""
        return Path(self.databases[name or self.first].path)

    def only(self, *names: str) -> Chronicles:
        """Some of them, in this order."""
        return Chronicles({name: self.whole[name] for name in names}, self.whole)

    async def each(self, function: Callable[[str, sqlite3.Connection], T]) -> dict[str, T]:
        """What the function makes of each one's name and connection."""

        async def asked(name: str) -> T:
            answer: T = await self.databases[name].execute_fn(lambda connection: function(name, connection))
            return answer

        return dict(zip(self.databases, await asyncio.gather(*map(asked, self.databases)), strict=True))

    async def ask(self, sql: str, merge: Merge | None = None, **values: Any) -> Rows:
        """The rows of a SELECT statement, its values by name; those of several after each other, or merged."""
        answers = await asyncio.gather(*(self._ask(name, sql, values) for name in self.databases))
        if len(answers) == 1:
            return answers[0]
        return merge(answers) if merge else [row for answer in answers for row in answer]

    async def _ask(self, name: str, sql: str, values: Mapping[str, Any]) -> Rows:
        rows = await self.databases[name].execute(sql, values)
        whose = {"chronicle": name} if self.several else {}
        return [{**dict(row), **whose} for row in rows]

    async def that_have(self, table: str, id_: str) -> Chronicles:
        """Those in which a table has the row with this identifier."""
        if not self.several:
            return self
        rows = await self.ask(f"select id from {table} where id = :id", id=id_)
        return self.only(*(row["chronicle"] for row in rows))

    async def told_by_several(self, sql: str, **values: Any) -> Rows:
        """The rows of a statement on the events ``:shared``, which more than one chronicle tells of."""
        if not self.several:
            return []
        shared = await self.shared()
        asked = [self._ask(name, sql, {**values, "shared": ids}) for name, ids in shared.items() if ids != _NONE]
        return [row for answer in await asyncio.gather(*asked) for row in answer]

    async def shared(self) -> dict[str, str]:
        """The identifiers of the events of each that another one of the site tells of as well, as JSON."""
        whole = self.only(*self.whole)

        async def find() -> dict[str, str]:
            ids = await asyncio.gather(*(whole.only(name).event_ids() for name in whole.databases))
            return dict(zip(whole.databases, await asyncio.to_thread(_shared, ids), strict=True))

        found = await remembered("shared", whole.files, find)
        return {name: found[name] for name in self.databases}

    async def event_ids(self) -> array[int]:
        """The identifiers of the events of one chronicle as numbers: eight bytes each, for there may be millions."""

        def read(_: str, connection: sqlite3.Connection) -> array[int]:
            return array("Q", (int(row[0], 16) for row in connection.execute("select id from events")))

        async def find() -> array[int]:
            return next(iter((await self.each(read)).values()))

        return await remembered("event ids", self.files, find)


def _shared(ids: Iterable[array[int]]) -> list[str]:
    import numpy as np  # a site over one file need not load it

    known = [np.frombuffer(one, np.uint64) if one else np.empty(0, np.uint64) for one in ids]
    values, numbers = np.unique(np.concatenate(known), return_counts=True)
    several = values[numbers > 1]
    return [json.dumps([f"{id_:016x}" for id_ in np.intersect1d(one, several).tolist()]) for one in known]


def chronicles(datasette: Any) -> Chronicles:
    """Those of a site."""
    return Chronicles({name: one for name, one in datasette.databases.items() if name != "_internal"})


def named(files: Iterable[Path]) -> dict[str, Path]:
    """A name for each file that can stand in an address: its own in plain letters, numbered where that is taken."""
    found: dict[str, Path] = {}
    for file in files:
        plain = re.sub(r"[^a-z0-9-]+", "_", fold(file.stem)).strip("_") or "chronicle"
        numbered = chain([plain], (f"{plain}_{number}" for number in count(2)))
        found[next(name for name in numbered if name not in found and name not in _TAKEN)] = file
    return found
