"""Runs the whole way for many documents: capture, read, keep; all of a run appears in the database at once.

A document that cannot be read is a failure on record, and the run goes on. Every capture lies in the archive before
anything reads it, so nothing is lost when a run is killed.
"""

from __future__ import annotations

import resource
import signal
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from sqlite_utils import Database

from db import load
from db.decisions import decisions_file, read_decisions, unmet
from db.people import keep_people
from db.settle import settle
from hronika import __version__
from hronika.types import Capture, HronikaError, UnreadableError
from pipeline import language
from pipeline.read import read as read_document
from sources import files
from sources.archive import Archive
from sources.formats import read as read_format

#: Seconds after which a document is given up: the slowest honest deck takes a tenth of this.
TIME_LIMIT = 300
_AGAIN = 10
#: Bytes that the process may map for a document beyond what it has: kilobytes of PDF can unpack to as many gigabytes.
MEMORY_LIMIT = 3 * 2**30


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
    seconds: float = 0.0

    @property
    def failed(self) -> int:
        return len(self.failures)


#: Wraps the documents of a run to show how far it is.
Progress = Callable[[Sequence[object]], Iterable[object]]


def archive_folder(db_path: Path) -> Path:
    """Where the captures of a database lie: beside it, under its name."""
    return db_path.with_name(f"{db_path.stem}.archive")


def ingest(
    targets: Iterable[str],
    db_path: Path,
    progress: Progress = iter,
    model: str = "full",
    people: bool | None = None,
) -> Summary:
    """Capture and read every file that the targets name; what has not changed since the last run costs nothing.

    ``model`` is one of ``pipeline.models.NAMES``; what another model read last time is read anew. ``people`` says
    whether the chronicle keeps people from now on; None leaves that as it is.
    """
    own = {path.resolve() for path in (db_path, archive_folder(db_path), decisions_file(db_path))}
    found = [
        file for file in files.find(targets) if own.isdisjoint([file.path.resolve(), *file.path.resolve().parents])
    ]
    if not found:
        raise HronikaError("there is nothing to ingest: the folders named hold no files")
    with _run("ingest", db_path, model, people) as run:
        run.summary.found = len(found)
        for file in progress(found):
            assert isinstance(file, files.FoundFile)
            run.take(file)
    return run.summary


def extract(db_path: Path, progress: Progress = iter, model: str = "full", people: bool | None = None) -> Summary:
    """Read again, from the captures alone, whatever this version of the code and model has not read.

    ``people`` as in ``ingest``.
    """
    if not db_path.exists() and not archive_folder(db_path).is_dir():
        raise HronikaError(f"There is neither {db_path} nor {archive_folder(db_path)} to read from; check --db.")
    with _run("extract", db_path, model, people) as run:
        run.summary.found = run.db.table("captures").count
        done: set[str] = set()
        # a capture that now reads as another document makes its siblings stale, so look again
        while stale := load.stale_captures(run.db, __version__, run.model):
            for row in progress(stale):
                assert isinstance(row, dict)
                run.read(run.archive.read(row["archive"], row["offset"]), row["id"])
            done |= {row["id"] for row in stale}
        run.summary.unchanged = run.summary.found - len(done)
    return run.summary


@dataclass
class _Run:
    """An ingestion under way: its database, its archive, and what it has done so far."""

    id: str
    db: Database
    archive: Archive
    model: str  # the version of what reads
    summary: Summary

    def take(self, file: files.FoundFile) -> None:
        """Capture a file, unless these very bytes were captured last time, and read it."""
        try:
            capture = files.capture(file)
        except UnreadableError as error:
            self.fail(file.origin, file.url, "capture", error)
            return
        known = load.known_capture(self.db, capture.origin, capture.url, capture.sha256)
        if known is None:
            known = load.record_capture(self.db, capture, self.archive.write(capture))
            self.summary.captured += 1
        elif load.unchanged(self.db, known, __version__, self.model):
            self._as_before(capture, known)
            return
        self.read(capture, known)

    def _as_before(self, capture: Capture, known: str) -> None:
        """Nothing changed: neither the bytes nor the code; what failed then fails now, and is said again."""
        message = load.known_failure(self.db, known, __version__)
        if message is None:
            self.summary.unchanged += 1
        else:
            self.summary.failures.append(Failure(capture.origin, message))

    def read(self, capture: Capture, capture_id: str) -> None:
        """Turn a capture into rows; whatever goes wrong with one document stays with that document."""
        try:
            with _time_limit(TIME_LIMIT), _memory_limit(MEMORY_LIMIT):
                reading = read_document(read_format(capture))
            outcome = load.load_reading(self.db, reading, capture_id, __version__, self.model)
        except UnreadableError as error:
            self.fail(capture.origin, capture.url, "read", error, capture_id)
        except Exception as error:
            # a fault of ours must not lose the other documents; it is on record with the page that showed it
            self.fail(capture.origin, capture.url, "extract", error, capture_id)
        else:
            setattr(self.summary, outcome, getattr(self.summary, outcome) + 1)

    def fail(self, origin: str, url: str | None, stage: str, error: Exception, capture: str | None = None) -> None:
        load.log_failure(self.db, self.id, stage, error, origin, url, capture, __version__)
        message = str(error) if isinstance(error, HronikaError) else f"{type(error).__name__}: {error}"
        self.summary.failures.append(Failure(origin, message))


@contextmanager
def _run(command: str, db_path: Path, model: str, people: bool | None) -> Iterator[_Run]:
    """One transaction around a run: readers see the database before it or after it."""
    started, clock = _now(), time.monotonic()
    version = language.choose(model)
    decisions = read_decisions(decisions_file(db_path))
    db = load.open_database(db_path)
    run = _Run(uuid.uuid4().hex[:12], db, Archive(archive_folder(db_path)), version, Summary())
    with run.archive:
        run.archive.lock()
        load.record_missing_captures(db, run.archive.iter_captures(load.last_archived(db)))
        with db.atomic():
            load.log_run(db, run.id, command=command, started=started, version=__version__, model=version)
            keep_people(db, people)
            yield run
            settle(db, decisions)
            summary = run.summary
            summary.unmet = [f"{decisions_file(db_path)}, line {row['line']}: {row['outcome']}" for row in unmet(db)]
            summary.seconds = round(time.monotonic() - clock, 2)
            load.log_run(
                db, run.id, finished=_now(), found=summary.found, captured=summary.captured, added=summary.added,
                changed=summary.changed, unchanged=summary.unchanged, failed=summary.failed, seconds=summary.seconds,
            )  # fmt: skip
    db.close()


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """Give a document up after so many seconds, so that no page can hold a run."""

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise UnreadableError(f"reading took longer than {seconds} seconds and was given up; split the document")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)  # again, where a library swallowed the first
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _memory_limit(size: int) -> Iterator[None]:
    """Give a document up that needs more memory, so that no page can eat the machine; on Linux only."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    mapped = _mapped()  # libraries map much by themselves, the more the more cores there are
    if mapped is not None:
        limits = [limit for limit in (mapped + size, soft) if limit != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_AS, (min(limits), hard))
    try:
        yield
    except MemoryError as error:
        raise UnreadableError(
            f"reading needs more than {size / 2**30:.0f} GB of memory and was given up; split the document"
        ) from error
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _mapped() -> int | None:
    """Bytes of address space that this process has mapped; None where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return None
    return int(pages) * resource.getpagesize()
