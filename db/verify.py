"""Proof that nothing was lost and every fact is quotable: captures are hashed again, spans compared with texts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from sqlite_utils import Database

from db.captures import Archived
from db.ids import digest
from db.mentions import MENTION_TABLES
from hronika.types import Capture, HronikaError

#: Tables whose rows quote a document, with the column that holds the quote.
_QUOTES = {**dict.fromkeys(("passages", *MENTION_TABLES, "event_readings"), "text"), "event_documents": "quote"}


class Archive(Protocol):
    """What is needed of the capture archive."""

    def read(self, archive: str, offset: int) -> Capture: ...
    def iter_captures(self) -> Iterator[tuple[Archived, Capture]]: ...


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
    """Captures that are missing, damaged, or in the archive alone."""
    expected = {(row["archive"], row["offset"]): row for row in db.query("select * from captures")}
    for archived, capture in archive.iter_captures():
        row = expected.pop((archived.archive, archived.offset), None)
        page = capture.url or capture.origin
        if row is None:
            yield Problem(page, "is in the archive but not in the database; run hronika extract to read it.")
        elif hashlib.sha256(capture.body).hexdigest() != row["sha256"]:
            yield Problem(page, f"the bytes in {archived.archive} are not those that were captured; restore the file.")
    for (name, offset), row in expected.items():
        try:
            archive.read(name, offset)
            message = f"{name} holds another record at byte {offset}; restore the file."
        except HronikaError as error:
            message = str(error)
        yield Problem(row["url"] or row["origin"], message)


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
    """Rows that point to nothing: a mention without its passage, a document without its capture."""
    for table, rowid, parent, _ in db.execute("pragma foreign_key_check").fetchall():
        row = next(iter(db.query(f"select * from {table} where rowid = ?", [rowid])), {})
        page = str(row.get("document_id") or row.get("url") or row.get("origin") or row.get("id"))
        yield Problem(
            page, f"a row of {table} points to a row of {parent} that is not there; restore the database from a copy."
        )
