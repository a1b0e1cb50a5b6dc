"""PDF as LibreOffice prints it: columns, tables, bullets and hyphenation, without footers and page numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from hronika.types import Capture, Document
from sources.formats import read

FOLDER = Path(__file__).parents[1] / "data" / "pdf"


def printed(name: str) -> Document:
    return read(Capture(name, (FOLDER / name).read_bytes(), "", "2024-01-01T00:00:00Z"))


def test_a_deck() -> None:
    deck = printed("deck.pdf")
    assert deck.pages == 6
    assert [(block.page, block.kind, block.text) for block in deck.blocks] == [
        (1, "slide_title", "Lasītāju kustība Vidzemē 2014.–2020. gadā"),
        (1, "paragraph", "Valmiera, 2021. gada 12. maijā"),
        (2, "slide_title", "Ieguvumi un grūtības"),
        (2, "list_item", "deviņas bibliotēkas sāka sadarboties ar četrpadsmit vidusskolām;"),
        (2, "list_item", "lasīšanas nodarbības pastāvīgi apmeklēja 340 jauniešu:"),
        (2, "list_item", "Cēsīs 190,"),
        (2, "list_item", "Smiltenē 150;"),
        (2, "list_item", "izveidots ceļojošais grāmatu autobuss."),
        (2, "list_item", "trūkst telpu vakara nodarbībām, tāpēc pulciņi pulcējas skolās;"),
        (2, "list_item", "Valmieras–Cēsu maršruta autobuss kursē reti;"),
        (2, "list_item", "maz brīvprātīgo palīgu."),
        (3, "slide_title", "Dalībnieki pa novadiem"),
        (3, "table_row", "Novads | Pasākumi | Dalībnieki"),
        (3, "table_row", "Cēsu novads | 12 lasījumi | 190 jauniešu"),
        (3, "table_row", "Smiltenes novads | 7 lasījumi un 2 nometnes | 150 jauniešu"),
        (3, "paragraph", "Skaitļi no pulciņu dienasgrāmatām."),
        (4, "slide_title", "Trīs soļi"),
        (4, "paragraph", "Vispirms bibliotekāri apmeklēja katru vidusskolu un iepazinās ar skolotājiem."),
        (4, "paragraph", "Tad jaunieši paši izvēlējās grāmatas un vadīja sarunas lasītavās."),
        (4, "paragraph", "Visbeidzot Valmierā notika noslēguma svētki ar rakstnieku piedalīšanos."),
        (5, "slide_title", "Noslēguma svētki"),
        (
            5,
            "paragraph",
            "2021. gada 12. maijā Valmieras bibliotēkā pulcējās 85 dalībnieki, kuri apsprieda jauniešu lasīšanas "
            "paradumus un vienojās par turpmākiem pasākumiem. Pasākumu vadīja Bibliotēku savienība.",
        ),
        (6, "slide_title", "Paldies par uzmanību!"),
    ]


def test_a_report_in_two_columns() -> None:
    report = printed("report.pdf")
    assert not [word for word in report.text.split() if word.endswith("-")]
    assert "Valmieras-Cēsu novadu kopprojekts 2014-2020 kļuva" in report.text
    assert [block.text for block in report.blocks if block.kind == "heading"] == [
        "Ievads",
        "Pasākumi pavasarī",
        "Pasākumi rudenī",
        "Secinājumi",
    ]
    assert [block.text for block in report.blocks if block.kind == "table_row"] == [
        "Novads | Dalībnieki",
        "Cēsu novads | 190 jauniešu",
        "Smiltenes novads | 150 jauniešu",
    ]


@pytest.mark.parametrize("running", ["gada pārskats", "kustība Vidzemē", "lpp", "Tilti", "/6"])
def test_nothing_of_what_repeats(running: str) -> None:
    assert running not in printed("report.pdf").text
    assert running not in printed("deck.pdf").text.replace("Lasītāju kustība Vidzemē 2014", "")


def test_a_sentence_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    paragraphs = [block.text for block in printed("report.pdf").blocks if block.kind == "paragraph"]
    assert all(text.endswith(".") and text[0].isupper() | text[0].isdigit() for text in paragraphs)
