"""Where sentences end, by rules: at a line break, and behind a full stop that neither shortens nor makes an ordinal.

What the rules cannot tell („19. gs. beigās” and „18. gs. Tad …”, a stop before a small letter) they leave open, and the
network decides.
"""

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


_START, _OPEN, _NO_START = 1, 0, -1


@Language.component("lv_sentences", assigns=["token.is_sent_start", "doc.sents"])
def sentences(doc: Doc) -> Doc:
    """Set sentence starts, unless the Doc comes with them; where it may be so or not, leave the start unset."""
    if len(doc) and not doc.has_annotation("SENT_START"):
        marks = numpy.full(len(doc), _NO_START, dtype="int64")
        marks[0] = _START
        for at, mark in _marks(doc):
            marks[at] = mark
        # one by one, spaCy would look through the whole text for each token
        values: Any = marks.astype("uint64")
        doc.from_array(["SENT_START"], values)
    return doc


def _marks(doc: Doc) -> Iterator[tuple[int, int]]:
    """Index and mark of each token that starts a sentence or may start one."""
    new_line = True
    ended = _NO_START
    for token in doc:
        if token.is_space:
            new_line = new_line or "\n" in token.text
            continue
        if ended != _NO_START and not new_line and token.text in _CLOSERS and not token.nbor(-1).whitespace_:
            continue  # what closes behind the full stop belongs to the sentence
        if new_line:
            yield token.i, _START
        elif ended != _NO_START and (mark := _opens(token)) != _NO_START:
            yield token.i, min(ended, mark)
        new_line = False
        ended = _ends(token)


def _opens(token: Token) -> int:
    """Whether a token behind an end can be the first of the next sentence."""
    first = token.text[0]
    if first.isupper() or first.isdigit() or first in _OPENERS:
        return _START
    return _OPEN if first in _DASHES or first.islower() else _NO_START


def _ends(token: Token) -> int:
    """Whether a sentence ends with a token."""
    text = token.text
    if text[-1] not in ".!?…":
        return _NO_START
    if _ENDS.fullmatch(text):
        return _OPEN if len(text) > 1 and text[0] == "." else _START
    if _FULL_DATE.match(text):  # „12.–14.10.2018. Liepājā notika …”: at the start of a line it goes on
        return _NO_START if _DATES_ONLY.fullmatch(_line_before(token)) else _START
    following = token.nbor(1).text if token.i + 1 < len(token.doc) else ""
    if _ORDINAL.match(text):
        return _OPEN if following[:1].isupper() or following[:1] in _OPENERS else _NO_START
    known = abbreviations()
    word = text[:-1].lower()
    return _OPEN if word in known["closing"] or word in known["measures"] else _NO_START


def _line_before(token: Token) -> str:
    """The line's text up to a token."""
    text = token.doc.text
    return text[text.rfind("\n", 0, token.idx) + 1 : token.idx]
