"""PDF pages that are pictures: read by OCR where Tesseract is installed with Latvian, and told of where it is not."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fpdf import FPDF
from latvian_pdf import LatvianPDF
from pypdfium2 import PdfDocument

from hronika.types import Capture, Document, UnreadableError
from sources.formats import limits, pdf_ocr, read
from sources.formats.pdf_pictures import pictures

DECK = Path(__file__).parents[1] / "data" / "pdf" / "deck.pdf"
needs_tesseract = pytest.mark.skipif(pdf_ocr.missing() is not None, reason="Tesseract is not here with Latvian")


def scanned(original: bytes, *numbers: int) -> bytes:
    """Pages of a PDF as a scanner makes them."""
    pages = PdfDocument(original)
    width, height = pages[0].get_size()
    pdf = FPDF(unit="pt", format=(width, height))
    for number in numbers:
        picture = io.BytesIO()
        pages[number - 1].render(scale=2, grayscale=True).to_pil().save(picture, "JPEG", quality=70)
        pdf.add_page()
        pdf.image(picture, 0, 0, width, height)
    return bytes(pdf.output())


def mixed() -> bytes:
    """A page with text, one that is a picture of text, and an empty one."""
    picture = io.BytesIO()
    PdfDocument(DECK)[4].render(scale=2).to_pil().save(picture, "PNG")
    pdf = LatvianPDF()
    pdf.slide("Seminārs Cēsīs", "Piedalījās 45 dalībnieki.")
    pdf.add_page()
    pdf.image(picture, 0, 0, 720, 540)
    pdf.add_page()
    return pdf.finished()


def document(body: bytes) -> Document:
    return read(Capture("fails.pdf", body, "", "2024-01-01T00:00:00Z"))


@needs_tesseract
def test_a_scanned_deck() -> None:
    deck = document(scanned(DECK.read_bytes(), 2, 4))
    assert deck.ocr_pages == (1, 2)
    assert not deck.notices
    assert [(block.kind, block.text) for block in deck.blocks if block.page == 2] == [
        ("slide_title", "Trīs soļi"),
        ("paragraph", "Vispirms bibliotekāri apmeklēja katru vidusskolu un iepazinās ar skolotājiem."),
        ("paragraph", "Tad jaunieši paši izvēlējās grāmatas un vadīja sarunas lasītavās."),
        ("paragraph", "Visbeidzot Valmierā notika noslēguma svētki ar rakstnieku piedalīšanos."),
    ]
    assert "lasīšanas nodarbības pastāvīgi apmeklēja 340 jauniešu" in deck.text
    assert deck.text.index("grāmatu autobuss") < deck.text.index("trūkst telpu")
    assert "Tilti pāri Gaujai" not in deck.text


@needs_tesseract
@pytest.mark.parametrize("turn", [90, 180])
def test_a_sheet_scanned_sideways(turn: int) -> None:
    picture = PdfDocument(DECK.with_name("report.pdf"))[0].render(scale=2, rotation=turn).to_pil()
    pdf = FPDF(unit="pt", format=(picture.width / 2, picture.height / 2))
    pdf.add_page()
    pdf.image(picture, 0, 0, picture.width / 2, picture.height / 2)
    sheet = Capture("fails.pdf", bytes(pdf.output()), "", "2024-01-01T00:00:00Z")
    assert "Nodarbības vadīja bibliotekāri, rakstnieki un brīvprātīgie." in read(sheet).text
    (taken,) = pictures(sheet)
    assert taken.height > taken.width


@needs_tesseract
def test_only_the_page_that_needs_it() -> None:
    read_mixed = document(mixed())
    assert read_mixed.ocr_pages == (2,)
    assert "Noslēguma svētki" in read_mixed.text
    assert not read_mixed.notices


@needs_tesseract
def test_letters_whose_fonts_do_not_name_them() -> None:
    deck = document(DECK.read_bytes().replace(b"/ToUnicode", b"/ToUnicodx"))
    assert deck.ocr_pages == (1, 2, 3, 4, 5, 6)
    assert "pulcējās 85 dalībnieki" in deck.text


@needs_tesseract
def test_no_more_pages_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_OCR_PAGES", 1)
    deck = document(scanned(DECK.read_bytes(), 5, 4))
    assert deck.ocr_pages == (1,)
    assert deck.notices == ("Page 2 not read: no text but a picture, and OCR reads 1 pages of one file.",)


@needs_tesseract
def test_a_page_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object, **__: object) -> bytes:
        raise RuntimeError("Tesseract process timeout")

    monkeypatch.setattr(pdf_ocr.pytesseract, "image_to_pdf_or_hocr", late)
    read_mixed = document(mixed())
    assert read_mixed.text == "Seminārs Cēsīs\nPiedalījās 45 dalībnieki."
    assert "timeout" in read_mixed.notices[0]


class TestWithoutTesseract:
    @pytest.fixture(autouse=True)
    def without(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pdf_ocr, "missing", lambda: "apt-get install tesseract-ocr-lav")

    def test_a_scanned_deck(self) -> None:
        with pytest.raises(UnreadableError, match=r"Pages 1–2 not read: no text but a picture.*tesseract-ocr-lav"):
            document(scanned(DECK.read_bytes(), 2, 4))

    def test_text_pages_are_kept(self) -> None:
        read_mixed = document(mixed())
        assert read_mixed.text == "Seminārs Cēsīs\nPiedalījās 45 dalībnieki."
        assert read_mixed.pages == 3
        assert read_mixed.ocr_pages == ()
        assert [notice.split(":")[0] for notice in read_mixed.notices] == ["Page 2 not read"]
        assert "apt-get install tesseract-ocr-lav" in read_mixed.notices[0]


def test_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_ocr, "pytesseract", None)
    pdf_ocr.missing.cache_clear()
    try:
        assert "hronika[ocr]" in str(pdf_ocr.missing())
    finally:
        pdf_ocr.missing.cache_clear()
