"""What a Spark worker does with a range of a web archive: its captures read, each a row.

Documents are read in a process beside the worker, as ``pipeline.workers`` does it everywhere: what takes too long or
too much memory is a failure of that document, and the worker lives on. The process, and the model in it, stay for the
next range.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from hronika.types import Capture, HronikaError, UnreadableError
from pipeline import models, versions, workers
from pipeline.spark import places, rows
from sources.archive import Archive, ArchivedCapture
from sources.archive.foreign import RecordError, captures_between
from sources.archive.writing import is_archive_name
from sources.registry import attributed, sources


@dataclass(frozen=True)
class Range:
    """Records of an archive file, from the one at byte ``start`` to before the one at ``end``, or to the file's end."""

    address: str
    name: str  #: what the file goes by
    start: int = 0
    end: int | None = None


#: A capture with its place and the capture of the ZIP archive it lay in, or a record that makes none.
Found = tuple[ArchivedCapture, Capture | RecordError, str | None]


def read_ranges(ranges: Iterable[Range], model: str, read_by: tuple[str, str]) -> Iterator[tuple[Any, ...]]:
    """The rows of ranges, as tuples in the order of ``rows.COLUMNS``.

    ``read_by``: the versions of code and model. Raises HronikaError where they are not those of this worker.
    """
    ours = (versions.described(), models.version(model))
    if ours != read_by:
        raise HronikaError(
            f"A worker has {' and '.join(ours)}, and not {' and '.join(read_by)}: install the same there."
        )
    for range_ in ranges:
        for row in rows_of(range_, model):
            yield tuple(row.get(column) for column in rows.COLUMNS)


def rows_of(range_: Range, model: str) -> Iterator[rows.Row]:
    """A row for each capture of a range, for each record that makes none, and for each kind of what was left out."""
    left_out: Counter[str] = Counter()
    try:
        ours = is_archive_name(Path(range_.address).name)
        yield from _read(_own(range_) if ours else _foreign(range_, left_out), model)
    except UnreadableError as error:
        yield rows.of_error(range_.name, None, error)
    for kind, number in left_out.items():
        yield rows.of_left_out(range_.name, kind, number)


def _own(range_: Range) -> Iterator[Found]:
    folder, _, name = range_.address.rpartition("/")
    for place, capture in _FarArchive(folder).captures_in(name, range_.start, range_.end):
        yield place, capture, None


class _FarArchive(Archive):
    """A folder of WARC files that Hronika wrote, wherever it lies."""

    def __init__(self, address: str) -> None:
        super().__init__(Path())
        self._address = address

    def _open(self, archive: str) -> BinaryIO:
        return places.open_file(f"{self._address}/{archive}")


def _foreign(range_: Range, left_out: Counter[str]) -> Iterator[Found]:
    registered = sources().values()
    with places.open_file(range_.address) as file:
        for record, one in captures_between(file, range_.name, left_out, range_.start, range_.end):
            if isinstance(one, Capture):
                one = attributed(one, registered)
            yield ArchivedCapture(range_.name, record.place.offset, getattr(record, "length", 0)), one, None


@dataclass(frozen=True)
class _Carried(workers.Job):
    """A job that has its capture with it: the process that reads need not know where archives lie."""

    carried: Capture | None = None

    def capture(self) -> Capture:
        assert self.carried is not None
        return self.carried


def _read(found: Iterable[Found], model: str) -> Iterator[rows.Row]:
    """The rows of captures, with those of the files in ZIP archives behind theirs."""
    read_by = (versions.described(), models.version(model))
    waiting: deque[tuple[rows.Row, ArchivedCapture]] = deque()
    unread: deque[rows.Row] = deque()

    def jobs() -> Iterator[workers.Job]:
        for place, one, member_of in found:
            if isinstance(one, RecordError):
                unread.append(rows.of_error(one.origin, one.url, one))
            elif one.role == "document":
                waiting.append((rows.of_capture(one, place, member_of), place))
                yield _Carried(Path(), "", 0, pictured=True, carried=one)
            else:
                unread.append(rows.of_capture(one, place, member_of))

    for outcome in workers.read_all(jobs(), model, 1):
        row, place = waiting.popleft()
        yield row | rows.of_outcome(outcome, *read_by)
        yield from _read([(place, member, row["capture_id"]) for member in outcome.members], model)
        while unread:
            yield unread.popleft()
    yield from unread
