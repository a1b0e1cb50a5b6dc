"""What Spark costs over one machine, and what a page takes: python -m benchmarks.spark --documents 2000 --model fast

Documents are generated (``benchmarks.generate``) into one archive of Hronika's own, which is then read twice: by
``hronika extract --jobs 2``, and by ``hronika extract --engine spark --master local[2]`` with ``hronika load`` behind.
Spark's own time to begin and end is that of an archive with one document. Prints two tables in Markdown and, for
``benchmarks/national.toml``, what was measured.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate import documents
from hronika.types import Capture
from sources.archive import Archive

HRONIKA = Path(sys.executable).with_name("hronika")
CORES = 2


@dataclass(frozen=True)
class Measured:
    """Seconds of each command, and bytes of what it read and wrote."""

    plain: float
    spark: float
    begin: float  #: Spark with one document
    index: float
    load: float
    archive: int
    parquet: int
    database: int
    text: int


def write_archive(folder: Path, number: int) -> None:
    """So many documents as captures of files."""
    with Archive(folder) as archive:
        for file in documents(number):
            digest = hashlib.sha256(file.body).hexdigest()
            archive.write(Capture(file.name, file.body, digest, "2026-01-05T00:00:00Z", url=file.url))


def timed(*arguments: object) -> float:
    """Seconds that a command takes, from its start to its end."""
    start = time.perf_counter()
    done = subprocess.run([HRONIKA, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"hronika {arguments[0]} ended with {done.returncode}:\n{done.stderr}")
    return time.perf_counter() - start


def spark(archive: Path, out: Path, model: str) -> float:
    where = ("--master", f"local[{CORES}]", "--captures", f"{archive}/*.warc.gz", "--out", out)
    return timed("extract", "--engine", "spark", *where, "--model", model)


def measure(folder: Path, number: int, model: str) -> Measured:
    write_archive(folder / "one.archive", 1)
    write_archive(folder / "A.archive", number)
    plain = timed("extract", "--db", folder / "A.db", "--model", model, "--jobs", CORES)
    begin = spark(folder / "one.archive", folder / "one", model)
    whole = spark(folder / "A.archive", folder / "out", model)
    load = timed("load", folder / "out", "--db", folder / "B.db")
    with closing(sqlite3.connect(folder / "B.db")) as db:
        [[text]] = db.execute("select sum(length(cast(text as blob))) from documents").fetchall()
    return Measured(
        plain, whole, begin, index(folder / "A.archive"), load, size(folder / "A.archive"), size(folder / "out"),
        size(folder / "B.db"), text,
    )  # fmt: skip


def index(archive: Path) -> float:
    """Seconds that the first stage takes one process."""
    from sources.archive.ranges import index as lines

    start = time.perf_counter()
    for path in sorted(archive.glob("*.warc.gz")):
        with path.open("rb") as file:
            sum(1 for _ in lines(file, path.name))
    return time.perf_counter() - start


def size(path: Path) -> int:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file() and file.suffix != ".crc"]
    return sum(file.stat().st_size for file in files)


def report(found: Measured, number: int, model: str) -> None:
    rows = [
        (f"`hronika extract --jobs {CORES}`, database included", found.plain),
        (f"`hronika extract --engine spark --master local[{CORES}]`", found.spark),
        ("of it, to begin and to end (an archive of one document)", found.begin),
        ("`hronika load`, one process", found.load),
    ]
    print(f"{number} documents, model {model}, {os.cpu_count()} cores:\n")
    print("| | seconds | documents a second |\n|---|---|---|")
    for what, seconds in rows:
        print(f"| {what} | {seconds:.1f} | {number / seconds:.1f} |")
    working = found.spark - found.begin
    print(f"\nOnce it has begun, Spark reads {number / working:.1f} documents a second.\n")
    print("| bytes a document | |\n|---|---|")
    for what, count in (
        ("web archive", found.archive), ("text", found.text), ("Parquet", found.parquet), ("SQLite", found.database),
    ):  # fmt: skip
        print(f"| {what} | {count / number:,.0f} |")
    print("\n```toml")
    print(f"read = {number / working / CORES:.2f}  # documents a second and core")
    print(f"load = {number / found.load:.1f}  # documents a second and process")
    print(f"index = {found.archive / found.index:.0f}  # bytes of web archive a second and core")
    for name in ("archive", "text", "parquet", "database"):
        print(f"{name} = {getattr(found, name) / number:.0f}  # bytes a document")
    print("```")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--model", choices=("full", "fast"), default="fast")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report(measure(Path(folder), options.documents, options.model), options.documents, options.model)


if __name__ == "__main__":
    main()
