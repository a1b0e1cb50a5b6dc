"""Dates as clerks write them: what is read, what is left alone, and where a missing year comes from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hronika.types import Block, DateMention, Document
from pipeline.dates import impossible_days, not_counts, read, times, weekday_conflicts, without_year

SHARED = Path(__file__).parents[2].parent / "shared"


def page(*texts: str, published: str | None = None) -> Document:
    """A document of one paragraph per text."""
    blocks, start = [], 0
    for text in texts:
        blocks.append(Block("paragraph", text, start, start + len(text)))
        start += len(text) + 1
    return Document(origin="page", kind="text", text="\n".join(texts), blocks=tuple(blocks), published=published)


def values(mention: DateMention) -> tuple[str, str, str, str]:
    return mention.text, mention.start_date, mention.end_date, mention.precision


STATED = [
    # text, mention, first day, last day, precision
    ("Sanāksme 2020.gada 22.jūlijā Rīgā", "2020.gada 22.jūlijā", "2020-07-22", "2020-07-22", "day"),
    ("notika 2017.gadā 17.februārī", "2017.gadā 17.februārī", "2017-02-17", "2017-02-17", "day"),
    ("notika 14. martā, 2019. gadā", "14. martā, 2019. gadā", "2019-03-14", "2019-03-14", "day"),
    ("(Rīgā, 22.07.2020.)", "22.07.2020.", "2020-07-22", "2020-07-22", "day"),
    ("beidzās 22.07.2020", "22.07.2020", "2020-07-22", "2020-07-22", "day"),
    ("beidzās 22/07/2020", "22/07/2020", "2020-07-22", "2020-07-22", "day"),
    ("beidzās 2020.07.22.", "2020.07.22.", "2020-07-22", "2020-07-22", "day"),
    ("beidzās 2020-07-22", "2020-07-22", "2020-07-22", "2020-07-22", "day"),
    ("2019. gada otrdien, 12. martā", "2019. gada otrdien, 12. martā", "2019-03-12", "2019-03-12", "day"),
    ("2019. GADA 14. MARTĀ", "2019. GADA 14. MARTĀ", "2019-03-14", "2019-03-14", "day"),
    # ranges
    ("20. - 22.10.2019. notika", "20. - 22.10.2019.", "2019-10-20", "2019-10-22", "day"),
    ("(22.-25. 01.2019.)", "22.-25. 01.2019.", "2019-01-22", "2019-01-25", "day"),
    ("01.09.2018.- 30. 05.2019.", "01.09.2018.- 30. 05.2019.", "2018-09-01", "2019-05-30", "day"),
    ("12.02., 13.02. un 14.02.2019.", "12.02., 13.02. un 14.02.2019.", "2019-02-12", "2019-02-14", "day"),
    ("no 2019. gada 12. marta, otrdienas, līdz 14. martam", "2019. gada 12. marta, otrdienas, līdz 14. martam",
     "2019-03-12", "2019-03-14", "day"),
    ("12. marts, otrdiena, 2019", "12. marts, otrdiena, 2019", "2019-03-12", "2019-03-12", "day"),
    ("Latvijas Vēstnesis, 2016, 22. jūn.", "2016, 22. jūn.", "2016-06-22", "2016-06-22", "day"),
    ("28.12.–03.01.2020.", "28.12.–03.01.2020.", "2019-12-28", "2020-01-03", "day"),
    ("2018.gada no 6.-8.jūnijam", "2018.gada no 6.-8.jūnijam", "2018-06-06", "2018-06-08", "day"),
    ("no 3. līdz 5. aprīlim 2019. gadā", "3. līdz 5. aprīlim 2019. gadā", "2019-04-03", "2019-04-05", "day"),
    ("2018. gada 30. maijā – 2. jūnijā", "2018. gada 30. maijā – 2. jūnijā", "2018-05-30", "2018-06-02", "day"),
    ("2019. gada 28. decembrī – 3. janvārī", "2019. gada 28. decembrī – 3. janvārī", "2019-12-28", "2020-01-03", "day"),
    ("no 2020.gada 17.augusta līdz 2021.gada 16.augustam", "2020.gada 17.augusta līdz 2021.gada 16.augustam",
     "2020-08-17", "2021-08-16", "day"),
    ("2019. gada 21. un 22. novembrī", "2019. gada 21. un 22. novembrī", "2019-11-21", "2019-11-22", "day"),
    ("2024. gada 29. februārī un 1. martā", "2024. gada 29. februārī un 1. martā", "2024-02-29", "2024-03-01", "day"),
    ("21. un 22.11.2019.", "21. un 22.11.2019.", "2019-11-21", "2019-11-22", "day"),
    # months, parts of years, years
    ("2021. gada septembrī", "2021. gada septembrī", "2021-09-01", "2021-09-30", "month"),
    ("septembrī, 2021. gadā", "septembrī, 2021. gadā", "2021-09-01", "2021-09-30", "month"),
    ("2019. gada martā un aprīlī", "2019. gada martā un aprīlī", "2019-03-01", "2019-04-30", "month"),
    ("no 2018. gada marta līdz 2019. gada maijam", "2018. gada marta līdz 2019. gada maijam",
     "2018-03-01", "2019-05-31", "month"),
    ("no novembra līdz februārim 2020. gadā", "novembra līdz februārim 2020. gadā",
     "2019-11-01", "2020-02-29", "month"),
    ("(Rīga, 03.2019.)", "03.2019.", "2019-03-01", "2019-03-31", "month"),
    ("10.-12.2019.", "10.-12.2019.", "2019-10-01", "2019-12-31", "month"),
    ("2021. gada 2. ceturksnī", "2021. gada 2. ceturksnī", "2021-04-01", "2021-06-30", "month"),
    ("2019. gada III ceturksnī", "2019. gada III ceturksnī", "2019-07-01", "2019-09-30", "month"),
    ("2019. gada trešā ceturkšņa beigās", "2019. gada trešā ceturkšņa", "2019-07-01", "2019-09-30", "month"),
    ("no 2018. gada 4. ceturkšņa līdz 2019. gada 2. ceturksnim",
     "2018. gada 4. ceturkšņa līdz 2019. gada 2. ceturksnim", "2018-10-01", "2019-06-30", "month"),
    ("2019. gada pirmajos sešos mēnešos", "2019. gada pirmajos sešos mēnešos", "2019-01-01", "2019-06-30", "month"),
    ("2019. gada 9 mēnešos", "2019. gada 9 mēnešos", "2019-01-01", "2019-09-30", "month"),
    ("2021. gada IV ceturksnī", "2021. gada IV ceturksnī", "2021-10-01", "2021-12-31", "month"),
    ("2021. gada 1. un 2. ceturksnī", "2021. gada 1. un 2. ceturksnī", "2021-01-01", "2021-06-30", "month"),
    ("2020. gada pirmajā pusgadā", "2020. gada pirmajā pusgadā", "2020-01-01", "2020-06-30", "month"),
    ("2020. gada otrajā pusē", "2020. gada otrajā pusē", "2020-07-01", "2020-12-31", "month"),
    ("2019. gada vasarā", "2019. gada vasarā", "2019-06-01", "2019-08-31", "month"),
    ("2018. gada rudenī", "2018. gada rudenī", "2018-09-01", "2018-11-30", "month"),
    ("2019. gada vasarā un rudenī", "2019. gada vasarā un rudenī", "2019-06-01", "2019-11-30", "month"),
    ("2018./2019. gada ziemā", "2018./2019. gada ziemā", "2018-12-01", "2019-02-28", "month"),
    ("2019. gada ziemā", "2019. gada ziemā", "2019-01-01", "2019-12-31", "year"),
    ("2021./2022. mācību gadā", "2021./2022. mācību gadā", "2021-09-01", "2022-08-31", "month"),
    ("no 2021./2022. līdz 2023./2024. mācību gadam", "2021./2022. līdz 2023./2024. mācību gadam",
     "2021-09-01", "2024-08-31", "month"),
    ("2021./22. m.g.", "2021./22. m.g.", "2021-09-01", "2022-08-31", "month"),
    ("2016.gadā parkā", "2016.gadā", "2016-01-01", "2016-12-31", "year"),
    ("2016.gada 5. maija laukumā", "2016.gada 5. maija", "2016-05-05", "2016-05-05", "day"),
    ("2016.gadā izveidota", "2016.gadā", "2016-01-01", "2016-12-31", "year"),
    ("kopš 2016.g.", "2016.g.", "2016-01-01", "2016-12-31", "year"),
    ("2020. gada beigās", "2020. gada", "2020-01-01", "2020-12-31", "year"),
    ("2014.–2020. gadā", "2014.–2020. gadā", "2014-01-01", "2020-12-31", "year"),
    ("no 2016. līdz 2020.gadam", "2016. līdz 2020.gadam", "2016-01-01", "2020-12-31", "year"),
    ("laikposmā 2015. – 2020. paredzēts", "2015. – 2020.", "2015-01-01", "2020-12-31", "year"),
    ("programma 2014 – 2020", "2014 – 2020", "2014-01-01", "2020-12-31", "year"),
    ("2016. un 2017. gadā", "2016. un 2017. gadā", "2016-01-01", "2017-12-31", "year"),
    ("2011./2012. gada sezonā", "2011./2012. gada", "2011-01-01", "2012-12-31", "year"),
    ("20. gadsimta 30. gados", "20. gadsimta 30. gados", "1930-01-01", "1939-12-31", "year"),
    ("deviņdesmitajos gados", "deviņdesmitajos gados", "1990-01-01", "1999-12-31", "year"),
    ("septiņdesmito gadu beigās", "septiņdesmito gadu", "1970-01-01", "1979-12-31", "year"),
    ("forums (Tallina, 2018)", "2018", "2018-01-01", "2018-12-31", "year"),
    ("XIX gadsimta 80. gados", "XIX gadsimta 80. gados", "1880-01-01", "1889-12-31", "year"),
    ("90. gadi bija citādi", "90. gadi", "1990-01-01", "1999-12-31", "year"),
    ("2014–2020 plānošanas periods", "2014–2020", "2014-01-01", "2020-12-31", "year"),
    ("Jānis Liepa (1875–1942)", "1875–1942", "1875-01-01", "1942-12-31", "year"),
    ("divi tūkstoši divdesmit otrā gada trīspadsmitajā maijā",
     "divi tūkstoši divdesmit otrā gada trīspadsmitajā maijā", "2022-05-13", "2022-05-13", "day"),
    ("2015. gada 3. februāra rīkojums Nr. 15", "2015. gada 3. februāra", "2015-02-03", "2015-02-03", "day"),
    ("2018. gada 30. septembris/1. oktobris", "2018. gada 30. septembris/1. oktobris",
     "2018-09-30", "2018-10-01", "day"),
    ("20.-30. gados", "20.-30. gados", "1920-01-01", "1939-12-31", "year"),
    # typing errors that leave one reading
    ("01.10..2017.-30.05.2018.", "01.10..2017.-30.05.2018.", "2017-10-01", "2018-05-30", "day"),
    ("2019 gada 3. maijā", "2019 gada 3. maijā", "2019-05-03", "2019-05-03", "day"),
    ("2019.gada.14.martā", "2019.gada.14.martā", "2019-03-14", "2019-03-14", "day"),
    ("2019.  gada  14.  martā", "2019.  gada  14.  martā", "2019-03-14", "2019-03-14", "day"),
    ("14 marta 2019", "14 marta 2019", "2019-03-14", "2019-03-14", "day"),
    ("2019. gada\n14. martā", "2019. gada\n14. martā", "2019-03-14", "2019-03-14", "day"),
    ("23.-25.\n01.2019.", "23.-25.\n01.2019.", "2019-01-23", "2019-01-25", "day"),
    ("2019. gada 23. –\n25. janvārī", "2019. gada 23. –\n25. janvārī", "2019-01-23", "2019-01-25", "day"),
    ("uzlabošanu2017.gadā notika", "2017.gadā", "2017-01-01", "2017-12-31", "year"),
    ("notika 2019. gada 3. maijāRīgā", "2019. gada 3. maijā", "2019-05-03", "2019-05-03", "day"),
    ("2019 . gada 3 . maijā", "2019 . gada 3 . maijā", "2019-05-03", "2019-05-03", "day"),
    ("2019.gada3.maijā", "2019.gada3.maijā", "2019-05-03", "2019-05-03", "day"),
    ("17 .04.2019.", "17 .04.2019.", "2019-04-17", "2019-04-17", "day"),
    ("2019,gada 5. maijā", "2019,gada 5. maijā", "2019-05-05", "2019-05-05", "day"),
    ("2019. gada 5, maijā", "2019. gada 5, maijā", "2019-05-05", "2019-05-05", "day"),
    ("2019.gada 15..maijā", "2019.gada 15..maijā", "2019-05-15", "2019-05-15", "day"),
    ("2019.gada. 5.maijā", "2019.gada. 5.maijā", "2019-05-05", "2019-05-05", "day"),
    ("2019. gda 5. maijā", "2019. gda 5. maijā", "2019-05-05", "2019-05-05", "day"),
    ("2019. gada 5. septmbrī", "2019. gada 5. septmbrī", "2019-09-05", "2019-09-05", "day"),
    ("05,10.2019.", "05,10.2019.", "2019-10-05", "2019-10-05", "day"),
    ("05.10,2019.", "05.10,2019.", "2019-10-05", "2019-10-05", "day"),
    ("2. 2019. gadā sāktais", "2019. gadā", "2019-01-01", "2019-12-31", "year"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "mention", "first", "last", "precision"), STATED, ids=[row[0] for row in STATED])
def test_reads_a_date_with_its_year(text: str, mention: str, first: str, last: str, precision: str) -> None:
    document = page("Ievadam.", text)
    (found,) = read(document)
    assert values(found) == (mention, first, last, precision)
    assert document.text[found.start : found.end] == found.text


MISSING_YEAR = [
    ("š.g. 18. augustā", "š.g. 18. augustā", "2019-08-18", "2019-08-18"),
    ("šī gada 2. aprīlī", "šī gada 2. aprīlī", "2019-04-02", "2019-04-02"),
    ("šogad no 5. līdz 7. aprīlim", "šogad no 5. līdz 7. aprīlim", "2019-04-05", "2019-04-07"),
    ("pagājušā gada decembrī", "pagājušā gada decembrī", "2018-12-01", "2018-12-31"),
    ("pērn notika", "pērn", "2018-01-01", "2018-12-31"),
    ("šodien, 14. jūnijā", "14. jūnijā", "2019-06-14", "2019-06-14"),
    ("piektdien, 7. jūnijā", "7. jūnijā", "2019-06-07", "2019-06-07"),
    ("piektdien, 07.06. plkst. 10.00", "07.06.", "2019-06-07", "2019-06-07"),
    ("š.g.maijā", "š.g.maijā", "2019-05-01", "2019-05-31"),
    ("25.07. plkst. 10.00", "25.07.", "2019-07-25", "2019-07-25"),
    ("līdz 28. martam", "28. martam", "2019-03-28", "2019-03-28"),
    ("19. līdz 22. jūlijam", "19. līdz 22. jūlijam", "2019-07-19", "2019-07-22"),
    ("21. un 22.novembrī", "21. un 22.novembrī", "2019-11-21", "2019-11-22"),
    ("20. decembrī", "20. decembrī", "2019-12-20", "2019-12-20"),  # half a year away either way: of the same year
    ("ceturtdien, 20. decembrī", "20. decembrī", "2018-12-20", "2018-12-20"),  # the weekday is that of the year before
    ("no 28. novembra līdz 3. janvārim", "28. novembra līdz 3. janvārim", "2019-11-28", "2020-01-03"),
    ("no 18.11. līdz 20.11.", "18.11. līdz 20.11.", "2019-11-18", "2019-11-20"),
    ("(18.-20.11.)", "18.-20.11.", "2019-11-18", "2019-11-20"),
    ("(Cēsīs, 18.11.)", "18.11.", "2019-11-18", "2019-11-18"),
    ("otrd., 12.03.", "12.03.", "2019-03-12", "2019-03-12"),
    ("pirmajā septembrī", "pirmajā septembrī", "2019-09-01", "2019-09-01"),
    ("no pirmā maija līdz piektajam jūnijam", "pirmā maija līdz piektajam jūnijam", "2019-05-01", "2019-06-05"),
    ("tekošā gada 18. augustā", "tekošā gada 18. augustā", "2019-08-18", "2019-08-18"),
    ("šī paša gada 18. augustā", "šī paša gada 18. augustā", "2019-08-18", "2019-08-18"),
    ("aizvadītajā gadā", "aizvadītajā gadā", "2018-01-01", "2018-12-31"),
    ("aizpagājušā gada maijā", "aizpagājušā gada maijā", "2017-05-01", "2017-05-31"),
    ("pērnruden", "pērnruden", "2018-09-01", "2018-11-30"),
    ("šajā vasarā", "šajā vasarā", "2019-06-01", "2019-08-31"),
    ("visa marta garumā", "marta", "2019-03-01", "2019-03-31"),
    ("maija pēdējā nedēļā", "maija", "2019-05-01", "2019-05-31"),
    ("vakar, piektdien", "vakar", "2019-06-14", "2019-06-14"),
    ("maijā pulcējās", "maijā", "2019-05-01", "2019-05-31"),
    ("maija beigās pulcējās", "maija", "2019-05-01", "2019-05-31"),
    ("kopš oktobra strādā", "oktobra", "2018-10-01", "2018-10-31"),
    ("šovasar un citkārt", "šovasar", "2019-06-01", "2019-08-31"),
    ("pērnajā rudenī", "pērnajā rudenī", "2018-09-01", "2018-11-30"),
    ("3. ceturksnī", "3. ceturksnī", "2019-07-01", "2019-09-30"),
    ("vakar tikās", "vakar", "2019-06-14", "2019-06-14"),
]


@pytest.mark.parametrize(("text", "mention", "first", "last"), MISSING_YEAR, ids=[row[0] for row in MISSING_YEAR])
def test_publication_gives_the_missing_year(text: str, mention: str, first: str, last: str) -> None:
    (found,) = read(page(text, published="2019-06-15"))
    assert values(found)[:3] == (mention, first, last)
    assert found.rule.startswith(("deictic-", "day-word"))
    assert read(page(text)) == []  # and nobody else does


def test_a_year_in_the_same_sentence_beats_the_day_of_publication() -> None:
    before = read(page("Darbnīcas sāktas 2016. gadā un 14. martā turpinātas. Cita 3. maijā.", published="2019-06-15"))
    assert [m.start_date for m in before] == ["2016-01-01", "2016-03-14", "2019-05-03"]
    after = read(page("Sākot ar 14. martu nometnes rīkotas 2016. gadā.", published="2019-06-15"))
    assert [m.start_date for m in after] == ["2016-03-14", "2016-01-01"]


BACKGROUND = [
    # text published in April 2020, and the day that its last date is
    ("Kopš 2016. gada biedrība rīko nometnes, arī 5. maijā.", "2020-05-05"),
    ("Biedrība, kas darbu sāka 2016. gadā, svētkus rīkos 5. maijā.", "2020-05-05"),
    ("Biedrība (dibināta 2016. gadā) 5. maijā aicina uz svētkiem.", "2020-05-05"),
    ("Saskaņā ar 2018. gada 3. februāra rīkojumu 5. maijā notiks sanāksme.", "2020-05-05"),
    ("Pagājušā gada konkursa uzvarētāji 5. martā tikās Rīgā.", "2020-03-05"),
    ("Svētkos, 18. februārī, pieminēja 1918. gadu; tikās arī 5. aprīlī.", "2020-04-05"),
    ("Pirmdien, 14. oktobrī, un otrdien, 15. oktobrī, notika mācības.", "2019-10-14"),
    ("Pārskata gada 31. decembrī un iepriekšējā gadā 5. maijā pārcelts uz septembri.", "2020-09-01"),
    ("Salīdzinājumā ar 2018. gada 1. ceturksni tikās biežāk, arī 5. aprīlī.", "2020-04-05"),
    ("2016. gadā sāktās sarunas turpināsies otrdien, 5. maijā.", "2020-05-05"),
    ("Seminārs, kas 2016. gadā notika 5. maijā.", "2016-05-05"),
    ("Nometne sākās 2019. gada 3. jūlijā un beidzās 10. jūlijā.", "2019-07-10"),
    ("Pērn nometne notika 5. jūlijā.", "2019-07-05"),
    ("2016. gadā iesāktais turpinās, un šogad tikšanās notiks 5. maijā.", "2020-05-05"),
    ("Nākamgad seminārs paredzēts 5. martā.", "2021-03-05"),
]


@pytest.mark.parametrize(("text", "day"), BACKGROUND, ids=[row[0] for row in BACKGROUND])
def test_the_sentence_gives_the_year_that_it_tells_of(text: str, day: str) -> None:
    assert read(page(text, published="2020-04-20"))[-1].start_date == day


def test_a_year_that_only_names_something_gives_none() -> None:
    found = read(page("1919. gada varoņus 11. novembrī pieminēja skolēni.", published="2019-12-01"))
    assert [m.start_date for m in found] == ["1919-01-01", "2019-11-11"]


def test_without_publication_the_nearest_date_gives_the_year() -> None:
    after_a_date = read(page("Rīga, 2018. gada 2. maijs", "Kursi sākas 7. septembrī.", "Izlaidums 2019. gadā."))
    assert [m.start_date for m in after_a_date] == ["2018-05-02", "2018-09-07", "2019-01-01"]
    before_a_date = read(page("Kursi sākas 7. septembrī.", "Programma 2014 – 2020", "Rīga, 2018. gada 2. maijs"))
    assert before_a_date[0].start_date == "2018-09-07"
    assert before_a_date[0].confidence < after_a_date[0].confidence
    assert [m.start_date for m in read(page("Sākts 2017. gadā.", "Tā paša gada 5. martā atvērts."))][1] == "2017-03-05"


def test_a_neighbour_gives_only_a_year_that_suits() -> None:
    lines = "Rīga, 2020. gada 2. maijs", "2021. gada 8. jūnijs", "Pieteikšanās līdz š.g. 29. februārim."
    assert [m.start_date for m in read(page(*lines))][2] == "2020-02-29"
    lines = "Rīga, 2020. gada 2. maijs", "2021. gada 8. jūnijs", "Tikšanās trešdien, 10. jūnijā."
    assert [m.start_date for m in read(page(*lines))][2] == "2020-06-10"


def test_what_lacks_only_a_year_is_told_apart() -> None:
    lonely = page("Sanāksme notika š.g. 18. augustā, pēc tam 5. maijā un 3. ceturksnī; 30. februārī, vasarā; 2. klase")
    spans = [lonely.text[start:end] for start, end in without_year(lonely)]
    assert spans == ["š.g. 18. augustā", "5. maijā", "3. ceturksnī"]
    assert without_year(page(lonely.text, published="2019-06-15")) == []


def test_days_that_no_calendar_has_are_told_apart() -> None:
    wrong = page(
        "2019. gada 29. februārī; 30. februārī; 31.06.2019.", "29. februārī; 45.13.2019.; telpa 31. - 22.11.2019."
    )
    spans = [wrong.text[start:end] for start, end in impossible_days(wrong)]
    assert spans == ["2019. gada 29. februārī", "30. februārī", "31.06.2019."]


def test_a_list_with_gaps_is_one_mention_per_date() -> None:
    found = read(page("2019. gada 5., 6. un 12. martā"))
    assert [values(m)[:2] for m in found] == [
        ("2019. gada 5.", "2019-03-05"),
        ("6.", "2019-03-06"),
        ("12. martā", "2019-03-12"),
    ]
    found = read(page("no 3. līdz 5. un no 10. līdz 12. aprīlim 2019. gadā"))
    assert [(m.start_date, m.end_date) for m in found] == [("2019-04-03", "2019-04-05"), ("2019-04-10", "2019-04-12")]


def test_parts_of_a_year_with_gaps_are_a_mention_each() -> None:
    found = read(page("2019. gada 1. un 3. ceturksnī", "2019. gada pavasarī un rudenī"))
    assert [(m.text, m.start_date, m.end_date) for m in found] == [
        ("2019. gada 1.", "2019-01-01", "2019-03-31"),
        ("3. ceturksnī", "2019-07-01", "2019-09-30"),
        ("2019. gada pavasarī", "2019-03-01", "2019-05-31"),
        ("rudenī", "2019-09-01", "2019-11-30"),
    ]
    found = read(page("2019. un 2020. gada pirmajā ceturksnī", "2018., 2019. un 2020. gada martā"))
    assert [m.start_date for m in found] == ["2019-01-01", "2020-01-01", "2018-03-01", "2019-03-01", "2020-03-01"]


def test_a_range_told_with_times_of_day_keeps_both_days() -> None:
    found = read(page("03.02.2020. plkst. 10.00 – 05.02.2020. plkst. 15.00", "03.02.2020. 10:00 - 05.02.2020. 15:00"))
    assert [m.start_date for m in found] == ["2020-02-03", "2020-02-05", "2020-02-03", "2020-02-05"]


def test_whole_dates_side_by_side_stay_apart() -> None:
    found = read(page("2019. gada 3. maijā, 2019. gada 4. maijā un 05.05.2019."))
    assert [m.start_date for m in found] == ["2019-05-03", "2019-05-04", "2019-05-05"]


def test_a_number_beside_a_date_is_no_part_of_it() -> None:
    assert [m.text for m in read(page("telpa 31. - 22.11.2019."))] == ["22.11.2019."]
    assert [m.text for m in read(page("3. 2019. gada 14. martā"))] == ["2019. gada 14. martā"]
    assert [m.text for m in read(page("24. Līdz 2015. gada 30. septembrim"))] == ["2015. gada 30. septembrim"]


def test_approximate_dates_say_so() -> None:
    found = read(page("ap 2015. gadu, aptuveni 2010. gadā un 2012. gadā"))
    assert [(m.text, m.approximate) for m in found] == [
        ("2015. gadu", True),
        ("2010. gadā", True),
        ("2012. gadā", False),
    ]


def test_a_year_at_the_end_of_a_name_is_read_with_little_confidence() -> None:
    (found,) = read(page("darbnīca „Saules ceļš 2019” Rīgā"))
    assert (values(found), found.rule) == (("2019", "2019-01-01", "2019-12-31", "year"), "quoted-year")
    assert found.confidence <= 0.5


def test_a_weekday_that_contradicts_its_date_is_reported() -> None:
    wrong = page("Tikšanās notika pirmdien, 2019. gada 14. martā.", "Nākamā 15.03.2019. (piektdien).")
    first, second = read(wrong)
    assert first.confidence < second.confidence / 1.5
    (conflict,) = weekday_conflicts(wrong)
    assert wrong.text[conflict.start : conflict.end] == "pirmdien, 2019. gada 14. martā"
    assert (conflict.stated, conflict.date) == (0, "2019-03-14")
    assert weekday_conflicts(page("Rīga, 2018. gada 2. maijs", "Otrdien, 4. jūnijā")) == []
    assert len(weekday_conflicts(page("Otrdien, 5. jūnijā", published="2019-06-15"))) == 1


@pytest.mark.parametrize(
    ("text", "conflicts"),
    [
        ("no otrdienas, 12. marta, līdz piektdienai, 15. martam 2019. gadā", 0),
        ("no pirmdienas, 12. marta, līdz piektdienai, 15. martam 2019. gadā", 1),
        ("no otrdienas, 12. marta, līdz ceturtdienai, 15. martam 2019. gadā", 1),
        ("no otrdienas līdz ceturtdienai, 12.–14.03.2019.", 0),
        ("no trešdienas līdz ceturtdienai, 12.–14.03.2019.", 1),
        ("otrdien un trešdien, 12. un 13.03.2019.", 0),
        ("otrdien un ceturtdien, 12. un 13.03.2019.", 1),
        ("otrd., 12.03.2019.", 0),
        ("trešd., 12.03.2019.", 1),
        ("pirmdienās un otrdien, 12.03.2019.", 0),
        ("12.03.2019., pirmdienās arī citur", 0),
    ],
)
def test_weekdays_of_ranges_and_in_short(text: str, conflicts: int) -> None:
    assert len(weekday_conflicts(page(text))) == conflicts


NO_DATE = [
    "līgums Nr.792550-NRP3-LV, Nr. JUST/2015/RDIS/AG, vienošanās VSIA 1.2/2019",
    "Ministru kabineta noteikumi Nr. 1268, direktīva 2002/74/EK, lieta Nr. 2010-56-03",
    "maksā 12.50 eiro, 1.200 eiro vai 3.5 miljonus, kopā 2019 eiro un 1900 – 2000 eiro",
    "21. gadsimts, 2. klase, 5. pants, 3.1. punkts, 3.5 reizes, 18-25 gadi, 60 gadu",
    "3.2. Uzdevumi un pasākumi",
    "31.02.2019. un 45.13.2019. un 2019. gada 30. februārī",
    "plkst. 10.00, 10:30–12:00, no 9.00 līdz 12.30 un pulksten 16",
    "tālr. 67501562, +371 67 123 456, LV80BANK0000435195001, LV-1050",
    "https://km.gov.lv/2019-05-03/2019 un info2019@km.gov.lv",
    "piedalījās 2019 cilvēki, pirms 2000 gadiem, versija 2.10",
    "Tikšanās 11. novembra krastmalā, 1905. gada parkā un 13. janvāra ielā",
    "1. Marta Bērziņa, 2. Maija Kalniņa, 3. Jūlija Ozola",
    "Katru gadu 8. aprīlī un ik gadu maijā to atzīmē",
    "Marta un Augusts tikās ar Maiju; marta sniegs; rudens; vasarā",
    "Pirms pusgada un pirms ceturkšņa; „Mēs šodien dzīvojam citādi”",
    "Mārtiņš, marts un aprīlis; Jāņa Maijera ozols; Janvarenko",
    "Covid-19 un B12, 7.a klase, 109. lpp.",
    "no 1.10. līdz 1.12. punktam, 3.10.–5.12. nodaļas, sk. 1.10. apakšpunktu",
    "1200–1500 apmeklētāju, 1990-2010 grāmatas",
    "mācību gada 1. septembrī, iepriekšējā gada decembrī, attiecīgā gada 15. martā",
    "4. maija Deklarācija, MK noteikumi Nr. 101, 2. kārtā, 3. augstā stāvā",
    "20. gadsimtā, šajā desmitgadē, pavasarī un rudenī, telpas pirmajā pusē, šoziem",
    "nākamnedēļ, pagājušajā nedēļā, aizvadītajā piektdienā; vakar, otrdien",
]


@pytest.mark.parametrize("text", NO_DATE)
def test_leaves_other_numbers_and_names_alone(text: str) -> None:
    assert read(page("Par ko te runāts:", f"Te minēts: {text}.", published="2019-06-15")) == []


def test_numbers_that_count_nothing() -> None:
    document = page(
        "1) 12 mediatori plkst. 10.00 – 12.30, tālr. 67501562",
        "Saskaņā ar 5. pantu 28. martā (līgums Nr. 1268) 40 cilvēki Brīvības ielā 55, 3. stāvā, sk. 12. lpp.",
    )
    spans = not_counts(document)
    assert [document.text[start:end] for start, end in spans] == [
        "1)", "plkst. 10.00 – 12.30", "tālr. 67501562", "5.", "28. martā", "Nr. 1268", "ielā 55", "3.", "12."
    ]  # fmt: skip
    assert [document.text[start:end] for start, end in times(document)] == ["plkst. 10.00 – 12.30"]


@pytest.mark.parametrize("noise", ["1., ", "1-", "A-1/", "2019.-", "„1 ", "2019. gada martā, ", "a.b-", "tel. 1 ", " "])
def test_noise_hides_no_date(noise: str) -> None:
    found = read(page(noise * (50_000 // len(noise)), "Sanāksme notika 2020. gada 22. jūlijā."))
    assert values(found[-1]) == ("2020. gada 22. jūlijā", "2020-07-22", "2020-07-22", "day")


def test_a_million_characters_of_noise_are_read_to_their_end() -> None:
    found = read(page("9" * 400_000 + "A-1/" * 100_000 + "1,5 " * 50_000 + " 2020. gada 22. jūlijā"))
    assert [m.start_date for m in found] == ["2020-07-22"]


def test_reads_what_careful_readers_found() -> None:
    gold_file = SHARED / "gold" / "seeds.json"
    if not gold_file.exists():
        pytest.skip("the seed documents are not beside this checkout")
    for name, gold in json.loads(gold_file.read_text(encoding="utf-8")).items():
        found = {values(m)[1:] for m in read(page((SHARED / "seeds" / f"{name}.txt").read_text(encoding="utf-8")))}
        told = {(d["start"], d["end"], d["precision"]) for d in gold["dates"] if not d.get("optional")}
        optional = {(d["start"], d["end"], d["precision"]) for d in gold["dates"] if d.get("optional")}
        assert told <= found <= told | optional
