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
from pipeline.dates.patterns import TOKEN

#: Kinds of token. Where a letter has two cases, the capital is the form that proves less by itself.
#:   n  whole date in figures       h, H  day and month in figures (12.03.), the latter without its last dot
#:   b  month and year in figures   y     year with the word „gads”     Y, Z  bare year, the latter before a noun
#:   d  day (21.), D without dot    m     month's name                  q, k  quarter, half-year; season
#:   e  „šogad” and the like        a     „tā paša gada”                o, Q  „šodien”; „šovasar”
#:   g  decade                      s, S  school year; one before it    i     „1.” of „1. un 2. ceturksnis”
#:   v  winter of two years         w     weekday
#:   -  from ... to                 &     and, or                       ,  p  comma; „no”
#:   >  „no 22. uz 23. maiju”
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
    weekday: int | None = None


_FIXED_KINDS = {
    "reference": "r",
    "time": "t",
    "other": "x",
    "code": "x",
    "to": "-",
    "and": "&",
    "instead": ">",
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
        year=2000 + int(match["n_year2"]) if match["n_year2"] else _int(match, "iso_year", "n_year"),
        month=_int(match, "iso_month", "n_month", "n_month2", "n_month3", "n_month4"),
        day=_int(match, "iso_day", "n_day", "n_day2"),
    )


def _over_new_year(kind: str, first_month: int, last_month: int) -> Callable[[_Match], Token]:
    """A reader of „2021./2022.”, told as one school year or one winter, by the groups that bear its letter."""

    def read(match: _Match) -> Token:
        first, ending = match[f"{kind}_year"], match[f"{kind}_last"]
        last = int(first[: -len(ending)] + ending)
        last += 100 if last < int(first) else 0  # „1999./00.”
        end = match.start() + len(match[0].rstrip())
        months = {"month": first_month, "last_month": last_month}
        return Token(kind, match.start(), end, year=int(first), last_year=last, **months)

    return read


def _year_in_words(match: _Match) -> Token:
    return Token("y", *match.span(), year=words.century(match["yw_century"]) + words.ordinal_to_99(match["yw"]))


def _day_in_words(match: _Match) -> Token:
    return Token("d", *match.span(), day=words.ordinal_to_99(match["dw"]))


def _decade(match: _Match) -> Token:
    roman = match["g_roman"] and words.roman_century(match["g_roman"])
    century = 100 * (int(match["g_century"] or roman or 20) - 1)
    last = words.tens(match["g_word"]) if match["g_word"] else int(match["g_year"])
    first, last = (year if year > 99 else century + year for year in (int(match["g_from"] or last), last))
    return Token("g", *match.span(), year=first, last_year=last + 9)


def _part(match: _Match) -> Token:
    return _part_of_year("i", match, "p_number", 3 if match["p_quarter"] else 6)


def _quarter(match: _Match) -> Token:
    return _part_of_year("q", match, "q_number", 3)


def _half(match: _Match) -> Token:
    return _part_of_year("k" if match["half_of"] else "q", match, "half_number", 6)


def _part_of_year(kind: str, match: _Match, group: str, months: int) -> Token:
    """A quarter or a half-year: the one of that number, each of so many months."""
    number = words.ordinal(match[group])
    return Token(kind, *match.span(), month=months * (number - 1) + 1, last_month=months * number)


def _first_months(match: _Match) -> Token:
    """„pirmajos deviņos mēnešos”, from January on."""
    number = match["f_number"]
    months = (int(number) if number.isdigit() else words.up_to_11(number)) * (3 if match["f_quarters"] else 1)
    return Token("k" if months <= 12 else "x", *match.span(), month=1, last_month=months)


def _season(match: _Match) -> Token:
    first, last = words.season(match[0])
    return Token("k", *match.span(), month=first, last_month=last)


def _near_season(match: _Match) -> Token:
    """„šovasar”, „pērnruden”; but which winter „šoziem” is, the day of writing alone does not say."""
    first, last = words.season(match["near_season_name"])
    kind = "Q" if last < 12 else "x"
    return Token(kind, *match.span(), month=first, last_month=last, shift=-1 if match["last_season"] else 0)


def _month(match: _Match) -> Token:
    """A month; or, with a capital before another capital, a person („2. Maija Kalniņa”)."""
    name, after = match[0], match.string[match.end() : match.end() + 2]
    person = name[0].isupper() and not name.isupper() and after[:1] == " " and after[1:].isupper()
    person = person and name[-1] not in "āī"  # „Jūlijā Kandavā”
    return Token("x" if person else "m", *match.span(), month=words.month(name))


def _mistyped_month(match: _Match) -> Token:
    number = words.mistyped_month(match[0])
    return Token("m" if number else "x", *match.span(), month=number)


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
    "school_year": _over_new_year("s", 9, 8),
    "school_year_part": _over_new_year("S", 9, 8),
    "winter": _over_new_year("v", 12, 2),
    "decade": _decade,
    "year": lambda match: Token("y", *match.span(), year=_int(match, "y_year")),
    "year_in_words": _year_in_words,
    "day_in_words": _day_in_words,
    "word_year": lambda match: Token("e", *match.span(), shift=words.year_shift(match[0])),
    "same_year": lambda match: Token("a", *match.span()),
    "word_day": lambda match: Token("o", *match.span(), shift=words.day_shift(match[0])),
    "near_season": _near_season,
    "part": _part,
    "quarter": _quarter,
    "half": _half,
    "first_months": _first_months,
    "season": _season,
    "weekday": lambda match: Token("w", *match.span(), weekday=words.weekday(match[0])),
    "month": _month,
    "mistyped_month": _mistyped_month,
    "numeric_month": _numeric_month,
    "bare_year": _bare_year,
    "day_month": _day_month,
    "day": _day,
}


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of ``text[start:end]`` in order, with a ``BREAK`` wherever two of them do not stand side by side."""
    previous = None
    for match in TOKEN.finditer(text, start, end):
        name = str(match.lastgroup)
        kind = _FIXED_KINDS.get(name)
        if previous is not None and not _side_by_side(text[previous : match.start()]):
            yield Token(BREAK, previous, match.start())
        previous = match.end()
        yield Token(kind, *match.span()) if kind else _READERS[name](match)


def _side_by_side(between: str) -> bool:
    """Only a little white space lies between, and no empty line."""
    return len(between) <= 3 and not between.strip() and between.count("\n") < 2
