"""All tables as files of CSV or JSON lines in one ZIP, or one table as one file."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database

from db.export.about import About
from db.export.files import package, whole_file, write_readme
from db.export.rows import Lines, write_csv, write_jsonl

FORMS: dict[str, Lines] = {"csv": write_csv, "jsonl": write_jsonl}


def write_table(db: Database, path: Path, about: About, form: str, table: str) -> int:
    """Write one table, and beside it a text that says what it is; returns how many rows it has."""
    with whole_file(path) as out:
        written = FORMS[form](db, table, out)
    write_readme(path, about)
    return written


def write_tables(db: Database, path: Path, about: About, form: str) -> int:
    """Write all published tables into one ZIP; returns how many rows they have."""
    written = 0
    with package(path, about) as made:
        for table in about.tables:
            with made.file(f"{table}.{form}") as out:
                written += FORMS[form](db, table, out)
    return written
