"""Reads which projects a document names, with their number in a series, agreement, programme and period.

A project is a quoted name beside the word *projekts*. What its sentences, and lines such as „Projekta īstenošanas
laiks: …”, say of it holds for all its mentions. The years of a programme are the programme's, not the project's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from hronika.types import DateMention, Document, ProjectMention
from pipeline import dates, quotes
from pipeline.language import sentence_at
from pipeline.latvian import inflect_name
from pipeline.quotes import Quoted
from pipeline.spans import inside
from pipeline.tables import table

_NUMBER = r"\bN[rR]\.?\s*(?P<number>[A-Z0-9][A-Za-z0-9./_-]*\d[A-Za-z0-9/_-]*)"
_WORD_BEFORE = re.compile(rf"projekt(s|a|am|u|ā|i|iem|os)?\s*(?:\(?(?:{_NUMBER})\.?\)?,?\s*)?$", re.IGNORECASE)
_WORD_AFTER = re.compile(r"\s+projekt(s|a|am|u|ā)\b")
_PROGRAMME = re.compile(r"(programm|konkurs|apakšprogramm|iniciatīv)(a|as|ai|u|ā|s|am)\s*$", re.IGNORECASE)
#: An agreement's number after the name, in brackets or not: letters, slashes, dots and dashes, and a digit at least.
_AGREEMENT = re.compile(rf"[^.\n„“\"«]{{0,60}}?(?:līgum\w*|vienošan\w*|identifikācijas)?\s*{_NUMBER}")
_PERIOD = re.compile(
    r"projekt\w*\s+(īstenošanas|norises|realizācijas|darbības|ieviešanas)\s+\w*\s*(laik|period|termiņ|ietvar)\w*", re.I
)
#: A verb that makes the range of days in a project's sentence its period.
_CARRIED_OUT = re.compile(r"(īsten|realiz|ievie[sš]|ilg[sa]?t?|norisin|turpin|noslēg)\w*", re.I)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_SERIES = re.compile(r"(?<=\s)(?:[–-]\s*)?(?P<number>[IVX]{1,4}|\d{1,2})\.?$")
_REACH = 90
_NEAR = 300


@dataclass(frozen=True)
class _Facts:
    agreement: str | None
    programme: str | None
    period: tuple[str | None, str | None]


@lru_cache(maxsize=8)
def read(document: Document) -> list[ProjectMention]:
    """Every quoted name that the word *projekts* introduces or follows, in reading order."""
    named: dict[str, list[Quoted]] = {}
    for q in _quoted(document):
        named.setdefault(_key(q.name), []).append(q)
    stated = _stated_period(document) if len(named) == 1 else (None, None)
    found = []
    for mentions in named.values():
        facts = _facts(document, mentions, stated, only=len(named) == 1)
        found += [_mention(document, q, facts) for q in mentions]
    return sorted(found, key=lambda m: m.start)


def _quoted(document: Document) -> list[Quoted]:
    """The outermost quoted names that are a project's."""
    text = document.text
    found: list[Quoted] = []
    for q in quotes.names(document):
        before = _WORD_BEFORE.search(text, max(0, q.start - _REACH), q.start)
        after = _WORD_AFTER.match(text, q.end) and not _PROGRAMME.search(text, max(0, q.start - 20), q.start)
        if (before or after) and not (found and q.end <= found[-1].end):
            found.append(q)
    return found


def _mention(document: Document, q: Quoted, facts: _Facts) -> ProjectMention:
    name = _clean(q.name)
    return ProjectMention(
        start=q.start,
        end=q.end,
        text=document.text[q.start : q.end],
        rule="quoted-project",
        confidence=0.9,
        name=name,
        agreement=facts.agreement,
        programme=facts.programme,
        start_date=facts.period[0],
        end_date=facts.period[1],
        series_number=_series_number(name),
    )


def _clean(name: str) -> str:
    return re.sub(r"[„“”«»\"]", "", name).strip()


def _key(name: str) -> str:
    return _clean(name).casefold()


def _series_number(name: str) -> int | None:
    """The number that a project of a series ends in („Romu platforma IV”)."""
    number = _SERIES.search(name)
    if number is None:
        return None
    return int(number["number"]) if number["number"].isdigit() else _ROMAN.get(number["number"])


def _facts(document: Document, mentions: list[Quoted], stated: tuple[str | None, str | None], only: bool) -> _Facts:
    """What the text says of a project, from any sentence that names it; ``only``: the document names no other."""
    numbers = [number for q in mentions if (number := _agreement(document.text, q))]
    programmes = [p for q in mentions if (p := _quoted_programme(document, q, only) or _listed_programme(document, q))]
    periods = [period for q in mentions if (period := _period_beside(document, q))]
    return _Facts(
        agreement=numbers[0] if numbers else None,
        programme=programmes[0] if programmes else None,
        period=stated if stated[0] else periods[0] if periods else stated,
    )


def _agreement(text: str, q: Quoted) -> str | None:
    before = _WORD_BEFORE.search(text, max(0, q.start - _REACH), q.start)
    after = _AGREEMENT.match(text, q.end, q.end + _REACH)
    number = (before and before["number"]) or (after and after["number"])
    return number or None


def _quoted_programme(document: Document, project: Quoted, only: bool) -> str | None:
    """The quoted programme in the project's sentence; of the only project also nearby in its block."""
    around = sentence_at(document, project.start)
    for q in quotes.names(document):
        first, last = sorted((q, project), key=lambda x: x.start)
        near = last.start - first.start < _NEAR and "\n" not in document.text[first.start : last.start]
        here = around.start_char <= q.start < around.end_char
        if q == project or not near or not (here or only):
            continue
        if _PROGRAMME.search(document.text, max(0, q.start - 17), q.start):
            return _clean(q.name)
    return None


@lru_cache(maxsize=1)
def _programmes() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for every form of the known programmes, and the name of each form."""
    names = {
        form.casefold(): row["name"]
        for row in table("programmes.csv")
        for forms in inflect_name(row["name"], row["paradigm"]).values()
        for form in forms
    }
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.I), names


def _listed_programme(document: Document, project: Quoted) -> str | None:
    """A known programme in the project's own sentence („Erasmus+ projekts”)."""
    pattern, names = _programmes()
    around = sentence_at(document, project.start)
    for found in pattern.finditer(document.text, around.start_char, around.end_char):
        if found.end() <= project.start or found.start() >= project.end:
            return names[found.group().casefold()]
    return None


def _period_beside(document: Document, project: Quoted) -> tuple[str, str] | None:
    """A range in brackets behind the name, or the one range of days of a sentence that says „īsteno”."""
    around = sentence_at(document, project.start)
    here = inside(dates.read(document), around.start_char, around.end_char)
    ranges = [date for date in here if date.start_date != date.end_date]
    behind = next((r for r in ranges if document.text[project.end : r.start].strip() == "("), None)
    days = [r for r in ranges if _is_period(r)]
    if behind is None and len(days) == 1 and _CARRIED_OUT.search(around.text):
        behind = days[0]
    return (behind.start_date, behind.end_date) if behind else None


def _is_period(date: DateMention) -> bool:
    """Whether a range is longer than an event: a project runs for months, and its bounds are days or months."""
    (year, month), (last_year, last_month) = (map(int, day.split("-")[:2]) for day in (date.start_date, date.end_date))
    return date.precision != "year" and (last_year - year) * 12 + last_month - month > 1


def _stated_period(document: Document) -> tuple[str | None, str | None]:
    """The range of days that a line such as „Projekta īstenošanas laiks: …” gives."""
    for block in document.blocks:
        stated = _PERIOD.search(block.text)
        if not stated:
            continue
        for date in inside(dates.read(document), block.start + stated.end(), block.end):
            if date.start_date != date.end_date and date.precision != "year":
                return date.start_date, date.end_date
    return None, None
