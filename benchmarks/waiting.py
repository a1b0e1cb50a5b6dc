"""How long a visitor waits: the time to the first byte of each kind of page, with many documents.

    hronika ingest sample tests/gold/unseen --db some.db
    python benchmarks/waiting.py some.db --documents 20000

The documents of the chronicle are copied until there are as many as asked for, each copy with facts, evidence and
index of its own, its events in another year. Then the site, one process, is asked for one page after the other.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database

from db.addresses import ADDRESSES
from db.event_index import index_events
from db.passage_index import index_all as index_passages

QUERIES = (
    "seminārs",
    "romu mediatori",
    "ventspili",
    '"kultūras ministrija"',
    "nometne bernu",
    "konference -rīgā",
    "xyz",
)
REQUESTS = 100
#: What is copied, and for each column that cannot stay: the SQL for its value in copy ``:k``.
_MENTIONS = ("dates", "counts", "place_mentions", "organisation_mentions", "person_mentions", "project_mentions")
_OF_EVENTS = ("event_places", "event_organisations", "event_people", "event_counts", "event_documents", ADDRESSES)
TABLES = ("documents", "document_urls", "kept_versions", "passages", "links", *_MENTIONS, "events", *_OF_EVENTS)
_OTHER = "other({}, :k)"
COLUMNS = {
    "document_id": _OTHER, "event_id": _OTHER, "address": _OTHER, "target_document_id": _OTHER,
    "passage_id": "other_passage({}, :k)", "part_of": "{} || '.' || :k", "count_id": "{} || '.' || :k",
    "url": "{} || '#' || :k", "origin": "{} || '#' || :k", "search_id": "search_id(document_id, number, :k)",
}  # fmt: skip
YEARS = 12


def other(id_: str | None, copy: int) -> str | None:
    """The identifier of a copy."""
    return id_ and hashlib.sha256(f"{id_}/{copy}".encode()).hexdigest()[:16]


def other_passage(id_: str | None, copy: int) -> str | None:
    document, _, number = (id_ or "").rpartition("-")
    return id_ and f"{other(document, copy)}-{number}"


def search_id(document: str, number: int, copy: int) -> int:
    """A row that no other passage has, until all are indexed."""
    return (int(other(document, copy) or "", 16) >> 17 << 16) + number


def other_year(day: str, copy: int) -> str:
    return f"{int(day[:4]) - copy % YEARS}{day[4:]}".replace("02-29", "02-28")


def value(table: str, column: str) -> str:
    """The SQL for a column of a copied row."""
    if column == "id":
        kind = {"documents": _OTHER, "events": _OTHER, "passages": "other_passage({}, :k)"}
        return kind.get(table, "{} || '.' || :k").format(column)
    if table == "events" and column in ("start_date", "end_date"):
        return f"other_year({column}, :k)"
    return COLUMNS.get(column, "{}").format(column)


def multiply(source: Path, target: Path, documents: int) -> int:
    """Write a chronicle with at least as many documents; returns how many it has."""
    with closing(sqlite3.connect(source)) as original:
        original.execute("vacuum into ?", [str(target)])
        [[known]] = original.execute("select count(*) from documents")
    db = sqlite3.connect(target)
    db.execute("pragma synchronous = off")
    db.execute("attach ? as source", [str(source)])
    for function in (other, other_passage, search_id, other_year):
        db.create_function(function.__name__, -1, function, deterministic=True)
    for copy in range(1, -(-documents // known)):
        for table in TABLES:
            columns = [row[1] for row in db.execute(f"pragma table_info({table})")]
            values = ", ".join(value(table, column) for column in columns)
            db.execute(f"insert into {table} select {values} from source.{table}", {"k": copy})
    db.commit()
    index_passages(Database(db))
    index_events(Database(db))
    db.commit()
    [[made]] = db.execute("select count(*) from documents")
    db.close()
    return int(made)


@contextmanager
def served(path: Path) -> Iterator[http.client.HTTPConnection]:
    """The site over a chronicle, in a process of its own."""
    program = "import sys, pathlib; from web.serve import serve; serve(pathlib.Path(sys.argv[1]), '127.0.0.1', 0)"
    server = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    port = int(server.stdout.readline().partition("127.0.0.1:")[2].partition("/")[0])
    try:
        yield http.client.HTTPConnection("127.0.0.1", port)
    finally:
        server.terminate()
        server.wait()


def waited(connection: http.client.HTTPConnection, address: str) -> float:
    """Milliseconds until the first byte of the page has come."""
    begin = time.perf_counter()
    connection.request("GET", address)
    answer = connection.getresponse()
    answer.read(1)
    took = time.perf_counter() - begin
    answer.read()
    assert answer.status == 200, (answer.status, address)
    return 1000 * took


def addresses(path: Path) -> dict[str, list[str]]:
    """The pages to ask for, by kind; the same for the same chronicle."""
    draw = random.Random(1)
    with closing(sqlite3.connect(path)) as db:
        ids = {
            table: [row[0] for row in db.execute(f"select id from {table} order by id")]
            for table in ("events", "documents")
        }
    return {
        "home": ["/"] * REQUESTS,
        "search": [f"/search?q={quote(query)}" for query in QUERIES] * (REQUESTS // len(QUERIES)),
        "event": [f"/hronika/events/{draw.choice(ids['events'])}" for _ in range(REQUESTS)],
        "document": [f"/hronika/documents/{draw.choice(ids['documents'])}" for _ in range(REQUESTS)],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("db", type=Path)
    parser.add_argument("--documents", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        many = Path(folder) / "many.db"
        print(f"{multiply(options.db, many, options.documents):,} documents")
        print("| page | median | 95th percentile | first |\n|---|---|---|---|")
        with served(many) as connection:
            for kind, asked in addresses(many).items():
                first = waited(connection, asked[0])
                times = [waited(connection, address) for address in asked]
                late = statistics.quantiles(times, n=20)[-1]
                print(f"| {kind} | {statistics.median(times):.0f} ms | {late:.0f} ms | {first:.0f} ms |", flush=True)


if __name__ == "__main__":
    main()
