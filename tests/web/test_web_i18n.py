"""The site in two languages: which a visitor gets, and that nothing on it lacks its Latvian."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from bs4 import BeautifulSoup

from web import i18n
from web.serve import METADATA, NAME, WEB

METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]


@pytest.fixture
def latvian() -> Iterator[None]:
    fall_silent = i18n.speak("lv")
    yield
    fall_silent()


def test_every_text_has_its_latvian() -> None:
    keywords = {"_": None, "ngettext": (1, 2)}
    found = extract_from_dir(WEB, METHODS, keywords=keywords, options_map={})
    texts = {text if isinstance(text, str) else text[0] for _, _, text, _, _ in found}
    translated = {i18n.key(message) for message in i18n.catalogue("lv") if message.string and all(message.string)}
    assert len(texts) > 5
    assert sorted(texts - translated) == []


@pytest.mark.parametrize(
    ("asked", "cookie", "accept", "lang"),
    [
        (None, None, None, "lv"),
        (None, None, "en-GB,en;q=0.8", "en"),
        (None, None, "de, lv;q=0.5, en;q=0.7", "en"),
        (None, None, "en;q=0, de", "lv"),
        (None, None, "en;q=x, ;;, *", "lv"),
        (None, "lv", "en", "lv"),
        ("en", "lv", "lv", "en"),
        ("xx", "yy", "zz", "lv"),
    ],
)
def test_which_language(asked: str | None, cookie: str | None, accept: str | None, lang: str) -> None:
    assert i18n.chosen(asked, cookie, accept) == lang


def test_the_language_is_remembered(get: Callable[..., Any]) -> None:
    asked = get("/about?_lang=lv")
    assert BeautifulSoup(asked.text, "lxml").html["lang"] == asked.headers["content-language"] == "lv"
    assert asked.headers["set-cookie"].startswith("lang=lv;")
    later = get("/about", headers={"accept-language": "en", "cookie": "other=1; lang=lv"})
    assert later.headers["content-language"] == "lv"
    assert "set-cookie" not in later.headers
    assert get("/about?_lang=<b>").headers["content-language"] == "en"


def test_every_page_can_be_read_in_the_other_language(get: Callable[..., Any]) -> None:
    for path in ("/", "/hronika/events?kind=seminar", "/hronika/timeline", "/search?q=romu", "/about"):
        switch = BeautifulSoup(get(path).text, "lxml").select_one(".languages a")
        assert switch["lang"] == "lv"
        other = BeautifulSoup(get(path.partition("?")[0] + switch["href"]).text, "lxml")
        assert other.html["lang"] == "lv"
        assert other.select_one(".languages a")["lang"] == "en"


@pytest.mark.usefixtures("latvian")
def test_numbers_days_and_names_as_latvian_has_them() -> None:
    assert i18n.number(12345.5) == "12\N{NO-BREAK SPACE}345,5"
    assert i18n.day("2019-11-21T10:00:00Z") == "2019. gada 21. novembris"
    assert (i18n.day(None), i18n.day("agrāk")) == ("", "agrāk")
    names = ["Zilupe", "Čornaja", "Ādaži", "Cēsis", "Aloja", "Ķekava", "Kuldīga"]
    assert sorted(names, key=i18n.collation) == [
        "Ādaži", "Aloja", "Cēsis", "Čornaja", "Kuldīga", "Ķekava", "Zilupe",
    ]  # fmt: skip


def test_tables_and_questions_have_their_latvian() -> None:
    told = json.loads(METADATA.read_text(encoding="utf-8"))["databases"][NAME]
    visible = [table for table in told["tables"].values() if not table.get("hidden")]
    described = [told, *visible, *told["queries"].values()]
    texts = {text for one in described for text in (one["title"], one["description"])}
    asked = [parameter for query in told["queries"].values() for parameter in query.get("parameters", {}).values()]
    texts |= {text for one in asked for text in (one["label"], one["hint"])}
    texts |= {meaning for table in visible for meaning in table["columns"].values()}
    assert sorted(texts - {i18n.key(message) for message in i18n.catalogue("lv") if message.string}) == []


def test_sql_sorts_as_a_latvian_dictionary() -> None:
    """Ā goes with a, č comes after c, and case is no matter."""
    connection = sqlite3.connect(":memory:")
    connection.create_collation("latvian", i18n.compare)
    connection.execute("create table names(name)")
    names = ["Čigāni", "Zilupe", "Cēsis", "Āraiši", "abrene", "Ādaži", "Aizpute", "Šķaune", "Saldus"]
    connection.executemany("insert into names values (?)", [[name] for name in names])
    rows = connection.execute("select name from names order by name collate latvian").fetchall()
    assert [name for (name,) in rows] == [
        "abrene", "Ādaži", "Aizpute", "Āraiši", "Cēsis", "Čigāni", "Saldus", "Šķaune", "Zilupe",
    ]  # fmt: skip
