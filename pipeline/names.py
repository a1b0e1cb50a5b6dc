"""Names of organisations that are known beforehand: the authority list in every case form, acronyms, and heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Span

from db.gazetteer import organisations
from pipeline import gazetteer
from pipeline.cases import worked_out
from pipeline.latvian import analyses, inflect, inflect_name
from pipeline.listed import Listed
from pipeline.tables import table

#: Kinds of body of which each place has one, so that a list of places names as many.
SHARED = frozenset({"ministry", "municipality"})
#: Two letters are an acronym by themselves only for these kinds; others must be introduced in the document.
_SHORT_ACRONYMS = frozenset({"ministry", "international"})


@dataclass(frozen=True)
class Name:
    """An organisation's full nominative name; ``id`` where the authority list has it.

    ``parent`` is the full name of the body that a department or agency is named under, where it is on no list.
    """

    name: str
    kind: str | None = None
    id: str | None = None
    acronym: str | None = None
    parent: str | None = None


def _paradigm(lemma: str) -> str:
    if lemma.isupper():
        return "indecl"
    return {"a": "f-4", "e": "f-5"}.get(lemma[-1], "m-2" if lemma.endswith("is") else "m-1")


@lru_cache(maxsize=1)
def heads() -> dict[str, dict[str, str]]:
    """Singular form of a head -> its row of the table."""
    return _head_forms("sg")


@lru_cache(maxsize=1)
def plural_heads() -> dict[str, dict[str, str]]:
    """Plural form of a head that a list may share („Igaunijas un Lietuvas Kultūras ministrijām”) -> its row."""
    return {form: row for form, row in _head_forms("pl").items() if row["kind"] == "ministry" and form not in heads()}


def _head_forms(wanted: str) -> dict[str, dict[str, str]]:
    return {
        form.lower(): row
        for row in table("organisation_heads.csv")
        for (_, number), forms in inflect(row["lemma"], _paradigm(row["lemma"])).items()
        if number == wanted
        for form in forms
    }


def head_row(form: str) -> dict[str, str] | None:
    """The table's row of a head in the singular; a compound of two heads („vidusskolas-liceja”) is one as well."""
    first, dash, last = form.lower().rpartition("-")
    return heads().get(last) if not dash or first in heads() else None


@lru_cache(maxsize=20_000)
def any_head_row(form: str) -> dict[str, str] | None:
    """The same of a head in the singular or the plural."""
    return head_row(form) or plural_heads().get(form.lower())


@lru_cache(maxsize=1)
def classes() -> dict[str, dict[str, str]]:
    """Form of a class word, singular or plural -> its row of the table."""
    return {
        form: row
        for row in table("organisation_classes.csv")
        for forms in inflect(row["lemma"], _paradigm(row["lemma"])).values()
        for form in (*forms, row["lemma"])
    }


@lru_cache(maxsize=1)
def _listed() -> tuple[dict[str, Name], Listed]:
    """Lower-cased form -> listed name, and what finds these forms."""
    found: dict[str, Name] = {}
    for row in organisations():
        name = Name(row.name, row.kind, row.id, row.acronym)
        for label in (row.name, *row.other_names):
            found.update({form.lower(): name for _, form in inflected(label, "")})
    return found, Listed(found)


@worked_out("organisations")
def inflected(label: str, code: str) -> Iterator[tuple[str, str]]:
    """Case and form, for each form of a listed name; its paradigm is that of its head."""
    for case, forms in inflect_name(label, _head_paradigm(label)).items():
        yield from ((case, form) for form in forms)


def to_inflect() -> Iterator[tuple[str, str]]:
    """What ``inflected`` is asked for."""
    return ((label, "") for row in organisations() for label in (row.name, *row.other_names))


def _head_paradigm(label: str) -> str:
    """The paradigm of the noun that inflects in a name: a head of organisations, else its last nominative."""
    words = [word for word in label.split() if word.replace("-", "").isalpha() and word[1:].islower()]
    for word in reversed(words):
        if word.lower() in heads() and heads()[word.lower()]["lemma"] == word.lower():
            return f"{_paradigm(word.lower())[0]}-sg-{_paradigm(word.lower())[-1]}"
    for word in reversed(words):
        for a in analyses(word):
            if a.case == "nom" and a.pos in ("NOUN", "PROPN") and a.paradigm != "indecl":
                return f"{a.gender}-{a.number}-{a.paradigm[-1]}"
    return "indecl"


def known(label: str) -> Name | None:
    """The listed organisation of this nominative name."""
    return _listed()[0].get(label.lower())


@lru_cache(maxsize=1024)
def genitive(label: str) -> str:
    """A nominative name as it stands before what belongs to it; as it is where it does not inflect."""
    try:
        return inflect_name(label, _head_paradigm(label))["gen"][0]
    except (ValueError, KeyError):
        return label


@lru_cache(maxsize=1)
def authority_acronyms() -> dict[str, Name]:
    """Acronyms of the authority list that stand for one organisation and can be told from other words."""
    rows = [row for row in organisations() if row.acronym]
    counted = [row.acronym for row in rows]
    return {
        row.acronym: Name(row.name, row.kind, row.id, row.acronym)
        for row in rows
        if row.acronym
        and row.acronym.isupper()
        and counted.count(row.acronym) == 1
        and (len(row.acronym) > 2 or row.kind in _SHORT_ACRONYMS)
    }


def authority_matches(doc: Doc) -> Iterator[tuple[Span, Name]]:
    """Spans that are a form of a listed name and begin with a capital letter."""
    names, listed = _listed()
    for start, end in listed.found_in(doc):
        span = Span(doc, start, end)
        name = names.get(span.text.lower())  # none where it is spaced in another way („Literatūras , folkloras”)
        if name is not None:
            yield span, name


@lru_cache(maxsize=4096)
def is_foreign_country(word: str) -> bool:
    """Whether a word is a form of another country's name."""
    meant = gazetteer.candidates(word)
    return bool(meant) and all(c.place.kind == "country" and c.place.country != "LV" for c in meant)


def is_broad(word: str) -> bool:
    meant = gazetteer.candidates(word)
    return bool(meant) and all(c.place.kind in ("country", "region") for c in meant)
