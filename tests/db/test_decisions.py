"""A person's word on which tellings are one event: it goes before what is alike, and holds when all is read again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from made import document, dump, event, load
from sqlite_utils import Database

from db.decisions import COLUMNS, pairs, read_decisions, unmet
from db.disagreements import KIND
from db.load import open_database
from db.settle import settle
from hronika.types import HronikaError, Reading

DAY = "2020-03-03"


def telling(origin: str, name: str, day: str = DAY, **facts: Any) -> Reading:
    doc = document(f"{day} notika {name}, par to stāsta {origin}.", origin=origin)
    return Reading(doc, events=(event(doc, doc.text, name, day, **facts),))


def row(decision: str, a: str = "a", b: str = "b", **values: str) -> dict[str, Any]:
    sides = {"document_a": a, "date_a": DAY, "quote_a": "notika", "document_b": b, "date_b": DAY, "quote_b": "notika"}
    return {"line": 2, "decision": decision, **sides, "note": "", **values}


def ingest(db: Database, *readings: Reading, decided: list[dict[str, Any]] | None = None) -> list[int]:
    """How many documents tell of each event."""
    with db.atomic():
        for reading in readings:
            load(db, reading)
        settle(db, decided)
    sql = "select count(*) as n from event_documents group by event_id order by n desc"
    return [found["n"] for found in db.query(sql)]


ALIKE = telling("a", "Romu mediatoru seminārs"), telling("b", "Seminārs romu mediatoriem")
UNLIKE = telling("a", "Romu mediatoru seminārs"), telling("b", "Bibliotekāru apmācība")


def test_a_merge_overruled_stays_so_when_all_is_read_again(db: Database) -> None:
    assert ingest(db, *ALIKE) == [2]
    assert ingest(db, decided=[row("different")]) == [1, 1]
    assert ingest(db, *ALIKE, decided=[row("different")]) == [1, 1]
    assert unmet(db) == []
    assert ingest(db, decided=[]) == [2]


def test_events_held_apart_are_joined(db: Database) -> None:
    assert ingest(db, *UNLIKE, decided=[row("same")]) == [2]
    assert ingest(db, UNLIKE[1]) == [2]


def test_one_event_on_two_days_has_the_days_of_its_surest_telling(db: Database) -> None:
    one = telling("a", "Ekspertu sanāksme", confidence=0.6)
    other = telling("b", "Sanāksme", "2020-03-04", confidence=0.9)
    assert ingest(db, one, other, decided=[row("same", date_b="2020-03-04")]) == [2]
    assert [found["start_date"] for found in db.table("events").rows] == ["2020-03-04"]
    assert ingest(db, one) == [2]  # read again alone


def test_a_decision_that_two_events_differ_settles_their_disagreement(db: Database) -> None:
    name = "Reģionālo ekspertu kopsapulce"
    both = [telling("a", name, place_ids=("talsi",)), telling("b", name, "2020-03-04", place_ids=("talsi",))]
    ingest(db, *both)
    assert [found["kind"] for found in db.table("findings").rows] == [KIND]
    ingest(db, decided=[row("different", date_b="2020-03-04")])
    assert list(db.table("findings").rows) == []


@pytest.mark.parametrize(
    "gone", [{"document_a": "c"}, {"date_a": "2020-03-05"}, {"quote_a": "nenotika"}], ids=["document", "date", "quote"]
)
def test_a_decision_that_matches_nothing_is_reported(db: Database, gone: dict[str, str]) -> None:
    assert ingest(db, *ALIKE, decided=[row("different", **gone)]) == [2]
    assert [(found["line"], found["outcome"]) for found in unmet(db)] == [(2, "unmatched")]


def test_a_decision_that_others_contradict_is_reported(db: Database) -> None:
    assert ingest(db, *UNLIKE, decided=[row("same"), row("different", line=3)]) == [2]
    assert [(found["line"], found["outcome"]) for found in unmet(db)] == [(3, "contradicted")]


def test_a_third_telling_joins_neither_if_it_differs_from_one(db: Database) -> None:
    third = telling("c", "Seminārs romu mediatoriem")
    assert ingest(db, *ALIKE, third, decided=[row("different", b="c")]) == [2, 1]


def test_the_order_of_loading_does_not_show(tmp_path: Path) -> None:
    readings = [*UNLIKE, telling("c", "Sanāksme", "2020-03-04")]
    decided = [row("same"), row("same", a="b", b="c", date_b="2020-03-04", line=3)]
    dumps = []
    for name, order in (("a", readings), ("b", readings[::-1])):
        database = open_database(tmp_path / f"{name}.db")
        for reading in order:
            ingest(database, reading, decided=decided)
        dumps.append({table: rows for table, rows in dump(database).items() if table.startswith("event")})
        database.close()
    assert dumps[0] == dumps[1]


def test_pairs_are_rows_of_decisions(db: Database, tmp_path: Path) -> None:
    ingest(db, *ALIKE)
    [joined] = pairs(db)
    assert (joined["decision"], {joined["document_a"], joined["document_b"]}) == ("same", {"a", "b"})
    decided = [{"line": 2, **joined, "decision": "different"}]
    assert ingest(db, decided=decided) == [1, 1]
    assert unmet(db) == []
    assert [found["decision"] for found in pairs(db, apart=True)] == ["different"]


HEADER = ",".join(COLUMNS) + "\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("decision,document_a\n", "line 1: no column date_a"),
        (HEADER + "maybe,a,2020-03-03,q,b,2020-03-03,q,\n", "line 2: the decision is 'maybe'"),
        (HEADER + "same,a,3.3.2020,q,b,2020-03-03,q,\n", "line 2: date_a is '3.3.2020'"),
        (HEADER + "same,a,2020-03-03,q,b,2020-03-03,q,\nsame,a,2020-03-03,,b,2020-03-03,q,\n", "line 3: quote_a"),
        (HEADER + "same,a,2020-03-03,Rīgā, 3. martā,b,2020-03-03,q,\n", "line 2: not as many values"),
        (HEADER + 'same,a,2020-03-03,"q,b,2020-03-03,q,\n', "line 2"),
    ],
    ids=["column", "decision", "date", "quote", "commas", "quotes"],
)
def test_a_malformed_file_is_refused_by_its_line(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "hronika.decisions.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(HronikaError, match=r"hronika\.decisions\.csv") as refused:
        read_decisions(file)
    assert said in str(refused.value)


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "none.csv") == []
