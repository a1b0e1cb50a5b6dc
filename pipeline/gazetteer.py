"""Every case form of every place on the authority list, and which places a form may mean.

The forms are made by paradigm (``pipeline.latvian``), never listed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Span

from db.gazetteer import Place, paradigm, places
from pipeline.cases import worked_out
from pipeline.latvian import inflect, inflect_name
from pipeline.listed import Listed

#: Which of several places of one name is meant, unless the text says otherwise; of Luksemburga the country.
_PREFERENCE = {"town": 0, "country": 1, "city": 2, "municipality": 3, "region": 4, "parish": 5, "village": 6}

#: Of a definite adjective, by gender and number of the head it agrees with; other words there stay („Talsu novads”).
_AGREEING = {"m-sg": "ais", "f-sg": "ā", "m-pl": "ie", "f-pl": "ās"}


#: Under this what was found in a Doc is kept beside it.
_MATCHED = "places"


@dataclass(frozen=True)
class Candidate:
    """A place that a form may mean, and the cases in which that form stands."""

    place: Place
    cases: frozenset[str]


@lru_cache(maxsize=1)
def forms() -> dict[str, tuple[Candidate, ...]]:
    """Lower-cased form -> the places it may mean, likeliest first."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    by_id = {place.id: place for place in places()}
    for place in by_id.values():
        for case, form in forms_of(place):
            found[form.lower()][place.id].add(case)
    return {
        form: tuple(
            sorted(
                (Candidate(by_id[id_], frozenset(cases)) for id_, cases in ids.items()),
                key=lambda c: (_PREFERENCE[c.place.kind], c.place.valid_to is not None, c.place.weak, c.place.id),
            )
        )
        for form, ids in found.items()
    }


def forms_of(place: Place) -> Iterator[tuple[str, str]]:
    """Case and form of a place's name and of its other names."""
    for name, code in _names(place):
        yield from declined(name, code)


def _names(place: Place) -> Iterator[tuple[str, str]]:
    """The names of a place, each with its paradigm."""
    yield place.name, place.gender_number
    for other in place.other_names:
        alike = place.gender_number if other[-1] == place.name[-1] else paradigm(other)
        yield other, "indecl" if other.isupper() else alike


def to_decline() -> Iterator[tuple[str, str]]:
    """What ``declined`` is asked for."""
    return (name for place in places() for name in _names(place))


@worked_out("places")
def declined(name: str, code: str) -> Iterator[tuple[str, str]]:
    """(case, form) of a nominative: its last word declines, with what agrees with it or is coordinated with it."""
    head, tail = _without_tail(name)
    before, _, last = head.rpartition(" ")
    if any(word.endswith(_AGREEING[code[:4]]) for word in before.split() if code[:4] in _AGREEING):
        for case, written in inflect_name(head, code).items():
            yield from ((case, form + tail) for form in written)
        return
    first = before.removesuffix(" un") if before.endswith(" un") else ""
    firsts = dict(declined(first, paradigm(first))) if first and not last.islower() else {}
    number = "pl" if "-pl-" in code else "sg"
    for (case, form_number), written in inflect(last, code).items():
        if form_number == number or code == "indecl":
            ahead = f"{firsts[case]} un" if firsts else before
            yield from ((case, f"{ahead} {form}".strip() + tail) for form in written)


def _without_tail(name: str) -> tuple[str, str]:
    """„Frankfurte pie Mainas”: what stands behind the word that declines."""
    head, pie, river = name.partition(" pie ")
    return head, pie + river


def _modifiers() -> set[str]:
    """First words of „Augšdaugavas novads” and the like: places only where a list gives them their head."""
    named = (form.split() for form in forms() if form.endswith((" novads", " pagasts")))
    return {words[0] for words in named if len(words) == 2}


@lru_cache(maxsize=1)
def _listed() -> Listed:
    return Listed(forms().keys() | _modifiers())


def matches(doc: Doc) -> list[Span]:
    """Spans that read like a place name, the longest where they overlap, each written with a capital letter."""
    return _longest(doc, _matched(doc))


def matches_in(part: Span) -> list[Span]:
    """The same within a part of a text, as though nothing stood around it."""
    found = _matched(part.doc)
    first, last = (bisect_left(found, (at,)) for at in (part.start, part.end))
    return _longest(part.doc, (bounds for bounds in found[first:last] if bounds[1] <= part.end))


def _matched(doc: Doc) -> list[tuple[int, int]]:
    """First token and end of everything that reads like a place name, in order; looked for once in each text."""
    found: list[tuple[int, int]] | None = doc.user_data.get(_MATCHED)
    if found is None:
        found = doc.user_data[_MATCHED] = list(_listed().found_in(doc))
    return found


def _longest(doc: Doc, found: Iterable[tuple[int, int]]) -> list[Span]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda bounds: (bounds[0], -bounds[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return [Span(doc, start, end) for start, end in kept]


def candidates(form: str) -> tuple[Candidate, ...]:
    """The places that a form in any letter case may mean, likeliest first."""
    return forms().get(form.lower(), ())
