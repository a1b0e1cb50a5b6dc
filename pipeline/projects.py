"""Reads which projects a document names, with agreement number, programme and period where the text gives them."""

from __future__ import annotations

import re
from functools import lru_cache

from hronika.types import Document, ProjectMention
from pipeline import dates, quotes
from pipeline.quotes import Quoted

_PROJECT = re.compile(r"projekt(s|a|am|u|ā|i|iem|os)?\s*$", re.IGNORECASE)
_PROGRAMME = re.compile(r"programm(a|as|ai|u|ā)\s*$", re.IGNORECASE)
#: An agreement's number after the name, in brackets or not: letters, slashes, dots and dashes, and a digit at least.
_AGREEMENT = re.compile(
    r"[^.\n]{0,60}?(?:līgum\w*|vienošan\w*|identifikācijas)?\s*\bN[rR]\.?\s*"
    r"(?P<number>[A-Z0-9][A-Za-z0-9./-]*\d[A-Za-z0-9/-]*)"
)
_PERIOD = re.compile(
    r"projekt\w*\s+(īstenošanas|norises|realizācijas|darbības)\s+\w*\s*(laik|period|termiņ|ietvar)\w*", re.I
)
_REACH = 90


@lru_cache(maxsize=8)
def read(document: Document) -> list[ProjectMention]:
    """Every quoted name that the word *projekts* introduces, in reading order."""
    text = document.text
    quoted = [q for q in quotes.names(document) if _PROJECT.search(text, max(0, q.start - 12), q.start)]
    outer = [q for q in quoted if not any(o.start < q.start and q.end < o.end for o in quoted)]
    facts = {_key(q.name): _facts(document, [x for x in outer if _key(x.name) == _key(q.name)]) for q in outer}
    period = _period(document) if len(facts) == 1 else (None, None)
    return [
        ProjectMention(
            start=q.start,
            end=q.end,
            text=text[q.start : q.end],
            rule="quoted-project",
            confidence=0.9,
            name=_clean(q.name),
            agreement=facts[_key(q.name)][0],
            programme=facts[_key(q.name)][1],
            start_date=period[0],
            end_date=period[1],
        )
        for q in outer
    ]


def _clean(name: str) -> str:
    return re.sub(r"[„“”«»\"]", "", name).strip()


def _key(name: str) -> str:
    return _clean(name).casefold()


def _facts(document: Document, mentions: list[Quoted]) -> tuple[str | None, str | None]:
    """Agreement number and programme of a project, from any sentence that names it."""
    numbers = [m["number"] for q in mentions if (m := _AGREEMENT.match(document.text, q.end, q.end + _REACH))]
    programmes = [p for q in mentions if (p := _programme_beside(document, q))]
    return (numbers[0] if numbers else None), (programmes[0] if programmes else None)


def _programme_beside(document: Document, project: Quoted) -> str | None:
    """The quoted programme in the same block, at most a sentence's length away."""
    for q in quotes.names(document):
        near = abs(q.start - project.start) < 300 and "\n" not in document.text[min(q.start, project.start) : q.start]
        if q != project and near and _PROGRAMME.search(document.text, max(0, q.start - 14), q.start):
            return _clean(q.name)
    return None


def _period(document: Document) -> tuple[str | None, str | None]:
    """The range of days that a line such as „Projekta īstenošanas laiks: …” gives."""
    for block in document.blocks:
        stated = _PERIOD.search(block.text)
        if not stated:
            continue
        after = block.start + stated.end()
        for date in dates.read(document):
            if after <= date.start < block.end and date.start_date != date.end_date and date.precision != "year":
                return date.start_date, date.end_date
    return None, None
