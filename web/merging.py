"""How the answers that several chronicles give to one question become one answer.

A question is one SQL statement; each chronicle answers it in the order that the statement asks for. What is told
beside it here says the same for all their rows together: what is one row, what comes first, and how many are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Any

from web import i18n

Row = dict[str, Any]
Rows = list[Row]

_LATVIAN = cmp_to_key(i18n.compare)


@dataclass(frozen=True)
class Merge:
    """Rows that are alike in the columns ``once`` are one; a ``-`` before a column of ``order`` has its last first.

    Numbers in the column ``summed`` of rows that are one are added up. What is not known comes last. ``name`` is
    ordered as a Latvian dictionary has it.
    """

    once: tuple[str, ...] = ("id",)
    order: tuple[str, ...] = ()
    most: int | None = None
    summed: str = ""

    def __call__(self, answers: Iterable[Rows]) -> Rows:
        rows = self._once(row for answer in answers for row in answer)
        for name in reversed(self.order):
            column, last_first = name.removeprefix("-"), name.startswith("-")
            rows.sort(key=lambda row: _sorting(row, column, last_first), reverse=last_first)
        return rows[: self.most]

    def _once(self, rows: Iterable[Row]) -> Rows:
        kept: dict[tuple[Any, ...], Row] = {}
        for row in rows:
            key = tuple(row[column] for column in self.once)
            if key not in kept:
                kept[key] = dict(row) if self.summed else row
            elif self.summed:
                kept[key][self.summed] += row[self.summed]
        return list(kept.values())


def _sorting(row: Row, column: str, last_first: bool) -> tuple[bool, Any]:
    value = row[column]
    if value is None:
        return not last_first, 0
    return last_first, _LATVIAN(value) if column == "name" else value


def without_repeats(rows: Rows, by: str, number: str, told: Sequence[Row]) -> Rows:
    """Numbers of events by the values of a column, in which an event of several chronicles is to count once.

    ``told`` has the ``id`` of each such event and its ``value`` in that column, once for each chronicle that tells it.
    """
    numbers = {row[by]: row for row in rows}
    seen: set[str] = set()
    for row in told:
        if row["id"] in seen:
            numbers[row["value"]][number] -= 1
        seen.add(row["id"])
    return rows
