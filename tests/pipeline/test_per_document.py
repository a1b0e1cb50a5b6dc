"""What a run asks of the database for each document: nothing looks through a table, else runs grow by the square."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import load
from pipeline import runner

_TEXT = "2019. gada {} martā Cēsīs notika seminārs, tajā piedalījās 40 bibliotekāri no Kultūras ministrijas."
_VALUE = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
#: Subqueries of one row, lists that were given, and indexes of words, which look at what matches.
_BOUNDED = re.compile(r"SCAN (?:\w+ VIRTUAL TABLE|CONSTANT ROW|json_each|s$)")


def test_no_table_is_looked_through_for_each_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pages").mkdir()
    for day in range(1, 7):
        (tmp_path / "pages" / f"{day}.txt").write_text(_TEXT.format(day), encoding="utf-8")
    asked, times = dict[str, str](), Counter[str]()
    opened = load.open_database

    def heard(path: Path) -> Database:
        def hear(sql: str) -> None:
            plain = _VALUE.sub("?", sql)
            asked.setdefault(plain, sql)
            times[plain] += 1

        db = opened(path)
        db.conn.set_trace_callback(hear)
        return db

    monkeypatch.setattr(load, "open_database", heard)
    assert runner.ingest([str(tmp_path / "pages")], tmp_path / "some.db", jobs=1).added == 6
    often = [sql for plain, sql in asked.items() if times[plain] >= 6]
    assert any("insert into passages" in sql for sql in often)
    db = sqlite3.connect(tmp_path / "some.db")
    looked_through = [(step, sql) for sql in often for step in _plan(db, sql) if step.startswith("SCAN")]
    assert [found for found in looked_through if not _BOUNDED.match(found[0])] == []


def _plan(db: sqlite3.Connection, sql: str) -> list[str]:
    if not sql.lstrip().lower().startswith(("select", "with", "insert", "update", "delete")):
        return []
    try:
        return [row[3] for row in db.execute(f"explain query plan {sql}")]
    except sqlite3.OperationalError:  # on a table that lives as long as the run
        return []
