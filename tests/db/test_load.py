"""Loading: the same rows whatever the order, versions of a text, and nothing that is not in the text."""

from __future__ import annotations

import itertools
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from made import CODE, MODEL, capture, document, dump, event, load, load_all, mention, place
from sqlite_utils import Database

from db.captures import (
    known_capture,
    known_failure,
    last_archived,
    record_capture,
    record_missing_captures,
    stale_captures,
    unchanged,
)
from db.ids import document_id
from db.load import load_reading, log_failure, log_run, open_database, read_database
from db.mentions import SpanError
from db.settle import settle
from hronika.types import (
    CountMention,
    DateMention,
    Finding,
    HronikaError,
    Link,
    OrganisationMention,
    PersonMention,
    ProjectMention,
    Reading,
)
from sources.archive import Archive, ArchivedCapture

TEXTS = (
    "# Romu platforma",
    "2020. gada 3. martā Ventspilī Kultūras ministrija rīkoja sanāksmi.",
    "Piedalījās 12 cilvēki, t.sk. pieci pedagogi un biedrības „Saime” vadītāja Anna Bērza.",
)


def full_reading(url: str = "https://km.gov.lv/lv/sanaksme", origin: str = "a.txt") -> Reading:
    doc = document(
        *TEXTS, origin=origin, url=url, title="Sanāksme", links=(Link("https://km.gov.lv/b", "B", "reference"),)
    )
    project = mention(ProjectMention, doc, "Romu platforma", name="Romu platforma", agreement="Nr. 1")
    return Reading(
        doc,
        dates=(
            mention(
                DateMention, doc, "2020. gada 3. martā", start_date="2020-03-03", end_date="2020-03-03", precision="day"
            ),
        ),
        counts=(
            mention(CountMention, doc, "12 cilvēki", value=12, unit="cilvēks", what="cilvēki", kind="people"),
            mention(
                CountMention, doc, "pieci pedagogi", value=5, unit="pedagogs", what="pedagogi", kind="people",
                part_of=doc.text.index("12 cilvēki"),
            ),
        ),
        places=(place(doc, "Ventspilī", "ventspils"),),
        organisations=(
            mention(OrganisationMention, doc, "Kultūras ministrija", name="Kultūras ministrija", organisation_id="km"),
            mention(OrganisationMention, doc, "biedrības „Saime”", name="Saime", kind="association"),
        ),
        people=(mention(PersonMention, doc, "Anna Bērza", name="Anna Bērza", role="vadītāja"),),
        projects=(project,),
        events=(
            event(
                doc, TEXTS[1], "Romu platformas sanāksme", "2020-03-03", place_ids=("ventspils",), participants=12,
                organisations=(("Kultūras ministrija", "organiser"), ("Saime", "participant")),
                people=(("Anna Bērza", "vadītāja"),), counts=(doc.text.index("12 cilvēki"),), project="Romu platforma",
            ),
        ),
        findings=(Finding("parts-exceed-total", "Too many.", ("12 cilvēki",)),),
    )  # fmt: skip


def test_everything_a_document_says_is_kept(db: Database) -> None:
    load_all(db, [full_reading()])
    id_ = document_id("https://km.gov.lv/lv/sanaksme", "a.txt")
    assert db.table("documents").get(id_)["version"] == 1
    assert [row["heading"] for row in db.query("select heading from passages order by number")] == [
        None, "Romu platforma", "Romu platforma",
    ]  # fmt: skip
    parts = list(db.query("select p.text as part, t.text as total from counts p join counts t on t.id = p.part_of"))
    assert parts == [{"part": "pieci pedagogi", "total": "12 cilvēki"}]
    assert {row["id"]: row["parent_id"] for row in db.table("places").rows} == {"ventspils": "latvija", "latvija": None}
    statuses = {row["id"]: (row["status"], row["parent_id"]) for row in db.table("organisations").rows}
    assert statuses == {"km": ("authority", "mk"), "mk": ("authority", None), "saime": ("candidate", None)}
    told = next(iter(db.query("select * from events")))
    assert (told["organiser_id"], told["project_id"], told["participants"]) == ("km", "romu-platforma", 12)
    for table in ("event_documents", "event_places", "event_counts", "event_people", "person_mentions", "findings"):
        assert db.table(table).count == 1, table
    assert db.execute("pragma foreign_key_check").fetchall() == []


def test_loading_twice_changes_nothing(db: Database) -> None:
    load_all(db, [full_reading()])
    before = dump(db)
    load_all(db, [full_reading()])
    assert dump(db) == before


def test_the_order_of_loading_does_not_show(tmp_path: Path) -> None:
    readings = [
        full_reading(),
        full_reading("https://km.gov.lv/b", "b.txt"),
        Reading(document("Cits teksts par Talsiem.", origin="c.txt")),
    ]
    dumps = []
    for number, order in enumerate(itertools.permutations(readings)):
        database = open_database(tmp_path / f"{number}.db")
        load_all(database, order)
        dumps.append(dump(database))
        database.close()
    assert all(one == dumps[0] for one in dumps)


def test_a_changed_text_is_a_new_version_and_an_old_one_stays(db: Database) -> None:
    first, second = (
        Reading(document("Pirmais.", url="https://x.lv/a")),
        Reading(document("Otrais.", url="https://x.lv/a")),
    )
    days = ["2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"]
    outcomes = [load(db, one, day) for one, day in zip((first, second, first), days, strict=True)]
    assert outcomes == ["added", "changed", "changed"]
    versions = [(row["version"], row["text"]) for row in db.query("select * from document_versions order by version")]
    assert versions == [(1, "Pirmais."), (2, "Otrais.")]
    kept = db.query("select text from kept_versions order by version")
    assert [row["text"] for row in kept] == [None, "Otrais."]  # the first stands in documents
    row = next(iter(db.query("select version, text, first_seen, last_seen, fetched from documents")))
    assert row == {
        "version": 1, "text": "Pirmais.", "first_seen": days[0], "last_seen": days[2], "fetched": days[2],
    }  # fmt: skip


def test_versions_do_not_depend_on_the_order_of_captures(tmp_path: Path) -> None:
    captures = [
        (Reading(document(text, url="https://x.lv/a")), f"2024-0{month}-01T00:00:00Z")
        for month, text in ((1, "Pirmais."), (2, "Otrais."), (3, "Pirmais."), (4, "Trešais."))
    ]
    dumps = []
    for number, order in enumerate(itertools.permutations(captures)):
        database = open_database(tmp_path / f"{number}.db")
        with database.atomic():
            for reading, fetched in order:
                load(database, reading, fetched)
            settle(database)
        dumps.append(dump(database))
        database.close()
    assert all(one == dumps[0] for one in dumps)
    assert len(dumps[0]["kept_versions"]) == 3


def test_better_code_replaces_what_was_read(db: Database) -> None:
    load(db, Reading(document("Izvēlne. Teksts.", url="https://x.lv/a")))
    reading = Reading(document("Teksts.", url="https://x.lv/a"))
    [stale] = stale_captures(db, "code-2", MODEL)
    load_reading(db, reading, stale, "code-2", MODEL)
    assert [row["text"] for row in db.view("document_versions").rows] == ["Teksts."]
    assert [*stale_captures(db, "code-2", MODEL)] == []


def test_a_capture_read_as_another_document_leaves_none_behind(db: Database) -> None:
    load_all(db, [full_reading(url="https://km.gov.lv/wrong")])
    [stale] = stale_captures(db, "code-2", MODEL)
    with db.atomic():
        load_reading(db, full_reading(), stale, "code-2", MODEL)
        settle(db)
    assert [row["id"] for row in db.table("documents").rows] == [document_id("https://km.gov.lv/lv/sanaksme", "")]
    assert db.table("events").count == 1


@pytest.mark.parametrize(
    ("shift", "words"), [(1, "2020. gada 3. martā"), (0, "2020. gada 4. martā")], ids=["offsets", "text"]
)
def test_a_mention_that_is_not_its_span_is_refused(db: Database, shift: int, words: str) -> None:
    doc = document(*TEXTS)
    start = doc.text.index("2020") + shift
    wrong = DateMention(start, start + len(words), words, "some-rule", 0.9, "2020-03-03", "2020-03-03", "day")
    with pytest.raises(SpanError, match=r"a\.txt: rule some-rule"):
        load(db, Reading(doc, dates=(wrong,)))
    assert db.table("documents").count == 0


def test_a_place_that_no_list_knows_is_refused(db: Database) -> None:
    doc = document(*TEXTS)
    with pytest.raises(HronikaError, match="not in the gazetteer"):
        load(db, Reading(doc, places=(place(doc, "Ventspilī", "nowhere"),)))


def test_rows_that_nothing_mentions_any_more_go(db: Database) -> None:
    load_all(db, [full_reading()])
    with db.atomic():
        load(db, Reading(document("Nekas.", url="https://km.gov.lv/lv/sanaksme")), "2025-01-01T00:00:00Z")
        settle(db)
    for table in ("places", "organisations", "people", "projects", "events", "findings", "event_readings"):
        assert db.table(table).count == 0, table


def test_links_find_the_document_of_their_address(db: Database) -> None:
    urls = ("https://km.gov.lv/lv/media/7/download?attachment", "https://km.gov.lv/lv/b/#top", "https://cits.lv/")
    page = document(
        "Lapa.", origin="a", url="https://km.gov.lv/lv/a", links=tuple(Link(u, "", "reference") for u in urls)
    )
    deck = document("Prezentācija.", origin="m", url="https://km.gov.lv/lv/media/7/download")
    other = document("Otra.", origin="b", url="https://km.gov.lv/lv/b")
    load_all(db, [Reading(page), Reading(deck), Reading(other)])
    targets = {row["url"]: row["target_document_id"] for row in db.table("links").rows}
    assert targets == {urls[0]: document_id(deck.url, ""), urls[1]: document_id(other.url, ""), urls[2]: None}


def test_names_of_candidates_are_those_given_most_often(db: Database) -> None:
    readings = []
    for number, (name, acronym) in enumerate([("romu centrs", None), ("Romu Centrs", "RC"), ("Romu Centrs", None)]):
        doc = document("Romu centrs strādā.", origin=str(number))
        centre = mention(OrganisationMention, doc, "Romu centrs", name=name, acronym=acronym)
        readings.append(Reading(doc, organisations=(centre,)))
    load_all(db, readings)
    [row] = db.table("organisations").rows
    assert (row["id"], row["name"], row["acronym"], row["status"]) == ("romu-centrs", "Romu Centrs", "RC", "candidate")


def test_two_mentions_of_one_span_are_two_rows(db: Database) -> None:
    doc = document("Talsos un Ventspilī.")
    load_all(db, [Reading(doc, places=(place(doc, "Talsos", "talsi"), place(doc, "Talsos", "ventspils")))])
    ids = [row["id"].removeprefix(document_id(None, "a.txt")) for row in db.table("place_mentions").rows]
    assert ids == ["-p0-6", "-p0-6.2"]


def test_what_was_captured_and_read_is_known(db: Database) -> None:
    reading = Reading(document("Teksts."))
    load(db, reading)
    taken = capture("Teksts.")
    known = known_capture(db, "a.txt", None, taken.sha256)
    assert known is not None
    assert known_capture(db, "a.txt", None, "0" * 64) is None
    assert unchanged(db, known, CODE, MODEL)
    assert not unchanged(db, known, "code-2", MODEL)


def test_a_failure_is_remembered_until_the_code_changes(db: Database) -> None:
    taken = capture("x")
    id_ = record_capture(db, taken, ArchivedCapture("hronika-000001.warc.gz", 5, 1))
    log_run(db, "run", command="ingest", started="2024-01-01T00:00:00Z")
    log_failure(db, "run", "read", "UnreadableError", "is encrypted", "a.txt", capture=id_, code_version=CODE)
    log_run(db, "run", failed=1)
    assert db.table("runs").get("run")["command"] == "ingest"
    assert known_failure(db, id_, CODE) == "is encrypted"
    assert [*stale_captures(db, CODE, MODEL)] == []
    assert [*stale_captures(db, "code-2", MODEL)] == [id_]


def test_each_capture_of_a_page_fails_by_itself(db: Database) -> None:
    log_run(db, "run", command="ingest", started="2024-01-01T00:00:00Z")
    for offset, text in enumerate(("x", "y")):
        id_ = record_capture(db, capture(text), ArchivedCapture("hronika-000001.warc.gz", offset, 1))
        log_failure(db, "run", "read", "UnreadableError", text, "a.txt", capture=id_, code_version=CODE)
    assert sorted(row["message"] for row in db.table("failures").rows) == ["x", "y"]
    assert [*stale_captures(db, CODE, MODEL)] == []


def test_captures_of_a_killed_run_are_entered(db: Database, tmp_path: Path) -> None:
    with Archive(tmp_path / "archive") as archive:
        first = capture("one", "1.txt")
        record_capture(db, first, archive.write(first))
        archive.write(capture("two", "2.txt"))
        assert record_missing_captures(db, archive.iter_captures(last_archived(db))) == 1
        assert record_missing_captures(db, archive.iter_captures(last_archived(db))) == 0
    assert [row["origin"] for row in db.table("captures").rows_where(order_by="origin")] == ["1.txt", "2.txt"]


def test_an_absent_database_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(HronikaError, match="hronika ingest"):
        read_database(tmp_path / "none.db")
    assert not list(tmp_path.iterdir())


def test_a_database_of_an_older_version_is_told_with_what_to_do(tmp_path: Path) -> None:
    made = open_database(tmp_path / "old.db")
    made.execute("delete from _sqlite_migrations where name = (select max(name) from _sqlite_migrations)")
    made.close()
    with pytest.raises(HronikaError, match="hronika extract --db"):
        read_database(tmp_path / "old.db")


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("nothing of a database " * 100)
    with pytest.raises(HronikaError, match="not a Hronika database"):
        read_database(tmp_path / "text.db")
    with pytest.raises(HronikaError, match="cannot be written"):
        open_database(tmp_path / "text.db")


def test_a_killed_run_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "hronika.db"
    database = open_database(path)
    load_all(database, [Reading(document("Vecais teksts.", url="https://x.lv/a"))])
    before = dump(database)
    database.close()
    script = textwrap.dedent(
        f"""
        import sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from made import document, load
        from db.load import open_database
        from db.settle import settle
        from hronika.types import Reading
        db = open_database({str(path)!r})
        db.begin()
        for number in range(50):
            load(db, Reading(document("Jauns teksts. " * 200, url=f"https://x.lv/{{number}}")), "2025-01-01T00:00:00Z")
        load(db, Reading(document("Jauns teksts.", url="https://x.lv/a")), "2025-01-01T00:00:00Z")
        settle(db)
        print("ready", flush=True)
        sys.stdin.read()
        """
    )
    run = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert run.stdout is not None
    assert run.stdout.readline() == b"ready\n"
    reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    assert reader.execute("select text from documents").fetchall() == [("Vecais teksts.",)]
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    assert reader.execute("select text from documents").fetchall() == [("Vecais teksts.",)]
    reader.close()
    database = open_database(path)
    assert dump(database) == before
    database.close()
