"""What a large chronicle is asked in another way tells the same; what counts whole tables is counted once."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from datasette.database import Database as Plain
from sqlite_utils import Database

from db import filters
from web import event_list, named_pages, remembered
from web.event_list import listed, wanted

Get = Callable[..., Any]
MANY = 10_000


def asked(database: Database) -> list[dict[str, list[str]]]:
    """Lists of events that are no longer than any other, and longer ones."""
    place = database.execute("select place_id from event_places limit 1").fetchone()[0]
    organisation = database.execute("select organisation_id from event_organisations limit 1").fetchone()[0]
    return [
        {},
        {"place": [place]},
        {"organisation": [organisation]},
        {"source": ["files"]},
        {"kind": ["seminar"]},
        {"from": ["2019"], "to": ["2019"]},
        {"from": ["2019"], "place": [place]},
    ]


@pytest.mark.parametrize("order", ["date", "told"])
@pytest.mark.parametrize("limit", [2, MANY])
def test_the_first_of_many_events_are_those_of_few(
    database: Database, monkeypatch: pytest.MonkeyPatch, order: str, limit: int
) -> None:
    queries = [wanted(values) for values in asked(database)]
    few = [listed(database.conn, query, limit, order) for query in queries]
    monkeypatch.setattr(event_list, "COUNTED", 0)
    monkeypatch.setattr(filters, "LISTED", -1)
    many = [listed(database.conn, query, limit, order) for query in queries]
    assert [one.stories for one in many] == [one.stories for one in few]
    assert all(one.complete and one.total >= len(one.stories) for one in few)
    assert [one.complete for one in many] == [not one.stories for one in few]
    assert len(few[0].stories) > 1


def test_more_events_than_are_counted_are_said_to_be_at_least_so_many(
    get: Get, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = get("/events.json").json()
    assert (told["total"], told["complete"]) == (database.table("events").count, True)
    monkeypatch.setattr(event_list, "COUNTED", 1)
    for form in ("json", "geojson"):
        told = get(f"/events.{form}").json()
        assert (told["total"], told["complete"]) == (1, False)


@pytest.mark.parametrize(
    ("table", "through", "key"),
    [
        ("places", "event_places", "place_id"),
        ("organisations", "event_organisations", "organisation_id"),
        ("projects", "events", "project_id"),
        ("people", "event_people", "person_id"),
    ],
)
def test_the_newest_events_and_documents_of_many_are_those_of_few(
    get: Get, database: Database, monkeypatch: pytest.MonkeyPatch, table: str, through: str, key: str
) -> None:
    [id_] = database.execute(f"select {key} from {through} where {key} is not null limit 1").fetchone()
    page = get(f"/hronika/{table}/{id_}")
    assert page.status_code == 200
    monkeypatch.setattr(named_pages, "FEW", -1)
    assert get(f"/hronika/{table}/{id_}").text == page.text


@pytest.mark.parametrize("walk", event_list._WALKS)
def test_events_are_walked_to_in_their_order(database: Database, walk: str) -> None:
    sql = event_list._WALKS[walk].format(where="true")
    steps = [row[3] for row in database.execute(f"explain query plan {sql}", {"limit": 1})]
    assert not any("TEMP B-TREE" in step for step in steps), steps


def test_what_counts_a_whole_table_is_counted_until_the_file_changes(
    pages: Datasette, chronicle_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    execute = Plain.execute

    async def listening(self: Plain, sql: str, *rest: Any) -> Any:
        heard.append(sql)
        return await execute(self, sql, *rest)

    monkeypatch.setattr(Plain, "execute", listening)
    whole, some = "select kind, count(*) from places group by kind", "select count(*) from places where kind = :kind"

    async def ask_all() -> None:
        for values in ({"kind": "city"}, {"kind": "town"}):
            await pages.databases["hronika"].execute(whole)
            await pages.databases["hronika"].execute(some, values)
        os.utime(chronicle_path)
        await pages.databases["hronika"].execute(whole)

    asyncio.run(ask_all())
    assert heard == [whole, some, some, whole]


def test_what_nobody_asked_for_the_longest_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, counted = tmp_path / "x.db", list[str]()
    file.touch()
    monkeypatch.setattr(remembered, "MOST", 2)

    async def ask(what: str) -> None:
        async def count() -> None:
            counted.append(what)

        await remembered.remembered(what, [file], count)

    async def ask_all() -> None:
        for what in "abacba":
            await ask(what)
        os.utime(file, (1, 1))
        await ask("a")

    asyncio.run(ask_all())
    assert "".join(counted) == "abcba" + "a"
