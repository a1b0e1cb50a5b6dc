"""What bytes are, and in which charset, whatever their name and headers say."""

from __future__ import annotations

import io
import zipfile

import pytest

from hronika.types import UnreadableError
from sources.formats.decode import decode
from sources.formats.sniff import sniff

SENTENCE = "Šķērsielā „Ūdensroze” ģimenēm čakli ņēma žāvētu ķīseli, un ļoti īsi."


def archive(*names: str, mimetype: str | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        if mimetype:
            package.writestr("mimetype", mimetype)
        for name in names:
            package.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (archive("[Content_Types].xml", "word/document.xml"), "docx"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
        (archive(mimetype="application/vnd.oasis.opendocument.presentation-template"), "odp"),
        (archive("protokols.docx", "word/other.xml"), "zip"),
        (archive("lieta.pdf", "META-INF/signatures0.xml", mimetype="application/vnd.etsi.asic-e+zip"), "zip"),
        (b"<!DOCTYPE html><title>x</title>", "html"),
        (b"\xef\xbb\xbf\n<html><body>x", "html"),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN'><html>", "html"),
        (b"<p>Only a fragment</p>", "html"),
        ("<html><p>Rīgā".encode("utf-16"), "html"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\n%PDF-1.4\n", "pdf"),
        ("Sanāksme Rīgā, 5 < 6".encode(), "text"),
        ("Sanāksme Rīgā".encode("windows-1257"), "text"),
        ("Sanāksme Rīgā".encode("utf-16"), "text"),
        (b"Vertical\x0btab and form\x0cfeed are text", "text"),
    ],
)
def test_content_tells_the_kind(body: bytes, kind: str) -> None:
    assert sniff(body) == kind


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"PK\x03\x04\x14\x00[Content_Types].xml word/document.xml", "cut off"),
        (archive(), "empty archive"),
        (archive("xl/workbook.xml", "[Content_Types].xml"), "Excel"),
        (archive("META-INF/MANIFEST.MF", "a.class"), "program"),
        (archive("datapackage.json", "archive/data.warc.gz"), "WACZ"),
        (archive(mimetype="application/epub+zip"), "e-book"),
        (archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument table"),
        (b"\x89PNG\r\n\x1a\n\x00", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"{\\rtf1\\ansi}", "RTF"),
        (b"<?xml version='1.0'?><rss version='2.0'></rss>", "XML"),
        (b"<html><body>text\x00text</body></html>", "control characters"),
        (bytes(range(1, 32)) * 20, "control characters"),
    ],
)
def test_what_is_no_document_is_named(body: bytes, named: str) -> None:
    with pytest.raises(UnreadableError, match=named):
        sniff(body)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "windows-1257", "iso-8859-13"])
@pytest.mark.parametrize("declared", [None, "utf-8", "windows-1257", "iso-8859-1", "nonsense", "utf-16"])
def test_latvian_comes_out_whatever_is_declared(charset: str, declared: str | None) -> None:
    page = f"<html><head><meta charset='{declared}'></head><body>{SENTENCE}</body></html>" if declared else SENTENCE
    body = page.encode(charset)
    assert decode(body, f"text/html; charset={declared}", is_html=True) == page


def test_russian_and_english_come_out() -> None:
    russian = "Семинар прошёл в Риге, в нём участвовали 40 человек."
    assert decode(russian.encode("windows-1251")) == russian
    assert decode(b"Plain English text.", "text/plain; charset=iso-8859-1") == "Plain English text."


def test_an_old_fragment_pasted_into_a_utf8_page() -> None:
    body = (SENTENCE * 3).encode() + "Talsu novadā".encode("windows-1257")
    assert decode(body) == SENTENCE * 3 + "Talsu novadā"
