"""From the bytes of a capture to a Document: one module per file format, chosen by content and never by name.

``read`` is the only way in. Whatever bytes it is given, it returns a Document or raises ``UnreadableError`` with a
sentence for the person who has to do something about the file.
"""

from __future__ import annotations

from collections.abc import Callable

from hronika.types import Capture, Document, UnreadableError
from sources.formats.decode import decode
from sources.formats.docx import read_docx
from sources.formats.html import read_html
from sources.formats.odf import read_odp, read_odt
from sources.formats.pdf import read_pdf
from sources.formats.pptx import read_pptx
from sources.formats.sniff import sniff
from sources.formats.text import read_text

__all__ = ["read"]

_READERS: dict[str, Callable[[Capture], Document]] = {
    "pdf": read_pdf, "pptx": read_pptx, "docx": read_docx, "odp": read_odp, "odt": read_odt,
}  # fmt: skip


def read(capture: Capture) -> Document:
    """The Document that ``capture`` holds. Raises ``UnreadableError`` if no reader can make one of its bytes."""
    kind = sniff(capture.body)
    if kind in _READERS:
        return _READERS[kind](capture)
    if kind == "zip":
        raise UnreadableError(
            "The file is a ZIP archive, no document of its own. Unpack it, and take in what it holds."
        )
    text = decode(capture.body, capture.media_type, is_html=kind == "html")
    return read_html(capture, text) if kind == "html" else read_text(capture, text)
