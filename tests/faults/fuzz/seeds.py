"""Honest inputs of every format that Hronika reads, from files of this repository: what the mutants are made of."""

from __future__ import annotations

import gzip
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from pypdfium2 import PdfDocument

from tests.sources.latvian_pdf import LatvianPDF

_ROOT = Path(__file__).parents[3]
_SITE = "http://www.example.lv"
#: Charsets that old pages come in, each with what their heads call it.
_CHARSETS = ("windows-1257", "iso-8859-13", "iso-8859-4", "utf-16", "utf-8-sig")


@cache
def seeds() -> dict[str, list[bytes]]:
    """Honest inputs by format, named by the ending that a file of it has."""
    html = [*_files("sources/sample/site", "html"), *_files("tests/gold", "html")]
    text = _files("tests/gold", "txt")
    pdf = [*_files("sources/sample/site", "pdf"), *_files("tests/data/pdf", "pdf")]
    office = {kind: _files("tests/data/office", kind) for kind in ("docx", "pptx", "ppsx", "odt", "odp")}
    mixed = [("lapa.html", html[0]), ("mape/Ķekavas protokols.txt", text[0]), ("deck.pdf", pdf[-1])]
    mixed += [("teksts.docx", office["docx"][0]), ("deck.odp", office["odp"][0])]
    return {
        "html": [*html, *_recoded(html)],
        "txt": [*text, *_recoded(text)],
        "pdf": [*pdf, *map(_saved_anew, pdf), _printed()],
        **office,
        "zip": [zipped(mixed), zipped([("a.zip", zipped([("b.zip", zipped(mixed[:2]))])), *mixed[2:]])],
        "warc": [b"".join(warc_records(html[:2], pdf[-1:]))],
        "warc.gz": [b"".join(map(packed, warc_records(html[3:5], ())))],
        "arc": [_arc(html[6:8])],
        "arc.gz": [packed(_arc(html[8:10]))],
        "wacz": [_wacz(html[10:11])],
        "xml": [_sitemap(), _sitemap_index(), _feed(), packed(_sitemap())],
        "robots": [_ROBOTS.encode()],
    }


def _files(folder: str, ending: str) -> list[bytes]:
    paths = sorted((_ROOT / folder).rglob(f"*.{ending}"))
    found = [path.read_bytes() for path in paths if not path.name.startswith("locked")]
    assert found, f"{folder} has no .{ending}"
    return found


def _recoded(texts: Iterable[bytes]) -> Iterator[bytes]:
    """Some texts in each old charset, whatever they say of themselves."""
    for text, charset in zip(texts, _CHARSETS * 3, strict=False):
        known = text.decode("utf-8", "replace").replace("utf-8", charset)
        yield known.encode(charset, "xmlcharrefreplace")


def _saved_anew(pdf: bytes) -> bytes:
    """A PDF as PDFium writes it."""
    written = io.BytesIO()
    document = PdfDocument(pdf)
    document.save(written)
    document.close()
    return re.sub(rb"/ID\s*\[.*?\]", b"", written.getvalue(), flags=re.S)  # which is another every time


def _printed() -> bytes:
    pdf = LatvianPDF(landscape=False)
    pdf.set_creation_date(datetime(2024, 5, 1, tzinfo=UTC))
    for number in range(3):
        pdf.slide(f"Sanāksme {number}", "• Rīgā, 2019. gada 3. jūlijā", "• piedalījās 45 cilvēki", footer="km.example")
    return pdf.finished()


def zipped(files: Iterable[tuple[str, bytes]], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of files, the same bytes every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as package, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a name that is there twice is meant
        for name, body in files:
            package.writestr(zipfile.ZipInfo(name), body, packing)
    return out.getvalue()


def packed(body: bytes) -> bytes:
    """A gzip file, the same bytes at any time."""
    return gzip.compress(body, mtime=0)


def warc_record(number: int, block: bytes, kind: str = "response", **headers: str) -> bytes:
    """A record as other tools write them, around ``block``."""
    told = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-{number:012}>",
        "WARC-Date": f"2024-05-01T10:00:{number % 60:02}Z",
        "WARC-Target-URI": f"{_SITE}/{number}",
        "Content-Length": str(len(block)),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def response(body: bytes, media_type: str = "text/html; charset=utf-8", *headers: str) -> bytes:
    """An HTTP answer."""
    lines = "".join(f"{line}\r\n" for line in headers)
    return f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n{lines}\r\n".encode() + body


def warc_records(pages: Iterable[bytes], decks: Iterable[bytes]) -> list[bytes]:
    """A crawl: what describes it, pages plain, packed and in pieces, a deck, a picture, a redirect and a revisit."""
    html, *rest = pages
    pieces = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (html[:700], html[700:])) + b"0\r\n\r\n"
    blocks = [response(page) for page in rest]
    blocks.append(response(packed(html), "text/html", "Content-Encoding: gzip"))
    blocks.append(response(pieces, "text/html", "Transfer-Encoding: chunked"))
    blocks += [response(deck, "application/pdf") for deck in decks]
    blocks.append(response(b"\x89PNG", "image/png"))
    blocks.append(b"HTTP/1.1 301 Moved\r\nLocation: /2\r\n\r\n")
    records = [warc_record(number, block) for number, block in enumerate(blocks, 1)]
    again = {"WARC_Refers_To_Target_URI": f"{_SITE}/1", "WARC_Refers_To_Date": "2024-05-01T10:00:01Z"}
    return [
        warc_record(0, b"software: x\r\n", "warcinfo"),
        *records,
        warc_record(len(blocks) + 1, b"HTTP/1.1 304 Not Modified\r\n\r\n", "revisit", **again),
    ]


def _arc(pages: Iterable[bytes]) -> bytes:
    names = b"URL IP-address Archive-date Content-type Archive-length\n"
    content = b"1 0 X\n" + names
    parts = [b"filedesc://a.arc 0.0.0.0 20050101000000 text/plain %d\n%s" % (len(content), content)]
    for number, page in enumerate(map(response, pages)):
        place = f"{_SITE}/{number} 127.0.0.1 2005010100000{number} text/html {len(page)}\n"
        parts.append(place.encode() + page)
    return b"\n".join(parts)


def _wacz(pages: Iterable[bytes]) -> bytes:
    records = warc_records(pages, ())
    files = {"archive/a.warc.gz": b"".join(map(packed, records)), "archive/b.warc": b"".join(records)}
    return zipped([("datapackage.json", b"{}"), *files.items()], zipfile.ZIP_STORED)


def _sitemap() -> bytes:
    entries = "".join(f"<url><loc>{_SITE}/{number}</loc><lastmod>2024-05-01</lastmod></url>" for number in range(40))
    return (
        f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode()
    )


def _sitemap_index() -> bytes:
    entries = "".join(f"<sitemap><loc>{_SITE}/{number}.xml</loc></sitemap>" for number in range(20))
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'.encode()


def _feed() -> bytes:
    items = "".join(f"<item><title>Sanāksme {n}</title><link>{_SITE}/{n}</link></item>" for n in range(20))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Jaunumi</title>{items}</channel></rss>'.encode()


_ROBOTS = f"""User-agent: *
Crawl-delay: 2
Disallow: /*?page=
Disallow: /admin$
Allow: /lv/
Request-rate: 1/5
Visit-time: 0600-0845
Sitemap: {_SITE}/sitemap.xml
"""
