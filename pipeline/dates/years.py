"""Where a missing year comes from: the same sentence, the title, the day of publication, or the nearest date.

News tell of the near past and the near future, so a date without a year is given the one that brings it nearest to
the day of publication, or, half a year away from it, the year of publication itself; a year stated in the same
sentence wins. A weekday beside the date decides between years that are otherwise as good. Today's clock is never asked.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from hronika.types import DateMention, Document
from pipeline.dates import words
from pipeline.dates.surroundings import sentence

_BY_SENTENCE, _BY_PUBLICATION, _BY_TITLE, _BY_NEIGHBOUR = 0.95, 0.9, 0.9, 0.7
_BY_HALF = 0.7  # between a day of last year and one of this, or of this and the next
_NEAR, _FAR = 120, 245  # days from publication: to the first of them nearness tells the year; none is beyond the other
_NEIGHBOURS = 12  # dates to ask for one that suits
#: A year before which one of these stands is where something began, not when the sentence tells of.
_SINCE = re.compile(r"\b(?:kopš|sākot ar|pirms|no)\s$", re.I)
#: A date that the one told of is compared with: „salīdzinājumā ar 2019. gada 1. ceturksni”.
_COMPARED = re.compile(r"\b(?:salīdzin\w+\sar|nekā|pret)\s(?:[^\W\d_]+\s){0,2}$", re.I)
#: What is told aside, in brackets or in a clause of its own: „biedrība, kas dibināta 2016. gadā, 5. maijā …”.
_ASIDE = re.compile(r"(?:,\s(?:kas|ko|kam|kur\w{0,3})\s[^,]*|\([^)]*)$", re.I)
_ASIDE_ENDS = re.compile(r"[,)]")
_NOUN_FOLLOWS = re.compile(rf"\s(?!(?:un|vai|līdz|plkst)\b)[{words.LOWER}]")
_NO_ANCHORS = {"quoted-year", "day-word"}
_IN_YEAR = re.compile(r"(?<![\d.–-])((?:19|20)\d\d)\.? ?gadā\b")


@dataclass(frozen=True, slots=True)
class Found:
    """A year that the context gives, and how far it can be trusted (0 to 1)."""

    year: int
    trust: float


@dataclass(frozen=True, slots=True)
class YearlyDay:
    """A day that comes every year, with the weekday that the text says it is."""

    month: int
    day: int
    weekday: int | None = None

    def on(self, year: int) -> date | None:
        """That day of ``year``, if the calendar has it."""
        return day_of(year, self.month, self.day)

    def suits(self, year: int) -> bool:
        """Whether the day is in the calendar of ``year`` and on the weekday that the text says."""
        day = self.on(year)
        return day is not None and self.weekday in (None, day.weekday())


class _Anchors:
    """Dates that may give others their year, in order.

    A range over several years (mostly a programme's) and the year in a name tell nothing of other dates.
    """

    def __init__(self, told: Sequence[DateMention]) -> None:
        found = [m for m in told if m.start_date[:4] == m.end_date[:4] and m.rule not in _NO_ANCHORS]
        self._mentions = sorted(found, key=lambda m: m.start)
        self._starts = [m.start for m in self._mentions]

    def nearest(self, offset: int, begin: int, end: int) -> Iterator[DateMention]:
        """Those before ``offset``, nearest first, and then those after it, between ``begin`` and ``end``."""
        first, at, last = (bisect_left(self._starts, bound) for bound in (begin, offset, end))
        return (self._mentions[i] for i in chain(reversed(range(first, at)), range(at, last)))


class Context:
    """The day of publication, and the years of the dates that are read already.

    ``stated`` say their year; ``told`` say it by a word such as „pērn”, which is true of their own sentence only.
    """

    def __init__(self, document: Document, stated: Sequence[DateMention], told: Sequence[DateMention] = ()) -> None:
        self._text = document.text
        self.published = date.fromisoformat(document.published[:10]) if document.published else None
        self._stated = _Anchors(stated)
        self._all = _Anchors([*stated, *told])
        self._titled = _year_of_title(document.title or "")

    def of_date(self, offset: int, day: YearlyDay) -> Found | None:
        """The year of a date at ``offset`` that does not say it."""
        near = self._of_publication(day) if self.published else self._of_neighbour(offset, day)
        stated = self._of_sentence(offset) or self._titled
        if stated and near and day.weekday is not None and day.suits(near.year):
            return stated if day.suits(stated.year) else near
        return stated or near

    def of_writing(self, offset: int, day: YearlyDay) -> Found | None:
        """The year that „šogad” means at ``offset``, where it is said of ``day``."""
        return Found(self.published.year, 1.0) if self.published else self._of_neighbour(offset, day)

    def last_told(self, offset: int) -> Found | None:
        """The year that „tajā pašā gadā” means at ``offset``."""
        before = next(self._stated.nearest(offset, 0, offset), None)
        return Found(_year(before), _BY_SENTENCE) if before else None

    def _of_sentence(self, offset: int) -> Found | None:
        """The nearest year before ``offset`` in its sentence, else after, that is not mere background."""
        begin, end = sentence(self._text, offset)
        for anchor in self._all.nearest(offset, begin, end):
            if not self._is_background(anchor, begin, offset):
                return Found(_year(anchor), _BY_SENTENCE)
        return None

    def _is_background(self, anchor: DateMention, begin: int, offset: int) -> bool:
        """Whether a date of the sentence from ``begin`` says nothing of the one at ``offset``: „1919. gada varoņi”."""
        before = self._text[begin : anchor.start]
        if _COMPARED.search(before) or (anchor.precision == "year" and _SINCE.search(before)):
            return True
        if anchor.precision == "year" and anchor.text.endswith(("gada", "gadu", "gadam")):
            return True
        if anchor.precision == "day" and anchor.text.endswith("a") and _NOUN_FOLLOWS.match(self._text, anchor.end):
            return True
        return bool(_ASIDE.search(before) and _ASIDE_ENDS.search(self._text, anchor.end, offset))

    def _of_publication(self, day: YearlyDay) -> Found | None:
        assert self.published
        this = self.published.year
        away = {year: abs((on - self.published).days) for year in (this, this - 1, this + 1) if (on := day.on(year))}
        if not away:
            return None
        nearest = min(away, key=lambda year: away[year])
        if away[nearest] <= _NEAR:
            return Found(nearest, _BY_PUBLICATION)
        likely = [year for year in away if away[year] <= _FAR] or [nearest]
        if day.weekday is not None and (suiting := [year for year in likely if day.suits(year)]):
            return Found(suiting[0], _BY_PUBLICATION)
        return Found(likely[0], _BY_HALF)

    def _of_neighbour(self, offset: int, day: YearlyDay) -> Found | None:
        """The year of the nearest date before ``offset``, else after it, that suits the day; else of the nearest."""
        anchors = self._stated.nearest(offset, 0, len(self._text))
        near = [_year(anchor) for anchor in islice(anchors, _NEIGHBOURS)]
        return Found(next(filter(day.suits, near), near[0]), _BY_NEIGHBOUR) if near else None


class AnyYear(Context):
    """A context in which every date has a year: to tell dates that lack nothing else."""

    _LEAP = Found(2000, 0.0)

    def __init__(self, document: Document) -> None:
        super().__init__(document, [])

    def of_date(self, offset: int, day: YearlyDay) -> Found:
        """A year that has every day."""
        return self._LEAP

    def of_writing(self, offset: int, day: YearlyDay) -> Found:
        """The same."""
        return self._LEAP

    def last_told(self, offset: int) -> Found:
        """The same."""
        return self._LEAP


def _year(mention: DateMention) -> int:
    return int(mention.start_date[:4])


def _year_of_title(title: str) -> Found | None:
    """The year whose doings a page sums up: „Pasākumi 2023. gadā”."""
    years = set(_IN_YEAR.findall(title))
    return Found(int(years.pop()), _BY_TITLE) if len(years) == 1 else None


def day_of(year: int, month: int, day: int) -> date | None:
    """That day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
