"""Events from sentences, lines of a list, and slides; and dates that are no events."""

from __future__ import annotations

import pytest

from pipeline import events


def told(document, *lines, **facts):
    return [(e.kind, e.start_date, e.end_date, e.place_ids) for e in events.read(document(*lines, **facts))]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "2019. gada 14. martā Cēsīs notika seminārs bibliotekāriem.",
            ("seminar", "2019-03-14", "2019-03-14", ("lv-cesis",)),
        ),
        (
            "No 2018. gada 3. līdz 5. jūlijam jaunieši pulcējās nometnē Kuldīgā.",
            ("camp", "2018-07-03", "2018-07-05", ("lv-kuldiga",)),
        ),
        (
            "Pieredzes apmaiņas vizīte Viļņā (Lietuvā) norisinājās 12.–13.09.2019.",
            ("visit", "2019-09-12", "2019-09-13", ("lt-vilna",)),
        ),
        (
            "Diskusijā, kas 2020. gada 2. aprīlī notika tiešsaistē, runāja trīs eksperti.",
            ("discussion", "2020-04-02", "2020-04-02", ()),
        ),
    ],
)
def test_a_sentence_tells_of_an_event(document, text, event):
    assert told(document, text) == [event]


@pytest.mark.parametrize(
    "text",
    [
        "Pieteikties semināram var līdz 2019. gada 1. martam.",
        "Projekta īstenošanas laiks: 01.03.2019.–31.08.2020., paredzēti četri semināri.",
        "Seminārā skaidroja Ministru kabineta 2018. gada 5. jūnija noteikumus Nr. 321.",
        "2019. gadā ministrija rīkoja vairākus seminārus.",
        "Seminārs notika jaunajā zālē.",
    ],
)
def test_a_date_without_an_event(document, text):
    assert told(document, text) == []


def test_each_line_of_a_list_is_its_own_event(document):
    lines = (
        ("list_item", "Darbnīca jauniešiem (Talsi, 05.05.2018.)"),
        ("list_item", "Ekspertu diskusija (Rīgā, 07.06.2018.);"),
        ("list_item", "Noslēguma konference (Rīgā, 07.06.2018.)"),
    )
    assert told(document, *lines) == [
        ("workshop", "2018-05-05", "2018-05-05", ("lv-talsi",)),
        ("discussion", "2018-06-07", "2018-06-07", ("lv-riga",)),
        ("conference", "2018-06-07", "2018-06-07", ("lv-riga",)),
    ]


def test_one_page_about_one_event_gives_one_event(document):
    found = events.read(
        document(
            ("heading", "Bibliotekāru seminārs Cēsīs"),
            "2019. gada 14. martā notika seminārs „Grāmata rokā”.",
            "Semināru 14. martā Cēsīs organizēja Kultūras ministrija.",
            "Tajā piedalījās 40 bibliotekāri.",
        )
    )
    assert len(found) == 1
    assert found[0].place_ids == ("lv-cesis",)
    assert ("Kultūras ministrija", "organiser") in found[0].organisations
    assert found[0].participants == 40


def test_several_dates_of_one_sentence_take_their_own_places(document):
    text = "Semināri notika 2019. gada 5. martā Rīgā, 12. martā Cēsīs un 19. martā Liepājā."
    assert [(start, places) for _, start, _, places in told(document, text)] == [
        ("2019-03-05", ("lv-riga",)),
        ("2019-03-12", ("lv-cesis",)),
        ("2019-03-19", ("lv-liepaja",)),
    ]


def test_a_title_slide_dates_the_event_it_names(document):
    lines = ("Cēsis, 2018. gada 6. martā", ("slide_title", "Pieredzes apmaiņas seminārs"))
    assert told(document, *lines) == [("seminar", "2018-03-06", "2018-03-06", ("lv-cesis",))]


def test_a_label_under_a_heading(document):
    lines = (("heading", "Forums „Kopā”"), ("list_item", "Datums: 12.10.2021."), ("list_item", "Vieta: Valmiera"))
    assert [event[:3] for event in told(document, *lines)] == [("conference", "2021-10-12", "2021-10-12")]


def test_a_day_over_a_list_dates_its_items(document):
    lines = (
        "Piektdiena, 2024. gada 13. septembris",
        ("list_item", "plkst. 11.00 Cēsis – svinīga atklāšana pilī"),
        ("list_item", "plkst. 18.00 Valmiera – diskusija „Kam tilts?”"),
        ("list_item", "ieeja bez maksas"),
    )
    assert [(kind, start, places) for kind, start, _, places in told(document, *lines)] == [
        ("other", "2024-09-13", ("lv-cesis",)),
        ("discussion", "2024-09-13", ("lv-valmiera",)),
    ]


def test_a_list_of_towns_and_days_under_what_takes_place_there(document):
    lines = (
        "Ceļojošās izstādes maršruts:",
        ("list_item", "Ludza, pilsētas bibliotēka: 23.01.–29.02.2024.;"),
        ("list_item", "Ogre: 2024. gada septembris"),
    )
    assert [event[1:] for event in told(document, *lines)] == [
        ("2024-01-23", "2024-02-29", ("lv-ludza",)),
        ("2024-09-01", "2024-09-30", ("lv-ogre",)),
    ]


def test_what_begins_on_a_day_is_no_event_of_that_day(document):
    assert told(document, "No 2021. gada 1. jūlija mainās kārtība, tāpēc ministrija rīko seminārus.") == []


def test_online_planned_and_cancelled(document):
    text = "2021. gada 4. maijā plānotais vebinārs ir atcelts."
    assert [(e.online, e.status) for e in events.read(document(text))] == [(True, "cancelled")]
    ahead = events.read(document("5. maijā Rīgā notiks konference.", published="2021-04-20"))
    assert [(e.start_date, e.status) for e in ahead] == [("2021-05-05", "planned")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2019. gada 14. martā notika praktiskais seminārs „Kopā”.", "Praktiskais seminārs „Kopā”"),
        ("2019. gada 14. martā eksperti tikās starptautiskā konferencē.", "Starptautiska konference"),
        ("Biedrība 2019. gada 14. martā rīkoja jauniešu darbnīcu.", "Jauniešu darbnīca"),
    ],
)
def test_names(document, text, name):
    assert [e.name for e in events.read(document(text))] == [name]


def test_the_quote_is_the_text(document):
    made = document("Ievads.", "2019. gada 14. martā Cēsīs notika seminārs. Tas bija trešais.")
    event = events.read(made)[0]
    assert made.text[event.start : event.end] == event.quote == "2019. gada 14. martā Cēsīs notika seminārs."
