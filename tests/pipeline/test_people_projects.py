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
