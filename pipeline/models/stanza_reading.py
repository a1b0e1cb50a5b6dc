"""What turns Stanza's answers into spaCy's: a tokenizer that cuts words and sentences, and a component that reads them.

A line is cut by itself, since the end of a line ends a sentence here. A Doc is read by itself, so that what is read in
it never depends on what is read beside it. Stanza finds no names in Latvian: ``ents`` and ``spans["inner"]`` are empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy
from lv_hronika.windows import ways_of_blanks
from numpy.typing import NDArray
from spacy import symbols
from spacy.pipeline import Pipe
from spacy.tokens import Doc
from spacy.vocab import Vocab

#: A line from its first visible character on; Stanza takes control characters behind ASCII for white space too.
_LINE = re.compile(r"[^\s\x80-\x9f][^\n]*")
#: So many characters without white space are cut off by themselves: Stanza's search for addresses takes the square.
_RUN = re.compile(r"\S{1000}")
#: Words of a sentence that are parsed as one: the parser compares each with every other.
_LONGEST_SENTENCE = 150
#: Characters of a word that are looked at: what is longer is no word of any language.
_LONGEST_WORD = 100
#: How the later parts of a very long sentence hang on its first.
_CONTINUES = "parataxis"
#: What is written for each token: part of speech, tag, features, lemma, relation, way to the head.
_COLUMNS = ("POS", "TAG", "MORPH", "LEMMA", "DEP", "HEAD")

#: First character and end.
Stretch = tuple[int, int]
Hashes = NDArray[numpy.uint64]


class Tokenizer:
    """Makes a Doc of a text: Stanza's words, its sentences, and white space as spaCy keeps it."""

    def __init__(self, vocab: Vocab, stanza: Any) -> None:
        self._vocab = vocab
        self._stanza = stanza

    def __call__(self, text: str) -> Doc:
        """Cut a text; ``Doc.text`` is the text again, whatever it holds."""
        words: list[str] = []
        spaces: list[bool] = []
        starts: list[bool | int | None] = []
        at = 0
        for start, end, opens in chain(self._words(text), [(len(text), len(text), False)]):
            gap = text[at:start]
            if gap and words:
                spaces[-1] = gap[0] == " "
                gap = gap[spaces[-1] :]
            for word, mark in ((gap, False), (text[start:end], opens)):
                if word:
                    words.append(word)
                    spaces.append(False)
                    starts.append(mark)
            at = end
        return Doc(self._vocab, words, spaces, sent_starts=starts)

    def _words(self, text: str) -> Iterator[tuple[int, int, bool]]:
        """First character and end of each word, and whether a sentence starts with it."""
        lines = list(_lines(text))
        read = self._stanza.bulk_process([text[start:end] for start, end in lines], processors="tokenize")
        for (start, _), found in zip(lines, read, strict=True):
            for sentence in found.sentences:
                for number, token in enumerate(sentence.tokens):
                    yield start + token.start_char, start + token.end_char, not number


def _lines(text: str) -> Iterator[Stretch]:
    """What is cut by itself: lines, and within them what no white space divides."""
    for line in _LINE.finditer(text):
        edges = [line.start(), *(run.end() for run in _RUN.finditer(text, *line.span())), line.end()]
        yield from ((start, end) for start, end in pairwise(edges) if start < end)


@dataclass(frozen=True)
class _Part:
    """Words that are parsed as one sentence: a sentence, or a part of a very long one."""

    tokens: list[int]  # index of each in the Doc
    continues: bool  # whether it goes on with the sentence of the part before


class Reader(Pipe):
    """Sets parts of speech, tags, features, lemmas, heads and relations; sentence starts that are set stay."""

    def __init__(self, vocab: Vocab, name: str, stanza: Any) -> None:
        self.vocab = vocab
        self.name = name
        self._stanza = stanza
        add = vocab.strings.add
        blank = [symbols.SPACE, add("_SP"), vocab.morphology.add(""), add(" "), add("dep"), 0]
        self._blank = numpy.array(blank, dtype=numpy.uint64)  # what a token of white space is given

    def __call__(self, doc: Doc) -> Doc:
        """Read a Doc."""
        parts = _parts(doc)
        table: Any = numpy.tile(self._blank, (len(doc), 1))
        if parts:
            tokens = numpy.array([token for part in parts for token in part.tokens])
            table[:, -1] = ways_of_blanks(doc, tokens)
            table[tokens] = self._read(doc, parts)
        doc.from_array(list(_COLUMNS), table)
        doc.ents = []  # set, so that nobody takes it for a text that was not looked at
        doc.spans["inner"] = []
        return doc

    def _read(self, doc: Doc, parts: list[_Part]) -> Hashes:
        """The table's rows for all words, in order."""
        from stanza import Document

        sentences = [
            [{"id": (number,), "text": doc[token].text[:_LONGEST_WORD]} for number, token in enumerate(part.tokens, 1)]
            for part in parts
        ]
        read = self._stanza.process(Document(sentences), processors="pos,lemma,depparse")
        rows: list[list[int]] = []
        root = 0
        for part, sentence in zip(parts, read.sentences, strict=True):
            top = next(part.tokens[number] for number, word in enumerate(sentence.words) if not word.head)
            root = root if part.continues else top
            for token, word in zip(part.tokens, sentence.words, strict=True):
                head = part.tokens[word.head - 1] if word.head else root
                relation = word.deprel if word.head or head == token else _CONTINUES
                rows.append([*self._grammar(word, doc[token].text), self.vocab.strings.add(relation), head - token])
        # a way back is a negative number, which spaCy wants in two's complement
        return numpy.array([[value % 2**64 for value in row] for row in rows], dtype=numpy.uint64)

    def _grammar(self, word: Any, text: str) -> Sequence[int]:
        """Part of speech, tag, features and lemma of a word, as hashes."""
        add = self.vocab.strings.add
        # Stanza says "_" where it has no lemma
        lemma = word.lemma if word.lemma not in (None, "_") and len(text) <= _LONGEST_WORD else text
        return (
            getattr(symbols, word.upos or "X", symbols.X),
            add(word.xpos or ""),
            self.vocab.morphology.add(word.feats or ""),
            add(lemma),
        )


def _parts(doc: Doc) -> list[_Part]:
    """The words of a Doc, white space left out, by sentence; one sentence where nothing says otherwise."""
    parts: list[_Part] = []
    opens = True
    for token, mark in zip(doc, doc.to_array("SENT_START").tolist(), strict=True):
        opens = opens or mark == 1
        if token.is_space:
            continue
        if opens or len(parts[-1].tokens) == _LONGEST_SENTENCE:
            parts.append(_Part([], continues=not opens))
        parts[-1].tokens.append(token.i)
        opens = False
    return parts
