"""A Doc as the network reads it: its words, and the windows that are read together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

import numpy
from numpy.typing import NDArray
from spacy.tokens import Doc

from lv_hronika.subwords import Subwords

#: The longest stretch of sentences read together, in pieces; as in training.
_WINDOW = 120
#: A paragraph that is shorter than this is read with the next one, as headings and items of lists: over a few pieces,
#: a run of the network takes as long as over so many.
_SHORT = 16
#: A longer sentence is read in parts of so many pieces; the network knows 512 places.
_LONGEST = 250
#: Most pieces in one run of the network: what a processor's cache holds.
_BATCH = 512

#: Whether a sentence starts with a word: it does, the network is to say, or it does not; as spaCy's SENT_START.
_STARTS, _OPEN = 1, 0

Pieces = list[tuple[int, ...]]
Stretch = tuple[int, int]  # first and last word (exclusive), counted among the Doc's words


@dataclass(frozen=True)
class Words:
    """The n words of a Doc: all its tokens but white space."""

    tokens: NDArray[numpy.int64]  # n, index among the tokens
    texts: list[str]
    pieces: Pieces
    marks: NDArray[numpy.int64]  # n, whether a sentence starts there
    paragraphs: frozenset[int]  # words that open a paragraph


def words_of(doc: Doc, subwords: Subwords) -> Words:
    """Cut a Doc into words and pieces."""
    tokens: list[int] = []
    texts: list[str] = []
    pieces: Pieces = []
    marks: list[int] = []
    paragraphs = {0}
    space, begins = True, True
    set_already = doc.to_array("SENT_START").astype(numpy.int64)  # spaCy gives -1 as the largest unsigned number
    for index, (token, mark) in enumerate(zip(doc, set_already.tolist(), strict=True)):
        begins = begins or mark == _STARTS
        text = token.text
        if text.isspace():
            space = True
            if "\n" in text:
                paragraphs.add(len(tokens))
            continue
        tokens.append(index)
        texts.append(text)
        pieces.append(subwords.cut(text, space))
        marks.append(_STARTS if begins else mark)
        space, begins = bool(token.whitespace_), False
    return Words(numpy.array(tokens, dtype=numpy.int64), texts, pieces, numpy.array(marks), frozenset(paragraphs))


def starts_of(marks: NDArray[numpy.int64], points: NDArray[Any]) -> NDArray[numpy.bool_]:
    """Which of some words start a sentence; where no mark says it, those with more than 0 points."""
    starts: NDArray[numpy.bool_] = (marks == _STARTS) | ((marks == _OPEN) & (points > 0))
    return starts


def stretches(starts: NDArray[numpy.bool_], first: int = 0) -> list[Stretch]:
    """The sentences of words of which some start one; the first word does, or goes on with one begun before."""
    cuts = numpy.flatnonzero(starts[1:]) + 1 + first
    return list(pairwise([first, *cuts.tolist(), first + len(starts)]))


def windows(words: Words) -> Iterator[Stretch]:
    """Neighbouring sentences of one paragraph, or of short ones, to be read together; a very long one in parts."""
    start, behind, length = 0, 0, 0
    for sentence in stretches(words.marks == _STARTS):
        for end, size in _parts(words.pieces, *sentence):
            ends = behind in words.paragraphs and length >= _SHORT
            if behind and (ends or length + size > _WINDOW):
                yield start, behind
                start, length = behind, 0
            behind = end
            length += size
    if behind:
        yield start, behind


def _parts(pieces: Pieces, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where each part of a sentence ends, and how many pieces it has."""
    length = 0
    for word in range(start, end):
        if length + len(pieces[word]) > _LONGEST:
            yield word, length
            length = 0
        length += len(pieces[word])
    yield end, length


def batches(words: Words) -> Iterator[list[Stretch]]:
    """The windows of a Doc, those of one length together: nothing is padded."""
    sizes = sorted((sum(map(len, words.pieces[start:end])), (start, end)) for start, end in windows(words))
    for length, group in groupby(sizes, key=itemgetter(0)):
        same = [stretch for _, stretch in group]
        most = max(1, _BATCH // (length + 2))
        yield from (same[at : at + most] for at in range(0, len(same), most))


def ways_of_blanks(doc: Doc, words: NDArray[Any]) -> NDArray[numpy.uint64]:
    """For each token the way to the nearest word before it, or to the first word: where white space is hung."""
    tokens = numpy.arange(len(doc))
    before = numpy.searchsorted(words, tokens, side="right") - 1
    ways: NDArray[Any] = words[before.clip(min=0)] - tokens
    return ways.astype(numpy.uint64)
