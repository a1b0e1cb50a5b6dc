"""Noun phrases as wholes: *Nodarbinātības valsts aģentūrai* to its nominative, *Eiropas Sociālais fonds* to its cases.

In a Latvian noun phrase the head noun inflects, and with it the adjectives, participles, pronouns and numerals that
agree with it; genitives before the head and everything after it stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from pipeline.latvian.lexicon import Analysis, analyses, listed_form
from pipeline.latvian.paradigms import CASES, inflect, parse, stem_of

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_QUOTED = re.compile(r"[„“\"«][^„“”\"«»]*[“”\"»]")
_AGREEING = ("ADJ", "VERB", "DET", "PRON", "NUM")
_NOUNS = ("NOUN", "PROPN")
_PLAUSIBLE = 0.05  # the share of the best reading's weight below which a reading is a freak
_FULL_WEIGHT_OF_AGREEMENT = 1000.0  # a reading that an adjective confirms beats any frequency


@dataclass(frozen=True)
class _Reading:
    """How the head of a phrase is read."""

    case: str
    number: str
    gender: str


def inflect_name(name: str, paradigm: str) -> dict[str, tuple[str, ...]]:
    """A name of one or more words in every case, keyed by case; ``paradigm`` is that of its head noun.

    *Romu Kultūras Centrs* as ``m-sg-1`` gives *Romu Kultūras Centra* and so on. The name comes in the nominative; its
    number is the one the paradigm lives in. Raises ValueError when no word of the name fits the paradigm.
    """
    if paradigm == "indecl":
        return dict.fromkeys(CASES, (name,))
    number = parse(paradigm).lemma_number
    words = list(_WORD.finditer(name))
    head = _nominative_head(name, words, paradigm)
    noun = words[head].group()
    cells = inflect(_lemma_spelling(noun), paradigm)
    gender = paradigm[0]
    agreeing = dict(_agreeing(words, head, _Reading("nom", number, gender)))
    forms: dict[str, tuple[str, ...]] = {}
    for case in CASES:
        changes = {i: _adjective(a, case, number) for i, a in agreeing.items()}
        changes[head] = cells.get((case, number), ())
        if all(changes.values()):
            forms[case] = tuple(_rebuild(name, words, changes))
    return forms


def nominative(phrase: str, number: str | None = None, case: str | None = None) -> str:
    """The phrase with its head, and what agrees with the head, in the nominative of the same number.

    ``number`` (sg, pl) and ``case`` say what is known of the phrase where its form leaves a choice; *skolas* alone is
    read as the commoner genitive singular. A phrase without a recognisable noun comes back as it is.
    """
    words = list(_WORD.finditer(phrase))
    head = _oblique_head(phrase, words)
    found = None if head is None else _best_reading(words, head, number, case)
    if head is None or found is None:
        return phrase
    noun, reading = found
    first = _coordinated(words, head, reading)
    changes = {i: _adjective(a, "nom", reading.number) for i, a in _agreeing(words, head, reading)}
    changes[head] = inflect(noun.lemma, noun.paradigm).get(("nom", reading.number), ())
    whole = next(_rebuild(phrase, words, {i: forms for i, forms in changes.items() if forms and i > first}))
    if first < 0:
        return whole
    split = words[first].end()
    return nominative(phrase[:split], reading.number, reading.case) + whole[split:]


def _coordinated(words: list[re.Match[str]], head: int, reading: _Reading) -> int:
    """The noun before „un” that shares the head's place in the sentence (*pilsētām un novadiem*); -1 without one."""
    first = head - 2
    if first < 0 or words[head - 1].group() not in ("un", "vai"):
        return -1
    same = any(
        (a.case, a.number) == (reading.case, reading.number) and a.pos in _NOUNS for a in analyses(words[first].group())
    )
    return first if same else -1


def _nominative_head(name: str, words: list[re.Match[str]], paradigm: str) -> int:
    """The last word that is a nominative of the paradigm; words known to be one come before mere look-alikes."""
    fitting = [i for i, word in enumerate(words) if stem_of(_lemma_spelling(word.group()), paradigm)]
    fitting = [i for i in fitting if not _in_quotes(name, words[i])] or fitting
    if not fitting:
        raise ValueError(f"no word of {name!r} is a nominative of the paradigm {paradigm!r}")
    table = parse(paradigm).table
    sure = [
        i
        for i in fitting
        if any(
            a.known and a.case == "nom" and a.pos in _NOUNS and parse(a.paradigm).table == table
            for a in analyses(words[i].group())
        )
    ]
    return (sure or fitting)[-1]


def _oblique_head(phrase: str, words: list[re.Match[str]]) -> int | None:
    """The last noun before a preposition, a comma or a quoted name; None without one."""
    head = None
    for i, word in enumerate(words):
        if head is not None and (_ends_phrase(phrase, words, i) or _is_preposition(word)):
            break
        if not _in_quotes(phrase, word) and any(a.pos in _NOUNS and a.case for a in analyses(word.group())):
            head = i
    return head


def _best_reading(
    words: list[re.Match[str]], head: int, number: str | None, case: str | None
) -> tuple[Analysis, _Reading] | None:
    """The reading of the head that its modifiers and the hints allow and that is the likeliest."""
    best: tuple[float, Analysis, _Reading] | None = None
    for noun in analyses(words[head].group()):
        if noun.pos not in _NOUNS or not noun.case or not noun.number or not noun.gender:
            continue
        if (number and noun.number != number) or (case and noun.case != case):
            continue
        reading = _Reading(noun.case, noun.number, noun.gender)
        agreed = sum(1 for _ in _agreeing(words, head, reading))
        weight = noun.weight + _FULL_WEIGHT_OF_AGREEMENT * agreed
        if best is None or weight > best[0]:
            best = (weight, noun, reading)
    return best[1:] if best else None


def _agreeing(words: list[re.Match[str]], head: int, reading: _Reading) -> Iterator[tuple[int, Analysis]]:
    """The words before the head that agree with it and with no noun that stands nearer."""
    for i in range(head):
        readings = analyses(words[i].group())
        own = [a for a in readings if a.pos in _AGREEING and a.case and a.weight > _PLAUSIBLE * readings[0].weight]
        fitting = [a for a in own if _agrees(a, reading)]
        if fitting and not any(_could_govern(words[j].group(), own) for j in range(i + 1, head)):
            yield i, next((a for a in fitting if a.paradigm), fitting[0])


def _agrees(modifier: Analysis, reading: _Reading) -> bool:
    return (modifier.case, modifier.number, modifier.gender) == (reading.case, reading.number, reading.gender)


def _could_govern(form: str, modifiers: list[Analysis]) -> bool:
    """Whether a noun between a modifier and the head, a genitive, can be what the modifier goes with."""
    readings = analyses(form)
    plausible = [a for a in readings if a.weight > _PLAUSIBLE * readings[0].weight]
    genitives = {(a.number, a.gender) for a in plausible if a.pos in _NOUNS and a.case == "gen"}
    return any(m.case == "gen" and (m.number, m.gender) in genitives for m in modifiers)


def _adjective(analysis: Analysis, case: str, number: str) -> tuple[str, ...]:
    if not analysis.paradigm:
        return listed_form(analysis.lemma, case, number, analysis.gender or "")
    return inflect(analysis.lemma, analysis.paradigm).get((case, number), ())


def _rebuild(text: str, words: list[re.Match[str]], changes: dict[int, tuple[str, ...]]) -> Iterator[str]:
    """The text with some words put in other forms, once for every choice of forms."""
    for choice in product(*changes.values()):
        chosen = dict(zip(changes, choice, strict=True))
        parts, position = [], 0
        for i, word in enumerate(words):
            parts.append(text[position : word.start()])
            parts.append(_like(word.group(), chosen[i]) if i in chosen else word.group())
            position = word.end()
        yield "".join(parts) + text[position:]


def _like(model: str, form: str) -> str:
    """The form in the letter case of the word it replaces."""
    if model.isupper() and len(model) > 1:
        return form.upper()
    return form[0].upper() + form[1:] if model[0].isupper() else form


def _lemma_spelling(word: str) -> str:
    return word.capitalize() if word.isupper() else word


def _in_quotes(text: str, word: re.Match[str]) -> bool:
    return any(q.start() < word.start() and word.end() < q.end() for q in _QUOTED.finditer(text))


def _ends_phrase(phrase: str, words: list[re.Match[str]], i: int) -> bool:
    """Whether punctuation before a word ends the phrase; a comma before one more genitive does not."""
    between = phrase[words[i - 1].end() : words[i].start()].strip(" \t\n„“”\"«»'")
    if between == ",":
        return not any(a.case == "gen" for a in analyses(words[i].group()))
    return bool(between)


def _is_preposition(word: re.Match[str]) -> bool:
    readings = analyses(word.group())
    return bool(readings) and readings[0].pos == "ADP"
