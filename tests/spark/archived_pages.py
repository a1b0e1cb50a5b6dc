"""What the tests with Spark read: an archive of a few pages, and chronicles compared row by row."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from sqlite_utils import Database

from hronika.types import Capture
from pipeline.cli import main
from sources.archive import Archive, Exchange

HOST = "https://www.km.gov.lv"
MONTHS = "janvārī februārī martā aprīlī maijā jūnijā jūlijā augustā septembrī oktobrī novembrī decembrī".split()
TOWNS = "Cēsīs Valmierā Kuldīgā Talsos Ventspilī Rēzeknē Jelgavā Dobelē".split()
PAGE = """<!doctype html><html lang="lv"><head><meta charset="utf-8"><title>{title}</title></head>
<body><main><article><h1>{title}</h1><p>{text}</p></article></main></body></html>"""


def run(*arguments: object, status: int = 0) -> str:
    """What the command prints; it must exit with this status."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == status, result.output
    return result.output


def page(number: int) -> bytes:
    town, month = TOWNS[number % len(TOWNS)], MONTHS[number % 12]
    text = (
        f"{2015 + number % 7}. gada {number + 1}. {month} {town} notika lasīšanas seminārs,"
        f" to rīkoja Kultūras ministrija. Seminārā piedalījās {20 + number} bibliotekāri, runāja arī Ilze Kalniņa."
    )
    return PAGE.format(title=f"Seminārs {number}", text=text).encode()


def make_archive(folder: Path, pages: int) -> None:
    """Pages that a crawl fetched: changed, repeated, gone and moved ones; and files, one of which cannot be read."""
    with Archive(folder) as archive:
        places = [
            archive.write_exchange(_exchange(f"/{number}", page(number), number), source_id="km", crawl_id=_CRAWL)[0]
            for number in range(pages)
        ]
        later = {"source_id": "km", "crawl_id": _CRAWL.replace("0501", "0601")}
        archive.write_exchange(_exchange("/0", page(pages), 0, month=6), **later)
        archive.write_exchange(_exchange("/copy", page(1), 1, month=6), **later, refers_to=places[1])
        archive.write_exchange(_exchange("/2", b"", 2, month=6, status=404), **later)
        archive.write_exchange(_exchange("/old", b"", 3, month=6, status=301, location="/3"), **later)
        archive.write(_file("empty.html", b""))
        archive.write(_file("letters.zip", _zip({"a.html": page(pages + 1), "b.txt": page(pages + 2)})))
        archive.write(_file("report.html", page(pages + 3)))


_CRAWL = "km-20240501T100000000000Z"


def _exchange(path: str, body: bytes, second: int, month: int = 5, status: int = 200, location: str = "") -> Exchange:
    headers = (("Content-Type", "text/html; charset=utf-8"), *([("Location", location)] if location else ()))
    return Exchange(
        url=HOST + path, fetched=f"2024-{month:02}-01T10:00:{second:02}.000Z", request_headers=(), status=status,
        reason="OK", response_headers=headers, body=body,
    )  # fmt: skip


def _file(origin: str, body: bytes) -> Capture:
    return Capture(origin, body, hashlib.sha256(body).hexdigest(), "2024-07-01T10:00:00Z")


def _zip(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name), body)
    return packed.getvalue()


def dump(db: Path) -> dict[str, list[Any]]:
    """All rows of all tables; of the log, what does not tell of the run that wrote it."""
    database = Database(db)
    # how SQLite lays out an index depends on the order of what came in
    logs, inner = {"runs", "failures", "_sqlite_migrations"}, ("passages_fts_", "events_fts_")
    tables = [name for name in database.table_names() if name not in logs and not name.startswith(inner)]
    rows = {table: sorted(map(repr, database[table].rows)) for table in tables}
    failures = database.query("select capture_id, url, origin, stage, error, message from failures")
    rows["failures"] = sorted(map(repr, failures))
    database.close()
    return rows
