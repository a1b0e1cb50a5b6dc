"""Who came, as a table: counts with their parts under the total that they are parts of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Line:
    """A count, how deep it stands under totals, and every row that says it."""

    depth: int
    count: dict[str, Any]
    told: list[dict[str, Any]] = field(default_factory=list)


def lines(counts: Iterable[dict[str, Any]]) -> list[Line]:
    """The counts in the order of the texts, parts below their totals; what two documents say alike is one line."""
    rows = list(counts)
    known = {row["id"] for row in rows}
    below: dict[str | None, list[dict[str, Any]]] = {}
    for row in rows:
        below.setdefault(row["part_of"] if row["part_of"] in known else None, []).append(row)
    found = _level(below, [None], 0)
    return found + [Line(0, row, [row]) for ring in below.values() for row in ring]


def _level(below: dict[str | None, list[dict[str, Any]]], totals: list[str | None], depth: int) -> list[Line]:
    """The lines of the parts of a total, which may be several rows that say the same."""
    alike: dict[tuple[Any, ...], Line] = {}
    for row in [row for total in totals for row in below.pop(total, [])]:  # popped: a ring of parts ends
        same = (row["value"], row["value_max"], row["qualifier"], row["what"])
        alike.setdefault(same, Line(depth, row)).told.append(row)
    found = []
    for line in alike.values():
        found += [line, *_level(below, [row["id"] for row in line.told], depth + 1)]
    return found
