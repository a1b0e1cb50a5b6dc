"""Pictures of the pages of slide decks, and where on them a quote stands.

The pictures lie in a database of their own beside the chronicle (``db.pictures``); a chronicle without one, or a page
without a picture, is shown by its text alone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sources.formats.pdf_outlines import Box, PictureWord, boxes

#: What browsers show as a picture and cannot run.
MEDIA_TYPES = frozenset({"image/webp", "image/png", "image/jpeg"})


@dataclass(frozen=True)
class Slide:
    """The picture of a page: its size in pixels, and its words with their places."""

    page: int
    width: int
    height: int
    words: tuple[PictureWord, ...]

    def outlined(self, page_text: str, start: int, end: int) -> list[Box]:
        """The boxes around some characters of what the document has of this page, in parts of its width and height."""
        return boxes(self.words, page_text, start, end)


def slides(file: Path, sha256: str, pages: Iterable[int] = ()) -> dict[int, Slide]:
    """The pictures of the file with this digest, without their bytes: of these pages, or of all."""
    wanted = sorted(set(pages))
    some = f" and page in ({', '.join('?' * len(wanted))})" if wanted else ""
    sql = f"select page, width, height, words from pictures where sha256 = ?{some} order by page"
    return {
        page: Slide(page, width, height, tuple(PictureWord(*word) for word in json.loads(words)))
        for page, width, height, words in _ask(file, sql, [sha256, *wanted])
    }


def image(file: Path, sha256: str, page: int) -> tuple[str, bytes] | None:
    """The media type and the bytes of a picture, if there is one that may be shown."""
    sql = "select media_type, image from pictures where sha256 = ? and page = ?"
    found = next(iter(_ask(file, sql, [sha256, page])), None)
    return (found[0], found[1]) if found and found[0] in MEDIA_TYPES else None


def page_text(passages: Sequence[Mapping[str, Any]]) -> tuple[str, int]:
    """What a document has of a page, from all its passages in order, and where in the document that begins.

    Between two passages a document has nothing but line ends, so each stands where the document has it.
    """
    begin = passages[0]["char_start"]
    text = ""
    for passage in passages:
        text = text.ljust(passage["char_start"] - begin, "\n") + passage["text"]
    return text, begin


def _ask(file: Path, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    """The rows of an answer; none where there is no file of pictures. The file is opened for reading alone."""
    if not file.exists() or not file.stat().st_size:  # a run has only begun to make it
        return []
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(sql, values).fetchall()
