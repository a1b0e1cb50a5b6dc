"""What clerks call an event, in every case, and how an event's name is put together from the words around."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from spacy.tokens import Doc, Span, Token

from hronika.types import Document
from pipeline import quotes
from pipeline.events.words import pattern
from pipeline.language import sentence, word, words
from pipeline.latvian import analyses, inflect, nominative
from pipeline.tables import table

#: A compound has at least so many letters before the event noun, and the noun itself so many.
_SHORTEST_PREFIX, _SHORTEST_TAIL = 3, 6
#: „Darba diena”, „gada diena”: times, not events.
_TIMES = frozenset(
    "darba gada mēneša nedēļas katras otras vienas dzimšanas svētku brīvās vasaras ziemas rudens pavasara janvāra"
    " februāra marta aprīļa maija jūnija jūlija augusta septembra oktobra novembra decembra".split()
)
#: „Septembra izstāde”: when it was is no part of its name either.
_MONTHS = frozenset(
    "gada janvāra februāra marta aprīļa maija jūnija jūlija augusta septembra oktobra novembra decembra".split()
)
#: „Divu dienu seminārs”: how long it was is no part of its name.
_LASTING = re.compile(r"(dien|stund|mēneš|ned[eē]ļ|gad)u$")
_TRIM = " ,;:–-(•|"
#: What a line leaves hanging before its date.
_DANGLING = re.compile(r"(\s(no|līdz|ap|kopš|gada|notiks|notika|norisināsies|norisinājās|paredzēt\w))+$", re.I)
_SHORT = 120
_LONGEST_ATTRIBUTE = 10  # words


@dataclass(frozen=True)
class EventNoun:
    """An event noun in a text: its token, lemma and the kind of event it names."""

    token: Token
    lemma: str
    kind: str
    common: bool = False  #: a common noun that names an event only here („teātru dienas”)
    plural: bool = False  #: a word of the plural only („mācības”)


@dataclass(frozen=True)
class _Row:
    """A row of ``event_nouns.csv``; ``only_after`` limits a common noun („diena”) to what makes it an event."""

    lemma: str
    kind: str
    only_after: str
    not_before: str  #: beginning of a word that makes another thing of it („mācību gads”)
    plural: bool


@lru_cache(maxsize=1)
def _forms() -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for line in table("event_nouns.csv"):
        row = _Row(line["lemma"], line["kind"], line["only_after"], line["not_before"], "-pl-" in line["paradigm"])
        for form in _inflected(row.lemma, line["paradigm"]):
            found.setdefault(form, []).append(row)
    return found


@cache
def _longest_form() -> int:
    return max(map(len, _forms()))


def _inflected(lemma: str, paradigm: str) -> list[str]:
    if paradigm == "reflexive":  # verbal nouns in -šanās have these forms only
        return [lemma, lemma[:-2] + "os", lemma[:-2] + "u", lemma[:-2] + "ām"]
    return [form for forms in inflect(lemma, paradigm).values() for form in forms]


def _row(token: Token) -> _Row | None:
    """The noun's row, also for a compound that ends in it („fotoizstāde”, „kopmēģinājums”)."""
    whole = _forms().get(token.lower_)
    if whole is None:
        return _of_compound(token.lower_)
    named = next((row for row in whole if not row.only_after or _is_named(token, row.only_after)), None)
    return named if named and not _is_part_of_other(token, named.not_before) else None


@lru_cache(maxsize=20_000)
def _of_compound(form: str) -> _Row | None:
    first = max(_SHORTEST_PREFIX, len(form) - _longest_form())
    tails = (form[i:] for i in range(first, len(form) - _SHORTEST_TAIL + 1))
    return next((row for tail in tails for row in _forms().get(tail, ()) if not row.only_after), None)


@lru_cache(maxsize=20_000)
def _may_name_event(word: str) -> bool:
    form = word.lower()
    return form in _forms() or _of_compound(form) is not None


def _is_part_of_other(token: Token, beginnings: str) -> bool:
    following = word(token.doc, token.i + 1).lower()
    return bool(beginnings) and following.startswith(tuple(beginnings.split(";")))


def _is_named(token: Token, only_after: str) -> bool:
    """Whether a common noun names an event: after one of the words listed, or, for „1”, after somebody's genitive."""
    before = token.doc[token.i - 1] if token.i > sentence(token).start else None
    if before is None or not before.is_alpha:
        return False
    if only_after != "1":
        return before.lower_ in only_after.split(";")
    if pattern("eventful").fullmatch(before.text):
        return True
    if any(a.pos == "NUM" for a in analyses(before.text)[:1]):
        return False
    whose = [a for a in analyses(before.text) if a.case == "gen" and a.pos in ("NOUN", "PROPN")]
    return bool(whose) and before.lower_ not in _TIMES


def event_nouns(span: Span | Doc) -> list[EventNoun]:
    """The event nouns of a sentence or text, in order."""
    doc, start = (span, 0) if isinstance(span, Doc) else (span.doc, span.start)
    likely = [doc[at] for at, word in enumerate(words(doc)[start : start + len(span)], start) if _may_name_event(word)]
    found = [
        EventNoun(token, row.lemma, row.kind, bool(row.only_after), row.plural)
        for token in likely
        if (row := _row(token))
    ]
    # „piemiņas brīdis” is one event, told by its last noun
    following = {noun.token.i - 1 for noun in found}
    return [noun for noun in found if noun.token.i not in following]


def main_noun(nouns: list[EventNoun], near: int) -> EventNoun:
    """The noun that names the event: a titled one, a subject or object before a modifier, then the nearest to the date.

    „Foruma laikā notika diskusija”: what something else took place within comes last.
    """

    def rank(noun: EventNoun) -> tuple[bool, bool, bool, bool, int]:
        cases = {a.case for a in analyses(noun.token.lower_) if a.pos == "NOUN"}
        quoted = word(noun.token.doc, noun.token.i + 1) in ("„", "“", '"')
        around = bool(pattern("within").fullmatch(word(noun.token.doc, noun.token.i + 1)))
        return (around, not quoted, noun.common, not cases & {"nom", "acc", "loc"}, abs(noun.token.idx - near))

    return min(nouns, key=rank)


def event_name(document: Document, noun: EventNoun, shift: int = 0, one_of_several: bool = False) -> str:
    """The noun with its modifiers in the nominative, and the quoted title, „par …” or „kam” behind it.

    ``shift`` is where the text that the noun was found in begins in the document; ``one_of_several``: the noun's plural
    is that of several events, of which one is named.
    """
    doc, token = noun.token.doc, noun.token
    start, opening = token.i, sentence(token).start
    while start > opening and token.i - start < 8 and _modifies(doc[start - 1]):
        start -= 1
    while start < token.i and _is_no_part(doc[start]):
        start += 1
    modifiers, plural = doc[start : token.i], noun.plural or _is_plural(token)
    if one_of_several and plural and not noun.plural and all(t.morph.get("Case", []) == ["Gen"] for t in modifiers):
        phrase = f"{modifiers.text} {noun.lemma}".strip()
    else:
        phrase = nominative(doc[start : token.i + 1].text, number="pl" if plural else None)
    after = shift + token.idx + len(token)
    attribute = _attribute(token)
    ends = (after, after + 1 + len(attribute))
    title = next((q for q in quotes.names(document) if any(0 <= q.start - end <= 2 for end in ends)), None)
    behind = document.text[title.start : title.end] if title else ""
    label = " ".join(part for part in (phrase, attribute, behind) if part)
    return label[0].upper() + label[1:]


def _attribute(token: Token) -> str:
    """What the noun is about or for, right behind it: „par skolēnu ēdināšanu”, „bibliotekāriem”; else ""."""
    if not token.doc.has_annotation("DEP") or token.i + 1 >= len(token.doc):
        return ""
    first = token.doc[token.i + 1]
    about = next((t for t in (first, *first.ancestors) if t.pos_ in ("NOUN", "PROPN")), first)
    if about.left_edge.i != first.i or not (first.lower_ == "par" or about.morph.get("Case", []) == ["Dat"]):
        return ""
    words = token.doc[first.i : about.right_edge.i + 1]
    plain = all(word.is_alpha and word.pos_ not in ("VERB", "AUX") for word in words)
    return words.text if plain and len(words) <= _LONGEST_ATTRIBUTE else ""


def _is_no_part(token: Token) -> bool:
    """Whether a word at the beginning of a phrase only joins or measures: „un”, „divu dienu”."""
    measures = _LASTING.match(token.text) or any(a.pos == "NUM" for a in analyses(token.text)[:1])
    happened = pattern("happens").fullmatch(token.text)  # „notikušajā”, „plānotais”
    return bool(measures or happened) or token.text in {"un", "arī"} or token.text in _MONTHS


def _is_plural(token: Token) -> bool:
    """Whether a form in -as or -es, „apmācības”, is the plural: as a genitive it would stand before another noun."""
    number = token.morph.get("Number", [])
    if number:
        return bool(number == ["Plur"])
    governs = any(a.pos in ("NOUN", "ADJ") for a in analyses(word(token.doc, token.i + 1))[:1])
    return token.lower_.endswith(("as", "es")) and not governs


def _modifies(token: Token) -> bool:
    if token.text == "un":
        return True
    if not token.is_alpha:
        return False
    if token.pos_ in ("VERB", "AUX") and "Part" not in token.morph.get("VerbForm", []):
        return False
    readings = analyses(token.text)
    if not readings or (readings[0].pos == "VERB" and not readings[0].case):
        return False
    if token.text[0].isupper() and token.is_sent_start:
        readings = tuple(r for r in readings if r.known)
    likely = [r for r in readings if r.known][:3] or readings[:1]
    return any((r.case == "gen" and r.pos in ("NOUN", "PROPN", "PRON")) or r.pos == "ADJ" or r.definite for r in likely)


def name_from_line(before: str) -> str:
    """What a list item or title says before its date, without what dangles at its end."""
    label = _DANGLING.sub("", before.strip(_TRIM)).strip(_TRIM)
    bracket = label.rfind("(")
    if bracket > 0 and ")" not in label[bracket:]:
        label = label[:bracket].strip(_TRIM)
    label = re.sub(r"\s+", " ", label)
    return label[0].upper() + label[1:] if label else ""


def is_short(text: str) -> bool:
    """Whether a line is a label rather than prose."""
    return len(text) <= _SHORT
