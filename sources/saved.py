"""Pages kept beside a source, and what a careful reader finds on them: whether the source can still be read is tried
on these, without network and at a moment that is part of the page.

``saved/NAME.html`` (or ``.pdf``) is the page as it was captured, ``saved/NAME.toml`` its annotation.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from hronika.types import Capture, Document, HronikaError, UnreadableError
from sources.formats import read
from sources.formats.decode import decode
from sources.layouts import LAYOUTS
from sources.registry import Source

FOLDER = "saved"
#: What must be annotated; ``published`` is "none" where the page does not say when it was.
_REQUIRED = ("title", "published", "first", "last")


@dataclass(frozen=True)
class SavedPage:
    """A saved page of a source, with the moment of its capture and what must be read on it."""

    file: Path
    source: Source
    capture: Capture
    expected: dict[str, Any]

    @property
    def annotation(self) -> Path:
        return self.file.with_suffix(".toml")


def saved_pages(source: Source) -> list[SavedPage]:
    """The saved pages of a source. Raises HronikaError for an annotation that is no TOML or says no moment."""
    files = sorted((source.folder / FOLDER).glob("*.toml"))
    return [_saved(source, file) for file in files]


def _saved(source: Source, annotation: Path) -> SavedPage:
    try:
        expected = tomllib.loads(annotation.read_text(encoding="utf-8"))
        file = annotation.with_name(expected["file"])
        body = file.read_bytes()
        capture = Capture(
            origin=expected["url"],
            body=body,
            sha256=hashlib.sha256(body).hexdigest(),
            fetched=expected["fetched"],
            source_id=source.id,
            url=expected["url"],
            media_type=expected.get("media_type"),
        )
    except (ValueError, KeyError, OSError) as error:
        raise HronikaError(f"{annotation} cannot be used ({type(error).__name__}: {error})") from error
    return SavedPage(file, source, capture, expected)


def differences(page: SavedPage) -> list[str]:
    """What the page yields otherwise than its annotation says, in words; nothing where all is as it should be."""
    if missing := [key for key in _REQUIRED if not page.expected.get(key)]:
        return [
            f"{page.annotation} is not annotated yet: open {page.file} in a browser and write what a reader finds"
            f" there for {', '.join(missing)}"
        ]
    try:
        document = read(page.capture)
    except UnreadableError as error:
        return [f"{page.file} cannot be read: {error}"]
    return [f"{page.file}: {problem}" for problem in _compare(page, document)]


def layouts_of(page: Capture) -> list[str]:
    """The names of the layouts that recognise a web page."""
    soup = BeautifulSoup(decode(page.body, page.media_type, is_html=True), "lxml")
    return [layout.__name__.rpartition(".")[2] for layout in LAYOUTS if layout.matches(soup)]


def _compare(page: SavedPage, document: Document) -> Iterator[str]:
    expected, text = page.expected, " ".join(document.text.split())
    published = None if expected["published"] == "none" else expected["published"]
    if page.source.layout and document.kind == "html" and page.source.layout not in layouts_of(page.capture):
        yield f"the layout {page.source.layout} does not recognise it"
    if document.title != expected["title"]:
        yield f"the title reads {document.title!r} and should read {expected['title']!r}"
    if document.published != published:
        yield f"the day of publication reads {document.published} and should read {published}"
    if not text.startswith(expected["first"]):
        yield f"the text begins with {text[:80]!r} and should begin with {expected['first']!r}"
    if not text.endswith(expected["last"]):
        yield f"the text ends with {text[-80:]!r} and should end with {expected['last']!r}"
    for phrase in expected.get("holds", []):
        if phrase not in text:
            yield f"the text lacks {phrase!r}"
    for phrase in expected.get("leaves_out", []):
        if phrase in text:
            yield f"the text has {phrase!r}, which is no part of it"
