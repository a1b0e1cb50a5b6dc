"""Reads who is named: a given name of the Latvian calendar with a surname, or an initial with one; and their role.

Names are given in the nominative. Initials stay initials: who „D.Kretalovs” is, is not for us to guess.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from importlib import resources

from spacy.tokens import Doc, Span

from hronika.types import Document, PersonMention
from pipeline import organisations
from pipeline.language import analyse
from pipeline.latvian import analyses, inflect_name, nominative

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
    with resources.files("pipeline").joinpath("data/first_names.csv").open(encoding="utf-8") as file:
        rows = [(row["name"], row["gender"]) for row in csv.DictReader(file)]
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
    found: list[PersonMention] = []
    at = 0
    while at < len(doc) - 1:
        person = _full_name(doc, at) or _with_initial(doc, at)
        if person is None:
            at += 1
            continue
        span, name, rule, confidence = person
        at = span.end
        if any(o.start <= span.start_char and span.end_char <= o.end for o in organisations.read(document)):
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


def _role(span: Span, document: Document) -> str | None:
    """What follows the name after a comma („…, darbnīcas vadītāja:”), else the lower-case word right before it."""
    after = document.text[span.end_char : span.end_char + _LONGEST_ROLE].split("\n")[0]
    if after.startswith(", ") and after[2:3].islower():
        role = _ROLE_END.split(after[2:])[0].split(",")[0].strip()
        words = role.split()
        if words and any(a.pos == "NOUN" and a.case == "nom" for a in analyses(words[-1])):
            return role
    before = span.doc[span.start - 1] if span.start else None
    if before is not None and before.text.islower() and before.text.isalpha():
        best = analyses(before.text)[:1]
        if best and best[0].pos == "NOUN" and best[0].known:
            return nominative(before.text, number="sg")
    return None
