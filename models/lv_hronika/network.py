"""The component that runs the network over a Doc and writes down what it says.

A Doc is read in windows: neighbouring sentences of one paragraph, or of a few short ones, as many as the network was
trained to see together.
Windows go through the network in batches, on all cores side by side; two Docs never share a batch, so what is read in
a Doc never depends on what is read beside it.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import fields, replace
from typing import Any

import numpy
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.symbols import PROPN, SPACE  # type: ignore[import-not-found]
from spacy.tokens import Doc, Span

from lv_hronika import lemmas
from lv_hronika.answers import BEFORE, Answers, Array, ask
from lv_hronika.entities import names_in
from lv_hronika.grammar import Grammar
from lv_hronika.weights import SIZES, load_weights
from lv_hronika.windows import Stretch, Words, batches, stretches, ways_of_blanks, words_of

#: What is written for each token: part of speech, tag, features, lemma, relation, way to the head.
_COLUMNS = ("POS", "TAG", "MORPH", "LEMMA", "DEP", "HEAD")
#: Cores of this machine that the process may use.
_MINE = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
#: Threads that run the network at most; more would bring little, and each maps some 70 MB.
_MOST = 8
#: How many batches may run or wait for each thread before a Doc is written down: enough that none is idle meanwhile.
_AHEAD = 4
#: Where n words stand among those of the Doc, and the answers for them.
Run = tuple[Array, Answers]


def _threads() -> int:
    """How many threads may run the network: by OMP_NUM_THREADS, numerical programs are told to share a machine."""
    allowed = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0]
    return max(1, min(_MOST, int(allowed) if allowed.isdecimal() else _MINE))


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
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Read Docs in a row: while one is written down, the network runs on the next."""
        number = _threads()
        if number == 1:  # a second thread would take turns with this one
            yield from map(self._read, stream)
            return
        cores = ThreadPoolExecutor(number)
        waiting: deque[tuple[Doc, Words, list[Future[Run]]]] = deque()
        try:
            for doc in stream:
                words = words_of(doc, self._weights.subwords)
                runs = [cores.submit(self._run, words, batch) for batch in batches(words)]
                waiting.append((doc, words, runs))
                while len(waiting) > 1 and sum(len(runs) for *_, runs in waiting) > _AHEAD * number:
                    yield self._finished(*waiting.popleft())
            while waiting:
                yield self._finished(*waiting.popleft())
        finally:
            cores.shutdown(cancel_futures=True)  # whoever is interrupted does not wait for the rest of a long Doc

    def _read(self, doc: Doc) -> Doc:
        words = words_of(doc, self._weights.subwords)
        return self._write(doc, words, [self._run(words, batch) for batch in batches(words)])

    def _finished(self, doc: Doc, words: Words, runs: list[Future[Run]]) -> Doc:
        return self._write(doc, words, [run.result() for run in runs])

    def _run(self, words: Words, batch: list[Stretch]) -> Run:
        """One batch of windows, all of one length in pieces."""
        places = numpy.concatenate([numpy.arange(start, end) for start, end in batch])
        windows = tuple(tuple(words.pieces[start:end]) for start, end in batch)
        return places, ask(self._weights, windows, words.marks[places].tobytes())

    def _write(self, doc: Doc, words: Words, runs: list[Run]) -> Doc:
        table: Any = numpy.tile(self._blank, (len(doc), 1))
        doc.spans["inner"] = []
        if not runs:
            return doc.from_array(list(_COLUMNS), table)
        answers = _joined(runs)
        grammar = self._grammar.read(answers.values)
        lemmas_of_words = self._lemmas(doc, words, answers, grammar[:, 0])
        ways = (words.tokens[answers.heads] - words.tokens).astype(numpy.uint64)
        table[:, -1] = ways_of_blanks(doc, words.tokens)
        table[words.tokens] = numpy.column_stack([grammar, lemmas_of_words, self._relations[answers.relations], ways])
        doc.from_array(list(_COLUMNS), table)
        sentences = [words.tokens[start:end] for start, end in stretches(answers.starts)]
        doc.ents = _spans(doc, sentences, answers.entities, self._weights.entities)
        doc.spans["inner"] = _spans(doc, sentences, answers.inner_entities, self._weights.inner_entities)
        return doc

    def _lemmas(self, doc: Doc, words: Words, answers: Answers, parts_of_speech: Array) -> Array:
        """The lemma of each word."""
        strings = doc.vocab.strings
        known = [
            () if pos == PROPN else self._weights.lexicon.get(strings[pos], ()) for pos in parts_of_speech.tolist()
        ]
        rows = zip(words.texts, answers.scripts.tolist(), known, strict=True)
        return numpy.array([strings.add(self._lemma(*row)) for row in rows], dtype=numpy.uint64)

    def _lemma(self, text: str, scripts: list[int], known: Collection[str]) -> str:
        """The likeliest lemma that the lexicon has, else the likeliest."""
        first = ""
        for script in scripts:
            lemma = lemmas.apply(text, self._weights.scripts[script])
            if lemma and lemma in known:
                return lemma
            first = first or lemma or ""
        return first or text


def _joined(runs: list[Run]) -> Answers:
    """The answers for all words of a Doc, in their order; its long sentences, read in parts, as one tree each."""
    parts = [
        replace(answers, heads=numpy.where(answers.heads == BEFORE, BEFORE, places[answers.heads]))
        for places, answers in runs
    ]
    order = numpy.argsort(numpy.concatenate([places for places, _ in runs]))
    answers = Answers(
        *(numpy.concatenate([getattr(part, field.name) for part in parts])[order] for field in fields(Answers))
    )
    for start, end in stretches(answers.starts):
        heads = answers.heads[start:end]
        heads[heads == BEFORE] = numpy.flatnonzero(heads == numpy.arange(start, end))[0] + start
    return answers


def _spans(doc: Doc, sentences: list[Array], scores: Array, tags: list[str]) -> list[Span]:
    """Names as spans of the Doc; none crosses the end of a sentence. ``sentences``: the tokens of each one's words."""
    found, start = [], 0
    for tokens in sentences:
        points, start = scores[start : start + len(tokens)], start + len(tokens)
        found += [
            Span(doc, tokens[first], tokens[behind - 1] + 1, label=label)
            for first, behind, label in names_in(points, tags)
        ]
    return found
