"""How fast a chronicle of a million passages answers, and how large it is.

    python -m benchmarks.million --db million.db --passages 1000000

Makes the chronicle (see ``benchmarks/chronicle.py``; ``--source`` names one that was read, else the sample and the
gold documents are read first), or takes the one that is there, and asks it in one process. Beside the time that a
visitor waits stands that of the processor, which other work on the machine changes less. ``--plans`` prints what every
page asks, as SQLite was heard to be asked, and how it finds the answer; ``--only`` takes the pages of some names alone.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette.plugins import pm
from pluggy import HookimplMarker

from benchmarks.chronicle import PROSE, write
from db.search import find
from web.functions import add_functions
from web.named_pages import THROUGH
from web.serve import described, site

GOLD = Path("tests/gold")
#: A value in a statement, filled in.
_VALUE = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
_WORD = re.compile(r"[^\W\d_]+")


def make(source: Path | None, target: Path, passages: int, prose: int) -> None:
    """Write the chronicle, and tell how long it took and how the time of the index grew."""
    with tempfile.TemporaryDirectory() as folder:
        if source is None:
            source = Path(folder) / "source.db"
            gold = sorted(str(path) for path in GOLD.glob("unseen*") if path.is_dir())
            hronika = [sys.executable, "-c", "from pipeline.cli import main; main()"]
            command = [*hronika, "ingest", "sample", *gold, "--db", str(source)]
            subprocess.run(command, check=True)
        print(
            "| passages | seconds | of these the index over passages | seconds of it for 100,000 |\n|---|---|---|---|"
        )
        told = 0
        for progress in write(source, target, passages, prose):
            if progress.passages >= told + passages // 10 or progress.passages >= passages:
                told = progress.passages
                each = progress.index * 100_000 / told
                print(f"| {told:,} | {progress.seconds:.0f} | {progress.index:.0f} | {each:.1f} |", flush=True)
        print(f"\nIndex over events: {progress.events:.0f} s\n")


def sizes(db: sqlite3.Connection) -> Iterator[tuple[str, int, int, int]]:
    """Each table with its rows, its bytes and those of its indexes; a full-text index is one table."""
    found: dict[str, list[int]] = {}
    sql = """
        select s.tbl_name, s.type, sum(d.pgsize) from dbstat d join sqlite_schema s on s.name = d.name
        group by s.name
    """
    for table, type_, size in db.execute(sql):
        name = next((index for index in ("passages_fts", "events_fts") if table.startswith(index)), table)
        found.setdefault(name, [0, 0])[type_ == "index"] += size
    for name, (own, indexes) in sorted(found.items(), key=lambda item: -sum(item[1])):
        rows = db.execute(f"select count(*) from {f'{name}_docsize' if name.endswith('_fts') else name}").fetchone()[0]
        yield name, rows, own, indexes


def print_sizes(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        [[text]] = db.execute("select sum(length(cast(text as blob))) from documents")
        [[words, documents]] = db.execute("select sum(words), count(*) from documents")
        tables = list(sizes(db))
        size = db.execute("pragma page_count").fetchone()[0] * db.execute("pragma page_size").fetchone()[0]
    print(f"{documents:,} documents, {words:,} words, {text:,} bytes of text")
    print(f"The file has {size:,} bytes, {size / text:.2f} times the text")
    searched = sum(own for name, _, own, _ in tables if name.endswith("_fts"))
    themselves = sum(own for _, _, own, _ in tables) - searched
    indexes = sum(of_table for *_, of_table in tables)
    print(
        f"Of these the tables themselves {themselves / text:.2f}, the indexes of their keys and columns"
        f" {indexes / text:.2f}, the full-text indexes {searched / text:.2f}\n"
    )
    print("| table | rows | times the text | its indexes |\n|---|---|---|---|")
    for name, rows, own, indexes in tables:
        if own + indexes > text / 200:
            print(f"| {name} | {rows:,} | {own / text:.2f} | {indexes / text:.2f} |")
    print()


class Draw:
    """What is asked for, drawn from the chronicle: the same for the same chronicle."""

    def __init__(self, path: Path) -> None:
        self.random = random.Random(1)
        self.db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        [[self._last]] = self.db.execute("select max(search_id) from passages")

    def passage(self) -> list[str]:
        """The words of a passage."""
        sql = "select text from passages where search_id >= ? order by search_id limit 1"
        row = self.db.execute(sql, (self.random.randint(0, self._last),)).fetchone()
        return _WORD.findall(row[0]) or self.passage()

    def query(self) -> str:
        """One to three words of a passage, each as likely as it is frequent."""
        words = self.passage()
        return " ".join(self.random.sample(words, min(len(words), self.random.choice([1, 2, 2, 3]))))

    def phrase(self) -> str:
        words = self.passage()
        start = self.random.randrange(max(1, len(words) - 1))
        return f'"{" ".join(words[start : start + 2])}"'

    def common(self) -> list[tuple[str, float]]:
        """The most frequent words, and what part of the passages has each."""
        seen = Counter(word for _ in range(2000) for word in {word.lower() for word in self.passage()})
        return [(word, number / 2000) for word, number in seen.most_common(3)]

    def one(self, sql: str) -> Any:
        return self.db.execute(sql).fetchone()[0]

    def ids(self, table: str, number: int) -> list[str]:
        """Rows drawn at random: the next after a random digest."""
        sql = f"select id from {table} where id >= ? order by id limit 1"
        found = (self.db.execute(sql, (f"{self.random.getrandbits(64):016x}",)).fetchone() for _ in range(number))
        return [row[0] for row in found if row]

    def named(self, table: str, number: int) -> list[str]:
        """The places, organisations, people or projects that have the most events."""
        through, _, key = THROUGH[table]
        sql = f"select {key} from {through} where {key} is not null group by 1 order by count(*) desc, 1 limit ?"
        return [row[0] for row in self.db.execute(sql, (number,))]

    def published(self) -> list[str]:
        """The tables that visitors see."""
        tables = described(["hronika"])["databases"]["hronika"]["tables"]
        return [name for name, about in tables.items() if not about.get("hidden")]


#: Milliseconds that something takes: of waiting, and of the processor.
Times = tuple[float, float]


def row(name: str, times: list[Times]) -> None:
    """A line of the table of times."""
    told = []
    for some in zip(*times, strict=True):
        late = statistics.quantiles(some, n=20, method="inclusive")[-1] if len(some) > 1 else some[0]
        told += [f"{statistics.median(some):.0f}", f"{late:.0f}", f"{max(some):.0f}"]
    print(f"| {name} | {len(times)} | {' | '.join(told)} |", flush=True)


@contextmanager
def timed(times: list[Times]) -> Iterator[None]:
    """Add how long something took."""
    began, worked = time.perf_counter(), time.process_time()
    yield
    times.append((1000 * (time.perf_counter() - began), 1000 * (time.process_time() - worked)))


def pages(draw: Draw, queries: int) -> dict[str, list[str]]:
    """The addresses of each kind of page: many of the usual ones, fewer of the others."""
    many, some, few = -(-queries // 5), -(-queries // 20), max(3, -(-queries // 100))  # the first of few counts much
    place, organisation, source, kind = (
        draw.one(f"select {column} from {table} group by 1 order by count(*) desc limit 1")
        for table, column in (
            ("place_mentions", "place_id"), ("organisation_mentions", "organisation_id"), ("documents", "source_id"),
            ("events", "kind"),
        )
    )  # fmt: skip
    year = draw.one("select substr(start_date, 1, 4) from events group by 1 order by count(*) desc limit 1")
    (first, _), (second, _), *_ = draw.common()
    feeds = {"": "", " of a place": f"?place={place}", " of a year": f"?from={year}&to={year}",
             " of an organisation": f"?organisation={organisation}", " of a source": f"?source={source}"}  # fmt: skip
    filters = {
        "a year": {"from": year, "to": year}, "the commonest place": {"place": place},
        "the commonest organisation": {"organisation": organisation}, "a source": {"source": source},
        "a kind": {"kind": kind}, "a year and a place": {"from": year, "to": year, "place": place},
    }  # fmt: skip
    asked = {
        "/search, drawn queries": [{"q": draw.query()} for _ in range(many)],
        "/search, the commonest word": [{"q": first}] * some,
        "/search, the two commonest words": [{"q": f"{first} {second}"}] * some,
        "/search, phrases": [{"q": draw.phrase()} for _ in range(many)],
        "/search, words in different passages": [
            {"q": f"{max(draw.passage(), key=len)} {max(draw.passage(), key=len)}"} for _ in range(some)
        ],
        "/search, a slip of the hand": [{"q": slip(max(draw.passage(), key=len))} for _ in range(some)],
        **{f"/search, drawn queries within {name}": [{"q": draw.query(), **one} for _ in range(some)]
           for name, one in filters.items()},
        **{f"/search, the commonest word within {name}": [{"q": first, **one}] * few for name, one in filters.items()},
        **{f"/search, no words within {name}": [one] * few for name, one in filters.items()},
    }  # fmt: skip
    return {
        **{name: [f"/search?{urlencode(one)}" for one in ones] for name, ones in asked.items()},
        "event": [f"/hronika/events/{id_}" for id_ in draw.ids("events", many)],
        "document": [f"/hronika/documents/{id_}" for id_ in draw.ids("documents", many)],
        **{table: [f"/hronika/{table}/{id_}" for id_ in draw.named(table, some)] for table in THROUGH},
        **{f"{table}, the one with the most events": [f"/hronika/{table}/{draw.named(table, 1)[0]}"] * few
           for table in THROUGH},
        "home, first": ["/"],
        "home": ["/"] * some,
        "home, the months of a year": [f"/?year={year}"] * few,
        **{f"/events.{form}{of}": [f"/events.{form}{query}"] * few
           for form in ("atom", "ics", "json") for of, query in feeds.items()},
        "/about": ["/about"] * few,
        "/sitemap.xml": ["/sitemap.xml"] * few,
        "/sitemap-1.xml": ["/sitemap-1.xml"] * few,
        "/hronika": ["/hronika"] * few,
        **{f"/hronika/{table}": [f"/hronika/{table}"] * few for table in draw.published()},
        "/hronika/events of a kind": [f"/hronika/events?kind={kind}"] * few,
        "/hronika/passages that have words": [
            f"/hronika/passages?{urlencode({'_search': draw.query()})}" for _ in range(few)
        ],
    }  # fmt: skip


def slip(word: str) -> str:
    """The word with two letters that changed places."""
    return word[: len(word) // 2] + word[len(word) // 2 :][1::-1] + word[len(word) // 2 + 2 :]


@contextmanager
def heard() -> Iterator[list[str]]:
    """What SQLite is asked from now on, values filled in."""
    asked: list[str] = []

    class Listener:
        __name__ = "listener"

        @HookimplMarker("datasette")
        def prepare_connection(self, conn: sqlite3.Connection) -> None:
            conn.set_trace_callback(asked.append)

    listener = Listener()
    pm.register(listener, "listener")
    try:
        yield asked
    finally:
        pm.unregister(listener)


async def measure(path: Path, queries: int, plans: bool, only: re.Pattern[str]) -> None:
    draw = Draw(path)
    print(f"| asked | times |{' median, ms | 95th percentile | worst |' * 2}\n|{'---|' * 8}")
    find(draw.db, "nezināms vārds")  # the lexicon is read once, when the site starts
    word, share = draw.common()[0]
    for name, asked_for in {
        "find, drawn queries": [draw.query() for _ in range(queries)],
        f"find, the commonest word („{word}”, in {share:.0%})": [word] * 10,
    }.items():
        if only.search(name):
            times: list[Times] = []
            for query in asked_for:
                with timed(times):
                    find(draw.db, query)
            row(name, times)
    by_page: dict[str, list[str]] = {}
    with heard() as asked:
        pages_of = site(path)
        get: Callable[[str], Awaitable[Any]] = pages_of.client.get
        await get("/search")  # what is read once
        for name, addresses in pages(draw, queries).items():
            if not only.search(name):
                continue
            del asked[:]
            times = []
            for address in addresses:
                with timed(times):
                    answer = await get(address)
                assert answer.status_code == 200, (answer.status_code, address)
                if address == addresses[0]:
                    by_page[name] = list(dict.fromkeys(asked))
            row(name, times)
    if plans:
        seen: set[str] = set()
        for name, statements in by_page.items():
            print_plans(draw.db, name, statements, seen)


def print_plans(db: sqlite3.Connection, name: str, statements: Iterable[str], seen: set[str]) -> None:
    """How SQLite finds what a page asks that no page before it asked; what a virtual table asks itself is left out."""
    add_functions(db)
    print(f"\n## {name}\n")
    for statement in statements:
        short = " ".join(_VALUE.sub("…", statement).split())
        if short in seen or not short.lower().startswith(("select", "with")) or "sqlite_" in short:
            continue
        seen.add(short)
        steps = dict.fromkeys(step for _, _, _, step in db.execute(f"explain query plan {statement}"))
        told = [
            step
            for step in steps
            if step.startswith(("SCAN", "SEARCH", "USE", "BLOOM")) and step != "SCAN CONSTANT ROW"
        ]
        print(f"- `{short[:160]}{' …' if len(short) > 160 else ''}`\\\n  {'; '.join(told)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", type=Path, required=True, help="the chronicle; made if it is not there")
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument(
        "--prose", type=int, default=PROSE, help="sentences without facts after a paragraph, on average"
    )
    parser.add_argument("--source", type=Path, help="a chronicle that was read, to make it of")
    parser.add_argument("--queries", type=int, default=500, help="drawn at random; of other things a part as many")
    parser.add_argument("--plans", action="store_true", help="print what the pages ask, and the plans")
    parser.add_argument("--only", type=re.compile, default=re.compile(""), help="a regular expression: these alone")
    options = parser.parse_args()
    if not options.db.exists():
        make(options.source, options.db, options.passages, options.prose)
    if not options.only.pattern:
        print_sizes(options.db)
    asyncio.run(measure(options.db, options.queries, options.plans, options.only))


if __name__ == "__main__":
    main()
