"""How printed lines become paragraphs and list items again.

Plain text and PDF know lines only: where one ends says how wide the page was. What each format can measure (white
space above, whether the next word would have fitted) it notes on its lines; the reading of them is the same for both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from hronika.types import Link
from sources.formats.assemble import Piece
from sources.links import URL, printed_links

TITLES = ("slide_title", "heading")


@dataclass(frozen=True)
class Line:
    """One printed line."""

    text: str
    page: int | None = None
    kind: str | None = None  #: slide_title, heading or table_row, where type or place tells
    apart: bool = False  #: more white space above than there is between the lines of a paragraph
    full: bool = False  #: the first word of the next line would not have fitted
    opens: bool = False  #: the first of a page or of a column


# Private use characters are bullets of symbol fonts.
_GLYPH = re.compile(r"[•●○◦▪▫■□◾◼▶►▸➢➤→✓✔☐❖❑‣⁃∙·\ue000-\uf8ff]\s*")
_DASH = re.compile(r"([-–—*o])\s+(?=\S)")
_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[a-zāčēģīķļņšūž]|[ivx]{2,4})\)\s*(?=\S)")
_MONTHS = "janv|febr|mart|apr|maij|jūn|jūl|aug|sept|okt|nov|dec"
_ORDINAL = re.compile(rf"(\d{{1,3}})\.\s+(?!gad|gs\b|{_MONTHS})(?=[^\W\d]|[„“\"(])", re.I)

_ENDED = re.compile(r"[.!?…][”“\"»)\]]*$")
_LEFT_OPEN = re.compile(r"\([^()]{0,200}$|[,(„]$|\b(?:un|vai|no|līdz|ar|par|uz|pie|pēc|pirms|gada|Nr\.)$")
_GOES_ON = re.compile(r"[a-zāčēģīķļņōŗšūž)%”]|[–—] ")

_URL_LINE = re.compile(rf"\W{{0,3}}({URL.pattern}[-/_=&?]?)\W{{0,2}}", re.I)
_MAIL_LINE = re.compile(r"\W{0,3}(?:mailto|tel):\S+", re.I)
_REST_OF_URL = re.compile(r"[\w.~%&=?#+-]+(?:/[\w.~%&=?#+/-]*)?")
_URL_BREAKS = ("-", "/", "_", "=", "&", "?")
_HYPHENS = ("-", "\u2010", "\u00ad", "\u00ac")  # the last one is how some programs write a soft hyphen
_SOFT = ("\u00ad", "\u00ac")
_COMPOUND = re.compile(r"(?:\W|^)(?:\w|\w*\d\w*|[^\W\d_a-zāčēģīķļņšūž]{2,})$")  # e-, 2014-, ES-
_DASHES = ("-", "–", "—")
_LONGEST_TITLE = 200
_END = 300  # characters of a piece that tell whether its sentence goes on


def split_marker(text: str) -> tuple[str, str]:
    """``text`` as its list marker (a bullet, a dash, "1)", "a)") and the rest; the marker is "" where there is none."""
    found = _GLYPH.match(text) or _DASH.match(text) or _NUMBER.match(text)
    return (found[0].strip(), text[found.end() :].lstrip()) if found else ("", text)


@dataclass
class _Growing:
    """A piece while lines are still added to it; only its end is looked at, so that long ones cost no more."""

    kind: str
    parts: list[str]
    page: int | None

    @property
    def end(self) -> str:
        return "".join(self.parts[-2:])[-_END:]

    def add(self, text: str) -> None:
        last = self.parts.pop()
        joined = glue(last, text)
        self.parts += [joined[: -len(text)], text]


def join_lines(lines: Sequence[Line]) -> list[Piece]:
    """The pieces that ``lines`` were before someone's page width broke them."""
    pieces: list[_Growing] = []
    ordinals = _list_numbers(lines)
    previous: Line | None = None
    for at, line in enumerate(lines):
        marker, rest = split_marker(line.text)
        if at in ordinals and (found := _ORDINAL.match(line.text)):
            marker, rest = found[0], line.text[found.end() :]
        if marker in _DASHES and previous is not None and _dash_inside(pieces[-1], previous, line):
            marker = ""
        if marker and line.kind is None:
            pieces.append(_Growing("list_item", [rest], line.page))
        elif previous is not None and _continues(pieces[-1], previous, line):
            pieces[-1].add(line.text)
        else:
            pieces.append(_Growing(line.kind or "paragraph", [line.text], line.page))
        previous = line
    return [Piece(piece.kind, "".join(piece.parts), piece.page) for piece in pieces]


def glue(left: str, right: str) -> str:
    """Two parts of one sentence; a word, a compound or an address that the end of the line broke is whole again."""
    if not left:
        return right
    last = left.rsplit(maxsplit=1)[-1]
    if last.endswith(_URL_BREAKS) and URL.search(last):
        return left + right
    if last.endswith(_HYPHENS) and len(last) > 1 and last[-2].isalnum():
        soft = last[-1] in _SOFT
        left = left[:-1] + "-" if soft else left  # what is printed there is a hyphen
        if not right[0].islower():
            return (left[:-1] if soft and last[-2].isupper() and right[0].isupper() else left) + right
        if not soft and _COMPOUND.search(last[:-1]):
            return left + right
        if right.split(maxsplit=1)[0] not in ("un", "vai"):
            return left[:-1] + right
    return f"{left} {right}"


def take_links(lines: Sequence[Line]) -> tuple[list[Line], list[Link]]:
    """``lines`` without those that are only an address, broken over two lines or not, and the links they were."""
    kept: list[Line] = []
    links: list[Link] = []
    at, after_link = 0, False
    while at < len(lines):
        found = _URL_LINE.fullmatch(lines[at].text)
        if _MAIL_LINE.fullmatch(lines[at].text):
            at += 1
            continue
        if not found:
            links += printed_links(lines[at].text)
            parted = after_link and not _GOES_ON.match(lines[at].text)
            kept.append(replace(lines[at], apart=True) if parted else lines[at])
            after_link = False
            at += 1
            continue
        url, at = found[1], at + 1
        while at < len(lines) and url.endswith(_URL_BREAKS) and _REST_OF_URL.fullmatch(lines[at].text):
            url += lines[at].text
            at += 1
        links += printed_links(url)
        after_link = True
    return kept, links


def _list_numbers(lines: Sequence[Line]) -> frozenset[int]:
    """Where "3." opens a list item: the numbers of a list follow each other, those of dates and chapters do not."""
    numbered = [(at, int(found[1])) for at, line in enumerate(lines) if (found := _ORDINAL.match(line.text))]
    return frozenset(
        at
        for (at, number), (next_at, next_number) in pairwise(numbered)
        if next_number == number + 1
        for at in (at, next_at)
    )


def _dash_inside(piece: _Growing, previous: Line, line: Line) -> bool:
    """Whether the dash that opens ``line`` stands between two words of a sentence and is no bullet."""
    return previous.full and not line.apart and piece.kind != "list_item" and piece.end[-1:].isalnum()


def _continues(piece: _Growing, previous: Line, line: Line) -> bool:
    """Whether ``line`` goes on with what ``piece``, ending in ``previous``, has begun."""
    text = piece.end
    goes_on = _GOES_ON.match(line.text) is not None
    if "table_row" in (piece.kind, line.kind):
        return False
    if not text:
        return line.kind is None  # a bullet on a line of its own
    if piece.kind in TITLES and line.kind is None:
        return (goes_on or line.text[0] == "(") and not _ENDED.search(text) and len(text) < _LONGEST_TITLE
    if line.kind is not None:
        return line.kind == piece.kind and not line.apart and (goes_on or previous.full)
    if line.page != previous.page:
        return goes_on and not _ENDED.search(text)
    if line.opens:
        return previous.full and not _ENDED.search(text) and (goes_on or text.endswith(_HYPHENS))
    if line.apart:
        return False
    if goes_on:
        return previous.full or not text.endswith((";", ":"))
    return previous.full or _LEFT_OPEN.search(text) is not None or (line.text[0] == "(" and not _ENDED.search(text))
