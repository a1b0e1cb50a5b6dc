"""Numbers without a noun of their own, and which noun they count: *apliecību saņēma 571*, *pārējie 27*, *istabu – 40*.

The noun stands in the same sentence (antecedents.py knows the ways), or it is that of a count before. Where a number
plainly counts something and nothing says what, it stays without a noun sooner than with a wrong one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.counts import antecedents
from pipeline.counts.antecedents import SENTENCE_END, Noun
from pipeline.counts.kinds import is_measure, kind_of
from pipeline.counts.numbers import CHANGES
from pipeline.counts.reader import Found
from pipeline.grammar import Grammar, Word
from pipeline.latvian import analyses, inflect

MEASURES = ("money", "share", "duration")
_MOST_BETWEEN = 12  # counts between a number and one that tells its noun
_BESIDE = 60  # characters in which the words beside a number stand
#: what follows a number that stands alone; a noun or an adjective would be counted
_MAY_FOLLOW = ("VERB", "AUX", "ADP", "ADV", "PART", "CCONJ", "SCONJ", "PUNCT", "PRON")
#: what stands before figures that count; after a noun they may be a name: *telpa 12*, *Latvija 100*
_MAY_PRECEDE = ("VERB", "AUX", "ADV", "PART", "DET", "PRON")
_THE_REST = re.compile(r"(?:pārēj|atlikuš|citi|citas|vis)\w*$", re.IGNORECASE)
_OF_TIME = ("pulksten", "plkst", "ap", "līdz", "no", "pēc", "pirms", "kopš")  # „no deviņiem līdz pieciem”
_COMPARES = re.compile(r"\bgad(?:ā|u|os)(?:\s[–—-]|\s\w{2,6})?\s*$|\bpa\s*$", re.IGNORECASE)
_MORE = re.compile(r"\s(?:vairāk|mazāk)\b")
_WHICH_OF = re.compile(r"\w(?:ais|ā)\sno\s(?:\w+\s)?$")
_PUNCTUATION = re.compile(r"\s*(?:[.,;:!?)”]|[–—-]|$)")
#: between „skaits” and its number: nothing that would begin another thing
_IS = re.compile(r"(?!.*\bpar\b)[^.;\d]{0,30}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DASH = re.compile(r"\s[–—-]\s")


def counting(count: Found, noun: Noun) -> Found:
    """The number with a noun found elsewhere."""
    return replace(count, unit=noun.lemma, what=noun.plural, kind=kind_of(noun.lemma), rule="label", confidence=0.6)


def taking_noun(count: Found, other: Found) -> Found:
    """The number with the noun of another count."""
    what = _plural_of(other) if other.what == other.unit and count.value % 10 != 1 else other.what
    return replace(count, unit=other.unit, what=what, kind=other.kind, rule="bare", confidence=0.6)


def _plural_of(count: Found) -> str:
    noun = next((a for a in analyses(count.unit) if a.pos == "NOUN" and a.case == "nom"), None)
    return inflect(noun.lemma, noun.paradigm).get(("nom", "pl"), (count.what,))[0] if noun else count.what


def in_its_sentence(text: str, done: list[Found], count: Found, grammar: Grammar) -> Found | None:
    """A bare number with the noun that its own sentence gives in other words than a count; None where none does."""
    start = count.start
    beside_measure = _measured_before(text, done, count) is not None  # „platība ir 40 hektāru, pļavu – 12”
    free = None if beside_measure or _is_oblique(count) else antecedents.free_genitive(text, start, grammar)
    noun = free or antecedents.label(text, start, count.end) or antecedents.apposed(text, start, grammar)
    noun = noun or antecedents.subject(text, start, grammar) or _number_of(text, count, grammar)
    return None if noun is None or not _agrees(noun.gender, count) else counting(count, noun)


def _number_of(text: str, count: Found, grammar: Grammar) -> Noun | None:
    """The noun of „pieteikumu skaits – 48”, „… skaits krities no 120 līdz 97”."""
    told = antecedents.number_of(text, count.start)
    if told is None or not _ends_phrase(text, count, grammar):
        return None
    noun, between = told
    said = _IS.fullmatch(between) or CHANGES.search(between) or _stands_alone(text, count, grammar)
    return noun if said else None


def out_of(text: str, done: list[Found], count: Found, grammar: Grammar) -> Found | None:
    """*No 50 lektoriem atsaucās 32*: with the noun behind „no”, and as a part where that is a count itself."""
    if not _stands_alone(text, count, grammar):
        return None
    word = antecedents.out_of(text, count.start, grammar)
    start = antecedents.sentence_start(text, count.start)
    for whole in reversed(done[-_MOST_BETWEEN:]):
        if whole.start < start:
            break
        governed = word and whole.number_start < word.start < whole.end
        behind_no = word is None and re.search(r"(?i)\bno\s(?:[^\W\d]+\s){0,4}$", text[start : whole.start])
        if (governed or behind_no) and whole.value > count.value and agrees(whole, count):
            return replace(taking_noun(count, whole), part_of=whole.start, rule="bare-part")
    if word is None or not antecedents.is_closed(text, word, grammar):
        return None
    noun = antecedents.plural_noun(word)
    return counting(count, noun) if noun and _agrees(noun.gender, count) else None


def of_people(text: str, done: list[Found], count: Found, grammar: Grammar) -> Found | None:
    """*Trīs no viņiem*: with the people told of last, and as a part where these were counted."""
    for word, noun in antecedents.plurals_before(text, count.start, grammar):
        if kind_of(noun.lemma) != "people" or not _agrees(noun.gender, count):
            continue
        whole = next((d for d in done[-_MOST_BETWEEN:] if d.start <= word.start < d.end), None)
        if whole is None:
            return counting(count, noun)
        if whole.value > count.value:
            return replace(taking_noun(count, whole), part_of=whole.start, rule="bare-part")
    return None


def of_previous(text: str, done: list[Found], count: Found, grammar: Grammar) -> Found | None:
    """*Kursus sāka 40 skolēni, pabeidza 36*: with the noun of the count before, or with none where none fits."""
    if not _stands_alone(text, count, grammar) and not _in_brackets_too(text, done, count):
        return None
    for previous in reversed(done[-_MOST_BETWEEN:]):
        if previous.part_of is not None:
            previous = next((d for d in done if d.start == previous.part_of), previous)
        if not previous.unit or len(SENTENCE_END.findall(text[previous.end : count.start])) > 1:
            break
        if previous.unit and previous.kind not in MEASURES and agrees(previous, count):
            return taking_noun(count, previous)
    measured = _measured_before(text, done, count)
    if measured and agrees(measured, count) and _DASH.search(text, max(0, count.start - 3), count.start):
        return taking_noun(count, measured)  # „maksa ir 25 eiro, studentiem – 15”
    return replace(count, kind="other", confidence=0.4) if _surely_counts(text, count, grammar) else None


def _measured_before(text: str, done: list[Found], count: Found) -> Found | None:
    """The count before in the same sentence, where that is of money, time or a measure."""
    previous = done[-1] if done else None
    if previous is None or SENTENCE_END.search(text, previous.end, count.start):
        return None
    return previous if previous.kind in ("money", "duration") or is_measure(previous.unit) else None


def _in_brackets_too(text: str, done: list[Found], count: Found) -> bool:
    """Whether a number follows its like in brackets: *izglītības (12 dalībnieki), veselības (9)*."""
    if not done or "\n" in text[done[-1].end : count.start]:
        return False
    return all(text[c.start - 1 : c.start] + text[c.end : c.end + 1] == "()" for c in (done[-1], count))


def agrees(whole: Found, count: Found) -> bool:
    """Whether a numeral's gender allows the noun of another count: *divas* are no *skolēni*."""
    return _agrees(next((a.gender for a in analyses(whole.unit) if a.pos == "NOUN"), None), count)


def _agrees(gender: str | None, count: Found) -> bool:
    genders = {cell[2] for cell in count.cells}
    return gender is None or not genders or gender in genders


def _is_oblique(count: Found) -> bool:
    cases = {cell[0] for cell in count.cells}
    return bool(cases) and not cases & {"nom", "acc"}


def _ends_phrase(text: str, count: Found, grammar: Grammar) -> bool:
    """Whether nothing follows a number that it could count."""
    if _PUNCTUATION.match(text, count.end):
        return True
    after = next(iter(grammar.words(count.end, _ahead(text, count))), None)
    if after is None or after.pos in _MAY_FOLLOW or after.case == "loc":
        return True
    readings = analyses(after.text)
    return bool(readings) and readings[0].pos == "VERB" and not readings[0].definite


def _stands_alone(text: str, count: Found, grammar: Grammar) -> bool:
    """Whether the words beside a number let it be one whose noun is left out."""
    if not _ends_phrase(text, count, grammar) or {cell[0] for cell in count.cells} == {"loc"}:  # „sākās deviņos”
        return False
    if not count.in_words:
        return not _may_be_year(text, count) and _lets_figures_count(text, count, grammar)
    before = _words_before(text, count, grammar)
    feminine = bool(count.cells) and all(cell[2] == "f" for cell in count.cells)
    return not before or feminine or before[-1].text.lower().rstrip(".") not in _OF_TIME


def _may_be_year(text: str, count: Found) -> bool:
    return count.qualifier == "exact" and _YEAR.fullmatch(text, count.number_start, count.number_end) is not None


def _lets_figures_count(text: str, count: Found, grammar: Grammar) -> bool:
    """Whether the words before figures let them count; after a noun they may be part of a name."""
    before = _words_before(text, count, grammar)
    if count.qualifier in ("approx", "at_least", "more_than", "less_than") or _MORE.match(text, count.end):
        return True
    if _COMPARES.search(text[max(0, count.start - _BESIDE) : count.start]):
        return True
    if _DASH.search(text, max(0, count.start - 3), count.start):
        return _tells_where(before[:-1])
    if text[count.start - 1 : count.start] + text[count.end : count.end + 1] == "()":
        return _tells_where(before[:-1])
    if _DASH.match(text, count.end) and not before:
        return True  # „izskatīti 940, 92 – vēl ne”
    if not before or before[-1].pos == "CCONJ":
        return any(word.pos in ("VERB", "AUX") for word in grammar.words(count.end, _ahead(text, count))[:1])
    last = before[-1]
    if last.pos in _MAY_PRECEDE or _THE_REST.match(last.text):
        return True
    told = any(word.pos in ("VERB", "AUX") for word in before)
    return told and last.pos in ("NOUN", "PROPN") and last.case in ("acc", "loc")


def _tells_where(words: list[Word]) -> bool:
    """Whether words end in one that sets a number against another: *Rīgā*, *pērn*, *skolēniem*, *no Kurzemes*."""
    if not words:
        return False
    last = words[-1]
    governed = last.case == "gen" and len(words) > 1 and words[-2].pos == "ADP"
    return (
        governed or last.pos in ("ADV", "ADP") or _YEAR.fullmatch(last.text) is not None or last.case in ("loc", "dat")
    )


def _ahead(text: str, count: Found) -> int:
    return min(len(text), count.end + _BESIDE)


def _words_before(text: str, count: Found, grammar: Grammar) -> list[Word]:
    return grammar.words(max(0, antecedents.clause_start(text, count.start), count.start - _BESIDE), count.start)


def _surely_counts(text: str, count: Found, grammar: Grammar) -> bool:
    """Whether a number counts though nothing says what: *piesaistīti 44*, *trešā no piecām*, *par 11 vairāk*."""
    if _MORE.match(text, count.end):
        return True
    if not _PUNCTUATION.match(text, count.end):
        return False
    before = text[max(0, count.start - _BESIDE) : count.start]
    if _WHICH_OF.search(before):
        return True
    words = _words_before(text, count, grammar)
    if not words or words[-1].pos not in ("VERB", "AUX", "PART"):
        return False
    return count.in_words or count.qualifier != "exact" or _tells_of_many(words[-1].text)


def _tells_of_many(verb: str) -> bool:
    """Whether a verb before figures tells of so many who did or were done: *pieteicās 48*, *piesaistīti 44*."""
    many = any(a.pos == "VERB" and (a.case, a.number) == ("nom", "pl") for a in analyses(verb))
    return many or verb.endswith(antecedents.REFLEXIVE)
