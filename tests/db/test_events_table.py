"""Events made of several documents' tellings, and documents that disagree."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import DAY, document, dump, event, load, load_all, telling
from sqlite_utils import Database

from db.disagreements import KIND
from db.load import open_database
from db.settle import settle
from hronika.types import Reading


def events(db: Database) -> list[dict[str, Any]]:
    return list(db.query("select * from events order by start_date, name"))


def evidence(db: Database) -> list[int]:
    return [row["n"] for row in db.query("select count(*) as n from event_documents group by event_id order by n desc")]


def test_two_documents_that_tell_of_one_event_give_one_row(db: Database) -> None:
    load_all(
        db,
        [
            telling("a", "Romu mediatoru seminārs", kind="seminar", place_ids=("ventspils",), participants=10),
            telling(
                "b", "Seminārs romu mediatoriem un pedagogiem", kind="other", confidence=0.9, participants=25,
                organisations=(("Kultūras ministrija", "organiser"),), status="planned",
            ),
        ],
    )  # fmt: skip
    [one] = events(db)
    assert one["name"] == "Seminārs romu mediatoriem un pedagogiem"
    assert (one["kind"], one["status"], one["participants"], one["organiser_id"]) == ("seminar", "held", 25, "km")
    assert one["summary"].startswith("2020-03-03 notika Seminārs romu mediatoriem")
    assert [row["place_id"] for row in db.table("event_places").rows] == ["ventspils"]
    assert {row["document_id"] for row in db.table("event_documents").rows} == {
        row["id"] for row in db.table("documents").rows
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Romu mediatoru seminārs"}, {"name": "Romu mediatoru seminārs", "day": "2020-03-04"}),
        ({"name": "Romu seminārs", "place_ids": ("ventspils",)}, {"name": "Romu seminārs", "place_ids": ("talsi",)}),
        ({"name": "Romu seminārs", "kind": "seminar"}, {"name": "Romu seminārs", "kind": "camp"}),
        ({"name": "Romu mediatoru seminārs"}, {"name": "Bibliotekāru apmācība"}),
    ],
    ids=["dates", "places", "kinds", "names"],
)
def test_events_that_differ_stay_apart(db: Database, one: dict[str, Any], other: dict[str, Any]) -> None:
    load_all(db, [telling("a", **one), telling("b", **other)])
    assert evidence(db) == [1, 1]


def test_one_project_on_one_day_is_one_event_across_documents(db: Database) -> None:
    load_all(
        db, [telling("a", "Ekspertu tikšanās", project="Platforma"), telling("b", "Sanāksme", project="Platforma")]
    )
    assert evidence(db) == [2]


def test_two_events_of_one_document_and_day_are_never_merged(db: Database) -> None:
    doc = document("No rīta notika ekspertu sanāksme. Vakarā notika pedagogu sanāksme.", origin="a")
    both = Reading(
        doc,
        events=(
            event(doc, "No rīta notika ekspertu sanāksme.", "Ekspertu sanāksme", DAY, project="Platforma"),
            event(doc, "Vakarā notika pedagogu sanāksme.", "Pedagogu sanāksme", DAY, project="Platforma"),
        ),
    )
    load_all(db, [both, telling("b", "Sanāksme", project="Platforma")])
    assert evidence(db) == [2, 1]


def test_a_cancelled_event_that_no_one_saw_is_cancelled(db: Database) -> None:
    load_all(db, [telling("a", "Romu seminārs", status="planned"), telling("b", "Romu seminārs", status="cancelled")])
    assert [row["status"] for row in events(db)] == ["cancelled"]


NAMES = ("Romu mediatoru seminārs", "Seminārs romu mediatoriem", "Seminārs", "Bibliotekāru seminārs", "Romu seminārs")
TELLINGS = st.lists(
    st.builds(
        lambda name, day, places, kind, project, confidence: {
            "name": name, "day": day, "place_ids": places, "kind": kind, "project": project, "confidence": confidence,
        },
        st.sampled_from(NAMES),
        st.sampled_from([DAY, "2020-03-04"]),
        st.sampled_from([(), ("ventspils",), ("talsi",), ("talsi", "ventspils")]),
        st.sampled_from(["seminar", "other", "meeting"]),
        st.sampled_from([None, "Platforma"]),
        st.sampled_from([0.5, 0.9]),
    ),
    min_size=2,
    max_size=5,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(TELLINGS, st.randoms(use_true_random=False))
def test_events_do_not_depend_on_the_order_of_documents(
    tmp_path_factory: pytest.TempPathFactory, tellings: list[dict[str, Any]], random: Any
) -> None:
    readings = [telling(f"doc{number}", **facts) for number, facts in enumerate(tellings)]
    shuffled = random.sample(readings, len(readings))
    folder = tmp_path_factory.mktemp("events")
    dumps = []
    for name, order in (("given", readings), ("shuffled", shuffled)):
        database = open_database(folder / f"{name}.db")
        for reading in order:
            load_all(database, [reading])
        dumps.append(dump(database))
        database.close()
    assert dumps[0] == dumps[1]


def test_a_document_that_changes_leaves_events_as_if_it_had_always_been_so(tmp_path: Path) -> None:
    before = telling("a", "Romu mediatoru seminārs", place_ids=("talsi",))
    after = telling("a", "Romu mediatoru seminārs", day="2020-03-10")
    others = [telling("b", "Romu mediatoru seminārs"), telling("c", "Seminārs romu mediatoriem", day="2020-03-10")]
    dumps = []
    for number, history in enumerate(([before, *others, after], [*others, before, after])):
        database = open_database(tmp_path / f"{number}.db")
        for month, reading in enumerate(history, start=1):
            with database.atomic():
                load(database, reading, f"2024-0{month}-01T00:00:00Z" if reading in (before, after) else DAY)
                settle(database)
        assert evidence(database) == [2, 1]
        tables = dump(database)
        dumps.append({name: tables[name] for name in ("events", "event_documents", "event_readings", "event_places")})
        database.close()
    assert dumps[0] == dumps[1]


def test_a_row_does_not_move_when_other_days_change(db: Database) -> None:
    load_all(db, [telling("a", "Romu seminārs")])
    [before] = events(db)
    load_all(db, [telling("b", "Cits seminārs", day="2020-03-05")])
    assert before in events(db)


def disagreements(db: Database) -> list[tuple[str, list[str]]]:
    sql = "select message, evidence from findings where kind = ?"
    return [(row["message"], json.loads(row["evidence"])) for row in db.query(sql, [KIND])]


def test_two_documents_that_date_one_event_differently_are_a_finding(db: Database) -> None:
    one = telling("a", "Kultūras ministrijas seminārs „No idejas līdz darbam”", place_ids=("talsi",))
    other = telling("b", "Seminārs „No idejām līdz darbam”", day="2020-03-04", place_ids=("talsi",))
    load_all(db, [one, other])
    [(message, quotes)] = disagreements(db)
    assert "one document dates it 2020-03-03, another 2020-03-04" in message
    assert quotes == [one.document.text, other.document.text]
    load_all(db, [one, other])
    assert len(disagreements(db)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Seminārs", "day": "2020-03-04"}, {"name": "Seminārs"}),
        (
            {"name": "Reģionālo ekspertu tikla sanāksme", "day": "2020-05-14"},
            {"name": "Reģionālo ekspertu tikla sanāksme"},
        ),
        ({"name": "Reģionālo ekspertu 2. sanāksme", "day": "2020-03-04"}, {"name": "Reģionālo ekspertu 3. sanāksme"}),
        (
            {"name": "Ikgadējā reģionālo ekspertu sanāksme", "day": "2021-03-03"},
            {"name": "Ikgadējā reģionālo ekspertu sanāksme"},
        ),
        ({"name": "Reģionālo ekspertu sanāksme", "day": "2022-03-03"}, {"name": "Reģionālo ekspertu sanāksme"}),
    ],
    ids=["too general", "another day of another month", "numbered", "a series", "too far apart"],
)
def test_events_of_a_series_do_not_disagree(db: Database, one: dict[str, Any], other: dict[str, Any]) -> None:
    load_all(db, [telling("a", **one, place_ids=("talsi",)), telling("b", **other, place_ids=("talsi",))])
    assert disagreements(db) == []


def test_an_event_that_is_forgotten_is_in_the_way_of_no_later_pair(db: Database) -> None:
    days = {"a": "2018-03-03", "b": "2020-03-03", "c": "2021-03-03"}
    name, where = "Reģionālo ekspertu sanāksme", {"place_ids": ("talsi",)}
    load_all(db, [telling(origin, name, day=day, **where) for origin, day in days.items()])
    [(message, _)] = disagreements(db)
    assert "dates it 2020-03-03, another 2021-03-03" in message


def test_a_document_that_tells_both_dates_does_not_disagree_with_itself(db: Database) -> None:
    doc = document("Trešajā martā un ceturtajā martā notika tikšanās.", origin="a")
    name = "Reģionālo ekspertu tikšanās"
    facts = {"place_ids": ("talsi",)}
    days = [event(doc, doc.text, name, day, **facts) for day in (DAY, "2020-03-04")]
    load_all(db, [Reading(doc, events=tuple(days))])
    assert len(events(db)) == 2
    assert disagreements(db) == []


def test_permuted_tellings_of_three_documents_are_grouped_alike(tmp_path: Path) -> None:
    readings = [
        telling("a", "Romu mediatoru seminārs", place_ids=("talsi",)),
        telling("b", "Seminārs", place_ids=()),
        telling("c", "Romu mediatoru seminārs", place_ids=("ventspils",)),
    ]
    results = set()
    for number, order in enumerate(itertools.permutations(readings)):
        database = open_database(tmp_path / f"{number}.db")
        load_all(database, order)
        results.add(repr(dump(database)["event_documents"]))
        database.close()
    assert len(results) == 1
