"""The embedded sample, crawled as any site: all of it is found, and a second crawl asks only what may have changed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from trap_server import Crawled, crawl

from sources.registry import Source, sources
from sources.sample.server import BASE, CHANGING, REVISION, SampleServer, serving

GOLD = json.loads((Path(__file__).parents[1] / "gold" / "sample.json").read_text("utf-8"))
ALL = 35  # pages and decks; one page stands at two addresses
DEAD = "/lv/jaunums/diskusiju-cikla-registracija"


def sample(server: SampleServer) -> Source:
    return replace(sources()["sample"], address=server.address)


def paths(crawled: Crawled, *statuses: int) -> set[str]:
    return {urlsplit(str(each.url)).path for each in crawled.captures if each.status in statuses}


def test_all_that_gold_annotates_is_found(tmp_path: Path) -> None:
    with serving() as server:
        crawled = crawl(sample(server), tmp_path)
    documents = [each for each in crawled.captures if each.role == "document"]
    for name in GOLD:
        assert len([each for each in documents if name in str(each.url)]) == 1, name
    assert len(documents) == crawled.result.documents == ALL == len(server.files)
    assert paths(crawled, 301, 302) == {"/", "/lv"}
    assert paths(crawled, 404) == {DEAD}
    assert crawled.errors() == {f"{BASE}/lv/viegli-lasit": "robots"}
    assert all(asked != "/lv/viegli-lasit" for asked, _ in server.asked)
    assert (crawled.result.failed, crawled.result.limits) == (0, ())


def test_an_unchanged_sample_costs_conditional_requests(tmp_path: Path) -> None:
    with serving() as server:
        crawl(sample(server), tmp_path, "one")
        server.asked.clear()
        second = crawl(sample(server), tmp_path, "two")
    plain = {path for path, headers in server.asked if "If-None-Match" not in headers}
    assert plain == {"/", "/lv", "/lv/jaunumi", DEAD}  # redirects, a list that has no validator, and nothing
    assert second.result.documents == ALL
    assert second.result.not_modified == ALL - 1
    assert second.result.bytes < 15_000


def test_what_changed_moved_or_went_is_noticed(tmp_path: Path) -> None:
    moved, gone = "/lv/jaunums/libiesu-nometne-mazirbe", "/lv/jaunums/vecaku-konference-ogre"
    with serving() as server:
        crawl(sample(server), tmp_path, "one")
        server.revision, server.gone = 1, {gone}
        server.moved = {moved: "/lv/jaunums/kopienu-darbnica-alsunga"}
        second = crawl(sample(server), tmp_path, "two")
    assert paths(second, 410) == {gone}
    assert second.result.gone == 2
    assert moved in paths(second, 301)
    assert paths(second, 200) == {CHANGING, "/lv/jaunumi", "/sitemap.xml"}
    assert b"13 projekti" in next(each.body for each in second.captures if str(each.url).endswith(CHANGING))


def test_the_crawl_serves_the_sample_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REVISION, "2")
    crawled = crawl(sources()["sample"], tmp_path)
    assert crawled.result.documents == ALL
    assert b"14 projekti" in next(each.body for each in crawled.captures if str(each.url).endswith(CHANGING))
