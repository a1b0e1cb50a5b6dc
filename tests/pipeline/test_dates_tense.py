"""Missing years by the verb: what was, what is to come, and days that are told one after another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hronika.types import Document
from pipeline.dates import read

Line = str | tuple[str, str]
MakeDocument = Callable[..., Document]


def item(text: str) -> Line:
    return "list_item", text


@pytest.mark.parametrize(
    ("published", "line", "day"),
    [
        ("2013-01-22", "Nākamais saiets notiks 9. decembrī Aizputē.", "2013-12-09"),
        ("2013-01-22", "Saietā, kas noslēdzās 9. decembrī, dziedāja 12 kori.", "2012-12-09"),
        ("2016-02-11", "Izstāde bija apskatāma līdz 28. augustam.", "2015-08-28"),
        ("2016-11-03", "Likums stāsies spēkā 1. aprīlī.", "2017-04-01"),
        ("2016-11-03", "Pašvaldībām plāns jāiesniedz līdz 1. maijam.", "2017-05-01"),
        ("2016-11-03", "Komisijai līdz 15. aprīlim sagatavot atzinumu.", "2017-04-15"),
        ("2016-11-03", "Ministri vienojās tikties 20. aprīlī Tallinā.", "2017-04-20"),
        ("2016-11-03", "Uzņēmums solīja tiltu atvērt līdz 10. aprīlim.", "2017-04-10"),
        ("2019-06-27", "Stipendijas piešķirtas 14. decembrī.", "2018-12-14"),
        ("2019-06-27", "Sacensības paredzētas 3. februārī.", "2020-02-03"),
        ("2019-06-27", "Sacensības tiks rīkotas 3. februārī.", "2020-02-03"),
        ("2019-06-27", "Skolas brīvdienas būs no 3. februāra.", "2020-02-03"),
        ("2019-06-27", "Tie, kuri 20. decembrī saņēma balvu, devās uz Oslo.", "2018-12-20"),
        ("2019-06-27", "Nākamā tikšanās – 11. februārī Kauņā.", "2020-02-11"),
        ("2019-06-27", "Iepriekšējā tikšanās – 4. decembrī Kauņā.", "2018-12-04"),
        ("2019-06-27", "Biroju vada kopš decembra.", "2018-12-01"),
        ("2019-06-27", "Ziņas bija jāiesniedz līdz 20. decembrim.", "2018-12-20"),
        ("2021-09-30", "Saiets, kam bija jānotiek 27. oktobrī, atlikts.", "2021-10-27"),
        # the verb tells nothing of a day that only names something
        ("2019-06-27", "Sanāksmē pārrunāja 18. novembra parādi.", "2019-11-18"),
        # pages are put up late, or bear a day before the one that they tell of
        ("2019-06-27", "Seminārs notiks 11. jūnijā.", "2019-06-11"),
        ("2019-06-27", "Seminārs notika 3. jūlijā.", "2019-07-03"),
        # a plan in the sentence of what was put off
        ("2019-06-27", "Forums no 5. jūlija pārcelts uz nākamā gada 20. martu.", "2019-07-05"),
    ],
)
def test_the_verb_tells_the_side(document: MakeDocument, published: str, line: str, day: str) -> None:
    assert read(document(line, published=published))[0].start_date == day


def test_a_year_stated_beside_does_not_hold_for_what_is_to_come(document: MakeDocument) -> None:
    line = "Pirmais posms beidzās 2018. gada 14. septembrī, otrais sāksies martā."
    assert [d.start_date for d in read(document(line, published="2018-11-20"))] == ["2018-09-14", "2019-03-01"]


@pytest.mark.parametrize(
    ("lead", "published", "years"),
    [
        ("Gada laikā notika trīs talkas:", "2014-12-10", [2014, 2014, 2014]),
        ("Notiks trīs talkas:", "2014-01-10", [2014, 2014, 2014]),
        ("Notiks trīs talkas:", "2014-12-30", [2015, 2015, 2015]),
    ],
)
def test_a_list_is_placed_as_its_lead_tells(
    document: MakeDocument, lead: str, published: str, years: list[int]
) -> None:
    rows = [item("8. februārī Ape"), item("3. maijā Engure"), item("22. oktobrī Ilūkste")]
    assert [int(d.start_date[:4]) for d in read(document(lead, *rows, published=published))] == years


def test_days_of_a_list_go_on_into_the_next_year(document: MakeDocument) -> None:
    rows = [item("30. oktobris Ape"), item("27. novembris Engure"), item("15. janvāris Ilūkste")]
    found = read(document("Koncertu dienas", *rows, published="2014-09-01"))
    assert [d.start_date for d in found] == ["2014-10-30", "2014-11-27", "2015-01-15"]
    lines = ["2014. gada 30. oktobris – Ape", "27. novembris – Engure", "15. janvāris – Ilūkste"]
    assert [d.start_date for d in read(document(*lines))] == ["2014-10-30", "2014-11-27", "2015-01-15"]


def test_days_that_go_back_and_forth_are_of_one_year(document: MakeDocument) -> None:
    rows = [item("Ape – 6. martā, 9. oktobrī"), item("Engure – 3. martā, 7. novembrī")]
    found = read(document("Dome, 2019. gada decembris", *rows))
    assert [d.start_date[:4] for d in found] == ["2019"] * 5


def test_what_is_to_come_lies_behind_what_is_over(document: MakeDocument) -> None:
    found = read(document("2016. gada 18. novembrī notika fināls. Jauns konkurss sāksies augustā."))
    assert found[-1].start_date == "2017-08-01"


def test_days_without_a_verb_lie_where_the_verbs_of_the_page_say(document: MakeDocument) -> None:
    lines = ["Kursi notiks 5. oktobrī.", "Otrā daļa – 11. aprīlī, trešā – 9. martā."]
    assert [d.start_date[:4] for d in read(document(*lines, published="2017-09-14"))] == ["2017", "2018", "2018"]


def test_the_story_of_a_project_goes_forward(document: MakeDocument) -> None:
    story = "Darbi sākti 2017. gada 3. maijā. Jumtu uzlika 30. novembrī. Durvis vēra 11. februārī."
    assert [d.start_date for d in read(document(story))] == ["2017-05-03", "2017-11-30", "2018-02-11"]


def test_a_list_over_new_year_and_its_days_side_by_side(document: MakeDocument) -> None:
    found = read(document("Slēgts 23. un 24. decembrī un 2. janvārī.", published="2021-12-01"))
    assert [(d.start_date, d.end_date) for d in found] == [("2021-12-23", "2021-12-24"), ("2022-01-02", "2022-01-02")]


def test_a_day_put_in_place_of_another(document: MakeDocument) -> None:
    found = read(document("Koncerts pārcelts no 4. uz 5. jūniju.", published="2021-05-20"))
    assert [(d.text, d.start_date) for d in found] == [("4.", "2021-06-04"), ("5. jūniju", "2021-06-05")]


@pytest.mark.parametrize(
    ("title", "year"), [("Nometnes 2016", 2016), ("Latvija 2030", 2017), ("VASARA LAUKOS 2016", 2016)]
)
def test_a_year_at_the_end_of_a_heading(document: MakeDocument, title: str, year: int) -> None:
    talk = document("Rīga, 2017. gada 9. februāris", ("heading", title), item("Engure, 4.–8. jūlijs"))
    assert [int(d.start_date[:4]) for d in read(talk)][-1] == year


def test_a_season_that_ends_a_name_is_no_time(document: MakeDocument) -> None:
    assert [d.text for d in read(document("SKAUTU VASARA 2019", "Talkas, rudens 2019"))] == ["rudens 2019"]
