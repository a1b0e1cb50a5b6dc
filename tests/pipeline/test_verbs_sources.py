"""``hronika sources`` as a person uses it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from command import run

from db import captures, load
from sources.archive import Archive, Exchange
from sources.sample.server import BASE, SITE, serving

NEWS = "/lv/jaunums/libiesu-nometne-mazirbe"


def crawled(db_path: Path, day: str, *pages: str) -> None:
    """A finished crawl of the sample that has fetched these pages on this day."""
    db = load.open_database(db_path)
    with Archive(db_path.with_name(f"{db_path.stem}.archive")) as archive, db.atomic():
        for number, path in enumerate(pages):
            body = (SITE / f"{path[1:]}.html").read_bytes()
            url, headers = f"{BASE}{path}?page={number}", (("Content-Type", "text/html"),)
            exchange = Exchange(url, f"{day}T00:00:00.000Z", (), 200, "OK", headers, body)
            place, capture = archive.write_exchange(exchange, source_id="sample", crawl_id=day)
            captures.record_capture(db, capture, place)
        db.table("crawls").insert({"id": day, "source_id": "sample", "started": day, "finished": day})
    db.close()


def test_bare_it_lists_the_sources() -> None:
    assert run("sources") == run("sources", "list")
    assert {line.split()[0] for line in run("sources").splitlines()} >= {"km", "lm", "izm", "sif", "sample"}


def test_a_source_from_a_saved_page(tmp_path: Path) -> None:
    page, url = SITE / f"{NEWS[1:]}.html", f"https://www.proba.example{NEWS}"
    said = run("sources", "new", "proba", "--url", url, "--page", page, "--folder", tmp_path / "proba")
    assert f"made {tmp_path}/proba/source.toml" in said
    assert "python -m pytest" in said
    said = run("sources", "check", tmp_path / "proba", "--db", tmp_path / "none.db", status=1)
    assert "not annotated yet" in said
    run("sources", "new", "proba", "--url", url, "--page", page, "--folder", tmp_path / "proba", status=1)


def test_a_source_from_the_net(tmp_path: Path) -> None:
    with serving() as server:
        said = subprocess.run(
            [
                sys.executable, "-c", "from pipeline.cli import main; main()", "sources", "new", "proba", "--local",
                "--url", f"http://{server.address}{NEWS}", "--folder", str(tmp_path / "proba"),
            ],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        asked = [path for path, _ in server.asked]
    assert said.returncode == 0, said.stderr
    assert asked[:2] == ["/robots.txt", NEWS]
    saved = tmp_path / "proba" / "saved" / "libiesu-nometne-mazirbe.html"
    assert saved.read_bytes() == (SITE / f"{NEWS[1:]}.html").read_bytes()
    assert "local = true" in (tmp_path / "proba" / "source.toml").read_text("utf-8")


def test_what_cannot_be_checked_is_said(tmp_path: Path) -> None:
    assert "nothing to look at" in run("sources", "check", "km", "--db", tmp_path / "none.db", status=1)
    assert "is no source" in run("sources", "check", "nobody", status=1)
    run("sources", "check", "--db", tmp_path / "none.db")


@pytest.mark.parametrize(
    ("pages", "what"),
    [
        ([NEWS] * 10, "nothing was found at addresses like ^/en/article/."),
        ([NEWS] * 2, "the newest crawl has 2 pages and files, the one before had 10"),
        ([], "it has yielded no page and no file"),
    ],
)
def test_a_crawl_that_yields_less_is_said(tmp_path: Path, pages: list[str], what: str) -> None:
    db = tmp_path / "a.db"
    crawled(db, "2024-03-01", *[NEWS] * 10)
    crawled(db, "2024-03-08", *pages)
    assert what in run("sources", "check", "sample", "--db", db, status=1)


def test_saved_pages_of_any_folder_can_be_looked_at(tmp_path: Path) -> None:
    none = tmp_path / "none.db"
    assert "as it should be" in run("sources", "check", "km", "--pages", SITE, "--db", none)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_text("<html><body><p>Cita vietne, citas lapas.</p></body></html>", "utf-8")
    said = run("sources", "check", "km", "--pages", tmp_path / "pages", "--db", none, status=1)
    assert "recognises none of 1 pages" in said
