"""An event that was cited is found at its address also when it is known by something else now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from chronicle import build, document, event, place_id
from sqlite_utils import Database

from hronika.types import Reading
from web.serve import site

Get = Callable[..., Any]
DAY = "2019-11-21"


def told(origin: str, name: str, **facts: Any) -> Reading:
    doc = document(origin, f"Tajā dienā notika {name}.")
    return Reading(doc, events=(event(doc, doc.text, name, DAY, **facts),))


FIRST = told("a.html", "Bibliotekāru seminārs")
ALIKE = told("b.html", "Romu mediatoru seminārs")
PLACED = told("c.html", "Bibliotekāru seminārs", place_ids=(place_id("Ventspils", "city"),))


def ids(path: Path) -> list[str]:
    db = Database(path)
    found = [row["id"] for row in db.query("select id from events order by name")]
    db.close()
    return found


@pytest.fixture(scope="module")
def cited(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The identifier that the event had when one document told of it."""
    [found] = ids(build(tmp_path_factory.mktemp("before") / "a.db", [FIRST]))
    return found


@pytest.fixture(scope="module")
def ask() -> Iterator[Callable[[Path, str], Any]]:
    with asyncio.Runner() as runner:
        yield lambda path, asked: runner.run(site(path).client.get(asked, headers={"accept-language": "en"}))


def test_what_is_known_better_is_led_to(ask: Get, cited: str, tmp_path: Path) -> None:
    path = build(tmp_path / "a.db", [FIRST, PLACED])
    [now] = ids(path)
    assert now != cited
    for form in ("", ".json", ".json?_shape=objects"):
        answer = ask(path, f"/hronika/events/{cited}{form}")
        assert (answer.status_code, answer.headers["location"]) == (302, f"/hronika/events/{now}{form}")


def test_what_may_be_either_offers_both(ask: Get, cited: str, tmp_path: Path) -> None:
    path = build(tmp_path / "a.db", [FIRST, ALIKE])
    answer = ask(path, f"/hronika/events/{cited}")
    assert answer.status_code == 300
    page = BeautifulSoup(answer.text, "lxml").main
    assert [link.get_text() for link in page.select(".events a")] == [
        "Bibliotekāru seminārs",
        "Romu mediatoru seminārs",
    ]
    links = [link["href"] for link in page.select(".events a")]
    assert [ask(path, link).status_code for link in links] == [200, 200]
    offered = ask(path, f"/hronika/events/{cited}.json")
    assert offered.status_code == 300
    assert [one["id"] for one in offered.json()["events"]] == ids(path)
    assert [one["page"] for one in offered.json()["events"]] == [f"{link}.json" for link in links]


def test_a_calendar_of_an_event_goes_on(ask: Get, cited: str, tmp_path: Path) -> None:
    path = build(tmp_path / "a.db", [FIRST, PLACED])
    [only] = ask(path, f"/events.json?id={cited}").json()["events"]
    assert only["id"] == ids(path)[0]


@pytest.mark.parametrize("table", ["hronika/events", "hronika/places", "nowhere/events"])
def test_what_never_was_is_not_there(ask: Get, table: str, tmp_path: Path) -> None:
    path = build(tmp_path / "a.db", [FIRST, PLACED])
    for form in ("", ".json"):
        assert ask(path, f"/{table}/0123456789abcdef{form}").status_code == 404
