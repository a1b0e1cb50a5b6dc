"""Captures and readings into the database: one document at a time, the same rows whatever the order.

Nothing here commits. The caller wraps a run in ``with db.atomic():`` and calls ``db.settle.settle`` before the end;
readers, who see the database as it was until then, get all of the run or nothing of it.
"""

from __future__ import annotations

import difflib
import os
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db import rows
from db.captures import AT, formats_of
from db.events import forget_tellings
from db.ids import digest, document_id
from db.mentions import TABLES, insert_mentions
from db.migrations import KEPT_VERSIONS, migrate, migrations, unknown_migrations
from db.passage_index import IndexTexts, take_out
from db.passages import insert_links, insert_passages
from db.people import leaves_people_out, without_people
from db.trouble import in_words
from hronika.types import Document, HronikaError, Reading

#: Seconds that a run waits for a database that another program writes to, where the environment says so.
WAIT = "HRONIKA_WAIT"

#: KiB of the database that a run keeps in memory: identifiers are digests, so that rows go to all pages of an index.
_CACHE = 64_000

#: What a document's row says of all its captures together.
_SUMS = f"""
    select d.id, coalesce(v.version, d.version) as version, min(c.fetched) as first_seen, max(c.fetched) as last_seen
    from documents d
    join readings r on r.document_id = d.id join captures c on c.id = r.capture_id
    left join {KEPT_VERSIONS} v on v.document_id = d.id and v.sha256 = d.sha256
"""


def open_database(path: Path | str) -> Database:
    """The database to write to, made if need be, at the newest schema. Readers read on while a run writes."""
    if path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    try:
        db = Database(path)
        db.execute(f"pragma busy_timeout = {_wait()}")
        db.execute(f"pragma cache_size = -{_CACHE}")
        _refuse_newer(db, path)
        db.enable_wal()
        migrate(db)
    except sqlite3.DatabaseError as error:
        raise HronikaError(f"{path} cannot be written as a database: {in_words(error)}.") from error
    return db


def read_database(path: Path) -> Database:
    """The database for reading only. Raises HronikaError where there is none of ours."""
    if not path.is_file():
        raise HronikaError(f"There is no database {path}. Make one with `make build` or `hronika ingest PATH`.")
    # where nothing can be written, SQLite cannot keep what it needs to read beside a writer; there can be none
    mode = "mode=ro" if os.access(path.parent, os.W_OK) else "immutable=1"
    try:
        db = Database(sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True))
        _refuse_newer(db, path)
        steps = migrations.applied(db)
    except sqlite3.DatabaseError as error:
        raise HronikaError(f"{path} is not a Hronika database ({error}). Name another with --db.") from error
    if not steps:
        raise HronikaError(f"{path} is not a Hronika database. Name another with --db.")
    if migrations.pending(db):
        raise HronikaError(
            f"{path} was made by an older version of Hronika. Bring it up to date: hronika extract --db {path}"
        )
    return db


def _wait() -> int:
    """Milliseconds that SQLite waits for another writer."""
    seconds = os.environ.get(WAIT, "30")
    if not seconds.isdecimal():
        raise HronikaError(f"{WAIT} is {seconds!r}; it is to be a number of seconds, such as 30.")
    return int(seconds) * 1000


def _refuse_newer(db: Database, path: Path | str) -> None:
    """Leave a database alone whose schema has what this version does not know: it would be read and written wrongly."""
    if unknown := unknown_migrations(db):
        db.close()
        raise HronikaError(
            f"{path} was made by a newer version of Hronika (its schema has {', '.join(unknown)}). Install that"
            " version, or name another database with --db."
        )


def load_reading(
    db: Database,
    reading: Reading,
    capture: str,
    code_version: str,
    model_version: str,
    texts: Sequence[IndexTexts] | None = None,
) -> str:
    """Keep what a capture says; returns ``added``, ``changed`` (a new text) or ``unchanged``.

    The newest capture of a document gives its text and its mentions; an older one only a version. ``texts`` are the
    ``index_texts`` of the document, where they are known already.
    Raises SpanError if a mention's span is not its text.
    """
    document = reading.document
    versions = (code_version, model_version)
    with db.atomic():
        db.execute("pragma defer_foreign_keys = on")
        id_, before = _enter(db, document, capture, versions)
        history = versions_of(db, id_, document.text)  # before the text that is shown now goes
        if _newest_capture(db, id_) == capture:
            remove_mentions(db, id_)
            source = _source(db, document, capture)
            rows.upsert(db, "documents", [_document_row(document, id_, source, versions)])
            passages = insert_passages(db, document, id_, texts)
            insert_links(db, document, id_)
            insert_mentions(db, _allowed(db, reading), id_, passages)
        write_versions(db, id_, history)
        sum_up(db, id_)
    return _outcome(db, id_, before)


def reload_reading(
    db: Database, reading: Reading, readers: Collection[str], capture: str, code_version: str, model_version: str
) -> str:
    """Keep what some readers say of a document whose text is as it was; returns ``unchanged``.

    Their rows, and no others, are written anew. The document is the one that shows ``capture``.
    """
    with db.atomic():
        db.execute("pragma defer_foreign_keys = on")
        [[id_]] = db.execute("select id from documents where capture_id = ?", [capture]).fetchall()
        if "events" in readers:
            forget_tellings(db, id_)
        for table in {TABLES[reader] for reader in readers} - {"event_readings"}:
            db.execute(f"delete from {table} where document_id = ?", [id_])
        passages = list(
            db.query("select id, char_start, char_end from passages where document_id = ? order by number", [id_])
        )
        insert_mentions(db, _allowed(db, reading), id_, passages, readers)
        db.execute(
            "update documents set code_version = ?, model_version = ? where id = ?", [code_version, model_version, id_]
        )
    return "unchanged"


def read_before(db: Database, capture: str) -> tuple[str, str, str] | None:
    """Code and model that read the document which shows a capture, and the digest of what it is; None if none does."""
    sql = (
        "select d.code_version, d.model_version, r.parsed from documents d"
        " join readings r on r.capture_id = d.capture_id where d.capture_id = ? and r.parsed is not null"
    )
    return next(iter(db.execute(sql, [capture])), None)


def _allowed(db: Database, reading: Reading) -> Reading:
    return without_people(reading) if leaves_people_out(db) else reading


def confirm_reading(db: Database, document: Document, capture: str, code_version: str, model_version: str) -> str:
    """Keep that a capture reads as its document is shown already, word for word; returns ``unchanged``."""
    with db.atomic():
        id_, before = _enter(db, document, capture, (code_version, model_version))
        write_versions(db, id_, versions_of(db, id_, document.text))
        sum_up(db, id_)
    return _outcome(db, id_, before)


def sum_up(db: Database, document: str | None = None) -> None:
    """Bring what a document's row says of all its captures up to date: of one document, or of all."""
    which = "where d.id = :id" if document else ""
    db.execute(
        f"update documents set version = s.version, first_seen = s.first_seen, last_seen = s.last_seen"
        f" from ({_SUMS} {which} group by d.id) s where s.id = documents.id and (documents.version is not s.version"
        " or documents.first_seen is not s.first_seen or documents.last_seen is not s.last_seen)",
        {"id": document} if document else {},
    )


def shown(db: Database, url: str | None, origin: str, code_version: str, model_version: str) -> str | None:
    """The digest of what is shown of the document at an address, if this code and model read it."""
    sql = (
        "select r.parsed from documents d join readings r on r.capture_id = d.capture_id"
        " where d.id = coalesce((select document_id from document_urls where url = :url), :id)"
        " and d.code_version = :code and d.model_version = :model"
    )
    row = _one(db, sql, {"url": url, "id": document_id(url, origin), "code": code_version, "model": model_version})
    return row["parsed"] if row else None


def parsed_digest(document: Document) -> str:
    """Of all that a document is but the place it came from: what has the same digest reads the same."""
    facts = (
        document.kind, document.title, document.language, document.published, document.pages, document.url,
        document.blocks, document.links,
    )  # fmt: skip
    return digest(repr(facts))


def _source(db: Database, document: Document, capture: str) -> dict[str, Any]:
    source = _one(db, "select * from captures where id = ?", (capture,))
    if source is None:
        raise HronikaError(f"{document.origin}: capture {capture} is not in the database; record it before reading it.")
    return source


def _enter(
    db: Database, document: Document, capture: str, versions: tuple[str, str]
) -> tuple[str, dict[str, Any] | None]:
    """Enter the reading of a capture: the document it belongs to, and how that one stood before."""
    source = _source(db, document, capture)
    address = document.url or source["url"]
    known = _one(db, "select document_id from document_urls where url = ?", (address,))
    id_ = known["document_id"] if known else document_id(address, source["origin"])
    before = _one(db, "select sha256 from documents where id = ?", (id_,))
    _leave_former_document(db, capture, id_)
    row = {
        "capture_id": capture, "document_id": id_, "sha256": digest(document.text), "title": document.title,
        "code_version": formats_of(versions[0]), "model_version": versions[1], "address": address,
        "parsed": parsed_digest(document),
    }  # fmt: skip
    rows.upsert(db, "readings", [row], key="capture_id")
    return id_, before


def _outcome(db: Database, id_: str, before: dict[str, Any] | None) -> str:
    after = _one(db, "select sha256 from documents where id = ?", (id_,))
    return "added" if before is None else "unchanged" if before == after else "changed"


def remove_document(db: Database, document: str) -> None:
    """Take a document out with all that was read from it; its captures stay."""
    with db.atomic():
        db.execute("pragma defer_foreign_keys = on")
        remove_mentions(db, document)
        db.execute("update links set target_document_id = null where target_document_id = ?", (document,))
        for table in ("readings", KEPT_VERSIONS, "document_urls"):
            db.execute(f"delete from {table} where document_id = ?", (document,))
        db.execute("delete from documents where id = ?", (document,))


def remove_mentions(db: Database, document: str) -> None:
    """Take out all that was read from a document's text: passages, links, mentions, tellings of events, findings."""
    with db.atomic():
        db.execute("pragma defer_foreign_keys = on")
        forget_tellings(db, document)
        for table in {*TABLES.values(), "links"} - {"event_readings"}:
            db.execute(f"delete from {table} where document_id = ?", (document,))
        take_out(db, document)


def log_run(db: Database, id_: str, **facts: Any) -> None:
    """Enter a run or what has become known of it; ``facts`` are columns of ``runs``."""
    rows.upsert(db, "runs", [{"id": id_, **facts}])


def log_failure(
    db: Database,
    run: str,
    stage: str,
    error: str,
    message: str,
    origin: str | None = None,
    url: str | None = None,
    capture: str | None = None,
    code_version: str | None = None,
) -> None:
    """Enter a page that could not be fetched or read: the kind of error, and the words a person is to hear.

    An archive may hold several captures of one page, even under one name: each of them fails by itself.
    """
    row = {
        "id": digest("\n".join((run, stage, url or "", origin or "", capture or "")))[:16], "run_id": run,
        "capture_id": capture, "url": url, "origin": origin, "stage": stage, "error": error, "message": message,
        "code_version": code_version,
    }  # fmt: skip
    rows.upsert(db, "failures", [row])


def _one(db: Database, sql: str, parameters: Iterable[Any] | Mapping[str, Any] = ()) -> dict[str, Any] | None:
    values = parameters if isinstance(parameters, dict) else tuple(parameters)
    return next(iter(db.query(sql, values)), None)


def _newest_capture(db: Database, document: str) -> str:
    """The capture to show; of several addresses captured at once, the one that the document is named after."""
    sql = f"""
        select c.id, coalesce(r.address, c.origin) as name, {AT} as at, c.fetched
        from readings r join captures c on c.id = r.capture_id where r.document_id = ?
    """
    newest = max(
        db.query(sql, [document]),
        key=lambda row: (row["at"], document_id(row["name"], "") == document, row["name"], row["fetched"], row["id"]),
    )
    return str(newest["id"])


def _leave_former_document(db: Database, capture: str, document: str) -> None:
    """A capture now read as another document (better code found its address) takes its old one away with it.

    The other captures of the old document lose their readings, and so are stale: they are read again.
    """
    former = _one(db, "select document_id as id from readings where capture_id = ?", (capture,))
    if former is not None and former["id"] != document:
        remove_document(db, former["id"])


def versions_of(db: Database, document: str, text: str = "") -> list[dict[str, Any]]:
    """A row for every distinct text of a document, numbered by the capture that first had it, with what it changed.

    ``text`` is one that may be new, all others are known already.
    """
    known = db.query(
        "select sha256, text from document_versions where sha256 in"
        " (select sha256 from readings where document_id = ?)",
        [document],
    )
    texts = {row["sha256"]: row["text"] for row in known} | {digest(text): text}
    first: dict[str, dict[str, Any]] = {}
    for row in db.query(
        "select r.sha256, r.title, r.capture_id, c.fetched from readings r join captures c on c.id = r.capture_id"
        " where r.document_id = ? order by c.fetched, c.id",
        [document],
    ):
        first.setdefault(row["sha256"], row)
    versions: list[dict[str, Any]] = []
    for number, row in enumerate(first.values(), start=1):
        now = texts[row["sha256"]]
        change = difference(versions[-1]["text"], now) if versions else None
        versions.append({"document_id": document, "version": number, **row, "text": now, "difference": change})
    return versions


def write_versions(db: Database, document: str, versions: list[dict[str, Any]]) -> None:
    """Replace the versions of a document, if they are not these; call it after the document itself was written.

    The text that is shown stands in ``documents`` and is not kept again; the view has it from there.
    """
    shown = _one(db, "select sha256 from documents where id = ?", (document,))
    kept = [row | {"text": None} if shown and row["sha256"] == shown["sha256"] else row for row in versions]
    columns = ", ".join(versions[0])
    if kept != [*db.query(f"select {columns} from {KEPT_VERSIONS} where document_id = ? order by version", [document])]:
        db.execute(f"delete from {KEPT_VERSIONS} where document_id = ?", (document,))
        rows.insert(db, KEPT_VERSIONS, kept)


def difference(before: str, after: str) -> str:
    """What changed between two texts, as ``diff -U1`` writes it, without its header.

    A passage that went begins with ``-``, a new one with ``+``, the nearest that stayed with a blank.
    """
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), n=1, lineterm="")
    return "\n".join(line for number, line in enumerate(lines) if number > 1)


def _document_row(document: Document, id_: str, source: dict[str, Any], versions: tuple[str, str]) -> dict[str, Any]:
    return {
        "id": id_, "source_id": source["source_id"], "url": document.url or source["url"], "origin": source["origin"],
        "kind": document.kind, "title": document.title, "language": document.language,
        "published": document.published, "fetched": source["fetched"], "last_seen": source["fetched"],
        "pages": document.pages, "words": len(document.text.split()), "text": document.text,
        "sha256": digest(document.text),
        "capture_id": source["id"], "version": 0, "code_version": versions[0], "model_version": versions[1],
    }  # fmt: skip
