"""Scores against gold, and misses shown in their sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db.load import read_database
from hronika.types import HronikaError
from pipeline import runner
from pipeline.evaluate import Score, evaluate

TEXT = (
    "Kultūras ministrija rīkoja semināru. 2019. gada 14. martā Cēsīs notika seminārs, tajā piedalījās 40 bibliotekāri."
    " Nākamais būs Talsos.\n"
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scored")
    (folder / "seminars.txt").write_text(TEXT, encoding="utf-8")
    runner.ingest([str(folder / "seminars.txt")], folder / "scored.db")
    return folder / "scored.db"


def scored(database: Path, **gold: object) -> dict[str, Score]:
    file = database.with_name("gold.json")
    file.write_text(json.dumps({"seminars": gold}), encoding="utf-8")
    return evaluate(read_database(database), file)


def test_what_is_right_is_counted(database):
    day = {"start": "2019-03-14", "end": "2019-03-14"}
    scores = scored(
        database,
        dates=[{"text": "2019. gada 14. martā", **day, "precision": "day"}],
        places={"required": ["Cēsis", "Talsi"], "optional": []},
        events=[{**day, "places": ["Cēsis"], "kind": "seminar"}],
    )
    assert {kind: (score.right, score.errors) for kind, score in scores.items() if score.right} == {
        "dates": (1, []),
        "places": (2, []),
        "events": (1, []),
    }


@pytest.mark.parametrize(
    ("gold", "kind", "said"),
    [
        (
            {"counts": [{"text": "40", "value": 41, "unit": ["bibliotekārs"], "qualifier": "exact"}]},
            "counts",
            [
                "not in gold: text 40 bibliotekāri, value 40.0, qualifier exact, unit bibliotekārs",
                "2019. gada 14. martā Cēsīs notika seminārs, tajā piedalījās »40 bibliotekāri«.",
                "missed: text 40, value 41, unit ['bibliotekārs'], qualifier exact",
                "2019. gada 14. martā Cēsīs notika seminārs, tajā piedalījās »40« bibliotekāri.",
            ],
        ),
        (
            {"organisations": {"required": ["Kultūras ministrija", "Nākamais"]}},
            "organisations",
            ["missed: name Nākamais", "»Nākamais« būs Talsos."],
        ),
        (
            {"events": [{"start": "2019-03-14", "end": "2019-03-14", "places": ["Talsi"], "kind": "seminar"}]},
            "events",
            [
                "not in gold: name Seminārs Cēsīs, start 2019-03-14, end 2019-03-14, online 0, places ['Cēsis']",
                "»2019. gada 14. martā Cēsīs notika seminārs, tajā piedalījās 40 bibliotekāri.«",
                "missed: start 2019-03-14, end 2019-03-14, places ['Talsi'], kind seminar",
                "»2019. gada 14. martā« Cēsīs notika seminārs, tajā piedalījās 40 bibliotekāri.",
            ],
        ),
    ],
    ids=["counts", "names", "events"],
)
def test_a_miss_is_shown_in_its_sentence(database, gold, kind, said):
    lines = [line for error in scored(database, **gold)[kind].errors for line in error.splitlines()]
    assert [line.strip().removeprefix(f"seminars: {kind}: ") for line in lines] == said


def test_what_the_text_has_no_words_for_is_named_alone(database):
    errors = scored(database, places={"required": ["Cēsis", "Talsi", "Valka"]})["places"].errors
    assert errors == ["seminars: places: missed: name Valka"]


def test_a_file_that_is_no_gold_is_refused(database):
    file = database.with_name("list.json")
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(HronikaError, match="is no gold file"):
        evaluate(read_database(database), file)
