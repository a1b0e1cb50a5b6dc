"""The site's search and the command's are one: any form of a word, whatever else is typed, narrowed by the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from chronicle import HOSTILE, place_id
from sqlite_utils import Database

from db.search import search
from web import search_page
from web.functions import fts_expression
from web.search_page import MARKS, asked, marked, unmarked

Get = Callable[..., Any]
ODD = ["", " ", '"', '""', "-", "*", "AND", "NOT (", "a:b", "terms:x", "„", "'", "\\", "%", "🙂", "\x00", "-romu"]
ENGLISH = {"accept-language": "en"}


def answer(get: Get, **arguments: str) -> dict[str, Any]:
    return dict(get("/search.json?" + urlencode(arguments)).json())


def page(get: Get, **arguments: str) -> BeautifulSoup:
    return BeautifulSoup(get("/search?" + urlencode(arguments), headers=ENGLISH).text, "lxml")


def names(found: dict[str, Any]) -> list[str]:
    return [hit["event_name"] or hit["title"] or hit["origin"] for hit in found["hits"]]


@pytest.mark.parametrize("query", ["romu mediatori ventspili", "MEDIATORIEM", "gimenes", "izstādei"])
def test_json_has_the_answers_of_the_command(get: Get, database: Database, query: str) -> None:
    found = answer(get, q=query)
    assert found["query"] == query
    expected = [hit.passage_id for hit in search(database, query, 30)]
    assert [hit["passage_id"] for hit in found["hits"]] == expected
    assert expected
    assert (found["total"], found["complete"], found["pages"], found["next"]) == (len(expected), True, 1, None)


def test_page_marks_the_words_found_and_links_to_the_passage(get: Get) -> None:
    shown = page(get, q="mediatori ventspili")
    assert {mark.get_text() for mark in shown.select(".snippet mark")} >= {"Ventspilī", "mediatoru"}
    assert "mediatoriem" in [mark.get_text() for mark in shown.select("h2 mark")]
    assert shown.select_one("input[name=q]")["value"] == "mediatori ventspili"
    links = shown.select(".hits a[href^='/']") + shown.select(".export a") + shown.select("aside a")
    for link in links:
        assert get(link["href"].partition("#")[0]).status_code == 200, link


def test_an_event_is_told_with_its_day_place_and_kind(get: Get) -> None:
    told = page(get, q="romu mediatori").select_one(".hit.event .told").get_text(" ", strip=True)
    assert told == "seminar 21–22 November 2019 · Ventspils"


@pytest.mark.parametrize("query", ["mediatorus", "mediatoriem ventspils"])
def test_tables_search_in_any_form(get: Get, query: str) -> None:
    rows = get("/hronika/passages.json?" + urlencode({"_search": query, "_shape": "array"})).json()
    assert any("romu mediatoru seminārs" in row["text"] for row in rows)


@pytest.mark.parametrize("query", ODD)
def test_odd_queries_are_answered(get: Get, query: str) -> None:
    arguments = urlencode({"q": query})
    assert get(f"/search?{arguments}").status_code == 200
    assert get(f"/search.json?{arguments}&place={arguments[2:]}").status_code == 200
    assert get("/hronika/passages?" + urlencode({"_search": query})).status_code == 200
    assert get("/hronika/find_passages?" + urlencode({"words": query})).status_code == 200


def test_nothing_asked_finds_nothing(get: Get) -> None:
    assert fts_expression("") == fts_expression(None) == '""'
    found = answer(get)
    assert (found["query"], found["hits"], found["total"]) == ("", [], 0)
    assert "Type Latvian words" in page(get).get_text()


@pytest.mark.parametrize(
    ("query", "meant"),
    [("medaitors", "mediators"), ("romu mediatroiem", "romu mediatoriem"), ("ventspilsi", "ventspilī")],
)
def test_a_slip_of_the_hand_is_mended(get: Get, query: str, meant: str) -> None:
    shown = page(get, q=query)
    assert "Nothing was found" in shown.get_text()
    [link] = shown.select(".suggestions a")
    assert link.get_text() == meant
    assert names(answer(get, q=meant))


def test_fewer_words_are_offered_where_none_is_misspelt(get: Get) -> None:
    assert answer(get, q="romu mediatori nekurienei")["suggestions"][0] == "romu mediatori"


def test_a_search_is_offered_without_its_filters(get: Get) -> None:
    shown = page(get, q="romu mediatori", kind="camp")
    assert "Search without the filters" in [link.get_text() for link in shown.select(".notice a")]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"q": "seminars", "kind": "conference"}, set()),
        ({"q": "konference", "kind": "conference"}, {"Konference tiešsaistē"}),
        ({"q": "romu mediatori", "from": "2019", "to": "2019-11"}, {"Seminārs romu mediatoriem"}),
        ({"q": "romu mediatori", "from": "2020"}, set()),
        ({"place": place_id("Rīga", "city")}, {"Konference tiešsaistē"}),
        ({"from": "2018-12-31", "to": "2019-12-31"}, {f"Izstāde {HOSTILE}", "Seminārs romu mediatoriem"}),
    ],
)
def test_the_address_narrows(get: Get, arguments: dict[str, str], expected: set[str]) -> None:
    found = answer(get, **arguments)
    assert {hit["event_name"] for hit in found["hits"]} == expected
    assert found["filters"] == {name: value for name, value in arguments.items() if name != "q"}


def test_each_number_is_what_narrowing_to_it_leaves(get: Get) -> None:
    found = answer(get, q="romu mediatori")
    assert set(found["facets"]) == {"year", "kind", "place", "organisation", "source"}
    for name in ("kind", "place", "source"):
        assert found["facets"][name], name
        for value in found["facets"][name]:
            narrowed = answer(get, q="romu mediatori", **{name: value["value"]})
            assert narrowed["total"] == value["hits"], value


def test_filters_are_chips_that_can_be_removed(get: Get) -> None:
    shown = page(get, q="romu mediatori", place=place_id("Ventspils", "city"), **{"from": "2019"})
    removed = {chip.get_text(" ", strip=True): chip["href"] for chip in shown.select(".chips a")}
    assert list(removed) == ["Period: 2019 – … ✕ remove", "Place: Ventspils ✕ remove"]
    assert removed["Place: Ventspils ✕ remove"] == "/search?q=romu+mediatori&from=2019"
    hidden = {field["name"]: field["value"] for field in shown.select("form.search input[type=hidden]")}
    assert hidden == {"from": "2019", "place": place_id("Ventspils", "city")}


def test_a_period_that_is_none_is_left_out_and_said(get: Get) -> None:
    shown = page(get, q="romu mediatori", **{"from": "pērn"})
    assert "A period begins" in shown.select_one(".notice").get_text()
    assert shown.select(".hit")


def test_pages_of_answers(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_page, "PAGE", 1)
    first, second = answer(get, q="romu mediatori"), answer(get, q="romu mediatori", page="2")
    assert first["pages"] > 1
    assert "page=2" in first["next"]
    assert [hit["passage_id"] for hit in first["hits"]] != [hit["passage_id"] for hit in second["hits"]]
    assert answer(get, q="romu mediatori", page="999")["page"] == first["pages"]
    assert page(get, q="romu mediatori").select_one("a[rel=next]")["href"] == "/search?q=romu+mediatori&page=2"


def test_an_address_is_read_and_written_alike() -> None:
    ask = asked({"q": [" romu "], "to": ["2019"], "page": ["3"], "other": ["x"]})
    assert ask.address() == "q=romu&to=2019"
    assert ask.address(kind="camp", to=None) == "q=romu&kind=camp"
    assert (ask.page, ask.filters.until) == (3, "2019-12-31")
    assert asked({"page": ["²"]}).page == asked({"page": ["-1"]}).page == 1


def test_a_chip_of_an_unknown_place_says_its_identifier(get: Get) -> None:
    [chip] = page(get, place="nowhere").select(".chips a")
    assert (chip.get_text(" ", strip=True), chip["href"]) == ("Place: nowhere ✕ remove", "/search?")


def test_captured_text_is_escaped(get: Get) -> None:
    for arguments in ({"q": "izstāde"}, {"from": "2018", "to": "2018"}, {"q": HOSTILE, "place": HOSTILE}):
        shown = get("/search?" + urlencode(arguments)).text
        assert HOSTILE not in shown
        assert "<img" not in shown


def test_marks_in_a_text_are_not_taken_for_ours() -> None:
    assert unmarked(f"<b>{MARKS[0]}romi{MARKS[1]}</b>") == "<b>romi</b>"
    assert marked(f"<b>{MARKS[0]}romi{MARKS[1]}</b> & citi") == "&lt;b&gt;<mark>romi</mark>&lt;/b&gt; &amp; citi"
