"""Pictures of a PDF's pages for the site, small enough to keep by the thousand, each with the places of its words.

Places are relative to the page, so that ``pdf_outlines`` can outline a mention at whatever size the picture is shown.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from PIL import Image
from pypdfium2 import PdfDocument, PdfiumError

from hronika.types import Capture
from sources.formats import limits
from sources.formats.assemble import clean
from sources.formats.pdf_guard import TooMuchError, refuse_huge
from sources.formats.pdf_outlines import PictureWord
from sources.formats.pdf_page import PageLines
from sources.formats.pdf_pages import read_pages

_WIDTH = 1000  # pixels: letters of a slide are legible, and those of an A4 sheet when it is enlarged
_TALLEST = 2.5  # of the width; a picture of a longer page is narrower
_QUALITY = 60


@dataclass(frozen=True)
class PagePicture:
    """A page as a JPEG picture of ``width`` by ``height`` pixels, with its words in no certain order."""

    page: int  #: counted from 1
    width: int
    height: int
    image: bytes
    words: tuple[PictureWord, ...]
    media_type: str = "image/jpeg"


def pictures(capture: Capture) -> Iterator[PagePicture]:
    """A picture of each page of a PDF, of the first ``limits.MAX_PICTURES``; pages that cannot be drawn are left out.

    Raises ``UnreadableError`` where the file cannot be read at all, as ``read`` does.
    """
    pages = [page for page in read_pages(capture).pages[: limits.MAX_PICTURES] if page.can_be_drawn]
    try:
        document = PdfDocument(capture.body)
    except PdfiumError:
        return
    with closing(document):
        for page in pages:
            try:
                width, height, image = _drawn(document, page)
            except (PdfiumError, TooMuchError):
                continue
            yield PagePicture(page.number, width, height, image, tuple(_relative(page)))


def _drawn(document: PdfDocument, lines: PageLines) -> tuple[int, int, bytes]:
    """Width, height and bytes of the picture of a page."""
    with closing(document[lines.number - 1]) as page:
        refuse_huge(page)
        page.set_rotation((page.get_rotation() + lines.turn) % 360)
        width, height = page.get_size()
        with closing(page.render(scale=min(_WIDTH / width, _TALLEST * _WIDTH / height))) as bitmap:
            return _encoded(bitmap.to_pil())


def _encoded(picture: Image.Image) -> tuple[int, int, bytes]:
    buffer = io.BytesIO()
    # WebP takes half the room and seven times as long, which for a PDF is more than all else together; without
    # subsampling, coloured letters stay sharp
    picture.convert("RGB").save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
    return picture.width, picture.height, buffer.getvalue()


def _relative(page: PageLines) -> Iterator[PictureWord]:
    """The words of ``page`` with their boxes relative to it."""
    for word in page.words:
        x0, x1 = (_part(x, page.width) for x in (word.x0, word.x1))
        y0, y1 = (_part(y, page.height) for y in (word.top, word.bottom))
        if x0 < x1 and y0 < y1:
            yield PictureWord(clean(word.text), x0, y0, x1, y1)


def _part(at: float, whole: float) -> float:
    return round(min(max(at / whole, 0.0), 1.0), 4)
