"""Every date and every range, written in every form a clerk uses, reads back as itself.

A writer puts a date into words; Hypothesis chooses the dates, the case forms, the spaces and the dots.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hronika.types import Block, Document
from pipeline.dates import not_counts, read

MONTHS = {  # nominative, genitive, dative, accusative, locative
    1: "janvāris janvāra janvārim janvāri janvārī",
    2: "februāris februāra februārim februāri februārī",
    3: "marts marta martam martu martā",
    4: "aprīlis aprīļa aprīlim aprīli aprīlī",
    5: "maijs maija maijam maiju maijā",
    6: "jūnijs jūnija jūnijam jūniju jūnijā",
    7: "jūlijs jūlija jūlijam jūliju jūlijā",
    8: "augusts augusta augustam augustu augustā",
    9: "septembris septembra septembrim septembri septembrī",
    10: "oktobris oktobra oktobrim oktobri oktobrī",
    11: "novembris novembra novembrim novembri novembrī",
    12: "decembris decembra decembrim decembri decembrī",
}
YEARS = "gads gada gadam gadu gadā".split()
PLAIN = str.maketrans("āčēģīķļņšūž", "acegiklnsuz")
SENTENCES = [
    "Ministrija paziņo: {}, un ar to pietiek.",
    "Kursus rīkoja pagasta bibliotēkā ({}) un skolā.",
    "{} pulcējās lasītāju biedri.",
    "Lasītāju biedri tikās Cēsīs no {} un strādāja 12 stundas.",
]


@dataclass(frozen=True)
class Style:
    """The choices that leave a date the same: ``case`` of the month, spaces, dots, diacritics, padding."""

    case: int
    space: str
    dot: str
    dash: str
    plain: bool
    padded: bool

    def month(self, number: int) -> str:
        name = MONTHS[number].split()[self.case]
        return name.translate(PLAIN) if self.plain else name

    def year(self, year: int, case: str = "gada") -> str:
        return f"{year}{self.dot}{self.space or '' if self.dot else ' '}{case}"

    def day(self, day: int) -> str:
        return f"{day:02}" if self.padded else str(day)


styles = st.builds(
    Style,
    case=st.integers(0, 4),
    space=st.sampled_from(["", " ", "  "]),
    dot=st.sampled_from([".", ".", ".", ""]),
    dash=st.sampled_from(["-", "–", " - ", " – ", "- ", " līdz "]),
    plain=st.booleans(),
    padded=st.booleans(),
)
days = st.dates(date(1998, 1, 1), date(2027, 12, 31))
lengths = st.integers(1, 400)


def year_first(d: date, s: Style) -> str:
    return f"{s.year(d.year)}{s.space or ' '}{d.day}.{s.space}{s.month(d.month)}"


def year_first_locative(d: date, s: Style) -> str:
    return f"{s.year(d.year, 'gadā')}, {d.day}. {s.month(d.month)}"


def year_last(d: date, s: Style) -> str:
    return f"{d.day}.{s.space}{s.month(d.month)}, {s.year(d.year, 'gadā')}"


def year_last_bare(d: date, s: Style) -> str:
    return f"{d.day}. {s.month(d.month)} {d.year}."


def year_short(d: date, s: Style) -> str:
    return f"{d.year}.{s.space}g.{s.space}{d.day}.{s.space}{s.month(d.month)}"


def dotted(d: date, s: Style) -> str:
    return f"{s.day(d.day)}.{s.space}{d.month:02}.{s.space}{d.year}{s.dot}"


def doubled_dot(d: date, s: Style) -> str:
    return f"{d.day:02}.{d.month:02}..{d.year}."


def slashed(d: date, s: Style) -> str:
    return f"{s.day(d.day)}/{d.month:02}/{d.year}"


def iso(d: date, s: Style) -> str:
    return d.isoformat()


def capitals(d: date, s: Style) -> str:
    return year_first(d, s).upper()


DAY_WRITERS = [
    year_first, year_first_locative, year_last, year_last_bare, year_short, dotted, doubled_dot, slashed, iso, capitals,
]  # fmt: skip


def both_whole(a: date, b: date, s: Style) -> str:
    return f"{year_first(a, s)}{s.dash}{year_first(b, s)}"


def both_dotted(a: date, b: date, s: Style) -> str:
    return f"{dotted(a, s)}{s.dash}{dotted(b, s)}"


def over_years(a: date, b: date, s: Style) -> str | None:
    return f"{year_first(a, s)}{s.dash}{b.day}. {s.month(b.month)}" if _within_a_year(a, b) else None


def over_months(a: date, b: date, s: Style) -> str | None:
    same = a.year == b.year
    return f"{a.day}. {s.month(a.month)}{s.dash}{b.day}. {s.month(b.month)} {s.year(b.year, 'gadā')}" if same else None


def over_months_dotted(a: date, b: date, s: Style) -> str | None:
    text = f"{s.day(a.day)}.{a.month:02}.{s.dash}{dotted(b, s)}"
    return text if _within_a_year(a, b) else None


def within_a_month(a: date, b: date, s: Style) -> str | None:
    if (a.year, a.month) != (b.year, b.month):
        return None
    return f"{s.year(a.year)} {a.day}.{s.dash}{b.day}.{s.space}{s.month(b.month)}"


def within_a_month_from(a: date, b: date, s: Style) -> str | None:
    if (a.year, a.month) != (b.year, b.month):
        return None
    return f"{s.year(a.year)} no {a.day}.{s.dash}{b.day}.{s.space}{s.month(b.month)}"


def within_a_month_dotted(a: date, b: date, s: Style) -> str | None:
    return f"{a.day}.{s.dash}{dotted(b, s)}" if (a.year, a.month) == (b.year, b.month) else None


def two_days(a: date, b: date, s: Style) -> str | None:
    following = b - a == timedelta(days=1) and a.month == b.month
    return f"{s.year(a.year)} {a.day}. un {b.day}.{s.space}{s.month(b.month)}" if following else None


def two_days_dotted(a: date, b: date, s: Style) -> str | None:
    return f"{a.day}. un {dotted(b, s)}" if b - a == timedelta(days=1) and a.month == b.month else None


def _within_a_year(a: date, b: date) -> bool:
    """Whether whoever reads day and month of one, and all of the other, knows the year of both."""
    return a.year == b.year or (b.year == a.year + 1 and (b.month, b.day) < (a.month, a.day))


RANGE_WRITERS = [
    both_whole, both_dotted, over_years, over_months, over_months_dotted, within_a_month, within_a_month_from,
    within_a_month_dotted, two_days, two_days_dotted,
]  # fmt: skip


def month(a: date, b: date, s: Style) -> str | None:
    return f"{s.year(a.year)}{s.space or ' '}{s.month(a.month)}" if _months(a, b) == 0 else None


def month_first(a: date, b: date, s: Style) -> str | None:
    return f"{s.month(a.month)}, {s.year(a.year, 'gadā')}" if _months(a, b) == 0 else None


def month_in_figures(a: date, b: date, s: Style) -> str | None:
    return f"{a.month:02}.{a.year}.{s.dash}{b.month:02}.{b.year}." if _months(a, b) else None


def months(a: date, b: date, s: Style) -> str | None:
    return f"{s.year(a.year)} {s.month(a.month)}{s.dash}{s.year(b.year)} {s.month(b.month)}" if _months(a, b) else None


def months_of_a_year(a: date, b: date, s: Style) -> str | None:
    one_year = a.year == b.year and a.month < b.month
    return f"{s.year(a.year)} {s.month(a.month)}{s.dash}{s.month(b.month)}" if one_year else None


def _months(a: date, b: date) -> int:
    return 12 * (b.year - a.year) + b.month - a.month


MONTH_WRITERS = [month, month_first, month_in_figures, months, months_of_a_year]


def year(a: int, b: int, s: Style) -> str | None:
    return s.year(a, YEARS[s.case if s.dot else 1]) if a == b else None


def years(a: int, b: int, s: Style) -> str | None:
    return f"{a}.{s.dash}{b}.{s.space}{YEARS[s.case]}" if a < b else None


def years_undotted(a: int, b: int, s: Style) -> str | None:
    return f"{a}{s.dash}{b}" if a < b else None


def years_dotted(a: int, b: int, s: Style) -> str | None:
    return f"{a}.{s.dash}{b}." if a < b else None


def two_years(a: int, b: int, s: Style) -> str | None:
    return f"{a}. un {b}.{s.space}gadā" if b == a + 1 else None


YEAR_WRITERS = [year, years, years_undotted, years_dotted, two_years]


def reads_back(text: str, first: date, last: date, precision: str, sentence: str) -> None:
    said = sentence.format(text)
    document = Document("page", "text", said, (Block("paragraph", said, 0, len(said)),))
    found = [(m.text, m.start_date, m.end_date, m.precision) for m in read(document)]
    assert found == [(text, first.isoformat(), last.isoformat(), precision)], said


sentences = st.sampled_from(SENTENCES)


@pytest.mark.parametrize("write", DAY_WRITERS)
@settings(max_examples=60, deadline=None)
@given(day=days, style=styles, sentence=sentences)
def test_days(write: Callable[[date, Style], str], day: date, style: Style, sentence: str) -> None:
    reads_back(write(day, style), day, day, "day", sentence)


@pytest.mark.parametrize("write", RANGE_WRITERS)
@settings(max_examples=60, deadline=None)
@given(first=days, length=st.one_of(st.just(1), st.integers(1, 20), lengths), style=styles, sentence=sentences)
def test_ranges(
    write: Callable[[date, date, Style], str | None], first: date, length: int, style: Style, sentence: str
) -> None:
    last = first + timedelta(days=length)
    text = write(first, last, style)
    if text:
        reads_back(text, first, last, "day", sentence)


@pytest.mark.parametrize("write", MONTH_WRITERS)
@settings(max_examples=60, deadline=None)
@given(first=days, length=st.one_of(st.just(0), lengths), style=styles, sentence=sentences)
def test_months(
    write: Callable[[date, date, Style], str | None], first: date, length: int, style: Style, sentence: str
) -> None:
    last = first + timedelta(days=length)
    last = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    text = write(first, last, style)
    if text:
        reads_back(text, first.replace(day=1), last, "month", sentence)


@pytest.mark.parametrize("write", YEAR_WRITERS)
@settings(max_examples=60, deadline=None)
@given(first=st.integers(1998, 2027), length=st.sampled_from([0, 1, 6]), style=styles, sentence=sentences)
def test_years(
    write: Callable[[int, int, Style], str | None], first: int, length: int, style: Style, sentence: str
) -> None:
    text = write(first, first + length, style)
    if text:
        reads_back(text, date(first, 1, 1), date(first + length, 12, 31), "year", sentence)


@settings(max_examples=60, deadline=None)
@given(day=days, distance=st.integers(-150, 150), style=styles)
def test_a_day_without_its_year_is_the_one_nearest_to_publication(day: date, distance: int, style: Style) -> None:
    said = f"Sanāksme notiks {day.day}. {style.month(day.month)}."
    published = (day + timedelta(days=distance)).isoformat()
    document = Document("page", "text", said, (Block("paragraph", said, 0, len(said)),), published=published)
    assert [(m.start_date, m.precision) for m in read(document)] == [(day.isoformat(), "day")]


pieces = st.sampled_from(
    "2019. 2019 2020.gada gadā g. 5. 31. 12 03. 22.07. 22.07.2020. 07.2020. 14:30 10.00 , - – un līdz no š.g. šogad "
    "tā paša gada martā maija 2. ceturksnī vasarā mācību / ( ) . „ ” otrdien, šodien Nr. 1/2 a Rīgā 80. gados \n".split(
        " "
    )
)


@settings(max_examples=400, deadline=None)
@given(told=st.lists(pieces, max_size=14), spaces=st.integers(0, 2), published=st.sampled_from([None, "2019-06-15"]))
def test_whatever_is_written_mentions_are_in_order_and_on_the_calendar(
    told: list[str], spaces: int, published: str | None
) -> None:
    said = (" " * spaces).join(told)
    document = Document("page", "text", said, (Block("paragraph", said, 0, len(said)),), published=published)
    end = 0
    for mention in read(document):
        assert end <= mention.start < mention.end
        assert said[mention.start : mention.end] == mention.text
        assert date.fromisoformat(mention.start_date) <= date.fromisoformat(mention.end_date)
        assert 0 < mention.confidence <= 1
        end = mention.end
    assert not_counts(document) == sorted(not_counts(document))
