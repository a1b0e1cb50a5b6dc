"""PDF: what is printed where on each page, taken one page at a time, and the Document that ``pdf_layout`` makes of it.

A page's objects are let go before the next page is opened; what is kept of it are its printed lines. That is enough
for the second look, which needs all pages at once: what repeats on them, and how large ordinary type is.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Sequence

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from hronika.types import Capture, Document, Link, UnreadableError
from sources.formats import limits
from sources.formats.assemble import Piece, assemble, clean, title_of
from sources.formats.pdf_layout import arrange
from sources.formats.pdf_page import PageLines, read_page

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every odd colour; none of them matters to text

_TAIL = 2048  # the end of a PDF stands in its last kilobyte; some servers add a line of their own
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_UNMAPPED_SHARE = 0.3
_NO_TITLE = re.compile(r"\.(?:docx?|pptx?|odt|odp|pdf|indd|rtf)$|^(?:microsoft|slide|slaids|document|untitled)\b", re.I)


def read_pdf(capture: Capture) -> Document:
    """The Document of a PDF. Raises ``UnreadableError`` if it is cut off, encrypted, damaged or only pictures."""
    if b"%%EOF" not in capture.body[-_TAIL:]:
        raise UnreadableError("The PDF is cut off: its end is missing. Fetch it again.")
    try:
        pages, links, named = _read_pages(capture)
    except Exception as error:  # the parser raises whatever the damage makes it stumble over, or wraps what we raise
        causes = (error, *error.args)
        for cause in causes:
            if isinstance(cause, UnreadableError | MemoryError):
                raise cause from None
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
            raise UnreadableError(
                "The PDF is encrypted and opens only with a password. Ask its publisher for one without."
            ) from error
        what = str(error) if isinstance(error, PdfminerException) and str(error) else repr(error)
        raise UnreadableError(
            f"The PDF is damaged and cannot be read ({what[:120]}). Open it in a viewer; if that can, print it to a "
            "new PDF and take that in, otherwise fetch it again."
        ) from error
    _refuse_textless(pages)
    pieces, printed_links = arrange(pages)
    return assemble(
        capture,
        "pdf",
        pieces,
        title=_sensible(named, pieces) or title_of(pieces),
        pages=len(pages),
        links=[*links, *printed_links],
    )


def _read_pages(capture: Capture) -> tuple[list[PageLines], list[Link], str]:
    pages: list[PageLines] = []
    links: list[Link] = []
    with pdfplumber.open(io.BytesIO(capture.body)) as pdf:
        if len(pdf.pages) > limits.MAX_PAGES:
            raise UnreadableError(
                f"The PDF has {len(pdf.pages)} pages, more than the {limits.MAX_PAGES} that are read. Split it."
            )
        for page in pdf.pages:
            lines, page_links = read_page(page, capture.url)
            pages.append(lines)
            links += page_links
            page.close()
        return pages, links, clean(str(pdf.metadata.get("Title") or ""))


def _refuse_textless(pages: Sequence[PageLines]) -> None:
    if not pages:
        raise UnreadableError("The PDF is damaged: it has no pages. Fetch it again.")
    text = "".join(line.text for page in pages for line in page.lines)
    if not any(char.isalpha() for char in text):
        raise UnreadableError(
            f"The PDF has no upright text on its pages ({len(pages)}): they are pictures, probably scanned. "
            "Run OCR over it (ocrmypdf -l lav) and take in the result."
        )
    unmapped = sum(map(len, _UNMAPPED.findall(text)))
    if unmapped > _UNMAPPED_SHARE * len(text):
        raise UnreadableError(
            "The fonts of the PDF do not say which letters they draw, so its text cannot be taken out. "
            "Run OCR over it (ocrmypdf --force-ocr -l lav) and take in the result."
        )


def _sensible(named: str, pieces: Sequence[Piece]) -> str | None:
    """The title in the file's properties, unless it is a file name or left over from the deck that was the template."""
    if _NO_TITLE.search(named):
        return None
    words = [word for word in re.findall(r"\w+", named.casefold()) if len(word) > 3]
    known = set(re.findall(r"\w+", " ".join(piece.text for piece in pieces).casefold()))
    return named if words and sum(word in known for word in words) >= len(words) / 2 else None
