"""Latvian text as spaCy sees it: tokens and sentences, with offsets into the document's text.

A blank Latvian pipeline with two rules of our own: how clerks glue words to full stops, and where a sentence
ends. Readers call ``analyse(document)`` and share its result; a trained model may take this place later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.util import compile_infix_regex

from hronika.types import Document

#: The rules' version, kept with every document that was read with them.
MODEL_VERSION = "rules-1"

#: Abbreviations after which a full stop does not end a sentence.
ABBREVIATIONS = frozenset(
    "t.sk t.s u.c utt u.tml u.tt š.g š.m t.i t.p piem plkst tālr tel nr lpp lp st min sek milj mljrd tūkst red"
    " prof dr g gs nov pag dz resp sal skat sk p.k vid apm dr. hab.dr mag asoc doc".split()
)
_GLUED = [
    r"(?<=\d)\.(?=[a-zāčēģīķļņšūžA-ZĀČĒĢĪĶĻŅŠŪŽ])",  # „2020.gada”
    r"(?<=[a-zāčēģīķļņšūž][a-zāčēģīķļņšūž]\.)(?=[A-ZĀČĒĢĪĶĻŅŠŪŽ])",  # „mācīšanās.Tā”
    r"(?<=[A-ZĀČĒĢĪĶĻŅŠŪŽ]\.)(?=[A-ZĀČĒĢĪĶĻŅŠŪŽ][a-zāčēģīķļņšūž])",  # „D.Kretalovs”
    r"[„“”«»\"]",
]
_BOUNDS = "sentence bounds"
_ENDS = frozenset(".!?…")
_CLOSERS = frozenset("”“\"»')]’")
_ADDRESS = re.compile(r"(https?://|www\.|[\w.+-]+@)\S+")  # spaCy's own takes „2020.gada” for a domain
_FULL_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}$")
_DATES_ONLY = re.compile(r"[\d\s.–-]*")
_ORDINAL = re.compile(r"\d[\d.]*$|[IVXLC]+$")


@Language.component("sentences")
def _sentences(doc: Doc) -> Doc:
    """Start a sentence at every line and after a full stop that neither shortens a word nor makes an ordinal."""
    starts = [token.i for token in _starting(doc)]
    marks = numpy.full(len(doc), -1, dtype="int64")
    marks[starts] = 1
    # one by one spaCy would look through the whole text for each token, to set it as well as to ask for its sentence
    values: Any = marks.astype("uint64")
    doc.from_array(["SENT_START"], values)
    bounds = pairwise([*dict.fromkeys([0, *starts]), len(doc)])
    doc.user_data[_BOUNDS] = [(start, end) for start, end in bounds for _ in range(start, end)]
    return doc


def _starting(doc: Doc) -> Iterator[Token]:
    new_line = True
    ended = False
    for token in doc:
        if token.is_space:
            new_line = new_line or "\n" in token.text
            continue
        if ended and token.text in _CLOSERS and not token.nbor(-1).whitespace_:
            continue  # what closes behind the full stop belongs to the sentence
        opens = token.text[0].isupper() or token.text[0].isdigit() or token.text[0] in '„“«"('
        if new_line or (ended and opens):
            yield token
        new_line = False
        ended = _ends_sentence(token)


def _line_before(token: Token) -> str:
    """The line's text up to a token."""
    text = token.doc.text
    return text[text.rfind("\n", 0, token.idx) + 1 : token.idx]


def _ends_sentence(token: Token) -> bool:
    if token.text[-1] not in _ENDS:
        return False
    if token.text in ("!", "?", "…"):
        return True
    before = token.text.rstrip(".") or (token.nbor(-1).text if token.i and not token.nbor(-1).whitespace_ else "")
    if _FULL_DATE.search(before):  # „12.–14.10.2018. Liepājā notika …”: at the start of a line it goes on
        return _DATES_ONLY.fullmatch(_line_before(token)) is None
    if before.lower() in ABBREVIATIONS or _ORDINAL.fullmatch(before):
        return False
    return not (len(before) == 1 and before.isupper())


@lru_cache(maxsize=1)
def nlp() -> Language:
    """The Latvian pipeline; loaded once."""
    pipeline = spacy.blank("lv")
    infixes = list(pipeline.Defaults.infixes or []) + _GLUED
    tokenizer: Any = pipeline.tokenizer
    tokenizer.url_match = _ADDRESS.fullmatch
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    pipeline.add_pipe("sentences")
    pipeline.max_length = 50_000_000
    return pipeline


@lru_cache(maxsize=4)
def analyse(document: Document) -> Doc:
    """Tokens and sentences of a document; ``token.idx`` counts characters of ``document.text``."""
    return nlp()(document.text)


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
