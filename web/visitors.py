"""SQL that visitors write, apart from the site's own: it is answered by ``web.sandbox``, in a few processes.

Where all of them are busy, some questions wait and others are told to come back; everybody else's pages need none of
them, and are served as if nobody asked anything. Of those, what counts the rows of a whole table is remembered.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from contextvars import ContextVar
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from datasette.database import Database, QueryInterrupted, Results
from datasette.views.base import DatasetteError
from pebble import ProcessExpired, ProcessPool

from web import sandbox
from web.i18n import gettext as _
from web.remembered import remembered

#: How many questions are answered at a time, and how many more may wait.
PROCESSES = 2
WAITING = 4
#: A second beyond its time limit after which a question that does not look at the clock is ended, process and all.
GRACE = 1
#: Milliseconds in which the rows of a table are counted for the list of tables.
COUNTING = 100
#: What of an address is SQL.
WRITTEN = ("sql", "_where")

#: Whether the request that is being answered came with SQL, and wants CSV; set for each by the plugin ``visitors``.
_by_visitor: ContextVar[tuple[bool, bool]] = ContextVar("by_visitor", default=(False, False))


def by_visitor(as_csv: bool) -> Callable[[], None]:
    """Have what is asked of the database answered apart until the function that is returned is called."""
    token = _by_visitor.set((True, as_csv))
    return lambda: _by_visitor.reset(token)


class Chronicle(Database):  # type: ignore[misc]
    """Datasette's database, which asks elsewhere what a visitor wrote."""

    _asked = 0

    async def execute(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,
    ) -> Results:
        """What a statement answers. Raises sqlite3.Error, QueryInterrupted, or DatasetteError where too many ask."""
        visiting, as_csv = _by_visitor.get()
        if not visiting:
            whole = not params and "count(*)" in sql
            if whole and "group by" in sql:  # asked once and for all, it may take longer than for one visitor
                custom_time_limit = None
            answer = partial(super().execute, sql, params, truncate, custom_time_limit, page_size, log_sql_errors)
            asked = f"{sql} {truncate} {page_size}"
            return await (remembered(asked, [Path(self.path)], answer) if whole else answer())
        limit = min(self.ds.sql_time_limit_ms, custom_time_limit or self.ds.sql_time_limit_ms)
        most = self.ds.max_returned_rows + (page_size == self.ds.max_returned_rows) if truncate else None
        try:
            found = await self._apart(sql, params or {}, limit, most)
        except sqlite3.Error as error:
            if as_csv:  # Datasette would send an empty file, as if nothing was found
                raise DatasetteError(str(error), status=400) from error
            raise
        if found.interrupted:
            raise QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, params)
        if found.too_much:
            raise sqlite3.OperationalError(_("The query needs too much memory or disk and was stopped."))
        return _results(found)

    async def table_counts(self, limit: int = COUNTING) -> dict[str, int | None]:
        """The rows of each table, None where counting them takes longer than so many milliseconds."""
        count = partial(super().table_counts, max(limit, COUNTING))
        return await remembered("rows of tables", [Path(self.path)], count)

    async def _apart(self, sql: str, values: Any, milliseconds: int, most: int | None) -> sandbox.Answer:
        if Chronicle._asked >= PROCESSES + WAITING:
            raise DatasetteError(_("Too many questions in SQL at once. Ask again in a moment."), status=503)
        uri = f"file:{self.path}?{'mode=ro' if self.is_mutable else 'immutable=1'}"
        arguments = [uri, sql, values, milliseconds, most]
        Chronicle._asked += 1
        try:
            asked = _pool().schedule(sandbox.answer, args=arguments, timeout=milliseconds / 1000 + GRACE)
            found: sandbox.Answer = await asyncio.wrap_future(asked)
        except TimeoutError:
            return sandbox.Answer(interrupted=True)
        except ProcessExpired:
            return sandbox.Answer(too_much=True)
        finally:
            Chronicle._asked -= 1
        return found


@cache
def _pool() -> ProcessPool:
    # a fork would take the threads of this process along, broken; a new process begins clean
    return ProcessPool(PROCESSES, context=get_context("spawn"), initializer=sandbox.begin)


def _results(found: sandbox.Answer) -> Results:
    """The answer as Datasette has it: rows that are read by number and by name."""
    named = ", ".join('null as "' + name.replace('"', '""') + '"' for name in found.columns)
    with closing(sqlite3.connect(":memory:")) as nowhere:
        cursor = nowhere.execute(f"select {named or 'null'}")
        rows = [sqlite3.Row(cursor, row) for row in found.rows]
        return Results(rows, found.truncated, cursor.description)
