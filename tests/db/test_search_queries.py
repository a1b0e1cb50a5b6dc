"""Search over whole documents: queries in forms that the texts do not have find what a reader would want.

``tests/gold/queries.json`` was written by reading the documents, in other forms than theirs and half of it without
diacritics. ``documents`` have a passage that, with its heading and title, holds every word; what stands under ``also``
(the words are spread over passages) and ``either`` (a relative of the word, a full name for an acronym) may answer.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from db.load import read_database
from db.search import search
from pipeline import runner

GOLD = Path(__file__).parents[1] / "gold"
QUERIES: list[dict[str, Any]] = json.loads((GOLD / "queries.json").read_text(encoding="utf-8"))
FLOOR = 0.97


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Database:
    path = tmp_path_factory.mktemp("queries") / "gold.db"
    runner.ingest(["sample", str(GOLD / "unseen")], path)
    return read_database(path)


def named(db: Database, parts: list[str]) -> set[str]:
    """The origins of the documents, one each, that have the parts in any of their names."""
    sql = "select origin, origin || ' ' || coalesce(group_concat(u.url, ' '), '') as names"
    documents = list(
        db.query(f"{sql} from documents d left join document_urls u on u.document_id = d.id group by d.id")
    )
    found = [[row["origin"] for row in documents if part in row["names"]] for part in parts]
    assert all(len(one) == 1 for one in found), (parts, found)
    return {origin for one in found for origin in one}


def test_queries_find_the_documents_that_a_reader_wants(read: Database) -> None:
    right = total = 0
    wrong = []
    for entry in QUERIES:
        wanted = named(read, entry["documents"])
        found = {hit.origin for hit in search(read, entry["query"], 100)} - named(read, entry["also"])
        found -= named(read, entry.get("either", []))
        right += 2 * len(found & wanted)
        total += len(found) + len(wanted)
        if found != wanted:
            wrong.append(f"{entry['query']}: missed {sorted(wanted - found)}, too much {sorted(found - wanted)}")
    assert right / total >= FLOOR, "\n".join(wrong)
