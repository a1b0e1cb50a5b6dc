"""Everything that is published is described, and every question that is offered can be asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlite_utils import Database

from db.migrations import migrate
from web.serve import METADATA, NAME

METADATA_ROWS = json.loads(METADATA.read_text(encoding="utf-8"))
CHRONICLE = METADATA_ROWS["databases"][NAME]
TABLES, QUERIES = CHRONICLE["tables"], CHRONICLE["queries"]


@pytest.fixture(scope="module")
def schema() -> Database:
    db = Database(memory=True)
    migrate(db)
    return db


def test_tables_are_those_of_the_schema(schema: Database) -> None:
    assert set(TABLES) == {*schema.table_names(), *schema.view_names()}


@pytest.mark.parametrize("table", TABLES)
def test_columns_are_described(schema: Database, table: str) -> None:
    described = TABLES[table]["columns"]
    assert set(described) == {column.name for column in schema[table].columns}
    for words in (TABLES[table]["title"], TABLES[table]["description"], *described.values()):
        assert words[0].isascii()
        assert len(words) > 3
    assert all(words.endswith(".") for words in (TABLES[table]["description"], *described.values()))


@pytest.mark.parametrize("table", TABLES)
def test_options_name_columns(table: str) -> None:
    told, columns = TABLES[table], set(TABLES[table]["columns"])
    named = {*told.get("facets", ()), *told.get("units", ()), *told.get("main_columns", ())}
    named |= {told[option] for option in ("sort", "sort_desc", "label_column", "fts_pk") if option in told}
    assert named <= columns


def test_internal_tables_are_hidden() -> None:
    hidden = {table for table, told in TABLES.items() if told.get("hidden")}
    assert hidden == {table for table in TABLES if table.startswith(("_", "passages_fts", "events_fts", "kept"))}


def test_the_whole_names_its_licence_and_source() -> None:
    assert {"title", "description", "license", "license_url", "source", "source_url", "about"} <= set(METADATA_ROWS)
    assert "CC0" in METADATA_ROWS["license"]
    assert "belong to" in METADATA_ROWS["license"]


@pytest.mark.parametrize("name", QUERIES)
def test_questions_are_described(name: str) -> None:
    query = QUERIES[name]
    assert query["title"]
    assert query["description"].endswith(".")
    assert list(query.get("parameters", {})) == query.get("params", [])
    for parameter, told in query.get("parameters", {}).items():
        assert f":{parameter}" in query["sql"]
        assert told["label"]
        assert told["hint"].endswith(".")


@pytest.mark.parametrize("name", QUERIES)
def test_questions_can_be_asked(get: Callable[[str], Any], name: str) -> None:
    examples = {key: told["example"] for key, told in QUERIES[name].get("parameters", {}).items()}
    for asked in ({}, examples, dict.fromkeys(examples, "'\"%")):
        response = get(f"/{NAME}/{name}.json?" + urlencode({**asked, "_shape": "array"}))
        assert response.status_code == 200, response.text
    assert get(f"/{NAME}/{name}").status_code == 200


@pytest.mark.parametrize(
    ("asked", "column", "expected"),
    [
        ("events_in_place?place=Ventspils", "event", {"Seminārs romu mediatoriem"}),
        ("events_in_place?place=Latvija", "place", {"Ventspils", "Rīga"}),
        ("events_between?date_from=2019-11-22&date_to=2019-12-31", "event", {"Seminārs romu mediatoriem"}),
        ("participants_by_year", "participants", {25, None}),
        ("who_came?event=Semin", "what", {"dalībnieki", "mediatori"}),
        ("find_passages?words=gimenem", "text", {"ap 120 ģimeņu saņēma padomu"}),
        ("organisations_by_events?role=participant", "organisation", {"Jūras vārti"}),
        ("people_counted", "unit", {"dalībnieks", "mediators", "ģimene"}),
        ("contradictions?kind=two-dates", "message", {"The same seminar is given two dates."}),
        ("documents_never_dated", "origin", {"bez-datuma.txt"}),
        ("timeline?year=2019", "month", {"2019-11"}),
        ("quotes_for_event?event=Konference", "quote", {"konference tiešsaistē 2020. gada martā"}),
        ("told_more_than_once", "documents", {2}),
        ("unread", "origin", {"tukss.html"}),
    ],
)
def test_questions_find_what_is_there(get: Callable[[str], Any], asked: str, column: str, expected: set[Any]) -> None:
    name, _, parameters = asked.partition("?")
    rows = get(f"/{NAME}/{name}.json?{parameters}&_shape=array").json()
    assert {row[column] for row in rows} == expected
