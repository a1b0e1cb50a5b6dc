"""Whatever the bytes, reading ends soon, in a Document or in a message that says what to do."""

from __future__ import annotations

import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st
from latvian_pdf import LatvianPDF
from PIL import Image

from hronika.types import Capture, Document, UnreadableError
from sources.formats import limits, read
from sources.formats.assemble import Piece, assemble

SENTENCE = "Sanāksmē piedalījās 45 pārstāvji no Valmieras, Cēsu un Smiltenes novada."


def capture(body: bytes) -> Capture:
    return Capture(origin="fails.html", body=body, sha256="", fetched="2024-01-01T00:00:00Z")


def refusal(body: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read(capture(body))
    return str(caught.value)


def sample_deck() -> bytes:
    pdf = LatvianPDF()
    for number in range(3):
        pdf.slide(f"Sanāksme {number}", "• pirmais jautājums", "• otrais jautājums")
    return pdf.finished()


def test_a_pdf_cut_in_half() -> None:
    deck = sample_deck()
    assert "cut off" in refusal(deck[: len(deck) // 2])
    assert "damaged" in refusal(deck[: len(deck) // 2] + b"\n%%EOF\n")


def test_a_pdf_without_pages() -> None:
    body = (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    )
    assert "no pages" in refusal(body + b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n0\n%%EOF\n")


def test_an_encrypted_pdf() -> None:
    pdf = FPDF()
    pdf.set_encryption(owner_password="owner", user_password="user")
    pdf.add_page()
    pdf.set_font("helvetica")
    pdf.cell(text="secret")
    assert "password" in refusal(bytes(pdf.output()))


def test_a_scanned_pdf_needs_ocr() -> None:
    pdf = FPDF()
    for _ in range(2):
        pdf.add_page()
        pdf.image(Image.new("RGB", (40, 60), "gray"), w=100)
    message = refusal(bytes(pdf.output()))
    assert "pages (2)" in message or "Pages 1–2" in message  # with Tesseract and without
    assert "OCR" in message


@pytest.mark.parametrize("frame", ["{}", "<html><body><p>{}</p></body></html>"])
def test_a_megabyte_without_a_space(frame: str) -> None:
    assert "without a space" in refusal(frame.format("a" * 1_000_000).encode())


def test_a_megabyte_without_a_space_cut_by_tags() -> None:
    assert "without a space" in refusal(b"<html><body><p>" + b"<i>abcdef</i>" * 20_000)


def test_a_page_without_text() -> None:
    assert "no text" in refusal(b"<html><head><title></title></head><body><script>show()</script></body></html>")


@pytest.mark.parametrize("tag", ["div", "span", "table><tr><td", "ul><li", "b"])
def test_very_deep_nesting_ends_in_a_message(tag: str) -> None:
    assert "nests more than" in refusal(b"<html><body>" + f"<{tag}>x ".encode() * 30_000)


def test_deep_nesting_that_old_pages_reach_is_read() -> None:
    page = "<html><body>" + "<div>" * 400 + f"<p>{SENTENCE}</p>" + "</div>" * 400 + "</body></html>"
    assert SENTENCE in read(capture(page.encode())).text


def test_a_deck_of_300_pages() -> None:
    pdf = LatvianPDF()
    for number in range(1, 301):
        pdf.slide(f"{number}. solis", "• darbnīca Rīgā", footer="Gada pārskats")
    document = read(capture(pdf.finished()))
    assert document.pages == 300
    assert [block.text for block in document.blocks if block.page == 300] == ["300. solis", "darbnīca Rīgā"]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(body: bytes) -> None:
    check(body)


_PARTS = """<p> </p> <br> <table> <tr> <td> <ul> <li> <h1> <b> </b> <a href='http://[x'> <a href='/a.pdf'> <!-- -->
<![CDATA[ <base href='x'> <meta charset='x'> <html lang='lv'> <script> </script> & &amp; &#0; &#xD800; < > ' " • - 1) 12
12.03.2018. Aptauja Uz augšu P O T C P S Sv https://x.lv/a- Teksts. vai? a ā \u00ad \u200b \ufeff \u0301""".split()
_SPACE = [" ", "\n", "\n\n", "\f", "\v", "\x00", "\x1c", "\x85"]


@settings(max_examples=250, deadline=None)
@given(
    st.lists(st.sampled_from([*_PARTS, *_SPACE, SENTENCE]), max_size=40),
    st.sampled_from(["utf-8", "windows-1257", "utf-16"]),
)
def test_any_page_or_text(parts: list[str], charset: str) -> None:
    check("".join(parts).encode(charset, errors="ignore"))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_damage_to_a_pdf(data: st.DataObject) -> None:
    deck = bytearray(sample_deck())
    for _ in range(data.draw(st.integers(1, 20))):
        deck[data.draw(st.integers(0, len(deck) - 1))] = data.draw(st.integers(0, 255))
    check(bytes(deck))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.builds(Piece, st.sampled_from(["heading", "paragraph", "list_item"]), st.text(max_size=60))))
def test_offsets_of_anything_assembled(pieces: list[Piece]) -> None:
    try:
        check_document(assemble(capture(b""), "text", pieces))
    except UnreadableError:
        assert not any(piece.text.strip().isalnum() for piece in pieces)


def check(body: bytes) -> None:
    try:
        document = read(capture(body))
    except UnreadableError:
        return
    check_document(document)


def check_document(document: Document) -> None:
    assert document.text == "\n".join(block.text for block in document.blocks)
    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text
        assert block.text == " ".join(block.text.split())
        assert block.text


def test_a_text_that_lost_its_line_ends_is_cut_behind_sentences() -> None:
    text = " ".join([SENTENCE] * 1_000)
    parts = read(capture(text.encode())).blocks
    assert " ".join(part.text for part in parts) == text
    assert all(len(part.text) <= limits.MAX_BLOCK and part.text.endswith("novada.") for part in parts)


def test_words_that_never_end_a_sentence_are_cut_between_them() -> None:
    text = " ".join(["sanāksme"] * 5_000)
    parts = read(capture(text.encode())).blocks
    assert " ".join(part.text for part in parts) == text
    assert all(len(part.text) <= limits.MAX_BLOCK and part.text.endswith("sanāksme") for part in parts)


def test_a_megabyte_of_spaces() -> None:
    (block,) = read(capture(f"Sanāksme{' ' * 1_000_000}Rīgā".encode())).blocks
    assert block.text == "Sanāksme Rīgā"
