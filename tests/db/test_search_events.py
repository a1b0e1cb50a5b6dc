"""Search over events: found by what they are, narrowed by what one knows, and each number what narrowing leaves."""

from __future__ import annotations

import pytest
from made import document, event, indexed, load_all, place
from sqlite_utils import Database

from db import facets
from db import search as search_module
from db.event_index import index_events
from db.filters import Filters
from db.load import remove_document
from db.search import browse, find, search
from db.settle import settle
from db.suggestions import distance, nearest, suggest
from hronika.types import Reading


def camp() -> Reading:
    doc = document(
        "# Vasaras nometnes bērniem", "No 3. līdz 7. jūlijam Talsos.", "No 10. līdz 14. jūlijam Ventspilī.",
        "Par nometnēm raksta arī Rīgā.", origin="nometnes.html", title="Ziņas", published="2018-05-01",
    )  # fmt: skip
    told = [
        event(doc, doc.blocks[1].text, "Vasaras nometne", "2018-07-03", kind="camp", place_ids=("talsi",)),
        event(
            doc, doc.blocks[2].text, "Jūras nometne", "2019-07-10", kind="camp", place_ids=("ventspils",),
            organisations=(("Kultūras ministrija", "organiser"),),
        ),
    ]  # fmt: skip
    return Reading(doc, places=(place(doc, "Ventspilī", "ventspils"),), events=tuple(told))


def visit() -> Reading:
    doc = document(
        "Ministrs apmeklēja nometni Ventspilī.",
        "Nometne bija 2019. gadā.",
        origin="vizite.html",
        published="2019-08-01",
    )
    return Reading(doc, places=(place(doc, "Ventspilī", "ventspils"),))


@pytest.fixture
def found(db: Database) -> Database:
    load_all(db, [camp(), visit()])
    return db


def events(db: Database, query: str, **filters: str) -> list[str]:
    hits = search(db, query, filters=Filters(**filters))
    return [str(hit.event_name) for hit in hits if hit.kind == "event"]


def test_events_are_found_by_place_and_organiser(found: Database) -> None:
    assert events(found, "nometne talsi") == ["Vasaras nometne"]
    assert events(found, "juras nometnes kulturas ministrija") == ["Jūras nometne"]
    assert events(found, "KM jūra") == []


def test_an_event_named_so_goes_before_what_only_mentions_it(found: Database) -> None:
    kinds = [hit.kind for hit in search(found, "nometne")]
    assert kinds[:2] == ["event", "event"]
    assert "passage" in kinds


def test_what_is_left_out_is_left_out_of_events_too(found: Database) -> None:
    assert events(found, "nometne -ventspils") == ["Vasaras nometne"]
    assert events(found, "nometne -ziņas") == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"since": "2019-01-01"}, ["event", "passage", "passage"]),
        ({"until": "2018-12-31"}, ["event", "passage", "passage"]),
        ({"kind": "camp"}, ["event", "event"]),
        ({"kind": "visit"}, []),
        ({"place": "ventspils"}, ["event", "passage"]),
        ({"place": "ventspils", "kind": "camp", "since": "2019-07-10", "until": "2019-07-10"}, ["event"]),
        ({"organisation": "km"}, ["event"]),
        ({"source": "nowhere"}, []),
    ],
)
def test_filters(found: Database, filters: dict[str, str], expected: list[str]) -> None:
    assert sorted(hit.kind for hit in search(found, "nometne", filters=Filters(**filters))) == expected


def test_without_words_the_newest_events_come_first(found: Database) -> None:
    listed = browse(found.conn, Filters(kind="camp"))
    assert [hit.event_name for hit in listed.hits(0, 9)] == ["Jūras nometne", "Vasaras nometne"]
    assert listed.complete
    assert not browse(found.conn, Filters(kind="camp"), 1).complete


def test_each_number_is_what_narrowing_leaves(found: Database) -> None:
    numbers = facets.count(found.conn, [hit for hit, _ in find(found.conn, "nometne").answers])
    assert {value.value: value.hits for value in numbers["year"]} == {"2019": 3, "2018": 3}
    for name, values in numbers.items():
        for value in values:
            named = {"since": f"{value.value}-01-01", "until": f"{value.value}-12-31"}
            filters = Filters(**named) if name == "year" else Filters(**{name: value.value})
            assert len(find(found.conn, "nometne", filters).answers) == value.hits, value


def test_frequent_words_are_not_ranked_to_the_last(found: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find(found.conn, "nometne").complete
    assert not find(found.conn, "nometne", candidates=1).complete
    monkeypatch.setattr(search_module, "SCANNED", 1)
    assert len(find(found.conn, "nometne", candidates=1).answers) == 2


def test_the_index_follows_the_events(found: Database) -> None:
    before = indexed(found, "events_fts")
    with found.atomic():
        index_events(found)
    assert indexed(found, "events_fts") == before
    with found.atomic():
        found.execute("update events set name = 'Rudens nometne' where name = 'Vasaras nometne'")
        index_events(found)
    assert events(found, "rudens") == ["Rudens nometne"]
    assert events(found, "nometne vasara") == []
    with found.atomic():
        for row in found.execute("select id from documents").fetchall():
            remove_document(found, row[0])
        settle(found)
    assert indexed(found, "events_fts") == []


@pytest.mark.parametrize("filters", [Filters(), Filters(place="ventspils"), Filters(kind="camp")])
def test_words_too_frequent_to_be_weighed_find_the_same(
    found: Database, monkeypatch: pytest.MonkeyPatch, filters: Filters
) -> None:
    def answers() -> set[tuple[str, str | None]]:
        return {(hit.passage_id, hit.event_id) for hit in search(found, "nometne ventspils", filters=filters)}

    before = answers()
    monkeypatch.setattr(search_module, "FREQUENT", 0)
    monkeypatch.setattr(search_module, "SAMPLE", 1)
    assert answers() == before != set()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nometen", "nometne"),
        ("nometnse", "nometne"),
        ("vnetspils", "ventspils"),
        ("Ventpsilii", "ventspilī"),
        ("mniistrs", "ministrs"),
        ("qqqqqq", None),
        ("nom", None),
        ("2091", None),
    ],
)
def test_what_was_meant(found: Database, typed: str, meant: str | None) -> None:
    assert nearest(found.conn, typed) == meant


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("nometen talsi", ["nometne talsi"]),
        ("ventspils nometne zirgi", ["ventspils nometne", "ventspils", "nometne"]),
        ('"nometnes Ventspils"', ["nometnes Ventspils", "nometnes", "Ventspils"]),
        ("zirgi", []),
        ("", []),
        ("-nometne", []),
    ],
)
def test_suggestions_find_something(found: Database, query: str, offered: list[str]) -> None:
    suggested = suggest(found.conn, query)
    assert sorted(suggested) == sorted(offered)
    assert all(search(found, one) for one in suggested)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("romi", "romi", 0),
        ("romi", "rmoi", 1),
        ("romi", "rom", 1),
        ("romi", "dromi", 1),
        ("romi", "rami", 1),
        ("abcdef", "fedcba", 3),
        ("", "ab", 2),
    ],
)
def test_distance(one: str, other: str, slips: int) -> None:
    assert distance(one, other, 2) == distance(other, one, 2) == slips
