"""What ten million pages take, from measured figures: python -m benchmarks.national [--pages N] [--cores N] [--read …]

The figures are those of ``benchmarks/national.toml``, each with the command that measured it, or options of the same
names. Prints a table in Markdown with the formula of each line, as ``docs/spark.md`` has it.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Mapping
from pathlib import Path

FIGURES = Path(__file__).with_name("national.toml")
_HOUR, _GB = 3600, 1e9


def lines(pages: int, cores: int, limit: float, figures: Mapping[str, float]) -> list[tuple[str, str, str]]:
    """What, how much, and how that follows."""
    f = figures
    read = pages / f["read"] / cores / _HOUR
    index = pages * f["archive"] / f["index"] / cores / _HOUR
    load = pages / f["load"] / _HOUR
    ranges = min((32 << 20) / f["archive"], pages / cores / 8)
    databases = pages * f["database"] / limit
    wait = databases * f["search"]
    return [
        ("web archives", f"{pages * f['archive'] / _GB:,.0f} GB", "pages x archive"),
        ("index (CDXJ), where none is there", f"{index:,.1f} h", "pages x archive / index / cores"),
        ("reading", f"{read:,.1f} h", "pages / read / cores"),
        ("machines of 16 cores for a night of 10 h", f"{(read + index) * cores / 16 / 10:,.1f}",
         "(index + reading) x cores / 16 / 10 h"),
        ("read again where a machine of 16 cores is lost", f"{16 * ranges / 2:,.0f} pages",
         "16 half ranges; a range has 32 MB, or pages / cores / 8"),
        ("Parquet", f"{pages * f['parquet'] / _GB:,.0f} GB", "pages x parquet"),
        ("loading, one process", f"{load:,.0f} h", "pages / load"),
        (f"loading, {cores} processes", f"{load / cores:,.1f} h", "pages / load / cores; a database has one writer"),
        ("databases", f"{pages * f['database'] / _GB:,.0f} GB in {databases:,.0f} files", "pages x database / limit"),
        ("passages in a file", f"{limit / f['database'] * f['passages']:,.0f}", "limit / database x passages"),
        ("a search, files one after another", f"{wait:,.2f} s", "files x search"),
        ("a search, three threads on three cores", f"{wait / 3:,.2f} s", "files x search / 3"),
        ("a search in one year of twenty, one thread", f"{wait / 20:,.2f} s", "files x search / 20"),
    ]  # fmt: skip


def main() -> None:
    figures: dict[str, float] = tomllib.loads(FIGURES.read_text(encoding="utf-8"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10_000_000)
    parser.add_argument("--cores", type=int, default=64, help="of all machines together")
    parser.add_argument("--limit", type=float, default=2.0, help="gigabytes of one database")
    for name, value in figures.items():
        parser.add_argument(f"--{name}", type=float, default=value)
    options = parser.parse_args()
    known = {name: getattr(options, name) for name in figures}
    print(f"{options.pages:,} pages on {options.cores} cores, databases of {options.limit:g} GB:\n")
    print("| | | |\n|---|---|---|")
    for what, much, how in lines(options.pages, options.cores, options.limit * _GB, known):
        print(f"| {what} | {much} | {how} |")


if __name__ == "__main__":
    main()
