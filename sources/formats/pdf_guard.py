"""What keeps a hostile PDF from filling the memory: bounds on what a stream inflates to, a font maps and a page draws.

pdfminer has none. Its inflating is replaced by one that stops, and so are the maps that it makes of a font's ranges;
the device that collects what is drawn counts it.
PDFium, which draws pages, is asked for the size of their pictures first.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pdfminer.pdffont
import pdfminer.pdftypes
from pdfminer.cmapdb import FileUnicodeMap
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import resolve1, stream_value
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent
from pypdfium2 import PdfPage
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from sources.formats import limits

Box = tuple[float, float, float, float]


class TooMuchError(Exception):
    """A page that holds more than any page of prose; the message says of what, for the end of a sentence."""


def inflate(data: bytes) -> bytes:
    """What ``data`` was before it was deflated, as far as it is whole. Raises ``TooMuchError`` if that is a bomb."""
    inflating = zlib.decompressobj()
    try:
        inflated = inflating.decompress(data, limits.MAX_PDF_STREAM)
    except zlib.error:
        return _inflate_until_damage(data)
    if inflating.unconsumed_tail:
        raise TooMuchError(f"a stream unpacks to more than {limits.MAX_PDF_STREAM // 2**20} MB")
    return inflated


def _inflate_until_damage(data: bytes) -> bytes:
    inflating, inflated = zlib.decompressobj(), bytearray()
    for at in range(0, len(data), 64):
        try:
            inflated += inflating.decompress(data[at : at + 64])
        except zlib.error:
            break
        if len(inflated) > limits.MAX_PDF_STREAM:
            raise TooMuchError(f"a stream unpacks to more than {limits.MAX_PDF_STREAM // 2**20} MB")
    return bytes(inflated)


# The module's name for zlib is all that pdfminer leaves to take hold of; it has no setting for this.
_stopping = SimpleNamespace(decompress=inflate, decompressobj=zlib.decompressobj, error=zlib.error)
pdfminer.pdftypes.zlib = _stopping  # type: ignore[attr-defined, assignment]


class _BoundedMap(FileUnicodeMap):
    """What letters a font's codes mean; twelve bytes of a file may say it of four billion codes."""

    added = 0

    def add_cid2unichr(self, cid: int, code: Any) -> None:
        self.added += 1
        _refuse_many(self.added)
        super().add_cid2unichr(cid, code)


def _refuse_many(codes: int) -> None:
    if codes > limits.MAX_FONT_CODES:
        raise TooMuchError(f"a font of it maps more than {limits.MAX_FONT_CODES:,} codes")


def _bounded(widths: Iterable[object], size: int) -> Iterator[object]:
    """The widths of a font's codes as the file has them; ``size`` numbers tell of a range: from, to and the rest."""
    numbers: list[Any] = []
    codes = 0
    for value in map(resolve1, widths):
        if isinstance(value, list):
            numbers = []
        elif isinstance(value, int | float):
            numbers.append(value)
        if len(numbers) == size:
            codes += max(0, numbers[1] - numbers[0])
            _refuse_many(codes)
            numbers = []
        yield value


pdfminer.pdffont.FileUnicodeMap = _BoundedMap  # type: ignore[attr-defined]
_widths, _widths2 = pdfminer.pdffont.get_widths, pdfminer.pdffont.get_widths2
pdfminer.pdffont.get_widths = lambda seq: _widths(_bounded(seq, 3))
pdfminer.pdffont.get_widths2 = lambda seq: _widths2(_bounded(seq, 5))


class _CountingDevice(PDFPageAggregatorWithMarkedContent):
    """Collects the objects of a page, in bounds: many letters are refused, drawings beyond use for tables left out."""

    letters = paths = figures = 0
    loops = False  #: whether a drawing on it draws itself

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        self.letters += 1
        if self.letters > limits.MAX_PAGE_LETTERS:
            raise TooMuchError(f"it draws more than {limits.MAX_PAGE_LETTERS:,} letters")
        return float(super().render_char(*args, **kwargs))

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        self.paths += 1
        if self.paths <= limits.MAX_RULES + 1:
            super().paint_path(gstate, stroke, fill, evenodd, path)

    def begin_figure(self, *args: Any, **kwargs: Any) -> None:
        self.figures += 1
        if self.figures > limits.MAX_PAGE_FIGURES:
            raise TooMuchError(f"it draws more than {limits.MAX_PAGE_FIGURES:,} pictures and parts inside each other")
        super().begin_figure(*args, **kwargs)


class _Interpreter(PDFPageInterpreter):
    """Passes over a drawing inside itself, as pdfminer does, and tells of it."""

    device: _CountingDevice

    def execute(self, streams: Sequence[object]) -> None:
        if any(stream_value(stream).objid in self.parent_stream_ids for stream in streams):
            self.device.loops = True
        super().execute(streams)


def lay_out(page: Page) -> bool:
    """Interpret ``page`` in bounds, so that pdfplumber finds its layout made. Raises ``TooMuchError`` beyond them.

    The answer is whether PDFium may draw it: where a drawing draws itself, and that twice, it goes on to fill all
    memory, and ends the process.
    """
    page.page_obj.mediabox = upright(page.page_obj.mediabox)
    device = _CountingDevice(page.pdf.rsrcmgr, pageno=page.page_number, laparams=None)
    _Interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    page._layout = device.get_result()
    return not device.loops


def upright(box: Sequence[float]) -> Box:
    """A box by its lower left and upper right corners, whichever two the file names."""
    x0, y0, x1, y1 = map(float, box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def refuse_huge(page: PdfPage) -> None:
    """Raise ``TooMuchError`` if drawing ``page`` would take all memory, by its own size or that of its pictures."""
    if not all(1 <= edge <= limits.LONGEST_EDGE for edge in page.get_size()):
        raise TooMuchError(f"it measures {' by '.join(f'{edge / 72:,.0f}' for edge in page.get_size())} inches")
    pictures = page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3)
    if sum(width * height for width, height in (picture.get_px_size() for picture in pictures)) > limits.MAX_PIXELS:
        raise TooMuchError(f"its pictures have more than {limits.MAX_PIXELS // 1_000_000} million pixels")
