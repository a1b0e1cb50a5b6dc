"""Names in quotation marks: titles of projects, events and organisations, in every style of mark and nesting."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from hronika.types import Document

#: Marks of every style; two commas and two apostrophes are what a keyboard without quotation marks leaves to a clerk.
_MARK = re.compile(",,(?=\\w)|''|[„“”«»‟‹›\"]")
_ALWAYS_OPEN = frozenset({"„", "«", "‟", "‹", ",,"})
_ALWAYS_CLOSE = frozenset({"”", "»", "›"})
_MARKS = "„“”«»‟‹›\"', "
#: Beyond this many characters a quotation is somebody's speech, not a name.
_LONGEST_NAME = 200
_SENTENCE_INSIDE = re.compile(r"[a-zāčēģīķļņšūž][.!?] +[A-ZĀČĒĢĪĶĻŅŠŪŽ]")


@dataclass(frozen=True)
class Quoted:
    """A quoted name: ``start`` and ``end`` include the marks, ``name`` does not."""

    start: int
    end: int
    name: str


@lru_cache(maxsize=8)
def names(document: Document) -> tuple[Quoted, ...]:
    """Quoted names in order of their start, inner ones after the outer one that holds them."""
    found = [
        Quoted(block.start + q.start, block.start + q.end, q.name)
        for block in document.blocks
        for q in names_in(block.text)
    ]
    return tuple(sorted(found, key=lambda q: (q.start, -q.end)))


def names_in(text: str) -> list[Quoted]:
    """Quoted names of one block's text, offsets into that text."""
    found: list[Quoted] = []
    open_at: list[re.Match[str]] = []
    for mark in _MARK.finditer(text):
        if _opens(text, mark, bool(open_at)):
            open_at.append(mark)
        elif open_at:
            found += _quoted(text, open_at.pop().start(), mark.end())
    return found + _closed_once(text, open_at, found)


def _closed_once(text: str, open_at: list[re.Match[str]], found: list[Quoted]) -> list[Quoted]:
    """„Biedrība „Vējš”: one mark that closes the inner name and the outer one, whose own is left out."""
    outer = []
    for opening in open_at:
        inner = next((q for q in found if opening.end() < q.start and q.end - opening.start() <= _LONGEST_NAME), None)
        if inner and not re.search(r"[,;:.()]", text[opening.end() : inner.start]):
            outer += _quoted(text, opening.start(), inner.end)
    return outer


def _quoted(text: str, start: int, end: int) -> list[Quoted]:
    name = text[start:end].strip(_MARKS)
    too_long = end - start > _LONGEST_NAME + 1
    return [] if not name or too_long or _is_speech(text, start, end) else [Quoted(start, end, name)]


def _opens(text: str, mark: re.Match[str], inside: bool) -> bool:
    if mark.group() in _ALWAYS_OPEN:
        return True
    if mark.group() in _ALWAYS_CLOSE:
        return False
    # “ opens in English and closes in German style, " does both: what touches a word on its right opens
    before = text[mark.start() - 1] if mark.start() else " "
    after = text[mark.end()] if mark.end() < len(text) else " "
    touches = after.isalnum() or after in "„«“"
    return touches and not before.isalnum() and not (inside and before in ".!?")


def _is_speech(text: str, start: int, end: int) -> bool:
    """Whether the marks hold what somebody said: a name neither begins small nor ends like a clause."""
    words = text[start:end].lstrip(_MARKS).rstrip(_MARKS.replace(",", ""))
    spoken = words[:1].islower() or words.endswith((".", ",", "…"))
    return spoken or text[:start].rstrip().endswith(":") or bool(_SENTENCE_INSIDE.search(words))
