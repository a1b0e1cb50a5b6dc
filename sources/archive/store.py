"""The folder of WARC files: written by one process at a time, read by any.

Each record is one gzip member, so that it can be read by its offset alone and by any tool for web archives. Files are
appended to up to a bound and never changed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeadersParserException

from hronika.types import Capture, HronikaError
from sources.archive import reading
from sources.archive.exchange import Exchange
from sources.archive.members import Damage, Member, members
from sources.archive.records import Original, exchange_records, resource_record
from sources.archive.writing import Writer, archive_files, is_archive_name

#: What reading a record that is missing, damaged or no capture can raise.
_UNREADABLE = (
    OSError, EOFError, StopIteration, LookupError, TypeError, ValueError, ArchiveLoadFailed,
    StatusAndHeadersParserException,
)  # fmt: skip


@dataclass(frozen=True)
class ArchivedCapture:
    """Where a capture lies: the name of the archive file, and the offset and length of its record in bytes."""

    archive: str
    offset: int
    length: int


class Archive:
    """A folder of WARC files. Reading needs no lock; ``lock`` and the writes keep other writers out until ``close``."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self._writer: Writer | None = None

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file that is written to, and let other writers in."""
        if self._writer is not None:
            self._writer.close()
        self._writer = None

    def lock(self, wait: bool = False) -> Writer:
        """Keep other writers out until ``close``. Raises HronikaError where one is at work, or waits for its end.

        Whoever is under way waits: it let go of the lock for a moment, and what it has done must not be in vain.
        """
        if self._writer is None:
            self._writer = Writer(self.folder, wait)
        return self._writer

    def write(self, capture: Capture, synced: bool = True) -> ArchivedCapture:
        """Append a captured file; it is on the disk when this returns, or else after the next ``sync``."""
        record = resource_record(capture)
        archive, end = self.lock().append(record, capture.fetched, synced)
        return ArchivedCapture(archive, end - len(record), len(record))

    def sync(self) -> None:
        """Have on the disk whatever was written; raises HronikaError where that cannot be."""
        if self._writer is not None:
            self._writer.sync()

    def write_exchange(
        self,
        exchange: Exchange,
        *,
        source_id: str,
        crawl_id: str | None = None,
        refers_to: ArchivedCapture | None = None,
    ) -> tuple[ArchivedCapture, Capture]:
        """Append a request and its response; both are on the disk when this returns.

        ``refers_to`` is an earlier capture with the same decoded body, or the one that a 304 confirms; the response is
        then kept as a ``revisit`` without its body, unless its bytes on the wire were others. Returns where the
        response lies, and the capture as it is read from there. Raises HronikaError where a 304 confirms what cannot
        be read: ask again without conditions.
        """
        original = self._original(exchange, refers_to) if refers_to else None
        request, response = exchange_records(exchange, source_id, crawl_id, original)
        archive, end = self.lock().append(request + response, exchange.fetched)
        place = ArchivedCapture(archive, end - len(response), len(response))
        return place, self.read(place.archive, place.offset)

    def read(self, archive: str, offset: int) -> Capture:
        """The capture whose record begins at ``offset`` of the file ``archive``. Raises HronikaError if damaged."""
        try:
            return reading.capture(self._record(archive, offset), self._resolve)
        except _UNREADABLE as error:
            raise HronikaError(
                f"{self.folder / archive}: no capture can be read at byte {offset} ({type(error).__name__} {error})."
                " The archive file is missing or damaged; restore it from a copy."
            ) from error

    def iter_captures(self, after: tuple[str, int] | None = None) -> Iterator[tuple[ArchivedCapture, Capture]]:
        """All captures in the order they were written, or those after the one at (archive, offset).

        A damaged record is passed over, and so is a revisit of one; reading it by its offset tells of it.
        """
        archive, offset = after or ("", 0)
        for path in self.files():
            if path.name >= archive:
                for place, capture in self.captures_in(path.name, offset if path.name == archive else 0):
                    if (place.archive, place.offset) != after:
                        yield place, capture

    def captures_in(
        self, archive: str, start: int = 0, end: int | None = None
    ) -> Iterator[tuple[ArchivedCapture, Capture]]:
        """The captures of one file, or of the records that begin from ``start`` to before ``end``."""
        with self._open(archive) as file:
            for member in members(file, start):
                if end is not None and member.offset >= end:
                    return
                if isinstance(member, Damage) or not reading.is_capture(member.content):
                    continue
                with suppress(*_UNREADABLE):
                    capture = reading.capture(reading.parse(io.BytesIO(member.content)), self._resolve)
                    yield ArchivedCapture(archive, member.offset, member.length), capture

    def damages(self) -> Iterator[tuple[str, Damage]]:
        """Stretches of the files that are not as they were written, whether or not they can still be read.

        The end that a crash tore off the newest file is none: the next writer cuts it back.
        """
        newest = [path.name for path in self.files()][-1:]
        for path in self.files():
            with path.open("rb") as file:
                for member in members(file):
                    if isinstance(member, Member):
                        if not member.intact:
                            yield path.name, Damage(member.offset, member.length, torn=False)
                    elif not (member.torn and [path.name] == newest):
                        yield path.name, member

    def files(self) -> list[Path]:
        """The archive's files in the order they were written."""
        return archive_files(self.folder)

    def _open(self, archive: str) -> BinaryIO:
        """A file of the archive, to read from."""
        return (self.folder / archive).open("rb")

    def _record(self, archive: str, offset: int) -> ArcWarcRecord:
        """The record at ``offset``, whole and in memory."""
        if not is_archive_name(archive):  # it may come from a record
            raise LookupError(f"{archive!r} is no file of an archive")
        with self._open(archive) as file:
            member = next(members(file, offset), None)
        if not isinstance(member, Member) or member.offset != offset:
            raise LookupError("no record is there")
        return reading.parse(io.BytesIO(member.content))

    def _resolve(self, archive: str, offset: int) -> Capture:
        """The capture that a revisit refers to; a revisit of a revisit is never written."""
        try:
            record = self._record(archive, offset)
            if reading.refers(record):
                raise LookupError("it is a revisit itself")
            return reading.capture(record, self._resolve)
        except _UNREADABLE as error:
            raise LookupError(f"its bytes should lie in {archive} at byte {offset}: {error}") from error

    def _original(self, exchange: Exchange, place: ArchivedCapture) -> Original | None:
        """The record whose bytes a response repeats; None where the response must be kept whole."""
        try:
            archive, offset = reading.refers(self._record(place.archive, place.offset)) or (place.archive, place.offset)
            known = self._resolve(archive, offset)
        except _UNREADABLE as error:
            if exchange.status != 304:
                return None  # damaged, but here are its bytes once more
            raise HronikaError(
                f"{exchange.url}: the server says that the page is as before, but its capture cannot be read"
                f" ({error}). Restore {self.folder / place.archive} from a copy."
            ) from error
        original = reading.original(self._record(archive, offset), archive, offset)
        same = exchange.status == 304 or reading.holds(original, known, exchange)
        return original if same else None
