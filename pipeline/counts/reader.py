"""Reads the counts of one block of text: number by number, the qualifier before it and what it counts after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.counts.numbers import Number, numbers
from pipeline.counts.phrases import Phrase, phrase_after
from pipeline.grammar import Grammar
from pipeline.latvian import analyses
from pipeline.tables import table

_LOOK_BACK = 40  # characters before a number where a qualifier can stand
_LISTED = re.compile(r",?\s(?:(?:un|kā arī)\s)?")
_ONE_DAY = re.compile(r"vien(?:u|ā) (?:dien|stund|minūt|nakt)", re.IGNORECASE)  # „on a day”
_CAPITALISED = re.compile(r"(?<=[\w,;] )([A-ZĀČĒĢĪĶĻŅŠŪŽ][\w+]*[\w+]) $")
_SHARES = ("trešdaļa", "ceturtdaļa", "piektdaļa", "desmitdaļa")  # „divas trešdaļas” counts nothing


@dataclass(frozen=True)
class Found:
    """A count in a block; offsets are into the block's text, ``start`` at the qualifier if there is one.

    ``unit`` is empty where no counted noun follows; parts.py fills it from the total or drops the count.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: float
    value_max: float | None
    unit: str
    what: str
    kind: str
    qualifier: str
    rule: str
    confidence: float
    part_of: int | None = None


@dataclass(frozen=True)
class _Place:
    """A number where it stands; ``floor`` is where the count before it ends."""

    text: str
    number: Number
    floor: int
    grammar: Grammar

    @property
    def before(self) -> str:
        return self.text[max(self.floor, self.number.start - _LOOK_BACK) : self.number.start]

    @property
    def follows_count(self) -> bool:
        """Whether nothing but „un” or a comma stands between the number and the count before it."""
        return self.floor > 0 and _LISTED.fullmatch(self.text, self.floor, self.number.start) is not None


@dataclass(frozen=True)
class _Unit:
    """A sign or word that says by itself what is counted: „%”, „eiro”, „km”."""

    after: re.Pattern[str]
    before: re.Pattern[str] | None
    phrase: Phrase


def in_block(text: str, grammar: Grammar) -> Iterator[Found]:
    """The counts of a block in order, with unit-less numbers among them."""
    end = 0
    for number in numbers(text):
        if number.start < end:
            continue
        place = _Place(text, number, end, grammar)
        found = _with_unit(place) or (None if _ends_name(place) else _with_phrase(place))
        if found:
            end = found.end
            yield found


def _with_unit(place: _Place) -> Found | None:
    """Money, shares and measures."""
    number = place.number
    for unit in _units():
        after = unit.after.match(place.text, number.end)
        if after:
            return _found(place, number.start, after.end(), unit.phrase)
        before = unit.before.search(place.before) if unit.before else None
        if before:
            return _found(place, number.start - len(place.before) + before.start(), number.end, unit.phrase)
    return None


def _with_phrase(place: _Place) -> Found | None:
    """A number and the noun phrase after it, or a number alone that may turn out to be part of a total."""
    number = place.number
    phrase = phrase_after(place.text, number, place.grammar)
    if number.value == 1 and number.in_words and not (phrase and _counts_one(place, phrase)):
        return None
    if phrase and phrase.unit in _SHARES:
        return None
    if phrase is None:
        return _found(place, number.start, number.end, Phrase(number.end, "", "", ""))
    return _found(place, number.start, phrase.end, phrase)


def _counts_one(place: _Place, phrase: Phrase) -> bool:
    """Whether „viens” is a number and not an article: it follows another count, is qualified, or counts time."""
    if place.follows_count or _qualified(place, place.number.start)[0] not in ("exact", "approx"):
        return True
    return phrase.kind == "duration" and not _ONE_DAY.match(place.text, place.number.start)


def _found(place: _Place, start: int, end: int, phrase: Phrase) -> Found:
    number = place.number
    qualifier, start = _qualified(place, start)
    return Found(
        start=start,
        end=end,
        number_start=number.start,
        number_end=number.end,
        value=number.value,
        value_max=number.value_max,
        unit=phrase.unit,
        what=phrase.what,
        kind=phrase.kind,
        qualifier=qualifier,
        rule=phrase.kind if phrase.kind in ("money", "share") else "phrase" if phrase.unit else "bare",
        confidence=0.95 if phrase.kind in ("money", "share") else 0.9 if phrase.kind != "other" else 0.8,
    )


def _qualified(place: _Place, start: int) -> tuple[str, int]:
    """How exactly the number is meant, and where the words that say so begin; ``start`` is where the count begins."""
    before = place.text[max(place.floor, start - _LOOK_BACK) : start]
    for pattern, qualifier in _qualifiers():
        match = pattern.search(before)
        if match:
            return qualifier, start - len(before) + match.start()
    return "exact", start


@cache
def _qualifiers() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns anchored to the number that follows, in the order of the table."""
    return tuple(
        (re.compile(rf"(?<!\w)(?:{row['pattern']})\s*$", re.IGNORECASE), row["qualifier"])
        for row in table("count_qualifiers.csv")
    )


@cache
def _units() -> tuple[_Unit, ...]:
    return tuple(
        _Unit(
            re.compile(rf"\s?(?:{row['pattern']})(?!\w)", re.IGNORECASE),
            re.compile(rf"(?<!\w)(?:{row['pattern']})\s?$", re.IGNORECASE) if row["place"] == "both" else None,
            Phrase(0, row["unit"], row["unit"], row["kind"]),
        )
        for row in table("count_units.csv")
    )


def _ends_name(place: _Place) -> bool:
    """Whether figures follow a foreign capitalised word, as in the name of a programme: *Interreg 5*."""
    match = _CAPITALISED.search(place.before)
    if not match or place.number.in_words:
        return False
    readings = analyses(match.group(1))
    return not readings or not any(a.known or a.case in ("loc", "gen", "dat") for a in readings)
