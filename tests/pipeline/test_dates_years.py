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
        (["Sēde notika 2015. gada 17. jūnijā Valmierā, un to vadīja novada domes priekšsēdētājs.",
          "Tīkls sākts 2013. gada 1. maijā.", "Plāns jāiesniedz līdz 1. septembrim."], "1. septembrim", "2015-09-01"),
        (["Atskats, Cēsis, 2018. gada 8. novembris", "2013. gada 1. jūnijā – pirmā nometne", head("Plāni"),
          item("vakars Rīgā 5. decembrī")], "5. decembrī", "2018-12-05"),
        # a line like a heading
        (["Sēde, 2022. gada 9. novembris", "Kas paveikts?", "Skate Kuldīgā, 26. marts", "Turpmākais darbs",
          "Gājiens Rīgā 2. jūlijā"], "2. jūlijā", "2023-07-02"),
        # between the dates of a story
        (["Sēde, 2022. gada 9. novembris", "Sanāksme – 18.02.2022., Zoom", "Skates:", item("Kuldīga, 26. marts"),
          "Konference notika Rīgā (19.05.2022.)"], "26. marts", "2022-03-26"),
        (["Konference, 24.10.2013.", "Projekts apstiprināts 2012. gada 12. aprīlī.", "Atklāšana – 6. septembrī.",
          "Vizīte Valgā – 22. maijā.", "Taka atklāta 2013. gada 5. jūlijā."], "6. septembrī", "2012-09-06"),
        # several days at the top, one of them that of a session; the days of an occasion; what is done before it
        (["Komitejas sēde, 2014. gada 15. oktobris", "Laiks: 2015. gada 6.–12. jūlijs", head("Paveiktais"),
          "Seminārs Saldū 15. februārī"], "15. februārī", "2014-02-15"),
        (["Komitejas sēde, 2014. gada 15. oktobris", "Laiks: 2015. gada 6.–12. jūlijs",
          "Gājiens – 11. jūlijs"], "11. jūlijs", "2015-07-11"),
        (["Komitejas sēde, 2014. gada 15. oktobris", head("Darbi līdz svētkiem"), "Skates: 27. februāris"],
         "27. februāris", "2015-02-27"),
        # a list that is over
        (["Diskusijas 2012. gada rudenī:", item("6. novembrī Ilūkstē"), "Apkopots 14. janvārī."], "14. janvārī",
         "2013-01-14"),
        # years in passing
        (["Sēde notiek Ogrē. Kopš 2014. gada 1. janvāra apmācīti 300 jaunieši. Semināri – 14. aprīlī Cēsīs.",
          "Nākamā sēde: 2015. gada 16. septembrī."], "14. aprīlī", "2015-04-14"),
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


def test_a_story_published_the_year_after(document: MakeDocument) -> None:
    lines = ["2009. gada 20.–24. aprīlī trīs skolotāji viesojās Tartu.", "Mācības:", item("Ogrē – 12. septembrī;")]
    found = read(document(*lines, "2009. gada novembrī izdota grāmata.", published="2010-12-15"))
    assert found[1].start_date == "2009-09-12"


@pytest.mark.parametrize(
    ("published", "line", "day"),
    [
        ("2019-11-14", "Pieteikumi sadarbības projektiem – līdz 24. martam plkst. 13.00.", "2020-03-24"),
        ("2019-06-15", "Pieteikumi sadarbības projektiem – līdz 28. martam.", "2019-03-28"),
        ("2018-10-19", "Izstāde ceļos uz Krakovu (no 15. novembra) un nākamgad arī uz Poznaņu.", "2018-11-15"),
        ("2013-05-02", "Nākamā gada talka plānota 26. aprīlī.", "2014-04-26"),
        ("2018-08-30", "Kursi sākas 1. septembrī. 2017. gadā tos apmeklēja 20 skolotāji.", "2018-09-01"),
        ("2014-09-15", "Ieskaite būs 1. decembrī; intervijas – februārī.", "2015-02-01"),
        ("2019-08-13", "Jūlijā Kandavā notika nometne.", "2019-07-01"),
        ("2010-04-12", "Ģimenes dienā, 15.05 plkst. 12.00, parkā notiks svētki.", "2010-05-15"),
        ("2013-06-10", "Godinot 1941. gadā izsūtītos, brīži pie pieminekļiem – 14. jūnijā.", "2013-06-14"),
    ],
)
def test_what_a_sentence_tells_of_its_day(document: MakeDocument, published: str, line: str, day: str) -> None:
    assert day in [found.start_date for found in read(document(line, published=published))]


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("Termiņš pagarināts no 30. marta līdz 20. aprīlim.", [("2020-03-30",) * 2, ("2020-04-20",) * 2]),
        ("Izstāde pārcelta uz laiku no 30. marta līdz 20. aprīlim.", [("2020-03-30", "2020-04-20")]),
    ],
)
def test_a_term_made_longer_is_two_days(document: MakeDocument, line: str, days: list[tuple[str, str]]) -> None:
    found = read(document(line, published="2020-03-17"))
    assert [(day.start_date, day.end_date) for day in found] == days


def test_days_of_a_list_fall_on_their_weekdays(document: MakeDocument) -> None:
    rows = [item("piektdien, 3. aprīlī, Ogrē"), item("sestdien, 4. aprīlī, Cēsīs")]
    assert [d.start_date[:4] for d in read(document("Skates", *rows, published="2014-10-20"))] == ["2015", "2015"]


def test_a_story_leaves_open_what_may_be_of_either_year(document: MakeDocument) -> None:
    lines = ["2012. gada 12. aprīlī sākts projekts.", "Vizīte Valgā – 22. maijā.", "2013. gada 5. jūlijā atklāta taka."]
    assert read(document(*lines, published="2013-07-10"))[1].start_date == "2013-05-22"


def test_each_year_heads_its_list(document: MakeDocument) -> None:
    lines = ["2019. gadā:", item("5. jūnijā seminārs;"), "2020. gadā:", item("26. februārī diskusija.")]
    found = [d.start_date for d in read(document(*lines, published="2021-04-08")) if d.precision == "day"]
    assert found == ["2019-06-05", "2020-02-26"]


@pytest.mark.parametrize(
    ("title", "published", "year"),
    [
        ("Dome atskatās uz aizvadīto gadu", "2011-01-13", "2010"),
        ("Aizvadītais gads novadā", "2010-12-16", "2010"),
        ("Nākamā gada pasākumi", "2009-12-05", "2010"),
    ],
)
def test_a_year_that_a_heading_tells_by_a_word(document: MakeDocument, title: str, published: str, year: str) -> None:
    lines = [item("talka Apē – 7. maijā"), item("svētki Aknīstē – 18. augustā")]
    found = read(document(head(title), *lines, published=published))
    assert [day.start_date[:4] for day in found if day.precision == "day"] == [year, year]


def test_a_list_beside_the_only_date_of_a_page(document: MakeDocument) -> None:
    rows = [("table_row", f"{day} | Nodarbība") for day in ("19.09.", "10.10.", "16.01.")]
    found = read(document("Plāns", *rows, "Kursi sākas 2016. gada 12. septembrī."))
    assert [day.start_date for day in found] == ["2016-09-19", "2016-10-10", "2017-01-16", "2016-09-12"]


def test_days_within_a_period_over_new_year(document: MakeDocument) -> None:
    rows = [item("21. oktobris – saruna"), item("12. februāris – darbnīca")]
    found = read(document("Aktivitātes 01.09.2014.–31.08.2015.", *rows))
    assert [day.start_date for day in found[1:]] == ["2014-10-21", "2015-02-12"]


def test_years_that_bound_a_period_head_no_list(document: MakeDocument) -> None:
    rows = [item("17. oktobris – Cesvaine"), item("20. marts – Dundaga")]
    found = read(document("Norises laiks: 2013. gada oktobris – 2014. gada maijs", *rows))
    assert [day.start_date for day in found[1:]] == ["2013-10-17", "2014-03-20"]


def test_a_clause_that_leaves_out_its_verb_is_of_what_comes_next(document: MakeDocument) -> None:
    line = "Iepriekšējā sēde notika 2014. gada oktobrī, savukārt nākamā – septembrī."
    assert read(document(line, published="2015-03-18"))[1].start_date == "2015-09-01"
