"""Whether figures such as „18.11.” are a day and its month: they may number a section, or tell an hour.

A month with its zero („4.05.”) and a day beyond the twelfth are hardly ever sections. Other figures are asked what
stands beside them, and whether the document numbers its sections at all; in a programme of hours, „10.10.” is one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from hronika.types import Document
from pipeline.dates.grammar import Phrase

#: After figures: a time of day makes them a date, the name of a part of a document a number of that part.
_TIME = re.compile(r"[,;|]?\s{0,2}\|?\s?(?:no\s)?(?:plkst|pulksten|pl\.|\d{1,2}[.:]\d\d\b)", re.I)
_PART_AFTER = re.compile(
    r"\s?(?:p\b|p\.|punkt|pant|apakš|nodaļ|sadaļ|pielik|tabul|attēl|lpp|rind|daļ|ail|kod"
    r"|milj|tūkst|eiro|euro|eur\b|lat[iu]|€|%)",
    re.I,
)
_PART_BEFORE = re.compile(
    r"(?:\b(?:(?:punkt|pant|nodaļ|sadaļ|pielikum|tabul|attēl|versij|redakcij|kod|apakšprogramm)\w{0,4}:?|sk\.|Ls|EUR)|€)"
    r"\s?$",
    re.I,
)
_BESIDE = re.compile(r"(?:\([^()]{0,60}|(?:\bno|kopš|līdz|pirms|pēc|gada|termiņš:?|laiks:?|datums:?)\s)$", re.I)
#: „21.02. Atklāšanas konference”: a day opens a line, or a cell of a table.
_LINE_OPENS = re.compile(r"(?:(?:\A|\n)[^\S\n]{0,6}(?:[•▪–-][^\S\n]{0,3})?|\|\s?)$")
_GOES_ON = re.compile(r"[\s,;:)|–-]|$")
_SECTION_OPENS = re.compile(r"^[^\S\n]{0,6}\(?\d{1,2}\.[1-9](?:\.\d{1,2}){0,3}\.?\)?\s", re.M)
_HOUR_OPENS = re.compile(r"\W{0,4}(?:plkst\.?\s?)?([01]?\d|2[0-3])[.:]([0-5]\d)(?![\d/]|\.\d)")
_SURELY_HOUR = 13  #: minutes that are no month; so is :00
_LINES_AROUND, _LINE = 3, 200


def are_day(document: Document, phrase: Phrase) -> bool:
    """Whether the figures of ``phrase`` name a day, or days, where they stand."""
    text = document.text
    before, after = text[max(0, phrase.start - 90) : phrase.start], text[phrase.end : phrase.end + 24]
    if set(phrase.kinds) & set("ewo"):
        return True
    if _PART_AFTER.match(after) or _PART_BEFORE.search(before):
        return False
    opens_line = bool(_LINE_OPENS.search(before))
    if opens_line and _is_hour(text, phrase):
        return False
    if _TIME.match(after) or _month_has_zero(text, phrase):
        return True
    beyond_12th = any((point.day or 0) > 12 for point in phrase.points)
    beside = bool(_BESIDE.search(before))
    in_range = any(point.join == "-" for point in phrase.points)
    two_figures = text[phrase.start : phrase.start + 2].isdigit()
    if not opens_line and (beyond_12th or (two_figures and (in_range or beside)) or (in_range and beside)):
        return True
    return bool(_GOES_ON.match(after)) and not _numbers_sections(document)


def is_month(document: Document, phrase: Phrase) -> bool:
    """Whether figures such as „03.2019.” are a month and its year where they stand."""
    return bool(_BESIDE.search(document.text, max(0, phrase.start - 90), phrase.start))


def _month_has_zero(text: str, phrase: Phrase) -> bool:
    return any(re.search(r"\.\s?0\d\.?$", text[point.start : point.end]) for point in phrase.points)


@lru_cache(maxsize=8)
def _numbers_sections(document: Document) -> bool:
    """Whether lines of the document open with numbers that can be no days as clerks write them: „2.1. Mērķis”."""
    return _SECTION_OPENS.search(document.text) is not None


def _is_hour(text: str, phrase: Phrase) -> bool:
    """Whether figures that open a line with more in it stand in order among the hours that open lines around."""
    if len(phrase.points) > 1:
        return False
    begin, end = text.rfind("\n", 0, phrase.start) + 1, text.find("\n", phrase.end)
    end = len(text) if end < 0 else end
    if not re.search(r"[^\W\d_]", text[phrase.end : min(end, phrase.end + _LINE)]):
        return False
    above = text[max(0, begin - _LINES_AROUND * _LINE) : begin].split("\n")[-_LINES_AROUND - 1 : -1]
    below = text[end + 1 : end + 1 + _LINES_AROUND * _LINE].split("\n")[:_LINES_AROUND]
    here = (phrase.points[0].day or 0, phrase.points[0].month or 0)
    beside = [*_hours(above)[-1:], here, *_hours(below)[:1]]
    return len(beside) > 1 and all(one < other for one, other in pairwise(beside))


def _hours(lines: list[str]) -> list[tuple[int, int]]:
    """The times of day that open the lines and can be no dates."""
    found = (_HOUR_OPENS.match(line) for line in lines)
    hours = [(int(match[1]), int(match[2])) for match in found if match]
    return [hour for hour in hours if hour[1] == 0 or hour[1] >= _SURELY_HOUR]
