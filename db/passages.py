"""The passages of a document with their rows of the search index, and its links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlite_utils import Database

from db.ids import text_digest
from db.terms import index_terms, index_words
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


def insert_passages(db: Database, document: Document, id_: str) -> list[dict[str, Any]]:
    """One passage per block, and its row of the search index."""
    passages, index = [], []
    for number, (block, heading) in enumerate(zip(document.blocks, _headings(document.blocks), strict=True), start=1):
        search_id = _search_id(id_, number)
        passages.append(
            {
                "id": f"{id_}-{number}", "document_id": id_, "number": number, "page": block.page, "kind": block.kind,
                "heading": heading, "text": block.text, "char_start": block.start, "char_end": block.end,
                "search_id": search_id, "language": block.language, "repeats": int(block.repeats),
                "digest": text_digest(block.text),
            }
        )  # fmt: skip
        context = index_terms(f"{document.title or ''}\n{heading or ''}")
        index.append((search_id, index_words(block.text), index_terms(block.text), context))
    db.table("passages").insert_all(passages)
    db.conn.executemany("insert into passages_fts(rowid, words, terms, context) values (?, ?, ?, ?)", index)
    return passages


def _search_id(document: str, number: int) -> int:
    """A row number of the index that does not depend on the order of loading; passages of a document are neighbours."""
    return (int(document, 16) >> 17 << 16) + number


def insert_links(db: Database, document: Document, id_: str) -> None:
    """The references of a document, each address once; ``db.settle`` finds the documents they lead to."""
    links = {link.url: link for link in reversed(document.links)}
    rows = [{"document_id": id_, "url": link.url, "text": link.text, "kind": link.kind} for link in links.values()]
    db.table("links").insert_all(reversed(rows))
