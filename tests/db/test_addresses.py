"""What an event was cited by leads to it when more is known, or to all that it may have meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import DAY, load_all, telling
from sqlite_utils import Database

from db.addresses import known
from db.load import open_database
from hronika.types import Reading

NAMES = ("Romu mediatoru seminārs", "Seminārs", "Bibliotekāru seminārs", "Romu seminārs")


def chronicle(path: Path, readings: Sequence[Reading]) -> Database:
    database = open_database(path)
    load_all(database, readings)
    return database


def tellings_of(db: Database) -> dict[str, frozenset[str]]:
    """The readings that each event is made of, by the event's identifier."""
    sql = "select event_id, group_concat(id) from event_readings where event_id is not null group by 1"
    return {id_: frozenset(told.split(",")) for id_, told in db.execute(sql)}


def leads_to(db: Database, address: str) -> set[str]:
    sql = "select id from events where id = :id union select event_id from kept_addresses where address = :id"
    return {row[0] for row in db.execute(sql, {"id": address})}


def test_an_event_alike_makes_the_address_lead_to_both(tmp_path: Path) -> None:
    one, other = telling("a", "Romu mediatoru seminārs"), telling("b", "Bibliotekāru apmācība")
    [cited] = tellings_of(chronicle(tmp_path / "before.db", [one]))
    after = chronicle(tmp_path / "after.db", [one, other])
    assert cited not in tellings_of(after)
    assert leads_to(after, cited) == {*tellings_of(after)}
    assert len(tellings_of(after)) == 2


def test_an_event_whose_double_goes_is_found_by_its_quote(tmp_path: Path) -> None:
    one, other = telling("a", "Romu mediatoru seminārs"), telling("b", "Bibliotekāru apmācība")
    both = chronicle(tmp_path / "both.db", [one, other])
    alone = chronicle(tmp_path / "alone.db", [one])
    [id_] = tellings_of(alone)
    cited = next(cited for cited, told in tellings_of(both).items() if told == tellings_of(alone)[id_])
    assert cited != id_
    assert leads_to(alone, cited) == {id_}


def test_a_quote_that_stands_elsewhere_in_its_text_keeps_its_address(tmp_path: Path) -> None:
    quote = f"{DAY} notika romu seminārs."
    other = telling("b", "Bibliotekāru apmācība")
    before = chronicle(tmp_path / "before.db", [telling("a", "Romu seminārs", text=quote), other])
    after = chronicle(tmp_path / "after.db", [telling("a", "Romu seminārs", text=f"Vispirms ievads.\n{quote}"), other])
    assert {*tellings_of(before)} == {*tellings_of(after)}


def test_an_address_that_another_event_may_claim_is_nobodys_identifier(tmp_path: Path) -> None:
    """An event without a place does not take over the address of one whose place came to be known."""
    first, place = telling("a", "Romu seminārs"), telling("c", "Romu seminārs", place_ids=("talsi",))
    [cited] = tellings_of(chronicle(tmp_path / "before.db", [first]))
    after = chronicle(tmp_path / "after.db", [first, place, telling("b", "Bibliotekāru apmācība")])
    assert cited not in tellings_of(after)
    assert leads_to(after, cited) == {*tellings_of(after)}


@dataclass(frozen=True)
class Said:
    row: dict[str, Any]
    places: frozenset[str]


def test_many_places_are_no_flood_of_addresses() -> None:
    """Three hundred documents, each with a place of its own, would give 2 to the 300th."""
    row = {"document_id": "a", "start_date": DAY, "end_date": DAY, "kind": "meeting", "text": "Tikšanās."}
    told = [
        Said(row | {"id": f"a-{number}", "char_start": number}, frozenset({"all", str(number)}))
        for number in range(300)
    ]
    [by] = known([told], [[DAY, DAY, "meeting", "all", *map(str, range(300))]])
    assert len(by.others) == 2 * len(told)  # each one's place, and each one's quote


FACTS = st.builds(
    lambda name, places, kind, project, confidence: {
        "name": name, "place_ids": places, "kind": kind, "project": project, "confidence": confidence,
    },
    st.sampled_from(NAMES),
    st.sampled_from([(), ("ventspils",), ("talsi",), ("talsi", "ventspils")]),
    st.sampled_from(["seminar", "other", "meeting"]),
    st.sampled_from([None, "Platforma"]),
    st.sampled_from([0.5, 0.9]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(FACTS, min_size=2, max_size=5), st.data())
def test_what_fewer_documents_told_is_found_among_more(
    tmp_path_factory: pytest.TempPathFactory, facts: list[dict[str, Any]], data: st.DataObject
) -> None:
    """As long as what was one event is still of one event."""
    readings = [telling(f"doc{number}", **one) for number, one in enumerate(facts)]
    some = data.draw(st.lists(st.sampled_from(readings), unique_by=id, min_size=1))
    folder = tmp_path_factory.mktemp("addresses")
    few, many = chronicle(folder / "few.db", some), chronicle(folder / "many.db", readings)
    for cited, told in tellings_of(few).items():
        whole = {id_ for id_, all_ in tellings_of(many).items() if told <= all_}
        assert whole <= leads_to(many, cited)
