"""PDF made to exhaust whoever reads it: what is whole is read, what is not is told, in bounds."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import pytest

from hronika.types import Capture, Document, UnreadableError
from sources.formats import limits, pdf_ocr, read
from sources.formats.pdf_pictures import pictures

TEXT = "Sanaksme notika Riga, un tur bija 45 cilveki."
DRAWS_TEXT = f"BT /F1 24 Tf 50 450 Td ({TEXT}) Tj ET".encode()


def stream(data: bytes, facts: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<</Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream" % (len(packed), facts, packed)


def page(contents: bytes, *, box: bytes = b"[0 0 720 540]", resources: bytes = b"", facts: bytes = b"") -> bytes:
    fonts = b"/Font<</F1 3 0 R>>"
    return b"<</Type/Page/Parent 2 0 R/MediaBox%s/Resources<<%s%s>>/Contents %s%s>>" % (
        box, fonts, resources, contents, facts,
    )  # fmt: skip


def objects(pages: Sequence[bytes], others: Sequence[bytes]) -> list[bytes]:
    """Everything of a file: the catalogue, the pages from object 4 on, then the others."""
    kids = b" ".join(b"%d 0 R" % (4 + at) for at in range(len(pages)))
    root = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages))
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return [b"<</Type/Catalog/Pages 2 0 R>>", root, font, *pages, *others]


def written(everything: Sequence[bytes], trailer: bytes = b"") -> bytes:
    body = b"%PDF-1.7\n"
    table = b"0000000000 65535 f \n"
    for number, each in enumerate(everything, 1):
        table += b"%010d 00000 n \n" % len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    count = len(everything) + 1
    return body + b"xref\n0 %d\n%strailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        count, table, count, trailer % len(body) if trailer else b"", len(body),
    )  # fmt: skip


def two_pages(contents: bytes, *others: bytes, resources: bytes = b"") -> bytes:
    """A good page, and one that draws ``contents``; ``others`` are objects 8 and on."""
    pages = [page(b"6 0 R"), page(b"7 0 R", resources=resources)]
    return written(objects(pages, [stream(DRAWS_TEXT), contents, *others]))


def capture(body: bytes) -> Capture:
    return Capture("fails.pdf", body, "", "2024-01-01T00:00:00Z")


def document(body: bytes) -> Document:
    return read(capture(body))


def bomb() -> bytes:
    return two_pages(stream(b"q Q " * (limits.MAX_PDF_STREAM // 4 + 1)))


def bomb_in_a_bomb() -> bytes:
    packed = zlib.compress(zlib.compress(b" " * (4 * limits.MAX_PDF_STREAM), 9), 9)
    facts = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>" % len(packed)
    return two_pages(facts + b"stream\n" + packed + b"\nendstream")


def letters() -> bytes:
    return two_pages(stream(b"BT /F1 8 Tf (" + b"a" * (limits.MAX_PAGE_LETTERS + 1) + b") Tj ET"))


def drawings_inside_each_other() -> bytes:
    """Ten drawings of ten drawings of ten, nine deep."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    forms = [stream(b"/X Do " * 10, form % (9 + at)) for at in range(9)]
    last = stream(b"BT (x) Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return two_pages(stream(b"/X Do"), *forms, last, resources=b"/XObject<</X 8 0 R>>")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (bomb, "a stream unpacks to more than 32 MB"),
        (bomb_in_a_bomb, "a stream unpacks to more than 32 MB"),
        (letters, "it draws more than 100,000 letters"),
        (drawings_inside_each_other, "it draws more than 20,000 pictures and parts inside each other"),
    ],
)
def test_one_page_is_lost_and_the_others_are_read(make: object, reason: str) -> None:
    assert callable(make)
    body = capture(make())
    found = read(body)
    assert found.text == TEXT
    assert found.pages == 2
    assert found.notices == (f"Page 2 not read: {reason}.",)
    assert [picture.page for picture in pictures(body)] == [1]


def test_no_page_can_be_read() -> None:
    body = written(objects([page(b"[" + b"5 0 R " * 5000 + b"]")], [stream(DRAWS_TEXT)]))
    with pytest.raises(UnreadableError, match="Page 1 not read: it draws more than 100,000 letters"):
        document(body)


def test_a_drawing_that_draws_itself() -> None:
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 8 0 R>>>>"
    assert document(two_pages(stream(b"/X Do"), stream(b"/X Do", form), resources=b"/XObject<</X 8 0 R>>")).text == TEXT


@pytest.mark.parametrize("packed", [True, False])
def test_a_drawing_that_draws_itself_twice_is_read_and_not_drawn(packed: bool) -> None:
    """PDFium would go on until memory ends, and end the process."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</Font<</F1 3 0 R>>/XObject<</X 8 0 R>>>>"
    draws = b"BT /F1 9 Tf (Cesis) Tj ET /X Do /X Do"
    drawing = stream(draws, form) if packed else b"<</Length %d%s>>stream\n%s\nendstream" % (len(draws), form, draws)
    body = capture(two_pages(stream(b"/X Do"), drawing, resources=b"/XObject<</X 8 0 R>>"))
    assert read(body).text == f"{TEXT}\nCesis"
    assert [picture.page for picture in pictures(body)] == [1]


def test_a_huge_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = b"/Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 8/ColorSpace/DeviceGray"
    contents = stream(b"700 0 0 500 0 0 cm /I Do")
    body = capture(two_pages(contents, stream(b"\0" * 100_000, facts), resources=b"/XObject<</I 8 0 R>>"))
    monkeypatch.setattr(pdf_ocr, "missing", lambda: None)
    found = read(body)
    assert found.text == TEXT
    assert "more than 100 million pixels" in found.notices[0]
    assert [picture.page for picture in pictures(body)] == [1]


def test_ten_thousand_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_PAGES", 30)
    found = document(written(objects([page(b"10004 0 R")] * 10_000, [stream(DRAWS_TEXT)])))
    assert found.pages == 10_000
    assert len(found.blocks) == 30
    assert found.notices == ("Of its 10,000 pages the first 30 were read. Split the file to have all read.",)


@pytest.mark.parametrize("count", [b"99999999", b"-5", b"(many)", b"9" * 400])
def test_a_false_count_of_pages(count: bytes) -> None:
    body = written(objects([page(b"5 0 R")], [stream(DRAWS_TEXT)])).replace(b"/Count 1", b"/Count " + count)
    assert document(body).pages == 1


@pytest.mark.parametrize("nest", [b"[", b"<</A "])
def test_deep_nesting_of_objects(nest: bytes) -> None:
    close = b"]" if nest == b"[" else b">>"
    deep = b"/Deep " + nest * 50_000 + b" 1 " + close * 50_000
    assert document(written(objects([page(b"5 0 R", facts=deep)], [stream(DRAWS_TEXT)]))).text == TEXT


@pytest.mark.parametrize(
    "box", [b"[0 0 1000000000 1000000000]", b"[720 540 0 0]", b"[-10 -10 99999999999999999999 540]"]
)
def test_pages_of_absurd_size(box: bytes) -> None:
    body = capture(written(objects([page(b"5 0 R", box=box)], [stream(DRAWS_TEXT)])))
    assert read(body).text == TEXT
    for picture in pictures(body):
        assert picture.width * picture.height <= 2_500_000


@pytest.mark.parametrize("box", [b"[0 0 0 0]", b"[(a) null 3]", b"[]"])
def test_pages_of_no_size(box: bytes) -> None:
    with pytest.raises(UnreadableError):
        document(written(objects([page(b"5 0 R", box=box)], [stream(DRAWS_TEXT)])))


def test_scripts_do_not_run() -> None:
    script = b"<</S/JavaScript/JS(while\\(1\\);)>>"
    everything = objects([page(b"5 0 R", facts=b"/AA<</O" + script + b">>")], [stream(DRAWS_TEXT)])
    everything[0] = b"<</Type/Catalog/Pages 2 0 R/OpenAction" + script + b">>"
    body = capture(written(everything))
    assert read(body).text == TEXT
    assert len(list(pictures(body))) == 1


def test_pages_that_contain_themselves() -> None:
    everything = objects([page(b"5 0 R")], [stream(DRAWS_TEXT)])
    everything[1] = b"<</Type/Pages/Kids[2 0 R 4 0 R]/Count 2>>"
    assert document(written(everything)).text == TEXT


def test_a_table_of_objects_that_leads_to_itself() -> None:
    found = document(written(objects([page(b"5 0 R")], [stream(DRAWS_TEXT)]), trailer=b"/Prev %d"))
    assert found.text == TEXT
    assert "damaged" in found.notices[0]


def test_no_table_of_objects() -> None:
    body = written(objects([page(b"5 0 R")], [stream(DRAWS_TEXT)]))
    without = body[: body.rindex(b"xref\n0")]
    assert document(without + b"trailer<</Root 1 0 R>>\n%%EOF\n").text == TEXT
    with pytest.raises(UnreadableError, match="damaged"):
        document(without + b"startxref\n9\n%%EOF\n")


def with_font(descendant: bytes, to_unicode: bytes, encoding: bytes = b"Identity-H") -> Document:
    """What is read of two pages, the second of which uses a font of codes of its own."""
    fonts = (
        b"/Font<</F1 3 0 R/F2<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/%s/ToUnicode 8 0 R/DescendantFonts["
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)>>%s>>]>>>>"
    ) % (encoding, descendant)  # fmt: skip
    shown = stream(b"BT /F2 12 Tf 50 450 Td <00410042> Tj ET")
    return document(two_pages(shown, stream(to_unicode), resources=fonts))


@pytest.mark.parametrize(
    "font",
    [
        (b"", b"begincmap 1 begincidrange <00000000> <FFFFFFFF> 1 endcidrange endcmap"),
        (b"", b"begincmap 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap"),
        (b"/W[0 2147483647 500]", b"begincmap endcmap"),
        (b"/W2[0 2147483647 500 1 1]", b"begincmap endcmap", b"Identity-V"),
    ],
)
def test_a_font_that_maps_billions_of_codes(font: tuple[bytes, ...]) -> None:
    read = with_font(*font)
    assert read.text == TEXT
    assert read.notices == ("Page 2 not read: a font of it maps more than 200,000 codes.",)


def test_a_font_of_ranges() -> None:
    one = b"begincmap 1 beginbfrange <0041> <0042> <0061> endbfrange endcmap"
    assert with_font(b"/W[0 65535 500]", one).text == f"{TEXT}\nab"
