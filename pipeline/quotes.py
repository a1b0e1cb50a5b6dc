"""Names in quotation marks: titles of projects, events and organisations, in every style of mark and nesting."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from hronika.types import Document

_OPENING = "„«“‟"
_CLOSING = "”»“"
_PLAIN = '"'
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
    open_at: list[int] = []
    for at, mark in enumerate(text):
        if mark not in _OPENING + _CLOSING + _PLAIN:
            continue
        if _opens(text, at, mark, bool(open_at)):
            open_at.append(at)
        elif open_at:
            start = open_at.pop()
            name = text[start + 1 : at].strip(_OPENING + _CLOSING + _PLAIN + " ")
            if name and at - start <= _LONGEST_NAME and not _is_speech(text, start, at):
                found.append(Quoted(start, at + 1, name))
    return found


def _opens(text: str, at: int, mark: str, inside: bool) -> bool:
    if mark in "„«‟":
        return True
    if mark in "”»":
        return False
    # “ opens in English and closes in German style, " does both: what touches a word on its right opens
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    return after.isalnum() and not before.isalnum() and not (inside and before in ".!?")


def _is_speech(text: str, start: int, end: int) -> bool:
    """Whether the marks hold what somebody said: a name neither begins small nor ends like a clause."""
    spoken = text[start + 1].islower() or text[end - 1] in ".,…"
    return spoken or text[:start].rstrip().endswith(":") or bool(_SENTENCE_INSIDE.search(text, start, end))
