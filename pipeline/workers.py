"""Reads captures in processes of their own, several side by side, so that no page can stop a run or eat the machine.

A process that takes too long, or that a hostile page brings down, is killed and replaced; what it read is then a
failure like any other. Captures are handed over by their place in the archive, outcomes come back in order.
"""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pebble.pool.process
from pebble import ProcessExpired, ProcessPool

from db.analyses import find, text_key
from db.load import parsed_digest
from db.passage_index import IndexTexts
from db.passages import index_texts
from hronika.orphans import end_with_parent
from hronika.types import Capture, Document, HronikaError, Reading, UnreadableError
from pipeline import preloaded

if TYPE_CHECKING:
    from sources.formats.pdf_pictures import PagePicture

# Pebble measures by the wall clock: set forward, it would give every document up, and set back, none.
vars(pebble.pool.process)["time"] = SimpleNamespace(time=time.monotonic, sleep=time.sleep)

#: Seconds after which a document is given up: the slowest honest deck takes a tenth of this.
TIME_LIMIT = 300
#: Bytes that a process may map for a document beyond what it has: kilobytes of PDF can unpack to as many gigabytes.
MEMORY_LIMIT = 3 * 2**30
#: What the end of a process by a signal mostly comes of.
_SIGNALS: dict[int, str] = {
    signal.SIGABRT: f"a library gave up, mostly because it was refused more than {MEMORY_LIMIT / 2**30:.0f} GB",
    signal.SIGSEGV: "a library failed, or its stack was full",
    signal.SIGKILL: "the system killed it, mostly because the machine had no memory left",
}
#: Documents after which a process gives memory back that it no longer uses: it takes as long as a fiftieth of one.
_KEPT_FOR = 20
_AHEAD = 4  # captures handed to each process before the first outcome is taken: enough that none waits


@dataclass(frozen=True)
class Job:
    """A capture to read: where it lies, and the digest of what its document shows already, if this code read that."""

    folder: Path
    archive: str
    offset: int
    shown: str | None = None
    pictured: bool = False  #: its pages need no pictures
    parsed: str | None = (
        None  #: the digest of the document that is shown, where only some readers have to read it again
    )
    readers: frozenset[str] = frozenset()  #: which these are
    analyses: Path | None = None  #: where what the model said of texts is kept

    def capture(self) -> Capture:
        """What to read. Raises HronikaError where the archive does not have it."""
        from sources.archive import Archive

        return Archive(self.folder).read(self.archive, self.offset)


@dataclass(frozen=True)
class Outcome:
    """What came of a capture: a reading; or only the document, because it is shown already; or why not.

    ``stage`` of a failure is ``read`` where the bytes are at fault, and ``extract`` where the code is.
    """

    reading: Reading | None = None
    readers: frozenset[str] = frozenset()  #: those that read, where the others did not have to
    texts: tuple[IndexTexts, ...] = ()  #: of a reading by all: what the search index keeps of its passages
    analyses: tuple[tuple[bytes, bytes], ...] = ()  #: what the model said that was not known: key of the text, and that
    document: Document | None = None
    members: tuple[Capture, ...] = ()  #: of a ZIP archive: the files in it, to be captured and read in their turn
    pictures: tuple[PagePicture, ...] = ()  #: of a PDF
    stage: str | None = None
    error: str = ""
    message: str = ""


def cores() -> int:
    """How many processes may read side by side."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_all(jobs: Iterable[Job], model: str, processes: int) -> Iterator[Outcome]:
    """The outcomes of jobs, in their order. The processes stay for the next call that needs no more of them."""
    pool = _pool(model, processes)
    waiting: deque[tuple[Job, Any]] = deque()
    for job in jobs:
        waiting.append((job, _begun(pool, job)))
        if len(waiting) >= _AHEAD * processes:
            yield _outcome(pool, *waiting.popleft())
    while waiting:
        yield _outcome(pool, *waiting.popleft())


#: The processes that are there, with the model they read with and their number.
_running: tuple[ProcessPool, str, int] | None = None


def _pool(model: str, processes: int) -> ProcessPool:
    """Processes that read with a model: those that are there, if they are enough."""
    global _running
    if _running is not None:
        pool, loaded, number = _running
        if loaded == model and number >= processes and pool.active:
            return pool
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()
    pool = ProcessPool(processes, context=preloaded.context(model), initializer=_begin, initargs=[model, processes])
    _running = pool, model, processes
    return pool


def _begin(model: str, processes: int) -> None:
    """Get a new process ready; the cores are shared among all of them, unless whoever began the run shared them out."""
    end_with_parent()
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, cores() // processes)))
    gc.set_threshold(50_000, 20, 20)  # the trees of a page are many objects that stay as long as it is read
    preloaded.load(model)  # what is loaded here is not counted as memory that the first document needs


def _begun(pool: ProcessPool, job: Job) -> Any:
    return pool.schedule(_read, args=[job, MEMORY_LIMIT], timeout=TIME_LIMIT)


def _outcome(pool: ProcessPool, job: Job, future: Any) -> Outcome:
    """What a process made of a job; where it died, another tries once more, without drawing pages.

    Drawing is what the library of strangers does that ends a process most; and who was killed for want of memory may
    only have stood beside the one that took it.
    """
    try:
        result: Outcome = future.result()
    except TimeoutError:
        message = f"reading took longer than {TIME_LIMIT} seconds and was given up; split the document"
        return Outcome(stage="read", error=UnreadableError.__name__, message=message)
    except ProcessExpired as error:
        how = _end(error.exitcode)
        if not job.pictured:
            again = replace(job, pictured=True)
            return _without_pictures(_outcome(pool, again, _begun(pool, again)), how)
        message = f"the process that read it ended by itself ({how}); report it, with the document"
        return Outcome(stage="extract", error=ProcessExpired.__name__, message=message)
    return result


def _end(status: int) -> str:
    """How a process ended, and what that mostly comes of."""
    if status >= 0:
        return f"exit status {status}"
    reason = _SIGNALS.get(-status)
    return f"signal „{signal.strsignal(-status)}”{f': {reason}' if reason else ''}"


def _without_pictures(outcome: Outcome, how: str) -> Outcome:
    """The outcome with the notice that a PDF's pages were not drawn, and why."""
    if outcome.reading is None or outcome.reading.document.kind != "pdf":
        return outcome
    document = outcome.reading.document
    notice = f"Its pages have no pictures: the process that drew them ended by itself ({how})."
    document = replace(document, notices=(*document.notices, notice))
    return replace(outcome, reading=replace(outcome.reading, document=document))


_documents = count(1)  # that this process has read


def _read(job: Job, memory: int) -> Outcome:
    """What one process does for one capture."""
    if next(_documents) % _KEPT_FOR == 0:
        _give_memory_back()
    try:
        with _memory_limit(memory):
            return _outcome_of(job)
    except UnreadableError as error:
        return Outcome(stage="read", error=type(error).__name__, message=str(error))
    except HronikaError as error:
        return Outcome(stage="extract", error=type(error).__name__, message=str(error))
    except Exception as error:
        # a fault of ours must not lose the other documents; it is on record with the page that showed it
        return Outcome(stage="extract", error=type(error).__name__, message=f"{type(error).__name__}: {error}")


def _outcome_of(job: Job) -> Outcome:
    from pipeline import language
    from pipeline.read import read
    from sources.formats import read as read_format
    from sources.formats.pdf_pictures import pictures
    from sources.formats.zip import members

    capture = job.capture()
    document = read_format(capture)
    digest = parsed_digest(document)
    if digest == job.shown:
        return Outcome(document=document)
    memory = _Memory(job.analyses, language.model_version())
    language.remember(memory)
    if job.readers and digest == job.parsed:
        return Outcome(read(document, job.readers), readers=job.readers, analyses=tuple(memory.new))
    return Outcome(
        reading=read(document),
        texts=tuple(index_texts(document)),
        analyses=tuple(memory.new),
        members=tuple(members(capture)) if document.kind == "zip" else (),
        pictures=tuple(pictures(capture)) if document.kind == "pdf" and not job.pictured else (),
    )


@dataclass
class _Memory:
    """What the model said before, for ``language.remember``; what is new is handed to the one process that writes."""

    path: Path | None
    model: str
    new: list[tuple[bytes, bytes]] = field(default_factory=list)

    def find(self, text: str) -> bytes | None:
        return find(self.path, self.model, text) if self.path else None

    def keep(self, text: str, analysis: bytes) -> None:
        if self.path:
            self.new.append((text_key(text), analysis))


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


def _give_memory_back() -> None:
    """What lies free between objects that stay; the C library of most Linux keeps it, and ever more of it."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _mapped() -> int | None:
    """Bytes of address space that this process has mapped; None where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return None
    return int(pages) * resource.getpagesize()
