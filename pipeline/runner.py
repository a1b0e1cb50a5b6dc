"""Runs the whole way for many documents: capture, read, keep; all of a run appears in the database at once.

A document that cannot be read is a failure on record, and the run goes on. Every capture lies in the archive before
anything reads it, so nothing is lost when a run is killed.
"""

from __future__ import annotations

import time
import uuid
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice, tee
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from sqlite_utils import Database

from db import captures, identity, load
from db.analyses import Analyses, analyses_file
from db.crawls import newest_crawls
from db.decisions import decisions_file, read_decisions, unmet
from db.people import keep_people
from db.pictures import Pictures, pictures_file
from db.settle import is_settled, settle
from db.worklist import Worklist
from hronika import __version__, clock
from hronika.types import Capture, Document, HronikaError, UnreadableError
from pipeline import models, preloaded, versions, workers
from pipeline.crawling import crawl as crawl_source
from pipeline.crawling import enter_archive
from pipeline.plan import planned
from sources import files
from sources.archive import Archive
from sources.archive.foreign import RecordError
from sources.archive.foreign import captures as read_archive
from sources.crawler import CrawlResult, Report
from sources.registry import Source, attributed, find_source, sources


@dataclass
class Failure:
    """One document that did not come through."""

    origin: str
    message: str


@dataclass
class Summary:
    """What a run did, counted in documents."""

    found: int = 0
    captured: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    failures: list[Failure] = field(default_factory=list)
    unmet: list[str] = field(default_factory=list)  #: decisions on events that are not followed, in words
    notices: list[str] = field(default_factory=list)  #: what of a document was not read, and why
    limits: tuple[str, ...] = ()  #: what ended or cut a crawl, in words
    left_out: Counter[str] = field(default_factory=Counter)  #: records of web archives that are no documents, by kind
    seconds: float = 0.0

    @property
    def failed(self) -> int:
        return len(self.failures)


Row = dict[str, Any]  #: of ``captures``
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Counted(Generic[Thing]):
    """What a run goes through, and how many there are of it: as far as that is known, where it is still growing."""

    things: Iterable[Thing]
    number: Callable[[], int]

    def __iter__(self) -> Iterator[Thing]:
        return iter(self.things)

    def __len__(self) -> int:
        return self.number()


class Progress(Protocol):
    """Wraps what a run goes through to show how far it is."""

    def __call__(self, of: Counted[Thing], /) -> Iterable[Thing]: ...


#: Hears, before a run reads documents again, what has changed and what that will cost.
Announce = Callable[[str], object]
#: Hears of every address that a crawl has asked.
Listener = Callable[[Report], object]

#: Endings of files that are web archives.
_ARCHIVES = (".warc", ".warc.gz", ".arc", ".arc.gz", ".wacz")
#: Records of one web archive that cannot be read of which each is told; of the others, only how many.
_BROKEN_TOLD = 100
#: What a crawl was kept from on purpose: on record, and no failure of the run.
_KEPT_FROM = ("robots", "refused")
#: Captures made for each that is read: the readers are never waited for, and it is known soon how many there are.
_MEANWHILE = 10


def archive_folder(db_path: Path) -> Path:
    """Where the captures of a database lie: beside it, under its name."""
    return db_path.with_name(f"{db_path.stem}.archive")


def crawl(name: str, db_path: Path, tell: Listener) -> tuple[CrawlResult, list[Failure]]:
    """Capture a source, a registered one or a folder with a ``source.toml``, and read nothing."""
    source = find_source(name)
    if source is None:
        raise HronikaError(f"{name} is no registered source, and no folder with a source.toml (see: hronika sources)")
    return _crawl(source, db_path, tell)


def due(db_path: Path) -> list[str]:
    """The registered sources, those on this machine excepted, whose newest crawl is older than ``every`` days."""
    db = load.open_database(db_path)
    newest = newest_crawls(db)
    db.close()
    now, never = clock.now(), datetime.min.replace(tzinfo=UTC)
    return [
        source.id
        for source in sources().values()
        # a crawl of the future was made while the clock was wrong
        if not source.local and not now >= newest.get(source.id, never) > now - timedelta(days=source.every)
    ]


def ingest(
    targets: Iterable[str],
    db_path: Path,
    progress: Progress = iter,
    model: str = "full",
    people: bool | None = None,
    jobs: int | None = None,
    tell: Listener = lambda report: None,
    announce: Announce = lambda words: None,
) -> Summary:
    """Capture and read all that the targets name: sources, web archives, files and folders.

    What has not changed since the last run costs nothing. ``model`` is one of ``pipeline.models.NAMES``; what another
    model read last time is read anew. ``people`` says whether the chronicle keeps people from now on; None leaves that
    as it is. ``jobs`` processes read side by side; None is one for each core.
    """
    targets = list(targets)
    crawled = [source for name in targets if (source := find_source(name) if _is_source(name) else None)]
    found = _files([name for name in targets if not _is_source(name)], db_path)
    if not found and not crawled:
        raise HronikaError("there is nothing to ingest: the folders named hold no files")
    models.version(model)  # whoever cannot read later need not crawl now
    if found and not db_path.exists():
        preloaded.start(model)
    results = [_crawl(source, db_path, tell) for source in crawled]
    with running("ingest", db_path, model, people, jobs, wait=bool(crawled)) as run:
        run.summary.found = len(found)
        for source, (result, failures) in zip(crawled, results, strict=True):
            fresh = run.work.add(captures.stale_captures(run.db, run.code, run.model, source.id))
            run.summary.found += result.documents
            run.summary.unchanged += max(0, result.documents - fresh)
            run.summary.captured += result.fetched - result.not_modified
            run.summary.limits += result.limits
            run.summary.failures += failures
        run.read(progress, announce, found)
    return run.summary


def _is_source(name: str) -> bool:
    """Whether a target is a source: a folder that says so, or an id that is not the name of something here."""
    path = Path(name)
    return bool(name) and ((path / "source.toml").is_file() or not path.exists()) and find_source(name) is not None


def _files(targets: Iterable[str], db_path: Path) -> list[files.FoundFile]:
    """The files that targets name, but not what belongs to the database itself."""
    beside = (archive_folder(db_path), decisions_file(db_path), pictures_file(db_path), analyses_file(db_path))
    return files.find(targets, leave_out=[path.resolve() for path in (db_path, *beside)])


def _crawl(source: Source, db_path: Path, tell: Listener) -> tuple[CrawlResult, list[Failure]]:
    """Crawl a source, with a row of the log and one for each address that failed."""
    run, started, failed = uuid.uuid4().hex[:12], _now(), list[Report]()

    def hear(report: Report) -> None:
        if report.error:
            failed.append(report)
        tell(report)

    result = crawl_source(source, db_path, archive_folder(db_path), hear)
    db = load.open_database(db_path)
    with db.atomic():
        load.log_run(
            db, run, command="crawl", started=started, finished=_now(), version=__version__, model="",
            found=result.documents, captured=result.fetched - result.not_modified, unchanged=result.not_modified,
            added=0, changed=0, failed=result.failed, seconds=result.seconds,
        )  # fmt: skip
        for report in failed:
            load.log_failure(
                db, run, "fetch", report.error or "", report.message or "", report.url, report.url, None, __version__
            )
    db.close()
    return result, [Failure(one.url, one.message or "") for one in failed if one.error not in _KEPT_FROM]


def extract(
    db_path: Path,
    progress: Progress = iter,
    model: str = "full",
    people: bool | None = None,
    jobs: int | None = None,
    retry: bool = False,
    announce: Announce = lambda words: None,
) -> Summary:
    """Read again, from the captures alone, whatever this version of the code and model has not read.

    ``people`` and ``jobs`` as in ``ingest``; ``retry`` also what failed with it, or was read in part.
    """
    if not db_path.exists() and not archive_folder(db_path).is_dir():
        raise HronikaError(f"There is neither {db_path} nor {archive_folder(db_path)} to read from; check --db.")
    with running("extract", db_path, model, people, jobs) as run:
        if retry:
            captures.forget_failures(run.db)
        run.summary.found = run.db.execute("select count(*) from captures where role = 'document'").fetchone()[0]
        run.summary.unchanged = run.summary.found - run.work.add(captures.stale_captures(run.db, run.code, run.model))
        run.read(progress, announce)
    return run.summary


@dataclass
class Run:
    """An ingestion under way: its database, its archive, and what it has done so far."""

    id: str
    db: Database
    archive: Archive
    reader: str  # the model that reads, by its name
    model: str  # its version
    jobs: int
    pictures: Pictures
    analyses: Analyses
    work: Worklist
    before: int  # changes of the database before this run's
    settled: bool  # whether nothing came since the last run
    code: str = field(default_factory=versions.described)
    summary: Summary = field(default_factory=Summary)
    broken: Counter[str] = field(default_factory=Counter)  # records that cannot be read, by their web archive
    left: int = 0  # files that are not captured yet

    def _capture(self, found: Sequence[files.FoundFile]) -> Iterator[None]:
        """Capture files, and the documents of web archives, one a step; what is new is put on the list of work."""
        for number, file in enumerate(found, 1):
            self.left = len(found) - number
            try:
                if file.path.name.lower().endswith(_ARCHIVES):
                    yield from self._take_archive(file)
                else:
                    self._take(files.capture(file))
                    yield
            except UnreadableError as error:
                self.fail(file.origin, None, "capture", type(error).__name__, str(error))

    def _take_archive(self, file: files.FoundFile) -> Iterator[None]:
        self.summary.found -= 1  # what counts is what it holds
        registered = sources().values()
        for capture in read_archive(file.path, file.origin, self.summary.left_out):
            if isinstance(capture, RecordError):
                self.fail_record(file.origin, capture)
                continue
            self._take(attributed(capture, registered))
            self.summary.found += capture.role == "document"
            yield
        self.tell_how_many_more()

    def fail_record(self, archive: str, record: RecordError) -> None:
        """Put on record that a record of a web archive cannot be read; of a damaged one, only the first are told."""
        self.broken[archive] += 1
        if self.broken[archive] <= _BROKEN_TOLD:
            self._fail_record(record)

    def tell_how_many_more(self) -> None:
        """Put on record how many records were not told, of each archive; what comes is counted anew."""
        for archive, broken in self.broken.items():
            if broken > _BROKEN_TOLD:
                more = f"{broken - _BROKEN_TOLD:,} more records of this archive cannot be read; was it fetched whole?"
                self._fail_record(RecordError(archive, None, more))
        self.broken.clear()

    def _fail_record(self, record: RecordError) -> None:
        self.summary.found += 1
        self.fail(record.origin, record.url, "capture", type(record).__name__, record.message)

    def _take(self, capture: Capture) -> None:
        """Archive and enter a capture, unless these very bytes were captured last time; read it, if it was not then."""
        known = captures.known_capture(self.db, capture.origin, capture.url, capture.sha256)
        if known is None:
            known = captures.record_capture(self.db, capture, self.archive.write(capture, synced=False))
            self.summary.captured += 1
        elif known not in self.work and captures.unchanged(self.db, known, self.code, self.model):
            self._as_before(capture.origin, known)
            return
        if capture.role == "document":
            self.work.add([known])

    def _as_before(self, origin: str, known: str) -> None:
        """Nothing changed: neither the bytes nor the code; what failed then fails now, and is said again."""
        message = captures.known_failure(self.db, known, self.code)
        if message is None:
            self.summary.unchanged += 1
        else:
            self.summary.failures.append(Failure(origin, message))

    def read(self, progress: Progress, announce: Announce, found: Sequence[files.FoundFile] = ()) -> None:
        """Turn the captures on the list, and those of files, into rows of the database; then what these make stale.

        Reading begins with the first capture. Where something may have to be read again all are made before, to tell
        what that will cost.
        """
        coming = self._capture(found)
        if found and captures.are_outdated(self.db, self.code, self.model):
            deque(coming, maxlen=0)
        if plan := planned(self.db, self.model, self.reader, self.jobs, self.analyses.count(self.model)):
            announce(plan)
        while self._waits(coming) or self.has_changed():
            if self.work.waits():  # else pages were only seen again, moved or gone
                self._read(self._growing(coming), progress)
            captures.repeat_readings(self.db)
            self.work.add(identity.assign(self.db))
            # a capture that now reads as another document makes its siblings stale, so look again
            self.work.add(captures.orphaned_captures(self.db, self.code))
            if not self.work.waits():
                return

    def _waits(self, coming: Iterator[None]) -> bool:
        """Whether there is something to read; captures are made until there is."""
        return self.work.waits() or any(self.work.waits() for _ in coming)

    def _growing(self, coming: Iterator[None]) -> Counted[Row]:
        """What waits on the list, which grows by the captures that are made meanwhile."""
        before = self.work.taken
        return Counted(self._rows(coming), lambda: len(self.work) - before + self.left)

    def _rows(self, coming: Iterator[None]) -> Iterator[Row]:
        while self._waits(coming):
            self.archive.sync()  # nothing reads a capture before it is on the disk
            for row in self.work.take():
                yield row
                deque(islice(coming, _MEANWHILE), maxlen=0)

    def has_changed(self) -> bool:
        """Whether anything in the database, or beside it, is not as it was when the last run ended."""
        return not self.settled or self.db.conn.total_changes != self.before

    def _read(self, rows: Counted[Row], progress: Progress) -> None:
        for row, outcome in progress(Counted(self._outcomes(rows), rows.number)):
            self._keep(row, outcome)

    def _outcomes(self, rows: Counted[Row]) -> Iterator[tuple[Row, workers.Outcome]]:
        """Each capture with what came of it."""
        handed_over, read = tee(rows)
        outcomes = workers.read_all(map(self._job, handed_over), self.reader, min(self.jobs, len(rows)))
        return zip(read, outcomes, strict=True)

    def _job(self, row: Row) -> workers.Job:
        job = workers.Job(
            self.archive.folder,
            row["archive"],
            row["offset"],
            shown=load.shown(self.db, row["url"], row["origin"], self.code, self.model),
            pictured=self.pictures.has(row["sha256"]),
            analyses=self.analyses.path,
        )
        code, model, parsed = load.read_before(self.db, row["id"]) or ("", "", None)
        if model != self.model or parsed is None or captures.formats_of(code) != captures.formats_of(self.code):
            return job  # what makes passages of it may have changed, though the document has not
        return replace(job, parsed=parsed, readers=versions.outdated(code))

    def _keep(self, row: Row, outcome: workers.Outcome) -> None:
        """Keep what came of a capture; whatever goes wrong with one document stays with that document."""
        try:
            self.analyses.keep(self.model, outcome.analyses)
            if outcome.reading is not None and outcome.readers:
                result = load.reload_reading(
                    self.db, outcome.reading, outcome.readers, row["id"], self.code, self.model
                )
            elif outcome.reading is not None:
                result = load.load_reading(self.db, outcome.reading, row["id"], self.code, self.model, outcome.texts)
                self.pictures.keep(row["sha256"], outcome.pictures)
                self.summary.found += len(outcome.members)
                for member in outcome.members:
                    self._take(member)
                self._say_what_is_missing(row, outcome.reading.document)
            elif outcome.document is not None:
                result = load.confirm_reading(self.db, outcome.document, row["id"], self.code, self.model)
            else:
                self.fail(row["origin"], row["url"], outcome.stage or "read", outcome.error, outcome.message, row["id"])
                return
        except HronikaError as error:
            self.fail(row["origin"], row["url"], "extract", type(error).__name__, str(error), row["id"])
            return
        setattr(self.summary, result, getattr(self.summary, result) + 1)

    def _say_what_is_missing(self, row: Row, document: Document) -> None:
        """Put on record what of a document was not read; it is no failure, so that another model reads it again."""
        if notice := " ".join(document.notices):
            load.log_failure(self.db, self.id, captures.PART, "NotReadError", notice, row["origin"], row["url"])
            self.summary.notices.append(f"{row['origin']}: {notice}")

    def fail(
        self, origin: str, url: str | None, stage: str, error: str, message: str, capture: str | None = None
    ) -> None:
        """Put on record what could not be had or read."""
        load.log_failure(self.db, self.id, stage, error, message, origin, url, capture, self.code)
        self.summary.failures.append(Failure(origin, message))


@contextmanager
def running(
    command: str,
    db_path: Path,
    model: str,
    people: bool | None,
    jobs: int | None,
    make: type[Run] = Run,
    wait: bool = False,
) -> Iterator[Run]:
    """One transaction around a run: readers see the database before it or after it.

    ``wait`` for another run to end, where this one has begun its work already; else that is an error.
    """
    started, begun = _now(), time.monotonic()
    version = models.version(model)
    decisions = read_decisions(decisions_file(db_path))
    db = load.open_database(db_path)
    archive = Archive(archive_folder(db_path))
    pictures = Pictures(pictures_file(db_path))
    analyses = Analyses(analyses_file(db_path))
    with archive, closing(db), closing(pictures), closing(analyses):
        archive.lock(wait)
        enter_archive(db, archive)
        with db.atomic():
            id_ = uuid.uuid4().hex[:12]
            load.log_run(db, id_, command=command, started=started, version=__version__, model=version)
            before = db.conn.total_changes
            keep_people(db, people)
            run = make(
                id_, db, archive, model, version, jobs or workers.cores(), pictures, analyses, Worklist(db), before,
                is_settled(db, decisions),
            )  # fmt: skip
            yield run
            archive.sync()
            if run.has_changed():
                settle(db, decisions)
            summary = run.summary
            summary.unmet = [f"{decisions_file(db_path)}, line {row['line']}: {row['outcome']}" for row in unmet(db)]
            summary.seconds = round(time.monotonic() - begun, 2)
            load.log_run(
                db, run.id, finished=_now(), found=summary.found, captured=summary.captured, added=summary.added,
                changed=summary.changed, unchanged=summary.unchanged, failed=summary.failed, seconds=summary.seconds,
            )  # fmt: skip


def _now() -> str:
    return clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
