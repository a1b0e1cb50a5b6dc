"""Which noun a number counts that has none of its own: *apliecību saņēma 571*, *pārējie 27*, *istabu – 40*.

The noun stands in the same sentence (antecedents.py knows the ways), or it is that of a count before. Where a number
plainly counts something and nothing says what, it stays without a noun sooner than with a wrong one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.counts import antecedents
from pipeline.counts.alone import Alone, in_brackets
from pipeline.counts.antecedents import Noun, sentence_ends
from pipeline.counts.kinds import is_measure, kind_of
from pipeline.counts.numbers import CHANGES
from pipeline.counts.reader import Found
from pipeline.latvian import analyses, inflect

MEASURES = ("money", "share", "duration")
#: between „skaits” and its number: nothing that would begin another thing
_IS = re.compile(r"(?!.*\bpar\b)[^.;\d]{0,30}")
_BEHIND_NO = re.compile(r"\bno\s(?:[^\W\d]+\s){0,4}$", re.IGNORECASE)


def counting(count: Found, noun: Noun) -> Found:
    """The number with a noun found elsewhere."""
    return replace(count, unit=noun.lemma, what=noun.plural, kind=kind_of(noun.lemma), rule="label", confidence=0.6)


def taking_noun(count: Found, other: Found) -> Found:
    """The number with the noun of another count."""
    what = _plural_of(other) if other.what == other.unit and count.value % 10 != 1 else other.what
    return replace(count, unit=other.unit, what=what, kind=other.kind, rule="bare", confidence=0.6)


def part_of(count: Found, whole: Found) -> Found:
    """The number as a part of another count, with its noun."""
    return replace(taking_noun(count, whole), part_of=whole.start, rule="bare-part")


def _plural_of(count: Found) -> str:
    noun = next((a for a in analyses(count.unit) if a.pos == "NOUN" and a.case == "nom"), None)
    return inflect(noun.lemma, noun.paradigm).get(("nom", "pl"), (count.what,))[0] if noun else count.what


def in_its_sentence(number: Alone, near: list[Found]) -> Found | None:
    """A bare number with the noun that its own sentence gives in other words than a count; None where none does."""
    text, count, grammar = number.text, number.count, number.grammar
    measures = number.follows_dash and _measured_before(number, near)  # „platība ir 40 hektāru, pļavu – 12”
    free = None if measures or number.oblique else antecedents.free_genitive(text, count.start, grammar)
    noun = (
        free
        or antecedents.label(text, count.start, count.end)
        or antecedents.apposed(text, count.start, grammar)
        or antecedents.subject(text, count.start, grammar)
        or _number_of(number)
    )
    return counting(count, noun) if noun and number.agrees(noun.gender) else None


def _number_of(number: Alone) -> Noun | None:
    """The noun of „pieteikumu skaits – 48”, „… skaits krities no 120 līdz 97”."""
    told = antecedents.number_of(number.text, number.count.start)
    if told is None or not number.ends_phrase:
        return None
    noun, between = told
    return noun if _IS.fullmatch(between) or CHANGES.search(between) or number.counts else None


def out_of(number: Alone, near: list[Found]) -> Found | None:
    """*No 50 lektoriem atsaucās 32*: with the noun behind „no”, and as a part where that is a count itself."""
    if not number.counts:
        return None
    text, count, grammar = number.text, number.count, number.grammar
    word = antecedents.out_of(text, count.start, grammar)
    start = antecedents.sentence_start(text, count.start)
    for whole in reversed(near):
        if whole.start < start:
            break
        meant = whole.number_start < word.start < whole.end if word else _BEHIND_NO.search(text[start : whole.start])
        if meant and whole.value > count.value and number.fits(whole):
            return part_of(count, whole)
    if word is None or not antecedents.is_closed(text, word, grammar):
        return None
    noun = antecedents.plural_noun(word)
    return counting(count, noun) if noun and number.agrees(noun.gender) else None


def of_people(number: Alone, near: list[Found]) -> Found | None:
    """*Trīs no viņiem*: with the people told of last, and as a part where these were counted."""
    count = number.count
    for word, noun in antecedents.plurals_before(number.text, count.start, number.grammar):
        if kind_of(noun.lemma) != "people" or not number.agrees(noun.gender):
            continue
        whole = next((d for d in near if d.start <= word.start < d.end), None)
        if whole is None:
            return counting(count, noun)
        if whole.value > count.value:
            return part_of(count, whole)
    return None


def of_previous(number: Alone, near: list[Found]) -> Found | None:
    """*Kursus sāka 40 skolēni, pabeidza 36*: with the noun of the count before, or with none where none fits."""
    if not number.counts and not _in_brackets_too(number, near):
        return None
    previous = _previous(number, near)
    if previous:
        return taking_noun(number.count, previous)
    measured = _measured_before(number, near)
    if measured and number.follows_dash and number.fits(measured):
        return taking_noun(number.count, measured)  # „maksa ir 25 eiro, studentiem – 15”
    return replace(number.count, kind="other", confidence=0.4) if number.surely_counts else None


def _previous(number: Alone, near: list[Found]) -> Found | None:
    """The nearest count whose noun the number can take, in its sentence or the one before; of a part, its total."""
    for count in reversed(near):
        whole = next((d for d in near if d.start == count.part_of), count)
        ends = len(sentence_ends(number.text, whole.end, number.count.start))
        if (
            not whole.unit
            or ends > 1
            or (ends and not number.goes_on)
            or "\n" in number.text[whole.end : number.count.start]
        ):
            return None
        if whole.kind not in MEASURES and number.fits(whole):
            return whole
    return None


def _measured_before(number: Alone, near: list[Found]) -> Found | None:
    """The count before in the same sentence, where that is of money, time or a measure."""
    previous = near[-1] if near else None
    if previous is None or sentence_ends(number.text, previous.end, number.count.start):
        return None
    return previous if previous.kind in ("money", "duration") or is_measure(previous.unit) else None


def _in_brackets_too(number: Alone, near: list[Found]) -> bool:
    """Whether a number follows its like in brackets: *izglītības (12 dalībnieki), veselības (9)*."""
    if not near or "\n" in number.text[near[-1].end : number.count.start]:
        return False
    return number.bracketed and in_brackets(number.text, near[-1])
