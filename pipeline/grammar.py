"""What the model says of the words of one block: their case and number, and what they depend on.

In the terms of ``pipeline.latvian`` and with offsets into the block, so that readers of plain text can ask. Every
answer may be "nothing": where the model gives no parse or no morphology, readers go by the words' endings alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from pipeline.latvian import Analysis

_TERMS = {
    "Case": {"Nom": "nom", "Gen": "gen", "Dat": "dat", "Acc": "acc", "Loc": "loc"},
    "Gender": {"Masc": "m", "Fem": "f"},
    "Number": {"Sing": "sg", "Plur": "pl", "Ptan": "pl"},
}
#: Relations from a modifier to the head of its noun phrase.
_MODIFIES = frozenset({"nmod", "amod", "det"})


@dataclass(frozen=True)
class Word:
    """A token as the model sees it, with offsets into the block; ``case`` and ``number`` are None where it has none."""

    text: str
    start: int
    end: int
    pos: str
    case: str | None
    number: str | None


@dataclass(frozen=True)
class Grammar:
    """The model's view of a block that starts at ``offset`` of the document's text."""

    doc: Doc
    offset: int
    _words: dict[int, Word] = field(default_factory=dict, init=False, repr=False, compare=False)  #: by token

    def ranked(self, readings: list[Analysis], start: int, end: int) -> list[Analysis]:
        """A word's readings, those in the case and number that the model sees first."""
        token = self._word(start, end)
        if token is None:
            return readings
        cell = (feature(token, "Case"), feature(token, "Number"))
        return sorted(readings, key=lambda a: (a.case, a.number) != cell)

    def part_of_speech(self, start: int, end: int) -> str:
        """The universal part of speech that the model sees in a word; "" where it sees none."""
        token = self._word(start, end)
        return token.pos_ if token else ""

    def counted(self, start: int, end: int) -> list[int]:
        """Where the words after a number begin that it can belong to: the noun it depends on, then the head of that
        noun's phrase, and so on; nothing where the number depends on no word behind it.
        """
        number = self._token(start, end)
        if number is None or number.dep_.split(":")[0] != "nummod" or number.head.i < number.i:
            return []
        return [token.idx - self.offset for token in _phrase_heads(number.head)]

    def words(self, start: int, end: int) -> list[Word]:
        """The words and marks between two places, in order."""
        span = self.doc.char_span(self.offset + start, self.offset + end, alignment_mode="contract")
        return [self._as_word(token) for token in span or ()]

    def governed(self, start: int, end: int) -> Word | None:
        """The noun that the preposition at a place governs, which may stand far behind it."""
        token = self._token(start, end)
        if token is None or token.dep_ != "case" or token.head.i < token.i:
            return None
        return self._as_word(token.head)

    def _as_word(self, token: Token) -> Word:
        if (word := self._words.get(token.i)) is None:  # those before several numbers are asked for with each of them
            start = token.idx - self.offset
            case, number = feature(token, "Case"), feature(token, "Number")
            word = self._words[token.i] = Word(token.text, start, start + len(token), token.pos_, case, number)
        return word

    def _word(self, start: int, end: int) -> Token | None:
        token = self._token(start, end)
        return token if token and len(token) == end - start else None

    def _token(self, start: int, end: int) -> Token | None:
        span = self.doc.char_span(self.offset + start, self.offset + end, alignment_mode="expand")
        return span.root if span else None


def _phrase_heads(token: Token) -> Iterator[Token]:
    yield token
    while token.dep_.split(":")[0] in _MODIFIES and token.head.i > token.i:
        token = token.head
        yield token


def feature(token: Token, name: str) -> str | None:
    """The "Case", "Gender" or "Number" that the model sees in a word; None where it sees none."""
    return next((_TERMS[name][value] for value in token.morph.get(name, []) if value in _TERMS[name]), None)


def is_finite(token: Token) -> bool:
    """Whether the model sees a verb that has a subject of its own, and not an infinitive or a participle."""
    return "Fin" in token.morph.get("VerbForm", [])
