"""A chronicle in a form that other tools open: its captures as a web archive, or what was read from them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from pathlib import Path

from sqlite_utils import Database

from db.export import copy, datapackage, digests, ftm, geojson, parquet, tables
from db.export.about import About, about
from db.load import read_database
from hronika.types import HronikaError
from pipeline.runner import archive_folder
from sources.archive import Archive
from sources.archive.records import file_uri
from sources.archive.wacz import Page, write_wacz


@dataclass(frozen=True)
class Form:
    """A form of the chronicle: what writes it, how its file is called, and what is counted in it."""

    write: Callable[[Database, Path, About], int]
    suffix: str
    counted: str
    table: Callable[[Database, Path, About, str], int] | None = None  #: writes one table, where the form has that


def _write_csv_table(db: Database, path: Path, said: About, table: str) -> int:
    return tables.write_table(db, path, said, "csv", table)


def _write_jsonl_table(db: Database, path: Path, said: About, table: str) -> int:
    return tables.write_table(db, path, said, "jsonl", table)


FORMS = {
    "csv": Form(partial(tables.write_tables, form="csv"), "csv.zip", "rows", _write_csv_table),
    "jsonl": Form(partial(tables.write_tables, form="jsonl"), "jsonl.zip", "rows", _write_jsonl_table),
    "parquet": Form(parquet.write_tables, "parquet.zip", "rows", parquet.write_table),
    "datapackage": Form(datapackage.write_datapackage, "datapackage.zip", "rows"),
    "geojson": Form(geojson.write_geojson, "geojson", "events"),
    "ftm": Form(ftm.write_ftm, "ftm.jsonl", "entities"),
    "sqlite": Form(copy.write_copy, "sqlite", "events"),
    "sha256": Form(digests.write_digests, "sha256", "tables"),
}


def export(db_path: Path, form: str, output: Path | None, table: str | None = None) -> str:
    """Write the chronicle, or one table of it; returns what was written, in words. Raises HronikaError."""
    chosen = FORMS[form]
    write = chosen.write
    with closing(read_database(db_path).conn) as connection, snapshot(connection) as db:
        said = about(db, metadata())
        if table is not None:
            write = partial(_table_writer(form, chosen, said, table), table=table)
        output = output or db_path.with_suffix(f".{table}.{form}" if table else f".{chosen.suffix}")
        if output.resolve() == db_path.resolve():
            raise HronikaError(f"{output} is the chronicle itself. Name another file with -o.")
        try:
            written = write(db, output, said)
        except (OSError, sqlite3.OperationalError) as error:
            raise HronikaError(f"{output} cannot be written: {error}. Name another file with -o.") from error
    return f"{output}: {written} {chosen.counted}, {output.stat().st_size / 1e6:.1f} MB."


def _table_writer(form: str, chosen: Form, said: About, table: str) -> Callable[..., int]:
    if chosen.table is None:
        single = ", ".join(name for name, one in FORMS.items() if one.table)
        raise HronikaError(f"--table goes with {single}; {form} is always of the whole chronicle.")
    if table not in said.tables:
        raise HronikaError(f"There is no table {table}. There are {', '.join(said.tables)}.")
    return chosen.table


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[Database]:
    """The database as it is now, whatever a run commits meanwhile."""
    connection.execute("begin")
    try:
        yield Database(connection)
    finally:
        connection.rollback()


def metadata() -> dict[str, object]:
    """What the site says of the chronicle, of its tables and columns."""
    described: dict[str, object] = json.loads(files("web").joinpath("datasette_metadata.json").read_text("utf-8"))
    return described


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
