"""People left out of a chronicle: nothing of them stays, whatever is run later, until they are wanted again."""

from __future__ import annotations

import pytest
from made import CODE, MODEL, document, event, load, mention
from sqlite_utils import Database

from db.captures import stale_captures
from db.load import open_database
from db.people import keep_people, leaves_people_out
from db.search import search
from db.settle import settle
from hronika.types import OrganisationMention, PersonMention, Reading

TEXT = "Seminārā Rīgā runāja Kultūras ministrijas direktore Anna Ozola."
TABLES = ("people", "person_mentions", "event_people")


def reading() -> Reading:
    doc = document(TEXT)
    person = mention(
        PersonMention, doc, "Anna Ozola", name="Anna Ozola", role="direktore", organisation="Kultūras ministrija"
    )
    body = mention(OrganisationMention, doc, "Kultūras ministrijas", name="Kultūras ministrija")
    told = event(doc, TEXT, "Seminārs Rīgā", "2019-03-14", people=(("Anna Ozola", "direktore"),))
    return Reading(doc, organisations=(body,), people=(person,), events=(told,))


def people_rows(db: Database) -> int:
    lists = db.execute("select count(*) from event_readings where people != '[]'").fetchone()[0]
    return sum(db.table(table).count for table in TABLES) + lists


@pytest.fixture
def db() -> Database:
    return open_database(":memory:")


def test_a_person_carries_the_organisation(db: Database) -> None:
    load(db, reading())
    settle(db)
    row = next(iter(db.query("select person_id, role, organisation_id from person_mentions")))
    assert row == {"person_id": "anna-ozola", "role": "direktore", "organisation_id": "km"}
    assert people_rows(db) == 4


def test_nothing_of_people_is_kept_once_they_are_left_out(db: Database) -> None:
    keep_people(db, False)
    load(db, reading())
    settle(db)
    assert people_rows(db) == 0
    assert db.table("events").count == 1
    assert [hit.snippet for hit in search(db, "seminārā", 5)]  # the text itself is as it was


def test_leaving_people_out_takes_away_those_who_are_there(db: Database) -> None:
    load(db, reading())
    settle(db)
    keep_people(db, False)
    settle(db)
    assert people_rows(db) == 0
    assert leaves_people_out(db)


def test_later_runs_cannot_forget_it(db: Database) -> None:
    keep_people(db, False)
    keep_people(db, None)
    load(db, reading(), code="code-2")
    assert people_rows(db) == 0


def test_wanted_again_every_document_is_read_anew(db: Database) -> None:
    keep_people(db, False)
    load(db, reading())
    assert [*stale_captures(db, CODE, MODEL)] == []
    keep_people(db, True)
    assert len([*stale_captures(db, CODE, MODEL)]) == 1
    load(db, reading())
    settle(db)
    assert people_rows(db) == 4
