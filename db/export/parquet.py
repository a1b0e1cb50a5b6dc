"""All tables as Parquet files in one ZIP, or one table as one file, each described within. Needs `pyarrow`."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlite_utils import Database

from db.export.about import About
from db.export.files import package, whole
from db.export.rows import columns, keyed, rows
from hronika.types import HronikaError

#: Rows that are held in memory at once; whole texts of documents are among them.
BATCH = 500


def write_table(db: Database, path: Path, about: About, table: str) -> int:
    """Write one table; returns how many rows it has."""
    with whole(path) as unfinished:
        return _write(db, unfinished, about, table)


def write_tables(db: Database, path: Path, about: About) -> int:
    """Write all published tables into one ZIP; returns how many rows they have."""
    written = 0
    with TemporaryDirectory(dir=path.parent) as folder, package(path, about) as made:
        for table in about.tables:
            file = Path(folder, f"{table}.parquet")
            written += _write(db, file, about, table)
            with file.open("rb") as source, made.file(file.name) as out:
                shutil.copyfileobj(source, out)
            file.unlink()
    return written


def _write(db: Database, path: Path, about: About, table: str) -> int:
    arrow, parquet = _pyarrow()
    schema = _schema(arrow, db, about, table)
    cursor = rows(db, table)
    written = 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as out:
        while some := list(islice(cursor, BATCH)):
            values = zip(*some, strict=True)
            arrays = [arrow.array(list(column), type=field.type) for column, field in zip(values, schema, strict=True)]
            out.write_table(arrow.Table.from_arrays(arrays, schema=schema))
            written += len(some)
    return written


def _schema(arrow: Any, db: Database, about: About, table: str) -> Any:
    """Columns with their types and descriptions, and what the export says of itself."""
    types = {"INTEGER": arrow.int64(), "FLOAT": arrow.float64(), "REAL": arrow.float64()}
    described: Mapping[str, str] = about.tables[table].get("columns", {})
    declared = {column.name: column.type.upper() for column in keyed(db, table).columns}
    fields = [
        arrow.field(name, types.get(declared[name], arrow.string()), metadata={"description": described.get(name, "")})
        for name in columns(db, table)
    ]
    return arrow.schema(fields, metadata={**about.facts(), "table": str(about.tables[table].get("description", ""))})


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise HronikaError("Parquet needs a package more: pip install 'hronika[parquet]'.") from error
    return pyarrow, pyarrow.parquet
