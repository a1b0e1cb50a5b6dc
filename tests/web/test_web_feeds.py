"""Feeds of events, read by parsers that did not write them; imprecise dates stay imprecise, hostile text is text."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
import vobject
from bs4 import BeautifulSoup
from chronicle import HOSTILE, place_id
from icalendar import Calendar
from lxml import etree
from sqlite_utils import Database

from db.export.about import About
from db.export.stories import Story
from web import feeds, i18n
from web.event_list import Listed, Wanted, period, wanted
from web.plugins.feeds import FORMS, without_formulas

Get = Callable[..., Any]

ABOUT = About("Hronika", "A chronicle.", "1.2", "2026-01-02T10:00:07Z", "CC0", "https://example.org/cc0", "Web", {})


def story(**facts: Any) -> Story:
    """A seminar of one day that one document tells of; its ``places`` and ``evidence`` may be others."""
    places = facts.pop("places", [])
    quote = {
        "quote": "Notika seminārs.", "title": "Ziņa", "url": "https://www.example.lv/a", "document_id": "d1",
        "version": 1, "fetched": "2024-05-01T10:00:00.250Z", "published": None, "sha256": "00",
    }  # fmt: skip
    evidence = [quote | more for more in facts.pop("evidence", [{}])]
    event = {
        "id": "e1", "name": "Seminārs", "kind": "seminar", "status": "held", "start_date": "2019-11-21",
        "end_date": "2019-11-21", "precision": "day", "online": 0, "participants": None, "organiser": None,
        "project": None, "summary": None, "confidence": 0.9,
    }  # fmt: skip
    return Story(event | facts, places, [], [], evidence)


def feed(*stories: Story, total: int | None = None) -> feeds.Feed:
    listed = Listed(list(stories), len(stories) if total is None else total)
    root = "https://hronika.example"
    return feeds.Feed(listed, ABOUT, f"{root}/events.x", f"{root}/", lambda _, table: f"{root}/{table[0]}/")


def entry(**facts: Any) -> Any:
    """How another parser reads the calendar entry of one event."""
    calendar = vobject.readOne(feeds.icalendar(feed(story(**facts))).decode())
    assert calendar.validate(raiseException=True)
    return calendar.vevent


def test_a_day_ends_the_day_after() -> None:
    read = entry()
    assert (read.dtstart.value, read.dtend.value) == (date(2019, 11, 21), date(2019, 11, 22))
    assert read.dtstart.params == {"VALUE": ["DATE"]} or read.dtstart.value_param == "DATE"
    assert (read.summary.value, read.status.value, read.sequence.value) == ("Seminārs", "CONFIRMED", "0")
    assert entry(end_date="2019-11-30").dtend.value == date(2019, 12, 1)


@pytest.mark.parametrize(
    ("precision", "end", "after", "said"),
    [
        ("month", "2019-11-30", date(2019, 12, 1), "Seminārs (2019. gada novembrī; diena nav zināma)"),
        ("year", "2019-12-31", date(2020, 1, 1), "Seminārs (2019. gadā; diena un mēnesis nav zināmi)"),
    ],
)
def test_a_month_is_a_month_and_a_year_a_year(precision: str, end: str, after: date, said: str) -> None:
    fall_silent = i18n.speak("lv")
    start = "2019-01-01" if precision == "year" else "2019-11-01"
    read = entry(precision=precision, start_date=start, end_date=end)
    fall_silent()
    assert (read.dtstart.value, read.dtend.value) == (date.fromisoformat(start), after)
    assert (read.summary.value, read.transp.value) == (said, "TRANSPARENT")


@pytest.mark.parametrize(
    ("status", "shown"), [("held", "CONFIRMED"), ("planned", "TENTATIVE"), ("cancelled", "CANCELLED")]
)
def test_what_became_of_it(status: str, shown: str) -> None:
    assert entry(status=status).status.value == shown


def test_an_entry_is_the_same_until_its_documents_change() -> None:
    before, after = entry(), entry(evidence=[{"version": 3, "fetched": "2025-01-01T00:00:00Z"}, {"version": 3}])
    assert before.uid.value == after.uid.value == "e1@hronika"
    assert (before.sequence.value, after.sequence.value) == ("0", "2")
    assert before.last_modified.value == before.dtstamp.value == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert after.last_modified.value == datetime(2025, 1, 1, tzinfo=UTC)


def test_where_it_was() -> None:
    riga = {"id": "r", "name": "Rīga", "latitude": 56.95, "longitude": 24.11}
    talsi = {"id": "t", "name": "Talsi", "latitude": None, "longitude": None}
    assert entry(places=[riga]).geo.value == "56.95;24.11"
    both = entry(places=[riga, talsi])
    assert both.location.value == "Rīga, Talsi"
    assert not hasattr(both, "geo")
    points = json.loads(feeds.geojson(feed(story(places=[riga, talsi]), story(places=[riga, riga]), story())))
    shapes = [one["geometry"] and one["geometry"]["type"] for one in points["features"]]
    assert shapes == ["Point", "MultiPoint", None]
    assert points["features"][0]["geometry"]["coordinates"] == [24.11, 56.95]


@pytest.mark.parametrize(
    "text", [HOSTILE, "a\r\nEND:VEVENT\r\nBEGIN:VEVENT", "a,b;c\\n", "\x00\x0b\x1b\ud800\uffff", "]]>&amp;"]
)
def test_hostile_text_is_text(text: str) -> None:
    hostile = feed(story(name=f"X{text}", evidence=[{"quote": text, "title": text}]))
    calendar = feeds.icalendar(hostile).decode()
    assert calendar.splitlines().count("BEGIN:VEVENT") == calendar.splitlines().count("END:VEVENT") == 1
    assert vobject.readOne(calendar).vevent.summary.value == feeds.clean(f"X{text}")
    read = feedparser.parse(feeds.atom(hostile), sanitize_html=False)
    assert not read.bozo
    content = BeautifulSoup(read.entries[0].content[0].value, "lxml")
    assert not content.find_all(["script", "img"])
    assert content.blockquote.p.text == feeds.clean(text)


def test_all_lines_are_folded() -> None:
    calendar = feeds.icalendar(feed(story(name="ā" * 300)))
    assert all(len(line) <= 75 for line in calendar.split(b"\r\n"))
    assert b"\n" not in calendar.replace(b"\r\n", b"")


ATOM = "{http://www.w3.org/2005/Atom}"


def test_atom_has_all_that_it_must() -> None:
    """RFC 4287, 4.1.1 and 4.1.2: one id, title and updated each; an author; links of which one is the page."""
    written = feeds.atom(feed(story(), story(id="e2", precision="month")))
    root = etree.fromstring(written)
    for element in (root, *root.findall(f"{ATOM}entry")):
        assert all(len(element.findall(f"{ATOM}{name}")) == 1 for name in ("id", "title", "updated"))
        rels = [link.get("rel", "alternate") for link in element.findall(f"{ATOM}link")]
        assert rels.count("alternate") == 1
    assert root.find(f"{ATOM}author/{ATOM}name").text == "Web"
    read = feedparser.parse(written)
    assert (read.bozo, read.version, read.feed.rights) == (False, "atom10", "CC0 (https://example.org/cc0)")
    assert read.feed.updated == read.entries[0].updated == "2024-05-01T10:00:00+00:00"
    assert [one.link for one in read.entries] == ["https://hronika.example/e/e1", "https://hronika.example/e/e2"]
    assert read.entries[0].id != read.entries[1].id
    assert "Notika seminārs." in read.entries[0].content[0].value


SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))


@pytest.mark.parametrize("query", ["", "?from=2019&q=mediatori", "?id=none", "?q=%22%3E%3Cb%3E&_lang=lv"])
def test_atom_is_as_the_standard_has_it(get: Get, query: str) -> None:
    SCHEMA.assertValid(etree.fromstring(get(f"/events.atom{query}").content))


def test_the_schema_sees_what_is_wrong() -> None:
    root = etree.fromstring(feeds.atom(feed(story())))
    assert SCHEMA.validate(root)
    root.find(f"{ATOM}entry/{ATOM}updated").text = "2019-11"
    assert not SCHEMA.validate(root)


def test_an_empty_list() -> None:
    assert feedparser.parse(feeds.atom(feed())).feed.updated == "2026-01-02T10:00:07+00:00"
    assert Calendar.from_ical(feeds.icalendar(feed())).walk("VEVENT") == []
    assert json.loads(feeds.geojson(feed()))["features"] == []


def test_a_list_that_is_cut_says_so() -> None:
    assert "hronika export" in feeds.icalendar(feed(story(), total=2000)).decode().replace("\r\n ", "")
    assert "hronika export" not in feeds.icalendar(feed(story())).decode().replace("\r\n ", "")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2019", ("2019-01-01", "2019-12-31")),
        ("2020-02", ("2020-02-01", "2020-02-29")),
        ("2019-11-21", ("2019-11-21", "2019-11-21")),
    ],
)
def test_periods(text: str, days: tuple[str, str]) -> None:
    assert period(text) == days


@pytest.mark.parametrize("text", ["x", "2019-13", "2019-02-30", "0000", "19", "2019-11-21 or 1"])
def test_what_is_no_period(text: str, get: Get) -> None:
    with pytest.raises(ValueError, match=r"."):
        wanted({"from": [text]})
    assert get(f"/events.ics?from={text}").status_code == 400


def test_nothing_asked_is_all() -> None:
    assert wanted({"from": [" "], "q": [""], "other": ["x"]}) == Wanted()


def names(get: Get, query: str) -> set[str]:
    answer = get(f"/events.json?{query}")
    assert answer.status_code == 200, answer.text
    return {event["name"].removesuffix(HOSTILE).strip() for event in answer.json()["events"]}


SEMINAR, MEETING, SHOW = "Seminārs romu mediatoriem", "Konference tiešsaistē", "Izstāde"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {SEMINAR, MEETING, SHOW}),
        ("from=2019", {SEMINAR, MEETING}),
        ("from=2018-06&to=2019-11-21", {SEMINAR, SHOW}),
        ("kind=seminar", {SEMINAR}),
        (f"place={place_id('Ventspils', 'city')}", {SEMINAR}),
        ("organisation=kulturas-ministrija", {SEMINAR}),
        ("organisation=nav", set()),
        ("project=dialoga-platforma", {SEMINAR}),
        ("q=mediatoriem", {SEMINAR}),
        ("q=mediatori&kind=conference", set()),
        ("q=nekadtadavarda", set()),
        ("id=%27%20or%201=1--", set()),
        ("source=nav", set()),
    ],
)
def test_filters(get: Get, database: Database, query: str, found: set[str]) -> None:
    if query.startswith("project="):
        query = f"project={next(iter(database.query('select id from projects')))['id']}"
    assert names(get, query) == found


def test_single_events(get: Get, database: Database) -> None:
    ids = [row["id"] for row in database.query("select id from events order by start_date limit 2")]
    assert names(get, f"id={ids[0]}&id={ids[1]}") == {SHOW, SEMINAR}


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("ics", "text/calendar"),
        ("atom", "application/atom+xml"),
        ("geojson", "application/geo+json"),
        ("csv", "text/csv"),
        ("json", "application/json"),
    ],
)
def test_each_form_says_what_it_is(get: Get, form: str, media_type: str) -> None:
    answer = get(f"/events.{form}?kind=exhibition")
    assert (answer.status_code, answer.headers["content-type"]) == (200, f"{media_type}; charset=utf-8")
    assert form != "atom" or HOSTILE not in answer.text


@pytest.mark.parametrize("form", FORMS)
def test_who_has_it_already_is_told_so(get: Get, form: str) -> None:
    first = get(f"/events.{form}")
    again = get(f"/events.{form}", headers={"accept-language": "en", "if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = get(f"/events.{form}?kind=seminar", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


def test_feeds_of_the_site_validate(get: Get) -> None:
    calendar = vobject.readOne(get("/events.ics").text)
    assert calendar.validate(raiseException=True)
    assert len(calendar.vevent_list) == 3
    read = feedparser.parse(get("/events.atom?from=2018").content)
    assert not read.bozo
    assert {link.rel for link in read.feed.links} == {"self", "alternate"}
    for one in read.entries:
        page = get(one.link.removeprefix("http://localhost"))
        assert page.status_code == 200


@pytest.mark.parametrize(
    ("table", "sql"),
    [
        ("places", "select place_id as id from event_places join events on id = event_id where kind = 'seminar'"),
        ("organisations", "select organisation_id as id from event_organisations where role = 'participant'"),
        ("projects", "select project_id as id from events where project_id is not null"),
    ],
)
def test_pages_lead_to_the_feeds_of_their_events(get: Get, database: Database, table: str, sql: str) -> None:
    page = BeautifulSoup(get(f"/hronika/{table}/{next(iter(database.query(sql)))['id']}").text, "lxml")
    links = [link["href"] for link in page.select(".export a[href^='/events.']")]
    assert {link.partition("?")[0] for link in links} == {f"/events.{form}" for form in FORMS}
    assert [event["name"] for event in get(links[-1]).json()["events"]] == [SEMINAR]


def test_the_table_has_no_formulas(get: Get) -> None:
    rows = list(csv.DictReader(io.StringIO(get("/events.csv").text, newline="")))
    assert len(rows) == 3
    assert {row["precision"] for row in rows} == {"day", "month", "year"}
    table = feeds.as_csv(feed(story(name="=1+1", evidence=[{"quote": "@x"}]))).decode()
    assert next(csv.DictReader(io.StringIO(table, newline="")))["name"] == "'=1+1"


def test_formulas_of_datasette_are_disarmed(get: Get) -> None:
    sql = "select '=1%2B1' as a, -5 as b, '%2B371 6' as c, '-x,\"y\"' as d".replace(" ", "+")
    rows = list(csv.reader(io.StringIO(get(f"/hronika.csv?sql={sql}").text, newline="")))
    assert rows == [["a", "b", "c", "d"], ["'=1+1", "-5", "'+371 6", '\'-x,"y"']]


@pytest.mark.parametrize("path", ["/hronika/documents.csv?_stream=on", "/hronika/counts_of.csv?unit=x"])
def test_other_cells_of_datasette_stay(get: Get, database: Database, path: str) -> None:
    rows = list(csv.DictReader(io.StringIO(get(path).text, newline="")))
    texts = {row["text"] for row in database.query("select text from documents")}
    assert {row["text"] for row in rows} == (texts if "documents" in path else set())


def test_rows_that_come_in_pieces() -> None:
    """However an answer is cut, it is read row by row."""
    whole = 'a,"=b\r\nc"\r\n=d,"x ""y"""\r\n'

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
        for letter in whole:
            await send({"type": "http.response.body", "body": letter.encode(), "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    sent: list[bytes] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message.get("body", b""))

    scope = {"type": "http", "path": "/hronika/events.csv", "query_string": b""}
    asyncio.run(without_formulas(app)(scope, None, send))
    assert b"".join(sent).decode() == 'a,"\'=b\r\nc"\r\n\'=d,"x ""y"""\r\n'
