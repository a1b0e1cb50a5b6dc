"""A document keeps its identity when its page moves, has all addresses that show it, and is gone when told so twice."""

from __future__ import annotations

import hashlib
import itertools
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from made import CODE, MODEL, document, dump
from sqlite_utils import Database

from db import captures, crawls, identity
from db.ids import document_id
from db.load import load_reading, open_database
from db.settle import settle
from hronika.types import Capture, Reading
from sources.archive import ArchivedCapture

HOST = "https://www.km.gov.lv"
BODIES: dict[str, str] = {}  # by capture, as the archive would have them
OLD, NEW, OTHER = f"{HOST}/lv/vecais", f"{HOST}/lv/jaunais", f"{HOST}/lv/cits"


def answer(day: int, url: str, status: int = 200, text: str = "Teksts.", location: str | None = None) -> Capture:
    """What a crawl on a day of January was answered."""
    body = text.encode()
    return Capture(
        origin=url, body=body, sha256=hashlib.sha256(body).hexdigest(), fetched=f"2024-01-{day:02d}T10:00:00.000Z",
        source_id="km", url=url, status=status, media_type="text/html", location=location, crawl_id=crawl(day),
    )  # fmt: skip


def crawl(day: int) -> str:
    return f"km-202401{day:02d}T090000000000Z"


def take(db: Database, *answers: Capture) -> None:
    """Record answers and read them as a run does; the whole text is the document."""
    number = db.table("captures").count
    captures.record_missing_captures(
        db, ((ArchivedCapture("a", offset, 1), one) for offset, one in enumerate(answers, number))
    )
    BODIES.update({captures.capture_id(one): one.body.decode() for one in answers})
    with db.atomic():
        rows = [*captures.stale_captures(db, CODE, MODEL)]
        while True:
            for row in [db.table("captures").get(id_) for id_ in rows]:
                read = Reading(document(BODIES[row["id"]], origin=row["origin"], url=row["url"]))
                load_reading(db, read, row["id"], CODE, MODEL)
            captures.repeat_readings(db)
            if not (rows := identity.assign(db)):
                break
        settle(db)


def documents(db: Database) -> list[dict[str, Any]]:
    return list(db.query("select id, url, gone, last_seen, version from documents order by url"))


def addresses(db: Database) -> dict[str, str]:
    return {row["url"]: row["kind"] for row in db.table("document_urls").rows}


def test_a_moved_page_keeps_its_identity(db: Database) -> None:
    take(db, answer(1, OLD))
    take(db, answer(2, OLD, 301, location=NEW), answer(2, NEW, text="Teksts, papildināts."))
    [row] = documents(db)
    assert (row["id"], row["url"], row["version"]) == (document_id(OLD, ""), NEW, 2)
    assert addresses(db) == {OLD: "former", NEW: "current"}
    take(db, answer(3, OLD, 301, location=NEW), answer(3, NEW, text="Vēl jaunāks."))
    assert [row["version"] for row in documents(db)] == [3]


def test_a_chain_of_redirects_is_one_move(db: Database) -> None:
    take(db, answer(1, OLD))
    take(db, answer(2, OLD, 301, location=OTHER), answer(2, OTHER, 308, location=NEW), answer(2, NEW, text="Cits."))
    assert [(row["id"], row["url"]) for row in documents(db)] == [(document_id(OLD, ""), NEW)]
    assert addresses(db) == {OLD: "former", OTHER: "former", NEW: "current"}


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_redirect_for_now_moves_nothing(db: Database, status: int) -> None:
    take(db, answer(1, OLD))
    take(db, answer(2, OLD, status, location=NEW), answer(2, NEW, text="Cita lapa."))
    assert len(documents(db)) == 2


def test_a_page_sent_to_one_that_was_there_already_does_not_become_it(db: Database) -> None:
    take(db, answer(1, OLD), answer(1, NEW, text="Sākumlapa."))
    take(db, answer(2, OLD, 301, location=NEW), answer(2, NEW, text="Sākumlapa."))
    assert {row["id"] for row in documents(db)} == {document_id(OLD, ""), document_id(NEW, "")}


def test_a_circle_of_redirects_ends(db: Database) -> None:
    take(db, answer(1, OLD))
    take(db, answer(2, OLD, 301, location=NEW), answer(2, NEW, 301, location=OLD))
    assert [row["url"] for row in documents(db)] == [OLD]


def test_two_addresses_with_one_content_are_one_document_while_they_are(db: Database) -> None:
    take(db, answer(1, OLD), answer(1, OTHER))
    [row] = documents(db)
    assert row["id"] == document_id(OTHER, "")  # captured at once: the first of the alphabet
    assert addresses(db) == {OTHER: "current", OLD: "copy"}
    take(db, answer(2, OLD, text="Tikai vecais."), answer(2, OTHER))
    assert [(row["url"], row["version"]) for row in documents(db)] == [(OTHER, 1), (OLD, 2)]
    take(db, answer(3, OLD), answer(3, OTHER))
    assert len(documents(db)) == 1


def test_the_order_of_answers_does_not_show(tmp_path: Path) -> None:
    answers = [answer(1, OLD), answer(1, OTHER), answer(1, NEW, text="Jauns.")]
    later = [answer(2, OLD, 301, location=NEW), answer(2, OTHER, 304), answer(2, NEW, text="Vēl jaunāks.")]
    dumps = []
    for number, (one, two) in enumerate(itertools.product(*map(itertools.permutations, (answers, later)))):
        database = open_database(tmp_path / f"{number}.db")
        take(database, *one)
        take(database, *two)
        rows = dump(database)
        rows["captures"] = []  # where each lies is all that differs
        dumps.append(rows)
        database.close()
    assert all(one == dumps[0] for one in dumps)


def test_what_is_confirmed_was_seen_then_and_not_read_again(db: Database) -> None:
    take(db, answer(1, OLD))
    take(db, answer(2, OLD, 304))
    [row] = documents(db)
    assert (row["last_seen"][:10], row["version"]) == ("2024-01-02", 1)
    assert [*captures.stale_captures(db, CODE, MODEL)] == []


def test_a_page_that_flips_back_shows_its_first_text_again(db: Database) -> None:
    take(db, answer(1, OLD, text="Pirmais."))
    take(db, answer(2, OLD, text="Otrais."))
    take(db, answer(3, OLD, text="Pirmais."))
    assert [row["text"] for row in db.table("documents").rows] == ["Pirmais."]
    assert db.view("document_versions").count == 2


def test_a_page_is_gone_when_two_crawls_in_a_row_miss_it(db: Database) -> None:
    take(db, answer(1, OLD), answer(1, OTHER, text="Cits."))
    take(db, answer(2, OLD, 404), answer(2, OTHER, 404))
    assert {row["gone"] for row in documents(db)} == {None}
    take(db, answer(3, OLD, 410), answer(3, OTHER, 500))
    gone = {row["url"]: row["gone"] for row in documents(db)}
    assert gone == {OLD: "2024-01-01T10:00:00.000Z", OTHER: None}  # a server in trouble removes nothing
    take(db, answer(4, OLD, text="Atkal te."))
    assert {row["gone"] for row in documents(db)} == {None}


def test_a_moved_page_is_gone_from_where_it_moved_to(db: Database) -> None:
    take(db, answer(1, OLD))
    take(db, answer(2, OLD, 301, location=NEW), answer(2, NEW))
    for day in (3, 4):
        take(db, answer(day, OLD, 301, location=NEW), answer(day, NEW, 404))
    assert [row["gone"] for row in documents(db)] == ["2024-01-02T10:00:00.000Z"]


def test_versions_say_what_changed(db: Database) -> None:
    take(db, answer(1, OLD, text="Pirmā rinda.\nOtrā rinda.\nTrešā rinda."))
    take(db, answer(2, OLD, text="Pirmā rinda.\nCita rinda.\nTrešā rinda."))
    changes = [row["difference"] for row in db.view("document_versions").rows_where(order_by="version")]
    assert changes == [None, "@@ -1,3 +1,3 @@\n Pirmā rinda.\n-Otrā rinda.\n+Cita rinda.\n Trešā rinda."]


def test_a_crawl_that_was_interrupted_goes_on(db: Database) -> None:
    first = crawls.begin_crawl(db, "km", datetime(2024, 1, 1, 9, tzinfo=UTC))
    assert first == crawl(1)
    assert crawls.begin_crawl(db, "km", datetime(2024, 1, 2, 9, tzinfo=UTC)) == first
    take(db, answer(1, OLD))
    crawls.finish_crawl(db, first)
    assert db.table("crawls").get(first)["finished"] == "2024-01-01T10:00:00.000Z"
    assert crawls.begin_crawl(db, "km", datetime(2024, 1, 2, 9, tzinfo=UTC)) == crawl(2)
