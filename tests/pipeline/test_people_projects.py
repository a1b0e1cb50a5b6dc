"""People by name and role; projects with agreement and programme."""

from __future__ import annotations

import pytest

from pipeline import people, projects


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Runāja Ilze Kalniņa.", "Ilze Kalniņa"),
        ("sadarbībā ar Andri Bērziņu", "Andris Bērziņš"),
        ("pateicās Ievai Ozolai", "Ieva Ozola"),
        ("Prezentācija (J.Liepiņš)", "J. Liepiņš"),
        ("Ziņo A. Krūmiņa", "A. Krūmiņa"),
        ("kopā ar Annu Ozolu-Kalniņu", "Anna Ozola-Kalniņa"),
        ("Sacīja vadītāja Olena Koval.", "Olena Koval"),
        ("Runāja eksperts Bogdans Sidorenko.", "Bogdans Sidorenko"),
        ("Runāja Ilze Kalniņa,", "Ilze Kalniņa"),  # a line that is cut off behind the comma
    ],
)
def test_names(document, text, name):
    assert [p.name for p in people.read(document(text))] == [name]


@pytest.mark.parametrize(
    "text",
    ["Pasākums K. Barona ielā 3.", "Latvijas Republika", "Kultūras ministrija Rīgā", "eksperti Valsts Kases zālē"],
)
def test_no_person(document, text):
    assert people.read(document(text)) == []


def test_roles(document):
    after = people.read(document("Ilze Kalniņa, nometnes vadītāja: „Bija labi.”"))
    before = people.read(document("Runāja eksperte Ilze Kalniņa."))
    assert (after[0].role, before[0].role) == ("nometnes vadītāja", "eksperte")


def test_project_with_agreement_and_programme(document):
    text = "Projektu „Tilti II” (līgums Nr. 2019-1-LV/77) īsteno programmas „Erasmus+” ietvaros."
    found = projects.read(document(text))
    assert [(p.name, p.agreement, p.programme) for p in found] == [("Tilti II", "2019-1-LV/77", "Erasmus+")]


def test_project_period(document):
    found = projects.read(document("Projekts „Tilti II”", "Projekta īstenošanas laiks: 01.03.2019.–31.08.2020."))
    assert [(p.start_date, p.end_date) for p in found] == [("2019-03-01", "2020-08-31")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Skaidroja Kultūras ministrijas Sabiedrības integrācijas departamenta direktore Jeļena Šaicāne.",
            [("Jeļena Šaicāne", "direktore", "Sabiedrības integrācijas departaments")],
        ),
        (
            "Liesma Ose, praktiskās darbnīcas vadītāja: „Mēs mācījāmies.”",
            [("Liesma Ose", "praktiskās darbnīcas vadītāja", None)],
        ),
        (
            "Liesma Ose vadīja nodarbību. Vēlāk Ose atbildēja uz jautājumiem, un dalībnieki Osei pateicās.",
            [("Liesma Ose", None, None), ("Liesma Ose", None, None), ("Liesma Ose", None, None)],
        ),
        ("Semināru vadīja L. Ose no Rīgas.", [("L. Ose", None, None)]),
        (
            "Atklāšanā runāja kultūras ministrs Nauris Puntulis un labklājības ministre Ramona Petraviča.",
            [("Nauris Puntulis", "kultūras ministrs", None), ("Ramona Petraviča", "labklājības ministre", None)],
        ),
        (
            "Sveicienu nodeva valsts sekretāra vietniece Zane Vāgnere.",
            [("Zane Vāgnere", "valsts sekretāra vietniece", None)],
        ),
        (
            "Delegāciju vadīja Izglītības un zinātnes ministrijas valsts sekretāre Līga Lejiņa.",
            [("Līga Lejiņa", "valsts sekretāre", "Izglītības un zinātnes ministrija")],
        ),
        (
            "Tikās ar Labklājības ministrijas eksperti Ilzi Bērziņu un Tiesībsarga biroja juristu Andri Upīti.",
            [
                ("Ilze Bērziņa", "eksperte", "Labklājības ministrija"),
                ("Andris Upītis", "jurists", "Tiesībsarga birojs"),
            ],
        ),
        (
            "Pateicamies Jānim Kalniņam, Mārtiņam Briedim un Annai Eglei.",
            [("Jānis Kalniņš", None, None), ("Mārtiņš Briedis", None, None), ("Anna Egle", None, None)],
        ),
        (
            "Izstādi atklāja Jāņa Upīša un Dainas Ozolas vadītais kolektīvs.",
            [("Jānis Upītis", None, None), ("Daina Ozola", None, None)],
        ),
        ("Pieredzē dalījās Nino Beridze no Tbilisi.", [("Nino Beridze", None, None)]),
        (
            "Par to runāja Anna Marija Kalniņa un Ursula fon der Leiena.",
            [("Anna Marija Kalniņa", None, None), ("Ursula fon der Leiena", None, None)],
        ),
        (
            "Lekciju lasīja Latvijas Universitātes profesore Dace Dzenovska, J. Bērziņš (Kultūras ministrija) runāja.",
            [("Dace Dzenovska", "profesore", "Latvijas Universitāte"), ("J. Bērziņš", None, "Kultūras ministrija")],
        ),
        (
            "Uzstājās Pēteris Liepa, Rīgas domes deputāts, un Inga Ozola, biedrības „Saule” valdes priekšsēdētāja.",
            [("Pēteris Liepa", "deputāts", "Rīgas dome"), ("Inga Ozola", "valdes priekšsēdētāja", "Saule")],
        ),
        ("Krišjāņa Barona ielā 3 notiks sarunas par Jāņa Raiņa dzeju.", []),
        ("Friča Brīvzemnieka pamatskolā viesojās ministre.", []),
        (
            "Maija Krūmiņa ir mediatore. Krūmiņas darbu novērtēja kolēģi, un M. Krūmiņa turpinās.",
            [("Maija Krūmiņa", None, None), ("Maija Krūmiņa", None, None), ("Maija Krūmiņa", None, None)],
        ),
        (
            "Projekta vadītājs Juris Zaķis stāstīja, ka Zaķis un komanda devās uz Cēsīm.",
            [("Juris Zaķis", "projekta vadītājs", None), ("Juris Zaķis", None, None)],
        ),
        (
            "Direktore Elīna Celmiņa un bijušais vēstnieks Andris Teikmanis sarunājās.",
            [("Elīna Celmiņa", "direktore", None), ("Andris Teikmanis", "bijušais vēstnieks", None)],
        ),
        (
            "Vaira Vīķe-Freiberga un Valdis Zatlers piedalījās.",
            [("Vaira Vīķe-Freiberga", None, None), ("Valdis Zatlers", None, None)],
        ),
        ("Godināja Vairu Vīķi-Freibergu.", [("Vaira Vīķe-Freiberga", None, None)]),
        (
            "Ziņo Ieva Liepiņa, Kultūras ministrijas Komunikācijas nodaļas vadītāja.",
            [("Ieva Liepiņa", "vadītāja", "Komunikācijas nodaļa")],
        ),
        (
            "Rīta sesiju vadīs moderators Kaspars Ozoliņš (Latvijas Televīzija).",
            [("Kaspars Ozoliņš", "moderators", "Latvijas Televīzija")],
        ),
    ],
)
def test_names_roles_and_organisations(document, text, told):
    assert [(p.name, p.role, p.organisation) for p in people.read(document(text))] == told


@pytest.mark.parametrize(
    ("name", "number"),
    [("Romu platforma IV", 4), ("Tilti 2", 2), ("Soļi – 5", 5), ("Saules stars 2020", None), ("Mūsu puse", None)],
)
def test_the_number_of_a_series(document, name, number):
    assert [p.series_number for p in projects.read(document(f"Turpinās projekts „{name}”."))] == [number]


@pytest.mark.parametrize(
    ("text", "agreement", "programme"),
    [
        ("Projekta Nr. 9.1.4.4/16/I/001 „Tilti” ietvaros notika seminārs.", "9.1.4.4/16/I/001", None),
        ("Eiropas Sociālā fonda projekts „Tilti” turpinās.", None, "Eiropas Sociālais fonds"),
        ("„Tilti” projekta dalībnieki brauca Erasmus+ apmaiņā.", None, "Erasmus+"),
    ],
)
def test_agreement_and_programme_around_the_name(document, text, agreement, programme):
    assert [(p.name, p.agreement, p.programme) for p in projects.read(document(text))] == [
        ("Tilti", agreement, programme)
    ]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        (
            "Projekts „Tilti” norisinās no 2020. gada 17. augusta līdz 2021. gada 16. augustam.",
            ("2020-08-17", "2021-08-16"),
        ),
        ("Projektu „Tilti” (2019–2021) vada Kultūras ministrija.", ("2019-01-01", "2021-12-31")),
        ("Projekts „Tilti” Eiropas Sociālā fonda 2014.–2020. gada programmā.", (None, None)),
        ("Projekta „Tilti” nometne notika no 6. līdz 8. jūnijam 2019. gadā.", (None, None)),
    ],
)
def test_a_projects_period_is_neither_its_programmes_nor_an_events(document, text, period):
    assert [(p.start_date, p.end_date) for p in projects.read(document(text))] == [period]
