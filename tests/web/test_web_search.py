"""The site's search and the command's are one: any form of a word, whatever else is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from sqlite_utils import Database

from db.search import search
from web.plugins.search import MARKS, fts_expression, marked

Get = Callable[[str], Any]
ODD = ["", " ", '"', '""', "-", "*", "AND", "NOT (", "a:b", "terms:x", "„", "'", "\\", "%", "🙂", "\x00", "-romu"]


@pytest.mark.parametrize("query", ["romu mediatori ventspili", "MEDIATORIEM", "gimenes", "izstādei"])
def test_json_has_the_answers_of_the_command(get: Get, database: Database, query: str) -> None:
    answer = get("/search.json?" + urlencode({"q": query})).json()
    assert answer["query"] == query
    expected = [hit.passage_id for hit in search(database, query, 30)]
    assert [hit["passage_id"] for hit in answer["hits"]] == expected
    assert expected


def test_page_marks_the_words_found_and_links_to_the_passage(get: Get) -> None:
    page = BeautifulSoup(get("/search?q=mediatori+ventspili").text, "lxml")
    assert {mark.get_text() for mark in page.select(".hits mark")} >= {"Ventspilī", "mediatoru"}
    assert page.select_one("input[name=q]")["value"] == "mediatori ventspili"
    for link in page.select(".hits a[href^='/']"):
        assert get(link["href"].partition("#")[0]).status_code == 200


@pytest.mark.parametrize("query", ["mediatorus", "mediatoriem ventspils"])
def test_tables_search_in_any_form(get: Get, query: str) -> None:
    rows = get("/hronika/passages.json?" + urlencode({"_search": query, "_shape": "array"})).json()
    assert any("romu mediatoru seminārs" in row["text"] for row in rows)


@pytest.mark.parametrize("query", ODD)
def test_odd_queries_are_answered(get: Get, query: str) -> None:
    asked = urlencode({"q": query})
    assert get(f"/search?{asked}").status_code == 200
    assert get(f"/search.json?{asked}").status_code == 200
    assert get("/hronika/passages?" + urlencode({"_search": query})).status_code == 200
    assert get("/hronika/find_passages?" + urlencode({"words": query})).status_code == 200


def test_nothing_asked_finds_nothing(get: Get) -> None:
    assert fts_expression("") == fts_expression(None) == '""'
    assert get("/search.json").json() == {"query": "", "hits": []}
    assert "Type Latvian words" in get("/search").text
    assert "Nothing was found" in get("/search?q=nekurienes").text


def test_marks_in_a_text_are_not_taken_for_ours() -> None:
    text = f"<b>{MARKS[0]}mediatori{MARKS[1]}</b> & citi"
    assert marked(text, "mediatori") == "&lt;b&gt;<mark>mediatori</mark>&lt;/b&gt; &amp; citi"
