"""Events over time as bars, by year or by the months of one year: numbers that a template draws.

An event counts where it begins. One of which only the year is known has no month, and is told beside the months.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass

FULL = 100.0  # height of the highest bar
LEAST = 2.0  # height of a bar for a single event beside thousands
LABELS = 12  # bars that are named, at most: names of more would not stand side by side

#: How many events begin when: (``2019-11`` or ``2019``, number).
Counted = Iterable[tuple[str, int]]


@dataclass(frozen=True)
class Bar:
    """The events that begin between two days; ``name`` is the year, or the number of the month."""

    name: int
    number: int
    start: str
    end: str
    height: float
    labelled: bool


def years(counted: Counted) -> list[Bar]:
    """A bar for every year from the first to the last, also for those without events."""
    totals: dict[int, int] = {}
    for when, number in counted:
        totals[int(when[:4])] = totals.get(int(when[:4]), 0) + number
    span = range(min(totals), max(totals) + 1) if totals else range(0)
    return _bars([(year, totals.get(year, 0), f"{year:04}-01-01", f"{year:04}-12-31") for year in span])


def months(counted: Counted, year: int) -> tuple[list[Bar], int]:
    """A bar for every month of a year, and the number of its events of which no month is known."""
    numbers = dict(counted)
    spans = [(month, f"{year:04}-{month:02}", calendar.monthrange(year, month)[1]) for month in range(1, 13)]
    bars = _bars([(month, numbers.get(start, 0), f"{start}-01", f"{start}-{last}") for month, start, last in spans])
    return bars, numbers.get(f"{year:04}", 0)


def _bars(told: list[tuple[int, int, str, str]]) -> list[Bar]:
    most = max((number for _, number, _, _ in told), default=0)
    every = -(-len(told) // LABELS)
    return [
        Bar(name, number, start, end, _height(number, most), at % every == 0)
        for at, (name, number, start, end) in enumerate(told)
    ]


def _height(number: int, most: int) -> float:
    return round(max(LEAST, FULL * number / most), 1) if number else 0.0
