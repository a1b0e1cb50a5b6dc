"""Short pages as ministries write them (announcements, reports, programmes, slides, minutes), with all their events.

``event_pages.json`` holds each page's lines with their kinds of block, and its events: a status where it matters,
places where they are told, ``optional`` where a careful reader may leave it out.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from db.gazetteer import places
from hronika.types import Event
from pipeline import checks, events

PAGES = json.loads(Path(__file__).with_name("event_pages.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def names() -> dict[str, str]:
    return {place.id: place.name for place in places()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["title"])
def test_a_page_gives_its_events(document, names, page):
    made = document(*map(tuple, page["lines"]), title=page["title"], published=page["published"])
    left = list(events.read(made))
    for told in sorted(page["events"], key=lambda told: told.get("optional", False)):
        found = next((one for one in left if is_told(one, told, names)), None)
        assert found or told.get("optional"), told
        if found:
            left.remove(found)
    assert left == []
    assert checks.read(made) == []


def is_told(one: Event, told: dict[str, Any], names: dict[str, str]) -> bool:
    where = {names[place] for place in one.place_ids}
    days = (one.start_date, one.end_date) == (told["start"], told["end"])
    placed = told.get("optional") or not told["places"] or bool(where & set(told["places"]))
    return days and placed and told.get("status", one.status) == one.status
