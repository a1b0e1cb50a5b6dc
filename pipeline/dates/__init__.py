"""Dates, as Latvian clerks write them: read from a document into mentions with first day, last day and precision.

The way of a date: tokens.py cuts the text into pieces, grammar.py finds phrases of them, surroundings.py asks the
words beside, years.py finds missing years, resolve.py checks the calendar. words.toml holds the words.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from hronika.types import DateMention, Document
from pipeline.dates.grammar import Phrase, phrases
from pipeline.dates.resolve import mentions
from pipeline.dates.weekdays import WeekdayConflict, conflict
from pipeline.dates.years import Context

__all__ = ["WeekdayConflict", "read", "weekday_conflicts"]


def read(document: Document) -> list[DateMention]:
    """All dates of ``document`` in reading order; none of them overlaps another.

    A date whose year neither the text nor ``document.published`` tells is left out.
    """
    return list(_read(document))


def weekday_conflicts(document: Document) -> list[WeekdayConflict]:
    """The dates of ``document`` that stand beside a weekday which they do not fall on."""
    days = [m for m in _read(document) if m.precision == "day" and m.start_date == m.end_date]
    beside = (conflict(document.text, m.start, m.end, date.fromisoformat(m.start_date)) for m in days)
    return [found for found in beside if found]


@lru_cache(maxsize=8)
def _read(document: Document) -> tuple[DateMention, ...]:
    found = _phrases(document)
    nowhere = Context(document, [])
    stated = [m for phrase in found if phrase.year_stated for m in mentions(document, phrase, nowhere)]
    context = Context(document, stated)
    told = [m for phrase in found if not phrase.year_stated for m in mentions(document, phrase, context)]
    return tuple(sorted([*stated, *told], key=lambda m: m.start))


@lru_cache(maxsize=8)
def _phrases(document: Document) -> tuple[Phrase, ...]:
    return tuple(p for block in document.blocks for p in phrases(document.text, block.start, block.end))
