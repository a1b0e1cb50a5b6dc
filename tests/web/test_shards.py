"""Several chronicles as one site: what they say together is what one file with the same documents says."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from chronicle import build, hostile, place_id, seminar, slides, undated
from datasette.app import Datasette
from sqlite_utils import Database

from db.facets import Value, added_up
from hronika.types import HronikaError, Reading
from web import serve
from web.chronicles import named
from web.merging import Merge
from web.plugins.indexes import slices
from web.serve import site

Get = Callable[..., Any]
#: The seminar stands in two of them: each tells of it in its own words, and both give it one identifier.
PARTS: dict[str, tuple[Reading, ...]] = {
    "ziņas 2019": (seminar(),),
    "prezentācijas": (slides(), undated()),
    "search": (hostile(),),
}
NAMES = ["prezentacijas", "search_2", "zinas_2019"]
QUERIES = ["romu mediatori ventspili", "MEDIATORIEM", "gimenes", "izstādei", "seminārs", "2019", "notika", "nometnes"]
#: Not by organisation: where two files tell of an event, it answers with the organisations that its own file names.
FACETS = ("year", "kind", "place", "source")
PICTURE = {"sha256": "0", "page": 1, "width": 1, "height": 1, "media_type": "image/png", "words": "[]", "image": b""}
ENGLISH = {"accept-language": "en"}


def asking(pages: Datasette) -> Iterator[Get]:
    with asyncio.Runner() as runner:
        yield lambda path: runner.run(pages.client.get(path, headers=ENGLISH))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three chronicles, their pictures, and a database that is none."""
    path = tmp_path_factory.mktemp("folder")
    for name, readings in PARTS.items():
        build(path / f"{name}.db", readings)
    for other in ("prezentācijas.pictures", "notes"):
        Database(path / f"{other}.db").table("pictures").insert(PICTURE)
    return path


@pytest.fixture(scope="module")
def many(folder: Path) -> Iterator[Get]:
    yield from asking(site(folder))


@pytest.fixture(scope="module")
def one(chronicle_path: Path) -> Iterator[Get]:
    yield from asking(site(chronicle_path))


def soup(answer: Any) -> BeautifulSoup:
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "lxml")


def found(get: Get, **arguments: str) -> dict[str, Any]:
    return dict(get("/search.json?" + urlencode(arguments)).json())


def documents(told: dict[str, Any]) -> set[str]:
    return {hit["document_id"] for hit in told["hits"]}


def events(told: dict[str, Any]) -> list[str]:
    return sorted(hit["event_id"] for hit in told["hits"] if hit["kind"] == "event")


def test_each_file_has_a_name_for_its_addresses(folder: Path) -> None:
    pages = site(folder)
    assert [name for name in pages.databases if name != "_internal"] == NAMES
    assert list(named([Path("a b.db"), Path("A-B.db"), Path("ā_b.db"), Path("….db")])) == [
        "a_b",
        "a-b",
        "a_b_2",
        "chronicle",
    ]


def test_a_folder_without_a_chronicle(tmp_path: Path) -> None:
    Database(tmp_path / "notes.db").table("notes").insert({"text": "x"})
    with pytest.raises(HronikaError, match="no chronicle in the folder"):
        site(tmp_path)
    (tmp_path / "broken.db").write_bytes(b"not a database, but words enough to be a file of some length" * 20)
    with pytest.raises(HronikaError, match="not a Hronika database"):
        site(tmp_path)


def test_a_folder_with_one_chronicle_keeps_its_addresses_when_a_second_comes(tmp_path: Path) -> None:
    build(tmp_path / "km.db", PARTS["search"])
    for get in asking(site(tmp_path)):
        [event] = soup(get("/search?q=izstāde")).select(".hit.event h2 a")
        assert event["href"].startswith("/km/events/")
        assert {link["href"] for link in soup(get("/")).select(".site a")} >= {"/km", "/km/events"}
        assert get("/chronicles").status_code == 404


@pytest.mark.parametrize("query", QUERIES)
def test_a_search_finds_what_it_finds_in_one_file(one: Get, many: Get, query: str) -> None:
    """But which of the passages of a document stand for it: a word is not as rare in one file as in another."""
    alone, together = found(one, q=query), found(many, q=query)
    assert documents(together) == documents(alone)
    assert events(together) == events(alone)
    assert documents(alone)
    for same in ("total", "complete", "pages"):
        assert together[same] == alone[same], same
    for same in FACETS:
        assert together["facets"][same] == alone["facets"][same], same
    scores = [hit["score"] for hit in together["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert len(events(together)) == len(set(events(together)))


@pytest.mark.parametrize(
    "filters", [{"from": "2018", "to": "2019"}, {"place": place_id("Ventspils", "city")}, {"kind": "seminar"}]
)
def test_filters_list_the_newest_events_of_all(one: Get, many: Get, filters: dict[str, str]) -> None:
    alone, together = found(one, **filters), found(many, **filters)
    assert events(together) == events(alone)
    for same in FACETS:
        assert together["facets"][same] == alone["facets"][same], same
    shown = [soup(get("/search?" + urlencode(filters))).select(".chips a") for get in (one, many)]
    assert [chip.get_text() for chip in shown[0]] == [chip.get_text() for chip in shown[1]]


def test_every_answer_leads_to_the_chronicle_that_has_it(many: Get) -> None:
    page = soup(many("/search?q=seminars"))
    addresses = {link["href"].partition("#")[0] for link in page.main.select("a[href^='/']")}
    assert {address.split("/")[1] for address in addresses if "documents" in address} == {"zinas_2019", "prezentacijas"}
    for address in addresses:
        assert many(address).status_code == 200, address


def test_a_slip_of_the_hand_is_mended_by_whoever_knows_the_word(many: Get) -> None:
    assert found(many, q="medaitors")["suggestions"] == ["mediators"]
    assert found(many, q="romu mediatori", kind="camp")["elsewhere"] is True


def test_what_is_loosened_in_one_chronicle_does_not_count_where_another_has_the_words(many: Get) -> None:
    told = found(many, q="seminārs ventspils")
    assert {hit["chronicle"] for hit in told["hits"]} == {"zinas_2019", "prezentacijas"}


def test_pages_of_answers(one: Get, many: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.search_page.PAGE", 1)
    whole = found(one, q="mediatori")["total"]
    pages = [found(many, q="mediatori", page=str(number)) for number in range(1, whole + 1)]
    assert {told["pages"] for told in pages} == {whole}
    assert len({hit["passage_id"] + hit["kind"] for told in pages for hit in told["hits"]}) == whole


def test_the_first_page_counts_as_one_file_does(one: Get, many: Get) -> None:
    alone, together = soup(one("/?year=2019")), soup(many("/?year=2019"))
    for part in (".holds", ".bars", ".most"):
        assert [found.get_text(" ", strip=True) for found in together.select(part)] == [
            found.get_text(" ", strip=True) for found in alone.select(part)
        ], part
    assert len(together.select("svg.map a")) == len(alone.select("svg.map a"))
    listed = [
        {(item.select_one(".when").get_text(), item.a.get_text()) for item in page.select(".events li")}
        for page in (alone, together)
    ]
    assert len(listed[0]) == len(listed[1])
    for address in {link["href"].partition("#")[0] for link in together.select("a[href^='/']")}:
        assert many(address).status_code == 200, address


@pytest.mark.parametrize(
    "asked", ["", "?q=seminars", "?source=files", "?from=2019&to=2020", f"?place={place_id('Ventspils', 'city')}"]
)
def test_feeds_hold_the_same_events(one: Get, many: Get, asked: str) -> None:
    alone, together = one(f"/events.json{asked}").json(), many(f"/events.json{asked}").json()
    assert together["total"] == alone["total"]
    assert [event["id"] for event in together["events"]] == [event["id"] for event in alone["events"]]
    for mine, theirs in zip(together["events"], alone["events"], strict=True):
        assert [quote["quote"] for quote in mine["quotes"]] == [quote["quote"] for quote in theirs["quotes"]]
        assert [place["id"] for place in mine["places"]] == [place["id"] for place in theirs["places"]]
        assert many(mine["page"].removeprefix("http://localhost")).status_code == 200
    rows = list(csv.DictReader(io.StringIO(many(f"/events.csv{asked}").text)))
    assert len(rows) == len(together["events"])
    for form in ("ics", "atom", "geojson"):
        assert many(f"/events.{form}{asked}").status_code == 200


def test_a_place_tells_what_all_know_of_it(one: Get, many: Get) -> None:
    alone = soup(one(f"/hronika/places/{place_id('Ventspils', 'city')}"))
    for name in ("zinas_2019", "prezentacijas"):
        page = soup(many(f"/{name}/places/{place_id('Ventspils', 'city')}"))
        assert [bar.get_text() for bar in page.select(".bar .told")] == [
            bar.get_text() for bar in alone.select(".bar .told")
        ]
        assert len(page.select(".events li")) == len(alone.select(".events li")) == 3
        for address in {link["href"].partition("#")[0] for link in page.main.select("a[href^='/']")}:
            assert many(address).status_code == 200, address


def test_an_event_is_told_with_the_quotes_of_all(one: Get, many: Get) -> None:
    [event] = [told["id"] for told in one("/events.json").json()["events"] if told["kind"] == "seminar"]
    alone = soup(one(f"/hronika/events/{event}"))
    for name in ("zinas_2019", "prezentacijas"):
        page = soup(many(f"/{name}/events/{event}"))
        assert [mark.get_text() for mark in page.select(".quote mark")] == [
            mark.get_text() for mark in alone.select(".quote mark")
        ]
        assert page.select_one(".facts").get_text() == alone.select_one(".facts").get_text()
        for address in {link["href"].partition("#")[0] for link in page.main.select("a[href^='/']")}:
            assert many(address).status_code == 200, address
    assert many(f"/search_2/events/{event}").status_code == 404


def test_every_page_of_each_chronicle(many: Get, folder: Path) -> None:
    described = json.loads(serve.METADATA.read_text(encoding="utf-8"))["databases"][serve.NAME]
    tables = [name for name, told in described["tables"].items() if not told.get("hidden")]
    for name in NAMES:
        assert name in soup(many(f"/{name}")).h1.get_text()
        for what in (*tables, *described["queries"]):
            assert soup(many(f"/{name}/{what}")).h1.get_text(), what
    for name, part in zip(NAMES, sorted(PARTS), strict=True):
        db = Database(folder / f"{part}.db")
        for table in ("events", "documents", "organisations", "people", "projects", "captures", "passages", "findings"):
            for row in db.query(f"select id from {table} limit 5"):
                assert many(f"/{name}/{table}/{row['id']}").status_code == 200
        db.close()


def test_all_data_are_a_list_of_chronicles(many: Get) -> None:
    for what, title in (("", "The chronicle"), ("/events", "Events"), ("/unread", "Not read")):
        page = soup(many(f"/chronicles{what}?_sort=id"))
        links = [link["href"] for link in page.select(".cards a")]
        assert [link.split("/")[1].partition("?")[0] for link in links] == NAMES
        assert page.h1.get_text(), title
        assert {many(link).status_code for link in links} == {200}
    assert many("/chronicles/nothing").status_code == 404


def test_about_adds_up_what_all_have(one: Get, many: Get) -> None:
    numbers = [[card.get_text() for card in soup(get("/about")).select(".cards small")] for get in (one, many)]
    runs, failures = 1, 2  # each file has a run and a failure of its own
    assert numbers[1][runs] == numbers[1][failures] == str(len(NAMES))
    assert numbers[0][3:] == numbers[1][3:]
    assert numbers[0][0] == numbers[1][0]


def test_a_sitemap_names_the_pages_of_all(many: Get) -> None:
    whole = BeautifulSoup(many("/sitemap.xml").text, "xml")
    addresses = [place.get_text().removeprefix("http://localhost") for place in whole.select("url loc")]
    assert {address.split("/")[1] for address in addresses} >= {*NAMES, "about", "search"}
    assert {address.split("/")[1] for address in addresses if "/documents/" in address} == set(NAMES)
    assert len(addresses) == len(set(addresses))
    for address in addresses:
        assert many(address).status_code == 200, address


def test_a_slice_runs_on_from_one_chronicle_to_the_next() -> None:
    numbers = {"a": 3, "b": 0, "c": 4, "d": 5}
    assert slices(numbers, 0, 12) == {"a": (3, 0), "c": (4, 0), "d": (5, 0)}
    assert slices(numbers, 2, 4) == {"a": (1, 2), "c": (3, 0)}
    assert slices(numbers, 7, 2) == {"d": (2, 0)}
    assert slices(numbers, 12, 2) == {}


def test_merging() -> None:
    merge = Merge(order=("-day", "name"), most=3, summed="number")
    first = [{"id": 1, "day": "2019", "name": "Ēka", "number": 1}, {"id": 2, "day": None, "name": "A", "number": 1}]
    second = [
        {"id": 3, "day": "2019", "name": "Fonds", "number": 5},
        {"id": 1, "day": "2019", "name": "Ēka", "number": 4},
    ]
    assert [(row["id"], row["number"]) for row in merge([first, second])] == [(1, 5), (3, 5), (2, 1)]
    assert first[0]["number"] == 1
    kinds = added_up(
        [{"kind": [Value("camp", "camp", 1)]}, {"kind": [Value("visit", "visit", 2), Value("camp", "camp", 3)]}]
    )
    assert kinds["kind"] == [Value("camp", "camp", 4), Value("visit", "visit", 2)]


def test_too_many_open_files_are_told_before_the_site_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    allowed: list[tuple[int, int]] = []
    monkeypatch.setattr(serve.resource, "getrlimit", lambda _: (1024, 4096))
    monkeypatch.setattr(serve.resource, "setrlimit", lambda _, limits: allowed.append(limits))
    serve.allow_open_files(1000)
    serve.allow_open_files(2000)
    assert allowed == [(2000, 4096)]
    with pytest.raises(HronikaError, match="5000 open files, and the system allows 4096"):
        serve.allow_open_files(5000)
