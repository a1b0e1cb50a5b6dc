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


def statuses(document, *lines, **facts):
    return [(e.start_date, e.place_ids, e.status) for e in events.read(document(*lines, **facts))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Konference, kam bija jānotiek 18. martā Madonā, pārcelta uz 22. aprīli.",
            [("2020-03-18", ("lv-madona",), "cancelled"), ("2020-04-22", ("lv-madona",), "planned")],
        ),
        (
            "Sporta svētki no 18. marta tiek pārcelti uz otrdienu, 24. martu.",
            [("2020-03-18", (), "cancelled"), ("2020-03-24", (), "planned")],
        ),
        (
            "Tiek atliktas 25. martā Limbažos paredzētās mācības. Jaunais datums – 22. aprīlis.",
            [("2020-03-25", ("lv-limbazi",), "cancelled"), ("2020-04-22", ("lv-limbazi",), "planned")],
        ),
        ("18. martā plānotās apmācības ir pārceltas uz tiešsaisti.", [("2020-03-18", (), "planned")]),
        ("Ministrija atceļ 19. martā Rīgā plānoto konferenci.", [("2020-03-19", ("lv-riga",), "cancelled")]),
        (
            "Akcija Salaspilī notiks nevis 18. martā, kā ziņots, bet 25. martā.",
            [("2020-03-25", ("lv-salaspils",), "planned")],
        ),
        (
            "Nometne Smiltenē 18. martā nenotika; nometne Valkā notika 20. februārī.",
            [("2020-03-18", ("lv-smiltene",), "cancelled"), ("2020-02-20", ("lv-valka",), "held")],
        ),
        ("Pieteikšanās semināram Rīgā līdz 5. aprīlim.", []),
        (
            "17. martā plānotais seminārs Rojā nenotiks, tas pārcelts uz 20. aprīli.",
            [("2020-03-17", ("lv-roja-rojas",), "cancelled"), ("2020-04-20", ("lv-roja-rojas",), "planned")],
        ),
    ],
)
def test_what_became_of_a_plan(document, text, expected):
    assert statuses(document, text, published="2020-03-10") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Sapulces būs Cesvainē – 19. oktobrī, Lubānā – 20. oktobrī, Ērgļos – 21. oktobrī.",
        "Sapulces notiks: Cesvainē (19. oktobrī), Lubānā (20. oktobrī) un Ērgļos (21. oktobrī).",
        "Sapulces notiks 19. oktobrī Cesvainē, 20. oktobrī Lubānā un 21. oktobrī Ērgļos.",
    ],
)
def test_places_and_dates_take_turns(document, text):
    found = [(start, places) for _, start, _, places in told(document, text, published="2020-10-01")]
    assert found == [
        ("2020-10-19", ("lv-cesvaine",)),
        ("2020-10-20", ("lv-lubana",)),
        ("2020-10-21", ("lv-ergli-erglu",)),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Robežsardžu priekšnieki 7. un 8. oktobrī Jūrmalā apsprieda sadarbību.", "meeting"),
        ("Prezidents 14. aprīlī apmeklēja Krāslavu.", "visit"),
        ("6. jūnijā Rojā kopā ar zvejniekiem sakopām pludmali.", "other"),
    ],
)
def test_a_verb_beside_a_place_tells_of_an_event(document, text, kind):
    assert [found[0] for found in told(document, text, published="2016-12-01")] == [kind]


def test_a_sentence_goes_on_about_the_event_before(document):
    text = "Nākamo sanāksmi uzņems muzejs. Tā notiks Ērgļu novadā 2018. gada 4. oktobrī."
    assert told(document, text) == [("meeting", "2018-10-04", "2018-10-04", ("lv-erglu-novads",))]


def test_a_compound_of_any_length_ends_in_its_noun(document):
    text = f"2019. gada 14. martā Cēsīs notika {'foto' * 2000}izstāde skolēniem."
    assert told(document, text) == [("exhibition", "2019-03-14", "2019-03-14", ("lv-cesis",))]


def test_days_under_a_month_are_told_once(document):
    lines = (
        "Ministrija oktobrī rīko diskusijas:",
        ("list_item", "8. oktobrī Valmierā, bibliotēkā;"),
        ("list_item", "10. oktobrī Kuldīgā."),
    )
    assert [start for _, start, _, _ in told(document, *lines, published="2019-10-02")] == ["2019-10-08", "2019-10-10"]


@pytest.mark.parametrize(
    ("days", "end"), [("3", "2019-07-05"), ("99999999999", "2019-07-03"), ("9999999", "2019-07-03")]
)
def test_what_lasts_days_ends_on_the_day_told_if_there_is_one(document, days, end):
    text = f"Rīgā 2019. gada 3. jūlijā notika {days} dienu brauciens uz Cēsīm. 2019. gada 5. jūlijā visi bija mājās."
    assert told(document, text)[0][1:3] == ("2019-07-03", end)


def test_the_last_day_of_an_event_is_no_other_event(document):
    lines = (
        "Ādažos no 6. līdz 17. novembrim norisinājās militāras mācības.",
        "Mācības noslēdzās 17. novembrī ar ierindas skati.",
    )
    first = told(document, *lines[:1], "Mācības noslēdzās 17. novembrī.", published="2017-11-20")
    assert [event[1:3] for event in first] == [("2017-11-06", "2017-11-17")]


def test_rows_of_a_table(document):
    rows = (("table_row", "Metodiskā stunda | 26.03.2020. | Cēsis"), ("table_row", "Vizīte | 20.–23.04.2020. | Oslo"))
    assert [(e.name, e.start_date, e.place_ids) for e in events.read(document(*rows))] == [
        ("Metodiskā stunda", "2020-03-26", ("lv-cesis",)),
        ("Vizīte Oslo", "2020-04-20", ("no-oslo",)),
    ]


def test_a_wish_is_no_event(document):
    assert told(document, "Pašvaldības, kas vēlas rīkot diskusiju 2016. gada 5. martā, aicinātas pieteikties.") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("2019. gada 14. martā Rīgā notika seminārs bibliotekāriem.", ["Seminārs bibliotekāriem"]),
        ("2019. gada 14. martā Rīgā notika sanāksme par skolēnu ēdināšanu.", ["Sanāksme par skolēnu ēdināšanu"]),
        ("Reģionālās mācības notika 2019. gada 14. martā Rīgā.", ["Reģionālās mācības"]),
        ("Ekspertu sanāksmes notika 2019. gada 5. martā Rīgā un 12. martā Cēsīs.", ["Ekspertu sanāksme"] * 2),
    ],
)
def test_names_are_those_of_one_event(document, text, names):
    assert [e.name for e in events.read(document(text))] == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Otrdien, 5. jūnijā, Alūksnē sāksies mācības „Namejs”, kas ilgs līdz 10. jūnijam.",
            [("training", "2018-06-05", "2018-06-10", ("lv-aluksne",))],
        ),
        (
            "Biedrība rudenī rīkoja sanāksmes. Pirmā notika 22. maijā Cēsīs, otrā – 26. maijā Liepājā.",
            [
                ("meeting", "2018-05-22", "2018-05-22", ("lv-cesis",)),
                ("meeting", "2018-05-26", "2018-05-26", ("lv-liepaja",)),
            ],
        ),
        (
            "Foruma laikā 22. maijā Cēsīs notika diskusija.",
            [("discussion", "2018-05-22", "2018-05-22", ("lv-cesis",))],
        ),
        (
            "22. maijā Madonas slimnīcā svinīgi atvēra uzņemšanas nodaļu.",
            [("other", "2018-05-22", "2018-05-22", ("lv-madona",))],
        ),
    ],
)
def test_sentences_of_a_page(document, text, expected):
    assert told(document, text, published="2018-06-04") == expected


def test_who_came_and_spoke_is_told_further_on(document):
    made = document(
        "2019. gada 14. martā Cēsīs notika seminārs. Tajā piedalījās 40 bibliotekāri.",
        "2019. gada 20. martā Ogrē notika konference. Konferencē uzstājās Anna Liepa.",
    )
    first, second = events.read(made)
    assert (first.participants, second.participants) == (40, None)
    assert ([name for name, _ in first.people], [name for name, _ in second.people]) == ([], ["Anna Liepa"])


def test_all_places_of_a_list_before_a_bracket(document):
    item = ("list_item", "Labās prakses vizītes Rēzeknes novadā un Viļakas novadā (23.-25. 01.2019.)")
    assert [places for *_, places in told(document, item)] == [("lv-rezeknes-novads", "lv-vilakas-novads")]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("03.05.2018. – meistarklase pavāriem, Kandava, Tukuma novads (25)", ("lv-kandava", "lv-tukuma-novads")),
        ("22.02.2018. – atklāšanas konference „Nāc līdzi!”, Dobele (34 dalībnieki)", ("lv-dobele",)),
        ("Sanāksme koordinatoriem, 21.04.2016., Rīga", ("lv-riga",)),
        ("Lektoru apmācība, 4.–5.10.2018., Rēzekne; 41 persona", ("lv-rezekne",)),
        ("Projekta noslēguma pasākums | 2018. gada 30. novembris | Jelgava", ("lv-jelgava",)),
        ("19.04.2018. – jauniešu forums, dalībnieki – Rīga, Liepāja, Ventspils", ()),
        (
            "Bauskas un Dobeles novada kopīgais pārgājiens, 2018. gada 16. aprīlī",
            ("lv-bauskas-novads", "lv-dobeles-novads"),
        ),
        ("Cēsu festivāls notika 2018. gada 7. jūlijā.", ("lv-cesis",)),
        ("Talsu jauniešu brauciens 2018. gada 3. maijā izdevās.", ()),
    ],
)
def test_places_in_no_locative(document, text, places):
    assert [event[3] for event in told(document, ("list_item", text))] == [places]


def test_several_days_of_one_name_are_no_spans(document):
    days = "4. jūnijā Talsos, 5. jūnijā Saldū un 6. jūnijā Aizputē."
    text = f"Slimības dēļ nenotiks trīs izsludinātās atvērto durvju dienas – {days}"
    found = events.read(document(text, published="2019-05-30"))
    assert [(e.start_date, e.end_date, e.place_ids, e.status) for e in found] == [
        ("2019-06-04", "2019-06-04", ("lv-talsi",), "cancelled"),
        ("2019-06-05", "2019-06-05", ("lv-saldus",), "cancelled"),
        ("2019-06-06", "2019-06-06", ("lv-aizpute",), "cancelled"),
    ]


def test_public_discussions_last_for_weeks(document):
    text = "No 2022. gada 7. februāra līdz 7. martam norit ostas attīstības programmas sabiedriskā apspriešana."
    assert told(document, text) == [("discussion", "2022-02-07", "2022-03-07", ())]


def test_a_list_under_what_is_to_be_held(document):
    lines = (
        "Informatīvās sanāksmes notiks:",
        ("list_item", "2019. gada 25. jūnijā plkst. 17.30 – uzņēmējiem un biedrībām;"),
        ("list_item", "2019. gada 2. jūlijā plkst. 15.00 – vecākiem."),
    )
    assert [event[1] for event in told(document, *lines)] == ["2019-06-25", "2019-07-02"]


@pytest.mark.parametrize(
    "text",
    [
        "Fotokonkurss beidzas 2019. gada 30. septembrī.",
        "Projektu konkurss noslēgsies 2019. gada 4. oktobrī plkst. 13.00.",
        "2019. gada 13. jūnijs – pieteikumu termiņš konkursam „Zaļā skola”",
        "Eseju konkursam darbus gaidīsim līdz 2019. gada 1. oktobrim (iepriekš – 2019. gada 15. septembris).",
    ],
)
def test_the_end_of_a_competition_is_a_deadline(document, text):
    assert told(document, ("list_item", text)) == []


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "Ministri pārrunāja Viļņas foruma (2018. gada 6.–7. decembris) lēmumus.",
            ("conference", "2018-12-06", "2018-12-07", ("lt-vilna",)),
        ),
        (
            "No 2019. gada 3. līdz 5. jūnijam ministrs apmeklēja trīs pašvaldības – Rojas, Dundagas un Talsu novadu.",
            ("visit", "2019-06-03", "2019-06-05", ("lv-rojas-novads", "lv-dundagas-novads", "lv-talsu-novads")),
        ),
    ],
)
def test_events_told_by_the_way(document, text, event):
    assert told(document, text) == [event]


def test_months_of_a_plan(document):
    plan = "18. septembrī karjeras diena Kuldīgā; oktobrī darbnīcas Dundagā un Rojā"
    text = f"Pusgada plāns: {plan}; līdz 1. decembrim pārskats."
    assert told(document, text, published="2014-08-01") == [
        ("workshop", "2014-10-01", "2014-10-31", ("lv-dundaga-dundagas", "lv-roja-rojas")),
        ("other", "2014-09-18", "2014-09-18", ("lv-kuldiga",)),
    ]


def test_only_the_day_without_a_place_is_online(document):
    text = "Semināri notiks 2019. gada 9. maijā Cēsīs, 14. maijā Talsos un 16. maijā tiešsaistē."
    assert [(e.start_date, e.online) for e in events.read(document(text))] == [
        ("2019-05-09", False),
        ("2019-05-14", False),
        ("2019-05-16", True),
    ]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("9. augustā Vecpiebalgā ministrs pārrunāja sausuma sekas ar zemniekiem.", ("lv-vecpiebalga-vecpiebalgas",)),
        ("16. aprīlī Talsu un Smiltenes nodaļās brīvprātīgie krāsoja žogus.", ("lv-talsi", "lv-smiltene")),
        ("Pirms tam, 5. martā, Talsu ģimnāzijā skolēni klausījās stāstus par jūru.", ("lv-talsi",)),
        ("3. maijā vadība apmeklēja AS „Ceļu meistars” ražotni.", ()),
        ("14. jūnijā vadība nolika ziedus pie Brīvības pieminekļa.", ()),
    ],
)
def test_what_is_told_of_a_day_and_a_place_is_an_event(document, text, places):
    assert [event[3] for event in told(document, text, published="2018-11-12")] == [places]


@pytest.mark.parametrize(
    "text",
    [
        "Bezdarbnieku skaits Rēzeknē 1. novembrī sasniedza 2 100.",
        "Izdienas pensija piešķirta par darbu 2017. gada 3. novembra plūdos Ogrē.",
        "Dzejnieks dzimis 1938. gada 3. martā Viesītē.",
        "Ceļa posms Pūrē no 24. oktobra būs slēgts, bet Tukumā 3. novembrī slēgs arī tiltu.",
        "Programmas nolikums Cēsīs apstiprināts 2. jūnijā.",
    ],
)
def test_what_is_no_event_of_a_day_and_a_place(document, text):
    assert told(document, text, published="2018-11-12") == []


@pytest.mark.parametrize("text", ["9 870 audžuģimeņu (uz 01.09.2024.)", "Seminārā rādītie dati uz 01.09.2024."])
def test_what_there_was_on_a_day_is_no_event(document, text):
    assert told(document, ("list_item", text)) == []


def test_a_label_names_what_the_sentence_behind_it_dates(document):
    text = "Ievadseminārs. Notika 2012. gada 17. aprīlī Ogrē, klāt bija visi partneri."
    found = events.read(document(text))
    assert [(e.name, e.kind, e.place_ids) for e in found] == [("Ievadseminārs Ogrē", "seminar", ("lv-ogre",))]


def test_the_town_and_not_its_region(document):
    lines = (
        "Pirms fināla notika atlases sacensības:",
        ("list_item", "Kurzemē – 2015. gada 21. martā Saldū (65 dalībnieki);"),
        ("list_item", "Latgale – 2015. gada 14. martā Rēzeknē."),
    )
    assert [places for *_, places in told(document, *lines)] == [("lv-saldus",), ("lv-rezekne",)]


def test_towns_of_organisations_that_a_line_names(document):
    lines = (
        ("heading", "Nometņu kalendārs"),
        ("list_item", "„Robotu sala”, Valmieras tehnikums, 2021. gada 5.–9. jūlijs"),
        ("list_item", "„Pēdas smiltīs”, Pāvilosta, 2021. gada 12.–16. jūlijs"),
        ("list_item", "„Citādā skola”, tiešsaistē, 2021. gada 19.–23. jūlijs"),
    )
    found = events.read(document(*lines))
    assert [(e.kind, e.place_ids, e.online) for e in found] == [
        ("camp", ("lv-valmiera",), False),
        ("camp", ("lv-pavilosta",), False),
        ("camp", (), True),
    ]


def test_rows_under_what_names_them(document):
    rows = ("Nr. | Norises vieta | Datums", "1. | Jelgava | 11.02.2020.", "2. | tiešsaiste | 12.11.2020.")
    found = events.read(document("1. tabula. Semināri", *(("table_row", row) for row in rows)))
    assert [(e.kind, e.start_date, e.place_ids, e.online) for e in found] == [
        ("seminar", "2020-02-11", ("lv-jelgava",), False),
        ("seminar", "2020-11-12", (), True),
    ]


def test_a_programme_without_list_marks(document):
    lines = (
        ("heading", "Otrdiena, 2015. gada 24. marts"),
        "Cēsis – augsta līmeņa konference „Ūdens resursi”",
        "Ogre – politikas direktoru tikšanās",
    )
    assert [(start, places) for _, start, _, places in told(document, *lines)] == [
        ("2015-03-24", ("lv-cesis",)),
        ("2015-03-24", ("lv-ogre",)),
    ]


def test_where_is_told_in_the_next_paragraph(document):
    lines = (
        "No 2023. gada 16. līdz 20. oktobrim ministrija aicina uz Mediācijas nedēļu.",
        "Nedēļas laikā mediatori sniegs padomus Jelgavā un Valmieras bibliotēkā.",
    )
    found = told(document, *lines, title="Tuvojas Mediācijas nedēļa")
    assert [places for *_, places in found] == [("lv-jelgava", "lv-valmiera")]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "Eksperti apmeklēja Zemgali: 28. martā – Bausku, 29. martā – Jēkabpili.",
            [("lv-bauska",), ("lv-jekabpils",)],
        ),
        ("15.–17. februārī – Minhenes drošības konference.", [("de-minhene",)]),
        ("Ministra nākamais brauciens paredzēts 25. maijā uz Skrundu.", [("lv-skrunda",)]),
        (
            "18. maijā ministrs Rojā apskatīja ietaises, kuras pabeigtas 2017. gada 30. novembrī.",
            [("lv-roja-rojas",)],
        ),
    ],
)
def test_places_of_visits_and_names(document, text, places):
    assert [found for *_, found in told(document, text, published="2018-05-18")] == places


def test_a_day_that_a_line_opens_with(document):
    lines = (
        "Dienests rīko divus vebinārus ģimenes ārstiem.",
        "1) 2020. gada 4. novembris – e-nosūtījumi;",
        "2) 2020. gada 11. novembris – profilaktiskās apskates.",
    )
    assert [(e.start_date, e.online) for e in events.read(document(*lines))] == [
        ("2020-11-04", True),
        ("2020-11-11", True),
    ]


def test_lines_of_a_calendar_are_events_without_a_place(document):
    lines = (
        "Galvenie notikumi:",
        ("list_item", "„Stop putekļiem!” (2014. gada 28. aprīlis – 9. maijs)"),
        ("list_item", "„Ziemeļi”, 2014. gada 5.–11. augusts"),
        ("list_item", "Iesniegti 40 pieteikumi"),
    )
    found = events.read(document(*lines))
    assert [(e.start_date, e.end_date) for e in found] == [("2014-04-28", "2014-05-09"), ("2014-08-05", "2014-08-11")]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("2018. gada 17. janvārī – rīta saruna žurnālistiem (Ogre)", ("lv-ogre",)),
        ("2018. gada 15. septembrī ministre iepazinās ar Liepājas reģionālās slimnīcas plāniem.", ("lv-liepaja",)),
    ],
)
def test_towns_in_brackets_and_of_what_was_visited(document, text, places):
    assert [event[3] for event in told(document, ("list_item", text))] == [places]


def test_what_is_to_be_done_is_no_name(document):
    line = ("list_item", "Nākamo sēdi sasaukt 2018. gada 13. decembrī.")
    assert [e.name for e in events.read(document(line))] == ["Nākamā sēde"]


@pytest.mark.parametrize(
    ("text", "events_told"),
    [
        (
            "Ceļš dzejniekus vedīs uz Talsiem (2016. gada 6. aprīlis) un Kandavu (2016. gada 7. aprīlis).",
            [("2016-04-06", ("lv-talsi",)), ("2016-04-07", ("lv-kandava",))],
        ),
        (
            "2016. gada 9. jūlijā no Siguldas uz Turaidu dosies gājiens „Zemnieka takās”.",
            [("2016-07-09", ("lv-sigulda", "lv-turaida-krimuldas"))],
        ),
        ("Dati liecina, ka 2016. gada 1. oktobrī Cēsīs bija 900 skolēnu.", []),
    ],
)
def test_goals_routes_figures_and_months(document, text, events_told):
    assert [(start, places) for _, start, _, places in told(document, text)] == events_told


@pytest.mark.parametrize(
    ("text", "told_there"),
    [
        (
            "Izstāde ceļos tālāk: uz Oslo (no 3. marta līdz 5. aprīlim) un Tallinu (10.04.2019.–12.05.2019.).",
            [("2019-03-03", ("no-oslo",)), ("2019-04-10", ("ee-tallina",))],
        ),
        (
            "No marta izstāde ceļos: no 5. marta līdz 4. aprīlim tā būs skatāma Valkas bibliotēkā, pēc tam, no"
            " 10. aprīļa līdz 5. maijam, Limbažu muzejā.",
            [("2019-03-05", ("lv-valka",)), ("2019-04-10", ("lv-limbazi",))],
        ),
        (
            "Sapulce, kam bija jānotiek 2. martā Ogrē, domes zālē, notiks tajā pašā vietā 3. aprīlī.",
            [("2019-03-02", ("lv-ogre",)), ("2019-04-03", ("lv-ogre",))],
        ),
        (
            "5. martā Cēsīs notiks seminārs. Turpat 9. martā risināsies diskusija.",
            [("2019-03-05", ("lv-cesis",)), ("2019-03-09", ("lv-cesis",))],
        ),
        (
            "Semināri notiks Talsos un Saldū, attiecīgi 18. un 19. aprīlī.",
            [("2019-04-18", ("lv-talsi",)), ("2019-04-19", ("lv-saldus",))],
        ),
        ("Piemiņas brīdis pie Alūksnes stacijas notiks 5. aprīlī.", [("2019-04-05", ("lv-aluksne",))]),
        ("Ekskursija uz Ventspils radioteleskopa zāli notiks 5. aprīlī.", [("2019-04-05", ("lv-ventspils",))]),
        ("Koncerts notiks Saldus kultūras namā 5. aprīlī.", [("2019-04-05", ("lv-saldus",))]),
        ("Seminārs Saldū, kas bija paredzēts 5. martā, atcelts.", [("2019-03-05", ("lv-saldus",))]),
        ("5. aprīlī Gulbenē pieminēs 1941. gadā izsūtītos, izskanēs koncerts.", [("2019-04-05", ("lv-gulbene",))]),
        ("Nākamo konferenci aprīlī rīkos Luksemburga.", [("2019-04-01", ("lu",))]),
        ("Sanāksmes: Kurzemes reģionam – 9. martā Saldus 1. vidusskolā.", [("2019-03-09", ("lv-saldus",))]),
        ("9. martā – seminārs „Darbs” (Liepājas Universitāte, Liepāja), 64", [("2019-03-09", ("lv-liepaja",))]),
        (
            "Izstāde „Tilti” Tiltu muzejā (Mūrnieki, Amatas novads), 5.–9. aprīlī",
            [("2019-04-05", ("lv-amatas-novads",))],
        ),
    ],
)
def test_where_it_was_by_other_words(document, text, told_there):
    made = [(start, places) for _, start, _, places in told(document, text, published="2019-02-20")]
    assert made == told_there


@pytest.mark.parametrize(
    "text",
    [
        "Saistībā ar 12. martā izsludināto ārkārtējo situāciju ministrija atceļ pasākumus.",
        "Konkursa pieteikumu iesniegšana ir pagarināta no 30. marta līdz 20. aprīlim.",
        "Pasākumi novadā. Ievietots: 19.03.2020.",
        "Pieminot 1949. gada 25. marta deportāciju, muzejā notiks pasākums.",
        "Godinot 1949. gada 25. martā izsūtīto piemiņu, muzejs aicina uz koncertu.",
        "Pēc 3. marta plūdiem novada dome sasauca sanāksmi.",
    ],
)
def test_a_day_of_something_else(document, text):
    assert told(document, text, published="2020-03-20") == []


def test_a_lead_in_among_the_items_of_its_list(document):
    lines = (
        "Paveiktais:",
        ("list_item", "Izdota rokasgrāmata."),
        ("list_item", "Noorganizētas brīvprātīgo mācības divās nodaļās:"),
        ("list_item", "Rīgā - 12.-13. septembrī (24 dalībnieki);"),
        ("list_item", "Liepājā - 26. septembrī (15 dalībnieki)."),
    )
    found = events.read(document(*lines, published="2010-12-01"))
    assert [(e.kind, e.name, e.place_ids) for e in found] == [
        ("training", "Brīvprātīgo mācības", ("lv-riga",)),
        ("training", "Brīvprātīgo mācības", ("lv-liepaja",)),
    ]


def test_the_town_of_a_street_is_told_once(document):
    lines = (
        "5. martā Rīgā, Dzirnavu ielā 14, notika konference.",
        "12. martā Dzirnavu ielā 14 notika diskusija, bet 19. martā Skolas ielā 2 – darbnīca.",
    )
    found = told(document, *lines, published="2019-04-01")
    assert [(start, places) for _, start, _, places in found] == [
        ("2019-03-05", ("lv-riga",)),
        ("2019-03-12", ("lv-riga",)),
        ("2019-03-19", ()),
    ]


def test_an_opening_and_what_was_opened(document):
    text = "22. martā Rīgā atklās karšu izstādi. Izstāde būs skatāma līdz 31. maijam."
    found = told(document, text, published="2019-03-20")
    assert [event[1:3] for event in found] == [("2019-03-22", "2019-05-31"), ("2019-03-22", "2019-03-22")]


def test_the_end_is_told_in_the_next_sentence(document):
    text = "Kursi mediatoriem sāksies 3. februārī Cēsīs. Kursi noslēgsies 28. martā."
    assert [event[1:3] for event in told(document, text, published="2019-01-20")] == [("2019-02-03", "2019-03-28")]


def test_a_series_is_online_by_its_title(document):
    rows = ("20.01.2021. | 16.00 | Kā plānot stundu", "24.02.2021. | 16.00 | Diskusija ar direktoriem")
    made = document(*(("table_row", row) for row in rows), title="Vebināru cikls skolotājiem")
    assert [(e.start_date, e.online) for e in events.read(made)] == [("2021-01-20", True), ("2021-02-24", True)]


@pytest.mark.parametrize(
    "text",
    [
        "5. martā Cēsīs Kultūras ministrijas rīkotajā seminārā tikās bibliotekāri.",
        "Kultūras ministrijas (KM) organizētā konference Cēsīs notika 5. martā.",
    ],
)
def test_whose_event_it_was(document, text):
    found = events.read(document(text, published="2019-04-01"))
    assert [e.organisations[0] for e in found] == [("Kultūras ministrija", "organiser")]


def test_the_cover_of_a_deck(document):
    lines = (("heading", "Padomes sēde"), "Satiksmes ministrija, 22.01.2019.")
    assert told(document, *lines) == [("meeting", "2019-01-22", "2019-01-22", ())]


def test_a_heading_tells_what_became_of_its_list(document):
    lines = (
        ("heading", "ATCELTI"),
        ("list_item", "seminārs Dobelē 20. martā;"),
        ("heading", "PĀRCELTI"),
        ("list_item", "konference, ko bija paredzēts rīkot 3. aprīlī Valmierā, notiks turpat 2. oktobrī."),
        ("heading", "NOTIKS TIEŠSAISTĒ"),
        ("list_item", "26. martā – diskusija par attālinātu darbu."),
    )
    found = events.read(document(*lines, published="2020-03-16"))
    assert [(e.start_date, e.status, e.online) for e in found] == [
        ("2020-03-20", "cancelled", False),
        ("2020-04-03", "cancelled", False),
        ("2020-10-02", "planned", False),
        ("2020-03-26", "planned", True),
    ]


def test_the_one_day_of_a_programme_is_that_of_the_event_above(document):
    lines = ("KONFERENCE „Mežs”", "2017. gada 18. maijā", "Kuldīga, mākslas nams", "10.00 Atklāšana", "12.00 Diskusija")
    assert told(document, *lines) == [("conference", "2017-05-18", "2017-05-18", ("lv-kuldiga",))]


def test_what_was_done_on_another_day_is_not_named_by_the_first(document):
    text = "Brauciena pirmajā dienā viesi noklausījās lekciju Tartu, bet 13. martā apmeklēja Valgas skolu."
    found = events.read(document(text, published="2018-04-01"))
    assert [(e.kind, "ee-valga" in e.place_ids) for e in found] == [("visit", True)]


def test_an_exhibition_goes_on_its_way(document):
    text = "Izstāde ceļos: no 6. līdz 28. martam uz Jelgavu, bet aprīlī – uz Daugavpili."
    found = told(document, text, published="2020-03-01")
    assert [places for *_, places in found] == [("lv-jelgava",), ("lv-daugavpils",)]


def test_what_begins_here_ends_there(document):
    text = "Vasaras skola sāksies 26. jūnijā Limbažos un noslēgsies 30. jūnijā Salacgrīvā."
    found = told(document, text, published="2017-06-19")
    assert found == [("training", "2017-06-26", "2017-06-30", ("lv-limbazi", "lv-salacgriva"))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Savukārt ceturtdien, 10. oktobrī plkst. 14.00, Rēzeknē parakstīja memorandu, lai veicinātu tirdzniecību.",
            "Rēzeknē parakstīja memorandu",
        ),
        ("Pirms tam, 8. oktobrī, Gulbenē sveica novada simtgadniekus.", "Gulbenē sveica novada simtgadniekus"),
    ],
)
def test_what_verbs_tell_has_a_name_that_reads_well(document, text, name):
    assert [e.name for e in events.read(document(text, published="2019-10-14"))] == [name]


def test_online_is_only_what_its_own_heading_says(document):
    lines = (
        ("heading", "Notiks tiešsaistē"),
        ("list_item", "3. martā lekcija par dārziem"),
        ("heading", "Notiks klātienē"),
        ("list_item", "5. martā lekcija par parkiem"),
    )
    assert [e.online for e in events.read(document(*lines, published="2021-02-20"))] == [True, False]
