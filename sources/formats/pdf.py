"""PDF: the pages that ``pdf_pages`` reads, made a Document by ``pdf_layout``, or a message about what is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hronika.types import Capture, Document, UnreadableError
from sources.formats.assemble import Piece, assemble, title_of
from sources.formats.pdf_layout import arrange
from sources.formats.pdf_pages import read_pages

_TAIL = 2048  # the end of a PDF stands in its last kilobyte; some servers add a line of their own
_NO_TITLE = re.compile(r"\.(?:docx?|pptx?|odt|odp|pdf|indd|rtf)$|^(?:microsoft|slide|slaids|document|untitled)\b", re.I)


def read_pdf(capture: Capture) -> Document:
    """The Document of a PDF; ``notices`` says which of its pages were not read, and ``ocr_pages`` which by OCR.

    Raises ``UnreadableError`` if it is cut off, encrypted or damaged, or if no page of it could be read.
    """
    if b"%%EOF" not in capture.body[-_TAIL:]:
        raise UnreadableError("The PDF is cut off: its end is missing. Fetch it again.")
    read = read_pages(capture)
    if not any(char.isalpha() for page in read.pages for char in page.text):
        nothing = f"The PDF has no upright text on its pages ({read.count}), nor pictures in which OCR finds any."
        raise UnreadableError(
            " ".join(read.notices)
            or f"{nothing} Look at it in a viewer; if text shows there, ask its publisher for the "
            "document that it was made of."
        )
    pieces, printed_links = arrange(read.pages)
    return assemble(
        capture,
        "pdf",
        pieces,
        title=_sensible(read.title, pieces) or title_of(pieces),
        pages=read.count,
        links=[*read.links, *printed_links],
        notices=read.notices,
        ocr_pages=[page.number for page in read.pages if page.is_ocr],
    )


def _sensible(named: str, pieces: Sequence[Piece]) -> str | None:
    """The title in the file's properties, unless it is a file name or left over from the deck that was the template."""
    if _NO_TITLE.search(named):
        return None
    words = [word for word in re.findall(r"\w+", named.casefold()) if len(word) > 3]
    known = set(re.findall(r"\w+", " ".join(piece.text for piece in pieces).casefold()))
    return named if words and sum(word in known for word in words) >= len(words) / 2 else None
