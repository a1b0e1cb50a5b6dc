"""The verb export: a WACZ file of all captures, whose pages are the documents."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from db.captures import record_capture
from db.load import load_reading, open_database
from hronika.types import Block, Capture, Document, Reading
from pipeline.cli import main
from sources.archive import Archive


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A page with an address and a file without."""
    path = tmp_path / "mine.db"
    db = open_database(path)
    with Archive(tmp_path / "mine.archive") as archive, db.atomic():
        for origin, url in (("mape/ā.html", None), ("km/b.html", "https://www.example.lv/b")):
            body = f"<html><body><p>{origin}</p></body></html>".encode()
            sha256 = hashlib.sha256(body).hexdigest()
            capture = Capture(origin, body, sha256, "2024-05-01T10:00:00.000Z", url=url)
            block = Block("paragraph", origin, 0, len(origin))
            document = Document(origin, "html", origin, (block,), url=url, title=f"Par {origin}")
            load_reading(db, Reading(document), record_capture(db, capture, archive.write(capture)), "code", "model")
    db.close()
    return path


def test_the_documents_are_its_pages(database: Path) -> None:
    done = CliRunner().invoke(main, ["export", "--format", "wacz", "--db", str(database)])
    assert (done.exit_code, done.output) == (0, f"{database.with_suffix('.wacz')}: 2 pages, 0.0 MB.\n")
    with zipfile.ZipFile(database.with_suffix(".wacz")) as exported:
        pages = [json.loads(line) for line in exported.read("pages/pages.jsonl").splitlines()[1:]]
        assert json.loads(exported.read("datapackage.json"))["title"] == "Hronika: mine"
    assert [(page["url"], page["title"]) for page in pages] == [
        ("https://www.example.lv/b", "Par km/b.html"),
        ("file:///mape/%C4%81.html", "Par mape/ā.html"),
    ]


def test_it_goes_where_it_is_told(database: Path, tmp_path: Path) -> None:
    output = tmp_path / "other.wacz"
    arguments = ["export", "--format", "wacz", "-o", str(output), "--db", str(database)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert zipfile.is_zipfile(output)


def test_without_captures_it_says_so(database: Path) -> None:
    for file in (database.parent / "mine.archive").glob("*.gz"):
        file.unlink()
    done = CliRunner().invoke(main, ["export", "--format", "wacz", "--db", str(database)])
    assert done.exit_code == 1
    assert "holds no captures" in done.output
    assert not database.with_suffix(".wacz").exists()


@pytest.mark.parametrize("form", ["csv", "jsonl", "datapackage", "geojson", "ftm", "sqlite", "sha256"])
def test_the_chronicle_in_every_form(database: Path, form: str) -> None:
    done = CliRunner().invoke(main, ["export", "--format", form, "--db", str(database)])
    assert done.exit_code == 0, done.output
    assert Path(done.output.split(": ")[0]).stat().st_size > 0


def test_one_table(database: Path, tmp_path: Path) -> None:
    output = tmp_path / "documents.csv"
    arguments = ["export", "--format", "csv", "--table", "documents", "-o", str(output), "--db", str(database)]
    done = CliRunner().invoke(main, arguments)
    assert (done.exit_code, done.output) == (0, f"{output}: 2 rows, 0.0 MB.\n")
    assert output.read_text(encoding="utf-8").startswith("id,source_id,url,")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["csv", "--table", "evnts"], "There is no table evnts. There are captures, "),
        (["geojson", "--table", "events"], "--table goes with csv, jsonl, parquet"),
        (["wacz", "--table", "events"], "leave out --table"),
        (["sqlite", "-o", "mine.db"], "is the chronicle itself"),
        (["csv", "-o", "nowhere/x.zip"], "cannot be written"),
        (["sqlite", "-o", "nowhere/x.sqlite"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said(
    database: Path, arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(database.parent)
    before = database.read_bytes()
    done = CliRunner().invoke(main, ["export", "--format", *arguments, "--db", database.name])
    assert done.exit_code != 0
    assert said in done.output
    assert database.read_bytes() == before
    assert not list(database.parent.glob("*.part"))
