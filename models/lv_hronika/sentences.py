"""Where sentences end, by rules: at a line break, and behind a full stop that neither shortens nor makes an ordinal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy
from spacy.language import Language
from spacy.tokens import Doc, Token

from lv_hronika.tokenizer import abbreviations

_CLOSERS = frozenset("”“\"»')]’›")
_OPENERS = frozenset("„“”«\"([‘'•")
_DASHES = frozenset("–—-")
_ENDS = re.compile(r"[.!?…]+")
_ORDINAL = re.compile(r"(?:\d[\d.]*|[IVXLCDM]+)\.$")
_FULL_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}\.$")
_DATES_ONLY = re.compile(r"[\d\s.–-]*")


@Language.component("lv_sentences", assigns=["token.is_sent_start", "doc.sents"])
def sentences(doc: Doc) -> Doc:
    """Set sentence starts, unless the Doc comes with them."""
    if len(doc) and not doc.has_annotation("SENT_START"):
        marks = numpy.full(len(doc), -1, dtype="int64")
        marks[0] = 1
        marks[[token.i for token in _starting(doc)]] = 1
        # one by one, spaCy would look through the whole text for each token
        values: Any = marks.astype("uint64")
        doc.from_array(["SENT_START"], values)
    return doc


def _starting(doc: Doc) -> Iterator[Token]:
    new_line = True
    ended = False
    for token in doc:
        if token.is_space:
            new_line = new_line or "\n" in token.text
            continue
        if ended and not new_line and token.text in _CLOSERS and not token.nbor(-1).whitespace_:
            continue  # what closes behind the full stop belongs to the sentence
        if new_line or (ended and _opens(token)):
            yield token
        new_line = False
        ended = _ends_sentence(token)


def _opens(token: Token) -> bool:
    first = token.text[0]
    if first in _DASHES:  # speech goes on behind a full stop, its teller behind other marks („— Kur? — viņš vaicāja.”)
        return bool(token.nbor(-1).text == ".")
    return first.isupper() or first.isdigit() or first in _OPENERS


def _ends_sentence(token: Token) -> bool:
    text = token.text
    if text[-1] not in ".!?…":
        return False
    if _ENDS.fullmatch(text):
        return True
    if _FULL_DATE.match(text):  # „12.–14.10.2018. Liepājā notika …”: at the start of a line it goes on
        return _DATES_ONLY.fullmatch(_line_before(token)) is None
    return not _ORDINAL.match(text) and text[:-1].lower() in abbreviations()["closing"]


def _line_before(token: Token) -> str:
    """The line's text up to a token."""
    text = token.doc.text
    return text[text.rfind("\n", 0, token.idx) + 1 : token.idx]
