"""What a person's name can be: given names of the calendar in every form, and surnames brought to the nominative.

A surname has no list; its gender and case come from the given name, the role before it, or the model, and the
paradigms give its nominative: *Upīša* of a man is *Upītis*, *Ozolas* of a woman *Ozola*.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Token

from pipeline.cases import worked_out
from pipeline.grammar import feature
from pipeline.latvian import analyses, inflect_name
from pipeline.tables import table

NAME = re.compile(r"[A-ZĀČĒĢĪĶĻŅŠŪŽ][a-zāčēģīķļņšūž]+(-[A-ZĀČĒĢĪĶĻŅŠŪŽ][a-zāčēģīķļņšūž]+)?$")
#: Ending of a surname in each case -> its nominative, by gender; the longest ending first.
_ENDINGS = {
    "m": {
        "iem": "i", "im": "is", "am": "s", "us": "us", "as": "as", "is": "is", "s": "s", "š": "š", "ī": "is", "ā": "s",
        "o": "o", "u": "s", "a": "s", "i": "is", "e": "e",
    },
    "f": {
        "ai": "a", "ei": "e", "as": "a", "es": "e", "ā": "a", "ē": "e", "u": "a", "a": "a", "i": "e", "e": "e",
        "o": "o",
    },
}  # fmt: skip
_DECLINED = ("NOUN", "PROPN")


@dataclass(frozen=True)
class Form:
    """A name as it stands: what it is in the nominative, whose gender it has, and in which case it stands."""

    name: str
    gender: str
    case: str


@lru_cache(maxsize=1)
def _given_names() -> dict[str, tuple[Form, ...]]:
    """Form of a given name -> what it can be, a nominative first."""
    found: dict[str, list[Form]] = defaultdict(list)
    for name, gender in to_inflect():
        for case, form in inflected(name, gender):
            found[form].append(Form(name, gender, case))
    return {form: tuple(sorted(can_be, key=lambda f: f.case != "nom")) for form, can_be in found.items()}


@worked_out("people")
def inflected(name: str, gender: str) -> Iterator[tuple[str, str]]:
    """Case and form, for each form of a given name."""
    for case, forms in {"nom": (name,), **inflect_name(name, _paradigm(name, gender))}.items():
        yield from ((case, form) for form in forms)


def to_inflect() -> Iterator[tuple[str, str]]:
    """What ``inflected`` is asked for."""
    return ((row["name"], row["gender"]) for row in table("first_names.csv"))


def _paradigm(name: str, gender: str) -> str:
    if gender == "f":
        return {"a": "f-sg-4", "e": "f-sg-5"}.get(name[-1], "indecl")
    return "m-sg-2" if name.endswith("is") else "m-sg-1" if name[-1] in "sš" else "indecl"


def given(token: Token) -> Form | None:
    """The given name that a word is: of several, the one in the gender and case that the model sees."""
    can_be = _given_names().get(token.text)
    if can_be is None:
        return None
    seen = grammar(token)
    return next((f for f in can_be if (f.gender, f.case) == seen), can_be[0])


def grammar(token: Token) -> tuple[str | None, str | None]:
    """Gender (m, f) and case of a word as the model sees them; None where it sees none."""
    return feature(token, "Gender"), feature(token, "Case")


def surname(form: str, gender: str, case: str) -> str:
    """A surname's nominative, by gender and case: by paradigm, else by the ending alone. Double ones by their parts."""
    if case == "nom":
        return form
    if "-" in form:
        return "-".join(surname(part, gender, case) for part in form.split("-"))
    readings = [a for a in analyses(form) if (a.gender, a.case, a.number) == (gender, case, "sg")]
    declined = next((a.lemma for a in readings if a.pos in _DECLINED), None)
    return declined.capitalize() if declined else _by_ending(form, gender)


def _by_ending(form: str, gender: str) -> str:
    for ending, base in _ENDINGS[gender].items():
        if form.endswith(ending):
            stem = form[: -len(ending)]
            return stem + ("š" if stem.endswith("ņ") and base == "s" else base)
    return form


@lru_cache(maxsize=1024)
def forms_of(name: str, gender: str) -> frozenset[str]:
    """A surname in every case, to find it again where it stands alone."""
    paradigm = _paradigm(name, gender)
    if name.endswith("us"):
        paradigm = "m-sg-3"
    try:
        return frozenset(form for forms in inflect_name(name, paradigm).values() for form in forms) | {name}
    except ValueError:
        return frozenset({name})
