"""Days in figures without a year: told from numbers of sections, and from hours."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hronika.types import Document
from pipeline.dates import read

MakeDocument = Callable[..., Document]


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("Apgāds viesosies Apē (7.05.) un Vangažos (8.05.).", ["2019-05-07", "2019-05-08"]),
        ("Nodarbības: 7.05., 9.05. un 21.05. Ogrē.", ["2019-05-07", "2019-05-09", "2019-05-21"]),
        ("Brauciens 17.11. uz Turku, 6.12. – uz Umeo.", ["2019-11-17", "2019-12-06"]),
        ("Plāns: 6.10. – Aizpute, 9.11. – Durbe.", ["2019-10-06", "2019-11-09"]),
        ("Dati uz 01.04.: 310 ģimenes", ["2019-04-01"]),
        ("9.10. | 11.00 | Ilūkste", ["2019-10-09"]),
        ("Ilūkste | 9.10. | 11.00", ["2019-10-09"]),
        ("2.10./11.10. Tikšanās Limbažos", ["2019-10-02", "2019-10-11"]),
        ("Svētki sāksies 9.11. un beigsies 12.11. Valkā.", ["2019-11-09", "2019-11-12"]),
        ("Likuma 10.11. punkts un 14.12. apakšpunkts, sk. 3.10. pantu", []),
        ("Versija 3.10. un kods: 10.12.", []),
    ],
)
def test_days_and_numbers_of_sections(document: MakeDocument, line: str, days: list[str]) -> None:
    assert [day.start_date for day in read(document(line, published="2019-05-02"))] == days


def test_days_open_lines_where_sections_have_no_numbers(document: MakeDocument) -> None:
    plan = ["2.10. Seminārs Ogrē", "11.10. Talka Rojā", "7.12. Koncerts"]
    assert len(read(document(*plan, published="2019-09-02"))) == 3
    assert read(document("2.9. Izmaksas", *plan, published="2019-09-02")) == []


def test_hours_that_open_the_lines_of_a_programme(document: MakeDocument) -> None:
    hours = ["9.30 Ierašanās", "10.10. Ievads", "11.12. Jautājumi", "13.00 Pusdienas"]
    assert read(document(*hours, published="2019-09-02")) == []
    days = ["10.10.", "9.30 Ierašanās", "13.00 Pusdienas", "11.10.", "9.00 Brauciens"]
    assert [day.text for day in read(document(*days, published="2019-09-02"))] == ["10.10.", "11.10."]
