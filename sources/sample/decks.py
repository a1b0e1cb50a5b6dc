"""Render the sample's slide decks to PDF, as ministries' presentations are saved: titles, bullets, a running footer.

A deck is a TOML file of slides; a slide is text (a line that begins with ``- `` is a bullet), two columns, or a table.
``\\u00AD`` in a text marks where a word may be parted at a line's end, ``[text](address)`` becomes a link annotation.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from fpdf import FPDF, FontFace

_FONTS = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "NotoSans-Regular.ttf")
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "~/.local/share/fonts", "~/.fonts")
_SIZES = {"4:3": (254.0, 190.5), "16:9": (297.0, 167.0)}
_MARGIN = 16.0
_HEADINGS = FontFace(fill_color=(225, 230, 240))


def find_font() -> Path | None:
    """A font with Latvian letters in one of the usual places, or None."""
    for name in _FONTS:
        for folder in _FONT_FOLDERS:
            found = sorted(Path(folder).expanduser().rglob(name))
            if found:
                return found[0]
    return None


def render_all(content: Path, font: Path) -> Iterator[tuple[str, bytes]]:
    """Every deck as (path below ``site/``, bytes of the PDF)."""
    for source in sorted(content.glob("*.toml")):
        deck = tomllib.loads(source.read_text("utf-8"))
        yield f"{deck['path']}.pdf", render(deck, font)


def render(deck: dict[str, Any], font: Path) -> bytes:
    """One deck; the same content gives the same text in the same places."""
    pdf = _Slides(deck, font)
    for slide in deck["slides"]:
        pdf.add_page()
        if slide.get("layout") == "cover":
            pdf.cover(slide)
            continue
        pdf.heading(slide["title"])
        match slide.get("layout", "text"):
            case "columns":
                pdf.columns(slide["left"], slide["right"])
            case "table":
                pdf.rows(slide["rows"])
        pdf.prose(slide.get("text", ""), _MARGIN, pdf.epw)
    return bytes(pdf.output())


class _Slides(FPDF):
    """A deck in the making: knows where titles, bullets, tables and the running footer stand."""

    def __init__(self, deck: dict[str, Any], font: Path) -> None:
        super().__init__(format=_SIZES[deck["ratio"]])
        self.deck = deck
        self.size = 26 if deck["ratio"] == "4:3" else 22
        self.add_font("deck", fname=font)
        self.set_margin(_MARGIN)
        self.set_auto_page_break(False)
        self.set_title(deck["title"])
        self.set_author(deck["author"])
        self.set_lang("lv")
        self.set_creation_date(datetime.combine(deck["date"], time(8), UTC))

    def footer(self) -> None:
        self.set_y(-11)
        self.set_font("deck", size=9)
        self.cell(self.epw - 20, 5, self.deck["footer"])
        self.cell(20, 5, str(self.page_no()), align="R")

    def cover(self, slide: dict[str, Any]) -> None:
        self.set_y(self.h * 0.28)
        self._paragraph(slide["title"], _MARGIN, self.epw, 30, align="C")
        self.ln(8)
        for line in slide["lines"]:
            self._paragraph(line, _MARGIN, self.epw, 16, align="C")

    def heading(self, title: str) -> None:
        self._paragraph(title, _MARGIN, self.epw, 26)
        self.ln(5)

    def columns(self, left: str, right: str) -> None:
        top, width = self.get_y(), self.epw / 2 - 5
        self.prose(left, _MARGIN, width)
        self.set_y(top)
        self.prose(right, _MARGIN + width + 10, width)

    def rows(self, rows: list[list[str]]) -> None:
        self.set_font("deck", size=self.size - 4)
        with self.table(rows, text_align="LEFT", line_height=self.size * 0.45, headings_style=_HEADINGS):
            pass
        self.ln(5)

    def prose(self, text: str, x: float, width: float) -> None:
        for line in text.splitlines():
            if line.startswith("- "):
                self.set_x(x)
                self.set_font("deck", size=self.size)
                self.cell(7, self.size * 0.45, "•")
                self._paragraph(line[2:], x + 7, width - 7, self.size)
            else:
                self._paragraph(line, x, width, self.size)
            self.ln(2)

    def _paragraph(self, text: str, x: float, width: float, size: int, align: str = "L") -> None:
        self.set_x(x)
        self.set_font("deck", size=size)
        self.multi_cell(width, size * 0.45, text, align=align, markdown=True, new_x="LMARGIN", new_y="NEXT")
