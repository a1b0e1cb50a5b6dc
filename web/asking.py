"""How a page asks: by named queries, whose rows are plain dictionaries."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Any, Protocol

from web.merging import Merge, Rows

#: Passages of a document on one page; the few documents that are longer have several.
PART = 300
#: SQL for the names of the places of a row of ``events``, as lists of events have them.
PLACES_OF_EVENT = """(
    select group_concat(name, ', ') from (
        select places.name from event_places join places on places.id = event_places.place_id
        where event_places.event_id = events.id order by places.name collate latvian))
"""


class Ask(Protocol):
    """Answers a SELECT statement, its values by name; the answers of several chronicles are merged as is told."""

    def __call__(self, sql: str, merge: Merge | None = None, **values: Any) -> Awaitable[Rows]: ...


async def answers(
    ask: Ask, queries: Mapping[str, str], merges: Mapping[str, Merge] | None = None, **values: Any
) -> dict[str, Rows]:
    """The rows of each query under its name, merged by what ``merges`` has under the same name."""
    merges = merges or {}
    return {name: await ask(sql, merges.get(name), **values) for name, sql in queries.items()}


def anchor(number: int | None) -> str:
    """What comes after the address of a document, to open it at a passage: ``#p12``, ``?part=2#p312``."""
    if not number:
        return ""
    part = part_of(number)
    return f"?part={part}#p{number}" if part > 1 else f"#p{number}"


def part_of(number: int) -> int:
    """The part of a document that a passage, counted from 1, stands in."""
    return (number - 1) // PART + 1
