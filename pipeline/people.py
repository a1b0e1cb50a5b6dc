"""Reads who is named, and in which role: a given name with a surname, an initial with one, or two names after a role.

Given names are those of the Latvian calendar (``data/first_names.csv``). All are given in the nominative, but initials
stay initials: who „D.Kretalovs” is, is not for us to guess.
"""

from __future__ import annotations

import re
from functools import lru_cache

from spacy.tokens import Doc, Span

from hronika.types import Document, PersonMention
from pipeline import gazetteer, organisations
from pipeline.counts.kinds import kind_of
from pipeline.language import analyse
from pipeline.latvian import Analysis, analyses, inflect_name, nominative
from pipeline.names import heads
from pipeline.spans import Cover
from pipeline.tables import table

_NAME = re.compile(r"[A-ZĀČĒĢĪĶĻŅŠŪŽ][a-zāčēģīķļņšūž]+(-[A-ZĀČĒĢĪĶĻŅŠŪŽ][a-zāčēģīķļņšūž]+)?$")
_INITIAL = re.compile(r"(?:[A-ZĀČĒĢĪĶĻŅŠŪŽ]|Dz|Dž)\.$")
_STREET = re.compile(r"(iel|bulvār|laukum|prospekt|skol|muzej|fond)\w*$")  # what is named after the person
#: Ending of a surname in each case -> its nominative, by gender; the longest ending first.
_SURNAME = {
    "m": {
        "iem": "i", "im": "is", "am": "s", "us": "us", "as": "as", "is": "is", "s": "s", "š": "š", "ī": "is", "ā": "s",
        "o": "o", "u": "s", "a": "s", "i": "is", "e": "e",
    },
    "f": {
        "ai": "a", "ei": "e", "as": "a", "es": "e", "ā": "a", "ē": "e", "u": "a", "a": "a", "i": "e", "e": "e",
        "o": "o",
    },
}  # fmt: skip
#: Words that end a role which follows the name after a comma.
_ROLE_END = re.compile(r"[.;:()„“”\"]| kur[šaiu]\w*\b| un [A-ZĀČĒĢĪĶĻŅŠŪŽ]")
_LONGEST_ROLE = 90


@lru_cache(maxsize=1)
def _given_names() -> dict[str, tuple[str, str, str]]:
    """Form of a given name -> (nominative, gender, case)."""
    found: dict[str, tuple[str, str, str]] = {}
    rows = [(row["name"], row["gender"]) for row in table("first_names.csv")]
    for name, gender in rows:
        for case, forms in inflect_name(name, _paradigm(name, gender)).items():
            for form in forms:
                found.setdefault(form, (name, gender, case))
    found.update({name: (name, gender, "nom") for name, gender in rows})
    return found


def _paradigm(name: str, gender: str) -> str:
    if gender == "f":
        return {"a": "f-sg-4", "e": "f-sg-5"}.get(name[-1], "indecl")
    return "m-sg-2" if name.endswith("is") else "m-sg-1" if name[-1] in "sš" else "indecl"


@lru_cache(maxsize=8)
def read(document: Document) -> list[PersonMention]:
    """Every mention of a person by a full name or by initial and surname, in reading order."""
    doc = analyse(document)
    bodies = Cover(organisations.read(document))
    found: list[PersonMention] = []
    at = 0
    while at < len(doc) - 1:
        person = _full_name(doc, at) or _with_initial(doc, at) or _after_role(doc, at)
        if person is None:
            at += 1
            continue
        span, name, rule, confidence = person
        at = span.end
        if bodies.holds(span.start_char, span.end_char):
            continue  # „Ģ. Eliasa … muzejs”
        found.append(
            PersonMention(span.start_char, span.end_char, span.text, rule, confidence, name, _role(span, document))
        )
    return found


def _full_name(doc: Doc, at: int) -> tuple[Span, str, str, float] | None:
    given = _given_names().get(doc[at].text)
    if given is None or not _NAME.match(doc[at + 1].text):
        return None
    name, gender, case = given
    if case == "loc":  # nobody is in a person; „Jūlijā Engurē” is a month and a town
        return None
    end = at + 2
    surname = _surname(doc[at + 1].text, gender, case)
    if end < len(doc) and doc[end].text in {"-", "–"} and end + 1 < len(doc) and _NAME.match(doc[end + 1].text):
        surname += "-" + _surname(doc[end + 1].text, gender, case)
        end += 2
    return Span(doc, at, end), f"{name} {surname}", "given-name-surname", 0.9


def _surname(form: str, gender: str, case: str) -> str:
    if case == "nom":
        return form
    for ending, base in _SURNAME[gender].items():
        if form.endswith(ending):
            stem = form[: -len(ending)]
            return stem + ("š" if stem.endswith("ņ") and base == "s" else base)
    return form


def _with_initial(doc: Doc, at: int) -> tuple[Span, str, str, float] | None:
    initial = doc[at].text
    following = at + 1
    if len(initial) <= 2 and initial.isalpha() and initial[0].isupper() and doc[following].text == ".":
        initial, following = initial + ".", at + 2
    if not _INITIAL.match(initial) or following >= len(doc) or not _NAME.match(doc[following].text):
        return None
    if doc[following - 1].is_space or (doc[at].is_sent_start and following < len(doc) - 1 and len(initial) > 3):
        return None
    if following + 1 < len(doc) and _STREET.match(doc[following + 1].text):
        return None
    return Span(doc, at, following + 1), f"{initial}{doc[following].text}", "initial-surname", 0.7


def _after_role(doc: Doc, at: int) -> tuple[Span, str, str, float] | None:
    """„eksperte Kaisa Lindgrēna”: two capitals behind a word for one person, in its case, are that person's name."""
    if at == 0 or not (_NAME.match(doc[at].text) and _NAME.match(doc[at + 1].text)) or doc[at - 1].text[0].isupper():
        return None
    if gazetteer.candidates(doc[at].text) or doc[at + 1].lower_ in heads():
        return None
    role = _person_word(doc[at - 1].text)
    if role is None or role.number != "sg" or not role.case or not role.gender:
        return None
    parts = [_surname(doc[i].text, role.gender, role.case) for i in (at, at + 1)]
    return Span(doc, at, at + 2), " ".join(parts), "role-name", 0.75


def _person_word(form: str) -> Analysis | None:
    """The reading of a word as one for a person („eksperte”); the nominative where the form leaves a choice."""
    readings = [a for a in analyses(form) if a.known and a.pos == "NOUN" and kind_of(a.lemma) == "people"]
    return min(readings, key=lambda a: a.case != "nom", default=None)


def _role(span: Span, document: Document) -> str | None:
    """What follows the name after a comma („…, darbnīcas vadītāja:”), else the word for a person right before it."""
    after = document.text[span.end_char : span.end_char + _LONGEST_ROLE].split("\n")[0]
    if after.startswith(", ") and after[2:3].islower():
        words = _ROLE_END.split(after[2:])[0].split(",")[0].split()
        if words and _is_nominal(words[0]) and any(a.case == "nom" for a in _nouns(words[-1])):
            return " ".join(words)
    before = span.doc[span.start - 1] if span.start else None
    if before is not None and before.text.islower() and _is_nominal(before.text):
        nouns = _nouns(before.text)
        if any(a.case == "nom" for a in nouns):
            return before.text
        return nominative(before.text, number="sg") if nouns else None
    return None


def _nouns(form: str) -> list[Analysis]:
    return [a for a in analyses(form) if a.known and a.pos == "NOUN"]


def _is_nominal(form: str) -> bool:
    """Whether a word can begin a role: a noun or an adjective, and neither a verb nor „kura”."""
    return any(a.known and a.pos in ("NOUN", "ADJ") for a in analyses(form)[:1])
