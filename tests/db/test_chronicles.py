"""Several files searched as one: the strictest reading of a query that any of them answers, the best answers first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from made import document, event, load_all

from db.chronicles import chronicle_files, search_files
from db.load import open_database
from hronika.types import HronikaError, Reading
from pipeline.cli import main

TEXTS = {
    "2019": "Seminārs par mežu notika Cēsīs 2019. gada 5. maijā.",
    "2020": "Konference par jūru notika Liepājā. Seminārs bija citur.",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("chronicles")
    for year, text in TEXTS.items():
        db = open_database(path / f"{year}.db")
        parts = [f"{sentence.rstrip('.')}." for sentence in text.split(". ")] if year == "2020" else [text]
        doc = document(*parts, origin=f"{year}.txt")
        told = (event(doc, text, "Seminārs par mežu", "2019-05-05"),) if year == "2019" else ()
        load_all(db, [Reading(doc, events=told)])
        db.close()
    (path / "2019.pictures.db").write_bytes(b"")
    return path


def origins(folder: Path, query: str, limit: int = 20) -> list[str]:
    return [hit.origin for _, hit in search_files(chronicle_files(folder), query, limit)]


def test_a_folder_has_its_chronicles_and_a_file_itself(folder: Path) -> None:
    assert [file.name for file in chronicle_files(folder)] == ["2019.db", "2020.db"]
    assert chronicle_files(folder / "nowhere.db") == [folder / "nowhere.db"]


def test_all_files_answer(folder: Path) -> None:
    assert set(origins(folder, "seminari")) == {"2019.txt", "2020.txt"}
    assert origins(folder, "mežs") == ["2019.txt"]
    assert origins(folder, "jūra") == ["2020.txt"]
    assert len(origins(folder, "seminari", limit=1)) == 1


def test_words_spread_over_a_document_answer_only_where_none_has_them_together(folder: Path) -> None:
    """In one file as in several: „konference” and „seminārs” stand in different passages of the second."""
    assert set(origins(folder, "konference seminārs")) == {"2020.txt"}
    assert origins(folder, "notika seminārs") == ["2019.txt"]


def test_the_command_says_which_file_has_an_answer(folder: Path, tmp_path: Path) -> None:
    found = CliRunner().invoke(main, ["search", "seminari", "--json", "--db", str(folder)])
    rows = [json.loads(line) for line in found.output.splitlines()]
    assert {row["chronicle"] for row in rows} == {"2019.db", "2020.db"}
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    alone = CliRunner().invoke(main, ["search", "seminari", "--json", "--db", str(folder / "2019.db")])
    assert "chronicle" not in json.loads(alone.output.splitlines()[0])
    for verb in (["search", "seminari"], ["serve"]):
        wrong = CliRunner().invoke(main, [*verb, "--db", str(tmp_path)])
        assert wrong.exit_code == 1
        assert "There is no chronicle in the folder" in wrong.output


def test_a_file_that_cannot_be_read_is_not_left_out_in_silence(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "2018.db").write_bytes(b"not a database, but words enough to be a file of some length" * 20)
    with pytest.raises(HronikaError, match="not a Hronika database"):
        chronicle_files(tmp_path)
