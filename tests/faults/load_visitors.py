"""The visitors of ``load.py``, for Locust: who reads pages, and who asks in SQL what takes for ever."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import ClassVar
from urllib.parse import urlencode

from locust import FastHttpUser, between, task

_CHANCE = random.Random(7)
_NUMBERS = "with recursive n(i) as (select 1 union all select i + 1 from n)"
#: What no machine answers: endless, or deaf to the clock, or with more memory or disk than there is.
SLOW = (
    f"{_NUMBERS} select count(*) from n",
    "select count(*) from places a, places b, places c, places d",
    "select instr(zeroblob(8000000), zeroblob(4000000) || x'01')",
    f"{_NUMBERS} select group_concat(printf('%.*c', 1000000, 'a')) from n",
    f"{_NUMBERS} select count(*), x from (select randomblob(100000) as x from n limit 100000) group by x order by x",
    f"{_NUMBERS} select json_group_array(printf('%.*c', 100000, i)) from n",
    "select zeroblob(1000000000)",
    "select printf('%1000000000d', 1) || hex(randomblob(1000000000))",
    "select a.text from passages a, passages b, passages c where a.text || b.text || c.text like '%a%b%c%d%e%f%g%h%'"
    " order by a.text || b.text || c.text desc",
    "select a.text from passages a, passages b, passages c where a.text || b.text || c.text glob '*a*e*i*o*u*q*'",
)


def _drawn(database: str) -> dict[str, list[str]]:
    """What there is to ask for: rows of each table, and words as often as they stand in the texts."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        drawn = {
            table: [row[0] for row in connection.execute(sql)]
            for table, sql in {
                "events": "select id from events",
                "documents": "select id from documents",
                "places": "select distinct place_id from place_mentions",
                "organisations": "select distinct organisation_id from organisation_mentions",
            }.items()
        }
        texts = " ".join(row[0] for row in connection.execute("select text from documents"))
    return drawn | {"words": [word for word in texts.split() if word.isalpha()]}


_DRAWN = _drawn(os.environ["HRONIKA_LOAD_DB"])


def _one(what: str) -> str:
    return _CHANCE.choice(_DRAWN[what])


def _words() -> str:
    return " ".join(_one("words") for _ in range(_CHANCE.choice((1, 1, 2, 3))))


def _is_told_no_more(event: str) -> bool:
    """Whether nothing tells of an event any longer: a page that has changed may tell another year."""
    sql = "select id from events where id = :id union select event_id from kept_addresses where address = :id"
    with closing(sqlite3.connect(f"file:{os.environ['HRONIKA_LOAD_DB']}?mode=ro", uri=True)) as connection:
        return connection.execute(sql, {"id": event.rpartition("/")[2]}).fetchone() is None


class Reader(FastHttpUser):
    """Reads pages of all kinds, and takes lists and tables along."""

    wait_time = between(0.05, 0.5)
    #: A page's name in the figures, and how its address is drawn.
    pages: ClassVar[dict[str, Callable[[], str]]] = {
        "first page": lambda: "/",
        "search": lambda: f"/search?{urlencode({'q': _words()})}",
        "search, JSON": lambda: f"/search.json?{urlencode({'q': _words()})}",
        "event": lambda: f"/hronika/events/{_one('events')}",
        "document": lambda: f"/hronika/documents/{_one('documents')}",
        "place": lambda: f"/hronika/places/{_one('places')}",
        "organisation": lambda: f"/hronika/organisations/{_one('organisations')}",
        "events, JSON": lambda: f"/events.json?{urlencode({'q': _one('words')})}",
        "calendar": lambda: "/events.ics?from=2019",
        "Atom": lambda: "/events.atom",
        "table with groups": lambda: "/hronika/events?_facet=kind&_facet=precision",
        "table, JSON": lambda: "/hronika/dates.json?_size=100&_sort_desc=start_date",
        "table, CSV": lambda: "/hronika/counts.csv?_size=max",
        "table, search": lambda: f"/hronika/passages?{urlencode({'_search': _one('words')})}",
        "question": lambda: "/hronika/timeline",
        "short SQL": lambda: f"/hronika.json?{urlencode({'sql': 'select kind, count(*) from events group by kind'})}",
        "about": lambda: "/about",
    }

    @task
    def read(self) -> None:
        name, draw = _CHANCE.choice(list(self.pages.items()))
        address = draw()
        with self.client.get(address, name=name, catch_response=True) as answer:
            turned_away = name == "short SQL" and answer.status_code == 503 and "error" in answer.text
            several = name == "event" and answer.status_code == 300
            gone = name == "event" and answer.status_code == 404 and _is_told_no_more(address)
            if answer.status_code == 200 or turned_away or several or gone:
                answer.success()
            else:
                answer.failure(f"{answer.status_code}: {answer.text[:100] if answer.text else answer.error}")


class Hog(FastHttpUser):
    """Asks slow SQL again and again, and must be told that it was stopped, or to come back."""

    fixed_count = int(os.environ["HRONIKA_LOAD_HOGS"])
    weight = 1 if fixed_count else 0
    wait_time = between(0.1, 1)
    network_timeout = connection_timeout = 60

    @task
    def ask(self) -> None:
        address = f"/hronika.json?{urlencode({'sql': _CHANCE.choice(SLOW)})}"
        with self.client.get(address, name="slow SQL", catch_response=True) as answer:
            told = answer.text or ""
            if answer.status_code in (400, 503) and '"ok": false' in told and '"error": ' in told:
                answer.success()
            else:
                answer.failure(f"{answer.status_code}: {told[:100]}")
