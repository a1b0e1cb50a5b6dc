"""How well search answers readers' queries, measured on whole documents.

    hronika ingest sample tests/gold/unseen --db gold.db
    python benchmarks/search_documents.py gold.db tests/gold/queries.json

A document answers a query if one of its passages, with its heading and the document's title, has every word in some
form (``documents``). Where the words are spread over several passages (``also``) it may answer or not; the second
measure wants those as well. Plain FTS5 with folded diacritics and LatvianStemmer alone are measured beside.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from search_queries import stems

from db.keys import fold
from db.search import search

LIMIT = 100
_CLAUSE = re.compile(r'(-?)(?:"([^"]+)"|(\S+))')
Finder = Callable[[str], set[str]]


@dataclass(frozen=True)
class Asked:
    """A query with the origins of the documents that it should find, and of those that are no matter."""

    query: str
    wanted: frozenset[str]
    either: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        assert not self.wanted & self.either, self.query


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1 over all answers together, and the mean of each query's F1."""

    precision: float
    recall: float
    f1: float
    mean: float


#: The origin of each document with all its names.
_NAMES = """
    select origin, origin || ' ' || coalesce(group_concat(u.url, ' '), '')
    from documents d left join document_urls u on u.document_id = d.id group by d.id
"""


def asked(path: Path, names: Sequence[tuple[str, str]], *, spread: bool = False) -> list[Asked]:
    """The queries of a file; ``spread`` wants also documents that have the words in different passages."""

    def named(parts: list[str]) -> frozenset[str]:
        found = {part: [origin for origin, all_names in names if part in all_names] for part in parts}
        assert all(len(ones) == 1 for ones in found.values()), f"not one document each: {found}"
        return frozenset(one for ones in found.values() for one in ones)

    queries = []
    for entry in json.loads(path.read_text(encoding="utf-8")):
        documents, also, either = (named(entry.get(key, [])) for key in ("documents", "also", "either"))
        queries.append(
            Asked(entry["query"], documents | also, either)
            if spread
            else Asked(entry["query"], documents, also | either)
        )
    return queries


def score(queries: Sequence[Asked], find: Finder) -> Score:
    """How well a way of searching answers; a query that should and does find nothing is answered in full."""
    right = found = wanted = 0
    each = []
    for one in queries:
        answer = find(one.query) - one.either
        hits = len(answer & one.wanted)
        right, found, wanted = right + hits, found + len(answer), wanted + len(one.wanted)
        each.append(2 * hits / (len(answer) + len(one.wanted)) if answer or one.wanted else 1.0)
    return Score(
        right / max(1, found), right / max(1, wanted), 2 * right / max(1, found + wanted), sum(each) / len(each)
    )


def hronika(db: sqlite3.Connection) -> Finder:
    """What ``hronika search`` finds."""
    return lambda query: {hit.origin for hit in search(db, query, LIMIT)}


def indexed(db: sqlite3.Connection, words: Callable[[str], list[str]]) -> Finder:
    """What FTS5 finds, asked for all words at once, in passages with their headings and titles."""
    index = sqlite3.connect(":memory:")
    index.execute("create virtual table passages using fts5(origin unindexed, text)")
    rows = db.execute(
        "select d.origin, coalesce(d.title, '') || ' ' || coalesce(p.heading, '') || ' ' || p.text"
        " from passages p join documents d on d.id = p.document_id"
    )
    index.executemany("insert into passages values (?, ?)", ((origin, " ".join(words(text))) for origin, text in rows))

    def find(query: str) -> set[str]:
        clauses: dict[str, list[str]] = {"": [], "-": []}
        for minus, phrase, word in _CLAUSE.findall(query):
            clauses[minus].append('"' + " ".join(words(phrase or word)) + '"')
        expression = " AND ".join(clauses[""]) + "".join(f" NOT {one}" for one in clauses["-"])
        return {row[0] for row in index.execute("select origin from passages where passages match ?", (expression,))}

    return find


def folded(text: str) -> list[str]:
    """The words of a text without diacritics."""
    return re.findall(r"\w+", fold(text))


def main() -> None:
    """Print both measures of each way over all queries; with ``--misses``, what Hronika got wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("db", type=Path, help="a database with the documents of the queries")
    parser.add_argument("queries", type=Path, help="queries as in tests/gold/queries.json")
    parser.add_argument("--misses", action="store_true", help="list what was missed and what is too much")
    args = parser.parse_args()
    db = sqlite3.connect(args.db)
    names = db.execute(_NAMES).fetchall()
    finders = {
        "folding (FTS5)": indexed(db, folded),
        "LatvianStemmer": indexed(db, stems),
        "Hronika": hronika(db),
    }
    for spread, title in ((False, "one passage has every word"), (True, "or the document has")):
        queries = asked(args.queries, names, spread=spread)
        print(f"{title + f' ({len(queries)} queries)':46}{'precision':>10}{'recall':>8}{'F1':>8}{'mean F1':>9}")
        for name, find in finders.items():
            got = score(queries, find)
            print(f"{name:46}{got.precision:>10.3f}{got.recall:>8.3f}{got.f1:>8.3f}{got.mean:>9.3f}")
        if args.misses:
            for one in queries:
                answer = finders["Hronika"](one.query) - one.either
                if answer != one.wanted:
                    print(
                        f"  {one.query}: missed {sorted(one.wanted - answer)}, too much {sorted(answer - one.wanted)}"
                    )


if __name__ == "__main__":
    main()
