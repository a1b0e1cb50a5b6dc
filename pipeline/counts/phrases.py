"""From a number to what it counts: the noun phrase after the number, its head noun, and the phrase's end.

Two witnesses are heard. Latvian's endings: adjectives agree with the head, genitives before it modify it, and the head
itself must fit the numeral in number, and in case and gender where the numeral shows them; so a walk goes right over
whatever can be a modifier and settles on the last noun that can be the head. And the model's parse, which sees the
sentence whole: where it ties the number to another noun that fits as well, the parse is believed. What it says of a
word's case and number decides between the word's readings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pipeline.counts.kinds import is_measure, kind_of
from pipeline.counts.numbers import Number
from pipeline.grammar import Grammar
from pipeline.latvian import Analysis, analyses, inflect, nominative

_LONGEST_PHRASE = 14  # words; the longest that clerks write between a number and its noun, with room to spare
_PLAUSIBLE = 0.03  # the share of the likeliest reading's weight below which a reading is a freak
_PIECE = re.compile(
    r"(?P<word>[^\W\d_]+(?:[-–][^\W\d_]+)*)|(?P<ordinal>\d{1,3}\.(?=\s))|(?P<quoted>[„“\"«][^„“”\"«»\n]{1,80}[“”\"»])|(?P<comma>,)"
)
_JOINING = ("un", "vai")
_NOUNS = ("NOUN", "PROPN")
_MODIFIERS = ("ADJ", "VERB", "DET", "PRON")
_RELATIVE = ("kas", "kurš", "kura")
_PERSONAL = ("es", "tu", "viņš", "viņa", "mēs", "jūs", "sevis", "nekas")  # modify in the genitive only: *viņu bērni*


@dataclass(frozen=True)
class Phrase:
    """What a number counts: ``unit`` is the head in the nominative singular, ``what`` the phrase in the nominative.

    ``case`` and ``gender`` are those of the head where the text stands, None where they do not show.
    """

    end: int
    unit: str
    what: str
    kind: str
    case: str | None = None
    gender: str | None = None


@dataclass(frozen=True)
class _Piece:
    """A word, an ordinal or a quoted name after the number."""

    text: str
    start: int
    end: int
    group: str
    grammar: Grammar

    @cached_property
    def readings(self) -> tuple[Analysis, ...]:
        if self.group != "word":
            return ()
        found = analyses(self.text)
        noun = self.grammar.part_of_speech(self.start, self.end) in _NOUNS
        if self.text.endswith("ās") and not noun and not any(a.known for a in found):
            return ()  # the past of a reflexive verb (*pulcējās*) sooner than an unknown noun in the locative
        plausible = [a for a in found if a.weight >= _PLAUSIBLE * found[0].weight]
        return tuple(self.grammar.ranked(plausible, self.start, self.end))

    @cached_property
    def nouns(self) -> tuple[Analysis, ...]:
        return tuple(a for a in self.readings if a.pos in _NOUNS and a.case)

    @cached_property
    def modifiers(self) -> tuple[Analysis, ...]:
        """Readings as an adjective, participle or pronoun that can stand before a noun."""
        return tuple(
            a
            for a in self.readings
            if a.pos in _MODIFIERS and a.case and a.lemma not in _RELATIVE
            if a.case == "gen" or a.lemma not in _PERSONAL
        )

    @property
    def joins(self) -> bool:
        return self.text.lower() in _JOINING or self.group == "comma"

    @property
    def acronym(self) -> bool:
        return self.group == "word" and self.text.isupper() and len(self.text) > 1

    @property
    def genitive(self) -> bool:
        """Whether the word can modify a noun that follows: a genitive, an acronym, a quoted name, an ordinal."""
        return self.acronym or self.group in ("quoted", "ordinal") or any(a.case == "gen" for a in self.nouns)

    @property
    def adverb(self) -> bool:
        return bool(self.readings) and self.readings[0].pos == "ADV"

    @property
    def participle(self) -> bool:
        return bool(self.modifiers) and self.readings[0].pos == "VERB"

    @property
    def finite(self) -> bool:
        """Whether the word is a verb that stands in no noun phrase: *bija*, *strādāja*."""
        return bool(self.readings) and self.readings[0].pos in ("AUX", "VERB") and not self.modifiers


def phrase_after(text: str, number: Number, grammar: Grammar) -> Phrase | None:
    """The phrase that a number counts; None where no noun follows that fits it."""
    pieces = _pieces(text, number.end, grammar)
    if not pieces or pieces[0].joins:
        return None
    head = _parsed(pieces, number, _head(pieces, number), grammar)
    if head is None or not _stands_in_phrase(pieces[: head[0]], head[1]):
        return None
    index, noun = head
    last = _last_of_coordination(pieces, index, noun)
    end = pieces[last].end
    phrase = " ".join(text[number.end : end].split())
    what = nominative(phrase, noun.number, noun.case) if noun.case and noun.pos in _NOUNS else phrase
    if noun.pos not in _NOUNS and last == index:
        what = (
            phrase.removesuffix(pieces[index].text) + inflect(noun.lemma, noun.paradigm)["nom", noun.number or "pl"][0]
        )
    return Phrase(end, _unit(noun), what, kind_of(_unit(noun)), noun.case, noun.gender)


def _parsed(
    pieces: list[_Piece], number: Number, walked: tuple[int, Analysis] | None, grammar: Grammar
) -> tuple[int, Analysis] | None:
    """The head that the parse gives, where it gives one that fits; else the one that the walk found."""
    chain = [i for start in grammar.counted(number.start, number.end) for i, p in enumerate(pieces) if p.start == start]
    if not chain or (walked and (walked[0] in chain or _is_measured_first(walked, chain))):
        return walked
    for i in reversed(chain):
        noun = _fitting(pieces[i], number) or _definite(pieces[i], number)
        if noun and not (walked and noun.case == "gen"):  # a genitive modifies what the walk found behind it
            return i, noun
    return walked


def _is_measured_first(walked: tuple[int, Analysis], chain: list[int]) -> bool:
    """Whether the walk met a measure before the noun that the parse ties the number to: *32 stundu programma*."""
    return is_measure(walked[1].lemma) and walked[0] < chain[0]


def _pieces(text: str, start: int, grammar: Grammar) -> list[_Piece]:
    """The run of words after a number that are parted by spaces and commas only."""
    found: list[_Piece] = []
    position = start
    while len(found) < _LONGEST_PHRASE:
        gap = re.compile(r"\s*").match(text, position)
        match = _PIECE.match(text, gap.end() if gap else position)
        if not match or not match.lastgroup or (match.lastgroup == "comma" and not found):
            break
        found.append(_Piece(match.group(), match.start(), match.end(), match.lastgroup, grammar))
        position = match.end()
    return found


def _head(pieces: list[_Piece], number: Number) -> tuple[int, Analysis] | None:
    """Index and reading of the head noun."""
    best: tuple[int, Analysis] | None = None
    for i, piece in enumerate(pieces):
        if piece.readings and piece.readings[0].pos == "NUM":
            break  # another number begins: „6 brīvprātīgajiem septiņu dienu”
        if piece.joins:
            if best is not None and _joins_heads(pieces, i):
                return best
            if piece.group == "comma" and not _enumerates(pieces, i):
                break
            continue
        noun = None if _is_attribute(pieces, i) else _last_acronym(pieces, i) or _fitting(piece, number)
        if noun:
            best = (i, noun)
            measures = is_measure(noun.lemma) and _fits_attributes(pieces[:i], noun)
            if measures or not piece.genitive or _is_adverbial_next(pieces, i, noun):
                return best
        elif not _passes(pieces, i):
            break
    return _first_coordinated(pieces, best, number) if best else _nominal_adjective(pieces, number)


def _fits_attributes(before: list[_Piece], noun: Analysis) -> bool:
    """Whether the adjectives after the number can go with the noun: *jaunus dienas centrus* is not *jaunas dienas*."""
    adjectives = [p for p in before if p.modifiers and not p.nouns and not p.genitive]
    cell = (noun.case, noun.number, noun.gender)
    return all(any((a.case, a.number, a.gender) == cell for a in p.modifiers) for p in adjectives)


def _stands_in_phrase(before: list[_Piece], noun: Analysis) -> bool:
    """Whether all between the number and a noun can belong to its phrase: no verb (*75 bija sievietes*), and no
    participle that agrees with neither, and so tells what became of the number (*27 nodoti juristiem*).
    """
    for i, piece in enumerate(before):
        if piece.finite:
            return False
        nouns = [(a.case, a.number) for other in before[i + 1 :] for a in other.nouns]
        cells = [(noun.case, noun.number), *nouns]
        if piece.nouns or any(a.case == "gen" and a.pos == "PRON" for a in piece.modifiers):  # *mūsu skolēni*
            continue
        if piece.modifiers and not any((a.case, a.number) in cells for a in piece.modifiers):
            return False
    return True


def _first_coordinated(pieces: list[_Piece], best: tuple[int, Analysis], number: Number) -> tuple[int, Analysis]:
    """Of a phrase that ends in joined genitives, *bērnu un jauniešu*, the first is the head as of any other."""
    i = best[0]
    if i >= 2 and pieces[i].genitive and pieces[i - 1].text == "un":
        first = _fitting(pieces[i - 2], number)
        if first and first.case == best[1].case:
            return i - 2, first
    return best


def _is_attribute(pieces: list[_Piece], i: int) -> bool:
    """Whether a word that can be a noun is an adjective here: it agrees with the next noun (*vecāki cilvēki*)."""
    following = next((p for p in pieces[i + 1 :] if not p.genitive), None)
    if following is None or not pieces[i].modifiers or pieces[i].readings[0].known:
        return False
    cells = {(a.case, a.number, a.gender) for a in following.nouns}
    return any((a.case, a.number, a.gender) in cells for a in pieces[i].modifiers)


def _last_acronym(pieces: list[_Piece], i: int) -> Analysis | None:
    """An acronym that nothing follows is counted itself: *14 NVO*."""
    following = pieces[i + 1] if i + 1 < len(pieces) else None
    if not pieces[i].acronym or (following and (following.nouns or following.modifiers or following.group == "quoted")):
        return None
    return next(iter(pieces[i].readings), None)  # none of what only looks like a word: *Ā½*


def _fitting(piece: _Piece, number: Number) -> Analysis | None:
    """The likeliest reading of a word as the noun counted."""
    return next((a for a in piece.nouns if a.pos == "NOUN" and _agrees(a, number)), None)


def _agrees(noun: Analysis, number: Number) -> bool:
    if number.cells:
        genders = {noun.gender} if noun.gender else {"m", "f"}
        return any((noun.case, noun.number, gender) in number.cells for gender in genders)
    return noun.number == ("sg" if number.singular else "pl")


def _passes(pieces: list[_Piece], i: int) -> bool:
    """Whether the walk may go on over a word that is no head: a modifier, or what belongs to one that follows."""
    piece = pieces[i]
    if piece.genitive or (piece.modifiers and piece.readings[0].case is not None):
        return True
    following = pieces[i + 1] if i + 1 < len(pieces) else None
    if following is None:
        return False
    return (piece.adverb and bool(following.modifiers)) or _complements_participle(pieces, i)


def _complements_participle(pieces: list[_Piece], i: int) -> bool:
    """Whether a noun belongs to the participle after it: *padotībā esošu*, *riskam pakļautu*."""
    following = pieces[i + 1] if i + 1 < len(pieces) else None
    return following is not None and following.participle and any(a.case in ("loc", "dat") for a in pieces[i].nouns)


def _enumerates(pieces: list[_Piece], i: int) -> bool:
    """Whether „un” follows a comma, so that the comma parts members of one phrase."""
    return any(piece.text in _JOINING for piece in pieces[i + 1 :])


def _joins_heads(pieces: list[_Piece], i: int) -> bool:
    """Whether „un” or a comma joins heads and not modifiers: a noun that can be no genitive follows at once."""
    j = i + 1
    while j < len(pieces) and (_complements_participle(pieces, j) or (pieces[j].modifiers and not pieces[j].nouns)):
        j += 1
    if j >= len(pieces) or not pieces[j].genitive:
        return True
    following = pieces[j + 1] if j + 1 < len(pieces) else None
    return following is None or not (following.nouns or following.modifiers or following.joins)


def _is_adverbial_next(pieces: list[_Piece], i: int, noun: Analysis) -> bool:
    """Whether a countable noun in the nominative has a place after it: *15 skolas Latvijas novados*."""
    if noun.case == "gen" or kind_of(_unit(noun)) == "other":
        return False
    for piece in pieces[i + 1 :]:
        if not piece.genitive:
            return any(a.case == "loc" for a in piece.nouns)
    return False


def _nominal_adjective(pieces: list[_Piece], number: Number) -> tuple[int, Analysis] | None:
    """A definite adjective without a noun: *četri brīvprātīgie*, *120 klātesošo*."""
    for i, piece in enumerate(pieces[:2]):
        if piece.readings and piece.readings[0].pos == "ADP":
            return None
        following = pieces[i + 1] if i + 1 < len(pieces) else None
        if following and (following.nouns or following.modifiers):
            continue
        reading = _definite(piece, number)
        if reading:
            return i, reading
    return None


def _definite(piece: _Piece, number: Number) -> Analysis | None:
    """The reading of a word as a definite adjective or participle that stands for a noun."""
    fitting = (a for a in piece.modifiers if a.definite and a.pos in ("ADJ", "VERB") and _agrees(a, number))
    return next(fitting, None)


def _last_of_coordination(pieces: list[_Piece], head: int, noun: Analysis) -> int:
    """The last noun of *pilsētām un novadiem*: what is joined to the head in the same case and number."""
    last = head  # the last noun behind „un”; what only a comma joins may be another thing
    i = head + 1
    while i + 1 < len(pieces) and pieces[i].joins:
        joint, j = pieces[i], i + 1
        while j < len(pieces) and pieces[j].modifiers and not pieces[j].nouns:
            j += 1
        numeral = j < len(pieces) and any(a.pos == "NUM" for a in pieces[j].readings)
        same = (
            j < len(pieces)
            and not numeral
            and any((a.case, a.number) == (noun.case, noun.number) for a in pieces[j].nouns)
        )
        if not same or (noun.case is None):
            break
        last, i = (last if joint.group == "comma" else j), j + 1
    return last


def _unit(noun: Analysis) -> str:
    """The counted noun in the nominative singular; in the plural where it has no singular."""
    if noun.definite and noun.pos in ("ADJ", "VERB"):
        return inflect(noun.lemma, noun.paradigm.replace("-f-", "-m-"))["nom", "sg"][0]
    return noun.lemma
