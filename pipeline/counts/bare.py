"""Numbers without a noun of their own: *nepilni 40 tūkstoši*, *vietu skaits – 20*, *Dalībnieki: 64*, *eksperti (15)*.

The noun stands before the number, as a label, or is that of the count before it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.counts.kinds import kind_of
from pipeline.counts.reader import Found
from pipeline.latvian import Analysis, analyses, inflect

SENTENCE_END = re.compile(r"(?<=[\w)”\"][\w)”\"])[.!?…]\s+(?=[A-ZĀČĒĢĪĶĻŅŠŪŽ„\"])")
#: the word before the number: „vietu skaits – 20”, „dalībnieku kopskaits sasniedza 300”
_NUMBER_OF = re.compile(r"(\w+)\s+(?:kop)?skait(?:s|u)\b(?!.*\bpar\b)[^.;(\d]{0,30}$", re.IGNORECASE)
_LABEL = re.compile(r"([^\W\d_]+)\s*(?:[:|]|\s[–—-])\s*$")
_BRACKET = re.compile(r"([^\W\d_]+)\s\(\s*$")
#: what compares a bare number with the count before it: „(2013. gadā – 3 128)”, „tikai astoņi”, „pa divpadsmit”
_COMPARES = re.compile(r"(?:\bgad(?:ā|u|os)(?:\s[–—-]|\s\w{2,6})?|\btikai|\bpa|\bpārējie|\bvēl)\s*$", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:[.,;)]|[–—]|$|no\s|un\s|vai\s)")
_LOOK_BACK = 80  # characters in which a label stands
_QUALIFIERS = ("approx", "at_least", "more_than", "less_than")


def taking_noun(count: Found, other: Found) -> Found:
    """The count with the noun of another."""
    return replace(count, unit=other.unit, what=other.what, kind=other.kind, rule="bare", confidence=0.6)


def named_by_neighbours(text: str, done: list[Found], count: Found) -> Found | None:
    """A bare number with the noun its label or the count before it gives; None when there is none."""
    before = text[max(0, count.start - _LOOK_BACK) : count.start]
    if not _ENDS.match(text, count.end):
        return None
    noun = _labelled(before, text[count.end : count.end + 1])
    if noun is not None:
        what = inflect(noun.lemma, noun.paradigm)["nom", "pl"][0]
        return replace(count, unit=noun.lemma, what=what, kind=kind_of(noun.lemma), rule="label", confidence=0.6)
    if count.qualifier not in _QUALIFIERS and not _COMPARES.search(before):
        return None
    previous = next((d for d in reversed(done) if d.kind not in ("money", "share", "duration")), None)
    if previous is None or len(SENTENCE_END.findall(text[previous.end : count.start])) > 1:
        return None
    return taking_noun(count, previous)


def _labelled(before: str, after: str) -> Analysis | None:
    """The counted noun of „vietu skaits”, „Dalībnieki:”, „dalībnieku (”."""
    match = _NUMBER_OF.search(before)
    if match:
        return _plural(match.group(1), ("gen",))
    match = _LABEL.search(before)
    if match and after in ("", "\n", "|", ","):
        return _plural(match.group(1), ("nom",))
    match = _BRACKET.search(before)
    if match and after == ")":
        noun = _plural(match.group(1), ("nom", "gen"))
        return noun if noun and kind_of(noun.lemma) != "other" else None
    return None


def _plural(form: str, cases: tuple[str, ...]) -> Analysis | None:
    readings = (a for a in analyses(form) if a.pos == "NOUN" and a.number == "pl" and a.case in cases)
    return next(readings, None)
