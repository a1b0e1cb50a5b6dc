"""Reads who is named, in which role and for whom: a given name with a surname, an initial with one, names after a role.

Given names are those of the Latvian calendar (``data/first_names.csv``); the model sees other people's. All are given
in the nominative. Who is named in full is known by the surname alone, or with an initial, in the rest of the document;
an initial that nothing in the document explains stays one: who „D. Kretalovs” is, is not for us to guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from spacy.tokens import Doc, Span

from hronika.types import Document, PersonMention
from pipeline import gazetteer, organisations, quotes
from pipeline.language import analyse, entity, word, words
from pipeline.latvian import is_common_word
from pipeline.names import heads
from pipeline.person_names import NAME, forms_of, given, grammar, surname
from pipeline.roles import Role, Roles, person_word
from pipeline.spans import Cover

_INITIAL = re.compile(r"(?:[A-ZĀČĒĢĪĶĻŅŠŪŽ]|Dz|Dž)\.$")
#: What is named after the person in the genitive before it.
_NAMED_AFTER = re.compile(
    r"(iel|bulvār|laukum|prospekt|skol|ģimnāzij|universitāt|muzej|fond|balv|prēmij|stipendij|piemiņ|vārd|kauss?|turnīr|"
    r"konkurs|stadion|parks?|teātr|mūzik|lug|dzej|romān|dziesm|izstād)\w*$"
)
_PARTICLES = frozenset({"fon", "van", "de", "der", "den", "di", "da", "la", "el", "al"})
_CONFIDENCE = {"given-name-surname": 0.9, "role-name": 0.75, "initial-surname": 0.7, "seen-name": 0.6, "surname": 0.65}


@dataclass(frozen=True)
class _Found:
    span: Span
    first: str  #: the given name, or an initial
    last: str
    gender: str | None
    rule: str

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


@lru_cache(maxsize=8)
def read(document: Document) -> list[PersonMention]:
    """Every mention of a person, in reading order."""
    doc = analyse(document)
    bodies = organisations.read(document)
    inside = Cover([*bodies, *quotes.names(document)])  # „Ģ. Eliasa … muzejs”, „Jāņa Ozola laiks”
    found = [f for f in _named(doc) if not inside.holds(f.span.start_char, f.span.end_char)]
    found = _explained(found)
    alone = [f for f in _surnames_alone(doc, found) if not inside.holds(f.span.start_char, f.span.end_char)]
    roles = Roles(doc, bodies)
    return [_mention(f, roles.of(f.span)) for f in sorted([*found, *alone], key=lambda f: f.span.start)]


def _named(doc: Doc) -> list[_Found]:
    found: list[_Found] = []
    behind = 0
    for at, text in enumerate(words(doc)[:-1]):
        if at < behind or not text[0].isupper():
            continue
        person = _full_name(doc, at) or _with_initial(doc, at) or _after_role(doc, at) or _seen(doc, at)
        if person is not None:
            found.append(person)
            behind = person.span.end
    return found


def _full_name(doc: Doc, at: int) -> _Found | None:
    form = given(doc[at])
    # nobody is in a person; „Jūlijā Engurē” is a month and a town
    if form is None or form.case == "loc" or not doc[at + 1].text[0].isalpha():
        return None
    first, last = form.name, at + 1
    middle = given(doc[last])
    if middle and middle.case == form.case and NAME.match(word(doc, last + 1)):  # „Anna Marija Ozola”
        first, last = f"{first} {middle.name}", last + 1
    particles = last
    while word(doc, last) in _PARTICLES:
        last += 1
    if not NAME.match(word(doc, last)) or _is_named_after(doc, last, form.case):
        return None
    end, family = _family(doc, last, form.gender, form.case)
    family = " ".join([*(t.text for t in doc[particles:last]), family])
    return _Found(Span(doc, at, end), first, family, form.gender, "given-name-surname")


def _family(doc: Doc, at: int, gender: str, case: str) -> tuple[int, str]:
    """The end and the nominative of a surname, single or double („Vīķe-Freiberga”)."""
    family, end = surname(doc[at].text, gender, case), at + 1
    if word(doc, end) in ("-", "–") and NAME.match(word(doc, end + 1)) and not doc[end - 1].whitespace_:
        family, end = f"{family}-{surname(doc[end + 1].text, gender, case)}", end + 2
    return end, family


def _is_named_after(doc: Doc, last: int, case: str | None) -> bool:
    """Whether a street, prize or play follows, which the person's genitive only names."""
    return case in ("gen", "nom", None) and bool(_NAMED_AFTER.match(word(doc, last + 1).lower()))


def _with_initial(doc: Doc, at: int) -> _Found | None:
    initial, following = doc[at].text, at + 1
    if len(initial) <= 2 and initial.isalpha() and initial[0].isupper() and word(doc, following) == ".":
        initial, following = initial + ".", at + 2
    if not _INITIAL.match(initial) or not NAME.match(word(doc, following)) or doc[following - 1].is_space:
        return None
    if doc[at].is_sent_start and following < len(doc) - 1 and len(initial) > 3:
        return None
    if _is_named_after(doc, following, None):
        return None
    gender, case = grammar(doc[following])
    last = surname(doc[following].text, gender, case) if gender and case else doc[following].text
    return _Found(Span(doc, at, following + 1), initial, last, gender, "initial-surname")


def _after_role(doc: Doc, at: int) -> _Found | None:
    """„eksperte Kaisa Lindgrēna”: two capitals behind a word for one person, in its case, are that person's name."""
    if at == 0 or not (NAME.match(doc[at].text) and NAME.match(doc[at + 1].text)) or doc[at - 1].text[0].isupper():
        return None
    if gazetteer.candidates(doc[at].text) or doc[at + 1].lower_ in heads():
        return None
    role = person_word(doc[at - 1].text)
    if role is None or not role.case or not role.gender:
        return None
    first = surname(doc[at].text, role.gender, role.case)
    end, last = _family(doc, at + 1, role.gender, role.case)
    return _Found(Span(doc, at, end), first, last, role.gender, "role-name")


def _seen(doc: Doc, at: int) -> _Found | None:
    """Two words that are no common words, in which the model sees a person („Nino Beridze”)."""
    span = Span(doc, at, at + 2)
    seen = entity(span)
    if seen is None or seen.label_ != "person" or (seen.start, seen.end) != (span.start, span.end):
        return None
    if not all(NAME.match(t.text) and not is_common_word(t.text) and not gazetteer.candidates(t.text) for t in span):
        return None
    gender, case = grammar(doc[at + 1])
    if gender is None or case is None or case == "loc" or _is_named_after(doc, at + 1, case):
        return None
    first, last = (surname(t.text, gender, case) for t in span)
    return _Found(span, first, last, gender, "seen-name")


def _explained(found: list[_Found]) -> list[_Found]:
    """An initial gets the given name that the document has for it, if it has only one."""
    full: dict[tuple[str, str], set[_Found]] = {}
    for f in found:
        if f.rule != "initial-surname":
            full.setdefault((f.first[0], f.last), set()).add(replace(f, span=f.span[:0], rule=""))
    return [
        replace(f, first=meant.first)
        if f.rule == "initial-surname" and (meant := _only_name(full.get((f.first[0], f.last), set())))
        else f
        for f in found
    ]


def _only_name(people: set[_Found]) -> _Found | None:
    return next(iter(people)) if len({f.name for f in people}) == 1 else None


def _surnames_alone(doc: Doc, found: list[_Found]) -> list[_Found]:
    """Surnames of people named before, where the surname can be nobody else's and no common word or place."""
    meant: dict[str, set[_Found]] = {}
    for f in found:
        if f.gender and "." not in f.first:
            for form in forms_of(f.last, f.gender):
                meant.setdefault(form, set()).add(f)
    taken = {i for f in found for i in range(f.span.start, f.span.end)}
    alone = []
    for at, text in enumerate(words(doc)):
        if text not in meant or at in taken:
            continue
        person = _only_name({f for f in meant[text] if f.span.start < at})
        if person is not None and _is_surname(doc, at):
            alone.append(replace(person, span=Span(doc, at, at + 1), rule="surname"))
    return alone


def _is_surname(doc: Doc, at: int) -> bool:
    token = doc[at]
    before = doc[at - 1]
    joined = NAME.match(before.text) and (given(before) or not before.is_sent_start)
    if joined or _is_named_after(doc, at, None) or NAME.match(word(doc, at + 1)):
        return False  # part of another's name
    seen = entity(doc[at : at + 1])
    person = seen is not None and seen.label_ == "person"
    return person or not (is_common_word(token.text) or gazetteer.candidates(token.text))


def _mention(f: _Found, role: Role) -> PersonMention:
    return PersonMention(
        start=f.span.start_char,
        end=f.span.end_char,
        text=f.span.text,
        rule=f.rule,
        confidence=_CONFIDENCE[f.rule],
        name=f.name,
        role=role.role,
        organisation=role.organisation.name if role.organisation else None,
    )
