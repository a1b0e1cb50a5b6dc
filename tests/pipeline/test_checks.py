"""Findings: what does not add up is found, and what does is left alone."""

from __future__ import annotations

import pytest

from pipeline import checks


def kinds(document, *lines):
    return [f.kind for f in checks.read(document(*lines))]


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("Otrdien, 2019. gada 14. martā, notika sanāksme.",), "weekday"),
        (("No pirmdienas, 12. marta, līdz piektdienai, 15. martam 2019. gadā notika mācības.",), "weekday"),
        (("Sanāksme notika š.g. 18. augustā.",), "no-year"),
        (("Piedalījās 20 dalībnieki, t.sk. 15 skolotāji un 9 vecāki.",), "parts-exceed-total"),
        (("Ieradās eksperti no 5 pašvaldībām – Cēsīm, Ogres un Talsiem.",), "listed-otherwise"),
        (
            (
                "Projekts „Tilti” (līgums Nr. 2019-1/77)",
                "Projekta īstenošanas laiks: 01.03.2019.–31.08.2019.",
                "Projekta „Tilti” seminārs notika 2020. gada 5. maijā Rīgā.",
            ),
            "outside-project",
        ),
    ],
)
def test_what_does_not_add_up(document, lines, kind):
    assert kinds(document, *lines) == [kind]


@pytest.mark.parametrize(
    "lines",
    [
        ("Ceturtdien, 2019. gada 14. martā, notika sanāksme.",),
        ("2019. gada 14. martā notika sanāksme, nākamā notiks 18. augustā.",),
        ("Piedalījās 24 dalībnieki, t.sk. 15 skolotāji un 9 vecāki.",),
        ("Piedalījās ap 20 dalībnieku, t.sk. 15 skolotāji un 9 vecāki.",),
        ("Ieradās eksperti no 3 pašvaldībām – Cēsīm, Ogres un Talsiem.",),
        ("Ieradās eksperti no 5 pašvaldībām, tostarp Cēsīm un Ogres.",),
        (
            "Projekts „Tilti” (līgums Nr. 2019-1/77)",
            "Projekta īstenošanas laiks: 01.03.2019.–31.08.2020.",
            "Projekta „Tilti” seminārs notika 2020. gada 5. maijā Rīgā.",
        ),
    ],
)
def test_what_adds_up(document, lines):
    assert kinds(document, *lines) == []


def test_a_finding_carries_both_quotes(document):
    made = document("Ieradās eksperti no 5 pašvaldībām – Cēsīm, Ogres un Talsiem.")
    assert checks.read(made)[0].evidence == (made.text, "Cēsīm, Ogres un Talsiem")
