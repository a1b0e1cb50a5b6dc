"""Models chosen by name: Stanza reads documents end to end, and what is missing or broken is said in one line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from shutil import copytree, rmtree

import pytest
from command import run
from sqlite_utils import Database

from pipeline import language, models

DATA = Path(__file__).parents[1] / "data" / "stanza"
PAGE = """2019. gada 14. martā Cēsīs notika seminārs „Grāmata rokā”, tajā piedalījās 40 bibliotekāri no Valmieras.

To rīkoja Kultūras ministrija."""


@pytest.fixture(autouse=True)
def loaded_anew():
    """Every test loads what it asks for, and the next one reads with our own model again."""
    models.load.cache_clear()
    yield
    models.load.cache_clear()
    language._chosen = "full"
    language.analyse.cache_clear()


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """A copy of the tiny models, where Stanza looks for its packages."""
    pytest.importorskip("stanza", reason="needs pip install 'hronika[stanza]'")
    folder = tmp_path / "stanza"
    copytree(DATA, folder)
    monkeypatch.setenv("STANZA_RESOURCES_DIR", str(folder))
    return folder


def refusal(*arguments: object) -> str:
    """The one line that the command says when it cannot go on."""
    lines = run(*arguments, status=1).splitlines()
    assert len(lines) == 1
    return lines[0]


def test_stanza_reads_documents(tiny, tmp_path):
    page, db = tmp_path / "page.txt", tmp_path / "chronicle.db"
    page.write_text(PAGE, encoding="utf-8")
    assert "1 added" in run("ingest", page, "--model", "stanza", "--db", db)
    kept = Database(db)
    assert [row["value"] for row in kept["counts"].rows] == [40]
    assert [row["start_date"] for row in kept["events"].rows] == ["2019-03-14"]
    places = kept.query("select name from places join place_mentions on place_id = places.id")
    assert {row["name"] for row in places} == {"Cēsis", "Valmiera"}
    version = models.version("stanza")
    assert [row["model"] for row in kept["runs"].rows] == [version]
    assert "nothing has changed" in run("ingest", page, "--model", "stanza", "--db", db)
    run("verify", "--db", db)


def test_another_model_reads_again(tiny, tmp_path):
    page, db = tmp_path / "page.txt", tmp_path / "chronicle.db"
    page.write_text(PAGE, encoding="utf-8")
    run("ingest", page, "--model", "stanza", "--db", db)
    run("extract", "--model", "fast", "--db", db)
    read = Database(db).query("select model_version from documents")
    assert [row["model_version"] for row in read] == [models.version("fast")]


def test_without_stanza_the_error_says_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "stanza", None)
    said = refusal("ingest", "sample", "--model", "stanza", "--db", tmp_path / "chronicle.db")
    assert said.endswith("pip install 'hronika[stanza]'")
    assert said == refusal("models", "fetch", "stanza")


@pytest.mark.parametrize("missing", [".", "resources.json", "lv", "lv/lemma", "lv/depparse/lvtb.pt"])
def test_without_its_package_the_error_says_how_to_fetch_it(tiny, tmp_path, missing):
    gone = tiny / missing
    rmtree(gone) if gone.is_dir() else gone.unlink()
    said = refusal("ingest", "sample", "--model", "stanza", "--db", tmp_path / "chronicle.db")
    assert f"is not in {tiny}" in said
    assert said.endswith("hronika models fetch stanza")
    assert not (tmp_path / "chronicle.db").exists()


@pytest.mark.parametrize("broken", ["resources.json", "lv/tokenize/lvtb.pt", "lv/depparse/lvtb.pt"])
@pytest.mark.parametrize("content", [b"", b"\x00\xff not what it was", "half"])
def test_a_broken_package_is_said_to_be_broken(tiny, tmp_path, caplog, broken, content):
    file = tiny / broken
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2] if content == "half" else content)
    said = refusal("ingest", "sample", "--model", "stanza", "--db", tmp_path / "chronicle.db")
    assert f"cannot use the Latvian package in {tiny}" in said
    assert said.endswith("hronika models fetch stanza")
    assert not caplog.records  # nor does Stanza say it again


def test_a_package_of_another_form_is_said_to_be_unusable(tiny, tmp_path):
    (tiny / "resources.json").write_text(json.dumps({"lv": {"lang_name": "Latvian"}}), encoding="utf-8")
    assert "cannot use the Latvian package" in refusal(
        "ingest", "sample", "--model", "stanza", "--db", tmp_path / "c.db"
    )


def test_the_list_tells_versions_and_sizes(tiny):
    listed = run("models", "list")
    assert [line.split()[0] for line in listed.splitlines() if line[0] != " "] == list(models.NAMES)
    assert all(purpose in listed for purpose in models.PURPOSES.values())
    size = sum(file.stat().st_size for file in tiny.rglob("*.pt")) / 1e6
    assert f"{models.version('stanza')}, {size:.1f} MB" in listed


def test_the_list_tells_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "stanza", None)
    listed = run("models", "list")
    assert "stanza  not ready: " in listed
    assert "lv_hronika-full" in listed


def test_fetching_downloads_where_stanza_looks(tiny, tmp_path, monkeypatch):
    empty = tmp_path / "empty"
    monkeypatch.setenv("STANZA_RESOURCES_DIR", str(empty))
    asked = []

    def download(language, model_dir, processors):
        asked.append((language, processors))
        copytree(tiny, model_dir)

    monkeypatch.setattr("stanza.download", download)
    said = run("models", "fetch", "stanza")
    assert asked == [("lv", "tokenize,pos,lemma,depparse")]
    assert said.startswith(models.version("stanza"))


def test_fetching_without_internet_fails_in_one_line(tiny, monkeypatch):
    def download(*_, **__):
        raise OSError("HTTPSConnectionPool: Max retries exceeded\n(Caused by a name that is not resolved)")

    monkeypatch.setattr("stanza.download", download)
    said = refusal("models", "fetch", "stanza")
    assert "could not be downloaded" in said
    assert "connection to the internet" in said


def test_what_ships_with_hronika_is_not_fetched():
    with pytest.raises(models.ModelError, match="ships with Hronika"):
        models.fetch("full")


@pytest.mark.parametrize("name", ["full", "fast"])
def test_the_version_is_known_before_the_model_is_loaded(name):
    assert models.version(name) == f"lv_hronika-{name}-{models.load(name).meta['version']}"
