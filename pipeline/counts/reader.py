"""Reads the counts of one block of text: number by number, the qualifier before it and what it counts after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from pipeline.counts.numbers import Cell, Number, changes_before, numbers
from pipeline.counts.phrases import Phrase, phrase_after
from pipeline.grammar import Grammar
from pipeline.latvian import analyses
from pipeline.tables import table

_LOOK_BACK = 40  # characters before a number where a qualifier can stand
_LISTED = re.compile(r",?\s(?:(?:un|kā arī)\s)?")
_HALF = 50  # per cent
_NOUNS = ("NOUN", "PROPN")
_ONE_DAY = re.compile(r"vien(?:u|ā) (?:dien|stund|minūt|nakt)", re.IGNORECASE)  # „on a day”
_CAPITALISED = re.compile(r"(?<=[\w,;] )([A-ZĀČĒĢĪĶĻŅŠŪŽ][\w+]*[\w+]) $")
#: after these the counted noun is known, and a place beside the number is no noun of its own: „no tiem trīs ārzemēs”
_OF_THEM = re.compile(r"\bno\s(?:ti?em|tām|kuriem|kurām|viņiem|viņām)\s(?:tikai\s|vismaz\s)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """A count in a text; ``start`` is at the qualifier if there is one.

    ``unit`` is empty where no counted noun follows; parts.py finds it elsewhere or drops the count.
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
    cells: tuple[Cell, ...] = ()
    in_words: bool = False
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


def moved(count: Found, offset: int) -> Found:
    """A count of a block with offsets into the text that the block begins in at ``offset``."""
    return replace(
        count,
        start=count.start + offset,
        end=count.end + offset,
        number_start=count.number_start + offset,
        number_end=count.number_end + offset,
    )


def in_block(text: str, grammar: Grammar) -> Iterator[Found]:
    """The counts of a block in order, with unit-less numbers among them."""
    end = 0
    for number in numbers(text):
        if number.start < end:
            continue
        place = _Place(text, number, end, grammar)
        found = _share(place) if number.share else _with_unit(place) or _with_phrase(place)
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


def _share(place: _Place) -> Found | None:
    """*Trešdaļa*, *divas trešdaļas*, and *puse* where it is a half and not a side."""
    number = place.number
    if number.value == _HALF and not _is_half(place):
        return None
    return _found(place, number.start, number.end, Phrase(number.end, "%", "%", "share"))


def _is_half(place: _Place) -> bool:
    """*Puse skolu*, *gandrīz puse*, *puse no tām*; not *abas puses*, *otrajā pusē*, *Alūksnes puse*."""
    number = place.number
    if not {("nom", "sg"), ("acc", "sg"), ("dat", "sg")} & {cell[:2] for cell in number.cells}:
        return False
    if _qualified(place, number.start)[0] != "exact" or place.text.startswith(" no ", number.end):
        return not _is_modified(place)
    if _is_subject(place):
        return True
    phrase = phrase_after(place.text, replace(number, cells=(), value=0), place.grammar)
    return phrase is not None and phrase.case == "gen" and phrase.kind != "duration" and not _is_modified(place)


def _is_subject(place: _Place) -> bool:
    """Whether a half stands alone beside a verb: *atsaucās puse*, *puse bija no skolām*."""
    number, words = place.number, place.grammar.words
    after = words(number.end, min(len(place.text), number.end + _LOOK_BACK))[:1]
    if after and after[0].pos in ("VERB", "AUX"):
        return not _is_modified(place)
    before = words(max(place.floor, number.start - _LOOK_BACK), number.start)
    return bool(before) and before[-1].pos == "VERB" and (not after or after[0].pos == "PUNCT")


def _is_modified(place: _Place) -> bool:
    """Whether the word before belongs to the number's own noun phrase: *otra puse*, *Alūksnes puse*."""
    words = place.grammar.words(max(place.floor, place.number.start - _LOOK_BACK), place.number.start)
    last = words[-1] if words else None
    return last is not None and (last.pos in ("ADJ", "DET", "NUM") or (last.pos in _NOUNS and last.case == "gen"))


def _with_phrase(place: _Place) -> Found | None:
    """A number and the noun phrase after it, or a number alone whose noun may stand elsewhere."""
    number = place.number
    phrase = phrase_after(place.text, number, place.grammar)
    if phrase and _is_heading(place, phrase):
        return None
    if phrase and phrase.case == "loc" and _OF_THEM.search(place.before) and not _is_locative(number):
        phrase = None
    if _ends_name(place) and not (phrase and phrase.kind == "duration"):
        return None
    if number.value == 1 and number.in_words and not (phrase and _counts_one(place, phrase)):
        return None
    if phrase is None:
        known = number.value > 0 and not number.indefinite
        return _found(place, number.start, number.end, Phrase(number.end, "", "", "")) if known else None
    return _found(place, number.start, phrase.end, phrase)


def _is_heading(place: _Place, phrase: Phrase) -> bool:
    """Whether figures that begin a block number what follows: *2 Mērķi*."""
    if place.number.in_words or place.floor or place.text[: min(place.number.start, _LOOK_BACK)].strip():
        return False
    return place.text[place.number.end : phrase.end].split()[-1][0].isupper() and phrase.unit.islower()


def _is_locative(number: Number) -> bool:
    return any(case == "loc" for case, _, _ in number.cells)


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
        cells=number.cells,
        in_words=number.in_words,
    )


def _qualified(place: _Place, start: int) -> tuple[str, int]:
    """How exactly the number is meant, and where the words that say so begin; ``start`` is where the count begins."""
    before = place.text[max(place.floor, start - _LOOK_BACK) : start]
    for pattern, qualifier in _qualifiers():
        match = pattern.search(before)
        if match and qualifier == "at_most" and match.group().startswith("līdz") and changes_before(place.text, start):
            break  # „sarucis līdz sešiem” says how many there are now
        if match:
            return qualifier, start - len(before) + match.start()
    return place.number.qualifier, start


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
