"""Pages of documents that changed, vanished, link to each other, have pictures or are long."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from chronicle import build
from sqlite_utils import Database

from db.migrations import migrate
from db.pictures import Pictures, pictures_file
from sources.formats.pdf_outlines import PictureWord
from web import event_page
from web.asking import PART
from web.merging import Merge
from web.serve import site

Get = Callable[[str], Any]
PIXELS = b"RIFF....WEBP"


@dataclass(frozen=True)
class MadePicture:
    page: int
    words: tuple[PictureWord, ...]
    media_type: str = "image/webp"
    width: int = 1000
    height: int = 750
    image: bytes = PIXELS


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The chronicle with what time did to it."""
    file = build(tmp_path_factory.mktemp("history") / "changed.db")
    db = Database(file)
    news, deck, report = (
        next(iter(db.query("select * from documents where origin = ?", [name])))
        for name in ("jaunums-1.html", "slaidi-2019.pdf", "bez-datuma.txt")
    )
    change = "@@ -1 +1 @@\n-Vecais <b>teikums</b>.\n+Jaunais teikums."
    version = {"document_id": news["id"], "version": 2, "fetched": "2026-02-01T08:00:00Z", "difference": change}
    db.table("kept_versions").insert(
        version | {"text": "x", "sha256": "0" * 64, "title": "", "capture_id": news["capture_id"]}
    )
    db.execute("update documents set gone = '2026-03-01T08:00:00Z' where id = ?", [news["id"]])
    db.execute("update links set target_document_id = ? where kind = 'attachment'", [deck["id"]])
    db.table("document_urls").insert(
        {"url": "https://www.piemers.lv/agrak", "document_id": news["id"], "kind": "former"}
    )
    db.table("passages").insert_all(
        {
            "id": f"{report['id']}-{number}", "document_id": report["id"], "number": number, "kind": "paragraph",
            "text": "Rinda.", "char_start": 100 * number, "char_end": 100 * number + 6, "search_id": number,
        }
        for number in range(2, PART + 21)
    )  # fmt: skip
    digest = next(iter(db.query("select sha256 from captures where id = ?", [deck["capture_id"]])))["sha256"]
    passages = db.query("select page, text from passages where document_id = ? order by number", [deck["id"]])
    words: dict[int, list[PictureWord]] = {}
    for line, passage in enumerate(passages):
        for at, word in enumerate(passage["text"].split()):
            box = (at / 20, line / 20, (at + 1) / 20, (line + 1) / 20)
            words.setdefault(passage["page"], []).append(PictureWord(word, *box))
    pictures = Pictures(pictures_file(file))
    pictures.keep(digest, [MadePicture(page, tuple(found)) for page, found in words.items()])
    pictures.keep(hashlib.sha256(b"page").hexdigest(), [MadePicture(1, (), media_type="text/html")])
    pictures.close()
    db.conn.commit()
    db.close()
    return file


@pytest.fixture(scope="module")
def ask(path: Path) -> Iterator[Get]:
    pages = site(path)
    with asyncio.Runner() as runner:
        yield lambda address: runner.run(pages.client.get(address, headers={"accept-language": "en"}))


def document(ask: Get, path: Path, origin: str, query: str = "") -> BeautifulSoup:
    db = Database(path)
    [row] = db.query("select id from documents where origin = ?", [origin])
    db.close()
    answer = ask(f"/hronika/documents/{row['id']}{query}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "lxml")


def test_a_document_tells_what_became_of_it(ask: Get, path: Path) -> None:
    page = document(ask, path, "jaunums-1.html")
    assert "gone from the web" in page.select_one(".notice").get_text()
    assert "1 March 2026" in page.select_one(".notice").get_text()
    versions = page.select("#versions .version")
    assert [version.summary.get_text() for version in versions] == [
        "Version 2, captured 1 February 2026", "Version 1, captured 2 January 2026",
    ]  # fmt: skip
    assert versions[0].select_one("del").get_text() == "Vecais <b>teikums</b>."
    assert versions[0].select_one("ins").get_text() == "Jaunais teikums."
    whole = versions[0].select_one("a")["href"]
    assert ask(whole).status_code == 200
    assert ask(whole.replace("kept_versions", "document_versions")).headers["location"] == whole
    assert "former address" in page.main.get_text()


def test_documents_that_link_to_each_other_say_so(ask: Get, path: Path) -> None:
    news, deck = document(ask, path, "jaunums-1.html"), document(ask, path, "slaidi-2019.pdf")
    there = next(link for link in news.select("a") if link.get_text() == "Semināra slaidi")
    assert ask(there["href"]).status_code == 200
    back = deck.find("h2", string="What links here").find_next("a")
    assert back.get_text() == "Mediatoru seminārs Ventspilī"


def test_slides_stand_beside_their_text(ask: Get, path: Path) -> None:
    page = document(ask, path, "slaidi-2019.pdf")
    slides = page.select(".page")
    assert len(slides) == 2
    assert all(slide.select_one("img") and slide.select_one("[id^=p]") for slide in slides)
    picture = ask(slides[0].select_one("img")["src"])
    assert (picture.content, picture.headers["content-type"]) == (PIXELS, "image/webp")
    assert "immutable" in picture.headers["cache-control"]


def test_a_quote_is_outlined_on_its_slide(ask: Get, path: Path) -> None:
    db = Database(path)
    [event] = db.query("select id from events where kind = 'seminar'")
    db.close()
    page = BeautifulSoup(ask(f"/hronika/events/{event['id']}").text, "lxml")
    [slide] = page.select(".quote .slide")
    boxes = slide.select("rect")
    assert [(float(box["x"]), float(box["y"])) for box in boxes] == [(0.0, 0.1)]  # the third line of the first page
    assert 0 < float(boxes[0]["width"]) < 1
    assert slide["href"].endswith("#p3")


def test_only_pictures_are_given_as_pictures(ask: Get) -> None:
    for address in (f"/picture/{hashlib.sha256(b'page').hexdigest()}/1", f"/picture/{'0' * 64}/1", "/picture/x/1"):
        assert ask(address).status_code == 404


def test_a_long_document_has_parts(ask: Get, path: Path) -> None:
    first, second = document(ask, path, "bez-datuma.txt"), document(ask, path, "bez-datuma.txt", "?part=2")
    assert len(first.select(".reading [id^=p]")) == PART
    assert len(second.select(".reading [id^=p]")) == 20
    assert second.find(id=f"p{PART + 1}")
    assert [one.get_text() for one in second.select(".parts > *")] == ["1", "2"]
    for odd in ("?part=0", "?part=99", "?part=x", "?part=%C2%B2"):
        assert document(ask, path, "bez-datuma.txt", odd).select(".reading [id^=p]")


def test_a_page_remembers_nothing_that_changed(ask: Get, path: Path) -> None:
    before = BeautifulSoup(ask("/").text, "lxml").select_one(".holds").get_text()
    assert "3 events" in before
    db = Database(path)
    db.execute(
        "insert into events (id, name, kind, status, start_date, end_date, precision, online, confidence)"
        " values ('new', 'Jauns', 'camp', 'held', '2024-01-01', '2024-01-01', 'day', 0, 1)"
    )
    db.conn.commit()
    db.close()
    after = BeautifulSoup(ask("/").text, "lxml").select_one(".holds").get_text()
    assert "4 events" in after
    assert "2018–2024" in after


def test_other_events_there_are_the_nearest_however_many() -> None:
    db = Database(memory=True)
    migrate(db)
    rows = [(str(year), f"{year}-05-01") for year in range(2001, 2021)]
    told = "insert into events values (?, 'x', 'camp', 'held', ?, ?, 'day', 0, null, null, null, null, 1)"
    db.conn.executemany(told, [(id_, start, start) for id_, start in rows])
    db.execute("insert into places (id, name, kind) values ('riga', 'Rīga', 'city'), ('cesis', 'Cēsis', 'town')")
    there = [(id_, "cesis" if id_ == "2011" else "riga", start) for id_, start in rows]
    db.conn.executemany("insert into event_places values (?, ?, ?)", [*there, ("2009", "cesis", "2009-05-01")])

    async def ask(sql: str, merge: Merge | None = None, **values: Any) -> list[dict[str, Any]]:
        return list(db.query(sql, values))

    event = {"id": "2010", "start_date": "2010-05-01"}
    found = asyncio.run(event_page.of_places(ask, event, ["riga"]))
    assert sorted(row["id"] for row in found) == ["2006", "2007", "2008", "2009", "2012", "2013"]
    found = asyncio.run(event_page.of_places(ask, event, ["cesis", "riga"]))
    assert [row["id"] for row in found] == ["2009", "2011", "2008", "2012", "2007", "2013"]
    assert asyncio.run(event_page.of_places(ask, event, [])) == []
    many = [f"place-{number}" for number in range(400)]  # a statement has no room for so many walks
    assert asyncio.run(event_page.of_places(ask, event, ["riga", *many]))
