"""Cuts a text into the pieces that dates are made of.

A token has a one-letter kind, so that grammar.py can look for dates with patterns over kinds; its values are what
the piece says by itself. Numbers that can never be part of a date (contract numbers, times of day, telephone
numbers, addresses of pages) are taken first, so that no date is read out of their middle.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.dates import words

#: Kinds of token. Where a letter has two cases, the capital is the form that proves less by itself.
#:   n  whole date in figures       h, H  day and month in figures (12.03.), the latter without its last dot
#:   b  month and year in figures   y     year with the word „gads”     Y, Z  bare year, the latter before a noun
#:   d  day (21.), D without dot    m     month's name                  q, k  quarter, half-year; season
#:   e  „šogad” and the like        a     „tā paša gada”                o, Q  „šodien”; „šovasar”
#:   g  decade                      s     school year                   w     weekday
#:   -  from ... to                 &     and, or                       ,  p  comma; „no”
#:   t  time of day                 r     reference, telephone, address x     any other number
#:   |  something else stands between two tokens
BREAK = "|"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a date: ``kind`` and the values that its own characters give."""

    kind: str
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_month: int | None = None  #: where the piece names several months (a quarter)
    last_year: int | None = None  #: where the piece names several years (a decade)
    shift: int = 0  #: years or days from the time of writing


_GAP = r"\s{0,2}"
_YEAR = r"(?:1\d|20)\d\d(?!\d)"
_GADS = r"g(?:\b|ad)"
_CLOCK = r"(?:[01]?\d|2[0-4])"
_MINUTES = r"[.:][0-5]\d"
_TO = r"\s{0,2}(?:[-–—]|līdz)\s{0,2}"
_KIND_OF_YEAR = r"(?:(?:budžeta|finanšu|pārskata|saimniecisk\w{1,4}|kalendār\w{1,4})\s)?"

#: One group per alternative, tried in this order at every position; _READERS turns what matched into a token.
_PATTERNS = {
    "numeric": rf"""
        (?<!\d)(?<!\d[.,])(?:
            (?P<iso_year>{_YEAR})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)(?!\d)
          | (?P<n_day>\d{{1,2}})
            (?: \.{{1,2}}{_GAP}(?P<n_month>\d{{1,2}})\.{{1,2}}(?!\s{{1,2}}{_YEAR}\.?\s{{0,2}}{_GADS}){_GAP}
              | /(?P<n_month2>\d{{1,2}})/ | -(?P<n_month3>\d{{1,2}})- )
            (?P<n_year>{_YEAR})(?:\.?\s?(?:gad[aā]\b|g\b\.?)|\.)? )""",
    "reference": r"""
        (?:https?://|www\.)\S+
      | \b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,64}
      | \b(?:Nr|№|Nº)\.?\s{0,2}(?=[\w./-]{0,40}\d)\w[\w/-]*(?:\.[\w/-]+)*
      | \b(?-i:[A-Z]{2}\d\d(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?)\b
      | \bLV-?\s?\d{4}\b
      | \b(?:(?:tālr|tel|mob|faks?s?)[.:]{1,2}|tālru\w{1,4}:?|telefon\w{0,4}:?)\s{0,2}\+?\d[\d\s()-]{3,16}\d
      | (?<!\d)\+\d[\d\s()-]{6,16}\d
      | (?<![\d.,])[26]\d{7}(?!\d)
      | (?<![\d.,])\d{1,20}(?:[/-]\w{0,20}){0,8}[/-](?-i:[A-ZĀ-Ž]\w*)(?:[/-]\w+)*
      | (?<![\d.,/])(?!(?:19|20)\d\d/)\d{1,6}(?:\.\d{1,4}){0,4}(?:[/-]\d{1,6}){0,4}/(?:19|20)\d\d(?!\d|\.\d)
      | \b(?-i:[A-Z]{1,20})(?:[/-]\w{1,20}){0,8}/\w+(?:/\w+)*""",
    "time": rf"""
        \b(?:plkst|pulksten|pl)\w{{0,4}}\.?\s{{0,2}}{_CLOCK}(?:{_MINUTES}|(?!\d|\.\s{{0,2}}\w))
          (?:{_TO}(?:plkst\.?\s{{0,2}})?{_CLOCK}{_MINUTES})?(?!\d)
      | (?<![\d.,:]){_CLOCK}:[0-5]\d(?::[0-5]\d)?(?:{_TO}{_CLOCK}{_MINUTES})?(?!\d)
      | (?<![\d.,:]){_CLOCK}\.[0-5]\d{_TO}{_CLOCK}\.[0-5]\d(?!\.?\d)
      | (?<![\d.,:]){_CLOCK}\.(?:00|15|30|45)(?!\d|[.,/]\d|\s{{0,2}}(?:%|€|eiro|eur|lat|milj|tūkst|punkt|pant))""",
    "school_year": rf"""
        (?<!\d)(?P<s_year>{_YEAR})\.?\s?[/–-]\s?(?P<s_last>(?:\d\d)?\d\d)\.?\s?
        (?:mācību|studiju|akadēmisk\w{{1,4}}|māc\.|m\.)\s?(?:gad\w{{1,3}}|g\b\.?)""",
    "decade": rf"""
        (?:(?<!\d)(?P<g_century>\d\d)\.\s?(?:gadsimta|gs\.)\s)?
        (?:(?:(?<!\d)(?P<g_from>(?:1\d|20)?\d0)\.?\s?[-–]\s?)?(?<!\d)(?P<g_year>(?:1\d|20)?\d0)(?:\.|-t(?:aj)?os)\s?
          |\b(?P<g_word>{words.TENS})\s)
        (?:gad(?:os|iem)\b|gadu(?=\s(?:sāk|vid|beig|otr|pirm)))""",
    "year": rf"""
        (?<!\d)(?<!\d,)(?P<y_year>{_YEAR})
        (?: {_GAP}\.{{1,2}}{_GAP}{_KIND_OF_YEAR}(?:gad(?:a|ā|am|u|s|os|iem|i|us)\b | g\.{_GAP}g\. | g\b\.?)
          | {_GAP}{_KIND_OF_YEAR}(?:gad(?:a|ā|am|s)\b | g\b\.?) )
        (?:\.(?=\d))?""",
    "word_year": rf"\b(?:{words.YEAR_WORD})(?!\w)",
    "same_year": rf"\b(?:{words.SAME_YEAR})(?!\w)",
    "word_day": rf"\b{words.DAY_WORD}\b",
    "this_season": rf"\bšo(?P<this_season_name>{words.SEASON})\b",
    "quarter": rf"\b(?P<quarter_number>{words.ORDINAL})\s{{0,2}}(?:ceturks[nņ]\w{{1,3}}|cet\.)",
    "half": rf"\b(?P<half_number>{words.ORDINAL})\s{{0,2}}(?:pusgad\w{{1,3}}|(?P<half_of>pusē))",
    "season": rf"\b{words.SEASON}\b",
    "weekday": rf"\b{words.WEEKDAY}\b",
    "month": rf"(?<![^\W\d_])(?:{words.MONTH}\b|{words.MONTH_SHORT}\b\.?)",
    "numeric_month": rf"""
        (?<!\d)(?<!\d[.,])(?:(?P<b_month>0?[1-9]|1[0-2])\.(?P<b_year>(?:19|20)\d\d)(?!\d|[./]\d|\.?\s{{0,2}}{_GADS})\.?
          | (?P<b_month2>0[1-9])\.(?P<b_year2>(?:19|20)\d\d)\.?\s?(?:gad[aā]\b|g\b\.?))""",
    "bare_year": rf"(?<![\d/])(?<!\d[.,])(?P<Y_year>{_YEAR})(?![,/]\d)(?P<Y_dot>\.(?!\d))?",
    "day_month": rf"(?<!\w)(?<!\d,)(?P<h_day>\d{{1,2}})\.{_GAP}(?P<h_month>\d{{1,2}})(?![\d/]|\.\d)(?P<h_dot>\.)?",
    "day": r"(?<!\w)(?<!\d,)(?P<d_day>\d{1,2})(?:(?P<d_dot>\.)(?!\d)|(?!\d|[.,:/]\d|%))",
    "other": rf"\d+(?:[.,:/](?!{_YEAR}\.?\s{{0,2}}{_GADS})\d+)*",
    "to": r"[-–—‒−]{1,2}|\b(?-i:l[īi]dz|LĪDZ)(?:\spat)?\b|(?<=\d\.)/(?=\d)|(?<=\d{4})/(?=\d{4})",
    "and": r"\b(?:un(?:\sarī)?|vai)\b",
    "comma": ",",
    "no": r"\bno\b",
    "code": r"\b[^\W\d_]{1,30}-\d{1,2}(?!\d|\.{1,2}\s?\d)",
}
_TOKEN = re.compile(
    "|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()), re.VERBOSE | re.IGNORECASE
)
_FIXED_KINDS = {
    "reference": "r",
    "time": "t",
    "other": "x",
    "code": "x",
    "weekday": "w",
    "to": "-",
    "and": "&",
    "comma": ",",
    "no": "p",
}

_Match = re.Match[str]


def _int(match: _Match, *groups: str) -> int:
    """The number in whichever of ``groups`` took part in the match."""
    return int(next(match[group] for group in groups if match[group]))


def _numeric(match: _Match) -> Token:
    return Token(
        "n",
        *match.span(),
        year=_int(match, "iso_year", "n_year"),
        month=_int(match, "iso_month", "n_month", "n_month2", "n_month3"),
        day=_int(match, "iso_day", "n_day"),
    )


def _school_year(match: _Match) -> Token:
    first = _int(match, "s_year")
    last = int(str(first)[: -len(match["s_last"])] + match["s_last"])
    return Token("s", *match.span(), year=first, last_year=last)


def _decade(match: _Match) -> Token:
    century = 100 * (int(match["g_century"] or 20) - 1)
    last = words.tens(match["g_word"]) if match["g_word"] else int(match["g_year"])
    first, last = (year if year > 99 else century + year for year in (int(match["g_from"] or last), last))
    return Token("g", *match.span(), year=first, last_year=last + 9)


def _quarter(match: _Match) -> Token:
    last = 3 * words.ordinal(match["quarter_number"])
    return Token("q", *match.span(), month=last - 2, last_month=last)


def _half(match: _Match) -> Token:
    last = 6 * words.ordinal(match["half_number"])
    return Token("k" if match["half_of"] else "q", *match.span(), month=last - 5, last_month=last)


def _season(match: _Match) -> Token:
    named = match["this_season_name"]
    first, last = words.season(named or match[0])
    return Token("Q" if named else "k", *match.span(), month=first, last_month=last)


def _month(match: _Match) -> Token:
    """A month; or, with a capital before another capital, a person („2. Maija Kalniņa”)."""
    name, after = match[0], match.string[match.end() : match.end() + 2]
    person = name[0].isupper() and not name.isupper() and after[:1] == " " and after[1:].isupper()
    return Token("x" if person else "m", *match.span(), month=words.month(name))


def _bare_year(match: _Match) -> Token:
    after = match.string[match.end() : match.end() + 2].lstrip()
    counts = not match["Y_dot"] and after[:1].islower()
    return Token("Z" if counts else "Y", *match.span(), year=_int(match, "Y_year"))


def _day_month(match: _Match) -> Token:
    kind = "h" if match["h_dot"] and len(match["h_month"]) == 2 else "H"
    return Token(kind, *match.span(), month=_int(match, "h_month"), day=_int(match, "h_day"))


def _numeric_month(match: _Match) -> Token:
    return Token("b", *match.span(), year=_int(match, "b_year", "b_year2"), month=_int(match, "b_month", "b_month2"))


def _day(match: _Match) -> Token:
    return Token("d" if match["d_dot"] else "D", *match.span(), day=_int(match, "d_day"))


_READERS: dict[str, Callable[[_Match], Token]] = {
    "numeric": _numeric,
    "school_year": _school_year,
    "decade": _decade,
    "year": lambda match: Token("y", *match.span(), year=_int(match, "y_year")),
    "word_year": lambda match: Token("e", *match.span(), shift=words.year_shift(match[0])),
    "same_year": lambda match: Token("a", *match.span()),
    "word_day": lambda match: Token("o", *match.span(), shift=words.day_shift(match[0])),
    "this_season": _season,
    "quarter": _quarter,
    "half": _half,
    "season": _season,
    "month": _month,
    "numeric_month": _numeric_month,
    "bare_year": _bare_year,
    "day_month": _day_month,
    "day": _day,
}


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of ``text[start:end]`` in order, with a ``BREAK`` wherever two of them do not stand side by side."""
    previous = None
    for match in _TOKEN.finditer(text, start, end):
        name = str(match.lastgroup)
        kind = _FIXED_KINDS.get(name)
        if previous is not None and not _side_by_side(text[previous : match.start()]):
            yield Token(BREAK, previous, match.start())
        previous = match.end()
        yield Token(kind, *match.span()) if kind else _READERS[name](match)


def _side_by_side(between: str) -> bool:
    """Only a little white space lies between, and no empty line."""
    return len(between) <= 3 and not between.strip() and between.count("\n") < 2
