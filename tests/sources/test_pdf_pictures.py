"""Pictures of PDF pages, and the boxes on them around a piece of the document's text."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from latvian_pdf import LatvianPDF
from PIL import Image
from pypdfium2 import PdfDocument

from hronika.types import Capture, Document
from sources.formats import limits, read
from sources.formats.pdf_outlines import Box, PictureWord, boxes
from sources.formats.pdf_pictures import PagePicture, pictures

FOLDER = Path(__file__).parents[1] / "data" / "pdf"


def taken(body: bytes) -> tuple[Document, list[PagePicture]]:
    capture = Capture("fails.pdf", body, "", "2024-01-01T00:00:00Z")
    return read(capture), list(pictures(capture))


def outlined(document: Document, picture: PagePicture, quote: str) -> list[Box]:
    blocks = [block for block in document.blocks if block.page == picture.page]
    text = document.text[blocks[0].start : blocks[-1].end]
    return boxes(picture.words, text, text.index(quote), text.index(quote) + len(quote))


@pytest.fixture(scope="module")
def deck() -> tuple[Document, list[PagePicture]]:
    return taken((FOLDER / "deck.pdf").read_bytes())


@pytest.fixture(scope="module")
def report() -> tuple[Document, list[PagePicture]]:
    return taken((FOLDER / "report.pdf").read_bytes())


def test_a_picture_of_each_page(deck: tuple[Document, list[PagePicture]]) -> None:
    assert [picture.page for picture in deck[1]] == [1, 2, 3, 4, 5, 6]
    for picture in deck[1]:
        image = Image.open(io.BytesIO(picture.image))
        assert (image.format, image.size) == ("JPEG", (picture.width, picture.height))
        assert abs(picture.width - 1000) <= 1
        assert len(picture.image) < 60_000


def test_where_words_stand(deck: tuple[Document, list[PagePicture]]) -> None:
    words = {word.text: word for word in deck[1][1].words}
    title, left, right = words["Ieguvumi"], words["deviņas"], words["trūkst"]
    assert title.y1 < left.y0
    assert left.x1 < 0.5 < right.x0
    assert all(0 <= word.x0 < word.x1 <= 1 and 0 <= word.y0 < word.y1 <= 1 for word in words.values())


def test_ink_is_where_the_words_are(deck: tuple[Document, list[PagePicture]]) -> None:
    picture = deck[1][4]
    image = Image.open(io.BytesIO(picture.image)).convert("L")
    for word in picture.words:
        box = (word.x0 * picture.width, word.y0 * picture.height, word.x1 * picture.width, word.y1 * picture.height)
        assert image.crop(tuple(map(round, box))).getextrema()[0] < 128


def test_a_mention_over_two_lines_of_one_column(deck: tuple[Document, list[PagePicture]]) -> None:
    found = outlined(deck[0], deck[1][1], "apmeklēja 340 jauniešu")
    assert len(found) == 2
    assert all(right < 0.5 for _, _, right, _ in found)
    assert found[0][3] <= found[1][3]


def test_a_mention_over_two_columns(report: tuple[Document, list[PagePicture]]) -> None:
    found = outlined(report[0], report[1][0], "kurā piedalījās 24 vidusskolēni. Nometnes laikā")
    assert len(found) == 2
    assert found[0][0] < 0.5 < found[1][0]
    assert found[0][1] > found[1][1]


def test_a_sentence_told_twice_is_outlined_where_its_neighbours_are(
    report: tuple[Document, list[PagePicture]],
) -> None:
    document, pages = report
    blocks = [block for block in document.blocks if block.page == 2]
    text = document.text[blocks[0].start : blocks[-1].end]
    tops = []
    at = text.find("Pēc semināra dalībnieki")
    while at >= 0:
        (box,) = boxes(pages[1].words, text, at, at + len("Pēc semināra dalībnieki"))
        tops.append(box[:2])
        at = text.find("Pēc semināra dalībnieki", at + 1)
    assert len(set(tops)) == len(tops) == 3


def test_a_row_of_a_table(deck: tuple[Document, list[PagePicture]]) -> None:
    (box,) = outlined(deck[0], deck[1][2], "Cēsu novads | 12 lasījumi | 190 jauniešu")
    assert box[0] < 0.2
    assert box[2] > 0.6


def test_odd_spacing_and_what_is_not_there() -> None:
    words = [
        PictureWord(text, 0.1 * at, 0.1, 0.1 * at + 0.08, 0.2)
        for at, text in enumerate(["Rī", "gā", "piedalījās(45", "bērni)"])
    ]
    assert boxes(words, "Rīgā piedalījās (45 bērni)", 0, 4) == [(0.0, 0.1, 0.18, 0.2)]
    assert boxes(words, "Rīgā piedalījās (45 bērni)", 16, 19) == [(0.2, 0.1, 0.28, 0.2)]
    assert boxes(words, "Liepāja", 0, 7) == []
    assert boxes([], "Liepāja", 0, 7) == []


def test_the_part_of_a_page_that_is_shown() -> None:
    pdf = LatvianPDF()
    pdf.add_page()
    pdf.put(120, 120, "Redzams teikums par darbu.", size=20)
    pdf.put(20, 20, "Griezuma zīmes")
    body = pdf.finished()
    cropped = body.replace(b"/Type /Page\n", b"/Type /Page\n/CropBox [100 100 700 440]\n")
    assert cropped != body
    document, (picture,) = taken(repaired(cropped))
    assert document.text == "Redzams teikums par darbu."
    (box,) = outlined(document, picture, "Redzams")
    assert box[0] == pytest.approx(20 / 600, abs=0.01)
    assert box[1] == pytest.approx(20 / 340, abs=0.02)
    assert picture.height == pytest.approx(picture.width * 340 / 600, abs=2)


@pytest.mark.parametrize("angle", [90, 270])
def test_a_sheet_whose_text_stands_sideways(angle: int) -> None:
    pdf = LatvianPDF(landscape=False)
    pdf.add_page()
    with pdf.rotation(angle, 270, 360):
        pdf.put(60, 300, "Pirmais teikums par darbu.")
        pdf.put(60, 380, "Otrais teikums par darbu.")
    document, (picture,) = taken(pdf.finished())
    assert document.text.split() == "Pirmais teikums par darbu. Otrais teikums par darbu.".split()
    assert picture.width > picture.height
    (first,), (second,) = (outlined(document, picture, word) for word in ("Pirmais", "Otrais"))
    assert first[0] == pytest.approx(second[0], abs=0.01)
    assert first[3] < second[1]


def repaired(body: bytes) -> bytes:
    """``body`` with a table of objects that fits again after something was put in."""
    written = io.BytesIO()
    PdfDocument(body).save(written)
    return written.getvalue()


def test_no_more_pictures_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_PICTURES", 2)
    assert [picture.page for picture in taken((FOLDER / "deck.pdf").read_bytes())[1]] == [1, 2]
