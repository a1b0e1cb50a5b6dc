"""Office files: what LibreOffice writes is read whole and in order; whatever is broken or hostile ends in a message."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from hronika.types import Capture, Document, UnreadableError
from sources.formats import limits, read
from sources.formats.assemble import Piece
from sources.formats.office import Paragraph, Table, pieces_of, stated_day, stated_title
from sources.formats.slides import Box, in_reading_order, titled, without_running

OFFICE = Path(__file__).parents[1] / "data" / "office"
TEXTS, DECKS = ["text.odt", "text.docx"], ["deck.odp", "deck.pptx", "show.ppsx"]


def capture(body: bytes) -> Capture:
    return Capture(origin="file", body=body, sha256="", fetched="2024-01-01T00:00:00Z")


def document(name: str) -> Document:
    return read(capture((OFFICE / name).read_bytes()))


def refusal(body: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read(capture(body))
    return str(caught.value)


def slide(document: Document, number: int) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in document.blocks if block.page == number]


def rebuilt(name: str, change: dict[str, bytes]) -> bytes:
    """An office file with some of its parts changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(OFFICE / name) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member, change.get(member.filename, old.read(member)))
        for part in change.keys() - set(old.namelist()):
            new.writestr(part, change[part])
    return out.getvalue()


def part(name: str, member: str) -> str:
    with zipfile.ZipFile(OFFICE / name) as package:
        return package.read(member).decode()


@pytest.mark.parametrize("name", DECKS)
def test_a_deck_is_read_slide_by_slide(name: str) -> None:
    deck = document(name)
    assert deck.kind == ("odp" if name.endswith("odp") else "pptx")
    assert (deck.title, deck.pages, deck.language) == ("Jauniešu centru gads", 7, "lv")
    assert slide(deck, 1) == [
        ("slide_title", "Jauniešu centru gads Vidzemē"), ("paragraph", "Pārskats par 2018. gadu"),
    ]  # fmt: skip
    assert slide(deck, 2) == [
        ("slide_title", "Ko paveicām"),
        ("list_item", "Seminārs Cēsīs 2018. gada 14. martā"),
        ("list_item", "Piedalījās 42 jaunatnes darbinieki"),
        ("list_item", "Vieslektore no Tartu"),
        ("list_item", "Nometne Apē"),
        ("paragraph", "Pastāstīt, kā seminārā radās doma par nometni."),
    ]
    assert "Jaunatnes lietu nodaļa" not in deck.text  # the footer


@pytest.mark.parametrize("name", DECKS)
def test_boxes_stand_in_reading_order_however_they_were_made(name: str) -> None:
    deck = document(name)
    assert [text for _, text in slide(deck, 3)] == [
        "Divas slejas",
        "Kreisajā pusē Balvi ar 25 dalībniekiem.",
        "Kreisās slejas otrā rindkopa turpina stāstu.",
        "Labajā pusē Gulbene ar 18 dalībniekiem.",
        "Labās slejas otrā rindkopa to pabeidz.",
    ]
    assert [text for _, text in slide(deck, 5)] == [
        "Partneri",
        "Valmieras jauniešu māja",
        "Biedrība „Ezera krasts”",
        "Visi partneri tikās Valkā 2018. gada 6. jūnijā.",
    ]
    assert [text for _, text in slide(deck, 7)] == [
        "Norise", "Marts", "Seminārs jaunatnes darbiniekiem", "Jūnijs", "Partneru tikšanās", "Augusts", "Nometne",
    ]  # fmt: skip


@pytest.mark.parametrize("name", DECKS)
def test_tables_of_a_deck_are_rows_and_hidden_slides_are_counted(name: str) -> None:
    deck = document(name)
    assert slide(deck, 4)[1:] == [
        ("table_row", "Novads | Dalībnieki"),
        ("table_row", "Smiltenes novads | 17 | meitenes un zēni"),
        ("table_row", "Madonas novads | 21 | jaunieši"),
    ]
    assert [text for _, text in slide(deck, 6)] == ["Rezerves slaids", "Slaids, ko rāda tikai tad, ja kāds jautā."]


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_read_in_order(name: str) -> None:
    text = document(name)
    assert text.kind == name.rpartition(".")[2]
    assert text.title == "Brīvprātīgo dienas pārskats"
    assert text.pages is None
    assert [(block.kind, block.text) for block in text.blocks] == [
        ("heading", "Brīvprātīgo diena Alūksnē"),
        ("heading", "Kā tā sākās"),
        ("paragraph", "2019. gada 9. martā Alūksnē notika brīvprātīgo diena, kurā piedalījās 63 cilvēki."),
        ("paragraph", "Dienu atklāja pilsētas bibliotēka, un pirmie ieradās skolēni."),
        ("heading", "Darbi"),
        ("list_item", "sakopa parku"),
        ("list_item", "krāsoja soliņus"),
        ("list_item", "lasīja priekšā pansionātā"),
        ("heading", "Kopsavilkums treknrakstā"),
        ("table_row", "Vieta | Brīvprātīgie | Stundas"),
        ("table_row", "Alūksne | 31 | 90"),  # the cell goes on over the next row
        ("table_row", "32 | 64"),
        ("table_row", "Piezīmes"),
        ("table_row", "Rīts | saule"),  # a table in a cell
        ("table_row", "Vakars | lietus"),
        ("paragraph", "Pēc pusdienām spēlēja orķestris. Tas ieradās no Gulbenes."),
        ("paragraph", "Lodziņā: talkai pieteicās arī ugunsdzēsēji."),
        ("paragraph", "Vairāk stāsta bibliotēkas lapa."),
        (
            "paragraph",
            "Nākamā diena būs 2019. gada 22. maijā. Tā ilgs līdz vakaram.",
        ),  # as if the changes were accepted
        ("paragraph", "Bibliotēka tolaik darbojās pagaidu telpās."),  # a footnote
    ]
    assert [(link.url, link.text) for link in text.links] == [("https://biblioteka.example/diena", "bibliotēkas lapa")]


@pytest.mark.parametrize(("name", "where"), [("text.docx", "docProps/core.xml"), ("text.odt", "meta.xml")])
def test_the_day_is_that_of_the_last_change(name: str, where: str) -> None:
    found = re.search(r"<(?:dcterms:modified[^>]*|dc:date)>(\d{4}-\d\d-\d\d)", part(name, where))
    assert found is not None
    assert document(name).published == found[1]


def test_a_day_of_the_beginning_or_the_end_of_time_is_none() -> None:
    assert stated_day(date(1601, 1, 1), date.max, None, date(2019, 5, 3)) == "2019-05-03"
    assert stated_day(date.min) is None


def test_a_title_left_over_from_a_template_is_none() -> None:
    pieces = [Piece("slide_title", "Bibliotēku nedēļa"), Piece("paragraph", "Nedēļa sākās Talsos.")]
    assert stated_title("Gada budžeta projekts", pieces) == "Bibliotēku nedēļa"
    assert stated_title("PowerPoint Presentation", pieces) == "Bibliotēku nedēļa"
    assert stated_title("nedela.pptx", pieces) == "Bibliotēku nedēļa"
    assert stated_title("Bibliotēku nedēļas atskats", pieces) == "Bibliotēku nedēļas atskats"


def test_what_the_library_does_not_know_of_word() -> None:
    """Moved and deleted paragraphs, hidden words, content controls, text boxes kept twice, a table of contents."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = "<w:txbxContent><w:p><w:r><w:t>Lodziņš {}</w:t></w:r></w:p></w:txbxContent>"
    body = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        "<w:sdtContent><w:p><w:r><w:t>Saturs 1</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Vadīklā</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:pPr><w:rPr><w:del w:id='1' w:author='a'/></w:rPr></w:pPr><w:r><w:t>Sākums, </w:t></w:r></w:p>"
        "<w:p><w:r><w:t>kas turpinās</w:t></w:r>"
        "<w:moveFrom w:id='2' w:author='a'><w:r><w:t>PROJĀM</w:t></w:r></w:moveFrom>"
        "<w:ins w:id='3' w:author='a'><w:r><w:t xml:space='preserve'> šeit</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>SLĒPTS</w:t></w:r></w:p>"
        f"<w:p><w:r><mc:AlternateContent {mc}><mc:Choice Requires='wps'>{box.format('jaunais')}</mc:Choice>"
        f"<mc:Fallback>{box.format('vecais')}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        "<w:tbl><w:tr><w:trPr><w:del w:id='4' w:author='a'/></w:trPr>"
        "<w:tc><w:p><w:r><w:t>RINDA</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>Cēsis</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>12</w:t></w:r></w:p></w:tc>"
        "</w:tr></w:tbl>"
    )
    xml = f"<w:document {w}><w:body>{body}</w:body></w:document>".encode()
    text = read(capture(rebuilt("text.docx", {"word/document.xml": xml})))
    shown = text.text.split("\n")
    assert shown[:4] == ["Vadīklā", "Sākums, kas turpinās šeit", "Lodziņš jaunais", "Cēsis | 12"]


def test_a_diagram() -> None:
    """SmartArt keeps its texts in a part of its own; the slide only points there."""
    namespaces = (
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    frame = (
        "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id='99' name='D'/><p:cNvGraphicFramePr/><p:nvPr/>"
        "</p:nvGraphicFramePr><p:xfrm><a:off x='0' y='0'/><a:ext cx='9' cy='9'/></p:xfrm><a:graphic><a:graphicData "
        f"uri='http://schemas.openxmlformats.org/drawingml/2006/diagram'><dgm:relIds {namespaces} r:dm='rId77'/>"
        "</a:graphicData></a:graphic></p:graphicFrame></p:spTree>"
    )
    point = "<dgm:pt modelId='{}' type='{}'><dgm:t><a:bodyPr/><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t></dgm:pt>"
    points = (
        point.format(1, "node", "Solis pirmais")
        + point.format(2, "pres", "NERĀDA")
        + point.format(3, "node", "Solis otrais")
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData"
    relation = f"<Relationship Id='rId77' Type='{kind}' Target='../diagrams/data1.xml'/></Relationships>"
    slide_part, rels = "ppt/slides/slide1.xml", "ppt/slides/_rels/slide1.xml.rels"
    changed = {
        slide_part: part("deck.pptx", slide_part).replace("</p:spTree>", frame).encode(),
        rels: part("deck.pptx", rels).replace("</Relationships>", relation).encode(),
        "ppt/diagrams/data1.xml": f"<dgm:dataModel {namespaces}>{points}</dgm:dataModel>".encode(),
    }
    deck = read(capture(rebuilt("deck.pptx", changed)))
    assert [text for kind, text in slide(deck, 1) if kind == "list_item"] == ["Solis pirmais", "Solis otrais"]


def test_what_only_new_programs_show() -> None:
    xml = part("deck.pptx", "ppt/slides/slide1.xml")
    shape = re.findall(r"<p:sp>.*?</p:sp>", xml, re.S)[1]
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    new = shape.replace("Pārskats par 2018. gadu", "Jaunajā programmā")
    old = shape.replace("Pārskats par 2018. gadu", "Vecajā programmā")
    both = (
        f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice Requires="p14">{new}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    )
    deck = read(capture(rebuilt("deck.pptx", {"ppt/slides/slide1.xml": xml.replace(shape, both).encode()})))
    assert [text for _, text in slide(deck, 1)] == ["Jauniešu centru gads Vidzemē", "Jaunajā programmā"]


def test_long_cells_lay_out_a_page() -> None:
    long = "Vārds " * 100
    row = ((Paragraph(long),), (Paragraph("Blakus"),))
    assert [piece.kind for piece in pieces_of([Table((row,))])] == ["paragraph", "paragraph"]


def test_line_breaks_inside_a_paragraph() -> None:
    pieces = list(pieces_of([Paragraph("Darāmais:\n- sakopt parku\n- krāsot soliņus\n\nBeigas.")]))
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("paragraph", "Darāmais:"),
        ("list_item", "sakopt parku"),
        ("list_item", "krāsot soliņus"),
        ("paragraph", "Beigas."),
    ]


def test_columns_under_a_heading_are_read_one_by_one() -> None:
    def box(text: str, left: float, top: float, width: float) -> Box:
        return Box(left, top, left + width, top + 8, (Piece("paragraph", text),))

    long = "Garāks teksts, kas pats ir vesels teikums."
    boxes = [box("B2", 60, 20, 40), box(f"{long} A2", 0, 20, 40), box("B1", 60, 10, 40), box("A1", 0, 10, 40)]
    spanning = box("virs abām", 0, 0, 100)
    read_as = [b.pieces[0].text for b in in_reading_order([*boxes, spanning])]
    assert read_as == ["virs abām", "A1", f"{long} A2", "B1", "B2"]


def test_what_most_slides_repeat_is_no_text() -> None:
    slides = [[Piece("slide_title", "Plāns"), Piece("paragraph", "Biedrība „Ola”"), Piece("paragraph", str(n))] for n in
              range(1, 5)]  # fmt: skip
    assert list(without_running(slides)) == [[Piece("slide_title", "Plāns")]] * 4


def test_the_first_line_of_a_slide_without_title_is_it() -> None:
    plain = [Piece("paragraph", "Mūsu darbs"), Piece("paragraph", "Sakopts parks.")]
    assert [piece.kind for piece in titled(plain)] == ["slide_title", "paragraph"]
    assert titled(plain[1:]) == plain[1:]


# What is broken, locked, old or hostile


@pytest.mark.parametrize("name", ["locked.docx", "locked.odt", "locked.odp"])
def test_a_password_is_told(name: str) -> None:
    assert "password" in refusal((OFFICE / name).read_bytes())


@pytest.mark.parametrize(("name", "told"), [("old.doc", "save it as DOCX"), ("old.rtf", "RTF")])
def test_older_formats_are_told_with_the_way_out(name: str, told: str) -> None:
    message = refusal((OFFICE / name).read_bytes())
    assert told in message
    assert "soffice --headless --convert-to docx" in message


@pytest.mark.parametrize(
    ("stream", "told"), [("PowerPoint Document", ".ppt"), ("Workbook", ".xls"), ("X", "old Microsoft")]
)
def test_other_old_office_files(stream: str, told: str) -> None:
    assert told in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream.encode("utf-16-le"))


@pytest.mark.parametrize("name", [*TEXTS, *DECKS])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.99])
def test_a_truncated_file(name: str, share: float) -> None:
    body = (OFFICE / name).read_bytes()
    assert "cut off" in refusal(body[: int(len(body) * share)])


@pytest.mark.parametrize(
    ("name", "member"),
    [("text.docx", "word/document.xml"), ("text.odt", "content.xml"), ("deck.pptx", "ppt/slides/slide1.xml")],
)
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><a>&b;</a>", "entities"),
        ("<!DOCTYPE a [<!ENTITY b 'x'>]><a>&b;</a>".encode("utf-16"), "entities"),
        (b"<a>" * 100_000, "damaged"),
        (b"", "damaged"),
        (b"<a", "damaged"),
        (b"<a>" + b"</a><a>" * 20_000_000, "MB of text"),
        (b"<a>" + b" " * 20_000_000 + b"</a>", "unpacks from"),
    ],
)
def test_hostile_parts(name: str, member: str, content: bytes, told: str) -> None:
    assert told in refusal(rebuilt(name, {member: content}))


def test_very_many_members() -> None:
    body = rebuilt("text.docx", {f"word/media/{number}": b"" for number in range(limits.MAX_MEMBERS)})
    assert "more than the 20,000" in refusal(body)


def test_pictures_are_not_unpacked() -> None:
    """However large a picture says it is, and whatever it unpacks to, the text beside it is read."""
    body = rebuilt("deck.pptx", {"ppt/media/image99.png": bytes(50_000_000)})
    assert read(capture(body)).pages == 7


@pytest.mark.parametrize("name", [*TEXTS, *DECKS])
def test_missing_parts(name: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(OFFICE / name) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.namelist():
            if "styles" not in member and "Layout" not in member and "theme" not in member:
                new.writestr(member, old.read(member))
    with suppress(UnreadableError):
        assert read(capture(out.getvalue())).text


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([*TEXTS, *DECKS[:2]]), st.data())
def test_any_damage(name: str, data: st.DataObject) -> None:
    body = bytearray((OFFICE / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 10))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    with suppress(UnreadableError):
        assert read(capture(bytes(body))).blocks


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(
        [
            ("text.docx", "word/document.xml"),
            ("text.odt", "content.xml"),
            ("deck.odp", "content.xml"),
            ("deck.pptx", "ppt/slides/slide2.xml"),
            ("deck.pptx", "ppt/slides/slide4.xml"),
        ]
    ),
    st.data(),
)
def test_any_element_missing(where: tuple[str, str], data: st.DataObject) -> None:
    """Markup that is sound XML and no sound document."""
    root = etree.fromstring(part(*where).encode())
    for _ in range(data.draw(st.integers(1, 5))):
        elements = [element for element in root.iter(etree.Element) if element.getparent() is not None]
        gone = elements[data.draw(st.integers(0, len(elements) - 1))] if elements else None
        if gone is not None:
            gone.getparent().remove(gone)
    with suppress(UnreadableError):
        assert read(capture(rebuilt(where[0], {where[1]: etree.tostring(root)}))).blocks


def test_a_part_that_is_there_twice_is_the_last_one() -> None:
    out = io.BytesIO((OFFICE / "text.docx").read_bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        with zipfile.ZipFile(out, "a") as package:
            package.writestr("word/document.xml", package.read("word/document.xml").replace(b"</w:t>", b"!</w:t>", 1))
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # nobody need hear of it
        read_twice = read(capture(out.getvalue()))
    assert "!" in read_twice.text
    assert "!" not in document("text.docx").blocks[0].text
