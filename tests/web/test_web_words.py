"""Dates in words say what is known, and no more."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.i18n import speak
from web.words import when_en, when_lv, yes_no

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2040, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "precision", "latvian", "english"),
    [
        ("2019-11-21", "2019-11-21", "day", "2019. gada 21. novembrī", "21 November 2019"),
        ("2019-11-21", "2019-11-22", "day", "2019. gada 21.–22. novembrī", "21–22 November 2019"),
        ("2019-04-30", "2019-05-02", "day", "no 2019. gada 30. aprīļa līdz 2. maijam", "30 April – 2 May 2019"),
        (
            "2019-12-30", "2020-01-02", "day", "no 2019. gada 30. decembra līdz 2020. gada 2. janvārim",
            "30 December 2019 – 2 January 2020",
        ),
        ("2020-03-01", "2020-03-31", "month", "2020. gada martā", "March 2020"),
        ("2020-06-01", "2020-08-31", "month", "no 2020. gada jūnija līdz augustam", "June – August 2020"),
        (
            "2020-10-01", "2021-02-28", "month", "no 2020. gada oktobra līdz 2021. gada februārim",
            "October 2020 – February 2021",
        ),
        ("2018-01-01", "2018-12-31", "year", "2018. gadā", "2018"),
        ("2018-01-01", "2020-12-31", "year", "no 2018. līdz 2020. gadam", "2018–2020"),
    ],
)  # fmt: skip
def test_dates_in_words(start: str, end: str, precision: str, latvian: str, english: str) -> None:
    assert when_lv(start, end, precision) == latvian
    assert when_en(start, end, precision) == english


@given(DAYS, DAYS, st.sampled_from(["day", "month", "year"]))
def test_days_are_named_only_where_they_are_known(one: date, other: date, precision: str) -> None:
    start, end = sorted((one, other))
    for words in (when_lv, when_en):
        told = words(start.isoformat(), end.isoformat(), precision)
        assert {str(start.year), str(end.year)} <= set(told.replace(".", " ").replace("–", " ").split())
        numbers = {number for number in told.replace(".", " ").replace("–", " ").split() if number.isdigit()}
        days = {str(start.day), str(end.day)} if precision == "day" else set()
        assert numbers == {str(start.year), str(end.year)} | days


@pytest.mark.parametrize(("value", "words"), [(1, "yes"), ("1", "yes"), (0, "no"), (None, ""), ("", "")])
def test_flags_in_words(value: object, words: str) -> None:
    fall_silent = speak("en")
    assert yes_no(value) == words
    fall_silent()
