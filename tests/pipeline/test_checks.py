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
        (("Sanāksme notika 2019. gada 31. aprīlī.",), "no-such-day"),
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
        (
            (
                ("heading", "Projekta pasākumi"),
                ("list_item", "Labās prakses vizīte Talsu un Dundagas novadā (06.-08.03.2019.)"),
                ("heading", "Labās prakses vizīte"),
                "Labās prakses vizīte Dundagas novadā, 6.-8.03.2018.",
            ),
            "event-dates-disagree",
        ),
        (
            (
                "Starptautiskā bibliotēku konference notika 2019. gada 4. jūnijā Rīgā.",
                "Starptautisko bibliotēku konferenci Rīgā 6.04.2019. atklāja ministre.",
            ),
            "event-dates-disagree",
        ),
        (
            (
                "Starptautiskā bibliotēku konference Rīgā notiks 2019. gada 14. jūnijā.",
                ("heading", "Kā pieteikties"),
                "Starptautisko bibliotēku konferenci 2019. gada 15. jūnijā Rīgā, Mūkusalas ielā 3, atklās ministre.",
            ),
            "event-dates-disagree",
        ),
        (
            (
                ("heading", "Projekts „Tilti” (līgums Nr. 2019-1/77)"),
                "Projekta „Tilti” īstenošanas periods: 2018. gada 15. jūlijs – 2019. gada 14. jūlijs.",
                ("heading", "Projekta aktivitātes"),
                ("list_item", "Ievadseminārs mediatoriem Rīgā, 24.05.2018."),
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
        ("Ieradās eksperti no 5 pašvaldībām – Cēsīm, Ogres, Talsiem un citām.",),
        ("Seminārā piedalījās 29 no 34 darbiniekiem, no viņiem septiņi – attālināti.",),
        ("Bibliotekāri ir 85 no 119 skolām, lai gan 2011. gadā tādu bija mazāk nekā četrdesmit.",),
        (
            "Projekts „Tilti” (līgums Nr. 2019-1/77)",
            "Projekta īstenošanas laiks: 01.03.2019.–31.08.2019.",
            "Pirmā ekspertu sanāksme notika 2018. gada 5. maijā Rīgā.",
        ),
        ("Darbnīca „Mana balss” notika 2019. gada 5. martā Talsos.", "Darbnīca „Mana balss” notika 12. martā Talsos."),
        (
            "Starptautiskā bibliotēku konference Rīgā notiks 2019. gada 14. jūnijā.",
            "Otrajā dienā, 15. jūnijā, bibliotēku konference turpināsies Rīgā.",
        ),
        (
            "Reģionālā bibliotēku konference notika 2019. gada 4. jūnijā Rīgā.",
            "Reģionālā bibliotēku konference notika 2019. gada 11. jūnijā Rīgā.",
            "Reģionālā bibliotēku konference notika 2019. gada 18. jūnijā Rīgā.",
        ),
        (
            "Ikgadējā lauku attīstības konference notika 2018. gada 5. martā Talsos.",
            "Ikgadējā lauku attīstības konference notika 2019. gada 5. martā Talsos.",
        ),
        (
            "Komunistiskā genocīda upuru piemiņas brīdis notika 2018. gada 14. jūnijā Rīgā.",
            "Komunistiskā genocīda upuru piemiņas brīdis notika 2019. gada 14. jūnijā Rīgā.",
        ),
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


@pytest.mark.parametrize(
    ("line", "latvian"),
    [
        ("Otrdien, 2019. gada 14. martā, notika sanāksme.", "„otrdiena”, bet 2019-03-14 bija ceturtdiena."),
        ("Sanāksme notika š.g. 18. augustā.", "bet gads nav teikts ne tekstā, ne ap to."),
        ("Piedalījās 20 dalībnieki, t.sk. 15 skolotāji un 9 vecāki.", "ir 24 (15 + 9), vairāk nekā kopskaits 20."),
        ("Ieradās eksperti no 5 pašvaldībām – Cēsīm, Ogres un Talsiem.", "bet uzskaitījumā ir 3."),
    ],
)
def test_a_finding_is_told_in_latvian_too(document, line, latvian):
    [finding] = checks.read(document(line))
    assert finding.message_lv.endswith(latvian)
