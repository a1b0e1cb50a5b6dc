"""From the bytes of a capture to a Document: one module per file format, chosen by content and never by name.

``read`` is the only way in. Whatever bytes it is given, it returns a Document or raises ``UnreadableError`` with a
sentence for the person who has to do something about the file.
"""

from __future__ import annotations

from importlib import import_module

from hronika.types import Capture, Document
from sources.formats.decode import decode
from sources.formats.sniff import sniff

__all__ = ["read"]

#: The module of each format that is not text; loaded when the first of it comes, since all of them take a while.
_READERS = {"pdf": "pdf", "pptx": "pptx", "docx": "docx", "odp": "odf", "odt": "odf"}


def read(capture: Capture) -> Document:
    """The Document that ``capture`` holds. Raises ``UnreadableError`` if no reader can make one of its bytes."""
    kind = sniff(capture.body)
    if kind in _READERS:
        document: Document = getattr(import_module(f"sources.formats.{_READERS[kind]}"), f"read_{kind}")(capture)
        return document
    if kind == "zip":
        from sources.formats.zip import read_zip, unpack

        return read_zip(capture, unpack(capture))
    text = decode(capture.body, capture.media_type, is_html=kind == "html")
    if kind == "html":
        from sources.formats.html import read_html

        return read_html(capture, text)
    from sources.formats.text import read_text

    return read_text(capture, text)
