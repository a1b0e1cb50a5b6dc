"""What a changed reader makes stale, and that the next run reads again with that reader and no other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from db.load import read_database
from pipeline import plan, versions, workers
from pipeline.cli import main

NEWS = """Seminārs „Lasīšana skolā”

2019. gada 14. martā Valmierā notika seminārs „Lasīšana skolā”, kurā piedalījās 42 skolotāji no Cēsīm un Limbažiem.
Semināru rīkoja Kultūras ministrija.
"""


@pytest.fixture
def parts() -> Iterator[dict[str, dict[str, Any]]]:
    """The versions of the parts, to be raised; the processes that read know nothing of it."""
    known = versions._parts()
    kept = {name: dict(part) for name, part in known.items()}
    yield known
    known.clear()
    known.update(kept)


def test_every_field_of_a_reading_has_a_reader_behind_those_it_stands_on() -> None:
    names = versions.readers()
    assert set(names) == {
        "dates", "counts", "places", "organisations", "people", "projects", "events", "findings",
    }  # fmt: skip
    assert all(names.index(below) < names.index(name) for name in names for below in versions.stands_on(name))


def test_a_changed_reader_takes_those_along_that_stand_on_it(parts: dict[str, dict[str, Any]]) -> None:
    before = versions.described()
    assert versions.outdated(before) == frozenset()
    parts["people"]["version"] += 1
    assert versions.outdated(before) == {"people", "places", "events", "findings"}
    parts["formats"]["version"] += 1
    assert versions.outdated(before) == set(versions.readers())


def test_what_is_known_of_no_version_is_read_by_all() -> None:
    assert versions.outdated("") == versions.outdated("0.2.0") == set(versions.readers())


def rows(db: Path) -> dict[str, list[tuple[Any, ...]]]:
    tables = (
        "documents",
        "passages",
        "dates",
        "counts",
        "place_mentions",
        "organisation_mentions",
        "events",
        "findings",
    )
    found = read_database(db)
    columns = {name: [c for c in found.table(name).columns_dict if c != "code_version"] for name in tables}
    return {name: sorted(found.execute(f"select {', '.join(columns[name])} from {name}"), key=repr) for name in tables}


def test_only_the_changed_reader_reads_again(
    tmp_path: Path, parts: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text(NEWS, encoding="utf-8")
    db = tmp_path / "made.db"
    first = CliRunner().invoke(main, ["ingest", str(tmp_path / "pages"), "--db", str(db), "--model", "fast"])
    assert first.exit_code == 0, first.output
    before = rows(db)
    assert before["counts"]
    assert before["events"]
    with closing(sqlite3.connect(db)) as spoiling, spoiling:
        for table in ("dates", "counts", "place_mentions"):
            spoiling.execute(f"update {table} set rule = 'spoiled'")
    parts["dates"]["version"] += 1
    handed = []
    read_all = workers.read_all
    monkeypatch.setattr(
        workers, "read_all", lambda jobs, *rest: read_all((handed.append(job) or job for job in jobs), *rest)
    )
    again = CliRunner().invoke(main, ["extract", "--db", str(db), "--model", "fast"])
    assert again.exit_code == 0, again.output
    assert (
        "Reading 1 documents again, since dates changed (counts, projects, events, findings stand on that)"
        in again.output
    )
    assert [job.readers for job in handed] == [{"dates", "counts", "projects", "events", "findings"}]
    after = rows(db)
    places = after.pop("place_mentions"), before.pop("place_mentions")
    assert after == before
    assert places[0] != places[1]  # nobody read for places
    known = read_database(db).execute("select code_version from documents").fetchone()
    assert known == (versions.described(),)


def test_what_a_run_costs_is_said_in_words_of_the_size() -> None:
    assert [plan._in_words(seconds) for seconds in (0.2, 89, 600, 7200)] == ["1 s", "89 s", "10 min", "2.0 h"]
