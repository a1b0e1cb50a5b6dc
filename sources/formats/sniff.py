"""What a file is, told from its first bytes and never from its name; what no reader can use is refused here.

A server that answers with a picture under an address that ends in .html is common, so is an empty file where a
download broke off.
"""

from __future__ import annotations

import re

from hronika.types import UnreadableError
from sources.formats import limits
from sources.formats.packages import locked, open_package, read_member

#: First bytes of files that hold no text for us, and what a person calls them.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or video file"),
    (b"MZ\x90", "a program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
#: The main part of an office file, in its archive, and what an OpenDocument file calls itself.
_OFFICE_PARTS = {"word/document.xml": "docx", "ppt/presentation.xml": "pptx"}
_OPEN_DOCUMENTS = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
_ZIP_REFUSED = {
    "xl/workbook.xml": "an Excel workbook", "xl/workbook.bin": "an Excel workbook", "visio/document.xml": "a drawing",
    "FixedDocSeq.fdseq": "an XPS file", "AndroidManifest.xml": "a program", "META-INF/MANIFEST.MF": "a program",
}  # fmt: skip
_MIME_REFUSED = {"application/epub+zip": "an e-book (EPUB)"}
_WACZ = re.compile(r"archive/[^/]+\.warc(?:\.gz)?")

#: Old Microsoft Office files, and new ones behind a password, are OLE files; names of streams in it tell which.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("WordDocument", "an old Word document (.doc)", "DOCX"),
    ("PowerPoint Document", "an old PowerPoint deck (.ppt)", "PPTX"),
    ("Workbook", "an old Excel workbook (.xls)", "PDF"),
    ("Book", "an old Excel workbook (.xls)", "PDF"),
    ("__properties_version1.0", "an Outlook message (.msg)", "PDF"),
)

_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
_PDF_HEAD = 1024  # how far into a file readers look for %PDF-
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|link|main|article|section|div|p|br|h[1-6]|table|ul|ol|a|span|"
    rb"strong|b|i|em|img|font|center)\b[^<>]*>",
    re.I,
)
_MARKUP_HEAD = 64 * 1024


def sniff(body: bytes) -> str:
    """``pdf``, ``pptx``, ``docx``, ``odp``, ``odt``, ``zip``, ``html`` or ``text``.

    Raises ``UnreadableError`` for an empty, binary or oversized file, saying what it is.
    """
    if not body.strip():
        raise UnreadableError("The file is empty. Fetch it again; if it stays empty, tell whoever publishes it.")
    if len(body) > limits.MAX_BYTES:
        raise UnreadableError(
            f"The file has {len(body) // 2**20} MB, more than the {limits.MAX_BYTES // 2**20} MB that are read. "
            "Split it, or take the text out of it first."
        )
    if b"%PDF-" in body[:_PDF_HEAD]:
        return "pdf"
    if body.startswith(_ZIP):
        return _kind_of_zip(body)
    _refuse_old_office(body)
    _refuse_known_binaries(body)
    wide = body.startswith(_WIDE_BOMS)
    if not wide:
        _refuse_control_codes(body)
    head = body[:_MARKUP_HEAD].replace(b"\x00", b"") if wide else body[:_MARKUP_HEAD]
    if _TAG.search(head):
        return "html"
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<?xml"):
        raise _unsupported("an XML file that is no web page (a feed or a site map)")
    return "text"


def _kind_of_zip(body: bytes) -> str:
    """What an archive is: an office document by its main part, else whatever its members make it."""
    with open_package(body) as package:
        names = set(package.namelist())
        if not names:
            raise UnreadableError(
                "The file is an empty archive. Fetch it again; if it stays empty, tell its publisher."
            )
        mimetype = read_member(package, package.getinfo("mimetype")) if "mimetype" in names else b""
    called = mimetype.decode("ascii", "replace").strip().removesuffix("-template")
    if called in _OPEN_DOCUMENTS:
        return _OPEN_DOCUMENTS[called]
    if called.startswith("application/vnd.oasis.opendocument."):
        raise _unsupported("an OpenDocument table or drawing")
    for part, kind in _OFFICE_PARTS.items():
        if part in names and "[Content_Types].xml" in names:
            return kind
    if "datapackage.json" in names and any(map(_WACZ.fullmatch, names)):
        raise UnreadableError("The file is a web archive (WACZ). Give it a name that ends in .wacz, and ingest that.")
    refused = _MIME_REFUSED.get(called) or next((what for part, what in _ZIP_REFUSED.items() if part in names), None)
    if refused:
        raise _unsupported(refused)
    return "zip"


def _refuse_old_office(body: bytes) -> None:
    """Raise ``UnreadableError`` for the binary formats that Office wrote until 2007, and for what lies in them now."""
    if body.startswith(b"{\\rtf"):
        raise _outdated("a rich text (RTF) file", "DOCX")
    if not body.startswith(_OLE[:4]):
        return
    if "EncryptedPackage".encode("utf-16-le") in body:
        raise locked()
    for stream, what, format_ in _OLE_STREAMS:
        if stream.encode("utf-16-le") in body:
            raise _outdated(what, format_)
    raise _outdated("an old Microsoft Office file", "PDF")


def _outdated(what: str, format_: str) -> UnreadableError:
    return UnreadableError(
        f"The file is {what}, whatever its name says, which is not read. Open it in LibreOffice or Office, save it as "
        f"{format_}, and take that in; for many at once: soffice --headless --convert-to {format_.lower()} FILE"
    )


def _refuse_known_binaries(body: bytes) -> None:
    for signature, name in _SIGNATURES:
        if body.startswith(signature):
            raise _unsupported(name)
    if body[:4] == b"RIFF" and body[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        raise _unsupported("a picture, sound or video file")
    if body[4:8] == b"ftyp":
        raise _unsupported("a video file")


def _refuse_control_codes(body: bytes) -> None:
    control = len(body) - len(body.translate(None, delete=_CONTROL))
    if b"\x00" in body or control > limits.MAX_CONTROL_SHARE * len(body):
        raise UnreadableError(
            "The file is binary data, not text: it holds control characters. If it was meant to be a page, open its "
            "address in a browser to see what the server sends, and fetch it again."
        )


def _unsupported(what: str) -> UnreadableError:
    return UnreadableError(
        f"The file is {what}, whatever its name says; web pages, PDF, DOCX, PPTX, ODT, ODP, "
        "plain text and ZIP archives of them are read. "
        "If it holds a document, save that as PDF."
    )
