"""Whether a date is told of as over or as to come, by the verb that it depends on in the model's parse.

„Konkurss notiks 20. novembrī” tells of another November than „notika 20. novembrī”. The verbs whose participle looks
ahead („paredzēts”, „pārcelts uz”) are in words.toml. Where the model gives no parse, nothing is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from spacy.tokens import Span, Token

from hronika.types import Document
from pipeline.dates import words
from pipeline.language import analyse, sentence

PAST, OPEN, FUTURE = -1, 0, 1
_UNTIL = re.compile(r"\blīdz\s(?:pat\s)?$", re.I)
_SINCE = re.compile(r"\bkopš\s$", re.I)
_BOUND = re.compile(r"\b(?:no|līdz|uz)\s(?:pat\s)?$", re.I)  # „pieteikšanās atvērta no 2. februāra”
_NEXT, _LAST = (re.compile(rf"\b(?:{word})\b(?!\sgad)", re.I) for word in (words.NEXT, words.LAST))
#: A clause that leaves out its verb: „Pirmā kārta notika martā, savukārt nākamā – oktobrī”.
_NEXT_ALONE = re.compile(rf"\b(?:{words.NEXT})(?:\s[^\W\d_]+)?\s[–-]\s(?:no\s)?$", re.I)
_FAR = 80  # words
_TENSES = {"Fut": FUTURE, "Past": PAST}


def tense(document: Document, start: int, end: int) -> int:
    """Of the date ``text[start:end]``: ``PAST``, ``FUTURE``, or ``OPEN`` where its words do not say."""
    span = analyse(document).char_span(start, end, alignment_mode="expand")
    if span is None or (span.root.dep_ == "nmod" and span.root.head.i > span.root.i):
        return OPEN  # „apsprieda 15. augusta svētkus”
    if _SINCE.search(document.text, max(0, start - 12), start):
        return PAST
    if _NEXT_ALONE.search(document.text, max(0, start - 60), start):
        return FUTURE
    said = _around(span.root, document.text)
    told = _of_verb_above(span.root, said, document.text[max(0, start - 12) : start])
    if told is None:
        before = document.text[said.start_char : start]
        told = _all_of(said) or bool(_NEXT.search(before)) - bool(_LAST.search(before))
    return told


def is_deadline(text: str, start: int) -> bool:
    """Whether „līdz” stands before the date at an offset, and no day from which on."""
    return _UNTIL.search(text, max(0, start - 12), start) is not None


def _around(date: Token, text: str) -> Span:
    """The sentence of a date, as far as it goes on in the date's line, and no further than one reads."""
    whole = sentence(date)
    first, last = max(whole.start, date.i - _FAR), min(whole.end, date.i + _FAR)
    ends = [
        at for at in range(first, last) if "\n" in text[date.doc[at].idx : date.doc[at].idx + len(date.doc[at]) + 1]
    ]
    first = max((at + 1 for at in ends if at < date.i), default=first)
    return date.doc[first : min((at + 1 for at in ends if at >= date.i), default=last)]


def _of_verb_above(date: Token, said: Span, before: str) -> int | None:
    """What the first verb says that a date depends on, directly or not; None where none says anything."""
    until, bound = (rule.search(before) is not None for rule in (_UNTIL, _BOUND))
    infinitive = False
    for token in chain([date], date.ancestors):
        if not said.start <= token.i < said.end:
            break
        if infinitive and token.lemma_ in words.AHEAD:
            return FUTURE
        told = _told(token, until=until, bound=bound)
        if told or (told is not None and _is(token, "Fin")):
            return told
        infinitive = infinitive or _is(token, "Inf")
    return FUTURE if infinitive and until else None  # what is to be done


def tense_of_lead(document: Document, colon: int) -> int:
    """What the sentence that ends in the colon at an offset says of the list below it."""
    span = analyse(document).char_span(colon, colon + 1, alignment_mode="expand")
    return _all_of(sentence(span[0])) if span else OPEN


def _all_of(tokens: Iterable[Token]) -> int:
    """What all verbs say that say anything; a participle alone („apstiprinātas ir šādas”) tells of no time."""
    told = {_told(token, bound=True) or OPEN for token in tokens if token.dep_ != "amod"} - {OPEN}
    return told.pop() if len(told) == 1 else OPEN


def _told(token: Token, *, until: bool = False, bound: bool = False) -> int | None:
    """What a verb, or a predicate with „ir”, „bija” or „būs”, says of the dates below it; None of other words.

    ``bound``: „no”, „līdz” or „uz” stands before the date, and ``until`` where it is „līdz”.
    """
    helping = [tense for helper in _helpers(token) for tense in _tenses(helper)]
    of_verb = token.morph.get("Tense", [])
    if _is(token, "Fin"):
        if "Nec" in token.morph.get("Mood", []):
            had = PAST if until else OPEN  # what had to be handed in is over; what had to take place may be put off
            return had if PAST in helping else FUTURE
        if token.lemma_ in words.AHEAD or "Pres" in of_verb:
            return FUTURE if until or "Fut" in of_verb else OPEN
        return next(_tenses(token), OPEN)
    if not _is(token, "Part"):
        return helping[0] if helping else None
    if FUTURE in helping:
        return FUTURE
    if token.lemma_ in words.AHEAD:
        ahead = token.lemma_ in words.PLANNED or until
        return FUTURE if ahead and not helping and token.dep_ not in ("amod", "acl") else OPEN
    if helping:
        return PAST
    if "Past" not in of_verb:
        return FUTURE if until else OPEN
    return OPEN if bound or token.lemma_ in words.STANDING else PAST


def _is(token: Token, form: str) -> bool:
    return form in token.morph.get("VerbForm", [])


def _helpers(token: Token) -> Iterator[Token]:
    return (child for child in token.children if child.dep_.split(":")[0] in ("aux", "cop"))


def _tenses(token: Token) -> Iterator[int]:
    return (_TENSES[name] for name in token.morph.get("Tense", []) if name in _TENSES)
