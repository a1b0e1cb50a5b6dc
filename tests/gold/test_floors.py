"""Extraction quality as a gate: the sample against its floors, and the real documents where they are at hand."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from db.load import read_database
from pipeline import runner
from pipeline.evaluate import evaluate

HERE = Path(__file__).parent
SHARED = HERE.parents[1].parent / "shared"
BARS = ("dates=0.98", "counts=0.95", "places=0.97", "organisations=0.95", "events=0.92")


FLOORS = tomllib.loads((HERE / "floors.toml").read_text())
#: Where the documents of a gold file are, if they are no registered source.
TARGETS = {gold: gold if gold == "sample" else str(HERE / gold) for gold in FLOORS}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of all gold documents."""
    db = tmp_path_factory.mktemp("gold") / "gold.db"
    runner.ingest(TARGETS.values(), db)
    return db


@pytest.mark.parametrize(("gold", "kind"), [(gold, kind) for gold, kinds in FLOORS.items() for kind in kinds])
def test_gold_is_read_as_well_as_its_floors_say(read, gold, kind):
    score = evaluate(read_database(read), HERE / f"{gold}.json")[kind]
    assert score.f1 >= FLOORS[gold][kind], "\n".join(score.errors)


#: What does not add up in the gold documents, and nothing else: each was judged by reading.
FINDINGS = [
    ("event-dates-disagree", "one document dates it 2018-10-11, another 2018-10-12"),
    ("listed-otherwise", "The text says astoņiem novadiem, but lists 7."),
    ("listed-otherwise", "The text says septiņas Latgales pašvaldības, but lists 6."),
    ("parts-exceed-total", "The parts add up to 13 (7 + 6), more than their total of 12."),
    ("parts-exceed-total", "The parts add up to 24 (15 + 9), more than their total of 21."),
    ("parts-exceed-total", "The parts add up to 60 (31 + 14 + 9 + 6), more than their total of 58."),
    ("weekday", "The text says Wednesday, but 2019-11-07 was a Thursday."),
]
FINDINGS_OF_SEEDS = [
    ("event-dates-disagree", "2019-01-23 to 2019-01-25, and elsewhere 2018-01-23 to 2018-01-25."),
    ("listed-otherwise", "The text says 15 pašvaldībām, but lists 12."),
    ("outside-project", "is dated 2018-05-24, outside its project's time, 2018-07-15 to 2019-07-14."),
]


def findings(db: Path) -> list[tuple[str, str]]:
    return sorted((row["kind"], row["message"]) for row in read_database(db).table("findings").rows)


def test_gold_gives_no_false_alarm(read):
    found = findings(read)
    assert [kind for kind, _ in found] == [kind for kind, _ in FINDINGS], found
    assert all(told.endswith(message) for (_, told), (_, message) in zip(found, FINDINGS, strict=True))


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the real documents are not beside this checkout")
def test_real_documents_reach_the_bars(tmp_path):
    db = tmp_path / "seeds.db"
    runner.ingest([str(SHARED / "seeds")], db)
    bars = [part for bar in BARS for part in ("--min", bar)]
    scorer = [sys.executable, SHARED / "gold" / "score.py", SHARED / "gold" / "seeds.json", db, "--errors"]
    scored = subprocess.run([*map(str, scorer), *bars], capture_output=True, text=True, check=False)
    assert scored.returncode == 0, scored.stdout
    ours = {kind: score.f1 for kind, score in evaluate(read_database(db), SHARED / "gold" / "seeds.json").items()}
    lines = [line.split() for line in scored.stdout.splitlines() if line.split()[:1] and line.split()[0] in ours]
    theirs = {line[0]: float(line[3]) for line in lines}
    assert theirs == {kind: round(f1, 3) for kind, f1 in ours.items()}
    found = findings(db)
    assert [kind for kind, _ in found] == [kind for kind, _ in FINDINGS_OF_SEEDS], found
    assert all(told.endswith(message) for (_, told), (_, message) in zip(found, FINDINGS_OF_SEEDS, strict=True))
