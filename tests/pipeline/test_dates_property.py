"""Every day and every range of days, written in every form a clerk uses, reads back as itself.

A writer puts a date into words; Hypothesis chooses the dates, the case forms, the spaces, the dots and the dashes.
``test_dates_property_parts.py`` does the same for months, parts of a year and years.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from dates_writing import MONTHS, SHORT, Style, days, document, found, reads_back, sentences, styles
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.dates import not_counts, read, weekday_conflicts, without_year

ORDINALS = (
    "pirm otr treš ceturt piekt sest septīt astot devīt desmit vienpadsmit divpadsmit trīspadsmit četrpadsmit "
    "piecpadsmit sešpadsmit septiņpadsmit astoņpadsmit deviņpadsmit divdesmit"
).split()
TENS = {2: "divdesmit", 3: "trīsdesmit", 9: "deviņdesmit"}
#: The endings of a definite ordinal in the cases of ``MONTHS``.
DEFINITE = "ais ā ajam o ajā".split()
WEEKDAYS = "pirmdien otrdien trešdien ceturtdien piektdien sestdien svētdien".split()


def ordinal(number: int) -> str:
    """A number up to 99 as an ordinal, without its ending."""
    tens, ones = divmod(number, 10)
    if number <= 20:
        return ORDINALS[number - 1]
    return f"{TENS[tens]} {ORDINALS[ones - 1]}" if ones else TENS[tens]


def year_first(d: date, s: Style) -> str:
    return f"{s.year(d.year)}{s.space or ' '}{d.day}.{s.space}{s.month(d.month)}"


def year_first_locative(d: date, s: Style) -> str:
    return f"{s.year(d.year, 'gadā')}, {d.day}. {s.month(d.month)}"


def year_first_locative_bare(d: date, s: Style) -> str:
    return f"{s.year(d.year, 'gadā')} {d.day}.{s.space}{s.month(d.month)}"


def year_last(d: date, s: Style) -> str:
    return f"{d.day}.{s.space}{s.month(d.month)}, {s.year(d.year, 'gadā')}"


def year_last_bare(d: date, s: Style) -> str:
    return f"{d.day}. {s.month(d.month)} {d.year}."


def year_short(d: date, s: Style) -> str:
    return f"{d.year}.{s.space}g.{s.space}{d.day}.{s.space}{s.month(d.month)}"


def month_short(d: date, s: Style) -> str:
    return f"{s.year(d.year)} {d.day}.{s.space}{SHORT[d.month - 1]}"


def without_spaces(d: date, s: Style) -> str:
    return f"{d.year}.gada{d.day}.{s.month(d.month)}"


def with_weekday(d: date, s: Style) -> str:
    return f"{s.year(d.year)} {WEEKDAYS[d.weekday()]}, {d.day}.{s.space}{s.month(d.month)}"


def day_in_words(d: date, s: Style) -> str:
    return f"{s.year(d.year)} {ordinal(d.day)}{DEFINITE[s.case]} {MONTHS[d.month].split()[s.case]}"


def all_in_words(d: date, s: Style) -> str:
    century = "divi tūkstoši" if d.year > 2000 else "tūkstoš deviņi simti"
    year = f"{century} {ordinal(d.year % 100)}ā gada" if d.year != 2000 else "2000. gada"
    return f"{year} {ordinal(d.day)}ajā {MONTHS[d.month].split()[4]}"


def dotted(d: date, s: Style) -> str:
    return f"{s.day(d.day)}.{s.space}{d.month:02}.{s.space}{d.year}{s.dot}"


def dotted_with_year(d: date, s: Style) -> str:
    return f"{s.day(d.day)}.{d.month:02}.{d.year}.{s.space and ' '}gada"


def doubled_dot(d: date, s: Style) -> str:
    return f"{d.day:02}.{d.month:02}..{d.year}."


def doubled_first_dot(d: date, s: Style) -> str:
    return f"{d.day:02}..{d.month:02}.{d.year}."


def comma_for_dot(d: date, s: Style) -> str:
    return f"{d.day:02},{d.month:02}.{d.year}." if s.plain else f"{d.day:02}.{d.month:02},{d.year}."


def comma_after_year(d: date, s: Style) -> str:
    return f"{d.year},gada {d.day}. {s.month(d.month)}"


def comma_after_day(d: date, s: Style) -> str:
    return f"{d.year}. gada {d.day}, {s.month(d.month)}"


def dots_after_day(d: date, s: Style) -> str:
    return f"{d.year}.gada {d.day}..{s.month(d.month)}"


def slip_in_year(d: date, s: Style) -> str:
    return f"{d.year}. {['gda', 'gaad', 'gadaa', 'gadsa', 'agda'[1:]][s.case]} {d.day}. {s.month(d.month)}"


def slip_in_month(d: date, s: Style) -> str:
    """A letter of a long month is lost; months that are like other words keep all of theirs."""
    name = s.month(d.month)
    at = 3 + s.case % 3
    return f"{d.year}. gada {d.day}. {name if d.month in (3, 5, 8) else name[:at] + name[at + 1 :]}"


def slashed(d: date, s: Style) -> str:
    return f"{s.day(d.day)}/{d.month:02}/{d.year}"


def iso(d: date, s: Style) -> str:
    return d.isoformat()


def iso_dotted(d: date, s: Style) -> str:
    return f"{d:%Y.%m.%d}."


def capitals(d: date, s: Style) -> str:
    return year_first(d, s).upper()


DAY_WRITERS = [
    year_first, year_first_locative, year_first_locative_bare, year_last, year_last_bare, year_short, month_short,
    without_spaces, with_weekday, day_in_words, all_in_words, dotted, dotted_with_year, doubled_dot, doubled_first_dot,
    comma_for_dot, comma_after_year, comma_after_day, dots_after_day, slip_in_year, slip_in_month, slashed, iso,
    iso_dotted, capitals,
]  # fmt: skip


def both_whole(a: date, b: date, s: Style) -> str:
    return f"{year_first(a, s)}{s.dash}{year_first(b, s)}"


def both_dotted(a: date, b: date, s: Style) -> str:
    return f"{dotted(a, s)}{s.dash}{dotted(b, s)}"


def both_slashed(a: date, b: date, s: Style) -> str | None:
    return f"{slashed(a, s)}{s.dash}{slashed(b, s)}" if " " in s.dash else None


def over_years(a: date, b: date, s: Style) -> str | None:
    return f"{year_first(a, s)}{s.dash}{b.day}. {s.month(b.month)}" if _within_a_year(a, b) else None


def over_months(a: date, b: date, s: Style) -> str | None:
    same = a.year == b.year
    return f"{a.day}. {s.month(a.month)}{s.dash}{b.day}. {s.month(b.month)} {s.year(b.year, 'gadā')}" if same else None


def over_months_dotted(a: date, b: date, s: Style) -> str | None:
    text = f"{s.day(a.day)}.{a.month:02}.{s.dash}{dotted(b, s)}"
    return text if _within_a_year(a, b) else None


def over_months_short(a: date, b: date, s: Style) -> str | None:
    if a.year != b.year:
        return None
    return f"{s.year(a.year)} {a.day}. {SHORT[a.month - 1]}{s.dash}{b.day}. {SHORT[b.month - 1]}"


def within_a_month(a: date, b: date, s: Style) -> str | None:
    if (a.year, a.month) != (b.year, b.month):
        return None
    return f"{s.year(a.year)} {a.day}.{s.dash}{b.day}.{s.space}{s.month(b.month)}"


def within_a_month_from(a: date, b: date, s: Style) -> str | None:
    if (a.year, a.month) != (b.year, b.month):
        return None
    return f"{s.year(a.year)} no {a.day}.{s.dash}{b.day}.{s.space}{s.month(b.month)}"


def within_a_month_year_last(a: date, b: date, s: Style) -> str | None:
    if (a.year, a.month) != (b.year, b.month):
        return None
    return f"{a.day}.{s.dash}{b.day}. {s.month(b.month)}, {s.year(b.year, 'gadā')}"


def within_a_month_dotted(a: date, b: date, s: Style) -> str | None:
    return f"{a.day}.{s.dash}{dotted(b, s)}" if (a.year, a.month) == (b.year, b.month) else None


def with_weekdays(a: date, b: date, s: Style) -> str | None:
    if a.year != b.year:
        return None
    first, last = f"{WEEKDAYS[a.weekday()]}as", f"{WEEKDAYS[b.weekday()]}ai"
    return f"{s.year(a.year)} {first}, {a.day}. {s.month(a.month)}, līdz {last}, {b.day}. {s.month(b.month)}"


def two_days(a: date, b: date, s: Style) -> str | None:
    following = b - a == timedelta(days=1) and a.month == b.month
    return f"{s.year(a.year)} {a.day}. un {b.day}.{s.space}{s.month(b.month)}" if following else None


def two_days_dotted(a: date, b: date, s: Style) -> str | None:
    return f"{a.day}. un {dotted(b, s)}" if b - a == timedelta(days=1) and a.month == b.month else None


def two_days_slashed(a: date, b: date, s: Style) -> str | None:
    following = b - a == timedelta(days=1) and a.month == b.month
    return f"{s.year(a.year)} {a.day}./{b.day}.{s.space}{s.month(b.month)}" if following else None


def _within_a_year(a: date, b: date) -> bool:
    """Whether whoever reads day and month of one, and all of the other, knows the year of both."""
    return a.year == b.year or (b.year == a.year + 1 and (b.month, b.day) < (a.month, a.day))


RANGE_WRITERS = [
    both_whole, both_dotted, both_slashed, over_years, over_months, over_months_dotted, over_months_short,
    within_a_month, within_a_month_from, within_a_month_year_last, within_a_month_dotted, with_weekdays, two_days,
    two_days_dotted, two_days_slashed,
]  # fmt: skip


@pytest.mark.parametrize("write", DAY_WRITERS)
@settings(max_examples=100, deadline=None)
@given(day=days, style=styles, sentence=sentences)
def test_days(write: Callable[[date, Style], str], day: date, style: Style, sentence: str) -> None:
    reads_back(write(day, style), day, day, "day", sentence)


@pytest.mark.parametrize("write", RANGE_WRITERS)
@settings(max_examples=100, deadline=None)
@given(
    first=days,
    length=st.one_of(st.just(1), st.integers(1, 20), st.integers(1, 400)),
    style=styles,
    sentence=sentences,
)
def test_ranges(
    write: Callable[[date, date, Style], str | None], first: date, length: int, style: Style, sentence: str
) -> None:
    last = first + timedelta(days=length)
    text = write(first, last, style)
    if text:
        reads_back(text, first, last, "day", sentence)


@settings(max_examples=150, deadline=None)
@given(first=days, gaps=st.lists(st.integers(2, 6), min_size=1, max_size=3), style=styles)
def test_lists_with_gaps(first: date, gaps: list[int], style: Style) -> None:
    told = [first]
    for gap in gaps:
        told.append(told[-1] + timedelta(days=gap))
    told = [day for day in told if day.month == first.month]
    *others, last = (f"{day.day}." for day in told)
    text = f"{style.year(first.year)} {', '.join(others)} un {last} {style.month(first.month)}"
    if others:
        assert [row[1:] for row in found(text)] == [(day.isoformat(), day.isoformat(), "day") for day in told]


#: Words for the year of publication, and for those before and after it.
NEAR_YEARS = [
    ("š.g.", 0), ("š. g.", 0), ("šī gada", 0), ("šā gada", 0), ("šī paša gada", 0), ("tekošā gada", 0), ("šogad,", 0),
    ("šogad", 0), ("pērn", -1), ("pērnā gada", -1), ("pagājušā gada", -1), ("pagājušajā gadā", -1),
    ("aizvadītā gada", -1), ("aizpagājušā gada", -2), ("nākamā gada", 1), ("nākamajā gadā,", 1), ("nākamgad", 1),
]  # fmt: skip


@pytest.mark.parametrize(("word", "shift"), NEAR_YEARS)
@settings(max_examples=30, deadline=None)
@given(day=days, style=styles, months_on=st.integers(-11, 11))
def test_a_year_told_from_the_year_of_publication(
    word: str, shift: int, day: date, style: Style, months_on: int
) -> None:
    published = date(day.year - shift, (day.month - 1 + months_on) % 12 + 1, 15).isoformat()
    text = f"{word} {day.day}.{style.space}{style.month(day.month)}"
    wanted = (text, day.isoformat(), day.isoformat(), "day")
    assert found(f"Sanāksme notiek {text}, un ar to pietiek.", published) == [wanted]


@settings(max_examples=100, deadline=None)
@given(day=days, distance=st.integers(-120, 120), style=styles)
def test_a_day_without_its_year_is_the_one_nearest_to_publication(day: date, distance: int, style: Style) -> None:
    said = f"Sanāksme: {day.day}. {style.month(day.month)}."
    published = (day + timedelta(days=distance)).isoformat()
    assert [row[1:] for row in found(said, published)] == [(day.isoformat(), day.isoformat(), "day")]
    assert found(said) == []
    assert len(without_year(document(said))) == 1


@settings(max_examples=60, deadline=None)
@given(day=days, distance=st.integers(30, 330), style=styles)
def test_the_verb_says_on_which_side_of_publication_a_day_is(day: date, distance: int, style: Style) -> None:
    said = f"{day.day}. {style.month(day.month)}."
    before, after = ((day + timedelta(days=away)).isoformat() for away in (-distance, distance))
    wanted = [(day.isoformat(), day.isoformat(), "day")]
    assert [row[1:] for row in found(f"Sanāksme notiks {said}", before)] == wanted
    assert [row[1:] for row in found(f"Sanāksme notika {said}", after)] == wanted


@settings(max_examples=150, deadline=None)
@given(day=days, stated=st.integers(0, 6), style=styles, after=st.booleans())
def test_a_weekday_is_that_of_its_date_or_reported(day: date, stated: int, style: Style, after: bool) -> None:
    written = year_first(day, style)
    said = f"{written} ({WEEKDAYS[stated]}) tikās" if after else f"Tikās {WEEKDAYS[stated]}, {written}"
    assert [conflict.date for conflict in weekday_conflicts(document(said))] == (
        [] if stated == day.weekday() else [day.isoformat()]
    )


pieces = st.sampled_from(
    "2019. 2019 2020.gada gadā g. 5. 31. 12 03. 22.07. 22.07.2020. 07.2020. 14:30 10.00 , - – un līdz no š.g. šogad "
    "tā paša gada martā maija 2. ceturksnī pirmajā pusgadā vasarā mācību / ( ) . „ ” otrdien, šodien Nr. 1/2 a Rīgā "
    "80. gados divi tūkstoši trešā pirmajos sešos mēnešos 2021./2022. 31. septmbrī IV šovasar ziemā \n".split(" ")
)


@settings(max_examples=600, deadline=None)
@given(told=st.lists(pieces, max_size=14), spaces=st.integers(0, 2), published=st.sampled_from([None, "2019-06-15"]))
def test_whatever_is_written_mentions_are_in_order_and_on_the_calendar(
    told: list[str], spaces: int, published: str | None
) -> None:
    said = (" " * spaces).join(told)
    read_of = document(said, published)
    end = 0
    for mention in read(read_of):
        assert end <= mention.start < mention.end
        assert said[mention.start : mention.end] == mention.text
        assert date.fromisoformat(mention.start_date) <= date.fromisoformat(mention.end_date)
        assert 0 < mention.confidence <= 1
        end = mention.end
    assert not_counts(read_of) == sorted(not_counts(read_of))
    for start, end in without_year(read_of):
        assert 0 <= start < end <= len(said)
