"""Captures and readings into the database: one document at a time, the same rows whatever the order.

Nothing here commits. The caller wraps a run in ``with db.atomic():`` and calls ``db.settle.settle`` before the end;
readers, who see the database as it was until then, get all of the run or nothing of it.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from sqlite_utils import Database

from db.events import forget_tellings
from db.mentions import MENTION_TABLES, insert_mentions
from db.migrations import migrate
from db.passages import insert_links, insert_passages
from db.people import leaves_people_out, without_people
from hronika.types import Capture, Document, HronikaError, Reading

#: What a document's row says of all its captures together.
_DERIVED = """
    update documents set
        version = (select version from document_versions v where v.document_id = documents.id
            and v.sha256 = documents.sha256),
        first_seen = (select min(c.fetched) from readings r join captures c on c.id = r.capture_id
            where r.document_id = documents.id)
    where id = :id
"""


class Archived(Protocol):
    """Where the archive put a capture."""

    @property
    def archive(self) -> str: ...
    @property
    def offset(self) -> int: ...
    @property
    def length(self) -> int: ...


def digest(text: str) -> str:
    """Hexadecimal SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def document_id(url: str | None, origin: str) -> str:
    """Of the address; of the origin where there is none. Never of anything that changes."""
    return digest(url or origin)[:16]


def capture_id(capture: Capture) -> str:
    """The same bytes from the same place at the same time are the same capture."""
    facts = (capture.source_id, capture.url or "", capture.origin, capture.fetched, capture.sha256)
    return digest("\n".join(facts))[:16]


def open_database(path: Path | str) -> Database:
    """The database to write to, made if need be, at the newest schema. Readers read on while a run writes."""
    if path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    db = Database(path)
    try:
        db.execute("pragma busy_timeout = 30000")
        db.enable_wal()
        migrate(db)
    except sqlite3.DatabaseError as error:
        raise HronikaError(f"{path} cannot be written as a database ({error}). Name another with --db.") from error
    return db


def read_database(path: Path) -> Database:
    """The database for reading only. Raises HronikaError where there is none of ours."""
    if not path.is_file():
        raise HronikaError(f"There is no database {path}. Make one with `make build` or `hronika ingest PATH`.")
    # where nothing can be written, SQLite cannot keep what it needs to read beside a writer; there can be none
    mode = "mode=ro" if os.access(path.parent, os.W_OK) else "immutable=1"
    try:
        db = Database(sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True))
        db.execute("select 1 from events, documents limit 1")
    except sqlite3.DatabaseError as error:
        raise HronikaError(f"{path} is not a Hronika database ({error}). Name another with --db.") from error
    return db


def record_capture(db: Database, capture: Capture, archived: Archived) -> str:
    """Enter a capture that the archive holds; returns its id."""
    row = {
        "id": capture_id(capture), "source_id": capture.source_id, "url": capture.url, "origin": capture.origin,
        "fetched": capture.fetched, "status": capture.status, "media_type": capture.media_type,
        "bytes": len(capture.body), "sha256": capture.sha256, "etag": capture.etag,
        "last_modified": capture.last_modified, "archive": archived.archive, "offset": archived.offset,
        "length": archived.length,
    }  # fmt: skip
    db.table("captures").insert(row, ignore=True)
    return str(row["id"])


def last_archived(db: Database) -> tuple[str, int] | None:
    """Archive file and offset of the newest capture that the database knows: later ones come from a killed run."""
    row = _one(db, "select archive, offset from captures order by archive desc, offset desc limit 1")
    return (row["archive"], row["offset"]) if row else None


def record_missing_captures(db: Database, captures: Iterable[tuple[Archived, Capture]]) -> int:
    """Enter what the archive holds and the database does not, after a run that was killed; returns how many."""
    before = db.table("captures").count
    with db.atomic():
        for archived, capture in captures:
            record_capture(db, capture, archived)
    return db.table("captures").count - before


def known_capture(db: Database, origin: str, url: str | None, sha256: str) -> str | None:
    """The newest capture of this place, if it has these very bytes."""
    newest = _one(
        db,
        "select id, sha256 from captures where origin = ? and url is ? order by fetched desc, id desc limit 1",
        (origin, url),
    )
    return newest["id"] if newest and newest["sha256"] == sha256 else None


def unchanged(db: Database, capture: str, code_version: str, model_version: str) -> bool:
    """True if this capture was read already by this code and model, well or not."""
    versions = (capture, code_version, model_version)
    return bool(
        _one(db, "select 1 from readings where capture_id = ? and code_version = ? and model_version = ?", versions)
        or _one(db, "select 1 from failures where capture_id = ? and code_version = ?", versions[:2])
    )


def known_failure(db: Database, capture: str, code_version: str) -> str | None:
    """Why this code could not read a capture, if it tried and could not."""
    sql = (
        "select f.message from failures f join runs r on r.id = f.run_id"
        " where f.capture_id = ? and f.code_version = ? order by r.started desc limit 1"
    )
    row = _one(db, sql, (capture, code_version))
    return row["message"] if row else None


def stale_captures(db: Database, code_version: str, model_version: str) -> list[dict[str, Any]]:
    """Captures that this code and model have not read yet, oldest first."""
    return list(
        db.query(
            "select * from captures where id not in (select capture_id from readings"
            " where code_version = :code and model_version = :model)"
            " and id not in (select capture_id from failures where capture_id is not null and code_version = :code)"
            " order by fetched, id",
            {"code": code_version, "model": model_version},
        )
    )


def load_reading(db: Database, reading: Reading, capture: str, code_version: str, model_version: str) -> str:
    """Keep what a capture says; returns ``added``, ``changed`` (a new text) or ``unchanged``.

    The newest capture of a document gives its text and its mentions; an older one only a version.
    Raises SpanError if a mention's span is not its text.
    """
    document = reading.document
    source = _one(db, "select * from captures where id = ?", (capture,))
    if source is None:
        raise HronikaError(f"{document.origin}: capture {capture} is not in the database; record it before reading it.")
    id_ = document_id(document.url or source["url"], source["origin"])
    sha256 = digest(document.text)
    before = _one(db, "select sha256 from documents where id = ?", (id_,))
    with db.atomic():
        db.execute("pragma defer_foreign_keys = on")
        _leave_former_document(db, capture, id_)
        row = {
            "capture_id": capture, "document_id": id_, "sha256": sha256, "title": document.title,
            "code_version": code_version, "model_version": model_version,
        }  # fmt: skip
        db.table("readings").upsert(row, pk="capture_id")
        _rewrite_versions(db, id_, sha256, document.text)
        if _newest_capture(db, id_) == capture:
            remove_mentions(db, id_)
            versions = (code_version, model_version)
            db.table("documents").upsert(_document_row(document, id_, source, sha256, versions), pk="id")
            passages = insert_passages(db, document, id_)
            insert_links(db, document, id_)
            insert_mentions(db, without_people(reading) if leaves_people_out(db) else reading, id_, passages)
        db.execute(_DERIVED, {"id": id_})
    after = _one(db, "select sha256 from documents where id = ?", (id_,))
    return "added" if before is None else "unchanged" if before == after else "changed"


def remove_mentions(db: Database, document: str) -> None:
    """Take out all that was read from a document's text: passages, links, mentions, tellings of events, findings."""
    with db.atomic():
        db.execute("pragma defer_foreign_keys = on")
        forget_tellings(db, document)
        for table in (*MENTION_TABLES, "links", "findings"):
            db.execute(f"delete from {table} where document_id = ?", (document,))
        db.execute(
            "delete from passages_fts where rowid in (select search_id from passages where document_id = ?)",
            (document,),
        )
        db.execute("delete from passages where document_id = ?", (document,))


def log_run(db: Database, id_: str, **facts: Any) -> None:
    """Enter a run or what has become known of it; ``facts`` are columns of ``runs``."""
    db.table("runs").upsert({"id": id_, **facts}, pk="id")


def log_failure(
    db: Database,
    run: str,
    stage: str,
    error: BaseException,
    origin: str | None = None,
    url: str | None = None,
    capture: str | None = None,
    code_version: str | None = None,
) -> None:
    """Enter a page that could not be fetched or read, with the words a person is to hear."""
    row = {
        "id": digest("\n".join((run, stage, url or "", origin or "")))[:16], "run_id": run, "capture_id": capture,
        "url": url, "origin": origin, "stage": stage, "error": type(error).__name__, "message": str(error),
        "code_version": code_version,
    }  # fmt: skip
    db.table("failures").upsert(row, pk="id")


def _one(db: Database, sql: str, parameters: Iterable[Any] | Mapping[str, Any] = ()) -> dict[str, Any] | None:
    values = parameters if isinstance(parameters, dict) else tuple(parameters)
    return next(iter(db.query(sql, values)), None)


def _newest_capture(db: Database, document: str) -> str:
    sql = (
        "select c.id from readings r join captures c on c.id = r.capture_id where r.document_id = ?"
        " order by c.fetched desc, c.id desc limit 1"
    )
    return str(next(iter(db.query(sql, [document])))["id"])


def _leave_former_document(db: Database, capture: str, document: str) -> None:
    """A capture now read as another document (better code found its address) takes its old one away with it.

    The other captures of the old document lose their readings, and so are stale: they are read again.
    """
    former = _one(db, "select document_id as id from readings where capture_id = ?", (capture,))
    if former is None or former["id"] == document:
        return
    remove_mentions(db, former["id"])
    db.execute("update links set target_document_id = null where target_document_id = ?", (former["id"],))
    for table in ("readings", "document_versions"):
        db.execute(f"delete from {table} where document_id = ?", (former["id"],))
    db.execute("delete from documents where id = ?", (former["id"],))


def _rewrite_versions(db: Database, document: str, sha256: str, text: str) -> None:
    """One row for every distinct text, numbered by the capture that first had it."""
    kept = {row["sha256"]: row for row in db.query("select * from document_versions where document_id = ?", [document])}
    texts = {key: row["text"] for key, row in kept.items()} | {sha256: text}
    first: dict[str, dict[str, Any]] = {}
    for row in db.query(
        "select r.sha256, r.title, r.capture_id, c.fetched from readings r join captures c on c.id = r.capture_id"
        " where r.document_id = ? order by c.fetched, c.id",
        [document],
    ):
        first.setdefault(row["sha256"], row)
    versions = [
        {"document_id": document, "version": number, **row, "text": texts[row["sha256"]]}
        for number, row in enumerate(first.values(), start=1)
    ]
    if versions != [kept.get(row["sha256"]) for row in versions] or len(versions) != len(kept):
        db.execute("delete from document_versions where document_id = ?", (document,))
        db.table("document_versions").insert_all(versions)


def _document_row(
    document: Document, id_: str, source: dict[str, Any], sha256: str, versions: tuple[str, str]
) -> dict[str, Any]:
    return {
        "id": id_, "source_id": source["source_id"], "url": document.url or source["url"], "origin": source["origin"],
        "kind": document.kind, "title": document.title, "language": document.language,
        "published": document.published, "fetched": source["fetched"], "last_seen": source["fetched"],
        "pages": document.pages, "words": len(document.text.split()), "text": document.text, "sha256": sha256,
        "capture_id": source["id"], "version": 0, "code_version": versions[0], "model_version": versions[1],
    }  # fmt: skip
