"""A served chronicle, Debian's Chromium to look at it, and the addresses of one page of each kind.

The tests of this folder and ``make screenshots`` share it. Playwright drives the browser of the system; its own
browsers are never downloaded.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ("--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update")
LANGUAGES = ("lv", "en")
SCHEMES = ("light", "dark")
WIDTHS = {"wide": 1280, "narrow": 320}

#: One row of each kind that has a page of its own: the one of which most is told.
ROWS = {
    "event": """
        select 'events', id from events order by (select count(*) from event_counts where event_id = id)
          + (select count(*) from event_organisations where event_id = id)
          + (select count(*) from event_documents where event_id = id) desc, id
    """,
    "document": "select 'documents', id from documents order by kind = 'html' desc, words desc, id",
    "slides": "select 'documents', id from documents order by kind = 'pdf' desc, words desc, id",
    "place": "select 'places', place_id from event_places group by place_id order by count(*) desc, place_id",
    "organisation": """
        select 'organisations', organisation_id from event_organisations group by organisation_id
        order by count(distinct event_id) desc, organisation_id
    """,
    "project": "select 'projects', project_id from events where project_id is not null order by project_id",
    "person": "select 'people', person_id from person_mentions group by person_id order by count(*) desc, person_id",
    "capture": "select 'captures', id from captures where role = 'document' order by id",
    "finding": "select 'findings', id from findings order by id",
}
#: Everything else, by a short name.
PAGES = {
    "home": "/",
    "search": "/search?q=romu+mediatori",
    "search-empty": "/search",
    "search-nothing": "/search?q=qwertyuiop",
    "table": "/hronika/events?_facet=kind&_sort=start_date",
    "filters": "/hronika/documents?kind=html&_facet=kind",
    "passages": "/hronika/passages?_search=seminars",
    "question": "/hronika/events_in_place?place=Ventspils",
    "timeline": "/hronika/timeline",
    "failures": "/hronika/unread",
    "unsure": "/hronika/low_confidence?below=1",
    "sql": "/hronika?sql=select+name,+start_date+from+events+limit+5",
    "sql-error": "/hronika?sql=select+nothing",
    "data": "/hronika",
    "about": "/about",
    "missing": "/nowhere",
}
KINDS = (*PAGES, *ROWS)


@contextmanager
def launched(playwright: Any) -> Iterator[Any]:
    """The system's Chromium, with a home of its own: it writes there whatever its profile is."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as home:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(QUIET), env={**os.environ, "HOME": home}
        )
        yield browser
        browser.close()


@contextmanager
def served(db_path: Path) -> Iterator[str]:
    """The address at which the chronicle is served meanwhile, on any free port."""
    program = "import sys, pathlib; from web.serve import serve; serve(pathlib.Path(sys.argv[1]), '127.0.0.1', 0)"
    server = subprocess.Popen([sys.executable, "-c", program, str(db_path)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        said = server.stdout.readline()
        yield next(word for word in said.split() if word.startswith("http")).rstrip("/")
    finally:
        server.terminate()
        server.wait(timeout=20)


def paths(db_path: Path) -> dict[str, str]:
    """A page of each kind that this chronicle has, by its name."""
    found = dict(PAGES)
    with closing(sqlite3.connect(db_path)) as connection:
        for kind, sql in ROWS.items():
            if row := connection.execute(f"{sql} limit 1").fetchone():
                found[kind] = "/hronika/{}/{}".format(*row)
    return found
