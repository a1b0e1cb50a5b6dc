"""Days without a year, and the year that brings them nearest to the day on which a text was written.

A verb in the past or the future leaves only one side of that day. Days told one after another, as in a list, are
placed together: they go forward, and from November to January into the next year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise

_BY_PUBLICATION, _BY_TENSE, BY_HALF = 0.9, 0.85, 0.7  # the last between a day of last year and one of this
_NEAR, _FAR = 120, 245  # days from publication: to the first of them nearness tells the year; none is beyond the other
#: A page may be put up after the day that it announces, and bear a day before the one that it was to report.
_LATE, _EARLY = timedelta(30), timedelta(14)
_BACK_OVER = 5  # months: a day told so much earlier in the year than the one before is of the next year


@dataclass(frozen=True, slots=True)
class Found:
    """A year that the context gives, and how far it can be trusted (0 to 1)."""

    year: int
    trust: float


@dataclass(frozen=True, slots=True)
class YearlyDay:
    """A day that comes every year, where it stands in the text, and the weekday that the text says it is."""

    start: int
    end: int
    month: int
    day: int
    weekday: int | None = None
    leeway: timedelta = timedelta(0)  #: how far the day meant may be from it, where it stands for a month or more

    def on(self, year: int) -> date | None:
        """That day of ``year``, if the calendar has it."""
        return day_of(year, self.month, self.day)

    def suits(self, year: int) -> bool:
        """Whether the day is in the calendar of ``year`` and on the weekday that the text says."""
        day = self.on(year)
        return day is not None and self.weekday in (None, day.weekday())

    def told_in(self, year: int, written: date, tense: int) -> bool:
        """Whether a text of the day ``written`` may tell of that of ``year`` in the past (-1) or future (1) tense."""
        day = self.on(year)
        if day is None:
            return False
        late = tense > 0 and day + self.leeway < written - _LATE
        early = tense < 0 and day - self.leeway > written + _EARLY
        return not late and not early


def near(written: date, day: YearlyDay, tense: int = 0) -> Found | None:
    """The year of ``day`` in a text written on the other day, that tells of what is over (-1), to come (1), or both."""
    years = [year for year in (written.year, written.year - 1, written.year + 1) if day.told_in(year, written, tense)]
    away = {year: abs((on - written).days) for year in years if (on := day.on(year))}
    if not away:
        return None
    nearest = min(away, key=lambda year: away[year])
    if away[nearest] <= _NEAR:
        return Found(nearest, _BY_PUBLICATION)
    likely = [year for year in away if away[year] <= _FAR] or [nearest]
    if day.weekday is not None and (suiting := [year for year in likely if day.suits(year)]):
        return Found(suiting[0], _BY_PUBLICATION)
    return Found(nearest, _BY_TENSE) if tense else Found(likely[0], BY_HALF)


def soon(written: date | None, day: YearlyDay) -> bool:
    """Whether ``day`` comes so soon after the other that a text without a verb may mean it."""
    found = near(written, day, 1) if written else None
    on = day.on(found.year) if found else None
    return on is not None and written is not None and (on - written).days <= _FAR


def together(written: date, days: Sequence[YearlyDay], tenses: Sequence[int]) -> list[int]:
    """The years of days told one after another in a text written on that day; none where the calendar has no such.

    Each is told of in a tense of its own; most of them have to agree with it.
    """
    over = _over(days)
    best: tuple[float, list[int]] | None = None
    for first in (written.year, written.year - 1, written.year + 1):
        years = [first + later for later in over]
        told = list(zip(days, years, tenses, strict=True))
        on = [day.on(year) for day, year, _ in told]
        untold = sum(not day.told_in(year, written, tense) for day, year, tense in told)
        away = sum(abs((day - written).days) for day in on if day)
        away += _NEAR * sum(not day.suits(year) for day, year, _ in told)
        if None not in on and 2 * untold <= len(days) and (best is None or away < best[0]):
            best = away, years
    return best[1] if best else []


def between(first: date, last: date, days: Sequence[YearlyDay]) -> dict[int, int]:
    """The years of days told between two dates, by where they stand: of those whose year a way forward settles."""
    early = list(accumulate(days, lambda at, day: _step(day, at, 1), initial=first))[1:]
    late = list(accumulate(reversed(days), lambda at, day: _step(day, at, -1), initial=last))[:0:-1]
    if any(one > other for one, other in zip(early, late, strict=True)):
        return {}
    years = zip(days, early, late, strict=True)
    return {day.start: one.year for day, one, other in years if one.year == other.year and day.on(one.year)}


def _step(day: YearlyDay, at: date, way: int) -> date:
    """Where one is who comes to ``day`` from another, going forward (1) or back (-1) in time."""
    for year in range(at.year - way, at.year + 5 * way, way):
        on = day.on(year)
        if on is not None and (on - at) * way + day.leeway >= timedelta(0):
            return on
    return at


def following(first: date, days: Sequence[YearlyDay]) -> int:
    """The year of the last of ``days`` that are told one after another behind a date that says its year."""
    return first.year + _over([YearlyDay(0, 0, first.month, first.day), *days])[-1]


def _over(days: Sequence[YearlyDay]) -> list[int]:
    """How many New Years lie between the first of the days and each; none where they go back and forth."""
    steps = [one.month - other.month >= _BACK_OVER for one, other in pairwise(days)]
    return list(accumulate(steps, initial=0)) if sum(steps) == 1 else [0] * len(days)


def day_of(year: int, month: int, day: int) -> date | None:
    """That day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
