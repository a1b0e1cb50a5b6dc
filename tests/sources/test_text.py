"""Plain text as people save it: pages with their furniture, decks with doubled lines, converted PDF."""

from __future__ import annotations

from pathlib import Path

import pytest

from hronika.types import Capture, Document, UnreadableError
from sources.formats import read
from sources.formats.lines import Line, glue, join_lines

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
PROSE = (
    "2019. gada 3. maijā Valmierā notika bibliotekāru seminārs, kurā piedalījās 45 dalībnieki no visas Vidzemes, lai "
    "runātu par sadarbību ar skolām un muzejiem."
)


def document(text: str) -> Document:
    return read(Capture("teksts.txt", text.encode(), "", "2024-01-01T00:00:00Z"))


def blocks(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in document(text).blocks]


def test_a_page_saved_as_text() -> None:
    saved = f"""Bibliotekāru seminārs

{PROSE}

  • iepazīties ar labo praksi;
  • vienoties par nākamo tikšanos.

Darba kārtība

{PROSE}"""
    assert blocks(saved) == [
        ("heading", "Bibliotekāru seminārs"),
        ("paragraph", PROSE),
        ("list_item", "iepazīties ar labo praksi;"),
        ("list_item", "vienoties par nākamo tikšanos."),
        ("heading", "Darba kārtība"),
        ("paragraph", PROSE),
    ]
    assert document(saved).title == "Bibliotekāru seminārs"
    assert document(saved).language == "lv"


def test_a_title_run_into_the_first_sentence() -> None:
    saved = f"Bibliotekāri vienojas par sadarbību{PROSE.replace('2019. gada', '2019.gada')}\n\n{PROSE}"
    assert blocks(saved)[0] == ("heading", "Bibliotekāri vienojas par sadarbību")
    assert blocks(saved)[1][1].startswith("2019.gada 3. maijā")


def test_calendar_poll_and_back_to_top() -> None:
    weeks = "          1 2\n3 4 5 6 7 8 9\n10 11 12 13 14 15 16\n17 18 19 20 21 22 23\n24 25 26 27 28 29 30\n31      "
    widgets = f"P O T C P S Sv\n{weeks}\n\nAptauja\n\nKā vērtējat novadu svētkus?\n\nUz augšu"
    assert blocks(f"Seminārs\n\n{PROSE}{widgets}") == [("heading", "Seminārs"), ("paragraph", PROSE)]
    assert blocks(f"Seminārs\n\n{PROSE}\n\n2017. gada marts\n{widgets}")[1:] == [("paragraph", PROSE)]
    assert blocks(f"Seminārs\n\n{PROSE}\n\nAptauja\n\n{PROSE}")[2:] == [("heading", "Aptauja"), ("paragraph", PROSE)]


def test_lines_of_a_list_are_no_headings() -> None:
    saved = f"Seminārs\n\n{PROSE}\n\nPrezentācija par muzejiem\n\nPrezentācija par skolām\n\nProgramma\n\n"
    assert [kind for kind, _ in blocks(saved)] == ["heading", "paragraph", "paragraph", "paragraph", "paragraph"]


def test_wrapped_prose() -> None:
    wrapped = """Seminārs

Valmierā notika bibliotekāru seminārs, kurā piedalījās 45 dalībnieki
no visas Vidzemes. Tas bija veltīts sadarbībai starp skolām un biblio-
tēkām.
Nākamais seminārs notiks Cēsīs."""
    assert blocks(wrapped)[1:] == [
        (
            "paragraph",
            "Valmierā notika bibliotekāru seminārs, kurā piedalījās 45 dalībnieki no visas Vidzemes. Tas bija veltīts "
            "sadarbībai starp skolām un bibliotēkām.",
        ),
        ("paragraph", "Nākamais seminārs notiks Cēsīs."),
    ]


ADDRESS = "https://www.ministrija.example/lv/projekti-un-pasakumi/tilti"
DECK = f"""
Rīgā, 2018. gada 7. jūnijā

 

Tilti starp novadiem: bibliotēku un skolu

sadarbības projekta noslēguma sanāksme

 

mailto:pasts@ministrija.example
{ADDRESS}
{ADDRESS}
 Projekta mērķi

1) iepazīstināt novadu skolotājus ar bibliotēku

piedāvātajām nodarbībām, kas notiek ārpus

skolas telpām

2) veidot jaunas nodarbības
 2

Bibliotēku darbs pa

reģioniem
• Vidzemē notika 12 nodarbības, kurās piedalījās ap

340 skolēnu (Valmiera, Cēsis,

Smiltene)

• Kurzemē – deviņas nodarbības ar

bibliotekāriem un vecākiem

• https://www.ministrija.example/lv/projekti-un-

pasakumi/tilti
{ADDRESS}

Kopumā projektā piedalījās 19 skolas.
 Paldies skolām, kas

palīdzēja!

"""


def test_a_deck_saved_with_doubled_lines() -> None:
    read_deck = document(DECK)
    assert [(block.kind, block.text) for block in read_deck.blocks] == [
        ("paragraph", "Rīgā, 2018. gada 7. jūnijā"),
        ("paragraph", "Tilti starp novadiem: bibliotēku un skolu sadarbības projekta noslēguma sanāksme"),
        ("slide_title", "Projekta mērķi"),
        (
            "list_item",
            "iepazīstināt novadu skolotājus ar bibliotēku piedāvātajām nodarbībām, kas notiek ārpus skolas telpām",
        ),
        ("list_item", "veidot jaunas nodarbības"),
        ("slide_title", "Bibliotēku darbs pa reģioniem"),
        ("list_item", "Vidzemē notika 12 nodarbības, kurās piedalījās ap 340 skolēnu (Valmiera, Cēsis, Smiltene)"),
        ("list_item", "Kurzemē – deviņas nodarbības ar bibliotekāriem un vecākiem"),
        ("paragraph", "Kopumā projektā piedalījās 19 skolas."),
        ("slide_title", "Paldies skolām, kas palīdzēja!"),
    ]
    assert [link.url for link in read_deck.links] == [ADDRESS]


def test_form_feeds_are_pages() -> None:
    pages = [f"Novadu svētki {name}\n\n{PROSE}\n\nGada pārskats {n}\n{n}" for n, name in enumerate("ABC", 1)]
    read_pages = document("\f".join(pages) + "\f")
    assert read_pages.pages == 3
    assert [(block.page, block.kind, block.text) for block in read_pages.blocks][2:4] == [
        (2, "slide_title", "Novadu svētki B"),
        (2, "paragraph", PROSE),
    ]
    assert "pārskats" not in read_pages.text


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [
        ("par līdzda-", "lības veicināšanu", "par līdzdalības veicināšanu"),
        ("Kul-", "tūras ministrija", "Kultūras ministrija"),
        ("Kul\u00ad", "tūras", "Kultūras"),
        ("2014.-", "2020. gadā", "2014.- 2020. gadā"),
        ("2014-", "2020", "2014-2020"),
        ("Rīgas-", "Valmieras", "Rīgas-Valmieras"),
        ("ES-", "fondu", "ES-fondu"),
        ("e-", "veselība", "e-veselība"),
        ("skolu -", "bibliotēku", "skolu - bibliotēku"),
        ("vietnē https://a.example/b-", "c/d", "vietnē https://a.example/b-c/d"),
    ],
)
def test_glue(left: str, right: str, whole: str) -> None:
    assert glue(left, right) == whole


def test_numbers_open_list_items_where_they_follow_each_other() -> None:
    def kinds(*texts: str) -> list[str]:
        return [piece.kind for piece in join_lines([Line(text, apart=True) for text in texts])]

    assert kinds("1. Atklāšana", "2. Ziņojumi", "3. Noslēgums") == ["list_item"] * 3
    assert kinds("1. jūlijā notika seminārs", "2. jūlijā – konference") == ["paragraph"] * 2
    assert kinds("5. Secinājumi") == ["paragraph"]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared seed documents are not here")
class TestSeeds:
    @pytest.mark.parametrize("number", range(5))
    def test_no_furniture(self, number: int) -> None:
        seed = next(SEEDS.glob(f"{number:03}_*"))
        read_seed = document(seed.read_text(encoding="utf-8"))
        assert read_seed.language == "lv"
        assert not {"Aptauja", "Uz augšu"} & {block.text for block in read_seed.blocks}
        assert "http" not in read_seed.text
        assert max(len(block.text) for block in read_seed.blocks) < 2000

    def test_slides_of_the_deck(self) -> None:
        deck = document(next(SEEDS.glob("004_*")).read_text(encoding="utf-8"))
        kinds = [block.kind for block in deck.blocks]
        assert kinds.count("slide_title") == 16
        assert kinds.count("list_item") > 35
        assert len(deck.links) == 2


def test_a_line_that_ends_in_a_preposition_or_in_gada_goes_on_with_a_number() -> None:
    text = "• Apmācības Siguldā, 2017. gada\n13.–15. septembrī\n• Tikšanās 12. un\n13. oktobrī\n"
    assert [block.text for block in document(text).blocks] == [
        "Apmācības Siguldā, 2017. gada 13.–15. septembrī",
        "Tikšanās 12. un 13. oktobrī",
    ]


@pytest.mark.parametrize(
    "code",
    [
        "body{margin:0;padding:0}.menu a:hover{color:#fff}",
        '(function(){var a=document.getElementById("x");if(a){a.focus();}})();',
        '{"rows": [1, 2, 3], "next": {"page": null}}',
        '<svg xmlns="http://www.w3.org/2000/svg"><text>Sveiki</text></svg>',
    ],
)
def test_code_and_data_are_no_text(code: str) -> None:
    with pytest.raises(UnreadableError, match="program code or data"):
        document(code)


def test_the_line_of_publication_dates_the_page_and_is_no_text() -> None:
    made = document("Seminārs Cēsīs\n\nPublicēts: 27.05.2021.\n\nTrešdien, 26. maijā, Cēsīs notika seminārs.\n")
    assert made.published == "2021-05-27"
    assert "Publicēts" not in made.text


def test_a_day_of_publication_that_the_title_runs_into_is_no_text() -> None:
    made = document("Talka Ogrē Ievietots: 27.05.2021 | Printēt\n\nTrešdien, 2. jūnijā, Ogrē notiks talka.\n")
    assert made.published == "2021-05-27"
    assert made.text.startswith("Talka Ogrē\n")


@pytest.mark.parametrize(
    "line",
    [
        "14.12.2015.",
        "14.12.2015. 14:10",
        "14. decembris 2015",
        "14. decembris, 2015 | Sabiedrisko attiecību nodaļa",
        "Pirmdiena, 2015. gada 14. decembris",
        "Autors: Anna Liepa | 14/12/2015",
        "Komunikācijas departaments, 14.12.2015.",
        "14.12.2015 Drukas versija",
    ],
)
def test_a_day_alone_between_title_and_prose_is_that_of_publication(line: str) -> None:
    for top in (
        f"Seminārs Cēsīs\n{line}\n",
        f"{line}\n\nSeminārs Cēsīs\n",
        f"Ministrija\n\nSeminārs Cēsīs\n\n{line}\n",
    ):
        made = document(f"{top}\n{PROSE}\n")
        assert made.published == "2015-12-14"
        assert line not in made.text


@pytest.mark.parametrize(
    "text",
    [
        f"Seminārs Cēsīs\nLaiks: 14.12.2015.\n\n{PROSE}",
        f"Seminārs Cēsīs\n14.12.2015. plkst. 10.00\n\n{PROSE}",
        f"Seminārs Cēsīs\n14.12.2015., Rīga\n\n{PROSE}",
        f"SĒDES PROTOKOLS\nRīgā, 2015. gada 14. decembrī\n\n{PROSE}",
        f"INFORMĀCIJA\nSagatavoja: Liepājas filiāle\n14.12.2015.\n\n{PROSE}",
        "Konference „Kopā”\n14.12.2015.\n\n9.00 Reģistrācija\n9.30 Atklāšana\n",
        f"Seminārs Cēsīs\n\n{PROSE}\n\n14.12.2015.\n\n{PROSE}",
        f"Jaunumi\n14.12.2015.\nSeminārs Cēsīs\n12.11.2015.\nSeminārs Ogrē\n\n{PROSE}",
    ],
)
def test_the_day_of_an_event_a_session_or_a_list_is_content(text: str) -> None:
    made = document(text)
    assert made.published is None
    assert "14" in made.text
