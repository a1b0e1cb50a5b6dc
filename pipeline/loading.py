"""From the Parquet that Spark wrote to chronicles: a run like any other, but that the reading was done elsewhere.

The same functions keep the same rows in one transaction, so that a load that is killed leaves a chronicle as it was.
Captures stay where they lie: a chronicle only knows their archive's name and the place in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from db import captures
from db.crawls import record_lost_crawls
from hronika.types import HronikaError
from pipeline import models, runner, versions
from pipeline.runner import Counted, Progress, Run, Summary, running
from pipeline.spark.dataset import Dataset, Wanted
from pipeline.spark.rows import CAPTURE, Row, outcome
from pipeline.workers import Outcome
from sources.archive.foreign import RecordError
from sources.archive.writing import is_archive_name

#: Captures that Parquet is asked for by their ids; where they are more, all is gone through.
_FEW = 1000
#: What tells whether a row belongs to a shard.
_PLACED = ("capture_id", "year", "document_url", "url", "origin", "source_id")


def load(
    dataset: Dataset, wanted: Wanted, db_path: Path, progress: Progress = iter, people: bool | None = None
) -> Summary:
    """Bring the rows that are wanted into a chronicle; what it has already costs nothing.

    ``people`` as in ``runner.ingest``. Raises HronikaError where the rows were read by another version than this one.
    """
    with running("load", db_path, _model(dataset), people, None, _Load) as run:
        assert isinstance(run, _Load)
        run.dataset, run.wanted = dataset, wanted
        run.enter()
        documents = run.db.execute("select count(*) from captures where role = 'document'").fetchone()[0]
        run.summary.found += documents
        run.summary.unchanged = documents - run.work.add(captures.stale_captures(run.db, run.code, run.model))
        run.read(progress, lambda words: None)
    return run.summary


def _model(dataset: Dataset) -> str:
    """The name of the model that read the rows."""
    code = versions.described()
    for code_version, model_version in sorted(dataset.versions()):
        if code_version != code:
            raise HronikaError(
                f"It was read by another version of Hronika ({code_version}) than this one ({code}): extract it again,"
                " or load it with that version."
            )
        for name in models.NAMES:
            if _version(name) == model_version:
                return name
        raise HronikaError(f"It was read with {model_version}, which is not on this machine: see hronika models list.")
    return models.NAMES[0]


def _version(name: str) -> str | None:
    try:
        return models.version(name)
    except models.ModelError:
        return None


@dataclass
class _Load(Run):
    """A run whose captures were read before: what came of each stands in the dataset."""

    dataset: Dataset = field(init=False)
    wanted: Wanted = field(init=False)

    def enter(self) -> None:
        """Enter the captures, and say what made none."""
        members = []
        for row in self.dataset.rows({*CAPTURE, *_PLACED, "member_of", "stage", "error", "message", "left_out"}):
            if not self.wanted(row):
                continue
            if row["left_out"]:
                self.summary.left_out[row["message"]] += row["left_out"]
            elif row["error"] == RecordError.__name__:
                archive = row["origin"].rpartition("#")[0]  # behind it stands the record
                self.fail_record(archive, RecordError(row["origin"], row["url"], row["message"]))
            elif row["capture_id"] is None:
                self.summary.found += 1
                self.fail(row["origin"], row["url"], row["stage"], row["error"], row["message"])
            elif row["member_of"]:
                members.append(row)
            else:
                self._enter(row)
        self.tell_how_many_more()
        # a file in a ZIP archive is a capture of its own unless it is as it was in the archive before
        for row in sorted(members, key=lambda row: (row["fetched"], row["capture_id"])):
            if captures.known_capture(self.db, row["origin"], row["url"], row["sha256"]) is None:
                self._enter(row)
        record_lost_crawls(self.db)

    def _enter(self, row: Row) -> None:
        known = {"id": row["capture_id"], **{column: row[column] for column in CAPTURE}}
        if self.db.execute("select 1 from captures where id = ?", [known["id"]]).fetchone():
            return
        if is_archive_name(row["archive"]):
            self._leave_room(row["archive"])
        captures.record_row(self.db, known)
        self.summary.captured += 1

    def _leave_room(self, archive: str) -> None:
        """What this chronicle captures itself never goes into a file of the name of one that lies elsewhere."""
        if (self.archive.folder / archive).exists():
            raise HronikaError(
                f"{self.archive.folder} has a file {archive} of its own, which is not the one that was extracted."
                " Load into another database with --db."
            )
        self.archive.lock().number_after(archive)

    def _outcomes(self, rows: Counted[runner.Row]) -> Iterator[tuple[runner.Row, Outcome]]:
        """Captures in the order of the dataset; what is not in it is read from the archive here."""
        left = dict.fromkeys(row["id"] for row in rows)
        for row in self.dataset.rows(ids=left if len(left) <= _FEW else None):
            if row["capture_id"] in left:
                del left[row["capture_id"]]
                yield self._captured(row["capture_id"]), outcome(row)
        if left:
            yield from super()._outcomes(Counted(map(self._captured, left), left.__len__))

    def _captured(self, capture: str) -> runner.Row:
        [row] = self.db.query("select * from captures where id = ?", [capture])
        return row
