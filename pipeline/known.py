"""What a crawl asks about earlier ones, answered from the database: ``Known`` of ``sources.crawler``, and no more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from db.captures import AT
from sources.archive import ArchivedCapture
from sources.crawler import KnownCapture


class KnownCaptures:
    """The captures of a database that nobody writes to while the crawl runs."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def newest(self, url: str) -> KnownCapture | None:
        """The newest capture of ``url`` that has its page, or confirms an earlier one."""
        row = self._one(
            "select c.archive, c.offset, c.length, c.sha256, c.fetched, coalesce(c.etag, o.etag) as etag,"
            " coalesce(c.last_modified, o.last_modified) as last_modified"
            " from captures c left join captures o on o.id = c.same_as"
            " where c.url = ? and c.role in ('document', 'confirmed', 'service') order by c.fetched desc, c.id limit 1",
            url,
        )
        if row is None:
            return None
        whole = self.with_body(row["sha256"]) or _archived(row)
        return KnownCapture(whole, row["sha256"], row["fetched"], row["etag"], row["last_modified"])

    def with_body(self, sha256: str) -> ArchivedCapture | None:
        """The first capture with this body that came over the network."""
        row = self._one(
            "select archive, offset, length from captures where sha256 = ? and status = 200 and same_as is null"
            " order by archive, offset limit 1",
            sha256,
        )
        return _archived(row) if row else None

    def of_crawl(self, crawl_id: str, url: str) -> ArchivedCapture | None:
        """What this crawl has fetched of ``url`` already; an answer that tells nothing of the page is asked again."""
        row = self._one(
            "select archive, offset, length from captures where crawl_id = ? and url = ? and role != 'error'"
            " order by archive desc, offset desc limit 1",
            crawl_id,
            url,
        )
        return _archived(row) if row else None

    def addresses(self, source_id: str) -> Iterable[str]:
        """Every address at which a document of the source was found, the moved and the gone included."""
        rows = self._db.query(
            f"""
            select distinct c.url, min({AT}) as first from captures c
            where c.source_id = ? and c.role = 'document' and c.url is not null and c.crawl_id is not null
            group by c.url order by first, c.url
            """,
            [source_id],
        )
        return (row["url"] for row in rows)

    def _one(self, sql: str, *parameters: str) -> dict[str, Any] | None:
        return next(iter(self._db.query(sql, parameters)), None)


def _archived(row: dict[str, Any]) -> ArchivedCapture:
    return ArchivedCapture(row["archive"], row["offset"], row["length"])
