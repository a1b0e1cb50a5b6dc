"""Latvian text as spaCy sees it: tokens, sentences, grammar and names, with offsets into the document's text.

Readers call ``analyse(document)`` and share its result; none knows which model ran. ``choose`` says which one does.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

import lv_hronika
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from hronika.types import Document
from pipeline import models
from pipeline.packing import pack, unpack

_BOUNDS, _WORDS, _TEXT = "sentence bounds", "words", "text"  # what is kept beside a Doc
_LONGEST = 50_000_000  # characters; the runner bounds time and memory
#: Words; what goes on for longer is a list in one line, and readers look through a sentence for each of its dates.
_LONGEST_SENTENCE = 400
_STOPS = frozenset(",;")
#: spaCy keeps every word and lemma that a pipeline ever saw, half a kilobyte each.
_MOST_STRINGS = 150_000

_chosen = "full"
_memory: Memory | None = None


def choose(model: str) -> str:
    """Read with this model from now on: one of ``models.NAMES``. Its version, kept with every document it read.

    Raises ``HronikaError`` where the model is not installed.
    """
    global _chosen
    models.load(model)
    if model != _chosen:
        _chosen = model
        analyse.cache_clear()
    return models.version(model)


def model_version() -> str:
    """The version of the model that reads."""
    return models.version(_chosen)


class Memory(Protocol):
    """Where analyses are kept by their texts."""

    def find(self, text: str) -> bytes | None:
        """The analysis of a text, as ``packing.pack`` made it."""

    def keep(self, text: str, analysis: bytes) -> None:
        """Add the analysis of a text that was not there."""


def remember(memory: Memory | None) -> None:
    """Look for analyses here from now on before the model is asked, and add what it says."""
    global _memory
    _memory = memory


@lru_cache(maxsize=1)
def _words_only() -> Language:
    pipeline = lv_hronika.load(exclude=["network"])
    pipeline.max_length = _LONGEST
    return pipeline


def cut(name: str) -> list[str]:
    """The words of a name, cut as those of a text are; where it is letters and spaces, the spaces tell."""
    found = name.split(" ")
    return found if all(map(str.isalpha, found)) else [token.text for token in _words_only().make_doc(name)]


def tokens(text: str) -> Doc:
    """A few words cut into tokens and sentences, without grammar: to look for, or to look into."""
    doc = _words_only()(text)
    for token in doc:
        if token.is_sent_start is None:  # the rules leave it open; if all are, spaCy sees no sentences
            token.is_sent_start = False
    return _bounded(doc)


@lru_cache(maxsize=4)
def analyse(document: Document) -> Doc:
    """What the model says of a document; ``token.idx`` counts characters of ``document.text``."""
    pipeline = _pipeline()
    return _bounded(_remembered(document.text, pipeline) or _read(document.text, pipeline))


def _pipeline() -> Language:
    """The chosen model, made anew where it holds too many words; no Doc that is still read minds."""
    if len(models.load(_chosen).vocab.strings) > _MOST_STRINGS:
        models.load.cache_clear()
    pipeline = models.load(_chosen)
    pipeline.max_length = _LONGEST
    return pipeline


def _remembered(text: str, pipeline: Language) -> Doc | None:
    analysis = _memory.find(text) if _memory else None
    try:
        return unpack(analysis, text, pipeline) if analysis else None
    except ValueError:  # damaged; the model says it again
        return None


def _read(text: str, pipeline: Language) -> Doc:
    doc = pipeline(text)
    if _memory:
        _memory.keep(text, pack(doc))
    return doc


def _bounded(doc: Doc) -> Doc:
    # asked one by one, spaCy would look through the whole text for each token's sentence
    bounds = (part for span in doc.sents for part in _parts(doc, span.start, span.end))
    doc.user_data[_BOUNDS] = [(start, end) for start, end in bounds for _ in range(end - start)]
    return doc


def _parts(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, or what it is cut into where it is too long: behind a comma or the like if there is one."""
    while end - start > _LONGEST_SENTENCE:
        stops = (at for at in range(start + _LONGEST_SENTENCE, start, -1) if doc[at - 1].text in _STOPS)
        part = next(stops, start + _LONGEST_SENTENCE)
        yield start, part
        start = part
    yield start, end


def sentence(token: Token) -> Span:
    """The sentence that a token stands in."""
    return Span(token.doc, *token.doc.user_data[_BOUNDS][token.i])


def sentence_at(document: Document, offset: int) -> Span:
    """The sentence at a character of the document's text."""
    here = analyse(document).char_span(offset, offset + 1, alignment_mode="expand")
    assert here is not None  # every mention stands on a token
    return sentence(here[0])


def sentences(document: Document) -> list[Span]:
    """All sentences of a document, in order."""
    doc = analyse(document)
    return [Span(doc, start, end) for start, end in dict.fromkeys(doc.user_data[_BOUNDS])]


def words(doc: Doc) -> list[str]:
    """The text of every token; to look through them here is far quicker than to ask spaCy for each ``Token``."""
    found: list[str] | None = doc.user_data.get(_WORDS)
    if found is None:
        found = doc.user_data[_WORDS] = [token.text for token in doc]
    return found


def word(doc: Doc, at: int) -> str:
    """The text of the token at an index; "" before the first and behind the last."""
    known = words(doc)
    return known[at] if 0 <= at < len(known) else ""


def whole_text(doc: Doc) -> str:
    """The whole text, which ``doc.text`` would put together anew from its tokens each time."""
    found: str | None = doc.user_data.get(_TEXT)
    if found is None:
        found = doc.user_data[_TEXT] = doc.text
    return found


def entity(span: Span) -> Span | None:
    """The named entity that the model sees in a span or around it; None where it sees none, or names none at all."""
    if not span[0].ent_type_:
        return None
    start, end = span.start, span.end
    while span.doc[start].ent_iob_ == "I":
        start -= 1
    while end < len(span.doc) and span.doc[end].ent_iob_ == "I":
        end += 1
    return Span(span.doc, start, end, label=span[0].ent_type_)
