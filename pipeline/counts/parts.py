"""Ties parts to totals: *230 dalībnieki, t.sk. 103 pārstāvji*, and gives a bare part the noun of its total."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.counts.alone import Alone
from pipeline.counts.antecedents import sentence_ends
from pipeline.counts.bare import MEASURES, in_its_sentence, of_people, of_previous, out_of, part_of, taking_noun
from pipeline.counts.reader import Found
from pipeline.grammar import Grammar

#: between a total and its first part
_OPENS = re.compile(
    r"\bt\.\s?sk\b|\bt\.\s?s\.|\bta(?:i|jā)\sskaitā\b|\btostarp\b|\bto\s(?:vidū|skaitā|starpā)\b|\bieskaitot\b"
    r"|\bno\s(?:ti?em|tām|kuriem|kurām|viņiem|viņām|šiem|šīm)\b|\bstarp\s(?:tiem|tām|kuriem|kurām|viņiem)\b"
    r"|\b(?:viņu|to|kuru)\svidū\b|:\s*$",
    re.IGNORECASE,
)
#: between parts of one total nothing but these may end the enumeration
_CLOSES = re.compile(r";|[.!?]\s|\bkā\sarī\b|\bsavukārt\b|\bbet\b|\bturklāt\b|\bpēc\stam\b", re.IGNORECASE)
_OF_TOTAL = re.compile(r"\s+(?:no|jeb)\s+(?:[^\W\d]+(?:iem|ām|ajiem|ajām|ā)\s){0,2}$", re.IGNORECASE)
#: between two numbers of which only the second has its noun: „klātienē 30, tiešsaistē – 55 skolotāji”
_SHARES_NOUN = re.compile(r",\s(?:[^\W\d]+\s){1,4}[–—-]\s?|,\s|\s(?:un|līdz|vai)\s")
_DASH = re.compile(r" [–—-] ")
_OF_THEM = re.compile(r"\s+no\s(?:viņiem|viņām|ti?em|tām|šiem|šīm)\b")
_OF_PEOPLE = re.compile(r"\s+no\sviņ(?:iem|ām)\b")
_BULLETS = " \t–—-•*·✓"
_BRACKET = re.compile(r" \(")
_MOST_BETWEEN = 20  # counts between a total and its last part
_FARTHEST = 2000  # characters between them
_LONGEST_STEP = 160  # characters between two parts of one enumeration


def with_parts(text: str, found: list[Found], grammar: Grammar) -> Iterator[Found]:
    """The counts of a text with their totals; a bare number that counts nothing is left out."""
    done: list[Found] = []
    for i, count in enumerate(found):
        near = [d for d in done[-_MOST_BETWEEN:] if count.start - d.end < _FARTHEST]
        total = _total(Alone(text, count, grammar), near)
        if not count.unit:
            named = _named(Alone(text, count, grammar), near, found[i + 1 : i + 1 + _MOST_BETWEEN], total)
            if named is None:
                continue
            count = named
        if count.unit and total and count.part_of is None:
            count = replace(count, part_of=total.start, rule=f"{count.rule}-part")
        done.append(count)
    yield from done


def _named(number: Alone, near: list[Found], following: list[Found], total: Found | None) -> Found | None:
    """A bare number with its noun, from the surest witness to the least sure."""
    count = number.count
    whole = _whole_after(number.text, count, following[0] if following else None)
    if whole:
        return _of_whole(count, whole)
    shared = _shared_noun(number.text, count, following)
    if shared:
        return taking_noun(count, shared)
    own = in_its_sentence(number, near)
    if own:
        return own
    if total:
        return _of_whole(count, total)
    if _OF_PEOPLE.match(number.text, count.end):
        return of_people(number, near)
    return out_of(number, near) or of_previous(number, near)


def _shared_noun(text: str, count: Found, following: list[Found]) -> Found | None:
    """The count whose noun a row of numbers shares: *ap 30, gandrīz 40 un ap 50 mediķu*."""
    end = count.end
    for other in following:
        if not _SHARES_NOUN.fullmatch(text, end, other.start):
            return None
        if other.unit:
            alike = other.in_words == count.in_words or other.kind not in MEASURES
            return other if alike else None  # „par diviem un 160 eiro”
        end = other.end
    return None


def _of_whole(count: Found, whole: Found) -> Found | None:
    return part_of(count, whole) if whole.unit and whole.value >= count.value else None


def _total(number: Alone, near: list[Found]) -> Found | None:
    """The total that a count is a part of, by the words before it or by the enumeration it stands in."""
    text, count = number.text, number.count
    if not count.unit and _OF_THEM.match(text, count.end):
        return None if _OF_PEOPLE.match(text, count.end) else _nearest_total(number, near, sentences=1)
    told = [d for d in near if d.kind != "share"]  # „no kuriem trešdaļa jeb 20”
    if not told:
        return None
    previous = told[-1]
    between = text[previous.end : count.start]
    ends = sentence_ends(text, previous.end, count.start)
    if ends:  # „… 12 sanāksmes. No tām piecas …”, also in the next point of a list
        opened = _OPENS.match(text[ends[-1] : count.start].lstrip(_BULLETS))
        return _nearest_total(number, near, sentences=1) if opened else None
    alike = count.kind in ("", previous.kind) and count.kind not in MEASURES
    if _OPENS.search(between) or (alike and _DASH.fullmatch(between)):
        return _nearest_total(number, near)
    if alike and _BRACKET.fullmatch(between) and previous.kind not in MEASURES:
        return previous if previous.value > count.value and previous.part_of is None else None
    if not alike or previous.part_of is None or _CLOSES.search(between) or len(between) > _LONGEST_STEP:
        return None
    return next((d for d in near if d.start == previous.part_of and d.value >= count.value), None)


def _nearest_total(number: Alone, near: list[Found], sentences: int = 0) -> Found | None:
    """The last count that can hold this one: one of the same kind first, money and time last.

    ``sentences`` is how many sentence ends may stand between.
    """
    count = number.count
    candidates = [
        d
        for d in reversed(near)
        if d.unit and d.part_of is None and d.value > count.value and (count.unit or number.fits(d))
        if len(sentence_ends(number.text, d.end, count.start)) <= sentences
    ]
    if not count.unit:
        return next(iter(sorted(candidates, key=lambda d: d.kind in MEASURES)), None)
    same = [d for d in candidates if d.kind == count.kind]
    return next(iter(same or ([] if count.kind in MEASURES else candidates)), None)


def _whole_after(text: str, count: Found, following: Found | None) -> Found | None:
    """*85 no 119 pašvaldībām*: the whole follows its part."""
    if following is None or not following.unit or following.kind in MEASURES:
        return None
    return following if _OF_TOTAL.fullmatch(text[count.end : following.start]) else None
