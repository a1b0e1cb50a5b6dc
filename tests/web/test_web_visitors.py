"""SQL that visitors write: cut off where it takes too much, and answered apart, so that nobody else waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from chronicle import MINISTRY
from datasette.app import Datasette

from web import sandbox
from web.visitors import PROCESSES, WAITING

Get = Callable[..., Any]

NUMBERS = "with recursive n(i) as (select 1 union all select i + 1 from n)"
ENDLESS = f"{NUMBERS} select count(*) from n"
#: One instruction that takes hours, in which SQLite looks at no clock.
DEAF = "select instr(zeroblob(8000000), zeroblob(4000000) || x'01')"


def question(sql: str, form: str = "", **values: object) -> str:
    return f"/hronika{form}?{urlencode({'sql': sql, **values})}"


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        (ENDLESS, "took too long"),
        (DEAF, "took too long"),
        (f"select count(*) from {', '.join(f'passages p{number}' for number in range(12))}", "took too long"),
        ("select zeroblob(1000000000)", "too big"),
        (f"{NUMBERS} select group_concat(printf('%.*c', 1000000, 'a')) from n", "took too long"),
        ("select hex(zeroblob(8000000)) || hex(zeroblob(8000000))", "too big"),
        (f"select 'a' like '{'%a' * 501}'", "too complex"),
        (f"select {'(' * 2000}1{')' * 2000}", "stack overflow"),
        ("select 1 from nowhere", "no such table"),
    ],
)
def test_sql_that_takes_too_much_is_cut_off(get: Get, sql: str, said: str) -> None:
    limit = {"_timelimit": 100} if said == "took too long" else {}
    answer = get(question(sql, ".json", **limit))
    assert answer.status_code == 400
    assert said in answer.json()["error"]


@pytest.mark.parametrize("form", ["", ".csv"])
@pytest.mark.parametrize(("sql", "said"), [(ENDLESS, "took too long"), ("select 1 from nowhere", "no such table")])
def test_every_form_says_so(get: Get, sql: str, said: str, form: str) -> None:
    answer = get(question(sql, form, _timelimit=100))
    assert answer.status_code == 400
    assert said in BeautifulSoup(answer.text, "lxml").get_text()


def test_memory_is_limited_as_a_whole(get: Get) -> None:
    texts = ", ".join(["hex(zeroblob(4000000))"] * 12)
    assert "too much memory" in get(question(f"select {texts}", ".json")).json()["error"]


def test_an_answer_has_a_size(get: Get) -> None:
    large = get(question(f"{NUMBERS} select printf('%.*c', 1000000, 'a') from n", ".json", _shape="objects")).json()
    assert large["truncated"]
    assert len(large["rows"]) == sandbox.ANSWER // 1_000_000
    wide = get(question(f"{NUMBERS} select {', '.join(['i'] * 100)} from n", ".json")).json()
    assert wide["truncated"]
    assert len(wide["rows"]) == sandbox.VALUES // 100


def test_a_filter_in_sql_is_cut_off_too(get: Get) -> None:
    endless = get("/hronika/events.json?" + urlencode({"_where": f"({ENDLESS}) > 0", "_timelimit": 50}))
    assert endless.status_code == 400
    assert get("/hronika/events?_where=precision='month'&_facet=kind").status_code == 200


def test_sql_reads_as_it_always_did(get: Get) -> None:
    twice = get(question('select 1 as a, 2 as a, \'x"y\' as "q""r"', ".json", _shape="arrays")).json()
    assert (twice["columns"], twice["rows"]) == (["a", "a", 'q"r'], [[1, 2, 'x"y']])
    found = get(question("select name from organisations where name = :name", ".json", name=MINISTRY)).json()
    assert found["rows"] == [[MINISTRY]]
    sorted_ = get(question("select name from organisations order by name collate latvian", ".csv"))
    assert sorted_.text.splitlines()[1:] == [*sorted(sorted_.text.splitlines()[1:])]
    form = BeautifulSoup(get(question("select :word as said", word="jā")).text, "lxml")
    assert form.select_one("input[name=word]")["value"] == "jā"
    assert form.select_one("td").get_text() == "jā"


def test_nothing_can_be_written_and_nothing_attached(get: Get, tmp_path: Any) -> None:
    for sql in ("with x as (select 1) delete from events", f"attach '{tmp_path}/new.db' as new"):
        assert get(question(sql)).status_code == 400
    assert not list(tmp_path.iterdir())


def test_nobody_waits_for_the_sql_of_others(pages: Datasette) -> None:
    english = {"accept-language": "en"}

    async def crowd() -> tuple[list[Any], list[bool]]:
        slow = [
            asyncio.create_task(pages.client.get(question(sql, ".json", _timelimit=1000), headers=english))
            for sql in (ENDLESS, DEAF) * 6
        ]
        await asyncio.sleep(0.3)
        others = ("/", "/search?q=romu", "/hronika/events?_facet=kind", "/hronika/timeline", "/events.atom")
        served = [(await pages.client.get(path)).status_code == 200 for path in others]
        assert sum(not one.done() for one in slow) >= WAITING, "they were served after the slow ones"
        return await asyncio.gather(*slow), served

    answers, served = asyncio.run(crowd())
    assert all(served)
    refused = [answer for answer in answers if answer.status_code == 503]
    assert len(refused) == len(answers) - PROCESSES - WAITING
    assert {answer.status_code for answer in answers} == {400, 503}
    assert refused[0].json()["error"] == "Too many questions in SQL at once. Ask again in a moment."
    assert int(refused[0].headers["retry-after"]) > 0
