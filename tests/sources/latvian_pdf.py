"""PDF files for tests, with Latvian letters in the standard fonts, so that no font file is needed.

The standard fonts hold every Latvian letter, but the encoding that fpdf2 gives them does not. Letters are written in
places of that encoding that these tests do not use, and the finished file is told which letters stand there.
"""

from __future__ import annotations

import re

from fpdf import FPDF
from fpdf.enums import XPos, YPos

_LETTERS = "āčēģīķļņšūž"
_NAMES = (
    "amacron ccaron emacron gcommaaccent imacron kcommaaccent lcommaaccent ncommaaccent scaron umacron zcaron".split()
)
_SIGNS = {"„": "quotedblbase", "“": "quotedblleft", "”": "quotedblright", "–": "endash", "•": "bullet", "ˇ": "caron"}
_GLYPHS = dict(zip(_LETTERS, _NAMES, strict=True)) | _SIGNS
_GLYPHS |= {letter.upper(): name[0].upper() + name[1:] for letter, name in zip(_LETTERS, _NAMES, strict=True)}
_FIRST = 0xC0
_PLACES = str.maketrans({letter: chr(_FIRST + place) for place, letter in enumerate(_GLYPHS)})


class LatvianPDF(FPDF):
    """A document whose texts may hold Latvian letters; ``finished()`` gives its bytes. Measures are points."""

    def __init__(self, landscape: bool = True) -> None:
        super().__init__(unit="pt", format=(540, 720), orientation="landscape" if landscape else "portrait")
        self.set_auto_page_break(False)

    def put(self, x: float, y: float, text: str, size: float = 18, bold: bool = False, link: str = "") -> None:
        """One line of text with its left upper corner at ``x``, ``y``."""
        self.set_font("helvetica", "B" if bold else "", size)
        self.set_xy(x, y)
        written = text.translate(_PLACES)
        self.cell(self.get_string_width(written), size, written, link=link, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def slide(self, title: str, *lines: str, footer: str = "") -> None:
        """A page with a large title, lines below it, and a footer with the page's number."""
        self.add_page()
        self.put(48, 40, title, size=28)
        for number, line in enumerate(lines):
            self.put(48, 110 + 30 * number, line)
        if footer:
            self.put(48, 510, footer, size=9)
            self.put(660, 510, str(self.page_no()), size=9)

    def finished(self) -> bytes:
        raw = bytes(self.output())
        names = b" ".join(b"/" + name.encode() for name in _GLYPHS.values())
        encoding = (
            b"/Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences ["
            + b"%d " % _FIRST
            + names
            + b"] >>"
        )
        raw = raw.replace(b"/Encoding /WinAnsiEncoding", encoding)
        body = raw[: raw.rindex(b"xref\n", 0, raw.rindex(b"startxref"))]
        trailer = raw[raw.index(b"trailer", len(body)) : raw.rindex(b"startxref")]
        places = {int(found[1]): found.start() for found in re.finditer(rb"(?m)^(\d+) 0 obj", body)}
        table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        table += b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(places))
        return body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(body)
