"""Weekdays beside dates: „otrdien, 7. jūnijā” says twice which day it was, and the two may disagree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pipeline.dates import words

_BEFORE = re.compile(rf"\b({words.WEEKDAY})\s?,?\s(?:no\s)?$", re.IGNORECASE)
_AFTER = re.compile(rf"\s?[,(]{{1,2}}\s?({words.WEEKDAY})\b", re.IGNORECASE)
_WINDOW = 40


@dataclass(frozen=True)
class WeekdayConflict:
    """A date and a weekday beside it that is another; ``text[start:end]`` covers both."""

    start: int
    end: int
    stated: int  #: the weekday of the text, 0 for Monday
    date: str  #: ISO day


def conflict(text: str, start: int, end: int, day: date) -> WeekdayConflict | None:
    """What is wrong with the weekday that stands beside the date ``text[start:end]``, if one does."""
    after = _AFTER.match(text, end)
    beside = after or _BEFORE.search(text, max(0, start - _WINDOW), start)
    if not beside or words.weekday(beside[1]) == day.weekday():
        return None
    return WeekdayConflict(min(start, beside.start(1)), max(end, beside.end(1)), words.weekday(beside[1]), str(day))
