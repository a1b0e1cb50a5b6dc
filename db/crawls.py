"""Crawls: begun, gone on with and finished; which were, when, and the pages and files of each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlite_utils import Database


def record_lost_crawls(db: Database) -> None:
    """Crawls that only captures tell of, after a database was lost, were finished as far as anyone can know."""
    sql = (
        "select crawl_id as id, source_id, max(fetched) as finished from captures"
        " where crawl_id is not null and crawl_id not in (select id from crawls) group by crawl_id"
    )
    for row in list(db.query(sql)):
        db.table("crawls").insert({**row, "started": _started(row["id"])})


def begin_crawl(db: Database, source: str, now: datetime) -> str:
    """The crawl of a source to go on with: the one that was interrupted, or a new one begun now (UTC)."""
    open_ = db.query("select id from crawls where source_id = ? and finished is null order by started desc", [source])
    for row in open_:
        return str(row["id"])
    id_ = f"{source}-{now:%Y%m%dT%H%M%S%f}Z"
    db.table("crawls").insert({"id": id_, "source_id": source, "started": _started(id_), "finished": None})
    return id_


def finish_crawl(db: Database, crawl: str) -> None:
    """A crawl that has asked everything; it ends with the last of its captures."""
    db.execute(
        "update crawls set finished = coalesce((select max(fetched) from captures where crawl_id = :id), started)"
        " where id = :id",
        {"id": crawl},
    )


def _started(crawl: str) -> str:
    """The time that is part of a crawl's id, as captures write it."""
    moment = datetime.strptime(crawl.rpartition("-")[2], "%Y%m%dT%H%M%S%fZ")
    return f"{moment.isoformat(timespec='milliseconds')}Z"


def finished_crawls(db: Database, source: str) -> list[str]:
    """The crawls of a source that came to their end, the newest first."""
    sql = "select id from crawls where source_id = ? and finished is not null order by started desc"
    return [row["id"] for row in db.query(sql, [source])]


def pages_of_crawl(db: Database, crawl: str) -> list[dict[str, Any]]:
    """Address and place in the archive of every page and file that a crawl fetched, or found to be as before."""
    sql = (
        "select url, archive, max(offset) as offset from captures"
        " where crawl_id = :crawl and (role = 'document' or (role = 'confirmed' and url in"
        " (select url from captures where role = 'document'))) group by url order by url"
    )
    return list(db.query(sql, {"crawl": crawl}))


def newest_crawls(db: Database) -> dict[str, datetime]:
    """When the newest finished crawl of each source began."""
    sql = "select source_id, max(started) as started from crawls where finished is not null group by source_id"
    return {row["source_id"]: datetime.fromisoformat(row["started"]) for row in db.query(sql)}
