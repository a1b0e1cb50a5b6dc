"""What stands around every page: safe headers, silent errors, robots.txt and the sitemap, and "About"."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from chronicle import HOSTILE
from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request

from web.plugins import frame, indexes

Get = Callable[..., Any]
PATHS = ("/", "/about", "/search?q=romu", "/hronika", "/hronika/events", "/hronika?sql=select+1", "/hronika/timeline",
         "/nowhere", "/hronika/events.json", "/hronika/events.csv", "/static/hronika.css", "/robots.txt")  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_guarded(get: Get, path: str) -> None:
    headers = get(path).headers
    policy = dict(rule.strip().split(" ", 1) for rule in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


@pytest.mark.parametrize("path", PATHS)
def test_pages_need_nothing_that_the_policy_forbids(get: Get, path: str) -> None:
    response = get(path)
    if response.headers["content-type"].startswith("text/html"):
        page = BeautifulSoup(response.text, "lxml")
        assert not page.select("[style], style")
        assert not [script for script in page.select("script") if not script.get("src") and script.get_text(strip=True)
                    and script.get("type") != "application/ld+json"]  # fmt: skip
        assert not [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)]


@pytest.mark.parametrize("path", ["versions.json", "plugins", "metadata.json", "databases.json", "settings", "threads"])
def test_nothing_is_told_of_the_server(get: Get, path: str) -> None:
    assert get(f"/-/{path}").status_code == 404


def test_what_does_not_exist(get: Get) -> None:
    for path in ("/nowhere", "/hronika/nowhere", "/hronika/events/nowhere", "/nowhere.db"):
        missing = get(path)
        assert missing.status_code == 404
        assert "There is nothing at this address." in missing.text
        assert BeautifulSoup(missing.text, "lxml").select_one(".languages a")
    assert get("/hronika/nowhere.json").json() == {
        "ok": False,
        "error": "Table not found",
        "status": 404,
        "title": None,
    }


def test_an_error_of_ours_is_not_told(pages: Datasette, capsys: pytest.CaptureFixture[str]) -> None:
    status, message = frame.told(RuntimeError("/home/somebody/hronika.db"))
    assert status == 500
    assert "somebody" not in message


def test_a_query_that_takes_too_long_is_stopped(get: Get) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    stopped = get(f"/hronika?_timelimit=20&sql={endless.replace('+', '%2B').replace(' ', '+')}")
    assert stopped.status_code == 400
    assert "took too long" in BeautifulSoup(stopped.text, "lxml").main.get_text()
    assert "<textarea style" not in stopped.text


def test_a_page_groups_by_a_few_columns_at_once(get: Get) -> None:
    assert get("/hronika/events?_facet=kind&_facet=status").status_code == 200
    assert get("/hronika/events?" + "&".join(["_facet=kind"] * 9)).status_code == 400


def test_no_answer_is_endless(get: Get) -> None:
    assert get("/hronika/passages.json?_size=2001").status_code == 400
    many = get(
        "/hronika.json?sql=with+recursive+n(i)+as+(select+1+union+all+select+i%2B1+from+n+limit+5000)+select+*+from+n"
    )
    assert many.json()["truncated"]
    assert len(many.json()["rows"]) == 2000


def test_hostile_text_stays_text_in_an_error(get: Get) -> None:
    refused = get(f"/hronika/events?_sort={HOSTILE}")
    assert refused.status_code == 400
    assert "<script>document" not in refused.text


def locations(xml: str) -> list[str]:
    return [loc.text or "" for loc in ElementTree.fromstring(xml).iterfind(".//{*}loc")]


def test_the_sitemap_names_pages_that_are_there(get: Get) -> None:
    assert re.findall(r"Sitemap: (\S+)", get("/robots.txt").text) == ["http://localhost/sitemap.xml"]
    found = locations(get("/sitemap.xml").text)
    assert len(found) == len(set(found))
    for folder, number in (("events", 3), ("documents", 4), ("places", 1), ("projects", 1)):
        assert len([one for one in found if one.startswith(f"http://localhost/hronika/{folder}/")]) == number
    for address in found:
        assert get(address.removeprefix("http://localhost")).status_code == 200, address


def test_a_long_sitemap_is_an_index(get: Get, pages: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = locations(get("/sitemap.xml").text)
    monkeypatch.setattr(indexes, "MOST", 30)

    def asked(path: str) -> str:
        request = Request.fake(path, url_vars={"part": re.sub(r"\D", "", path)})
        answer = indexes.sitemap_part if request.url_vars["part"] else indexes.sitemap
        return str(asyncio.run(answer(pages, request)).body)

    parts = locations(asked("/sitemap.xml"))
    assert len(parts) == -(-len(whole) // 30)
    assert [one for part in parts for one in locations(asked(part))] == whole
    with pytest.raises(NotFound):
        asked(f"/sitemap-{len(parts) + 1}.xml")


def test_about_leads_to_the_data_about_the_data(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HRONIKA_CONTACT", "hronika@example.org")
    page = BeautifulSoup(get("/about").text, "lxml")
    links = {link["href"]: link.find_next_sibling("small") for link in page.select(".cards a")}
    for address in links:
        assert get(address).status_code == 200
    assert links["/hronika/unread"].get_text() == "1"
    assert links["/hronika/events_incomplete"].get_text() == "2"
    assert page.select_one("a[href='mailto:hronika@example.org']")


def test_a_page_names_itself_to_those_who_share_it(get: Get) -> None:
    page = BeautifulSoup(get("/hronika/events").text, "lxml")
    assert page.select_one("meta[property='og:title']")["content"] == "Events"
    assert page.select_one("meta[property='og:locale']")["content"] == "en_GB"


def test_words_are_marked_by_their_language(get: Get) -> None:
    page = BeautifulSoup(get("/hronika/findings", headers={"accept-language": "lv"}).text, "lxml")
    assert {cell.get("lang") for cell in page.select("td[data-column=message]")} == {"en"}
    documents = BeautifulSoup(get("/hronika/documents").text, "lxml")
    assert {cell.get("lang") for cell in documents.select("td[data-column=title]")} == {"lv"}
