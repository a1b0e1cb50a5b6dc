"""Places that an event was at though no locative names them alone.

They are where a visit went („apmeklēja Krāslavu”), and venues: „Sabiles kultūras namā”, „Cēsu Vēstures un mākslas
muzejā”. A venue's place is a genitive before a noun in the locative. Such a name is part of the venue's, so it is no
mention of a place; but an event in that house was in that town.
"""

from __future__ import annotations

import re

from spacy.tokens import Span

from hronika.types import PlaceMention
from pipeline import gazetteer, places
from pipeline.events.words import any_of
from pipeline.gazetteer import Candidate
from pipeline.latvian import analyses, is_common_word

#: „Brauciens uz Tartu un Valgu”, „apmeklēja Krāslavu”.
_GOAL = re.compile(any_of("goes") + r"[^.;:]*\buz\s(\w+ un )?$|\bapmeklē\w*\s(\w+ un )?$", re.I)
#: „Apmeklēja trīs pašvaldības – Talsu, Rojas un Dundagas novadu”: the list, and how it ends.
_VISITED = re.compile(r"\bapmeklē\w*\s[^.;]*$", re.I)
_MUNICIPALITIES = re.compile(r"[\w, ]*?\b(novad|pagast)us?\b")
#: Words between the place and the house at most.
_REACH = 7
#: Kinds of place small enough for a house to stand in them.
_KINDS = ("city", "town", "village", "parish", "municipality")


def is_goal(text: str, place: PlaceMention) -> bool:
    """Whether a visit went to a place that the text has in no locative."""
    listed = place.name.endswith(("novads", "pagasts")) and _MUNICIPALITIES.match(text, place.start)
    visited = listed and _VISITED.search(text, max(0, place.start - 200), place.start)
    return bool(visited or _GOAL.search(text, max(0, place.start - 80), place.start))


def venues(sentence: Span) -> list[PlaceMention]:
    """A locative place for each venue of a sentence, by the house's span."""
    found = []
    for span in gazetteer.matches(sentence.doc[sentence.start : sentence.end].as_doc()):
        options = [c for c in gazetteer.candidates(span.text) if _may_hold_a_house(c)]
        inside = options and not places.names_street(span)  # „Bauskas ielā” need not be in Bauska
        house = _house(sentence, sentence.start + span.end) if inside else None
        if house is not None:
            start, end = sentence.start_char + span.start_char, house
            text = sentence.doc.text[start:end]
            place = options[0].place
            found.append(PlaceMention(start, end, text, "venue", 0.7, place.id, place.name, locative=True))
    return found


def _may_hold_a_house(candidate: Candidate) -> bool:
    """Whether a genitive is surely a town's: „Rožu laukuma bibliotēka” stands in no village called Rozes."""
    place = candidate.place
    sure = not place.weak and not is_common_word(place.name)
    return sure and place.kind in _KINDS and "gen" in candidate.cases


def _house(sentence: Span, at: int) -> int | None:
    """The end offset of the locative noun that the genitives from ``at`` lead to."""
    for token in sentence.doc[at : min(at + _REACH, sentence.end)]:
        readings = analyses(token.text)
        if any(r.case == "loc" and r.number == "sg" and r.pos == "NOUN" for r in readings[:1]):
            return token.idx + len(token)
        if token.text != "un" and not any(r.case == "gen" or r.pos == "ADJ" or r.definite for r in readings):
            return None
    return None
