"""Every month, quarter, half-year, season, school year and year, and ranges of them, reads back as itself.

Goes with ``test_dates_property.py``, which does the same for days.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from dates_writing import SHORT, YEARS, Style, days, found, reads_back, sentences, styles, years
from hypothesis import given, settings
from hypothesis import strategies as st

QUARTER = "ceturksnis ceturkšņa ceturksnim ceturksni ceturksnī".split()
HALF = "pusgads pusgada pusgadam pusgadu pusgadā".split()
DEFINITE = "ais ā ajam o ajā".split()
STEMS = "pirm otr treš ceturt".split()
ROMAN = "I II III IV".split()
#: In the cases of ``YEARS``, with their first and last month.
SEASONS = [
    ("pavasaris pavasara pavasarim pavasari pavasarī".split(), 3, 5),
    ("vasara vasaras vasarai vasaru vasarā".split(), 6, 8),
    ("rudens rudens rudenim rudeni rudenī".split(), 9, 11),
]
NUMBERS = "divos trijos četros piecos sešos septiņos astoņos deviņos desmit vienpadsmit".split()


def last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def month(a: date, b: date, s: Style) -> str | None:
    return f"{s.year(a.year)}{s.space or ' '}{s.month(a.month)}" if _months(a, b) == 0 else None


def month_first(a: date, b: date, s: Style) -> str | None:
    return f"{s.month(a.month)}, {s.year(a.year, 'gadā')}" if _months(a, b) == 0 else None


def month_short(a: date, b: date, s: Style) -> str | None:
    return f"{s.year(a.year)} {SHORT[a.month - 1]}" if _months(a, b) == 0 else None


def month_in_figures(a: date, b: date, s: Style) -> str | None:
    return f"{a.month:02}.{a.year}.{s.dash}{b.month:02}.{b.year}." if _months(a, b) else None


def months(a: date, b: date, s: Style) -> str | None:
    return f"{s.year(a.year)} {s.month(a.month)}{s.dash}{s.year(b.year)} {s.month(b.month)}" if _months(a, b) else None


def months_of_a_year(a: date, b: date, s: Style) -> str | None:
    one_year = a.year == b.year and a.month < b.month
    return f"{s.year(a.year)} {s.month(a.month)}{s.dash}{s.month(b.month)}" if one_year else None


def months_then_year(a: date, b: date, s: Style) -> str | None:
    one_year = a.year == b.year and a.month < b.month
    return f"{s.month(a.month)}{s.dash}{s.month(b.month)} {s.year(b.year, 'gadā')}" if one_year else None


def two_months(a: date, b: date, s: Style) -> str | None:
    follows = a.year == b.year and b.month == a.month + 1
    return f"{s.year(a.year)} {s.month(a.month)} un {s.month(b.month)}" if follows else None


def _months(a: date, b: date) -> int:
    return 12 * (b.year - a.year) + b.month - a.month


MONTH_WRITERS = [
    month, month_first, month_short, month_in_figures, months, months_of_a_year, months_then_year, two_months,
]  # fmt: skip


@pytest.mark.parametrize("write", MONTH_WRITERS)
@settings(max_examples=100, deadline=None)
@given(first=days, length=st.one_of(st.just(0), st.just(31), st.integers(1, 400)), style=styles, sentence=sentences)
def test_months(
    write: Callable[[date, date, Style], str | None], first: date, length: int, style: Style, sentence: str
) -> None:
    last = first + timedelta(days=length)
    text = write(first, last, style)
    if text:
        reads_back(text, first.replace(day=1), last_day(last.year, last.month), "month", sentence)


def number(of: int, s: Style, how: str) -> str:
    """The number of a quarter or half-year in figures, Roman figures or words."""
    if how == "words":
        return f"{STEMS[of - 1]}{DEFINITE[s.case]} "
    return f"{ROMAN[of - 1]} " if how == "roman" else f"{of}.{s.space}"


hows = st.sampled_from(["figures", "roman", "words"])


@pytest.mark.parametrize(("words", "size"), [(QUARTER, 3), (HALF, 6)])
@settings(max_examples=200, deadline=None)
@given(year=years, of=st.integers(1, 4), how=hows, style=styles, sentence=sentences, before=st.booleans())
def test_quarters_and_halves(
    words: list[str], size: int, year: int, of: int, how: str, style: Style, sentence: str, before: bool
) -> None:
    of = min(of, 12 // size)
    named = f"{number(of, style, how)}{words[style.case]}"
    text = f"{style.year(year)} {named}" if before else f"{named}, {style.year(year, 'gadā')}"
    reads_back(text, date(year, size * of - size + 1, 1), last_day(year, size * of), "month", sentence)


@settings(max_examples=200, deadline=None)
@given(year=years, of=st.integers(1, 3), more=st.integers(1, 3), how=hows, style=styles, sentence=sentences)
def test_ranges_of_quarters(year: int, of: int, more: int, how: str, style: Style, sentence: str) -> None:
    last = of + more
    told = f"{number(of, style, how).strip()}{style.dash}{number((last - 1) % 4 + 1, style, how)}{QUARTER[style.case]}"
    if last <= 4:
        precision = "year" if more == 3 else "month"
        first_day, end = date(year, 3 * of - 2, 1), last_day(year, 3 * last)
        reads_back(f"{style.year(year)} {told}", first_day, end, precision, sentence)
    over = (
        f"{style.year(year)} {number(4, style, how)}ceturkšņa{style.dash}"
        f"{style.year(year + 1)} {number(of, style, how)}ceturksnim"
    )
    reads_back(over, date(year, 10, 1), last_day(year + 1, 3 * of), "month", sentence)


@settings(max_examples=60, deadline=None)
@given(year=years, of=st.integers(1, 2), style=styles)
def test_quarters_with_a_gap(year: int, of: int, style: Style) -> None:
    spans = [(f"{year}-{3 * q - 2:02}-01", last_day(year, 3 * q).isoformat(), "month") for q in (of, of + 2)]
    assert [row[1:] for row in found(f"{style.year(year)} {of}. un {of + 2}. ceturksnī")] == spans
    following = found(f"{style.year(year)} {of}. un {of + 1}. ceturksnī")
    assert [row[1:3] for row in following] == [(spans[0][0], last_day(year, 3 * of + 3).isoformat())]


@settings(max_examples=60, deadline=None)
@given(year=years, count=st.integers(2, 11), words=st.booleans(), style=styles, sentence=sentences)
def test_the_first_months_of_a_year(year: int, count: int, words: bool, style: Style, sentence: str) -> None:
    text = f"{style.year(year)} pirmajos {NUMBERS[count - 2] if words else count} mēnešos"
    reads_back(text, date(year, 1, 1), last_day(year, count), "month", sentence)


@settings(max_examples=150, deadline=None)
@given(year=years, season=st.sampled_from(SEASONS), style=styles, sentence=sentences)
def test_seasons(year: int, season: tuple[list[str], int, int], style: Style, sentence: str) -> None:
    words, first, last = season
    span = date(year, first, 1), last_day(year, last)
    reads_back(f"{style.year(year)} {words[style.case]}", *span, "month", sentence)
    reads_back(f"{words[4]}, {style.year(year, 'gadā')}", *span, "month", sentence)
    if last < 11:
        text = f"{style.year(year)} {words[style.case]} un {SEASONS[first // 3][0][style.case]}"
        reads_back(text, span[0], last_day(year, last + 3), "month", sentence)


@settings(max_examples=100, deadline=None)
@given(year=years, case=st.integers(0, 4), space=st.sampled_from(["", " "]), sentence=sentences)
def test_a_winter_of_two_years(year: int, case: int, space: str, sentence: str) -> None:
    winter = "ziema ziemas ziemai ziemu ziemā".split()[case]
    text = f"{year}./{year + 1}.{space}gada {winter}"
    reads_back(text, date(year, 12, 1), last_day(year + 1, 2), "month", sentence)


SCHOOL = [
    "{a}./{b}. mācību {gads}", "{a}./{b}.mācību {gads}", "{a}/{b}. mācību {gads}", "{a}.–{b}. mācību {gads}",
    "{a}. / {b}. mācību {gads}", "{a}./{short:02}. mācību {gads}", "{a}./{b}. studiju {gads}",
    "{a}./{b}. akadēmiskā {gads}", "{a}./{b}. m.g.", "{a}./{b}.m. g.", "{a}./{b}. māc. g.", "{a}-{b} mācību {gads}",
]  # fmt: skip


@pytest.mark.parametrize("form", SCHOOL)
@settings(max_examples=40, deadline=None)
@given(year=years, case=st.integers(0, 4), sentence=sentences)
def test_school_years(form: str, year: int, case: int, sentence: str) -> None:
    text = form.format(a=year, b=year + 1, short=(year + 1) % 100, gads=YEARS[case])
    reads_back(text, date(year, 9, 1), date(year + 1, 8, 31), "month", sentence)


@settings(max_examples=60, deadline=None)
@given(year=years, more=st.integers(1, 4), style=styles, sentence=sentences)
def test_ranges_of_school_years(year: int, more: int, style: Style, sentence: str) -> None:
    text = f"{year}./{year + 1}.{style.dash}{year + more}./{year + more + 1}. mācību {YEARS[style.case]}"
    reads_back(text, date(year, 9, 1), date(year + more + 1, 8, 31), "month", sentence)


def year(a: int, b: int, s: Style) -> str | None:
    return s.year(a, YEARS[s.case if s.dot else 1]) if a == b else None


def years_in_one(a: int, b: int, s: Style) -> str | None:
    return f"{a}.{s.dash}{b}.{s.space}{YEARS[s.case]}" if a < b else None


def years_apart(a: int, b: int, s: Style) -> str | None:
    return f"{s.year(a)} līdz {s.year(b, 'gadam')}" if a < b else None


def years_short(a: int, b: int, s: Style) -> str | None:
    return f"{a}.{s.dash}{b}.{s.space}{'gg.' if s.padded else 'g.'}" if a < b else None


def years_undotted(a: int, b: int, s: Style) -> str | None:
    return f"{a}{s.dash}{b}" if a < b else None


def years_dotted(a: int, b: int, s: Style) -> str | None:
    return f"{a}.{s.dash}{b}." if a < b else None


def two_years(a: int, b: int, s: Style) -> str | None:
    return f"{a}. un {b}.{s.space}gadā" if b == a + 1 else None


def three_years(a: int, b: int, s: Style) -> str | None:
    return f"{a}., {a + 1}. un {b}.{s.space}{YEARS[s.case]}" if b == a + 2 else None


def years_slashed(a: int, b: int, s: Style) -> str | None:
    return f"{a}./{b}.{s.space}{YEARS[s.case]}" if b == a + 1 else None


YEAR_WRITERS = [
    year, years_in_one, years_apart, years_short, years_undotted, years_dotted, two_years, three_years, years_slashed,
]  # fmt: skip


@pytest.mark.parametrize("write", YEAR_WRITERS)
@settings(max_examples=80, deadline=None)
@given(first=years, length=st.sampled_from([0, 1, 2, 6]), style=styles, sentence=sentences)
def test_years(
    write: Callable[[int, int, Style], str | None], first: int, length: int, style: Style, sentence: str
) -> None:
    text = write(first, first + length, style)
    if text:
        reads_back(text, date(first, 1, 1), date(first + length, 12, 31), "year", sentence)


@settings(max_examples=60, deadline=None)
@given(century=st.sampled_from([(19, "XIX"), (20, "XX"), (21, "XXI")]), tens=st.integers(2, 9), style=styles)
def test_decades(century: tuple[int, str], tens: int, style: Style) -> None:
    number, roman = century
    first = 100 * (number - 1) + 10 * tens
    for text in (
        f"{number}. gadsimta {tens}0. gados",
        f"{roman} gadsimta {tens}0. gadi",
        f"{first}.–{first + 9}. gads",
    ):
        reads_back(text, date(first, 1, 1), date(first + 9, 12, 31), "year", "Tas bija {}, sen.")
