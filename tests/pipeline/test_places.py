"""Places in every case form, told from what only looks like them."""

from __future__ import annotations

import pytest

from pipeline import places


def named(document, *lines):
    return [m.name for m in places.read(document(*lines))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Darbnīca notika Cēsīs.", ["Cēsis"]),
        ("Pārstāvji ieradās no Talsiem, Preiļiem un Ventspils.", ["Talsi", "Preiļi", "Ventspils"]),
        ("Vizīte uz Viļņu un Tallinu", ["Viļņa", "Tallina"]),
        ("Nometne bija Talsu novadā.", ["Talsu novads"]),
        ("Speciālisti no Dobeles, Bauskas un Tukuma novada", ["Dobeles novads", "Bauskas novads", "Tukuma novads"]),
        ("Skolotāji no Gulbenes un Balvu novadiem", ["Gulbenes novads", "Balvu novads"]),
        ("Tikšanās notika Ventspils pilsētā.", ["Ventspils"]),
        ("Brauciens uz Kaunatas pagastu (Rēzeknes novadā)", ["Kaunatas pagasts", "Rēzeknes novads"]),
        ("RĪGA, 2018. gads", ["Rīga"]),
    ],
)
def test_inflected_names(document, text, names):
    assert named(document, text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Pasākums notiks Jelgavas ielā 4.",
        "Biedrība „Ventspils jaunieši” saņēma balvu.",
        "Rīgas 64. vidusskola un Madonas Valsts ģimnāzija",
        "Romu mediatori strādā skolās.",
        "Latvijas Romu dienas programma".replace("Latvijas ", ""),
        "visi kopā gāja gar upi, un saldus ābolus deva bērniem",
    ],
)
def test_what_is_no_place(document, text):
    assert named(document, text) == []


def test_weak_names_need_a_sure_context(document):
    assert named(document, "Delegācija viesojās Parīzē un Romā.") == ["Parīze", "Roma"]
    assert named(document, "Eksperti no Dobeles, Maltas un Viļāniem") == ["Dobele", "Malta", "Viļāni"]


def test_locative_says_where(document):
    found = places.read(document("Cēsīs tikās viesi no Valmieras."))
    assert [(m.name, m.locative) for m in found] == [("Cēsis", True), ("Valmiera", False)]


def test_spans(document):
    made = document("Ievads", "Diskusija notika Ventspils pilsētā un Kuldīgā.")
    assert [made.text[m.start : m.end] for m in places.read(made)] == ["Ventspils pilsētā", "Kuldīgā"]
