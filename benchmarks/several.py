"""Several files as one: whether a search finds what one file finds, and what an answer costs over many files.

``python benchmarks/several.py --files 40`` reads the sample and the gold documents into one file and into three, asks
both every query of ``tests/gold/queries.json``, copies one of the three so often, and prints two Markdown tables. The
copies are all alike, so every file has the words that are asked for: what a search costs at most.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from db.chronicles import chronicle_files, search_files
from pipeline import runner
from web.serve import site

GOLD = Path(__file__).parents[1] / "tests" / "gold"
PARTS = (
    ("sample", "unseen"),
    ("unseen2", "unseen3", "unseen4", "unseen5"),
    ("unseen6", "unseen7", "unseen8", "unseen9"),
)
TOP = 10
PAGES = (
    "/search?q=seminari",
    "/search?q=romu+mediatori",
    "/search?q=konference+valmiera",
    "/",
    "/events.json",
    "/about",
)
TIMES = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=40, help="how many copies are served together")
    wanted = parser.parse_args()
    with TemporaryDirectory() as made:
        folder = Path(made)
        read(folder)
        print(agreement([folder / "one.db"], chronicle_files(folder / "three")))
        many = folder / "many"
        many.mkdir()
        for number in range(wanted.files):
            shutil.copy(folder / "three" / "part-3.db", many / f"copy-{number}.db")
        print(asyncio.run(costs(many, wanted.files)))


def read(folder: Path) -> None:
    """The documents in one file, and in three."""
    (folder / "three").mkdir()
    for number, names in enumerate(PARTS, start=1):
        runner.ingest(targets(names), folder / "three" / f"part-{number}.db")
    runner.ingest(targets(name for names in PARTS for name in names), folder / "one.db")


def targets(names: Iterable[str]) -> list[str]:
    return [name if name == "sample" else str(GOLD / name) for name in names]


def agreement(one: list[Path], several: list[Path]) -> str:
    """How alike the answers are."""
    queries = [entry["query"] for entry in json.loads((GOLD / "queries.json").read_text(encoding="utf-8"))]
    same_documents, first, shares = 0, 0, []
    for query in queries:
        alone, together = ([hit for _, hit in search_files(files, query, 100)] for files in (one, several))
        same_documents += {hit.document_id for hit in alone} == {hit.document_id for hit in together}
        if alone and together:
            first += alone[0].passage_id == together[0].passage_id
            tops = [{hit.passage_id for hit in hits[:TOP]} for hits in (alone, together)]
            shares.append(len(tops[0] & tops[1]) / max(map(len, tops)))
    return (
        "| queries | same documents | with answers | same first answer | of the first ten the same |\n"
        "| --- | --- | --- | --- | --- |\n"
        f"| {len(queries)} | {same_documents} | {len(shares)} | {first} | {sum(shares) / len(shares):.1%} |\n"
    )


async def costs(folder: Path, files: int) -> str:
    """What the pages of a site over all of them cost, the first time and after that."""
    client = site(folder).client
    lines = [f"| {files} files | first answer, ms | later, ms | CPU time, ms |", "| --- | --- | --- | --- |"]
    for page in PAGES:
        walls, cpus = [], []
        for _ in range(1 + TIMES):
            wall, cpu = time.perf_counter(), time.process_time()
            answer = await client.get(page)
            answer.raise_for_status()
            walls.append(1000 * (time.perf_counter() - wall))
            cpus.append(1000 * (time.process_time() - cpu))
        lines.append(f"| `{page}` | {walls[0]:.0f} | {median(walls[1:]):.0f} | {median(cpus[1:]):.0f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
