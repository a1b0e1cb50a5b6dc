"""Places that an event was at though no locative names them alone.

They are where a visit went („apmeklēja Krāslavu”), and venues: „Sabiles kultūras namā”, „Cēsu Vēstures un mākslas
muzejā”. A venue's place is a genitive before a noun in the locative. Such a name is part of the venue's, so it is no
mention of a place; but an event in that house was in that town.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from spacy.tokens import Span

from db.gazetteer import Place
from db.gazetteer import places as gazetteer_places
from hronika.types import OrganisationMention, PlaceMention
from pipeline import gazetteer, places
from pipeline.events.words import any_of
from pipeline.gazetteer import Candidate
from pipeline.language import whole_text
from pipeline.latvian import analyses, is_common_word
from pipeline.spans import inside

#: „Brauciens uz Tartu un Valgu”, „apmeklēja Krāslavu”.
_GOAL = re.compile(any_of("goes") + r"(?:[^.;]|\d\.)*\buz\s(\w+ un )?$|\bapmeklē\w*\s(\w+ un )?$", re.I)
#: „Apmeklēja trīs pašvaldības – Talsu, Rojas un Dundagas novadu”: the list, and how it ends.
_VISITED = re.compile(r"\bapmeklē\w*\s[^.;]*$", re.I)
_MUNICIPALITIES = re.compile(r"[\w, ]*?\b(novad|pagast)us?\b")
#: „Apmeklēja Zemgali: 28. martā – Jelgavu un Ozolniekus, 29. martā – Jēkabpili”.
_VISITED_BY_TURNS = re.compile(r"\bapmeklē\w*\s(?:[^.;]|\d\.)*\s[–-]\s(\w+ un )?$", re.I)
#: „Iepazinās ar Liepājas slimnīcas plāniem”, „apmeklēja Talsu ģimnāziju”.
_VISITS = re.compile(any_of("visit_there") + r"\s(ar\s)?$", re.I)
_BESIDE = re.compile(r"\bpie\s$", re.I)
#: „Nākamo sanāksmi rīkos Luksemburga”.
_HOSTED = re.compile(r"\b(uz|sa)?(rīkos|rīko|rīkoja|uzņems|uzņem|uzņēma)\s$", re.I)
#: Words between the place and the house at most.
_REACH = 7
#: Kinds of place small enough for a house to stand in them.
_KINDS = ("city", "town", "village", "parish", "municipality")


def is_goal(text: str, place: PlaceMention) -> bool:
    """Whether a visit went to a place that the text has in no locative, or the place was the host."""
    listed = place.name.endswith(("novads", "pagasts")) and _MUNICIPALITIES.match(text, place.start)
    hosted = place.text == place.name and _HOSTED.search(text, max(0, place.start - 20), place.start)
    visited = listed and _VISITED.search(text, max(0, place.start - 200), place.start)
    by_turns = _VISITED_BY_TURNS.search(text, max(0, place.start - 200), place.start)
    return bool(hosted or visited or by_turns or _GOAL.search(text, max(0, place.start - 200), place.start))


def venues(sentence: Span) -> list[PlaceMention]:
    """A locative place for each venue of a sentence, by the house's span."""
    return [
        _placed(sentence, place, start, house)
        for place, start, end in _genitives(sentence)
        if (house := _house(sentence, end) or _by_the_house(sentence, start, end)) is not None
    ]


def seats(sentence: Span, named: Sequence[OrganisationMention]) -> list[PlaceMention]:
    """The towns of organisations that a line names alone, „Nometne, Valmieras tehnikums”, or that were visited."""
    begins = {o.start: o for o in inside(named, sentence.start_char, sentence.end_char) if _is_seat(sentence, o)}
    return [
        _placed(sentence, place, start, begins[start].end)
        for place, start, _ in _genitives(sentence)
        if start in begins and begins[start].end > start + len(place.name)
    ]


def _is_seat(sentence: Span, named: OrganisationMention) -> bool:
    text, opening = whole_text(sentence.doc), sentence.start_char
    if _VISITS.search(text, opening, named.start):
        return True
    before, after = text[opening : named.start].rstrip()[-1:], text[named.end : sentence.end_char].lstrip()[:1]
    return named.text == named.name and before in {"", *",–-|:."} and after in {"", *",.:;–-|("}


def _placed(sentence: Span, place: Place, start: int, end: int) -> PlaceMention:
    text = whole_text(sentence.doc)[start:end]
    return PlaceMention(start, end, text, "venue", 0.7, place.id, place.name, locative=True)


def _genitives(sentence: Span) -> Iterator[tuple[Place, int, int]]:
    """Towns in the genitive, where each begins, and the token behind it."""
    for span in gazetteer.matches_in(sentence):
        inner = span.start > sentence.start
        options = [c for c in gazetteer.candidates(span.text) if _may_hold_a_house(c, inner)]
        if options and not places.names_street(span, sentence.end):  # „Bauskas ielā” need not be in Bauska
            yield options[0].place, span.start_char, span.end


def _may_hold_a_house(candidate: Candidate, inner: bool) -> bool:
    """Whether a genitive is surely a town's: „Rožu laukuma bibliotēka” stands in no village called Rozes.

    A capital that is not the sentence's first (``inner``) makes a common word a town: „notiks Saldus kultūras namā”.
    """
    place = candidate.place
    sure = not place.weak and (not is_common_word(place.name) or (inner and place.kind in ("city", "town")))
    return sure and place.kind in _KINDS and "gen" in candidate.cases


def _house(sentence: Span, at: int) -> int | None:
    """The end offset of the locative noun that the genitives from ``at`` lead to."""
    for token in sentence.doc[at : min(at + _REACH, sentence.end)]:
        readings = analyses(token.text)
        if any(r.case == "loc" and r.pos in ("NOUN", "PROPN") for r in readings[:1]):
            return token.idx + len(token)
        numbered = token.text.rstrip(".").isdigit() or token.text == "."  # „Saldus 1. vidusskolā”
        if (
            token.text != "un"
            and not numbered
            and not any(r.case == "gen" or r.pos == "ADJ" or r.definite for r in readings)
        ):
            return None
    return None


def _by_the_house(sentence: Span, start: int, at: int) -> int | None:
    """The end of the noun behind a genitive where something is beside it, or a visit goes to it, and nothing in it.

    „Pie Gulbenes stacijas”, „ekskursija uz Līvānu attīrīšanas iekārtām”.
    """
    text, opening = whole_text(sentence.doc), sentence.start_char
    goal = any(words.search(text, max(opening, start - 200), start) for words in (_GOAL, _VISITED_BY_TURNS))
    if not (goal or _BESIDE.search(text, opening, start)):
        return None
    noun = next((t for t in sentence.doc[at : min(at + 1, sentence.end)] if t.is_alpha and t.text.islower()), None)
    return noun.idx + len(noun) if noun is not None else None


@lru_cache(maxsize=1)
def kinds_and_countries() -> dict[str, tuple[str, str | None]]:
    return {p.id: (p.kind, p.country) for p in gazetteer_places()}


def is_broad(place: PlaceMention) -> bool:
    kind, country = kinds_and_countries()[place.place_id]
    return kind == "region" or (kind == "country" and country == "LV")
