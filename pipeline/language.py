"""Latvian text as spaCy sees it: tokens, sentences, grammar and names, with offsets into the document's text.

Readers call ``analyse(document)`` and share its result; none knows which model ran. ``choose`` says which one does.
"""

from __future__ import annotations

from functools import lru_cache

import lv_hronika
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from hronika.types import Document
from pipeline import models

_BOUNDS = "sentence bounds"
_LONGEST = 50_000_000  # characters; the runner bounds time and memory

_chosen = "full"


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


@lru_cache(maxsize=1)
def _words_only() -> Language:
    pipeline = lv_hronika.load(exclude=["network"])
    pipeline.max_length = _LONGEST
    return pipeline


def tokens(text: str) -> Doc:
    """A few words cut into tokens and sentences, without grammar: to look for, or to look into."""
    return _bounded(_words_only()(text))


@lru_cache(maxsize=4)
def analyse(document: Document) -> Doc:
    """What the model says of a document; ``token.idx`` counts characters of ``document.text``."""
    pipeline = models.load(_chosen)
    pipeline.max_length = _LONGEST
    return _bounded(pipeline(document.text))


def _bounded(doc: Doc) -> Doc:
    # asked one by one, spaCy would look through the whole text for each token's sentence
    doc.user_data[_BOUNDS] = [(span.start, span.end) for span in doc.sents for _ in range(len(span))]
    return doc


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


def word(doc: Doc, at: int) -> str:
    """The text of the token at an index; "" before the first and behind the last."""
    return doc[at].text if 0 <= at < len(doc) else ""


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
