"""Databases of other versions of Hronika: an older one is brought up to date with its rows, a newer one left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from db import event_index, passage_index
from db.load import open_database
from db.migrations import migrations
from pipeline.cli import main
from pipeline.runner import archive_folder
from tests.faults import states
from tests.faults.test_kill_ingest import CAMP, MEETING, READ, SEMINAR, captured, rows
from tests.pipeline.command import run

STEPS = [migration.name for migration in migrations.pending(Database(memory=True))]
#: Full-text indexes hold no rows of their own.
_INDEXES = ("passages_fts", "events_fts")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chronicle that this version made."""
    db = tmp_path_factory.mktemp("fresh") / "a.db"
    captured(db, "2024-08-01", nometne=CAMP, seminars=SEMINAR, tiksanas=MEETING)
    assert "3 added" in run("extract", "--db", db, *READ)
    return db


def made_at(step: str, path: Path, fresh: Path) -> None:
    """A database as the version of this step left it: its tables, with what it had of the rows of today."""
    later = STEPS[STEPS.index(step) + 1 :]
    db = Database(path)
    db.enable_wal()
    migrations.apply(db, stop_before=later[:1])
    db.attach("fresh", fresh)
    for table in db.table_names():
        columns = [f'"{name}"' for name in db.table(table).columns_dict if not name.startswith("fresh")]
        known = {f'"{row[1]}"' for row in db.execute(f"pragma fresh.table_info({table})")}
        shared = ", ".join(name for name in columns if name in known)
        if shared and not table.startswith((*_INDEXES, "_sqlite", "sqlite")):
            db.execute(f"insert or replace into {table} ({shared}) select {shared} from fresh.{table}")
    if "m014_texts_once" not in later:  # from then on a step leaves the indexes as they are
        passage_index.index_all(db)
        event_index.index_all(db)
    for table in ("readings", "documents"):
        db.execute(f"update {table} set code_version = 'older'")
    db.conn.commit()
    db.close()


@pytest.mark.parametrize("step", STEPS[:-1])
def test_an_older_database_becomes_as_a_fresh_one(step: str, fresh: Path, tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    made_at(step, db, fresh)
    archive_folder(db).symlink_to(archive_folder(fresh))
    told = run("runs", "--db", db, status=1)
    assert "made by an older version of Hronika. Bring it up to date: hronika extract" in told
    run("extract", "--db", db, *READ)
    assert rows(db, exact=True) == rows(fresh, exact=True)
    assert "nothing has changed" in run("extract", "--db", db, *READ)
    assert "0 problems" in run("verify", "--db", db)


def test_a_migration_that_fails_leaves_the_database_as_it_was(fresh: Path, tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    made_at(STEPS[3], db, fresh)
    before = Database(db)
    before.execute("create table document_urls (url text)")  # which a later step makes
    schema = before.schema
    before.close()
    assert "document_urls" in run("extract", "--db", db, *READ, status=1)
    assert Database(db).schema == schema


@pytest.mark.parametrize(
    "verb",
    ["ingest", "extract", "crawl", "search", "serve", "export", "verify", "runs", "history", "events"],
)
def test_a_newer_database_is_left_alone(verb: str, fresh: Path, tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    whole = Database(fresh)
    whole.execute("vacuum into ?", [str(db)])
    newer = Database(db)
    newer.enable_wal()
    newer.table("_sqlite_migrations").insert({"migration_set": "hronika", "name": "m999_later", "applied_at": ""})
    newer.close()
    before = db.read_bytes()
    given = {"ingest": [__file__], "crawl": ["sample"], "search": ["nometne"], "export": ["--format", "csv"]}
    result = CliRunner().invoke(main, [verb, *given.get(verb, []), "--db", str(db)])
    assert result.exit_code == 1
    assert f"{db} was made by a newer version of Hronika (its schema has m999_later). Install that" in result.output
    assert db.read_bytes() == before
    assert not any(archive_folder(db).glob("*.warc.gz"))


def test_every_step_is_told(tmp_path: Path) -> None:
    """What this version knows is what it does: no step is taken for one of a newer version."""
    db = open_database(tmp_path / "a.db")
    assert [migration.name for migration in migrations.applied(db)] == STEPS
    db.close()
    open_database(tmp_path / "a.db").close()
    assert states.look(tmp_path / "a.db", exact=True) == states.empty()
