"""How a page asks the database: by named queries, whose rows are plain dictionaries."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from pathlib import Path
from typing import Any, Protocol

Rows = list[dict[str, Any]]

#: Passages of a document on one page; the few documents that are longer have several.
PART = 300


class Ask(Protocol):
    """Answers a SELECT statement, its values by name."""

    def __call__(self, sql: str, **values: Any) -> Awaitable[Rows]: ...


def asking(database: Any) -> Ask:
    """Asks a database of Datasette."""

    async def ask(sql: str, **values: Any) -> Rows:
        return [dict(row) for row in await database.execute(sql, values)]

    return ask


async def answers(ask: Ask, queries: Mapping[str, str], **values: Any) -> dict[str, Rows]:
    """The rows of each query under its name."""
    return {name: await ask(sql, **values) for name, sql in queries.items()}


def file_of(database: Any) -> Path:
    """The file of a database of Datasette."""
    return Path(database.path)


def anchor(number: int | None) -> str:
    """What comes after the address of a document, to open it at a passage: ``#p12``, ``?part=2#p312``."""
    if not number:
        return ""
    part = part_of(number)
    return f"?part={part}#p{number}" if part > 1 else f"#p{number}"


def part_of(number: int) -> int:
    """The part of a document that a passage, counted from 1, stands in."""
    return (number - 1) // PART + 1
