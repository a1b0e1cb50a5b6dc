"""Weekdays beside dates: „otrdien, 7. jūnijā” says twice which day it was, and the two may disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.dates import words

#: „otrdien, ”, or „no otrdienas līdz ceturtdienai, ” where the days that follow are two as well.
_BEFORE = re.compile(
    rf"(?:\b({words.WEEKDAY})\s?(?:un|līdz|[-–])\s?)?\b({words.WEEKDAY})\s?,?\s(?:no\s)?$", re.IGNORECASE
)
_AFTER = re.compile(rf"\s?[,(]{{1,2}}\s?({words.WEEKDAY})(?!\w)", re.IGNORECASE)
_WITHIN = re.compile(rf"\b({words.WEEKDAY})(?=,?\s\d)", re.IGNORECASE)
_WINDOW = 60


@dataclass(frozen=True)
class WeekdayConflict:
    """A date and a weekday beside it that is another; ``text[start:end]`` covers both."""

    start: int
    end: int
    stated: int  #: the weekday of the text, 0 for Monday
    date: str  #: ISO day


def beside(text: str, start: int, end: int) -> int | None:
    """The weekday that the text says of the one day ``text[start:end]``."""
    found = _of_one_day(text, start, end)
    return words.weekday(found[0]) if found else None


def conflict(text: str, start: int, end: int, first: date, last: date) -> WeekdayConflict | None:
    """What is wrong with a weekday that stands beside the date ``text[start:end]``, if one does."""
    if first == last:
        found = _of_one_day(text, start, end)
        told = [(*found, first)] if found else []
    else:
        told = list(_of_two_days(text, start, end, first, last))
    for name, begins, ends, day in told:
        if words.weekday(name) != day.weekday():
            return WeekdayConflict(min(start, begins), max(end, ends), words.weekday(name), str(day))
    return None


def _of_one_day(text: str, start: int, end: int) -> tuple[str, int, int] | None:
    """The weekday beside a date, with its span; of two weekdays before it, none is sure to be its own."""
    after = _AFTER.match(text, end)
    if after:
        return after[1], *after.span(1)
    before = _BEFORE.search(text, max(0, start - _WINDOW), start)
    return (before[2], *before.span(2)) if before and not before[1] else None


def _of_two_days(text: str, start: int, end: int, first: date, last: date) -> Iterator[tuple[str, int, int, date]]:
    """The weekdays of the first and the last day of a range, with their spans and the days that they are said of."""
    before = _BEFORE.search(text, max(0, start - _WINDOW), start)
    if before:
        yield before[1] or before[2], *before.span(1 if before[1] else 2), first
        if before[1]:
            yield before[2], *before.span(2), last
    within = list(_WITHIN.finditer(text, start, end))
    if len(within) == 1 and within[0].start() > start:
        yield within[0][1], *within[0].span(1), last
