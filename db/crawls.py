"""What crawls have brought: which were finished, and the pages and files of each."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database


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
