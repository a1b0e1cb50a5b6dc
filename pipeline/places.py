"""Reads which places a document names: gazetteer forms, accepted or refused by the words around them.

A form of a weak name (a village called like a common word, „Roma” beside „romu”) counts only where the text leaves
no doubt; a name inside an organisation's or a quoted title is part of that name and no place of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Span

from hronika.types import Document, OrganisationMention, PlaceMention
from pipeline import gazetteer, organisations, people, quotes
from pipeline.gazetteer import Candidate
from pipeline.language import analyse, entity, sentence, word, words
from pipeline.latvian import is_common_word
from pipeline.namesakes import Evidence, choose, unmistakable
from pipeline.person_names import given, grammar
from pipeline.spans import Cover

#: Words after a name that make it another thing than the place: streets, seas, styles of address.
_NOT_A_PLACE = re.compile(r"(līc|jūr|vārd|ezer|stacij|viesnīc|kalend|tautīb)\w*$")
_STREET = re.compile(r"((iel|prospekt|gatv|bulvār|šosej|autoceļ|laukum)\w*|ceļ(š|a|am|ā))$")
_CITY_WORD = re.compile(r"pilsēt(a|as|ai|u|ā)$")
_SHARED_HEAD = re.compile(r"(novad|pagast|rajon)(a|am|u|ā|os|iem|i|s)$")
_PLURAL_HEAD = re.compile(r"(novad|pagast|rajon)(u|os|iem|i)$")
_LINK = frozenset({",", "un", "vai", "gan", "arī", "kā", "/", "(", ")", ";", "–", "-"})
_STREET_LINK = frozenset({"un", "vai", "–", "-"})
_STREETS = 3  #: that one head stands for at most
_STATE_LABELS = frozenset({"GPE"})
_PLACE_LABELS = frozenset({"GPE", "location"})
_PERSON_LABELS = frozenset({"person"})
#: Organisations that are the place's own government or house of culture: naming them names the place.
_GOVERNING = frozenset({"municipality", "venue"})


@dataclass(eq=False)
class _Found:
    """A span that reads like a place, the candidates for it, and the list of places it stands in."""

    span: Span
    options: tuple[Candidate, ...]
    group: int
    rule: str = "gazetteer"
    confidence: float = 0.0
    housed: bool = False  #: what the place lies in stands beside it or in its sentence
    at_home: bool = False  #: or anywhere in the document

    @property
    def locative(self) -> bool:
        return "loc" in self.options[0].cases


@lru_cache(maxsize=8)
def read(document: Document) -> list[PlaceMention]:
    """Every mention of a place of the gazetteer, in reading order."""
    doc = analyse(document)
    bodies = [o for o in organisations.read(document) if not _is_place_itself(o)]
    others, quoted = Cover([*people.read(document), *bodies]), Cover(quotes.names(document))
    found = _groups(doc, [span for span in gazetteer.matches(doc) if _could_be_place(span, others, quoted)])
    _share_heads(found)
    found = [f for f in found if f.options]
    _settle(found)
    strong = {f for f in found if not _is_weak(f)}
    listed: dict[int, set[str]] = defaultdict(set)
    for f in strong:
        listed[f.group] |= f.options[0].cases
    return [_mention(doc, f) for f in found if f in strong or _is_listed(f, listed[f.group]) or _stands_alone(doc, f)]


def _is_place_itself(body: OrganisationMention) -> bool:
    """A municipality, which is named for its place, „Krievijas Federācija”, and „Zemgales plānošanas reģionā”."""
    meant = gazetteer.candidates(body.text)
    return body.kind in _GOVERNING or any(c.place.kind == "country" or c.cases == {"loc"} for c in meant)


def _could_be_place(span: Span, others: Cover, quoted: Cover) -> bool:
    start, end = span.start_char, span.end_char
    part_of_other = _NOT_A_PLACE.match(_word_after(span)) or quoted.holds(start, end, strictly=True)
    return not part_of_other and not names_street(span) and not others.holds(start, end) and not _in_person(span)


def names_street(span: Span, end: int | None = None) -> bool:
    """„Bauskas ielā”, „Cēsu un Ziedu ielas stūrī”: the head of a list of streets makes each name a street's.

    Words from the token ``end`` on are not asked.
    """
    furthest = span.end + 2 * _STREETS
    behind = words(span.doc)[span.end : furthest if end is None else min(end, furthest)]
    for name in range(_STREETS):
        head, *following = behind[2 * name : 2 * name + 2] or [""]
        if _STREET.match(head):
            return True
        if head not in _STREET_LINK or not any(word[0].isupper() for word in following):
            return False
    return False


def _in_person(span: Span) -> bool:
    """Whether the model sees a person here, by a longer name („Madara Valka”) or a given name („Viļņa stāsts”).

    Any other single word it may mistake for one, and nobody is in a person („Sofijā”, „Seminārs Saldū”).
    """
    seen = entity(span)
    if seen is None or seen.label_ != "person":
        return False
    if all(option.cases == {"loc"} for option in gazetteer.candidates(span.text)) and not given(seen[0]):
        return False
    name = given(span[0])
    alone = name is not None and name.case != "loc" and name.case == grammar(span[0])[1]
    return alone or len(seen) > len(span)


def _is_seen(span: Span, labels: frozenset[str]) -> bool:
    """Whether the model sees one of these in just this name."""
    seen = entity(span)
    return seen is not None and seen.label_ in labels and len(seen) == len(span)


def _word_after(span: Span) -> str:
    return word(span.doc, span.end)


def _groups(doc: Doc, spans: list[Span]) -> list[_Found]:
    """Number the lists: places with nothing but commas and conjunctions between them stand in one list."""
    found: list[_Found] = []
    group = 0
    for span in spans:
        between = words(doc)[found[-1].span.end : span.start] if found else []
        if not between or not all(w in _LINK or _CITY_WORD.match(w) for w in between):
            group += 1
        found.append(_Found(span, gazetteer.candidates(span.text), group))
    return found


def _share_heads(found: list[_Found]) -> None:
    """„Limbažu, Alojas un Rūjienas novada”: the head at the end of a list belongs to each genitive before it.

    A head in the plural may also stand before its list („novadiem: Alūksnes, Apes un Balvu”).
    """
    head, holder, group = "", -1, -1
    for at, place in reversed(list(enumerate(found))):
        own = place.span[-1].text.lower() if len(place.span) > 1 else _word_after(place.span).lower()
        if _CITY_WORD.match(own) or _ends_sharing(found, at):
            head, group = "", place.group
        if _SHARED_HEAD.match(own):
            head, holder, group = own, at, place.group
        elif place.group != group:
            head, group = _head_before(next(f for f in found[: at + 1] if f.group == place.group).span), place.group
        # „Saldus, Saldus novada pašvaldība” is the town, and then the municipality
        again = at < holder and place.span.text == found[holder].span[0].text
        if head and len(place.span) == 1 and not again:
            genitive = _SHARED_HEAD.sub(r"\1a", head)
            shared = gazetteer.candidates(f"{place.span.text} {genitive}")
            if shared:
                place.options, place.rule = shared, "shared-head"


def _ends_sharing(found: list[_Found], at: int) -> bool:
    """Whether a head behind a list goes no further to the left: over „kā arī”, or over a form that is no genitive."""
    place = found[at]
    if at + 1 < len(found) and found[at + 1].group == place.group:
        between = place.span.doc[place.span.end : found[at + 1].span.start]
        if any(token.lower_ == "arī" for token in between):
            return True
    return bool(place.options) and all("gen" not in option.cases for option in place.options)


def _settle(found: list[_Found]) -> None:
    """Which of several namesakes is meant: let lists, sentences and the document speak for one of them."""
    lists: dict[int, Evidence] = defaultdict(Evidence)
    sentences: dict[int, Evidence] = defaultdict(Evidence)
    document = Evidence()
    for f in found:
        place = unmistakable(f.options)
        if place is not None:
            for evidence in (lists[f.group], sentences[sentence(f.span[0]).start], document):
                evidence.add(place)
    for f in found:
        choice = choose(f.options, lists[f.group], sentences[sentence(f.span[0]).start], document)
        f.options, f.confidence = choice.options, choice.confidence
        f.housed, f.at_home = choice.housed, choice.at_home


def _head_before(first: Span) -> str:
    """The plural head that introduces a list with a colon or dash."""
    before = [token.text.lower() for token in first.doc[max(0, first.start - 2) : first.start]]
    introduces = len(before) == 2 and before[1] in {":", "–", "-"} and _PLURAL_HEAD.match(before[0])
    return before[0] if introduces else ""


def _is_listed(f: _Found, cases: set[str]) -> bool:
    """Whether a weak name stands in one list, and in one case, with a strong one."""
    following = _word_after(f.span)
    if following.islower() and following not in _LINK:
        return False  # „Daugavpils, Vienības nams”
    return not cases.isdisjoint(f.options[0].cases)


def _is_weak(f: _Found) -> bool:
    """A weak name, or one that may be a common word: a sentence's first („Balvu pasniegšana”), or a village's."""
    place = f.options[0].place
    if len(f.span) > 1:
        return place.weak
    first = bool(f.span[0].is_sent_start) and is_common_word(f.span.text)
    return place.weak or first or (place.kind == "village" and is_common_word(place.name))


def _stands_alone(doc: Doc, f: _Found) -> bool:
    """Whether a weak name is a place all the same: where something is, beside a date, or the label of a line."""
    span = f.span
    if f.housed and not is_common_word(span.text) and not _is_seen(span, _PERSON_LABELS):
        return True  # „Maltā, Rēzeknes novadā”, and not „Anna no Alūksnes novada”
    labels = _STATE_LABELS if is_common_word(f.options[0].place.name) else _PLACE_LABELS  # „Saules” is a location too
    if _bracketed(doc, span) or _beside_date(doc, span) or _is_seen(span, labels):
        return True
    if span[0].is_sent_start:
        return _opens_sentence(f)
    return f.locative or bool(_CITY_WORD.match(_word_after(span)))


def _opens_sentence(f: _Found) -> bool:
    """The same for a sentence's first word: „Pļaviņās notika”, „Madona: 12 dalībnieki”, but not „Pļaviņas zaļo”."""
    place, following = f.options[0].place, _word_after(f.span)
    if f.locative and (f.at_home or following in {"-", "–"}):
        return True
    return not place.weak and (following in {":", "|"} or (f.locative and place.kind in ("city", "town")))


def _beside_date(doc: Doc, span: Span) -> bool:
    """„– Ērgļi, 14.09.2012.”: a comma or bracket and figures behind a name that opens a line or follows a dash."""
    dated = _word_after(span) in {",", "("} and word(doc, span.end + 1)[:1].isdigit()
    return dated and (bool(span[0].is_sent_start) or word(doc, span.start - 1) in {"–", "-", ","})


def _bracketed(doc: Doc, span: Span) -> bool:
    return word(doc, span.start - 1) == "(" and _word_after(span) in {")", ","}


def _mention(doc: Doc, f: _Found) -> PlaceMention:
    span = f.span
    if _CITY_WORD.match(_word_after(span)) and f.options[0].place.kind in ("city", "town"):
        span = doc[span.start : span.end + 1]
    place = f.options[0].place
    return PlaceMention(
        start=span.start_char,
        end=span.end_char,
        text=span.text,
        rule=f.rule,
        confidence=f.confidence,
        place_id=place.id,
        name=place.name,
        locative=f.locative,
    )
