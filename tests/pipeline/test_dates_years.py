"""Missing years: what a heading, the day at the top of a document, and the words around say of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hronika.types import Document
from pipeline.dates import read

Line = str | tuple[str, str]
MakeDocument = Callable[..., Document]


def head(text: str) -> Line:
    return "heading", text


def item(text: str) -> Line:
    return "list_item", text


@pytest.mark.parametrize(
    ("lines", "mention", "day"),
    [
        # the heading above, with headings that are only a month passed over
        ([head("Kursi bibliotekāriem, 2014"), item("Krājums – Preiļi, 26. februāris")], "26. februāris", "2014-02-26"),
        ([head("2014. gads"), item("12. martā Cēsīs"), head("2015. gads"), item("3. maijā Tukumā")], "3. maijā",
         "2015-05-03"),
        ([head("Projekta pasākumi 2014. gadā"), "Projekts sākās 2013. gada 1. martā.", head("Maijs"),
          "Forums 15. maijā notika Ludzā."], "15. maijā", "2014-05-15"),
        ([head("2018. gada kalendārs"), item("oktobris – mācības Kuldīgā")], "oktobris", "2018-10-01"),
        (["Semināri 2014. gadā:", item("12. martā Cēsīs"), "Tīklu dibināja 2009. gada 1. maijā."], "12. martā",
         "2014-03-12"),
        # the day at the top
        (["Rīgā, 2021. gada 11. februārī", "Pētījumu sāka 2020. gada 7. maijā.",
          "Aģentūrai līdz 1. martam iesniegt datus."], "1. martam", "2021-03-01"),
        ([head("Konference"), "Laiks: 2022. gada 24. marts", "Mācības bija 2021. gada 3. jūnijā.",
          "Pieteikties līdz 17. martam."], "17. martam", "2022-03-17"),
        (["Padomes sēde, 14.12.2015.", "Nākamā sēde būs 14. janvārī."], "14. janvārī", "2016-01-14"),
        (["Domes sēde, 14.12.2015.", head("Paveiktais"), item("23. janvārī atklāta skola")], "23. janvārī",
         "2015-01-23"),
        (["Domes sēde, 14.01.2015.", head("Turpmākie darbi"), item("20. oktobrī diskusija")], "20. oktobrī",
         "2015-10-20"),
        (["Domes sēde, 14.01.2015.", "Pirmā sēde bija 2012. gada martā, bet nākamā būs 3. februārī."], "3. februārī",
         "2015-02-03"),
        (["Domes sēde, 14.01.2015.", "Tīkls darbojas kopš 2008. gada. Šogad notiks seminārs."], "Šogad", "2015-01-01"),
        # years in passing
        (["Tīkls darbojas kopš 2008. gada, bet 2013. gada 5. maijā notika saiets.", "Seminārs notika 9. jūnijā."],
         "9. jūnijā", "2013-06-09"),
        (["Seminārs notiks 2021. gada 3. jūnijā.", "2020. gadā pieteicās 40 cilvēki.", "Nākamais būs 9. septembrī."],
         "9. septembrī", "2021-09-09"),
    ],
)  # fmt: skip
def test_the_year_of_a_day_without_one(document: MakeDocument, lines: list[Line], mention: str, day: str) -> None:
    assert {found.text: found.start_date for found in read(document(*lines))}[mention] == day


def test_a_name_or_a_beginning_in_a_heading_gives_no_year(document: MakeDocument) -> None:
    lines = ["Sēde, 14.01.2016.", head("Fondi no 2017. gada"), item("5. maijs – vizīte"), head("Latvija 2030")]
    found = read(document(*lines, item("8. jūnijs – seminārs")))
    assert [day.start_date for day in found if day.precision == "day"] == ["2016-01-14", "2016-05-05", "2016-06-08"]


def test_days_of_several_years_at_the_top_are_a_list_of_news(document: MakeDocument) -> None:
    found = read(document("05.03.2024.", "Vecāku saiets", "21.09.2022.", "Oktobrī sāksies kursi"))
    assert found[-1].start_date == "2022-10-01"


def test_a_later_date_with_a_year_of_its_own_says_that_this_is_another(document: MakeDocument) -> None:
    line = "Jaunieši no 24. līdz 30. oktobrim viesosies Tartu un 2017. gada martā – Viļņā."
    assert read(document(line, published="2016-08-22"))[0].start_date == "2016-10-24"


@pytest.mark.parametrize(
    ("line", "mention", "first", "last"),
    [
        ("22.11.17. – apaļais galds", "22.11.17.", "2017-11-22", "2017-11-22"),
        ("Dalībnieki: 2013 – 19 pašvaldības", "2013", "2013-01-01", "2013-12-31"),
    ],
)
def test_short_forms(document: MakeDocument, line: str, mention: str, first: str, last: str) -> None:
    assert [(found.text, found.start_date, found.end_date) for found in read(document(line))] == [
        (mention, first, last)
    ]


@pytest.mark.parametrize(
    "line", ["10.15.17. punkts", "22.11.17.3. apakšpunkts", "Kods 45.11.17", "Cena: 2013 – 2500 eiro"]
)
def test_other_figures_of_that_form(document: MakeDocument, line: str) -> None:
    assert read(document(line)) == []


def test_figures_open_the_lines_of_a_plan(document):
    plan = document(
        ("heading", "2017. gada pasākumi"), "21.02. Konference Rīgā", "4.-5.05. Semināri", "23.11. Diskusija"
    )
    assert [(d.text, d.start_date) for d in read(plan)][1:] == [
        ("21.02.", "2017-02-21"),
        ("4.-5.05.", "2017-05-04"),
        ("23.11.", "2017-11-23"),
    ]


def test_sections_that_open_lines_are_no_days(document):
    rules = document("1.1. Mērķis", "2.10. Uzdevumi", "12.11. Pielikumi", "3.4. Termiņi", published="2019-05-06")
    assert not list(read(rules))


def test_a_calendar_tells_of_days_behind_and_ahead(document):
    talk = document(
        ("heading", "Pārskats par nometnēm"),
        ("heading", "2021. gada 20. septembrī"),
        ("heading", "Nometņu kalendārs"),
        ("list_item", "Alūksnē, 12.–18. jūlijs"),
        ("list_item", "Skrundā, 4.–10. oktobris"),
    )
    assert [d.start_date for d in read(talk)] == ["2021-09-20", "2021-07-12", "2021-10-04"]
