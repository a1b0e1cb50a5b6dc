"""A chronicle in a form that other tools open: so far its captures, as a web archive."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from db.load import read_database
from pipeline.runner import archive_folder
from sources.archive import Archive
from sources.archive.records import file_uri
from sources.archive.wacz import Page, write_wacz


def export_wacz(db_path: Path, output: Path) -> int:
    """Write all captures as one WACZ file whose pages are the documents; returns how many pages it lists."""
    rows = read_database(db_path).query(
        "select c.url, c.origin, d.title, c.fetched from documents d join captures c on c.id = d.capture_id"
        " order by coalesce(c.url, c.origin)"
    )
    pages = [Page(row["url"] or file_uri(row["origin"]), row["title"], row["fetched"]) for row in rows]
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    write_wacz(Archive(archive_folder(db_path)), output, pages, f"Hronika: {db_path.stem}", now)
    return len(pages)
