"""Hand-made documents and readings: the database is tested without the readers of pages or of Latvian."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from db.captures import record_capture
from db.load import load_reading
from db.settle import settle
from hronika.types import Block, Capture, Document, Event, Mention, PlaceMention, Reading
from sources.archive import ArchivedCapture

CODE, MODEL = "code-1", "model-1"
DAY = "2020-03-03"


def capture(text: str, origin: str = "a.txt", url: str | None = None, fetched: str = "2024-01-01T00:00:00Z") -> Capture:
    body = text.encode()
    return Capture(origin=origin, body=body, sha256=hashlib.sha256(body).hexdigest(), fetched=fetched, url=url)


def document(*texts: str, origin: str = "a.txt", **facts: Any) -> Document:
    """A document of one block per text; ``# `` before a text makes it a heading."""
    blocks: list[Block] = []
    position = 0
    for text in texts:
        plain = text.removeprefix("# ")
        kind = "heading" if text.startswith("# ") else "paragraph"
        blocks.append(Block(kind, plain, position, position + len(plain)))
        position += len(plain) + 1
    return Document(
        origin=origin, kind="text", text="\n".join(block.text for block in blocks), blocks=tuple(blocks), **facts
    )


def span(doc: Document, words: str) -> dict[str, Any]:
    """Where words stand in a document, as the fields of a mention."""
    start = doc.text.index(words)
    return {"start": start, "end": start + len(words), "text": words, "rule": "by-hand", "confidence": 0.9}


def mention(type_: type[Mention], doc: Document, words: str, **values: Any) -> Any:
    return type_(**span(doc, words), **values)


def place(doc: Document, words: str, id_: str) -> PlaceMention:
    return PlaceMention(**span(doc, words), place_id=id_, name=id_)


def event(doc: Document, quote: str, name: str, day: str, **facts: Any) -> Event:
    start = doc.text.index(quote)
    values = {"kind": "meeting", "end_date": day, "precision": "day", "confidence": 0.8} | facts
    return Event(start=start, end=start + len(quote), quote=quote, name=name, start_date=day, **values)


def telling(origin: str, name: str, day: str = DAY, *, text: str = "", **facts: Any) -> Reading:
    """A document of one event, told by its last line."""
    doc = document(text or f"{day} notika {name}, par to stāsta {origin}.", origin=origin)
    return Reading(doc, events=(event(doc, doc.text.rpartition("\n")[2], name, day, **facts),))


def load(db: Database, reading: Reading, fetched: str = "2024-01-01T00:00:00Z", code: str = CODE) -> str:
    doc = reading.document
    taken = capture(doc.text, doc.origin, doc.url, fetched)
    id_ = record_capture(db, taken, ArchivedCapture("hronika-000001.warc.gz", 0, len(taken.body)))
    return load_reading(db, reading, id_, code, MODEL)


def load_all(db: Database, readings: Sequence[Reading]) -> None:
    with db.atomic():
        for reading in readings:
            load(db, reading)
        settle(db)


def dump(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in an order that does not depend on when it came."""
    inner = ("passages_fts", "events_fts", "_sqlite")
    rows = {
        name: sorted(db.execute(f"select * from {name}").fetchall(), key=repr)
        for name in db.table_names()
        if not name.startswith(inner)
    }
    return rows | {index: indexed(db, index) for index in ("passages_fts", "events_fts")}


def indexed(db: Database, index: str) -> list[tuple[Any, ...]]:
    """All that a full-text index holds: word, row, column and place."""
    name = f"all_of_{index}"
    db.execute(f"create virtual table if not exists temp.{name} using fts5vocab(main, {index}, instance)")
    return db.execute(f"select term, doc, col, offset from temp.{name} order by 1, 2, 3, 4").fetchall()
