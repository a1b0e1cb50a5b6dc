"""Where a missing year comes from: the same sentence, the title, the day of publication, or the nearest date.

News tell of the near past and the near future, so a date without a year is given the one that brings it nearest to
the day of publication; a year stated in the same sentence wins. Today's clock is never asked.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hronika.types import DateMention, Document
from pipeline.dates.surroundings import sentence

_BY_SENTENCE, _BY_PUBLICATION, _BY_TITLE, _BY_NEIGHBOUR = 0.95, 0.9, 0.9, 0.7
_IN_YEAR = re.compile(r"(?<![\d.–-])((?:19|20)\d\d)\.? ?gadā\b")


@dataclass(frozen=True, slots=True)
class Found:
    """A year that the context gives, and how far it can be trusted (0 to 1)."""

    year: int
    trust: float


class Context:
    """The day of publication, and the years that a document states in its own dates."""

    def __init__(self, document: Document, stated: Sequence[DateMention]) -> None:
        self._text = document.text
        self.published = date.fromisoformat(document.published[:10]) if document.published else None
        # A range over several years (mostly a programme's) and the year in a name tell nothing of other dates.
        anchors = [m for m in stated if m.start_date[:4] == m.end_date[:4] and m.rule != "quoted-year"]
        self._starts = [m.start for m in anchors]
        self._years = [int(m.start_date[:4]) for m in anchors]
        self._titled = _year_of_title(document.title or "")
        self._attributes = [m.rule == "year" and m.text.endswith("gada") for m in anchors]

    def of_date(self, offset: int, month: int, day: int) -> Found | None:
        """The year of a date at ``offset`` that does not say it."""
        stated = self._of_sentence(offset) or self._titled
        if stated:
            return stated
        return self._of_publication(month, day) if self.published else self._of_neighbour(offset)

    def of_writing(self, offset: int) -> Found | None:
        """The year that „šogad” means at ``offset``."""
        return Found(self.published.year, 1.0) if self.published else self._of_neighbour(offset)

    def last_told(self, offset: int) -> Found | None:
        """The year that „tajā pašā gadā” means at ``offset``."""
        at = bisect_left(self._starts, offset)
        return Found(self._years[at - 1], _BY_SENTENCE) if at else None

    def _of_sentence(self, offset: int) -> Found | None:
        """The nearest year before ``offset`` in its sentence, else after; but not that of „1919. gada varoņi”."""
        begin, end = sentence(self._text, offset)
        first, at, last = (bisect_left(self._starts, bound) for bound in (begin, offset, end))
        for nearest in (*reversed(range(first, at)), *range(at, last)):
            if not self._attributes[nearest]:
                return Found(self._years[nearest], _BY_SENTENCE)
        return None

    def _of_publication(self, month: int, day: int) -> Found | None:
        assert self.published
        years = range(self.published.year - 1, self.published.year + 2)
        near = {year: abs((there - self.published).days) for year in years if (there := day_of(year, month, day))}
        return Found(min(near, key=lambda year: near[year]), _BY_PUBLICATION) if near else None

    def _of_neighbour(self, offset: int) -> Found | None:
        """The nearest date before ``offset``, else the nearest after it."""
        at = bisect_left(self._starts, offset)
        nearest = at - 1 if at else 0
        return Found(self._years[nearest], _BY_NEIGHBOUR) if self._years else None


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
