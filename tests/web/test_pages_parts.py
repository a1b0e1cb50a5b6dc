"""What the pages are made of, without a database: maps, bars, marks, tables of counts, differences, linked data."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from web import counted, differences, linked_data, maps, timeline
from web.asking import PART, anchor
from web.marking import Span, pieces

RIGA = {"id": "riga", "name": "Rīga", "kind": "city", "latitude": 56.946, "longitude": 24.106}


def test_places_lie_on_the_map_where_they_are() -> None:
    ventspils = {**RIGA, "name": "Ventspils", "latitude": 57.394, "longitude": 21.561, "events": 3}
    daugavpils = {**RIGA, "name": "Daugavpils", "latitude": 55.875, "longitude": 26.536, "events": 1}
    drawn = maps.draw([daugavpils, {**RIGA, "events": 9}, ventspils])
    riga, west, east = drawn.points
    assert [point.place["name"] for point in drawn.points] == ["Rīga", "Ventspils", "Daugavpils"]  # small ones on top
    assert west.x < riga.x < east.x
    assert west.y < riga.y < east.y
    assert riga.radius == maps.LARGEST > west.radius > east.radius >= maps.SMALLEST
    assert drawn.outline.startswith("M")
    corners = [tuple(map(float, pair.split(","))) for pair in drawn.outline.strip("MZ").split(" ")]
    assert all(0 < x < drawn.width and 0 < y < drawn.height for x, y in corners)


@pytest.mark.parametrize(
    "beyond",
    [
        {**RIGA, "name": "Tallina", "latitude": 59.437, "longitude": 24.754},
        {**RIGA, "name": "Latvija", "kind": "country"},
        {**RIGA, "name": "Nezināma", "latitude": None, "longitude": None},
    ],
)
def test_what_the_map_cannot_show_is_told(beyond: dict[str, Any]) -> None:
    drawn = maps.draw([beyond])
    assert (drawn.points, [place["name"] for place in drawn.beyond]) == ((), [beyond["name"]])
    assert not drawn


def test_years_have_no_gaps_and_months_keep_what_is_not_known() -> None:
    found = [("2019-11", 3), ("2019", 2), ("2017-02", 10)]
    years = timeline.years(found)
    assert [(bar.name, bar.number, bar.height) for bar in years] == [(2017, 10, 100.0), (2018, 0, 0.0), (2019, 5, 50.0)]
    assert (years[0].start, years[0].end) == ("2017-01-01", "2017-12-31")
    months, unknown = timeline.months(found, 2019)
    assert (len(months), months[10].number, unknown) == (12, 3, 2)
    assert (months[1].start, months[1].end) == ("2019-02-01", "2019-02-28")
    assert timeline.years([]) == []


def test_few_of_many_bars_are_named_and_none_vanishes() -> None:
    bars = timeline.years([("1991", 5000), ("2026", 1)])
    assert len(bars) == 36
    assert sum(bar.labelled for bar in bars) == timeline.LABELS
    assert bars[-1].height == timeline.LEAST


def test_marks_may_overlap() -> None:
    text = "Rīgā 2019. gadā notika seminārs."
    spans = [Span(100, 132, "event", ("events", "e")), Span(100, 104, "place", ("places", "p")), Span(105, 115, "date")]
    found = pieces(text, spans, offset=100)
    assert [(piece.text, piece.kinds) for piece in found] == [
        ("Rīgā", ["event", "place"]), (" ", ["event"]), ("2019. gadā", ["date", "event"]),
        (" notika seminārs.", ["event"]),
    ]  # fmt: skip
    assert found[0].target == ("places", "p")  # the closest
    assert found[2].target == ("events", "e")


@given(
    st.text(max_size=40), st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=6), st.integers(0, 9)
)
def test_pieces_are_the_text_whatever_the_spans(text: str, ends: list[tuple[int, int]], offset: int) -> None:
    spans = [Span(start, end, "date") for start, end in ends]
    found = pieces(text, spans, offset)
    assert "".join(piece.text for piece in found) == text
    marked = "".join("x" if piece.spans else "." for piece in found for _ in piece.text)
    for at, mark in enumerate(marked):
        assert (mark == "x") == any(start <= at + offset < end for start, end in ends)


def count(id_: str, value: float, part_of: str | None = None, what: str = "dalībnieki") -> dict[str, Any]:
    return {"id": id_, "value": value, "value_max": None, "qualifier": "exact", "what": what, "part_of": part_of}


def test_parts_stand_under_their_totals() -> None:
    rows = [
        count("a", 21),
        count("x", 4),
        count("b", 15, "a"),
        count("c", 6, "a"),
        count("d", 2, "c"),
        count("y", 3, "?"),
    ]
    assert [(line.depth, line.count["id"]) for line in counted.lines(rows)] == [
        (0, "a"), (1, "b"), (1, "c"), (2, "d"), (0, "x"), (0, "y"),
    ]  # fmt: skip


def test_what_two_documents_say_alike_is_one_line() -> None:
    rows = [count("a", 21), count("b", 15, "a"), count("a2", 21), count("b2", 15, "a2"), count("c2", 6, "a2")]
    found = [(line.depth, [row["id"] for row in line.told]) for line in counted.lines(rows)]
    assert found == [(0, ["a", "a2"]), (1, ["b", "b2"]), (1, ["c2"])]


def test_a_ring_of_parts_ends() -> None:
    found = counted.lines([count("a", 1, "b"), count("b", 2, "a")])
    assert sorted((line.depth, line.count["id"]) for line in found) == [(0, "a"), (0, "b")]


def test_differences_are_told_by_passage() -> None:
    told = list(differences.changes("@@ -1,2 +1,2 @@\n Paliek\n--svītra\n+Jauns\n\\ No newline"))
    assert [(change.kind, change.text) for change in told] == [
        ("gap", ""), ("kept", "Paliek"), ("removed", "-svītra"), ("added", "Jauns"),
    ]  # fmt: skip
    assert list(differences.changes(None)) == []


def event(**facts: Any) -> dict[str, Any]:
    return {
        "name": "Seminārs", "summary": None, "precision": "day", "start_date": "2020-03-01", "end_date": "2020-03-31",
        "online": 0,
    } | facts  # fmt: skip


@pytest.mark.parametrize(("precision", "start"), [("day", "2020-03-01"), ("month", "2020-03"), ("year", "2020")])
def test_linked_data_make_no_day_up(precision: str, start: str) -> None:
    data = linked_data.event_data(event(precision=precision), "https://example.org/e", [], [], [])
    assert data["startDate"] == start
    assert "location" not in data
    assert "eventAttendanceMode" not in data


def test_linked_data_say_where_and_who() -> None:
    place = {**RIGA, "wikidata_id": "Q1773", "geonames_id": "456172"}
    ministry = {"name": "Kultūras ministrija", "role": "organiser", "wikidata_id": "javascript:x"}
    evidence = [{"url": "https://example.org/a"}, {"url": "javascript:alert(1)"}, {"url": None}]
    data = linked_data.event_data(event(online=1), "https://example.org/e", [place], [ministry], evidence)
    assert data["location"][0]["geo"] == {"@type": "GeoCoordinates", "latitude": 56.946, "longitude": 24.106}
    assert data["location"][0]["sameAs"] == "https://www.wikidata.org/wiki/Q1773"
    assert data["eventAttendanceMode"].endswith("/MixedEventAttendanceMode")
    assert data["organizer"] == [{"@type": "Organization", "name": "Kultūras ministrija"}]
    assert data["subjectOf"] == ["https://example.org/a"]


@given(st.text())
def test_nothing_in_linked_data_ends_the_script(name: str) -> None:
    hostile = f"{name}</script><!--<script>\u2028&"
    html = f'<script type="application/ld+json">{linked_data.script({"name": hostile})}</script>'
    assert "<" not in str(linked_data.script({"name": hostile}))
    assert json.loads(BeautifulSoup(html, "html.parser").script.string)["name"] == hostile


def test_an_anchor_names_the_part_of_a_long_document() -> None:
    assert (anchor(None), anchor(12)) == ("", "#p12")
    assert (anchor(PART), anchor(PART + 1)) == (f"#p{PART}", f"?part=2#p{PART + 1}")
