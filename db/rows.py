"""Rows into a table, many at once and without asking the table what it is like: loading a document writes hundreds.

sqlite-utils looks up the columns of a table before each insert, which costs more than the insert. Here the rows say
which columns there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from sqlite_utils import Database


def insert(db: Database, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns."""
    _write(db, rows, lambda columns: _insert_sql(table, columns))


def insert_new(db: Database, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert those rows whose key is not there yet."""
    _write(db, rows, lambda columns: _insert_sql(table, columns) + " on conflict do nothing")


def upsert(db: Database, table: str, rows: Iterable[Mapping[str, Any]], key: str = "id") -> None:
    """Insert rows, or bring those with the same key up to date; columns that are not given stay as they are."""
    _write(db, rows, lambda columns: _upsert_sql(table, columns, key))


def _write(db: Database, rows: Iterable[Mapping[str, Any]], sql: Callable[[tuple[str, ...]], str]) -> None:
    rows = list(rows)
    if rows:
        db.conn.executemany(sql(tuple(rows[0])), [tuple(row.values()) for row in rows])


@lru_cache(maxsize=256)
def _insert_sql(table: str, columns: tuple[str, ...]) -> str:
    return f"insert into {table} ({', '.join(columns)}) values ({', '.join('?' * len(columns))})"


@lru_cache(maxsize=256)
def _upsert_sql(table: str, columns: tuple[str, ...], key: str) -> str:
    others = [column for column in columns if column != key]
    changes = ", ".join(f"{column} = excluded.{column}" for column in others)
    changed = " or ".join(f"{table}.{column} is not excluded.{column}" for column in others)  # else nothing is written
    return f"{_insert_sql(table, columns)} on conflict ({key}) do update set {changes} where {changed}"
