"""In which role somebody is named, and for which organisation, from the words beside the name.

„Kultūras ministrijas Integrācijas nodaļas vadītāja Ilze Ozola”: a noun for one person right before the name, with
what modifies it, back to the organisation; „Ilze Ozola, nodaļas vadītāja”: the same after a comma; „Ilze Ozola
(Kultūras ministrija)”: the organisation alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Span, Token

from hronika.types import OrganisationMention
from pipeline.counts.kinds import kind_of
from pipeline.grammar import is_finite
from pipeline.language import sentence, whole_text, word
from pipeline.latvian import Analysis, analyses, nominative
from pipeline.tables import table

#: Words of a role at most, the organisation apart.
_LONGEST = 9
#: Behind these an organisation may stand instead of a role: „Ilze Ozola (Kultūras ministrija)”.
_BRACKETS = {"(": ")", "[": "]"}
#: What stands between a place and a role and belongs to the place.
_OF_PLACES = frozenset({"novada", "pilsētas", "pagasta", "rajona", "reģiona", "valstspilsētas"})
_ENDS = frozenset({".", ";", ")", "”", ""})


@dataclass(frozen=True)
class Role:
    """What somebody is; ``organisation`` is the full name of the body that the text gives with it."""

    role: str | None = None
    organisation: OrganisationMention | None = None


class Roles:
    """The roles of one document; organisations are found by where they begin and end."""

    def __init__(self, doc: Doc, organisations: list[OrganisationMention]) -> None:
        self._doc = doc
        # of two that end together, the later is the unit's own name; of two that begin together the longer
        self._by_end = {o.end: o for o in sorted(organisations, key=lambda o: (o.kind == "department", -o.start))}
        self._by_start = {o.start: o for o in sorted(organisations, key=lambda o: o.end)}

    def of(self, person: Span) -> Role:
        """The role of somebody named at a span, after the name, else before it."""
        role = self._after(person) or self._before(person) or Role()
        return role if role.organisation else Role(role.role, self._beside(person))

    def _before(self, person: Span) -> Role | None:
        at = person.start - 1
        opening = sentence(person[0]).start
        if at < opening or person_word(self._doc[at].text.lower()) is None:
            return None
        start = at
        while start > opening and at - start < _LONGEST and self._continues(start, opening):
            start -= 1
        while start < at and self._doc[start].lower_ in _OF_PLACES:  # „Ogres novada skolotāja”
            start += 1
        words = self._doc[start : at + 1]
        return Role(_nominative(words), self._by_end.get(words.start_char - 1))

    def _continues(self, start: int, opening: int) -> bool:
        """Whether the word before ``start`` belongs to the role as well and ends no organisation's name."""
        before = self._doc[start - 1]
        if self._doc[start].idx - 1 in self._by_end or not before.is_alpha:
            return False
        return (before.text.islower() or start - 1 == opening) and _modifies(before)

    def _after(self, person: Span) -> Role | None:
        """„…, praktiskās darbnīcas vadītāja”: up to the last noun for a person before the next mark."""
        if word(self._doc, person.end) not in (",", "–", "-"):
            return None
        start = at = person.end + 1
        limit = min(sentence(person[0]).end, start + _LONGEST + 10)
        organisation, found = None, None
        while at < limit:
            begins = self._by_start.get(self._doc[at].idx)
            if begins is not None:
                organisation = self._by_end[begins.end]
                start = at = self._index_after(begins, at)
                continue
            if not self._doc[at].is_alpha or not _in_role(self._doc[at]):
                break
            if _names_person(self._doc[at]):
                found = Role(self._doc[start : at + 1].text, organisation)
            at += 1
        return found

    def _beside(self, person: Span) -> OrganisationMention | None:
        """An organisation alone: in brackets, or between a comma and the end of the line."""
        close = _BRACKETS.get(word(self._doc, person.end), "" if word(self._doc, person.end) == "," else None)
        if close is None or person.end + 1 == len(self._doc):
            return None
        beside = self._by_start.get(self._doc[person.end + 1].idx)
        if beside is None:
            return None
        following = whole_text(self._doc)[beside.end : beside.end + 1].strip()
        ended = following == close if close else following in _ENDS
        return beside if ended else None

    def _index_after(self, organisation: OrganisationMention, start: int) -> int:
        end = start
        while end < len(self._doc) and self._doc[end].idx < organisation.end:
            end += 1
        return end


def person_word(form: str) -> Analysis | None:
    """The reading of a word as one for a person („eksperte”); the nominative where the form leaves a choice."""
    readings = [a for a in analyses(form) if a.pos == "NOUN" and a.number == "sg" and _is_person(a)]
    return min(readings, key=lambda a: a.case != "nom", default=None)


def _is_person(reading: Analysis) -> bool:
    """Whether a noun is one for a person, as listed or as the feminine of one listed („lektore”)."""
    lemma = reading.lemma
    masculine = {"e": (lemma[:-1] + "s", lemma[:-1] + "is"), "a": (lemma[:-1] + "s",)}.get(lemma[-1], ())
    if any(noun in _role_nouns() for noun in (lemma, *masculine)):
        return True
    return reading.known and kind_of(lemma) == "people"


@lru_cache(maxsize=1)
def _role_nouns() -> frozenset[str]:
    return frozenset(row["lemma"] for row in table("role_nouns.csv"))


def _names_person(token: Token) -> bool:
    reading = person_word(token.text)
    return reading is not None and reading.case == "nom"


def _modifies(token: Token) -> bool:
    """Whether a word can stand in a role before its noun: an adjective, or a noun in the genitive."""
    if is_finite(token) or token.pos_ in ("ADP", "ADV", "CCONJ", "SCONJ", "PRON"):
        return False
    readings = [a for a in analyses(token.lower_) if a.known][:3]
    return any(a.pos == "ADJ" or (a.pos in ("NOUN", "VERB") and a.case == "gen") for a in readings)


def _in_role(token: Token) -> bool:
    return not is_finite(token) and token.pos_ not in ("SCONJ", "ADP", "PRON", "ADV")


def _nominative(words: Span) -> str:
    """A role before a name in the nominative; as it is where its noun may be one."""
    text = words.text[0].lower() + words.text[1:]
    return text if _names_person(words[-1]) else nominative(text, number="sg")
