"""Inputs made by hand to exhaust whoever reads them: what chance would hardly find.

Each is what somebody could put on a web site; with most, a reader that sets no bounds needs hours or all memory.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import brotli

from tests.faults.fuzz.mutations import Mutant
from tests.faults.fuzz.seeds import packed, response, seeds, warc_record, zipped
from tests.sources.test_pdf_hostile import DRAWS_TEXT, objects, page, stream, two_pages, written

_PROSE = "Sanāksmē Valmierā 2019. gada 3. jūlijā piedalījās 45 pārstāvji no Cēsu un Smiltenes novada. "
#: Bytes of an input whose reading should take a time that grows with its length and not with the square of it.
_LONG = 20_000
#: Pieces of which a text without end is made, each of them the beginning of something that a reader looks for.
_ENDLESS = {
    "sentences": _PROSE,
    "words": "pārstāvji un ",
    "years": "2019. gada ",
    "days": "3. jūlijā un ",
    "periods": "no 3. līdz ",
    "counts": "45 ",
    "numbers": "1 000 ",
    "enumerated": "a) ",
    "places": "Rīgā, ",
    "names": "Jānis Bērziņš, ",
    "firms": "SIA „",
    "quotes": "„ ",
    "brackets": "( ",
    "closed": ") ",
    "dashes": "– ",
    "dots": ". ",
    "commas": ", ",
    "acronyms": "NVO ",
    "urls": "http://a.lv ",
    "mails": "a@b.lv ",
    "genitives": "Rīgas novada ",
    "totals": "t.sk. 5 ",
    "ministries": "Kultūras ministrijas ",
    "bars": "| ",
    "projects": "projekta „Romu platforma” ",
    "numbered": "Nr. 1/2019 ",
    "lines": "Rinda\n",
    "headings": "Virsraksts\n\n",
    "pages": "Lapa.\f",
    "bullets": "• a\n",
    "roles": "ministre ",
    "times": "plkst. 10.00 ",
    "marks": "a\u0301\u0301\u0301 ",
    "rtl": "\u202e\u2067a ",
    "cyrillic": "Министерство культуры ",
    "long words": "pārstāvji" * 900 + " ",
    "ordinals": "3. ",
    "shares": "5 % ",
    "un": "un ",
}


def hostile() -> Iterator[Mutant]:
    """All of them, with numbers from a million on, so that no mutant has the same name."""
    for number, (kind, how, make) in enumerate(_made(), 1_000_000):
        yield Mutant(number, kind, how, make())


def _made() -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    for how, piece in _ENDLESS.items():
        yield "txt", f"endless {how}", partial(_repeated, piece)
    for makes in (_TEXTS, _PAGES, _PDFS, _PACKAGES, _ARCHIVES):
        yield from makes


def _repeated(piece: str, size: int = _LONG) -> bytes:
    text = piece.encode()
    return text * (size // len(text))


_TEXTS: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    ("txt", "ten megabytes without a space", lambda: b"a" * 10_000_000),
    ("txt", "ten megabytes of line ends", lambda: b"Teksts.\n" + b"\n" * 10_000_000 + b"Teksts."),
    ("txt", "ten megabytes of spaces", lambda: b"Teksts." + b" " * 10_000_000 + b"Teksts."),
    ("txt", "ten megabytes of page ends", lambda: b"Teksts." + b"\f" * 10_000_000 + b"Teksts."),
    ("txt", "sixteen bits of which one is missing", lambda: _PROSE.encode("utf-16")[:-1]),
    ("txt", "half of it in another charset", lambda: _PROSE.encode() * 20 + _PROSE.encode("windows-1257") * 20),
    ("txt", "lone surrogates", lambda: (_PROSE + "\ud800\udfff").encode("utf-8", "surrogatepass") * 20),
)


# pages


def _body(inside: str) -> bytes:
    return (
        f"<!DOCTYPE html><html><body><h1>Sanāksme</h1><p>{_PROSE}</p>{inside}<p>{_PROSE * 5}</p></body></html>".encode()
    )


def _nest(opening: str, closing: str, depth: int, inside: str = "Teksts.") -> str:
    return opening * depth + inside + closing * depth


_PAGES: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    ("html", "elements without end", lambda: _body("<div>" * 200_000)),
    ("html", "deep tables", lambda: _body(_nest("<table><tr><td>a</td><td>", "</td></tr></table>", 320))),
    ("html", "deep lists", lambda: _body(_nest("<ul><li>Vārds ", "</li></ul>", 480))),
    ("html", "deep quotes", lambda: _body(_nest("<blockquote><p>a</p>", "</blockquote>", 900))),
    ("html", "deep bold", lambda: _body(_nest("<b>a ", "</b>", 900))),
    ("html", "many breaks", lambda: _body("a<br>" * 60_000)),
    ("html", "many short paragraphs", lambda: _body("<p>Jā.</p>" * 9_000)),
    ("html", "many links", lambda: _body('<a href="/a?b=1">Vairāk</a> ' * 9_000)),
    ("html", "a large table", lambda: _body("<table>" + ("<tr>" + "<td>1</td>" * 30 + "</tr>") * 600 + "</table>")),
    ("html", "a huge attribute", lambda: _body(f'<p title="{"a " * 3_000_000}">a</p>')),
    ("html", "entities without end", lambda: _body("&amp; " * 300_000)),
    ("html", "broken entities", lambda: _body("&#x;&#99999999999;&nosuch;&#0;&#xD800; " * 5_000)),
    ("html", "signs of tags", lambda: _body("< " * 300_000)),
    ("html", "a comment without end", lambda: _body("<!-- " + "a " * 300_000)),
    ("html", "a script without end", lambda: _body("<script> " + "a " * 300_000)),
    ("html", "zero bytes", lambda: _body("a\0b " * 2_000)),
    ("html", "deep linked data", lambda: _body('<script type="application/ld+json">' + "[" * 100_000 + "</script>")),
    (
        "html",
        "numbers in linked data",
        lambda: _body('<script type="application/ld+json">' + "9" * 10_000 + "</script>"),
    ),
    ("html", "a long title", lambda: b"<title>" + b"a " * 200_000 + b"</title>" + _body("")),
    ("html", "many attributes", lambda: _body("<p " + " ".join(f"a{n}=1" for n in range(3_000)) + ">a</p>")),
    ("html", "charsets that contradict", lambda: b'<?xml encoding="utf-16"?><meta charset=windows-1251>' + _body("")),
)


# PDF


def _shows(text: bytes) -> bytes:
    return b"BT /F1 12 Tf 50 450 Td " + text + b" ET"


def _layered(data: bytes, layers: int) -> bytes:
    """A stream packed over and over."""
    for _ in range(layers):
        data = zlib.compress(data, 9)
    return b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(data), b"/FlateDecode" * layers, data)


def _with(contents: bytes, filters: bytes) -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(contents), filters, contents)


def _one_page(contents: bytes, others: Sequence[bytes] = (), **facts: bytes) -> bytes:
    """A PDF of one page; its drawing is object 5, ``others`` are objects 6 and on."""
    return written(objects([page(b"5 0 R", **facts)], [contents, *others]))


_FONT0 = (
    b"/Font<</F1 3 0 R/F2<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts["
    b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)>>%s>>]>>>>"
)
_SHOWS_2 = _shows(b"<00410042> Tj /F2 12 Tf <00410042> Tj")

_PDFS: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    (
        "pdf",
        "a form that draws itself",
        lambda: two_pages(
            stream(b"/X Do"),
            stream(
                DRAWS_TEXT + b" /X Do /X Do",
                b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 8 0 R>>>>",
            ),
            resources=b"/XObject<</X 8 0 R>>",
        ),
    ),
    (
        "pdf",
        "forms that double",
        lambda: two_pages(
            stream(b"/X Do /X Do"),
            *(
                stream(
                    b"/X Do " * 10 if n < 24 else DRAWS_TEXT,
                    b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 3 0 R>>/XObject<</X %d 0 R>>>>"
                    % (n + 1),
                )
                for n in range(8, 25)
            ),
            resources=b"/XObject<</X 8 0 R>>",
        ),
    ),
    (
        "pdf",
        "a page tree that is its own branch",
        lambda: written([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9999999>>"]),
    ),
    (
        "pdf",
        "a page tree that doubles",
        lambda: written(
            [
                b"<</Type/Catalog/Pages 2 0 R>>",
                *(b"<</Type/Pages/Kids[" + b"%d 0 R " % (n + 1) * 10 + b"]/Count 1000000000>>" for n in range(2, 12)),
                b"<</Type/Page/MediaBox[0 0 9 9]>>",
            ]
        ),
    ),
    ("pdf", "three thousand pages", lambda: written(objects([page(b"3004 0 R")] * 3000, [stream(DRAWS_TEXT)]))),
    ("pdf", "deep arrays", lambda: _one_page(stream(b"[" * 100_000 + b"]" * 100_000 + b" TJ"))),
    (
        "pdf",
        "deep arrays as a value",
        lambda: _one_page(stream(DRAWS_TEXT), facts=b"/A " + b"[" * 50_000 + b"]" * 50_000),
    ),
    ("pdf", "deep dictionaries", lambda: _one_page(stream(b"<<" * 50_000 + b">>" * 50_000 + DRAWS_TEXT))),
    ("pdf", "saved states without end", lambda: _one_page(stream(b"q " * 500_000 + DRAWS_TEXT))),
    ("pdf", "strings without end", lambda: _one_page(stream(b"(" * 300_000))),
    ("pdf", "hexadecimal without end", lambda: _one_page(stream(_shows(b"<" + b"41" * 300_000 + b"> Tj")))),
    ("pdf", "a bomb in layers", lambda: _one_page(_layered(b"q " * 20_000_000, 3))),
    ("pdf", "run lengths", lambda: _one_page(_with(b"\x81 " * 400_000, b"/Filter/RunLengthDecode"))),
    ("pdf", "LZW", lambda: _one_page(_with(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01" * 60_000, b"/Filter/LZWDecode"))),
    ("pdf", "ASCII85", lambda: _one_page(_with(b"z" * 4_000_000, b"/Filter/ASCII85Decode"))),
    (
        "pdf",
        "a predictor of huge rows",
        lambda: _one_page(
            _with(
                zlib.compress(DRAWS_TEXT),
                b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2147483647/Colors 4/BitsPerComponent 16>>",
            )
        ),
    ),
    (
        "pdf",
        "a predictor of no rows",
        lambda: _one_page(
            _with(zlib.compress(DRAWS_TEXT * 9), b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 0>>")
        ),
    ),
    (
        "pdf",
        "a picture of a hundred thousand by as many",
        lambda: two_pages(
            stream(b"q 720 0 0 540 0 0 cm /I Do Q"),
            stream(
                b"\0", b"/Type/XObject/Subtype/Image/Width 100000/Height 100000/ColorSpace/DeviceRGB/BitsPerComponent 8"
            ),
            resources=b"/XObject<</I 8 0 R>>",
        ),
    ),
    ("pdf", "a page of no size", lambda: _one_page(stream(DRAWS_TEXT), box=b"[0 0 0 0]")),
    ("pdf", "a page without end", lambda: _one_page(stream(DRAWS_TEXT), box=b"[-1e38 -1e38 1e38 1e38]")),
    (
        "pdf",
        "letters of which a font maps billions",
        lambda: _one_page(
            stream(_SHOWS_2),
            [stream(b"begincmap 1 beginbfrange <0000> <FFFFFFFF> <0041> endbfrange endcmap")],
            resources=_FONT0 % b"",
        ),
    ),
    (
        "pdf",
        "characters of which a font maps billions",
        lambda: _one_page(
            stream(_SHOWS_2),
            [stream(b"begincmap 1 begincidrange <00000000> <FFFFFFFF> 1 endcidrange endcmap")],
            resources=_FONT0 % b"",
        ),
    ),
    (
        "pdf",
        "a font of endless widths",
        lambda: _one_page(
            stream(_SHOWS_2), [stream(b"begincmap endcmap")], resources=_FONT0 % b"/W[0 2147483647 500]/DW 1e99"
        ),
    ),
    (
        "pdf",
        "a table of objects without end",
        lambda: _one_page(stream(DRAWS_TEXT)).replace(b"xref\n0 6", b"xref\n0 999999999"),
    ),
    (
        "pdf",
        "tables that follow each other",
        lambda: written(objects([page(b"5 0 R")], [stream(DRAWS_TEXT)]), b"/Prev %d"),
    ),
    (
        "pdf",
        "a hundred thousand letters",
        lambda: _one_page(stream(_shows(b"(" + b"Sanaksme Riga. " * 6_600 + b") Tj"))),
    ),
    (
        "pdf",
        "letters one by one",
        lambda: _one_page(
            stream(b"".join(b"BT /F1 9 Tf %d %d Td (a) Tj ET " % (n % 90 * 8, n // 90 * 9) for n in range(40_000)))
        ),
    ),
    ("pdf", "rules without end", lambda: _one_page(stream(DRAWS_TEXT + b" 0 0 9 9 re f" * 200_000))),
    (
        "pdf",
        "crossing rules",
        lambda: _one_page(
            stream(DRAWS_TEXT + b"".join(b" 0 %d 720 .5 re f %d 0 .5 540 re f" % (n, n) for n in range(1_400)))
        ),
    ),
    (
        "pdf",
        "links without end",
        lambda: _one_page(
            stream(DRAWS_TEXT),
            facts=b"/Annots["
            + (b"<</Type/Annot/Subtype/Link/Rect[0 0 720 540]/A<</S/URI/URI(http://a.lv/)>>>>" * 20_000)
            + b"]",
        ),
    ),
    ("pdf", "many revisions", lambda: b"%PDF-1.4\n" + b"1 0 obj<<>>endobj\n" * 200_000),
    (
        "pdf",
        "an object stream that counts wrongly",
        lambda: _one_page(stream(DRAWS_TEXT), [stream(b"1 0 " * 9, b"/Type/ObjStm/N 999999999/First 5")]),
    ),
)


# office files and ZIP archives


def _office(kind: str, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """An honest office file with one part changed."""
    with zipfile.ZipFile(io.BytesIO(seeds()[kind][0])) as package:
        files = [(info.filename, package.read(info)) for info in package.infolist()]
    assert part in dict(files)
    return zipped([(name, change(body) if name == part else body) for name, body in files])


def _docx(inside: str) -> bytes:
    return _office("docx", "word/document.xml", lambda xml: xml.replace(b"<w:body>", b"<w:body>" + inside.encode()))


def _odt(inside: str) -> bytes:
    return _office("odt", "content.xml", lambda xml: xml.replace(b"</text:p>", b"</text:p>" + inside.encode(), 1))


def _pptx(inside: str) -> bytes:
    return _office(
        "pptx", "ppt/slides/slide1.xml", lambda xml: xml.replace(b"</p:spTree>", inside.encode() + b"</p:spTree>")
    )


_W_P = "<w:p><w:r><w:t>Sanāksme Rīgā.</w:t></w:r></w:p>"
_W_TABLE = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
_TABLE = (
    "<table:table><table:table-column/><table:table-row><table:table-cell>",
    "</table:table-cell></table:table-row></table:table>",
)
_REPEATED = (
    "<table:table><table:table-column/><table:table-row{}><table:table-cell{}><text:p>a</text:p></table:table-cell>"
    "</table:table-row></table:table>"
)
_GROUP = (
    '<p:grpSp><p:nvGrpSpPr><p:cNvPr id="9" name="g"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>',
    "</p:grpSp>",
)
_ENTITIES = (
    b"<!DOCTYPE x ["
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"ha") for n in range(12))
    + b"]>"
)


def _many_members(names: Callable[[int], str], number: int) -> bytes:
    return zipped([(names(at), b"Teksts.") for at in range(number)], zipfile.ZIP_STORED)


def _overlapping() -> bytes:
    """Ten thousand members that are all the same bytes of the file: thirty kilobytes for each, once."""
    whole = zipped([("a.txt", _PROSE.encode() * 3_000)])
    at = whole.index(b"PK\x01\x02")
    entry, end = whole[at : whole.index(b"PK\x05\x06")], bytearray(whole[whole.index(b"PK\x05\x06") :])
    end[8:12] = (10_000).to_bytes(2, "little") * 2
    end[12:16] = (10_000 * len(entry)).to_bytes(4, "little")
    return whole[:at] + entry * 10_000 + bytes(end)


_PACKAGES: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    ("docx", "deep tables", lambda: _docx(_nest(*_W_TABLE, 2_000, _W_P))),
    (
        "docx",
        "deep content controls",
        lambda: _docx(_nest("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 3_000, _W_P)),
    ),
    (
        "docx",
        "a cell of very many columns",
        lambda: _docx(_W_TABLE[0] + '<w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>' + _W_P + _W_TABLE[1]),
    ),
    ("docx", "forty megabytes of paragraphs", lambda: _docx(_W_P * 500_000)),
    ("docx", "many empty paragraphs", lambda: _docx("<w:p/>" * 300_000)),
    ("docx", "one run of many breaks", lambda: _docx("<w:p><w:r>" + "<w:t>a</w:t><w:br/>" * 50_000 + "</w:r></w:p>")),
    (
        "docx",
        "a table of many rows",
        lambda: _docx(
            "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>"
            + f"<w:tr><w:tc>{_W_P}</w:tc><w:tc>{_W_P}</w:tc></w:tr>" * 5_000
            + "</w:tbl>"
        ),
    ),
    (
        "docx",
        "entities",
        lambda: _office("docx", "word/document.xml", lambda xml: xml.replace(b"?>", b"?>" + _ENTITIES, 1)),
    ),
    ("odt", "deep tables", lambda: _odt(_nest(*_TABLE, 2_000))),
    ("odt", "deep sections", lambda: _odt(_nest("<text:section>", "</text:section>", 5_000, "<text:p>a</text:p>"))),
    ("odt", "deep spans", lambda: _odt("<text:p>" + _nest("<text:span>", "</text:span>", 5_000, "a") + "</text:p>")),
    ("odt", "two billion spaces", lambda: _odt('<text:p>a<text:s text:c="2000000000"/>b</text:p>')),
    ("odt", "a billion columns", lambda: _odt(_REPEATED.format("", ' table:number-columns-repeated="1000000000"'))),
    ("odt", "a billion rows", lambda: _odt(_REPEATED.format(' table:number-rows-repeated="1000000000"', ""))),
    (
        "odt",
        "a thousand rows of a thousand cells",
        lambda: _odt(_REPEATED.format(' table:number-rows-repeated="1000"', ' table:number-columns-repeated="1000"')),
    ),
    (
        "odp",
        "a thousand rows of a thousand cells",
        lambda: _office(
            "odp",
            "content.xml",
            lambda xml: xml.replace(
                b"</text:p>",
                b"</text:p>"
                + _REPEATED.format(
                    ' table:number-rows-repeated="9000"', ' table:number-columns-repeated="9000"'
                ).encode(),
                1,
            ),
        ),
    ),
    ("pptx", "deep groups", lambda: _pptx(_nest(*_GROUP, 3_000, ""))),
    ("pptx", "many groups", lambda: _pptx((_GROUP[0] + _GROUP[1]) * 20_000)),
    ("zip", "one name very many times", lambda: _many_members(lambda _: "a.txt", 500)),
    ("zip", "too many members", lambda: _many_members(lambda at: f"{at}", 25_000)),
    ("zip", "members that are the same bytes", _overlapping),
    ("zip", "a bomb", lambda: zipped([("a.txt", bytes(120_000_000))])),
    (
        "zip",
        "bombs in bombs",
        lambda: zipped([(f"{n}.zip", zipped([("a.txt", b"Teksts. " * 5_000_000)])) for n in range(8)]),
    ),
    ("zip", "names without end", lambda: zipped([("a/" * 30_000 + f"{n}.txt", b"Teksts.") for n in range(5)])),
)


# web archives


def _warc(*blocks: bytes) -> bytes:
    return b"".join(warc_record(number, block) for number, block in enumerate(blocks))


_ARCHIVES: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    (
        "warc",
        "answers that unpack to bombs",
        lambda: _warc(
            response(packed(bytes(250_000_000)), "text/html", "Content-Encoding: gzip"),
            response(brotli.compress(bytes(250_000_000), quality=5), "text/html", "Content-Encoding: br"),
            response(packed(packed(bytes(150_000_000))), "text/html", "Content-Encoding: gzip, gzip"),
        ),
    ),
    ("warc", "beginnings of records", lambda: b"WARC/1.0\r\n" * 100_000),
    ("warc", "records without a length", lambda: b"WARC/1.0\r\nWARC-Type: response\r\n\r\n" * 50_000),
    ("warc", "a header without end", lambda: b"WARC/1.0\r\nX: " + b"a" * 5_000_000),
    ("warc", "headers without end", lambda: b"WARC/1.0\r\n" + b"X: a\r\n" * 1_000_000),
    ("warc", "an answer of headers alone", lambda: _warc(b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 200_000)),
    (
        "warc",
        "pieces without end",
        lambda: _warc(response(b"1\r\na\r\n" * 200_000, "text/html", "Transfer-Encoding: chunked")),
    ),
    (
        "warc",
        "a piece longer than all",
        lambda: _warc(response(b"ffffffffff\r\na", "text/html", "Transfer-Encoding: chunked")),
    ),
    (
        "warc",
        "revisits of themselves",
        lambda: b"".join(
            warc_record(
                n, b"HTTP/1.1 200 OK\r\n\r\n", "revisit", WARC_Refers_To=f"<urn:uuid:00000000-0000-0000-0000-{n:012}>"
            )
            for n in range(500)
        ),
    ),
    ("warc.gz", "beginnings of members", lambda: packed(_warc(response(_body("")))) + b"\x1f\x8b\x08" * 300_000),
    ("warc.gz", "a bomb", lambda: gzip.compress(b"WARC/1.0\r\nX: " + bytes(200_000_000), mtime=0)),
    ("warc.gz", "empty members", lambda: packed(b"") * 50_000),
)
