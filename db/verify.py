"""Proof that nothing was lost and every fact is quotable: captures are hashed again, spans compared with texts."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from sqlite_utils import Database

from db.captures import Archived, capture_id
from db.ids import digest
from db.mentions import MENTION_TABLES
from hronika.types import Capture, HronikaError

#: Tables whose rows quote a document, with the column that holds the quote.
_QUOTES = {**dict.fromkeys(("passages", *MENTION_TABLES, "event_readings"), "text"), "event_documents": "quote"}


#: What the row of a capture repeats of its record.
_FACTS = (
    "source_id", "url", "origin", "fetched", "status", "media_type", "etag", "last_modified", "location", "crawl_id",
)  # fmt: skip


class Damage(Protocol):
    """A stretch of an archive file that holds no record, in bytes."""

    @property
    def offset(self) -> int: ...
    @property
    def length(self) -> int: ...


class Archive(Protocol):
    """What is needed of the capture archive."""

    def read(self, archive: str, offset: int) -> Capture: ...
    def iter_captures(self) -> Iterator[tuple[Archived, Capture]]: ...
    def damages(self) -> Iterator[tuple[str, Damage]]: ...


@dataclass(frozen=True)
class Problem:
    """Something that does not hold, and the page or file it concerns."""

    page: str
    message: str

    def __str__(self) -> str:
        return f"{self.page}: {self.message}"


def verify(db: Database, archive: Archive) -> list[Problem]:
    """All that is wrong; empty if every promise holds."""
    return [*_captures(db, archive), *_documents(db), *_quotes(db), *_references(db)]


def _captures(db: Database, archive: Archive) -> Iterator[Problem]:
    """Captures that are missing, damaged, told otherwise, or in the archive alone."""
    rows = {(row["archive"], row["offset"]): row for row in db.query("select * from captures")}
    known = {row["id"] for row in rows.values()}
    missing = dict(rows)
    for archived, capture in archive.iter_captures():
        row = missing.pop((archived.archive, archived.offset), None)
        if row is not None:
            yield from _row(row, archived, capture)
        elif capture_id(capture) not in known:
            page = capture.url or capture.origin
            yield Problem(page, "is in the archive but not in the database; run hronika extract to read it.")
    for (name, offset), row in missing.items():
        try:
            archive.read(name, offset)
            message = f"{name} holds another record at byte {offset}; restore the file."
        except HronikaError as error:
            message = str(error)
        yield Problem(row["url"] or row["origin"], message)
    yield from _damages(rows, missing.keys(), archive)


def _row(row: dict[str, Any], archived: Archived, capture: Capture) -> Iterator[Problem]:
    """What differs between a capture and its row."""
    page = capture.url or capture.origin
    if hashlib.sha256(capture.body).hexdigest() != row["sha256"]:
        yield Problem(page, f"the bytes in {archived.archive} are not those that were captured; restore the file.")
        return
    told = {name: getattr(capture, name) for name in _FACTS}
    told |= {"id": capture_id(capture), "bytes": len(capture.body), "length": archived.length}
    for column, value in told.items():
        if row.get(column, value) != value:  # a database of an older schema lacks some
            yield Problem(
                page,
                f"its row in captures says {column} {row[column]!r}, its record in {archived.archive} says {value!r};"
                " restore the database from a copy, or remove it and run hronika extract.",
            )


def _damages(
    rows: dict[tuple[str, int], dict[str, Any]], told: Collection[tuple[str, int]], archive: Archive
) -> Iterator[Problem]:
    """Damage that no capture is lost to: in a request, in what describes a file, in bytes that nobody reads."""
    for name, damage in archive.damages():
        end = damage.offset + damage.length
        touched = sorted(place for place in rows if place[0] == name and damage.offset <= place[1] <= end)
        if not any(place[1] < end and place in told for place in touched):
            row = rows[touched[0]] if touched else {}
            message = f"bytes {damage.offset} to {end} of {name} are damaged, but no capture is lost with them"
            yield Problem(row.get("url") or row.get("origin") or name, f"{message}; restore the file.")


def _documents(db: Database) -> Iterator[Problem]:
    """Documents whose text is not the one that was hashed, and passages that search cannot find."""
    for table in ("documents", "document_versions"):
        page = "coalesce(d.url, d.origin)"
        join = "documents d" if table == "documents" else "document_versions v join documents d on d.id = v.document_id"
        source = "d" if table == "documents" else "v"
        for row in db.query(f"select {page} as page, {source}.text, {source}.sha256 from {join}"):
            if digest(row["text"]) != row["sha256"]:
                yield Problem(
                    row["page"], f"the text in {table} is not the one that was read; restore the database from a copy."
                )
    for row in db.query(
        "select coalesce(d.url, d.origin) as page, count(*) as missing from passages p"
        " join documents d on d.id = p.document_id left join passages_fts f on f.rowid = p.search_id"
        " where f.rowid is null group by d.id"
    ):
        yield Problem(
            row["page"], f"{row['missing']} passages are not in the search index; restore the database from a copy."
        )


def _quotes(db: Database) -> Iterator[Problem]:
    """Rows that are not the words at their place in the text."""
    for table, quote in _QUOTES.items():
        for row in db.query(
            f"select coalesce(d.url, d.origin) as page, m.{quote} as quote, m.char_start from {table} m"
            " join documents d on d.id = m.document_id"
            f" where substr(d.text, m.char_start + 1, m.char_end - m.char_start) is not m.{quote}"
        ):
            yield Problem(
                row["page"], f"{table} has {row['quote']!r} at character {row['char_start']}, where the text differs."
            )


def _references(db: Database) -> Iterator[Problem]:
    """Rows that point to nothing: a mention without its passage, a document without its capture, an event untold."""
    for row in db.query("select name from events where id not in (select event_id from event_documents)"):
        yield Problem(row["name"], "is an event that no document tells of; restore the database from a copy.")
    for table, rowid, parent, _ in db.execute("pragma foreign_key_check").fetchall():
        row = next(iter(db.query(f"select * from {table} where rowid = ?", [rowid])), {})
        page = str(row.get("document_id") or row.get("url") or row.get("origin") or row.get("id"))
        yield Problem(
            page, f"a row of {table} points to a row of {parent} that is not there; restore the database from a copy."
        )
