"""PDF whose text layer is broken: mended where all letters are there, noticed where they are not."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from fpdf import FPDF
from latvian_pdf import LatvianPDF

from hronika.types import Capture, Document, UnreadableError
from sources.formats import pdf_ocr, read
from sources.formats.lines import glue
from sources.formats.pdf_glyphs import composed, decoder, is_doubtful, is_illegible

SENTENCE = "Sanāksmē Cēsīs piedalījās divdesmit četri jaunieši, arī skolēni no Ķekavas un Ļaudonas."
DECK = Path(__file__).parents[1] / "data" / "pdf" / "deck.pdf"


def document(body: bytes) -> Document:
    return read(Capture("fails.pdf", body, "", "2024-01-01T00:00:00Z"))


def test_letters_set_apart() -> None:
    pdf = LatvianPDF()
    pdf.add_page()
    pdf.set_char_spacing(7)
    pdf.put(48, 40, "Kultūras ministrija ziņo", size=24)
    pdf.set_char_spacing(0)
    pdf.put(48, 200, "K u l t ū r a s   m i n i s t r i j a   R ī g ā")
    pdf.put(48, 300, "Klases A B C D E F G")
    assert [block.text for block in document(pdf.finished()).blocks] == [
        "Kultūras ministrija ziņo",
        "Kultūras ministrija Rīgā",
        "Klases A B C D E F G",
    ]


@pytest.mark.parametrize("apart", [0, 0.3, 0.9])
def test_letters_printed_twice_to_look_bold(apart: float) -> None:
    pdf = LatvianPDF()
    pdf.add_page()
    for x in (48, 48 + apart):
        pdf.put(x, 101, "Maskačkas illustrators", size=24)
    assert document(pdf.finished()).text == "Maskačkas illustrators"


@pytest.mark.parametrize("before", [True, False])
def test_marks_drawn_over_letters(before: bool) -> None:
    marks = {"\u0304": "¯", "\u030c": "ˇ", "\u0327": "¸"}
    pdf = LatvianPDF()
    pdf.add_page()
    x, width = 40.0, 0.0
    for letter in unicodedata.normalize("NFD", SENTENCE):
        if letter in marks:
            at, above = x - width / 2 - pdf.get_string_width("¯") / 2, marks[letter]
            pdf.put(at, 100 if before else 102, above, size=14)
            continue
        pdf.put(x, 100, letter, size=14)
        width = pdf.get_string_width(letter)
        x += width
    assert document(pdf.finished()).text == SENTENCE


def test_marks_beside_letters() -> None:
    def glyphs(text: str) -> list[dict[str, object]]:
        return [
            {"text": char, "x0": 5.0 * at, "x1": 5.0 * at + 5, "top": 0.0, "bottom": 12.0, "size": 12.0}
            for at, char in enumerate(text)
        ]

    def mended(text: str) -> str:
        return "".join(str(glyph["text"]) for glyph in composed(glyphs(text)))

    assert mended("Latvija ¯ un Rı¯ga¯") == "Latvijā  un Rīgā"
    assert mended("s\u030ckola") == "škola"
    assert mended("kafija´s 5¨") == "kafija´s 5¨"


@pytest.mark.parametrize("charset", ["cp1252", "utf-8"])
def test_letters_under_wrong_codes(charset: str) -> None:
    raw = SENTENCE.encode("cp1257") if charset == "cp1252" else SENTENCE.encode()
    wrong = "".join(
        bytes([code]).decode("cp1252") if code not in b"\x81\x8d\x8f\x90\x9d" else chr(code) for code in raw
    )
    assert wrong != SENTENCE
    assert decoder(wrong)(wrong) == SENTENCE


@pytest.mark.parametrize(
    "text", [SENTENCE, "Le château de la forêt, où l'été était si doux: même là", "The naïve rôle of a café in Zürich"]
)
def test_right_codes_stay(text: str) -> None:
    assert decoder(text)(text) == text


def test_western_codes_in_a_file() -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=14)
    pdf.cell(text="Kultûras ministrijas pârskats par seðâm sanâksmçm, kâ arî tikðanos ar bçrniem.")
    assert document(bytes(pdf.output())).text == (
        "Kultūras ministrijas pārskats par sešām sanāksmēm, kā arī tikšanos ar bērniem."
    )


def test_what_cannot_be_mended_is_noticed() -> None:
    assert is_illegible("(cid:12)(cid:4) " * 20)
    assert is_illegible("Xqvhw kdqg vkrz wkdw qr rqh fdq uhdg " * 8)
    assert not is_illegible(SENTENCE * 8)
    assert is_doubtful("Sanaksme notika Riga un taja piedalijas jauniesi no Valmieras, ka ari skoleni. " * 8)
    assert is_doubtful("Latvij¯a R¯ıg¯a C¯es¯ıs")
    assert not is_doubtful(SENTENCE * 8)


def test_fonts_that_do_not_say_what_they_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_ocr, "missing", lambda: "apt-get install tesseract-ocr-lav")
    with pytest.raises(UnreadableError, match=r"Pages 1–6 not read: its fonts .*apt-get install"):
        document(DECK.read_bytes().replace(b"/ToUnicode", b"/ToUnicodx"))


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [
        ("dalīb\u00ad", "nieki", "dalībnieki"),
        ("dalīb¬", "nieki", "dalībnieki"),
        ("dalīb-", "nieki", "dalībnieki"),
        ("MINIS\u00ad", "TRIJA", "MINISTRIJA"),
        ("Valmieras\u00ad", "Cēsu", "Valmieras-Cēsu"),
        ("Valmieras-", "Cēsu", "Valmieras-Cēsu"),
        ("2014\u00ad", "2020", "2014-2020"),
        ("mūzikas-", "un mākslas", "mūzikas- un mākslas"),
        ("e-", "pasts", "e-pasts"),
    ],
)
def test_hyphens(left: str, right: str, whole: str) -> None:
    assert glue(left, right) == whole
