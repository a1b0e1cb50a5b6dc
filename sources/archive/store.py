"""The capture archive: every page and file as it was received, in WARC files, before anything reads it.

Each capture is one gzip member holding one ``resource`` record, so that it can be read by its offset alone and by
any tool for web archives. Files are appended to up to a bound and never changed; only the torn end that a crash can
leave is cut back, and only by the next writer.
"""

from __future__ import annotations

import fcntl
import io
import json
import os
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO
from urllib.parse import quote

from warcio.archiveiterator import WARCIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.warcwriter import WARCWriter

from hronika import __version__
from hronika.types import Capture, HronikaError
from sources.archive.exchange import Exchange

#: A file that has reached this many bytes is closed; the next capture begins a new one.
MAX_BYTES = 64 * 1024 * 1024

#: The header that holds, as JSON, all of a capture but its bytes.
CAPTURE_HEADER = "Hronika-Capture"
_CAPTURE_FIELDS = tuple(field.name for field in fields(Capture) if field.name != "body")
_GZIP_MAGIC = b"\x1f\x8b\x08"
_CHUNK = 1 << 16


@dataclass(frozen=True)
class ArchivedCapture:
    """Where a capture lies: the name of the archive file, and the offset and length of its record in bytes."""

    archive: str
    offset: int
    length: int


class Archive:
    """A folder of WARC files. Reading needs no lock; ``lock`` and ``write`` keep other writers out until ``close``."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self._lock: BinaryIO | None = None
        self._file: BinaryIO | None = None
        self._end = 0

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file that is written to, and give the lock back."""
        for handle in (self._file, self._lock):
            if handle is not None:
                handle.close()
        self._file = self._lock = None

    def lock(self) -> None:
        """Keep other writers out until ``close``. Raises HronikaError where one is at work."""
        if self._lock is None:
            self._lock = _locked(self.folder)

    def write(self, capture: Capture) -> ArchivedCapture:
        """Append a capture; it is on the disk when this returns."""
        self.lock()
        if self._file is None or self._end >= MAX_BYTES:
            self._file = self._open(capture.fetched)
        offset = self._append(_resource_record(capture))
        return ArchivedCapture(Path(self._file.name).name, offset, self._end - offset)

    def write_exchange(
        self,
        exchange: Exchange,
        *,
        source_id: str,
        crawl_id: str | None = None,
        refers_to: ArchivedCapture | None = None,
    ) -> tuple[ArchivedCapture, Capture]:
        """Append a request and its response; both are on the disk when this returns.

        With ``refers_to``, an earlier capture with the same decoded body, or the one that a 304 confirms, the response
        is kept as a ``revisit`` without its body. Returns where the response lies, and the capture it reads back as.
        """
        raise NotImplementedError

    def read(self, archive: str, offset: int) -> Capture:
        """The capture whose record begins at ``offset`` of the file ``archive``."""
        path = self.folder / archive
        try:
            with path.open("rb") as file:
                file.seek(offset)
                return _capture(file)
        except (OSError, EOFError, StopIteration, LookupError, ValueError, zlib.error, ArchiveLoadFailed) as error:
            raise HronikaError(
                f"{path}: no capture can be read at byte {offset} ({type(error).__name__} {error}). "
                "The archive file is missing or damaged; restore it from a copy."
            ) from error

    def iter_captures(self, after: tuple[str, int] | None = None) -> Iterator[tuple[ArchivedCapture, Capture]]:
        """All captures in the order they were written, or those after the one at (archive, offset).

        A damaged record is passed over; reading it by its offset tells of it.
        """
        archive, start = after or ("", 0)
        for path in self._files():
            if path.name < archive:
                continue
            for offset, length, record in _members(path.read_bytes(), start if path.name == archive else 0):
                if (path.name, offset) != after and f"\r\n{CAPTURE_HEADER}:".encode() in _header(record):
                    yield ArchivedCapture(path.name, offset, length), _capture(io.BytesIO(record))

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("hronika-*.warc.gz"))

    def _open(self, now: str) -> BinaryIO:
        """The file to append to: the newest one if it has room and a sound end, else a new one."""
        if self._file is not None:
            self._file.close()
        files = self._files()
        if files and self._file is None:
            data = files[-1].read_bytes()
            members = [(offset, length) for offset, length, _ in _members(data)]
            self._end = sum(members[-1]) if members else 0
            sound = self._end == sum(length for _, length in members)
            if sound and 0 < self._end < MAX_BYTES:
                return files[-1].open("r+b")
        number = int(files[-1].name.split("-")[1].split(".")[0]) + 1 if files else 1
        path = self.folder / f"hronika-{number:06d}.warc.gz"
        self._end, self._file = 0, path.open("xb")
        self._append(_info_record(path.name, now))
        _sync_folder(self.folder)
        return self._file

    def _append(self, record: bytes) -> int:
        """Write a record where the last whole one ends, over whatever a failed write left there."""
        assert self._file is not None
        offset = self._end
        self._file.seek(offset)
        self._file.truncate()
        self._file.write(record)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._end = offset + len(record)
        return offset


def _locked(folder: Path) -> BinaryIO:
    """The folder's lock; two writers would tear each other's records."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "lock").open("ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise HronikaError(f"{folder}: another run is writing to this archive. Wait until it has finished.") from error
    return lock


def _sync_folder(folder: Path) -> None:
    """Make a new file's name last through a power cut, as its bytes do."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _record_id(text: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, text)}>"


def _gzipped(kind: str, target: str, body: bytes, headers: dict[str, str]) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
    record = writer.create_warc_record(
        target, kind, payload=io.BytesIO(body), length=len(body), warc_headers_dict=headers
    )
    writer.write_record(record)
    return out.getvalue()


def _info_record(filename: str, now: str) -> bytes:
    body = f"software: Hronika/{__version__}\r\nformat: WARC File Format 1.1\r\n".encode()
    headers = {
        "WARC-Record-ID": _record_id(f"{filename} {now}"),
        "WARC-Date": now,
        "WARC-Filename": filename,
        "Content-Type": "application/warc-fields",
    }
    return _gzipped("warcinfo", "", body, headers)


def _resource_record(capture: Capture) -> bytes:
    facts = {name: getattr(capture, name) for name in _CAPTURE_FIELDS if getattr(capture, name) is not None}
    target = quote(capture.url, safe="%/:?#[]@!$&'()*+,;=~") if capture.url else f"file:{quote(capture.origin)}"
    headers = {
        "WARC-Record-ID": _record_id(f"{target} {capture.fetched} {capture.sha256}"),
        "WARC-Date": capture.fetched,
        CAPTURE_HEADER: json.dumps(facts),
        "Content-Type": (capture.media_type or "application/octet-stream").split("\n")[0].strip(),
    }
    return _gzipped("resource", target, capture.body, headers)


def _capture(stream: BinaryIO | io.BytesIO) -> Capture:
    record = next(iter(WARCIterator(stream)))
    header = record.rec_headers.get_header(CAPTURE_HEADER)
    if header is None:
        raise LookupError(f"a {record.rec_type} record without {CAPTURE_HEADER}")
    facts: dict[str, Any] = json.loads(header)
    return Capture(body=record.content_stream().read(), **facts)


def _header(record: bytes) -> bytes:
    return record.partition(b"\r\n\r\n")[0]


def _members(data: bytes, start: int = 0) -> Iterator[tuple[int, int, bytes]]:
    """Offset, length and content of every whole gzip member that holds a record; damaged stretches are passed over."""
    offset = start
    while (offset := data.find(_GZIP_MAGIC, offset)) >= 0:
        length, content = _inflate(data, offset)
        if length and content.startswith(b"WARC/"):
            yield offset, length, content
        offset += length or 1


def _inflate(data: bytes, offset: int) -> tuple[int, bytes]:
    """Length and content of the gzip member at ``offset``; length 0 if it is broken or cut short."""
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    parts = []
    for position in range(offset, len(data), _CHUNK):
        try:
            parts.append(inflater.decompress(data[position : position + _CHUNK]))
        except zlib.error:
            return 0, b""
        if inflater.eof:
            end = min(position + _CHUNK, len(data)) - len(inflater.unused_data)
            return end - offset, b"".join(parts)
    return 0, b""
