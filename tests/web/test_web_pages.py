"""The pages people see: words instead of JSON and numbers, links instead of keys, and no markup out of a text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from chronicle import HOSTILE
from datasette.app import Datasette
from datasette.utils import path_from_row_pks
from sqlite_utils import Database

from db.migrations import migrate
from web.plugins.cells import LISTS, PARENTS, REFERENCES

Get = Callable[[str], Any]

SCHEMA = Database(memory=True)
migrate(SCHEMA)
TABLES = [
    name
    for name in [*SCHEMA.table_names(), *SCHEMA.view_names()]
    if not name.startswith(("_", "passages_fts", "events_fts", "kept"))
]


def soup(response: Any) -> BeautifulSoup:
    """The page, which must be whole: no error, no script, no raw JSON, nothing undefined."""
    assert response.status_code == 200, response.text
    page = BeautifulSoup(response.text, "lxml")
    assert page.html["lang"] == "en"
    assert all(script["type"] == "application/ld+json" for script in page.find_all("script"))
    assert all(image["src"].startswith("/picture/") for image in page.find_all("img"))
    assert not page.select("[style]")
    assert not [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert not page.select("a[href^='javascript']")
    words = page.main.get_text(" ")
    assert not re.search(r"\[\s*\"|\{\s*\"|\bNone\b|Traceback", words)
    return page


def page_of(get: Get, database: Database, table: str, where: str) -> BeautifulSoup:
    id_ = next(iter(database.query(f"select id from {table} where {where}")))["id"]
    return soup(get(f"/hronika/{table}/{id_}"))


def test_home_tells_what_this_is_and_where_to_begin(get: Get, database: Database) -> None:
    page = soup(get("/"))
    assert page.select_one("form[role=search]")["action"] == "/search"
    holds = page.select_one(".holds").get_text(" ", strip=True)
    for told in ("3 events", "(2018–2020)", "4 documents", "2 places", "2 January 2026"):
        assert told in holds
    bars = [bar.select_one(".told").get_text() for bar in page.select(".bar")]
    assert bars == ["2018: 1 event", "2019: 1 event", "2020: 1 event"]
    assert {point["aria-label"] for point in page.select("svg.map a")} == {"Rīga: 1 event", "Ventspils: 1 event"}
    assert page.select_one(".events a")["href"].startswith("/hronika/documents/")
    for address in {link["href"] for link in page.select("a[href^='/']")}:
        assert get(address).status_code == 200


def test_home_opens_a_year_by_its_months(get: Get) -> None:
    page = soup(get("/?year=2019"))
    assert page.select_one(".bar[aria-current]").select_one(".told").get_text() == "2019: 1 event"
    months = [bar for bar in page.select(".bars")[1].select(".bar") if bar.name == "a"]
    assert [bar.select_one(".told").get_text() for bar in months] == ["Nov: 1 event"]
    listed = soup(get(months[0]["href"]))
    assert [hit.get_text() for hit in listed.select(".hit.event h2 a")] == ["Seminārs romu mediatoriem"]
    assert "only the year is known: 1" in soup(get("/?year=2018")).get_text()
    assert len(soup(get("/?year=%3Cb%3E")).select(".bars")) == 1


@pytest.mark.parametrize("table", TABLES)
def test_tables(get: Get, database: Database, table: str) -> None:
    page = soup(get(f"/hronika/{table}"))
    assert len(page.select("tbody tr")) == database[table].count > 0
    names = [cell.get_text(strip=True) for cell in page.select("thead th")]
    assert len(set(names)) == len(names)
    whole = soup(get(f"/hronika/{table}?_all=1"))
    assert {cell["data-column"] for cell in whole.select("td")} >= {column.name for column in SCHEMA[table].columns}
    assert len(get(f"/hronika/{table}.json?_shape=array").json()) == database[table].count


@pytest.mark.parametrize("table", [name for name in TABLES if name not in SCHEMA.view_names()])
def test_rows(get: Get, database: Database, table: str) -> None:
    keys = SCHEMA.table(table).pks
    for row in database.table(table).rows:
        page = soup(get(f"/hronika/{table}/{path_from_row_pks(row, keys, False)}"))
        assert page.h1.get_text(strip=True)


def test_every_link_of_a_row_leads_somewhere(get: Get, database: Database) -> None:
    for table in ("events", "documents", "findings", "counts"):
        page = page_of(get, database, table, "1 limit 1")
        for address in {link["href"].partition("#")[0] for link in page.main.select("a[href^='/']")}:
            assert get(address).status_code == 200, address


def test_an_event_is_told_in_words(get: Get, database: Database) -> None:
    page = page_of(get, database, "events", "kind = 'seminar'")
    words = page.main.get_text(" ", strip=True)
    for told in (
        "2019. gada 21.–22. novembrī", "21–22 November 2019", "Ventspils", "Kultūras ministrija", "Jūras vārti",
        "Anna Paraudziņa (departamenta direktore)", "Dialoga platforma",
    ):  # fmt: skip
        assert told in words
    rows = [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in page.select(".came tbody tr")]
    assert rows == [
        ["dalībnieki", "25", "„25 dalībnieki”"],
        ["of these mediatori", "14", "„14 mediatori”"],
    ]
    assert [mark.get_text() for mark in page.select(".quote mark")] == [
        "2019. gada 21.–22. novembrī Ventspilī notika romu mediatoru seminārs.",
        "Seminārs romu mediatoriem Ventspilī, 2019. gada 21.–22. novembrī",
    ]
    sources = {link.get_text() for link in page.select("figcaption cite a")}
    assert sources == {"Mediatoru seminārs Ventspilī", "Dialoga platforma: paveiktais"}
    anchor = page.select_one("figcaption cite a")["href"]
    assert soup(get(anchor.partition("#")[0])).find(id=anchor.partition("#")[2])
    assert {link.get_text() for link in page.select("figcaption a[rel=external]")} == {"the original page"}
    [capture] = page.select("figcaption a[href*=captures]")[:1]
    digest = next(iter(database.query("select sha256 from captures where id = ?", [capture["href"][-16:]])))["sha256"]
    assert digest in page.select_one("#cite").get_text()
    calendar = page.select_one(".actions a")["href"]
    assert calendar == f"/events.ics?id={page.select_one('.export a')['href'][-21:-5]}"


def test_a_date_is_never_made_more_exact(get: Get, database: Database) -> None:
    month = page_of(get, database, "events", "precision = 'month'").main.get_text()
    assert "2020. gada martā" in month
    assert "no day, only the month" in month
    year = page_of(get, database, "events", "precision = 'year'").main.get_text()
    assert "2018. gadā" in year
    assert "no month or day, only the year" in year


def test_a_document_shows_its_text_and_what_it_says(get: Get, database: Database) -> None:
    page = page_of(get, database, "documents", "title = 'Mediatoru seminārs Ventspilī'")
    assert page.select_one(".reading h3").get_text() == "Mediatoru seminārs Ventspilī"
    assert len(page.select(".reading p.list_item")) == 2
    marked = {(mark.get_text(), mark["title"]) for mark in page.select(".reading .m")}
    assert marked >= {
        ("2019. gada 21.–22. novembrī", "2019-11-21 – 2019-11-22"), ("25 dalībnieki", "25 dalībnieki"),
        ("Ventspilī", "Ventspils"), ("Kultūras ministrija", "Kultūras ministrija"),
    }  # fmt: skip
    assert page.select_one(".reading a.m-place")["href"].startswith("/hronika/places/")
    assert {box["id"] for box in page.select(".legend input")} == {
        f"show-{kind}" for kind in ("date", "count", "place", "organisation", "person", "event")
    }
    style = get("/static/pages.css").text
    assert all(f"#{box['id']}:not(:checked)" in style for box in page.select(".legend input"))
    assert page.select_one(".events a").get_text() == "Seminārs romu mediatoriem"


def test_a_place_lists_its_events(get: Get, database: Database) -> None:
    page = page_of(get, database, "places", "name = 'Ventspils'")
    [bar] = page.select("a.bar")
    assert [hit.get_text() for hit in soup(get(bar["href"])).select(".hit.event h2 a")] == ["Seminārs romu mediatoriem"]
    assert [link.get_text() for link in page.select(".events a[href*='/events/']")] == ["Seminārs romu mediatoriem"]


def test_cells_are_in_words(get: Get) -> None:
    findings = soup(get("/hronika/findings"))
    assert len(findings.select("td[data-column=evidence] li[lang=lv]")) == 4
    dates = soup(get("/hronika/dates?_all=1&_facet=approximate"))
    assert {cell.get_text() for cell in dates.select("td[data-column=approximate]")} == {"yes", "no"}
    assert {link.get_text() for link in dates.select("#facet-approximate a")} >= {"yes", "no"}
    readings = soup(get("/hronika/event_readings?_all=1"))
    assert "Kultūras ministrija (organiser)" in readings.get_text()
    counts = soup(get("/hronika/counts"))
    assert {cell.get_text() for cell in counts.select("td[data-column=value]")} == {"120", "25", "14"}


def test_references_are_the_foreign_keys_of_the_schema() -> None:
    for table in SCHEMA.table_names():
        for key in SCHEMA.table(table).foreign_keys:
            target = PARENTS[table] if key.column == "parent_id" else REFERENCES[key.column]
            assert target == key.other_table
    assert all(column in SCHEMA.table(table).columns_dict for table, column in LISTS)


def test_hostile_text_stays_text(get: Get, database: Database) -> None:
    for path in ("/", "/search?q=izstāde", "/hronika/find_passages?words=izstades", "/hronika/quotes_for_event"):
        assert HOSTILE in soup(get(path)).get_text()
    for table in ("documents", "events"):
        page = page_of(get, database, table, "name like '%script%'" if table == "events" else "title like '%script%'")
        assert HOSTILE in page.h1.get_text()
    page = soup(get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E"))
    assert "<script>alert(1)</script>" in page.get_text() + page.find("input")["value"]


def test_linked_data_of_hostile_text_are_data(get: Get, database: Database) -> None:
    page = page_of(get, database, "events", "name like '%script%'")
    [script] = page.find_all("script")
    data = json.loads(script.string)
    assert data["name"] == page.h1.get_text()
    assert data["startDate"] == data["endDate"] == "2018"
    assert data["organizer"][0]["name"] == f"Biedrība {HOSTILE}"
    assert page.main is not None


def test_mistakes_are_answered_in_words(get: Get) -> None:
    missing = get("/hronika/nekas")
    assert missing.status_code == 404
    assert "Not found" in missing.text
    wrong = get("/hronika?sql=select+nekas+from+events")
    assert wrong.status_code == 400
    assert "no such column" in wrong.text


def test_nothing_comes_from_elsewhere(get: Get) -> None:
    page = soup(get("/"))
    sheets = [link["href"] for link in page.find_all("link") if "stylesheet" in link["rel"]]
    assert sheets[0] == "/static/hronika.css"
    for sheet in sheets:
        style = get(sheet)
        assert style.status_code == 200
        assert "url(" not in style.text
        assert "@import" not in style.text


def test_the_database_keeps_its_name(pages: Datasette, chronicle_path: Any) -> None:
    assert chronicle_path.stem != "hronika"
    assert [name for name in pages.databases if name != "_internal"] == ["hronika"]
