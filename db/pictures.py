"""Pictures of the pages of PDFs, in a database of their own beside the chronicle: ``NAME.pictures.db``.

They are kept by the digest of the file they show, so that two documents of one file share them, and a picture that is
there is never made again. What is lost is made anew when the captures are read again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

from sqlite_utils import Database


class Picture(Protocol):
    """A page as a picture, and its words: dataclasses of text and the four sides of a box in parts of the page."""

    @property
    def page(self) -> int: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def media_type(self) -> str: ...
    @property
    def image(self) -> bytes: ...
    @property
    def words(self) -> Sequence[Any]: ...


def pictures_file(db_path: Path) -> Path:
    """Where the pictures of a chronicle lie: beside it, under its name."""
    return db_path.with_name(f"{db_path.stem}.pictures.db")


class Pictures:
    """The pictures of one chronicle; the file is made with the first of them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: Database | None = _opened(path) if path.exists() else None

    def has(self, sha256: str) -> bool:
        """Whether the pages of the file with this digest are here."""
        return bool(self._db and self._db.execute("select 1 from pictures where sha256 = ?", [sha256]).fetchone())

    def keep(self, sha256: str, pictures: Iterable[Picture]) -> None:
        """Keep the pages of a file: all of them at once. ``words`` is JSON: rows of text, left, top, right, bottom."""
        rows = [
            {
                "sha256": sha256, "page": picture.page, "width": picture.width, "height": picture.height,
                "media_type": picture.media_type, "image": picture.image,
                "words": json.dumps([[*vars(word).values()] for word in picture.words], ensure_ascii=False),
            }
            for picture in pictures
        ]  # fmt: skip
        if rows:
            self._db = self._db or _opened(self._path)
            with self._db.atomic():
                self._db.table("pictures").insert_all(rows, replace=True)

    def close(self) -> None:
        """Let the file go."""
        if self._db is not None:
            self._db.close()


def _opened(path: Path) -> Database:
    """The file with its table, which a run that was killed at the wrong moment may not have come to make."""
    db = Database(path)
    columns = {"sha256": str, "page": int, "width": int, "height": int, "media_type": str, "image": bytes, "words": str}
    db.table("pictures").create(columns, pk=("sha256", "page"), if_not_exists=True)
    return db
