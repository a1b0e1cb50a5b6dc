"""From the bytes of a capture to a Document: one module per file format, chosen by content and never by name.

``read`` is the only way in. Whatever bytes it is given, it returns a Document or raises ``UnreadableError`` with a
sentence for the person who has to do something about the file.
"""

from __future__ import annotations

from hronika.types import Capture, Document
from sources.formats.decode import decode
from sources.formats.html import read_html
from sources.formats.pdf import read_pdf
from sources.formats.sniff import sniff
from sources.formats.text import read_text

__all__ = ["read"]


def read(capture: Capture) -> Document:
    """The Document that ``capture`` holds. Raises ``UnreadableError`` if no reader can make one of its bytes."""
    kind = sniff(capture.body)
    if kind == "pdf":
        return read_pdf(capture)
    text = decode(capture.body, capture.media_type, is_html=kind == "html")
    return read_html(capture, text) if kind == "html" else read_text(capture, text)
