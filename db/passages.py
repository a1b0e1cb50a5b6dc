"""The passages of a document with their rows of the search index, and its links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlite_utils import Database

from db import passage_index, rows
from db.ids import text_digest
from db.passage_index import IndexTexts, texts_of
from hronika.types import Block, Document

_HEADINGS = ("heading", "slide_title")


def _headings(blocks: Iterable[Block]) -> Iterator[str | None]:
    """For each block the heading or slide title that it stands under."""
    current = None
    for block in blocks:
        if block.kind in _HEADINGS:
            current = block.text
            yield None
        else:
            yield current


def index_texts(document: Document) -> list[IndexTexts]:
    """What the search index keeps of each passage of a document; a pure function, so that readers can do it."""
    return [
        texts_of(block.text, heading, document.title)
        for block, heading in zip(document.blocks, _headings(document.blocks), strict=True)
    ]


def insert_passages(
    db: Database, document: Document, id_: str, texts: Sequence[IndexTexts] | None = None
) -> list[dict[str, Any]]:
    """One passage per block, and its row of the search index; ``texts`` are its ``index_texts`` if they are known."""
    passages = []
    first = passage_index.place(db, id_, len(document.blocks))
    for number, (block, heading) in enumerate(zip(document.blocks, _headings(document.blocks), strict=True), start=1):
        passages.append(
            {
                "id": f"{id_}-{number}", "document_id": id_, "number": number, "page": block.page, "kind": block.kind,
                "heading": heading, "text": block.text, "char_start": block.start, "char_end": block.end,
                "search_id": first + number - 1, "language": block.language, "repeats": int(block.repeats),
                "digest": text_digest(block.text),
            }
        )  # fmt: skip
    rows.insert(db, "passages", passages)
    passage_index.add(db, first, texts or index_texts(document))
    return passages


def insert_links(db: Database, document: Document, id_: str) -> None:
    """The references of a document, each address once; ``db.settle`` finds the documents they lead to."""
    links = {link.url: link for link in reversed(document.links)}
    found = [{"document_id": id_, "url": link.url, "text": link.text, "kind": link.kind} for link in links.values()]
    rows.insert(db, "links", reversed(found))
