"""The last step of every format: pieces of text become a Document whose offsets hold.

A reader of a format hands over pieces in reading order, as rough as it found them. Here their characters are made
uniform (the promise of ``Document.text``), empty pieces fall away, and each piece becomes a Block at its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from hronika.types import Block, Capture, Document, Link, UnreadableError
from sources.formats import limits
from sources.formats.language import detect_language, main_language
from sources.formats.repeats import repeated

#: Soft hyphen, zero-width characters, joiners, marks of direction and the byte order mark: seen by no reader.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"))
_INVISIBLE |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

LONGEST_HEADING = 120  #: characters; what is longer is a sentence
#: "Rīgā, 2019. gada 3. jūlijā": where and when, over the title.
DATELINE = re.compile(r"[^\W\d]+(?: [^\W\d]+)?, (?:\d{4}\.\s?gad|\d{1,2}\.)")
_TOP = 5  # pieces among which a title stands


@dataclass(frozen=True)
class Piece:
    """Something to become a Block; ``kind`` and ``page`` as there."""

    kind: str
    text: str
    page: int | None = None


def clean(text: str) -> str:
    """``text`` in NFC, without invisible and control characters, every run of white space one plain space."""
    visible = _NOT_TEXT.sub(" ", text.translate(_INVISIBLE))
    return unicodedata.normalize("NFC", " ".join(visible.split()))


def assemble(
    capture: Capture,
    kind: str,
    pieces: Iterable[Piece],
    *,
    url: str | None = None,
    title: str | None = None,
    language: str | None = None,
    published: str | None = None,
    pages: int | None = None,
    links: Iterable[Link] = (),
    notices: Iterable[str] = (),
    ocr_pages: Iterable[int] = (),
) -> Document:
    """The Document of ``pieces``. ``language`` is what the file says of itself, where its words tell nothing.

    Raises ``UnreadableError`` if they hold no text, or a "word" that is none.
    """
    blocks: list[Block] = []
    start = 0
    for piece in pieces:
        text = clean(piece.text)
        refuse_endless_word(text)
        for part in _parts(text):
            blocks.append(Block(piece.kind, part, start, start + len(part), piece.page, detect_language(part)))
            start += len(part) + 1
    if not blocks:
        raise UnreadableError(
            "The page was read but holds no text of its own. If a browser shows text there, it is drawn by a script "
            "or is a picture: save the page from the browser and take that file in."
        )
    repeats = repeated([block.text for block in blocks])
    blocks = [replace(block, repeats=True) if again else block for block, again in zip(blocks, repeats, strict=True)]
    return Document(
        origin=capture.origin,
        kind=kind,
        text="\n".join(block.text for block in blocks),
        blocks=tuple(blocks),
        url=url or capture.url,
        title=clean(title or "") or None,
        language=main_language((block.text, block.language) for block in blocks) or language,
        published=published,
        pages=pages,
        links=unique_links(links),
        notices=tuple(notices),
        ocr_pages=tuple(ocr_pages),
    )


def _parts(text: str) -> Iterator[str]:
    """``text`` whole, or where it is longer than any paragraph, cut behind sentences, or else behind words."""
    while len(text) > limits.MAX_BLOCK:
        ends = (text.rfind(end, 0, limits.MAX_BLOCK) for end in (". ", " "))
        at = next(end for end in ends if end > 0) + 1
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    if text:
        yield text


def refuse_endless_word(text: str) -> None:
    """Raise ``UnreadableError`` if ``text`` runs on without white space for longer than anything ever written."""
    longest = max(map(len, text.split()), default=0)
    if longest > limits.MAX_WORD:
        raise UnreadableError(
            f"The text runs on for {longest:,} characters without a space; that is packed data and no prose "
            f"(the limit is {limits.MAX_WORD:,}). Look at the file, and fetch it again if it was damaged."
        )


def title_of(pieces: Sequence[Piece]) -> str | None:
    """The title of a document that names none: the first heading near the top, else the first line if it is short."""
    top = [piece for piece in pieces[:_TOP] if not DATELINE.match(piece.text)]
    heading = next((piece for piece in top if piece.kind in ("slide_title", "heading")), None)
    if heading is None and top and len(top[0].text) <= LONGEST_HEADING:
        heading = top[0]
    return heading.text if heading else None


def unique_links(links: Iterable[Link]) -> tuple[Link, ...]:
    """``links`` once per address, in order; of several texts the first that says something is kept."""
    by_url: dict[str, Link] = {}
    for link in links:
        known = by_url.get(link.url)
        if known is None or (link.text and not known.text):
            by_url[link.url] = link
    return tuple(by_url.values())
