"""Crawls of a small site on loopback: what is asked, what is archived, and what a second crawl asks again."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from trap_server import BASE, HOST, Answer, Asked, KnownArchive, crawl, page, redirect, site, source_of

from hronika import __version__
from hronika.types import HronikaError
from sources.archive import ArchivedCapture
from sources.crawler import KnownCapture
from sources.crawler.run import user_agent

PDF = Answer(b"%PDF-1.4 nothing of it is read here", headers={"Content-Type": "application/pdf"})


def with_etag(answer: Answer, etag: str = '"v1"') -> object:
    def route(asked: Asked) -> Answer:
        if asked.headers.get("If-None-Match") == etag:
            return Answer(status=304, headers={"ETag": etag})
        return Answer(answer.body, answer.status, {**answer.headers, "ETag": etag})

    return route


def test_every_answer_is_archived_as_it_came_robots_included(tmp_path: Path) -> None:
    packed = gzip.compress(page("/beigas").body)
    routes = {
        "/robots.txt": Answer(b"User-agent: *\nDisallow:\n"),
        "/": page("/vecs", "/packed"),
        "/vecs": redirect("/jauns", 301),
        "/jauns": page(),
        "/packed": Answer(packed, headers={"Content-Type": "text/html", "Content-Encoding": "gzip"}),
        "/beigas": page(text="Beigas."),
    }
    with site(routes) as server:
        crawled = crawl(source_of(server), tmp_path)
    found = dict(crawled.statuses)
    assert found == {"/robots.txt": 200, "/": 200, "/vecs": 301, "/jauns": 200, "/packed": 200, "/beigas": 200}
    moved = next(each for each in crawled.captures if each.status == 301)
    assert moved.location == f"{BASE}/jauns"
    unpacked = next(each for each in crawled.captures if each.url == f"{BASE}/packed")
    assert unpacked.body == page("/beigas").body
    assert {each.source_id for each in crawled.captures} == {"trap"}
    assert len(crawled.statuses) == len(server.asked)
    assert (crawled.result.documents, crawled.result.failed, crawled.result.fetched) == (4, 0, 6)


def test_an_unchanged_page_costs_a_conditional_request(tmp_path: Path) -> None:
    routes = {"/": with_etag(page("/a")), "/a": with_etag(page()), "/robots.txt": with_etag(Answer(b"User-agent: *"))}
    with site(routes) as server:
        crawl(source_of(server), tmp_path, "one")
        before = len(server.asked)
        second = crawl(source_of(server), tmp_path, "two")
        asked = server.asked[before:]
    assert {each.headers.get("If-None-Match") for each in asked} == {'"v1"'}
    assert dict(second.statuses) == {"/robots.txt": 304, "/": 304, "/a": 304}
    assert second.result.not_modified == second.result.documents == 2
    assert next(each for each in second.captures if each.url == f"{BASE}/").body == page("/a").body


def test_a_server_that_knows_no_conditions_costs_a_revisit(tmp_path: Path) -> None:
    with site({"/": page("/b"), "/b": page(text="Garš teksts. " * 500)}) as server:
        crawl(source_of(server), tmp_path, "one")
        before = sum(file.stat().st_size for file in tmp_path.iterdir())
        second = crawl(source_of(server), tmp_path, "two")
    assert second.result.documents == 2
    assert b"WARC-Type: revisit" in b"".join(gzip.decompress(file.read_bytes()) for file in tmp_path.glob("*.warc.gz"))
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) > before


def test_304_about_a_capture_that_is_lost_is_asked_again_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    lost = KnownCapture(ArchivedCapture("hronika-000001.warc.gz", 7, 70), "0" * 64, "2024-03-01T00:00:00Z", '"v1"')
    monkeypatch.setattr(KnownArchive, "newest", lambda self, url: lost if url == f"{BASE}/" else None)
    with site({"/": with_etag(page())}) as server:
        crawled = crawl(source_of(server))
    assert [each for each in crawled.statuses if each[0] == "/"] == [("/", 304), ("/", 200)]
    assert crawled.result.documents == 1


def test_304_to_a_plain_question_is_no_page() -> None:
    with site({"/": Answer(status=304)}) as server:
        crawled = crawl(source_of(server))
    assert server.paths == ["/robots.txt", "/"]
    assert (crawled.result.documents, crawled.errors()) == (0, {"/": "denied"})


def test_attachments_are_fetched_one_hop_beyond() -> None:
    routes = {
        "/": page("/1"),
        "/1": page("/2", "/lv/media/7/download"),
        "/2": page("/3"),
        "/citur/a.pdf": PDF,
        "/lv/media/7/download": page("/4", "/citur/a.pdf"),
        "/3": page(),
    }
    with site(routes) as server:
        crawled = crawl(source_of(server, depth=1, follow=(r"^/\d?$",)))
    asked = [path for path in server.paths if path != "/robots.txt"]
    assert asked == ["/", "/1", "/lv/media/7/download"]
    assert crawled.result.limits == (
        f"pages more than 1 clicks from a start page were left out (1, the first: {BASE}/2)",
    )


def test_follow_and_leave_are_about_path_and_query() -> None:
    routes = {"/": page("/lv/a", "/en/a", "/lv/a?kalendars=1", "/bilde.jpg", "/lv/b#dala", "mailto:a@b.lv")}
    with site(routes, lambda _: page()) as server:
        crawl(source_of(server, follow=("^/lv/", "^/$"), leave=("kalendars",)))
    assert sorted(server.paths) == ["/", "/lv/a", "/lv/b", "/robots.txt"]


def test_known_addresses_are_asked_last_so_that_gone_pages_are_noticed(tmp_path: Path) -> None:
    with site({"/": page("/paliek", "/zudis"), "/paliek": page(text="a"), "/zudis": page(text="b")}) as server:
        crawl(source_of(server), tmp_path, "one")
        server.routes = {"/": page("/paliek", text="Jauns."), "/paliek": page(text="a")}
        before = len(server.asked)
        second = crawl(source_of(server), tmp_path, "two")
    assert server.paths[before:][-1] == "/zudis"
    assert dict(second.statuses)["/zudis"] == 404
    assert (second.result.gone, second.result.failed) == (1, 0)


def test_an_interrupted_crawl_goes_on_from_its_archive(tmp_path: Path) -> None:
    routes = {"/": page("/a", "/b"), "/a": page("/c"), "/b": redirect("/c"), "/c": page(text="c")}
    with site(routes) as server:
        whole = crawl(source_of(server), tmp_path, "one")
        before = len(server.asked)
        again = crawl(source_of(server), tmp_path, "one")
        assert len(server.asked) == before
    assert again.result.from_archive == whole.result.fetched
    assert (again.result.documents, again.result.fetched) == (whole.result.documents, 0)
    assert {each.fetched for each in again.reports} == {False}


def test_what_failed_before_the_interruption_is_asked_again(tmp_path: Path) -> None:
    with site({"/": page("/a"), "/a": Answer(status=503)}) as server:
        crawl(source_of(server), tmp_path, "one")
        server.routes["/a"] = page(text="Nu ir.")
        before = len(server.asked)
        again = crawl(source_of(server), tmp_path, "one")
    assert server.paths[before:] == ["/a"]
    assert (again.result.documents, again.result.failed) == (2, 0)


def test_a_page_that_only_redirects_and_dead_pages_are_no_documents() -> None:
    with site({"/": redirect("/b"), "/b": Answer(b"", 404)}) as server:
        assert crawl(source_of(server)).result.documents == 0


def test_whoever_runs_the_crawl_says_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HRONIKA_CONTACT", raising=False)
    with pytest.raises(HronikaError, match=r"without a contact.*HRONIKA_CONTACT"):
        user_agent(source_of(None, local=False))
    assert user_agent(source_of(None, local=False, contact="a@b.lv")) == f"Hronika/{__version__} (+a@b.lv)"
    monkeypatch.setenv("HRONIKA_CONTACT", "https://example.org/bot")
    assert user_agent(source_of(None, contact="a@b.lv")) == f"Hronika/{__version__} (+https://example.org/bot)"
    monkeypatch.setenv("HRONIKA_CONTACT", "a@b.lv\r\nX-Evil: 1")
    with pytest.raises(HronikaError, match="one line"):
        user_agent(source_of(None))


def test_the_user_agent_is_sent_and_nothing_that_identifies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HRONIKA_CONTACT", "kronika@example.org")
    with site({"/": page("/a"), "/a": page()}) as server:
        crawl(source_of(server))
    for asked in server.asked:
        assert asked.headers["User-Agent"] == f"Hronika/{__version__} (+kronika@example.org)"
        assert asked.headers["Host"] == HOST
        assert not {"Cookie", "Referer", "Authorization"} & set(asked.headers)
    assert {"/robots.txt", "/", "/a"} == set(server.paths)


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with site({"/": page()}) as server, site({}, lambda _: page()) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://{proxy.address}")
        assert crawl(source_of(server)).result.documents == 1
    assert proxy.asked == []


def test_a_crawl_whose_archive_cannot_be_written_stops_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sources.archive.Archive.write_exchange", full)
    with site({"/": page()}) as server, pytest.raises(HronikaError, match="No space left"):
        crawl(source_of(server), tmp_path)
    assert server.paths == ["/robots.txt"]
