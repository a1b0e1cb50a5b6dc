"""The pages of a PDF, one at a time: their text as it is kept there, or by OCR where there is none that can be used.

A page's objects are let go before the next page is opened; what is kept of it are its printed lines and its words.
That is enough for the second look, which needs all pages at once: what repeats on them, how large ordinary type is,
and where a word stands on the picture of its page. A page that cannot be read is told in a notice, and the others are
read all the same.
"""

from __future__ import annotations

import io
import logging
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException
from pypdfium2 import PdfDocument, PdfiumError

from hronika.types import Capture, Link, UnreadableError
from sources.formats import limits
from sources.formats.assemble import clean
from sources.formats.pdf_glyphs import decoder, is_doubtful, is_illegible
from sources.formats.pdf_guard import TooMuchError
from sources.formats.pdf_ocr import read_pictures
from sources.formats.pdf_page import PageLines, read_page

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every odd colour; none of them matters to text

#: Letters on an upright page that a scan may carry besides its picture: a stamp, a signature, a page number.
_STAMPED = 200
_COVERED = 0.6  # share of such a page that its picture covers
_PICTURED = 0.2  # share of a page without letters that is pictures, from which on they may hold text
_OUTLINED = 300  # curves on a page without letters, from which on they may be letters


@dataclass(frozen=True)
class PagesRead:
    """What was read of a PDF. ``count``: its pages; ``title``: that of its properties; ``notices``: what is missing."""

    pages: list[PageLines]
    count: int
    links: list[Link]
    title: str
    notices: list[str]


@lru_cache(maxsize=1)  # the pictures of the pages are asked for next, and OCR is slow
def read_pages(capture: Capture) -> PagesRead:
    """The pages of a PDF. Raises ``UnreadableError`` if it is encrypted or too damaged for any."""
    try:
        return _read_pages(capture, capture.body)
    except Exception as error:  # the parser raises whatever the damage makes it stumble over, or wraps what we raise
        refusal = _refusal(error)
        if not isinstance(refusal, DamagedError):
            raise refusal from error
        mended = _mended(capture.body)
        if mended is None:
            raise refusal from error
    try:
        read = _read_pages(capture, mended)
    except Exception as error:
        raise _refusal(error) from error
    notice = f"The PDF is damaged; of what it held, {_pages(read.count)} could be made out. Fetch it again."
    return replace(read, notices=[notice, *read.notices])


def _mended(body: bytes) -> bytes | None:
    """A damaged file as PDFium, which searches it for whatever is whole, writes it anew."""
    written = io.BytesIO()
    try:
        with closing(PdfDocument(body)) as document:
            document.save(written)
    except PdfiumError:
        return None
    return written.getvalue()


class DamagedError(UnreadableError):
    """A file that the reader stumbles over and another may still make something of."""


def _refusal(error: Exception) -> Exception:
    causes = (error, *error.args)
    for cause in causes:
        if isinstance(cause, UnreadableError | MemoryError):
            return cause
    if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
        return UnreadableError(
            "The PDF is encrypted and opens only with a password. Ask its publisher for one without."
        )
    return DamagedError(
        f"The PDF is damaged and cannot be read ({_told(error)}). Open it in a viewer; if that can, print it to a "
        "new PDF and take that in, otherwise fetch it again."
    )


def _told(error: Exception) -> str:
    known = isinstance(error, PdfminerException | TooMuchError) and str(error)
    return (str(error) if known else repr(error))[:120]


def _read_pages(capture: Capture, body: bytes) -> PagesRead:
    pages: list[PageLines] = []
    links: list[Link] = []
    unread: dict[str, list[int]] = defaultdict(list)  # pages by the reason
    wanted: Any = range(1, limits.MAX_PAGES + 1)  # pdfplumber asks for a list, of which it only asks what is in it
    with pdfplumber.open(io.BytesIO(body), pages=wanted, raise_unicode_errors=False) as pdf:
        for page in pdf.pages:
            try:
                lines, page_links = read_page(page, capture.url)
            except MemoryError:
                raise
            except Exception as error:  # as above, but of one page
                lines, page_links = PageLines(page.page_number, page.width, page.height, [], can_be_drawn=False), []
                unread[_told(error)].append(page.page_number)
            pages.append(lines if lines.number <= limits.MAX_PICTURES else replace(lines, words=[]))
            links += page_links
            page.close()
        count, title = _declared_pages(pdf, len(pages)), clean(str(pdf.metadata.get("Title") or ""))
    if not pages:
        raise DamagedError("The PDF is damaged: it has no pages. Fetch it again.")
    pages = _with_letters_meant(pages)
    pages = _with_ocr(body, pages, unread)
    notices = [f"{_numbered(numbers)} not read: {reason}." for reason, numbers in unread.items()]
    if count > len(pages):
        notices.append(f"Of its {count:,} pages the first {len(pages):,} were read. Split the file to have all read.")
    return PagesRead(pages, count, links, title, notices)


def _declared_pages(pdf: PDF, read: int) -> int:
    """How many pages the file says it has, where it has more than are read."""
    if read < limits.MAX_PAGES:
        return read
    root = resolve1(pdf.doc.catalog.get("Pages"))
    declared = resolve1(root.get("Count")) if isinstance(root, dict) else None
    return max(read, declared) if isinstance(declared, int) and declared < 10_000_000 else read


def _with_letters_meant(pages: Sequence[PageLines]) -> list[PageLines]:
    """``pages`` with Latvian letters where a wrong encoding made others of them."""
    meant = decoder("\n".join(page.text for page in pages))
    return [
        replace(
            page,
            lines=[replace(line, text=meant(line.text)) for line in page.lines],
            words=[word._replace(text=meant(word.text)) for word in page.words],
        )
        for page in pages
    ]


# OCR


def _with_ocr(body: bytes, pages: Sequence[PageLines], unread: dict[str, list[int]]) -> list[PageLines]:
    """``pages``, those without text that can be used as OCR reads them; ``unread`` is told of those that are lost."""
    wanted = [page for page in pages if _is_picture(page) or is_illegible(page.text) or is_doubtful(page.text)]
    drawn = [page.number for page in wanted if page.can_be_drawn]
    seen: dict[int, PageLines | str] = dict.fromkeys(
        (page.number for page in wanted), "it draws a part of itself inside itself"
    )
    seen |= read_pictures(body, drawn) if drawn else {}
    return [_chosen(page, seen[page.number], unread) if page.number in seen else page for page in pages]


def _chosen(page: PageLines, seen: PageLines | str, unread: dict[str, list[int]]) -> PageLines:
    """``page`` as it is in the file, or as OCR has ``seen`` it, if it has and not said why not."""
    illegible = is_illegible(page.text)
    kept = replace(page, lines=[], words=[]) if illegible else page
    if isinstance(seen, PageLines) and (seen.lines or not illegible):
        return _better(kept, seen)
    if illegible or _is_picture(page):
        what = "its fonts do not say which letters they draw" if illegible else "no text but a picture"
        unread[f"{what}, and {seen if isinstance(seen, str) else 'OCR sees none'}"].append(page.number)
    return kept


def _is_picture(page: PageLines) -> bool:
    """Whether what ``page`` says is in its picture: a scan, or letters turned into outlines.

    Slides often have a photograph behind a few words; sheets that are all picture are scans, some with a stamp on them.
    """
    letters = sum(map(str.isalpha, page.text))
    if not letters:
        return page.pictured >= _PICTURED or page.drawn >= _OUTLINED
    return letters < _STAMPED and page.pictured >= _COVERED and page.height > page.width


def _better(kept: PageLines, seen: PageLines) -> PageLines:
    """The reading of a page that has more to it; with as much, that of the file unless only that of OCR is sound."""
    in_file, by_ocr = (sum(map(str.isalpha, page.text)) for page in (kept, seen))
    sounder = is_doubtful(kept.text) and not is_doubtful(seen.text)
    return seen if by_ocr > (0.7 if sounder else 2) * in_file else kept


def _numbered(numbers: Sequence[int]) -> str:
    """``Page 3``, or ``Pages 3, 5-7``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
    return f"Page {told}" if len(numbers) == 1 else f"Pages {told}"


def _pages(count: int) -> str:
    return "one page" if count == 1 else f"{count} pages"
