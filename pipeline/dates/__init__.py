"""Dates, as Latvian clerks write them: read from a document into mentions with first day, last day and precision.

The way of a date: tokens.py cuts the text into pieces, grammar.py finds phrases of them, surroundings.py asks the
words beside, years.py finds missing years, resolve.py checks the calendar. words.toml holds the words.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from hronika.types import DateMention, Document
from pipeline.dates import numbers
from pipeline.dates.grammar import Phrase, phrases
from pipeline.dates.resolve import impossible, mentions, yearly
from pipeline.dates.tokens import Token, tokens
from pipeline.dates.weekdays import WeekdayConflict, conflict
from pipeline.dates.years import AnyYear, Context

__all__ = ["WeekdayConflict", "impossible_days", "not_counts", "read", "times", "weekday_conflicts", "without_year"]


def read(document: Document) -> list[DateMention]:
    """All dates of ``document`` in reading order; none overlaps another.

    A date whose year neither the text nor ``document.published`` tells is left out; ``without_year`` has it.
    """
    return list(_read(document))


def without_year(document: Document) -> list[tuple[int, int]]:
    """Where dates stand that lack nothing but a year, and nothing in ``document`` tells it."""
    known = {mention.start for mention in _read(document)}
    unread = (phrase for phrase in _phrases(document) if not phrase.year_stated and phrase.start not in known)
    context = AnyYear(document)
    told = (mention for phrase in unread for mention in mentions(document, phrase, context))
    return [(mention.start, mention.end) for mention in told]


def impossible_days(document: Document) -> list[tuple[int, int]]:
    """Where dates stand that are on no calendar, such as „31. jūnijā”; ``read`` leaves them out."""
    ends = {mention.end for mention in _read(document)}
    context = AnyYear(document)
    unread = (phrase for phrase in _phrases(document) if phrase.end not in ends)
    return [(phrase.start, phrase.end) for phrase in unread if impossible(document, phrase, context)]


def weekday_conflicts(document: Document) -> list[WeekdayConflict]:
    """The dates of ``document`` that stand beside a weekday which they do not fall on.

    A year borrowed from a neighbouring date is no ground for contradicting a weekday, so such dates are not among them.
    """
    days = [m for m in _read(document) if m.precision == "day"]
    days = [m for m in days if document.published or not m.rule.startswith("deictic-")]
    spans = ((m, date.fromisoformat(m.start_date), date.fromisoformat(m.end_date)) for m in days)
    beside = (conflict(document.text, m.start, m.end, first, last) for m, first, last in spans)
    return [found for found in beside if found]


def times(document: Document) -> list[tuple[int, int]]:
    """Where times of day stand: „plkst. 10.00”, „10:30–12:00”."""
    return [span for pieces in _tokens(document) for span in numbers.times(pieces)]


def not_counts(document: Document) -> list[tuple[int, int]]:
    """Where numbers stand that count nothing, in order and without overlaps.

    These are dates (also those that were left out of ``read``), times of day, telephone, contract, law and account
    numbers, addresses of pages and houses, postcodes, list and section numbers, and ordinals.
    """
    spans = [(phrase.start, phrase.end) for phrase in _phrases(document) if phrase.surely_date]
    spans += [(mention.start, mention.end) for mention in _read(document)]
    for block, pieces in zip(document.blocks, _tokens(document), strict=True):
        spans += numbers.others(document.text, block.start, block.end, pieces)
    return numbers.merged(spans)


@lru_cache(maxsize=8)
def _read(document: Document) -> tuple[DateMention, ...]:
    found = _phrases(document)
    nowhere = Context(document, [])
    stated = [m for phrase in found if phrase.year_stated for m in mentions(document, phrase, nowhere)]
    context = Context(document, stated)
    by_word = [p for p in found if p.year_told and not p.year_stated]
    told = [m for phrase in by_word for m in mentions(document, phrase, context)]
    context = Context(document, stated, told, [day for phrase in found if (day := yearly(document, phrase))])
    untold = [m for phrase in found if not phrase.year_told for m in mentions(document, phrase, context)]
    return tuple(sorted([*stated, *told, *untold], key=lambda m: m.start))


@lru_cache(maxsize=8)
def _phrases(document: Document) -> tuple[Phrase, ...]:
    return tuple(phrase for pieces in _tokens(document) for phrase in phrases(pieces))


@lru_cache(maxsize=8)
def _tokens(document: Document) -> tuple[tuple[Token, ...], ...]:
    """The tokens of each block; a date does not go on from one block to the next."""
    return tuple(tuple(tokens(document.text, block.start, block.end)) for block in document.blocks)
