"""Pages of a PDF that are pictures, read by Tesseract: its words as printed lines, so that all else works on them.

Tesseract with Latvian comes from the system (Debian: tesseract-ocr-lav), the library that calls it with
``hronika[ocr]``. Both may be missing: ``missing`` says what to install.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache
from itertools import pairwise
from statistics import mean, median

import lxml.html
from pypdfium2 import PdfDocument, PdfiumError, PdfPage

from sources.formats import limits
from sources.formats.pdf_guard import TooMuchError, refuse_huge
from sources.formats.pdf_page import PageLines, Printed, WordBox

try:
    import pytesseract
except ImportError:
    pytesseract = None

_INSTALL = "it (pip install 'hronika[ocr]') and Tesseract's Latvian (Debian: apt-get install tesseract-ocr-lav)"
_LANGUAGE = "lav"
_DPI = 300
_TITLE = re.compile(r"(\w+) ([-\d. ]+)")
_LEAST_CONFIDENCE = 50  # per cent, of a line; noise in photographs is read with less
_LINES = "//*[@class='ocr_line' or @class='ocr_header' or @class='ocr_caption' or @class='ocr_textfloat']"
_BULLET = re.compile(r"[*«©®¢°•·e][*«.,]?")  # what Tesseract takes a bullet for
_COLUMN_GAP = 1.0  # of the type size
_SAME_SIZE, _SAME_EDGE = 0.1, 0.35  # of the type size


@cache
def missing() -> str | None:
    """What to install before pages can be read by OCR; None if it is all there."""
    if pytesseract is None:
        return _INSTALL
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # its threads wait for each other longer than they work
    try:
        languages = pytesseract.get_languages()
    except (OSError, RuntimeError):
        return _INSTALL
    return None if _LANGUAGE in languages else _INSTALL


def read_pictures(body: bytes, numbers: Sequence[int]) -> dict[int, PageLines | str]:
    """What Tesseract sees on the pages of these numbers; where it sees nothing, why, as the end of a sentence."""
    if absent := missing():
        return dict.fromkeys(numbers, f"OCR is missing. Install {absent}, then read the file again")
    seen: dict[int, PageLines | str] = dict.fromkeys(numbers, f"OCR reads {limits.MAX_OCR_PAGES} pages of one file")
    try:
        with closing(PdfDocument(body)) as document:
            for number in numbers[: limits.MAX_OCR_PAGES]:
                with closing(document[number - 1]) as page:
                    seen[number] = _read_picture(page, number)
    except PdfiumError as error:
        return seen | {number: f"it cannot be drawn ({error})" for number in numbers if isinstance(seen[number], str)}
    return seen


def _read_picture(page: PdfPage, number: int) -> PageLines | str:
    try:
        refuse_huge(page)
        tree = _hocr(page)
        turn = _turn(tree)
        if turn:
            page.set_rotation((page.get_rotation() + turn) % 360)
            tree = _hocr(page)
    except TooMuchError as error:
        return str(error)
    except (OSError, RuntimeError) as error:  # PDFium's and Tesseract's; the latter's also where it took too long
        return f"OCR failed ({str(error)[:120]})"
    width, height = page.get_size()
    return _lines(tree, PageLines(number, width, height, [], is_ocr=True, turn=turn), 72 / _dpi(page))


def _hocr(page: PdfPage) -> lxml.html.HtmlElement:
    with closing(page.render(scale=_dpi(page) / 72, grayscale=True)) as bitmap:
        hocr = pytesseract.image_to_pdf_or_hocr(
            bitmap.to_pil(),
            lang=_LANGUAGE,
            config=f"--psm 1 --dpi {_dpi(page)}",  # 1: it looks which way is up
            extension="hocr",
            timeout=limits.OCR_SECONDS,
        )
    return lxml.html.fromstring(bytes(hocr))


def _dpi(page: PdfPage) -> int:
    width, height = page.get_size()
    return min(_DPI, int(72 * (limits.MAX_OCR_PIXELS / (width * height)) ** 0.5))


def _turn(tree: lxml.html.HtmlElement) -> int:
    """The degrees clockwise by which the page must be turned for most of its lines to stand upright."""
    angles = Counter(int(_facts(line).get("textangle", [0])[0]) for line in tree.xpath(_LINES))
    return angles.most_common(1)[0][0] if angles else 0


def _lines(tree: lxml.html.HtmlElement, page: PageLines, scale: float) -> PageLines:
    """``page`` with the lines of ``tree``, whose measures are pixels; ``scale`` is the points of one."""
    lines: list[Printed] = []
    words: list[WordBox] = []
    for element in tree.xpath(_LINES):
        size = scale * _facts(element)["x_size"][0]
        seen = [(word.text_content().strip(), _facts(word)) for word in element.xpath(".//*[@class='ocrx_word']")]
        found = [
            (WordBox(text, *(scale * at for at in facts["bbox"])), facts["x_wconf"][0]) for text, facts in seen if text
        ]
        if not found or mean(confidence for _, confidence in found) < _LEAST_CONFIDENCE:
            continue
        boxes = [box for box, _ in found]
        words += boxes
        lines += [_printed(part, size) for part in _parts(boxes, size)]
    lines = [line for line in lines if any(map(str.isalnum, line.text))]
    return replace(page, lines=_at_same_edges(_same_sizes(lines)), words=words)


def _parts(words: list[WordBox], size: float) -> list[list[WordBox]]:
    """A line cut where it is that of two columns; a bullet stays with what it marks."""
    parts = [[words[0]]]
    for left, right in pairwise(words):
        if right.x0 - left.x1 > _COLUMN_GAP * size and not (len(parts[-1]) == 1 and _BULLET.fullmatch(left.text)):
            parts.append([])
        parts[-1].append(right)
    return parts


def _printed(words: list[WordBox], size: float) -> Printed:
    texts = [word.text for word in words]
    if len(texts) > 1 and _BULLET.fullmatch(texts[0]):
        texts[0] = "•"
    return Printed(
        " ".join(texts),
        x0=words[0].x0,
        x1=words[-1].x1,
        top=min(word.top for word in words),
        bottom=max(word.bottom for word in words),
        size=size,
    )


def _facts(element: lxml.html.HtmlElement) -> dict[str, list[float]]:
    """The measures in an element's title: ``bbox 36 92 618 361; x_size 42``."""
    return {name: [float(value) for value in values.split()] for name, values in _TITLE.findall(element.get("title"))}


def _same_sizes(lines: list[Printed]) -> list[Printed]:
    """``lines`` with the usual type size wherever theirs is close to it: it is measured on few letters."""
    if not lines:
        return []
    usual = median(line.size for line in lines for _ in line.text)
    return [replace(line, size=usual) if abs(line.size - usual) < _SAME_SIZE * usual else line for line in lines]


def _at_same_edges(lines: list[Printed]) -> list[Printed]:
    """``lines`` with left and upper edges that differ by little made one, as they were before the page was scanned."""
    lefts, tops = (_evened([(edge(line), line.size) for line in lines]) for edge in (_left, _top))
    return [replace(line, x0=lefts[line.x0], top=tops[line.top]) for line in lines]


def _left(line: Printed) -> float:
    return line.x0


def _top(line: Printed) -> float:
    return line.top


def _evened(edges: list[tuple[float, float]]) -> dict[float, float]:
    """Each edge, with the type size there, as the first of those that it is close to."""
    even: dict[float, float] = {}
    last = float("-inf")
    for edge, size in sorted(edges):
        last = last if edge - last < _SAME_EDGE * size else edge
        even[edge] = last
    return even
