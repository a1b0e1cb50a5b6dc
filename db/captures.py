"""Captures in the database: where each lies in the archive, what it tells, which crawl fetched it.

The archive is the truth and these rows are its index: what a killed run left behind is entered by the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def newest_stamp(db: Database) -> str | None:
    """When the newest capture was made by us; what an archive of others says of its own is no time of ours."""
    [[newest]] = db.execute("select max(fetched) from captures where crawl_id is not null or url is null").fetchall()
    return str(newest) if newest else None


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


def formats_of(code_version: str) -> str:
    """The part of a code's version that says what makes documents of captures: it comes first, up to a semicolon."""
    return code_version.partition(";")[0]


#: Documents ``d`` whose shown capture was read by another code or model.
_OUTDATED = "(d.code_version != :code or d.model_version != :model)"
#: Captures ``c`` of which this code made a document.
_PARSED = "exists (select 1 from readings r where r.capture_id = c.id and r.code_version = :formats)"
#: Captures ``c`` that this code has failed on.
_FAILED = "exists (select 1 from failures f where f.capture_id = c.id and f.code_version = :code)"


def unchanged(db: Database, capture: str, code_version: str, model_version: str) -> bool:
    """True if this capture was read already by this code and model, well or not."""
    sql = f"""
        select 1 from captures c where c.id = :id and ({_FAILED} or ({_PARSED} and not exists (
            select 1 from documents d where d.capture_id = c.id and {_OUTDATED})))
    """
    return db.execute(sql, {"id": capture, **_versions(code_version, model_version)}).fetchone() is not None


def _versions(code: str, model: str) -> dict[str, str]:
    return {"code": code, "formats": formats_of(code), "model": model}


def known_failure(db: Database, capture: str, code_version: str) -> str | None:
    """Why this code could not read a capture, if it tried and could not."""
    sql = (
        "select f.message from failures f join runs r on r.id = f.run_id"
        " where f.capture_id = ? and f.code_version = ? order by r.rowid desc limit 1"
    )
    return next((row["message"] for row in db.query(sql, (capture, code_version))), None)


def stale_captures(db: Database, code_version: str, model_version: str, source: str | None = None) -> Iterator[str]:
    """Captures, of one source or of all, that this code and model have to read, oldest first; their ids.

    Those of which this code has made no document yet, and those that documents show which another code or model read.
    What repeats an earlier capture is not among the former, nor what is no document (redirects, errors, robots.txt).
    """
    sql = f"""
        select c.id from captures c where (:source is null or c.source_id = :source) and not {_FAILED} and (
            (c.role = 'document' and c.same_as is null and not {_PARSED})
            or c.id in (select d.capture_id from documents d where {_OUTDATED}))
        order by {AT}, c.url, c.fetched, c.id
    """
    return _ids(db, sql, {"source": source, **_versions(code_version, model_version)})


def are_outdated(db: Database, code_version: str, model_version: str) -> bool:
    """Whether any document shows what another code or model read."""
    sql = f"select 1 from documents d where {_OUTDATED} limit 1"
    return db.execute(sql, _versions(code_version, model_version)).fetchone() is not None


def orphaned_captures(db: Database, code_version: str) -> Iterator[str]:
    """Captures that nothing has been read from, in any version, and that this code has not failed on; their ids."""
    sql = f"""
        select c.id from captures c where c.role = 'document' and c.same_as is null and not {_FAILED}
            and c.id not in (select capture_id from readings)
        order by {AT}, c.url, c.fetched, c.id
    """
    return _ids(db, sql, {"code": code_version})


def _ids(db: Database, sql: str, parameters: dict[str, str | None]) -> Iterator[str]:
    return (id_ for [id_] in db.execute(sql, parameters))


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
