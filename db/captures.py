"""Captures in the database: where each lies in the archive, what it tells, which crawl fetched it.

The archive is the truth and these rows are its index: what a killed run left behind is entered by the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from sqlite_utils import Database

from db import rows
from db.crawls import record_lost_crawls
from db.ids import digest
from hronika.types import Capture

#: When a capture counts as made: all of one crawl are made at once, so that the order of fetching never shows.
AT = "coalesce((select started from crawls where crawls.id = c.crawl_id), c.fetched)"

#: ``failures.stage`` of a document that was read, but not all of it.
PART = "part"


class Archived(Protocol):
    """Where the archive put a capture."""

    @property
    def archive(self) -> str: ...
    @property
    def offset(self) -> int: ...
    @property
    def length(self) -> int: ...


def capture_id(capture: Capture) -> str:
    """The same bytes from the same place at the same time are the same capture."""
    facts = (capture.source_id, capture.url or "", capture.origin, capture.fetched, capture.sha256)
    return digest("\n".join(facts))[:16]


def record_capture(db: Database, capture: Capture, archived: Archived) -> str:
    """Enter a capture that the archive holds; returns its id."""
    return record_row(db, capture_row(capture, archived))


def capture_row(capture: Capture, archived: Archived) -> dict[str, Any]:
    """What the database keeps of a capture, besides what follows from other captures."""
    return {
        "id": capture_id(capture), "source_id": capture.source_id, "url": capture.url, "origin": capture.origin,
        "fetched": capture.fetched, "status": capture.status, "media_type": capture.media_type,
        "bytes": len(capture.body), "sha256": capture.sha256, "etag": capture.etag,
        "last_modified": capture.last_modified, "archive": archived.archive, "offset": archived.offset,
        "length": archived.length, "location": capture.location, "crawl_id": capture.crawl_id, "role": capture.role,
    }  # fmt: skip


def record_row(db: Database, row: dict[str, Any]) -> str:
    """Enter what ``capture_row`` tells of a capture; returns its id.

    ``same_as`` is the first capture of these bytes from this place: only that one is ever read.
    """
    rows.insert_new(db, "captures", [row])
    if row["role"] in ("document", "confirmed"):
        _tell_repeats(db, row)
    return str(row["id"])


def _tell_repeats(db: Database, row: dict[str, Any]) -> None:
    alike = "sha256 = :sha256 and url is :url and origin = :origin and role in ('document', 'confirmed')"
    first = f"(select id from captures where {alike} and role = 'document' order by fetched, id limit 1)"
    db.execute(
        f"update captures set same_as = nullif({first}, id) where {alike} and same_as is not nullif({first}, id)",
        {name: row[name] for name in ("sha256", "url", "origin")},
    )


def last_archived(db: Database) -> tuple[str, int] | None:
    """Archive file and offset of the newest capture that the database knows: later ones come from a killed run."""
    ours = "archive glob 'hronika-*'"  # and none of other people's, whose captures `hronika load` brings
    rows = db.query(f"select archive, offset from captures where {ours} order by archive desc, offset desc limit 1")
    return next(((row["archive"], row["offset"]) for row in rows), None)


def record_missing_captures(db: Database, captures: Iterable[tuple[Archived, Capture]]) -> int:
    """Enter what the archive holds and the database does not, with the crawls it came from; returns how many."""
    before = db.table("captures").count
    with db.atomic():
        for archived, capture in captures:
            record_capture(db, capture, archived)
        record_lost_crawls(db)
    return db.table("captures").count - before


def known_capture(db: Database, origin: str, url: str | None, sha256: str) -> str | None:
    """The newest capture of this place, if it has these very bytes."""
    rows = db.query(
        "select id, sha256 from captures where origin = ? and url is ? order by fetched desc, id desc limit 1",
        (origin, url),
    )
    return next((row["id"] for row in rows if row["sha256"] == sha256), None)


def unchanged(db: Database, capture: str, code_version: str, model_version: str) -> bool:
    """True if this capture was read already by this code and model, well or not."""
    sql = (
        "select 1 from readings where capture_id = :id and code_version = :code and model_version = :model"
        " union all select 1 from failures where capture_id = :id and code_version = :code"
    )
    values = {"id": capture, "code": code_version, "model": model_version}
    return any(True for _ in db.query(sql, values))


def known_failure(db: Database, capture: str, code_version: str) -> str | None:
    """Why this code could not read a capture, if it tried and could not."""
    sql = (
        "select f.message from failures f join runs r on r.id = f.run_id"
        " where f.capture_id = ? and f.code_version = ? order by r.started desc limit 1"
    )
    return next((row["message"] for row in db.query(sql, (capture, code_version))), None)


def stale_captures(
    db: Database, code_version: str, model_version: str, source: str | None = None
) -> list[dict[str, Any]]:
    """Captures, of one source or of all, that this code and model have not read yet, oldest first.

    What repeats an earlier capture is not among them, nor what is no document (redirects, errors, robots.txt).
    """
    return _unread(db, "code_version = :code and model_version = :model", code_version, model_version, source)


def orphaned_captures(db: Database, code_version: str) -> list[dict[str, Any]]:
    """Captures that nothing has been read from, in any version, and that this code has not failed on."""
    return _unread(db, "true", code_version)


def _unread(db: Database, versions: str, code: str, model: str = "", source: str | None = None) -> list[dict[str, Any]]:
    sql = f"""
        select c.* from captures c where c.role = 'document' and c.same_as is null
            and (:source is null or c.source_id = :source)
            and c.id not in (select capture_id from readings where {versions})
            and c.id not in (select capture_id from failures where capture_id is not null and code_version = :code)
        order by {AT}, c.url, c.fetched, c.id
    """
    return list(db.query(sql, {"code": code, "model": model, "source": source}))


def forget_failures(db: Database) -> None:
    """Make stale what failed, and what was read in part; the log keeps that it did."""
    db.execute("update failures set code_version = '' where capture_id is not null")
    db.execute(
        "update readings set code_version = '' where capture_id in (select c.id from captures c"
        " join failures f on f.origin = c.origin and f.url is c.url where f.stage = ?)",
        [PART],
    )
    db.execute(
        "update documents set code_version = '' where capture_id in (select capture_id from readings"
        " where code_version = '')"
    )


def repeat_readings(db: Database) -> None:
    """What a capture repeats says what the repeated one says: its reading is the same."""
    columns = "document_id, sha256, title, code_version, model_version, address, parsed"
    db.execute(
        f"""
        insert into readings (capture_id, {columns})
            select c.id, {", ".join(f"r.{column}" for column in columns.split(", "))}
            from captures c join readings r on r.capture_id = c.same_as
            where c.role in ('document', 'confirmed')
            on conflict (capture_id) do update set
                {", ".join(f"{column} = excluded.{column}" for column in columns.split(", "))}
                where code_version != excluded.code_version or model_version != excluded.model_version
                    or parsed is not excluded.parsed or document_id != excluded.document_id
        """
    )
