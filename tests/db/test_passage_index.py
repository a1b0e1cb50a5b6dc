"""The index over passages: the same rows whatever came first, nothing left behind, and made anew for other code."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from made import document, event, indexed, load, load_all, place
from sqlite_utils import Database

from db import passage_index
from db.event_index import index_all as index_all_events
from db.event_index import index_events
from db.ids import document_id
from db.load import open_database, remove_document
from db.search import search
from db.settle import settle
from hronika.types import Document, Reading

ORIGINS = ("a.txt", "b.txt", "c.txt", "d.txt")


def documents(*passages: int) -> list[Document]:
    """Documents with so many passages each."""
    return [
        document(*(f"Rinda {n} no {origin}." for n in range(number)), origin=origin)
        for origin, number in zip(ORIGINS, passages, strict=False)
    ]


def loaded(docs: Sequence[Document]) -> Database:
    db = open_database(":memory:")
    load_all(db, [Reading(doc) for doc in docs])
    return db


def rows(db: Database) -> list[Any]:
    return db.execute("select search_id, id from passages order by search_id").fetchall()


@pytest.fixture(params=[2**32, 16])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Room enough, and so little that documents are in each other's way."""
    monkeypatch.setattr(passage_index, "ROWS", request.param)
    return int(request.param)


@pytest.mark.usefixtures("size")
def test_rows_do_not_depend_on_what_came_first() -> None:
    docs = documents(3, 5, 2, 4)
    dumps = []
    for order in list(permutations(docs))[::5]:
        db = loaded(order)
        dumps.append((rows(db), indexed(db, "passages_fts")))
    assert all(one == dumps[0] for one in dumps[1:])
    assert [id_ for _, id_ in dumps[0][0]] == sorted((id_ for _, id_ in dumps[0][0]), key=lambda one: one.split("-"))


@pytest.mark.usefixtures("size")
def test_what_goes_leaves_the_index_as_if_it_had_never_come() -> None:
    docs = documents(3, 5, 2, 4)
    for gone in range(4):
        db = loaded(docs)
        with db.atomic():
            remove_document(db, document_id(None, ORIGINS[gone]))
            settle(db)
        never = loaded(docs[:gone] + docs[gone + 1 :])
        assert rows(db) == rows(never)
        assert indexed(db, "passages_fts") == indexed(never, "passages_fts")


@pytest.mark.usefixtures("size")
def test_a_changed_document_is_indexed_as_it_is_now() -> None:
    db = loaded(documents(3, 5, 2, 4))
    load(db, Reading(documents(3, 9)[1]), "2024-02-01T00:00:00Z")
    assert indexed(db, "passages_fts") == indexed(loaded(documents(3, 9, 2, 4)), "passages_fts")


def test_what_other_code_indexed_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    db = loaded(documents(3, 5))
    before, terms = indexed(db, "passages_fts"), passage_index.index_terms
    with monkeypatch.context() as other, db.atomic():
        other.setattr(passage_index, "index_version", lambda: "other")
        other.setattr(passage_index, "index_terms", lambda text: terms("cits"))
        passage_index.index_all(db)
    assert search(db, "cits") != []
    with db.atomic():
        load(db, Reading(documents(0, 0, 2)[2]))
    assert search(db, "cits") == []
    assert [row for row in before if row not in indexed(db, "passages_fts")] == []


def told(name: str, place_id: str) -> list[Reading]:
    doc = document("Sanāksme Talsos.", "Nometne Ventspilī.", origin="a.txt")
    return [
        Reading(
            doc,
            places=(place(doc, "Talsos", "talsi"),),
            events=(
                event(doc, doc.blocks[0].text, name, "2018-07-03", place_ids=(place_id,)),
                event(doc, doc.blocks[1].text, "Nometne", "2018-07-04", kind="camp", place_ids=("ventspils",)),
            ),
        )
    ]


def anew(db: Database) -> list[Any]:
    """What the index of events would be if it were made from nothing."""
    with db.atomic():
        index_all_events(db)
    return indexed(db, "events_fts")


def test_events_are_indexed_as_if_all_were_made_anew(db: Database) -> None:
    load_all(db, told("Sanāksme", "talsi"))
    for name, place_id, day in (("Sanāksme", "ventspils", 1), ("Apspriede", "ventspils", 2)):
        with db.atomic():
            load(db, told(name, place_id)[0], f"2024-02-0{day}T00:00:00Z")
            settle(db)
        assert indexed(db, "events_fts") == anew(db)


@pytest.mark.parametrize(
    "change",
    [
        "update events set name = 'Cits'",
        "update places set name = 'Cita vieta'",
        "delete from event_places",
        "update event_documents set quote = 'Cits.'",
        "insert into event_organisations select id, 'x', 'organiser' from events",
    ],
)
def test_every_change_of_what_an_event_is_reaches_its_index(db: Database, change: str) -> None:
    load_all(db, told("Sanāksme", "talsi"))
    db.execute("insert into organisations (id, name, status) values ('x', 'Iestāde', 'candidate')")
    before = indexed(db, "events_fts")
    with db.atomic():
        db.execute(change)
        index_events(db)
    now = indexed(db, "events_fts")
    assert now != before
    assert now == anew(db)
    assert db.execute("select count(*) from events_fts_changed").fetchone()[0] == 0
