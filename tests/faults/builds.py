"""The same chronicle built under other Pythons, SQLites, locales, time zones, hash seeds and numbers of processes.

    python tests/faults/builds.py                                       with this Python, and a table in Markdown
    python tests/faults/builds.py --python other/.venv/bin/python       and with others

The sample is captured once. Each build makes its database anew from a copy of that archive (`hronika extract`) and
writes the digests of its tables (`hronika export --format sha256`), which must all be the same. The exit status is 1
where they are not. Another Python is that of a virtual environment with what constraints.txt names (`make build
PYTHON=python3.13 VENV=other/.venv`); ``--sqlite`` names one that has pysqlite3 besides, whose SQLite is another.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = ("-c", "from pipeline.cli import main; main()")
VERSIONS = "import sqlite3, sys; print(sys.version.split()[0], sqlite3.sqlite_version)"
#: What one build differs in from the next, besides its Python; a locale that is not there is made where it can be.
SURROUNDINGS = (
    {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "jobs": "1"},
    {"LC_ALL": "lv_LV.UTF-8", "TZ": "Asia/Kolkata", "PYTHONHASHSEED": "1", "OMP_NUM_THREADS": "2", "jobs": "2"},
    {"LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns", "PYTHONHASHSEED": "2", "OMP_NUM_THREADS": "4", "jobs": "3"},
)


@dataclass(frozen=True)
class Build:
    """Who builds, and where."""

    python: str
    surroundings: dict[str, str]
    sqlite: str = ""  #: a folder with another SQLite

    def environment(self, folder: Path) -> dict[str, str]:
        named = {name: value for name, value in self.surroundings.items() if name != "jobs"}
        locales = {"LOCPATH": str(folder / "locales")} if (folder / "locales").is_dir() else {}
        paths = [one for one in (self.sqlite, str(ROOT), str(ROOT / "models")) if one]
        return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **named, **locales}


def capture(folder: Path) -> Path:
    """The archive of the sample, captured once."""
    subprocess.run(
        [sys.executable, *COMMAND, "ingest", "sample", "--db", str(folder / "first.db")], check=True, cwd=ROOT
    )
    return folder / "first.archive"


def digests(build: Build, archive: Path, folder: Path) -> str:
    """What `hronika export --format sha256` says of a chronicle that is built anew from an archive."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        database = Path(place) / "built.db"
        shutil.copytree(archive, Path(place) / "built.archive")
        for verb in (["extract", "--jobs", build.surroundings["jobs"]], ["export", "--format", "sha256"]):
            command = [build.python, *COMMAND, *verb, "--db", str(database)]
            done = subprocess.run(
                command, env=build.environment(folder), cwd=place, check=False, capture_output=True, text=True
            )
            if done.returncode:
                raise SystemExit(f"{build}: {done.stdout}{done.stderr}")
        return database.with_suffix(".sha256").read_text(encoding="utf-8")


def differing(one: str, other: str) -> list[str]:
    """The tables that differ."""
    return sorted({line.split()[1] for line in set(one.splitlines()) ^ set(other.splitlines())})


def make_locales(folder: Path) -> None:
    """Locales of our own, where the system has what they are made of."""
    if shutil.which("localedef"):
        (folder / "locales").mkdir()
        for name in ("lv_LV", "tr_TR"):
            made = folder / "locales" / f"{name}.UTF-8"
            subprocess.run(["localedef", "-i", name, "-f", "UTF-8", str(made)], check=False, capture_output=True)


def other_sqlite(folder: Path) -> str:
    """A folder that, on Python's path, puts the SQLite of the package pysqlite3 in the place of its own."""
    place = folder / "sqlite"
    place.mkdir()
    swap = "import sys, pysqlite3, pysqlite3.dbapi2\nsys.modules['sqlite3'] = pysqlite3\n"
    swap += "sys.modules['sqlite3.dbapi2'] = pysqlite3.dbapi2\n"
    (place / "sitecustomize.py").write_text(swap, encoding="utf-8")
    return str(place)


def chosen(pythons: list[str], sqlite: str | None, folder: Path) -> list[Build]:
    """As many builds as there are Pythons or surroundings, and one with another SQLite."""
    number = max(len(pythons), len(SURROUNDINGS))
    pairs = zip(range(number), cycle(pythons), cycle(SURROUNDINGS), strict=False)
    builds = [Build(python, surroundings) for _, python, surroundings in pairs]
    return [*builds, Build(sqlite, SURROUNDINGS[1], other_sqlite(folder))] if sqlite else builds


def compared(builds: list[Build], folder: Path) -> tuple[list[str], list[str]]:
    """A row of Markdown for each build, and what differs from the first."""
    archive, first, rows, troubles = capture(folder), "", [], []
    for build in builds:
        versions = [build.python, "-c", VERSIONS]
        about = subprocess.run(versions, env=build.environment(folder), check=True, capture_output=True, text=True)
        told = digests(build, archive, folder)
        first = first or told
        troubles += [f"{build}: {table}" for table in differing(first, told)]
        values = " | ".join((about.stdout.strip(), *build.surroundings.values()))
        rows.append(f"| {values} | `{hashlib.sha256(told.encode()).hexdigest()[:16]}` |")
    return rows, troubles


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--python", action="append", default=[], help="another Python, which has what Hronika needs")
    arguments.add_argument("--sqlite", metavar="PYTHON", help="a Python that has pysqlite3 as well")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_locales(folder)
        rows, troubles = compared(chosen([sys.executable, *asked.python], asked.sqlite, folder), folder)
    print("| Python, SQLite | locale | time zone | hash seed | threads | processes | sha256 of the digests |")
    print("|---|---|---|--:|--:|--:|---|", *rows, sep="\n")
    sys.exit("\n".join(troubles) or None)


if __name__ == "__main__":
    main()
