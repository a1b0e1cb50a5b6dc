"""What SQL can call beyond what SQLite has, on each connection that answers for the site."""

from __future__ import annotations

import sqlite3

from db.query import match_expression
from web import i18n


def add_functions(connection: sqlite3.Connection) -> None:
    """``escape_fts`` for words as a visitor types them; ``order by name collate latvian`` as a dictionary has it."""
    connection.create_function("escape_fts", 1, fts_expression, deterministic=True)
    connection.create_collation("latvian", i18n.compare)


def fts_expression(query: str | None) -> str:
    """What FTS5 is asked; an empty phrase, which matches nothing, where there is nothing to ask."""
    return match_expression(query or "") or '""'
