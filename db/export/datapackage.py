"""All tables as a data package (Frictionless, Tabular Data Package 1): CSV files, and what their columns mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db.export.about import LICENCE_ID, About
from db.export.files import Package, package
from db.export.rows import keyed, write_csv

_TYPES = {"INTEGER": "integer", "FLOAT": "number", "REAL": "number"}
#: Columns that hold a day wherever they stand, in ISO 8601.
_DAYS = frozenset({"start_date", "end_date"})


def write_datapackage(db: Database, path: Path, about: About) -> int:
    """Write all published tables and their descriptions into one ZIP; returns how many rows they have."""
    written = 0
    with package(path, about) as made:
        for table in about.tables:
            with made.file(f"data/{table}.csv") as out:
                written += write_csv(db, table, out)
        with made.file("datapackage.json") as out:
            out.write(json.dumps(descriptor(db, about, made), ensure_ascii=False, indent=2).encode() + b"\n")
    return written


def descriptor(db: Database, about: About, made: Package) -> dict[str, Any]:
    """What ``datapackage.json`` says."""
    described = {
        "profile": "tabular-data-package",
        "name": "hronika",
        "title": about.title,
        "description": about.description,
        "version": about.version,
        "licenses": [{"name": LICENCE_ID, "path": about.licence_url, "title": about.licence}],
        "sources": [{"title": about.source}],
        "resources": [_resource(db, about, made, table) for table in about.tables],
    }
    return described | ({"created": about.updated} if about.updated else {})


def _resource(db: Database, about: About, made: Package, table: str) -> dict[str, Any]:
    path = f"data/{table}.csv"
    return {
        "name": table,
        "path": path,
        "profile": "tabular-data-resource",
        "title": about.tables[table].get("title", table),
        "description": about.tables[table].get("description", ""),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": made.sizes[path],
        "hash": f"sha256:{made.digests[path]}",
        "schema": _schema(db, about, table),
    }


def _schema(db: Database, about: About, table: str) -> dict[str, Any]:
    described: Mapping[str, str] = about.tables[table].get("columns", {})
    fields = [
        {
            "name": column.name,
            "type": "date" if column.name in _DAYS else _TYPES.get(column.type.upper(), "string"),
            "description": described.get(column.name, ""),
        }
        for column in keyed(db, table).columns
    ]
    references = sorted((key for key in keyed(db, table).foreign_keys if key.other_table in about.tables), key=str)
    keys = [
        {
            "fields": key.column,
            "reference": {"resource": "" if key.other_table == table else key.other_table, "fields": key.other_column},
        }
        for key in references
    ]
    primary = keyed(db, table).pks
    return {"fields": fields, "primaryKey": primary, "missingValues": [""]} | ({"foreignKeys": keys} if keys else {})
