"""PDF: titles, bullets, columns, tables and links of decks, without what repeats on every slide."""

from __future__ import annotations

from pathlib import Path

import pytest
from latvian_pdf import LatvianPDF

from hronika.types import Capture, Document, Link
from sources.formats import read

SHARED = Path(__file__).parents[2].parent / "shared"


def document(body: bytes, url: str | None = None) -> Document:
    return read(Capture("fails.pdf", body, "", "2024-01-01T00:00:00Z", url=url))


def blocks(pdf: LatvianPDF) -> list[tuple[int | None, str, str]]:
    return [(block.page, block.kind, block.text) for block in document(pdf.finished()).blocks]


def test_titles_bullets_and_what_repeats() -> None:
    pdf = LatvianPDF()
    pdf.slide("Ģimeņu centri", "• pirmais centrs atklāts Ķekavā, kur to", "apmeklē 40 ģimeņu;", footer="Projekts Tilti")
    pdf.slide("Ģimeņu centri", "1) otrais centrs", "2) trešais centrs", footer="Projekts Tilti")
    pdf.slide("Žēlsirdības diena", "Čakli strādāja šūšanas pulciņš.", footer="Projekts Tilti")
    assert blocks(pdf) == [
        (1, "slide_title", "Ģimeņu centri"),
        (1, "list_item", "pirmais centrs atklāts Ķekavā, kur to apmeklē 40 ģimeņu;"),
        (2, "slide_title", "Ģimeņu centri"),
        (2, "list_item", "otrais centrs"),
        (2, "list_item", "trešais centrs"),
        (3, "slide_title", "Žēlsirdības diena"),
        (3, "paragraph", "Čakli strādāja šūšanas pulciņš."),
    ]


def test_a_title_over_two_lines_that_is_hardly_larger() -> None:
    pdf = LatvianPDF()
    pdf.add_page()
    pdf.put(48, 40, "Bibliotēku un skolu", size=26)
    pdf.put(48, 72, "sadarbība novados", size=26)
    for row in range(5):
        pdf.put(48, 140 + 50 * row, f"Teikums numur {row} par darbu.", size=24)
    assert blocks(pdf)[0] == (1, "slide_title", "Bibliotēku un skolu sadarbība novados")
    assert {kind for _, kind, _ in blocks(pdf)[1:]} == {"paragraph"}


def test_titles_in_the_type_of_the_text_are_told_by_their_place() -> None:
    pdf = LatvianPDF()
    for number in range(3):
        pdf.add_page()
        pdf.put(48, 40, f"Sadaļa par {number}. reģionu", size=18)
        pdf.put(48, 110, "• Kurzemē strādā deviņas bibliotēkas, no kurām", size=18)
        pdf.put(60, 132, "četras atvērtas pērn", size=18)
        pdf.put(48, 160, "Kopā tās apmeklē 340 cilvēku.", size=18)
    assert [(kind, text) for page, kind, text in blocks(pdf) if page == 3] == [
        ("slide_title", "Sadaļa par 2. reģionu"),
        ("list_item", "Kurzemē strādā deviņas bibliotēkas, no kurām četras atvērtas pērn"),
        ("paragraph", "Kopā tās apmeklē 340 cilvēku."),
    ]


def test_wrapped_lines_hyphens_and_space_between_paragraphs() -> None:
    pdf = LatvianPDF(landscape=False)
    pdf.add_page()
    lines = [
        "Valmierā notika bibliotekāru seminārs, kurā piedalījās 45 dalīb-",
        "nieki no visas Vidzemes. Pasākumu atbalstīja Kultūras minis-",
        "trija un fonds.",
    ]
    for row, line in enumerate([*lines, *lines, *lines]):
        pdf.put(60, 80 + 20 * row + 12 * (row // 3), line, size=14)
    whole = (
        "Valmierā notika bibliotekāru seminārs, kurā piedalījās 45 dalībnieki no visas Vidzemes. Pasākumu atbalstīja "
        "Kultūras ministrija un fonds."
    )
    assert blocks(pdf) == [(1, "paragraph", whole)] * 3


def test_two_columns() -> None:
    pdf = LatvianPDF()
    pdf.add_page()
    pdf.put(48, 40, "Ieguvumi un grūtības", size=28)
    for row, line in enumerate(["• skolas sāk sadarbo-", "ties ar bibliotēkām", "• jaunieši izveido pulciņu"]):
        pdf.put(48, 120 + 26 * row, line)
    for row, line in enumerate(["• trūkst telpu nodarbībām", "vakaros un brīvdienās", "• maz brīvprātīgo palīgu"]):
        pdf.put(380, 124 + 26 * row, line)
    pdf.put(48, 300, "Kopā projektā strādāja deviņas bibliotēkas un četrpadsmit skolas no Vidzemes.")
    assert [text for _, _, text in blocks(pdf)] == [
        "Ieguvumi un grūtības",
        "skolas sāk sadarboties ar bibliotēkām",
        "jaunieši izveido pulciņu",
        "trūkst telpu nodarbībām vakaros un brīvdienās",
        "maz brīvprātīgo palīgu",
        "Kopā projektā strādāja deviņas bibliotēkas un četrpadsmit skolas no Vidzemes.",
    ]


def test_times_stay_beside_what_happens_then() -> None:
    pdf = LatvianPDF()
    pdf.add_page()
    pdf.put(48, 40, "Darba kārtība", size=28)
    items = ["Atklāšana un uzrunas", "Darbs grupās pa novadiem", "Pusdienas un izstādes apskate", "Kopīga saruna zālē"]
    for row, what in enumerate(items):
        pdf.put(48, 110 + 40 * row, f"1{row}.00")
        pdf.put(200, 110 + 40 * row, what)
    assert [text for _, _, text in blocks(pdf)[1:]] == [f"1{row}.00 {what}" for row, what in enumerate(items)]


def test_a_ruled_table() -> None:
    pdf = LatvianPDF()
    pdf.slide("Dalībnieki", "Pirms tabulas.")
    for row, cells in enumerate([("Vieta", "Skaits"), ("Ķekava", "40 cilvēki"), ("Rīga", "25 cilvēki")]):
        for column, text in enumerate(cells):
            pdf.rect(48 + 200 * column, 200 + 30 * row, 200, 30)
            pdf.put(54 + 200 * column, 206 + 30 * row, text)
    assert blocks(pdf)[2:] == [
        (1, "table_row", "Vieta | Skaits"),
        (1, "table_row", "Ķekava | 40 cilvēki"),
        (1, "table_row", "Rīga | 25 cilvēki"),
    ]


def test_bullets_that_are_drawn() -> None:
    pdf = LatvianPDF()
    pdf.slide("Pasākumi")
    for row, line in enumerate(["seminārs Cēsīs", "nometne, kurā piedalījās", "divdesmit jaunieši"]):
        pdf.put(70, 120 + 24 * row, line)
        if row < 2:
            pdf.ellipse(56, 127 + 24 * row, 5, 5, style="F")
    assert [(kind, text) for _, kind, text in blocks(pdf)[1:]] == [
        ("list_item", "seminārs Cēsīs"),
        ("list_item", "nometne, kurā piedalījās divdesmit jaunieši"),
    ]


def test_a_table_without_rules() -> None:
    pdf = LatvianPDF()
    pdf.slide("Dalībnieki")
    rows = [("Novads", "Pasākumi", "Cilvēki"), ("Cēsu novads", "trīs lasījumi", "190"), ("Rīga", "nometne", "25")]
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            pdf.put(48 + 200 * column, 150 + 40 * row, text)
    assert [(kind, text) for _, kind, text in blocks(pdf)[1:]] == [("table_row", " | ".join(cells)) for cells in rows]


def test_three_columns() -> None:
    pdf = LatvianPDF()
    pdf.slide("Trīs soļi")
    columns = [
        ("Vispirms katru skolu", "pavasarī apmeklēja mūsu", "bibliotekāri."),
        ("Tad jaunieši paši", "izvēlējās savas grāmatas", "un arī vietu."),
        ("Visbeidzot kopā notika", "noslēguma svētki ar", "rakstniekiem."),
    ]
    for column, lines in enumerate(columns):
        for row, line in enumerate(lines):
            pdf.put(48 + 220 * column, 150 + 22 * row, line, size=16)
    assert [text for _, _, text in blocks(pdf)[1:]] == [" ".join(lines) for lines in columns]


def test_a_column_goes_on_in_the_next() -> None:
    pdf = LatvianPDF(landscape=False)
    pdf.add_page()
    left = ["Valmierā notika seminārs, kurā", "piedalījās četrdesmit pieci visu", "novadu bibliotekāri un skolo-"]
    right = ["tāji no Vidzemes. Seminārs bija", "pirmais no trim, ko šogad rīko", "Bibliotēku savienība."]
    for x, lines in ((50, left), (290, right)):
        for row, line in enumerate(lines):
            pdf.put(x, 80 + 18 * row, line, size=14)
    assert blocks(pdf) == [
        (
            1,
            "paragraph",
            "Valmierā notika seminārs, kurā piedalījās četrdesmit pieci visu novadu bibliotekāri un skolotāji no "
            "Vidzemes. Seminārs bija pirmais no trim, ko šogad rīko Bibliotēku savienība.",
        )
    ]


@pytest.mark.parametrize(
    "number",
    [
        "{}",
        "{}/12",
        "{}. lpp.",
        "lpp. {}",
        "- {} -",
        "{} | 12",
        "{} no 12",
        "Page {} of 12",
        "[{}]",
        "{}. slaids",
        "{} (12)",
    ],
)
def test_page_numbers(number: str) -> None:
    pdf = LatvianPDF()
    for page in (1, 2, 3):
        pdf.slide("Seminārs Cēsīs", "Piedalījās 45 dalībnieki.")
        pdf.put(640, 510, number.format(page), size=18)
    assert {text for _, _, text in blocks(pdf)} == {"Seminārs Cēsīs", "Piedalījās 45 dalībnieki."}


@pytest.mark.parametrize("count", [2, 3, 4])
def test_footers_of_short_decks(count: int) -> None:
    pdf = LatvianPDF()
    pdf.slide("Atklāšana")
    for page in range(2, count + 2):
        pdf.slide(f"{page}. jautājums", "Piedalījās dalībnieki.")
        pdf.put(48 if page % 2 else 500, 510, f"Projekts Tilti, {page}. slaids no {count}", size=18)
    assert not [text for _, _, text in blocks(pdf) if "Tilti" in text]


def test_headers_that_alternate() -> None:
    pdf = LatvianPDF(landscape=False)
    for page in range(1, 7):
        pdf.add_page()
        pdf.put(60 if page % 2 else 400, 30, "Gada pārskats" if page % 2 else "Tiltu projekts", size=14)
        pdf.put(60, 100, f"Teikums par {page}. darbu, kas tika paveikts.", size=14)
    assert all(text.startswith("Teikums") for _, _, text in blocks(pdf))


def test_a_header_of_one_page_and_the_date_under_a_title() -> None:
    pdf = LatvianPDF(landscape=False)
    for page in range(1, 5):
        pdf.add_page()
        pdf.put(60, 30, {1: "Apstiprināts 3. maijā", 3: "Pielikums"}.get(page, "Gada pārskats"), size=14)
        pdf.put(60, 100, f"Teikums par {page}. darbu, kas tika paveikts.", size=14)
    assert [text for _, _, text in blocks(pdf)][:2] == [
        "Apstiprināts 3. maijā",
        "Teikums par 1. darbu, kas tika paveikts.",
    ]
    assert "Pielikums" not in [text for _, _, text in blocks(pdf)]


def test_what_differs_by_a_figure_that_counts_no_pages_is_text() -> None:
    pdf = LatvianPDF()
    for people in (45, 30, 52, 38):
        pdf.slide("Seminārs", "Notika seminārs.")
        pdf.put(48, 500, f"Kopā piedalījās {people} dalībnieki", size=18)
        pdf.put(560, 500, "2019", size=18)
    found = [text for _, _, text in blocks(pdf)]
    assert [text for text in found if text.startswith("Kopā")] == [
        f"Kopā piedalījās {people} dalībnieki" for people in (45, 30, 52, 38)
    ]


def test_links_are_no_text() -> None:
    pdf = LatvianPDF()
    pdf.slide("Informācija", "https://ministrija.example/lv/projekti-un-", "pasakumi/tilti", "Vairāk par projektu:")
    pdf.put(48, 300, "pārskats", link="https://ministrija.example/lv/media/7/download")
    pdf.put(48, 340, "raksti", link="mailto:pasts@ministrija.example")
    read_pdf = document(pdf.finished())
    assert read_pdf.links == (
        Link("https://ministrija.example/lv/media/7/download", "pārskats", "attachment"),
        Link("https://ministrija.example/lv/projekti-un-pasakumi/tilti", "", "reference"),
    )
    assert "http" not in read_pdf.text


@pytest.mark.parametrize(
    ("named", "title"),
    [
        ("Gada konference Cesis", "Gada konference Cesis"),
        ("Microsoft Word - konference.docx", "Konference"),
        ("Veidne budgeta parskatam", "Konference"),
        ("", "Konference"),
    ],
)
def test_title(named: str, title: str) -> None:
    pdf = LatvianPDF()
    pdf.set_title(named)
    pdf.slide("Konference", "Gada konference Cesis notika maijā un pulcēja simt dalībnieku.")
    assert document(pdf.finished()).title == title


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not here")
class TestSharedDocuments:
    def test_deck(self) -> None:
        deck = document((SHARED / "pdf" / "seed-deck.pdf").read_bytes())
        assert deck.pages == 17
        assert [block.page for block in deck.blocks if block.kind == "slide_title"] == list(range(1, 18))
        assert sum(block.kind == "list_item" for block in deck.blocks) == 50
        assert not any(block.text.startswith(("•", "1)")) or block.text.endswith("-") for block in deck.blocks)

    def test_terms(self) -> None:
        terms = document((SHARED / "pdf" / "VTI_termini.pdf").read_bytes())
        rows = [block.text for block in terms.blocks if block.kind == "table_row"]
        assert rows[0].startswith("1. | ")
        assert sum(row[0].isdigit() for row in rows) == 91
