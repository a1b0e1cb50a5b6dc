"""Turns the phrases of a document into mentions: completes what each point leaves out, and checks the calendar.

A day without a month takes that of the next day; a year goes over to the neighbours. A list without a gap („21. un
22. novembrī”) is one mention, as an event of two days is one; otherwise each of its dates is a mention.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from hronika.types import DateMention, Document
from pipeline.dates import surroundings, weekdays
from pipeline.dates.grammar import Phrase, Point
from pipeline.dates.yearly import YearlyDay, day_of
from pipeline.dates.years import Context

#: What the rules of each unit are called, and what they are worth where the date says its year.
_RULES = {
    "day": ("day", 0.98), "numeric": ("numeric", 0.99), "figures": ("numeric", 0.9), "today": ("day-word", 0.6),
    "month": ("month", 0.97), "figure_month": ("numeric-month", 0.9),
    "quarter": ("part-of-year", 0.95), "school": ("school-year", 0.95), "winter": ("part-of-year", 0.95),
    "decade": ("decade", 0.85), "year": ("year", 0.97), "years": ("bare-year", 0.85), "bare_year": ("bare-year", 0.6),
}  # fmt: skip
_LIST = 0.97
#: How far a day in it may be from the middle of a month, or of the first month of a quarter or a season.
_MONTH, _PART_OF_YEAR = timedelta(20), timedelta(80)
_WRONG_WEEKDAY = 0.5
_BACK_OVER = 5  # months
_DAYS = {"day", "figures", "today"}
_YEARS = {"year", "years", "bare_year", "decade"}


@dataclass(frozen=True, slots=True)
class _Dated:
    """A point with the first and the last day of what it names."""

    point: Point
    first: date
    last: date


def mentions(document: Document, phrase: Phrase, context: Context) -> Iterator[DateMention]:
    """What ``phrase`` says; nothing where neither the calendar nor the context allows a reading."""
    if not surroundings.is_date(document, phrase):
        return
    if len(phrase.points) == 2 and surroundings.moved(document.text, phrase.start):
        phrase = replace(phrase, points=(phrase.points[0], replace(phrase.points[1], join=">")))
    # The number before a date may be no part of it: where the whole makes no sense, its end may.
    for at in range(len(phrase.points)):
        shorter = replace(phrase, points=(replace(phrase.points[at], join=""), *phrase.points[at + 1 :]))
        found = _completed(document, shorter, context)
        dated = _on_calendar(phrase.unit, found[0]) if found else None
        if found and dated:
            yield from (_mention(document, shorter, span, found[1]) for span in _spans(dated))
            return


def impossible(document: Document, phrase: Phrase, context: Context) -> bool:
    """Whether ``phrase`` is a date with a day that its month does not have: „31. jūnijā”."""
    if phrase.unit != "day" or not surroundings.is_date(document, phrase):
        return False
    points = (_completed(document, phrase, context) or ([], 0))[0]
    return any(
        (point.month or 13) <= 12 and (point.day or 32) <= 31 and not _span(phrase.unit, point) for point in points
    )


def _completed(document: Document, phrase: Phrase, context: Context) -> tuple[list[Point], float] | None:
    """The points with all that they leave out, and how far the context can be trusted; None where it does not say."""
    if phrase.unit == "today":
        return _today(document, phrase.points[0], context)
    if any(one.month is None and (one.day or 0) >= (other.day or 32) for one, other in pairwise(phrase.points)):
        return None
    points, trust = _with_months(phrase.points), 1.0
    weekday = weekdays.beside(document.text, phrase.start, points[0].end)
    for at, point in enumerate(points):
        if point.shift is not None or point.same_year:
            day = _yearly(point, weekday)
            found = context.last_told(point.start) if point.same_year else context.of_writing(day)
            if not found:
                return None
            points[at], trust = replace(point, year=found.year + (point.shift or 0)), found.trust
    if all(point.year is None for point in points):
        found = context.of_date(_yearly(points[0], weekday))
        if not found:
            return None
        points[0], trust = replace(points[0], year=found.year), found.trust
    return _with_years(points), trust


def _yearly(point: Point, weekday: int | None) -> YearlyDay:
    """What is known of a point but its year; of a month or a season, a day in its middle."""
    if point.day:
        return YearlyDay(point.start, point.end, point.month or 7, point.day, weekday)
    return YearlyDay(point.start, point.end, point.month or 7, 15, leeway=_PART_OF_YEAR if point.last_month else _MONTH)


def yearly(document: Document, phrase: Phrase) -> YearlyDay | None:
    """The first day of a phrase that does not say its year; None where it is no date, or is told otherwise."""
    if phrase.year_told or phrase.unit == "today" or not surroundings.is_date(document, phrase):
        return None
    first = _with_months(phrase.points)[0]
    weekday = weekdays.beside(document.text, phrase.start, first.end)
    return _yearly(first, weekday) if first.month else None


def _today(document: Document, point: Point, context: Context) -> tuple[list[Point], float] | None:
    """„vakar”, counted from the day of publication, unless a weekday beside it says that this was another day."""
    if not context.published:
        return None
    day = context.published + timedelta(days=point.shift or 0)
    if weekdays.beside(document.text, point.start, point.end) not in (None, day.weekday()):
        return None
    return [replace(point, year=day.year, month=day.month, day=day.day)], 1.0


def _with_months(points: Sequence[Point]) -> list[Point]:
    """Points without a month take it, and its year, from the next that has one: „2., 3. un 5. maijā”."""
    out = list(points)
    for at in range(len(out) - 2, -1, -1):
        if out[at].month is None:
            told = out[at + 1]
            year = out[at].year or told.year
            out[at] = replace(out[at], month=told.month, last_month=told.last_month, year=year, months=False)
    return out


def _with_years(points: list[Point]) -> list[Point]:
    """Points without a year take it from the point before, else from the one after; a range may go over New Year."""
    for at in range(1, len(points)):
        if points[at].year is None and (year := points[at - 1].year):
            over = _over_new_year(points[at - 1], points[at])
            points[at] = replace(points[at], year=year + over)
    for at in range(len(points) - 2, -1, -1):
        if points[at].year is None and (year := points[at + 1].year):
            over = _over_new_year(points[at], points[at + 1])
            points[at] = replace(points[at], year=year - over)
    return points


def _over_new_year(one: Point, other: Point) -> bool:
    """Whether a range, or a list such as „27. decembrī un 2. janvārī”, goes on into the next year."""
    if other.join == "-":
        return _in_year(other) < _in_year(one)
    return (one.month or 0) - (other.month or 0) >= _BACK_OVER


def _in_year(point: Point) -> tuple[int, int]:
    return point.month or 0, point.day or 0


def _on_calendar(unit: str, points: list[Point]) -> list[_Dated] | None:
    """The points as days; None where the calendar has no such day, or a range runs backwards."""
    dated = []
    for point in points:
        span = _span(unit, point)
        if not span:
            return None
        dated.append(_Dated(point, *span))
    for one, other in pairwise(dated):
        if one.first >= other.first and other.point.join == "-":
            return None
    return dated


def _span(unit: str, point: Point) -> tuple[date, date] | None:
    """The first and the last day of what a completed point names."""
    year = point.year
    assert year is not None
    if unit in _YEARS:
        return date(year, 1, 1), date(point.last_year or year, 12, 31)
    assert point.month is not None
    if unit in _DAYS:
        day = day_of(year, point.month, point.day or 0)
        return (day, day) if day else None
    last_month, last_year = point.last_month or point.month, point.last_year or year
    if last_month > 12 or last_year - year not in (0, 1):
        return None
    return date(year, point.month, 1), date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])


def _spans(dated: list[_Dated]) -> list[tuple[_Dated, _Dated]]:
    """The first and last point of each mention: ranges stay together, and so does a list without a gap.

    In „26. un 27. decembrī un 2. janvārī” the days of December are a list of their own.
    """
    spans = _ranges(dated)
    if _gapless(spans):
        return [(dated[0], dated[-1])]
    joined: list[tuple[_Dated, _Dated]] = []
    month: list[tuple[_Dated, _Dated]] = []
    for span in spans:
        month.append(span)
        if span[1].point.months:
            joined += [(month[0][0], month[-1][1])] if _gapless(month) else month
            month = []
    return joined + month


def _ranges(dated: list[_Dated]) -> list[tuple[_Dated, _Dated]]:
    spans: list[tuple[_Dated, _Dated]] = []
    for one in dated:
        if one.point.join == "-":
            spans[-1] = (spans[-1][0], one)
        else:
            spans.append((one, one))
    return spans


def _gapless(spans: list[tuple[_Dated, _Dated]]) -> bool:
    """Whether each begins on the day after the one before, and some leans on the next for what it leaves out."""
    follow = all(here[1].last + timedelta(days=1) == there[0].first for here, there in pairwise(spans))
    moved = any(first.point.join == ">" for first, _ in spans)
    return follow and not moved and not all(one.point.whole for span in spans for one in span)


def _mention(document: Document, phrase: Phrase, span: tuple[_Dated, _Dated], trust: float) -> DateMention:
    first, last = span
    start, end = first.point.start, last.point.end
    rule, confidence = _rule(phrase, first.point, last.point)
    if rule == "bare-year" and surroundings.in_name(document.text[max(0, start - 150) : start], document.text[end:]):
        rule, confidence = "quoted-year", 0.5
    if phrase.unit in _DAYS and weekdays.conflict(document.text, start, end, first.first, last.last):
        confidence *= _WRONG_WEEKDAY
    whole_year = first.first.month == 1 and last.last.month == 12 and phrase.unit == "quarter"
    precision = "day" if phrase.unit in _DAYS else "year" if phrase.unit in _YEARS or whole_year else "month"
    return DateMention(
        start=start, end=end, text=document.text[start:end], rule=rule, confidence=round(confidence * trust, 3),
        start_date=first.first.isoformat(), end_date=last.last.isoformat(), precision=precision,
        approximate=surroundings.approximate(document.text, start),
    )  # fmt: skip


def _rule(phrase: Phrase, first: Point, last: Point) -> tuple[str, float]:
    """The name of the rule for the mention from ``first`` to ``last``, and its confidence."""
    in_figures = phrase.unit in _DAYS and last.figures
    rule, confidence = _RULES["numeric" if in_figures else phrase.unit]
    if first is not last:
        rule += "-range" if any(point.join == "-" for point in phrase.points) else "-list"
    elif in_figures:
        rule = "numeric-day"
    elif rule == "day" and phrase.year_stated:
        rule = "year-day-month" if phrase.kinds.startswith(("y", "Y")) else "day-month-year"
    if len(phrase.points) > 1 and "-" not in phrase.kinds:
        confidence *= _LIST
    return (rule if phrase.year_stated or phrase.unit == "today" else f"deictic-{rule}"), confidence
