"""Passages that many documents of a source share: counted, and their events and findings told once."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from made import document, dump, event, load, load_all
from sqlite_utils import Database

from db.load import open_database, remove_mentions
from db.settle import settle
from hronika.types import Finding, Reading

SHARED = "Projektu līdzfinansē fonds, un tā noslēguma konference notika 2020. gada 3. martā Ventspilī."
DAY = "2020-03-03"


def page(origin: str, day: str = DAY, shared: str = SHARED, name: str = "noslēguma konference") -> Reading:
    """A page with the shared passage at its end; what it tells is read by what stands around it."""
    doc = document(f"# {origin}", f"{origin} ir lapa par ko citu.", shared, origin=origin)
    start = doc.text.index(shared)
    return Reading(
        doc,
        events=(event(doc, shared, name, day, place_ids=("ventspils",)),),
        findings=(Finding("weekday", "The text says Monday.", (shared,), start),),
    )


def rows(db: Database, table: str, where: str = "true") -> list[dict[str, Any]]:
    return list(db.query(f"select * from {table} where {where}"))


def test_shared_by_few_is_told_by_each(db: Database) -> None:
    load_all(db, [page("a"), page("b", "2021-03-03")])
    assert rows(db, "passages", "in_documents is not null") == []
    assert len(rows(db, "events")) == 2
    assert len(rows(db, "findings", "kind = 'weekday' and repeats_id is null")) == 2


def test_shared_by_many_is_told_once(db: Database) -> None:
    pages = [page("a"), page("b", "2021-03-03"), page("c", "2022-03-03", name="konference"), page("d")]
    load_all(db, pages)
    assert {row["in_documents"] for row in rows(db, "passages", f"text = '{SHARED}'")} == {4}
    assert len(rows(db, "passages", "in_documents is not null")) == 4
    [told] = rows(db, "events")
    assert len(rows(db, "findings", "kind = 'weekday' and repeats_id is null")) == 1
    kept = [row for row in rows(db, "event_readings") if row["repeats_id"] is None]
    assert [row["event_id"] for row in kept] == [told["id"]]
    same_day = [row for row in rows(db, "event_readings") if row["start_date"] == told["start_date"]]
    assert len(rows(db, "event_documents")) == len(same_day)  # who tells the same is evidence


def test_short_lines_are_shared_by_chance(db: Database) -> None:
    load_all(db, [page(name, f"202{number}-03-03", "2020. gada 3. martā") for number, name in enumerate("abc")])
    assert rows(db, "passages", "in_documents is not null") == []
    assert len(rows(db, "events")) == 3


def test_the_order_of_loading_does_not_show(tmp_path: Path) -> None:
    pages = [page("a"), page("b", "2021-03-03"), page("c"), page("d", name="konference")]
    dumps = []
    for number, order in enumerate(itertools.permutations(pages)):
        db = open_database(tmp_path / f"{number}.db")
        for reading in order[:3]:
            load(db, reading)
        settle(db)
        load_all(db, order[3:])
        dumps.append(dump(db))
        db.close()
    assert all(one == dumps[0] for one in dumps)


@pytest.mark.parametrize("gone", ["a", "b", "c", "d"])
def test_a_page_that_changes_leaves_its_share(tmp_path: Path, gone: str) -> None:
    """As if it had never had the passage, also where its telling was the one that was kept."""
    days = {"a": DAY, "b": "2021-03-03", "c": DAY, "d": "2022-03-03"}
    db, plain = open_database(tmp_path / "1.db"), open_database(tmp_path / "2.db")
    load_all(db, [page(name, day) for name, day in days.items()])
    load_all(plain, [page(name, day) for name, day in days.items() if name != gone])
    id_ = next(row["id"] for row in db.table("documents").rows if row["origin"] == gone)
    remove_mentions(db, id_)
    settle(db)
    kept = "document_id <> ?"
    for table in ("passages", "event_readings", "event_documents", "findings"):
        assert sorted(map(repr, db.query(f"select * from {table} where {kept}", [id_]))) == sorted(
            map(repr, plain.table(table).rows)
        )
    assert list(db.table("events").rows) == list(plain.table("events").rows)


def test_settling_again_changes_nothing(db: Database) -> None:
    load_all(db, [page(name) for name in "abcd"])
    before = dump(db)
    settle(db)
    assert dump(db) == before
