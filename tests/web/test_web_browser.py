"""The site as a browser shows it: the served pages are drawn whole, on a wide screen and on a narrow one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sqlite_utils import Database

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; Debian's package is called chromium"),
]
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip


@pytest.fixture(scope="module")
def address(chronicle_path: Path) -> Iterator[str]:
    """A served site, on any free port."""
    program = "import sys, pathlib; from web.serve import serve; serve(pathlib.Path(sys.argv[1]), '127.0.0.1', 0)"
    server = subprocess.Popen([sys.executable, "-c", program, str(chronicle_path)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    said = server.stdout.readline()
    yield next(word for word in said.split() if word.startswith("http")).rstrip("/")
    server.terminate()
    server.wait(timeout=20)


def shown(url: str, width: int, folder: Path) -> BeautifulSoup:
    """The page as the browser has it after loading; a picture of it is left in the folder."""
    picture = folder / "page.png"
    options = [f"--user-data-dir={folder / 'profile'}", f"--window-size={width},1600", f"--screenshot={picture}"]
    command = [str(CHROMIUM), *QUIET, *options, "--dump-dom", url]
    home = {**os.environ, "HOME": str(folder)}  # a browser writes there whatever its profile is
    done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True, env=home)
    assert picture.stat().st_size > 5000
    return BeautifulSoup(done.stdout, "lxml")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", ["What took place", "Events over time", "Newest documents", "21–22 November 2019"]),
        ("/hronika/findings", ["What does not add up", "Seminārs romu mediatoriem Ventspilī"]),
        ("EVENT", ["2019. gada 21.–22. novembrī", "Ventspils", "Who says so", "Mediatoru seminārs Ventspilī"]),
        ("/search?q=mediatori+ventspili", ["Seminārs romu mediatoriem", "best first"]),
    ],
)
def test_pages_are_drawn(
    address: str, database: Database, tmp_path: Path, width: int, path: str, words: list[str]
) -> None:
    if path == "EVENT":
        event = next(iter(database.query("select id from events where kind = 'seminar'")))
        path = f"/hronika/events/{event['id']}"
    page = shown(address + path, width, tmp_path)
    text = page.body.get_text(" ", strip=True)
    for expected in words:
        assert expected in text
    for unwanted in ("Error", '{"', '["', "Traceback"):
        assert unwanted not in text
    assert page.title.get_text().endswith("Hronika")
