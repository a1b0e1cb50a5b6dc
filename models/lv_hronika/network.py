"""The component that runs the network over a Doc and writes down what it says.

A Doc is read in windows: neighbouring sentences of one paragraph, as many as the network was trained to see together.
Windows of one Doc go through the network in batches; two Docs never share a batch, so what is read in a Doc never
depends on what is read beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.symbols import PROPN, SPACE  # type: ignore[import-not-found]
from spacy.tokens import Doc, Span

from lv_hronika import lemmas
from lv_hronika.entities import names_in
from lv_hronika.grammar import Grammar
from lv_hronika.subwords import END, PADDING, START
from lv_hronika.trees import best_tree
from lv_hronika.weights import PER_WORD, SIZES, load_weights
from lv_hronika.windows import Part, Stretch, Words, batches, ways_of_blanks, windows, words_of

#: What is written for each token: part of speech, tag, features, lemma, relation, way to the head.
_COLUMNS = ("POS", "TAG", "MORPH", "LEMMA", "DEP", "HEAD")
Array = NDArray[Any]


@dataclass
class Reading:
    """The network's answers for the n words of a Doc, in their order."""

    words: Words
    values: Array  # n x categories, index of the value
    scripts: Array  # n x k, the likeliest first
    heads: Array  # n, index among the words; its own for the root of a sentence
    relations: Array  # n
    entities: Array  # n x tags, scores
    inner_entities: Array  # n x tags, scores


@Language.factory(
    "lv_network",
    default_config={"size": "full"},
    assigns=[
        "token.pos",
        "token.tag",
        "token.morph",
        "token.lemma",
        "token.head",
        "token.dep",
        "doc.ents",
        "doc.sents",
    ],
)
def make_network(nlp: Language, name: str, size: str) -> Network:
    """The component as spaCy makes it from a configuration."""
    return Network(nlp, name, size)


class Network(Pipe):
    """Sets the parts of speech, tags, features, lemmas, heads, relations and names; inner names in ``spans["inner"]``.

    Sentence starts that are set already stay; where none is set, the network decides. ``size`` is "full" or "fast".
    """

    def __init__(self, nlp: Language, name: str, size: str = "full") -> None:
        if size not in SIZES:
            raise ValueError(f"lv_network comes in the sizes {' and '.join(SIZES)}, not {size!r}")
        self.vocab = nlp.vocab
        self.name = name
        self.size = size
        self._weights = load_weights(size)
        self._grammar = Grammar(nlp, self._weights.categories)
        add = nlp.vocab.strings.add
        self._relations = numpy.array([add(name) for name in self._weights.relations], dtype=numpy.uint64)
        blank = [SPACE, add("_SP"), nlp.vocab.morphology.add(""), add(" "), add("dep"), 0]
        self._blank = numpy.array(blank, dtype=numpy.uint64)  # what a token of white space is given

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc."""
        return self._write(doc, self._read(doc))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Read Docs in a row: while one is written down, the network runs on the next."""
        with ThreadPoolExecutor(1) as ahead:
            waiting: tuple[Doc, Any] | None = None
            for doc in stream:
                following = (doc, ahead.submit(self._read, doc))
                if waiting:
                    yield self._write(waiting[0], waiting[1].result())
                waiting = following
            if waiting:
                yield self._write(waiting[0], waiting[1].result())

    # -- reading: from a Doc to arrays -------------------------------------------------------------------------------

    def _read(self, doc: Doc) -> Reading | None:
        words = words_of(doc, self._weights.subwords)
        if not words.tokens:
            return None
        runs = [self._run(batch, words.pieces) for batch in batches(windows(words), words.pieces)]
        back = numpy.argsort(numpy.concatenate([places for places, _ in runs]))
        answers = {name: numpy.concatenate([answer[name] for _, answer in runs])[back] for name in PER_WORD}
        decided = [word for word in words.open if answers["starts"][word] > 0]
        words = replace(words, starts=sorted(words.starts + decided))
        heads, relations = self._parse(words.parts, answers, runs[0][1])
        return Reading(
            words,
            answers["values"],
            answers["scripts"],
            heads,
            relations,
            answers["entities"],
            answers["inner_entities"],
        )

    def _run(self, batch: list[Stretch], pieces: list[tuple[int, ...]]) -> tuple[Array, dict[str, Array]]:
        """One batch through the network: the places of its words among the Doc's, and the answers in that order."""
        rows = [[START, *(piece for word in pieces[start:end] for piece in word), END] for start, end in batch]
        longest = max(map(len, rows))
        grid = numpy.full((len(rows), longest), PADDING, dtype=numpy.int64)
        first: list[int] = []
        last: list[int] = []
        for number, (row, (start, end)) in enumerate(zip(rows, batch, strict=True)):
            grid[number, : len(row)] = row
            at = number * longest + 1
            for word in pieces[start:end]:
                first.append(at)
                at += len(word)
                last.append(at - 1)
        places = numpy.concatenate([numpy.arange(start, end) for start, end in batch])
        return places, self._weights.run(grid, numpy.array(first), numpy.array(last))

    def _parse(self, parts: list[Part], answers: dict[str, Array], roots: dict[str, Array]) -> tuple[Array, Array]:
        """The head of each word (index among the words, its own for a root) and its relation."""
        heads = numpy.empty(len(answers["values"]), dtype=numpy.int64)
        sides = answers["relation_heads"].copy()
        root = 0
        for part in parts:
            here = slice(part.start, part.end)
            candidates = numpy.concatenate([roots["root_arc"][None], answers["arc_heads"][here]])
            tree = numpy.array(best_tree(answers["arc_dependents"][here] @ candidates.T))
            top = part.start + int(numpy.flatnonzero(tree == 0)[0])
            root = root if part.continues else top
            heads[here] = tree + part.start - 1
            heads[top] = root
            sides[here] = answers["relation_heads"][heads[here]]
            sides[top] = answers["relation_heads"][root] if part.continues else roots["root_relation"]
        dependents = answers["relation_dependents"].reshape(len(heads), len(self._weights.relations), -1)
        scores = numpy.einsum("nrj,nj->nr", dependents, sides)
        is_root = heads == numpy.arange(len(heads))
        scores[:, self._weights.relations.index("root")] = numpy.where(is_root, numpy.inf, -numpy.inf)
        return heads, scores.argmax(axis=1)

    # -- writing: from arrays to a Doc -------------------------------------------------------------------------------

    def _write(self, doc: Doc, reading: Reading | None) -> Doc:
        table: Any = numpy.tile(self._blank, (len(doc), 1))
        doc.spans["inner"] = []
        if reading is None:
            return doc.from_array(list(_COLUMNS), table)
        tokens = numpy.array(reading.words.tokens)
        grammar = self._grammar.read(reading.values)
        lemmas_of_words = self._lemmas(doc, reading, grammar[:, 0])
        relations = self._relations[reading.relations]
        ways = (tokens[reading.heads] - tokens).astype(numpy.uint64)
        table[:, -1] = ways_of_blanks(doc, tokens)
        table[tokens] = numpy.column_stack([grammar, lemmas_of_words, relations, ways])
        doc.from_array(list(_COLUMNS), table)
        doc.ents = self._spans(doc, reading, reading.entities, self._weights.entities)
        doc.spans["inner"] = self._spans(doc, reading, reading.inner_entities, self._weights.inner_entities)
        return doc

    def _lemmas(self, doc: Doc, reading: Reading, parts_of_speech: Array) -> Array:
        """The likeliest lemma; for a common word the likeliest that the lexicon has, where it has any."""
        names, strings = self._weights.scripts, doc.vocab.strings
        rows = zip(reading.words.tokens, reading.scripts.tolist(), parts_of_speech.tolist(), strict=True)
        found = []
        for index, scripts, pos in rows:
            text = doc[index].text
            fitting = [lemma for script in scripts if (lemma := lemmas.apply(text, names[script]))] or [text]
            known = () if pos == PROPN else self._weights.lexicon.get(strings[pos], ())
            found.append(strings.add(next((lemma for lemma in fitting if lemma in known), fitting[0])))
        return numpy.array(found, dtype=numpy.uint64)

    def _spans(self, doc: Doc, reading: Reading, scores: Array, tags: list[str]) -> list[Span]:
        """Names as spans of the Doc; none crosses the end of a sentence."""
        tokens = reading.words.tokens
        return [
            Span(doc, tokens[start + first], tokens[start + behind - 1] + 1, label=label)
            for start, end in reading.words.sentences
            for first, behind, label in names_in(scores[start:end], tags)
        ]
