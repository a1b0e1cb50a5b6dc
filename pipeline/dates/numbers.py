"""Numbers that count nothing: times of day, references, list numbers, ordinals, pages and street numbers.

For the reader of counts, which must leave them alone. A number with a full stop before a small letter is an ordinal
in Latvian („5. pants”, „21. gadsimts”), so most sections, classes and centuries need no list of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.dates import words
from pipeline.dates.tokens import Token

Span = tuple[int, int]

_SECTION = r"\d{1,4}(?:\.\d{1,3}){0,4}"
_NO_COUNT = re.compile(
    rf"""
    ^[ \t•–-]{{0,6}}\(?{_SECTION}\.?\)(?=\s)               # (2) or 2.1) at the beginning of a line
  | ^[ \t•–-]{{0,6}}\d{{1,3}}(?:\.\d{{1,3}}){{0,4}}\.(?=\s) # 2.1. at the beginning of a line
  | ^[ \t]{{0,6}}\d{{1,2}}(?:\.\d{{1,2}}){{1,4}}(?=\s+[{words.UPPER}])
  | (?:(?<=[;.,]\s)\d{{1,2}}|(?<=:\s)1)\)(?=\s?[{words.LOWER}])   # 2) in a sentence
  | \[\d{{1,4}}(?:\.\d{{1,3}}){{0,4}}\.?\]
  | (?<![\d.,])(?:{_SECTION}\.?\s?(?:[-–,]|un|vai|līdz)\s?){{0,5}}{_SECTION}\.(?=\s?[{words.LOWER}])
  | (?<![\d.,])\d{{1,4}}\s?(?:lpp|lapp)\b
  | \b(?:lpp|lapp|slaid|attēl|tabul|pielikum|kab|kabinet|auditorij|versij)\w{{0,3}}\.?\s?{_SECTION}(?![\d%])
  | \btelp\w{{1,2}}\s(?:Nr\.\s?)?\d{{1,4}}(?![\d%]|\s[{words.LOWER}])  # telpā 12; but: telpas 12 komandām
  | \bv(?:er)?\.\s?{_SECTION}                             # v. 2.1
  | \b(?:iel|bulvār|prospekt|laukum|krastmal|gatv|šosej|alej|ceļ|līnij)\w{{1,3}}
      \s\d{{1,3}}\s?(?:[a-zA-Z]\b)?(?:[/-]\d{{1,3}}\w?)?
  | (?<![\d.,])\d+(?:[.,]\d+)?\s?[kKMG]B\b                 # 38 KB
  | (?<![\d])\b[^\W\d_]+-?\d[\w-]*                         # Covid-19, B12
    """,
    re.VERBOSE | re.MULTILINE,
)


def times(pieces: Iterable[Token]) -> Iterator[Span]:
    """The times of day among the tokens."""
    return ((piece.start, piece.end) for piece in pieces if piece.kind == "t")


def others(text: str, start: int, end: int, pieces: Iterable[Token]) -> Iterator[Span]:
    """Whatever else in ``text[start:end]`` is a number and no count; spans may overlap."""
    yield from ((piece.start, piece.end) for piece in pieces if piece.kind in "tr")
    yield from (match.span() for match in _NO_COUNT.finditer(text, start, end))


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch made one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
