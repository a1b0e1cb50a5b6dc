"""A Doc as the network reads it: its words, the stretches that are parsed, the windows that are read together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy
from numpy.typing import NDArray
from spacy.tokens import Doc

from lv_hronika.subwords import Subwords

#: The longest stretch of sentences read together, in pieces; as in training.
_WINDOW = 120
#: A longer sentence is read in parts of so many pieces; the network knows 512 places.
_LONGEST = 250
#: Pieces in one run of the network, padding counted: bounds its memory.
_BATCH = 2048

Pieces = list[tuple[int, ...]]
Stretch = tuple[int, int]  # first and last word (exclusive), counted among the Doc's words


@dataclass(frozen=True)
class Part:
    """A stretch of words that is parsed as one: a sentence, or a part of a very long one."""

    start: int
    end: int
    opens_paragraph: bool
    continues: bool  # whether it goes on with the sentence of the part before


@dataclass(frozen=True)
class Words:
    """The words of a Doc: all its tokens but white space."""

    tokens: list[int]  # index of each word among the tokens
    pieces: Pieces
    starts: list[int]  # words that start a sentence
    open: list[int]  # words that may start one
    paragraphs: set[int]  # words that open a paragraph

    @property
    def sentences(self) -> list[Stretch]:
        """First and last word (exclusive) of each sentence."""
        return list(pairwise([*self.starts, len(self.tokens)]))

    @property
    def parts(self) -> list[Part]:
        """The sentences, each in one part or, if it is very long, in several."""
        return [part for start, end in self.sentences for part in self._parts(start, end)]

    def _parts(self, start: int, end: int) -> Iterator[Part]:
        begin, length = start, 0
        for word in range(start, end):
            length += len(self.pieces[word])
            if length > _LONGEST:
                yield Part(begin, word, begin in self.paragraphs, begin > start)
                begin, length = word, len(self.pieces[word])
        yield Part(begin, end, begin in self.paragraphs, begin > start)


def words_of(doc: Doc, subwords: Subwords) -> Words:
    """Cut a Doc into words and pieces. Where nothing says whether a word starts a sentence, it stays open."""
    tokens: list[int] = []
    pieces: Pieces = []
    starts: list[int] = []
    undecided: list[int] = []
    paragraphs = {0}
    space, begins = True, True
    for index, (token, mark) in enumerate(zip(doc, doc.to_array("SENT_START").tolist(), strict=True)):
        begins = begins or mark == 1
        text = token.text
        if text.isspace():
            space = True
            if "\n" in text:
                paragraphs.add(len(tokens))
            continue
        if begins:
            starts.append(len(tokens))
            begins = False
        elif mark == 0:
            undecided.append(len(tokens))
        tokens.append(index)
        pieces.append(subwords.cut(text, space))
        space = bool(token.whitespace_)
    return Words(tokens, pieces, starts, undecided, paragraphs)


def windows(words: Words) -> Iterator[Stretch]:
    """Neighbouring parts of one paragraph that are short enough to be read together."""
    start, behind, length = 0, 0, 0
    for part in words.parts:
        size = sum(map(len, words.pieces[part.start : part.end]))
        if behind and (part.opens_paragraph or length + size > _WINDOW):
            yield start, behind
            start, length = part.start, 0
        behind = part.end
        length += size
    yield start, behind


def batches(stretches: Iterator[Stretch], pieces: Pieces) -> Iterator[list[Stretch]]:
    """Windows of like length, few enough for one run of the network."""
    batch: list[Stretch] = []
    for length, stretch in sorted((sum(map(len, pieces[start:end])), (start, end)) for start, end in stretches):
        if batch and (length + 2) * (len(batch) + 1) > _BATCH:
            yield batch
            batch = []
        batch.append(stretch)
    yield batch


def ways_of_blanks(doc: Doc, words: NDArray[Any]) -> NDArray[numpy.uint64]:
    """For each token the way to the nearest word before it, or to the first word: where white space is hung."""
    tokens = numpy.arange(len(doc))
    before = numpy.searchsorted(words, tokens, side="right") - 1
    ways: NDArray[Any] = words[before.clip(min=0)] - tokens
    return ways.astype(numpy.uint64)
