"""What a file is, told from its first bytes and never from its name; what no reader can use is refused here.

A server that answers with a picture under an address that ends in .html is common, so is an empty file where a
download broke off.
"""

from __future__ import annotations

import re

from hronika.types import UnreadableError
from sources.formats import limits

#: First bytes of files that hold no text for us, and what a person calls them.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office file"),
    (b"{\\rtf", "a rich text (RTF) file"),
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
#: Office files are zip archives; the folder that the first entries name tells which.
_OFFICE = ((b"word/", "a Word document"), (b"ppt/", "a PowerPoint deck"), (b"xl/", "an Excel sheet"))
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"

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
    """``"pdf"``, ``"html"`` or ``"text"``. Raises ``UnreadableError`` for an empty, binary or oversized file."""
    if not body.strip():
        raise UnreadableError("The file is empty. Fetch it again; if it stays empty, tell whoever publishes it.")
    if len(body) > limits.MAX_BYTES:
        raise UnreadableError(
            f"The file has {len(body) // 2**20} MB, more than the {limits.MAX_BYTES // 2**20} MB that are read. "
            "Split it, or take the text out of it first."
        )
    if b"%PDF-" in body[:_PDF_HEAD]:
        return "pdf"
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


def _refuse_known_binaries(body: bytes) -> None:
    for signature, name in _SIGNATURES:
        if body.startswith(signature):
            raise _unsupported(_kind_of_zip(body) if signature == b"PK\x03\x04" else name)
    if body[:4] == b"RIFF" and body[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        raise _unsupported("a picture, sound or video file")
    if body[4:8] == b"ftyp":
        raise _unsupported("a video file")


def _kind_of_zip(body: bytes) -> str:
    if _OPEN_DOCUMENT in body[:200]:
        return "an OpenDocument file"
    return next((name for folder, name in _OFFICE if folder in body), "a zip archive")


def _refuse_control_codes(body: bytes) -> None:
    control = len(body) - len(body.translate(None, delete=_CONTROL))
    if b"\x00" in body or control > limits.MAX_CONTROL_SHARE * len(body):
        raise UnreadableError(
            "The file is binary data, not text: it holds control characters. If it was meant to be a page, open its "
            "address in a browser to see what the server sends, and fetch it again."
        )


def _unsupported(what: str) -> UnreadableError:
    return UnreadableError(
        f"The file is {what}, whatever its name says; web pages, PDF and plain text are read. "
        "If it holds a document, save that as PDF."
    )
