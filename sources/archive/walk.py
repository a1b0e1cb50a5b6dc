"""The records of a WARC or ARC file that anybody made, one after the other, whatever is wrong with some of them.

Nothing is believed: a length that is not the record's, a line without end, a few bytes that unpack to gigabytes end the
record they stand in, and the next one is looked for.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from sources.archive.decoding import MAX_BODY
from sources.archive.members import MAGIC, File, find

#: Bytes of one header line, and of all headers of one record.
_MAX_LINE, _MAX_HEADERS = 1 << 16, 1 << 20
#: Bytes of a record up to which it is read through; of a larger one, the end is looked for.
_MAX_LENGTH = 1 << 30
#: Bytes that may be unpacked, and read again after what was wrong, for each byte of the file that is done with; honest
#: pages pack to a tenth. What goes beyond by this many bytes is no archive but an attack.
_MAX_RATIO, _MAX_EXCESS = 100, 1 << 30
#: Bytes that a header line counts for where it was read in vain: to take it apart takes as long as to unpack so many.
_LINE = 1 << 10
_CHUNK = 1 << 15
#: Blank lines between records, in bytes; the standard has four.
_MAX_BLANK = 1024
#: What a record begins with: of a WARC file that is not packed, and of any that is.
_START, _STARTS = b"\nWARC/", (b"WARC/", b"http:", b"https")
logging.getLogger("warcio.recordloader").setLevel(logging.ERROR)  # it prints every address that has spaces


@dataclass(frozen=True)
class Place:
    """Where a record begins: the offset of its gzip member (or of itself), and how far into what that unpacks to."""

    offset: int
    skip: int = 0


@dataclass(frozen=True)
class Record:
    """One record; ``body`` is what follows its headers, None where it was not wanted."""

    place: Place
    parsed: ArcWarcRecord = field(repr=False)
    body: bytes | None = field(repr=False)
    length: int  #: bytes it takes in the file; 0 where it shares a gzip member with the next one


@dataclass(frozen=True)
class Broken:
    """A record, or a stretch of the file, that cannot be read."""

    place: Place
    parsed: ArcWarcRecord | None = field(repr=False)
    message: str


class _BrokenError(Exception):
    """What is wrong with a record, in words."""


def walk(
    file: File, wanted: Callable[[ArcWarcRecord], bool], start: int = 0, end: int | None = None
) -> Iterator[Record | Broken]:
    """All records of a file in order; only the bodies of those that are ``wanted`` are kept.

    ``start`` and ``end`` are offsets where records begin: a file's ranges together yield what the whole file does.
    """
    packed = _is_packed(file, 0)
    offset, work = start, 0
    while (end is None or offset < end) and file.seek(offset) == offset and file.read(1):
        unit = _Unit(file, offset, packed)
        try:
            yield from unit.records(wanted)
            offset = unit.end()
        except _BrokenError as error:
            yield Broken(Place(offset, unit.start), unit.record, str(error))
            offset = _next(file, offset + 1, packed)
            work += unit.reader.lines * _LINE
        work += unit.reader.position
        if work > _MAX_RATIO * (offset - start) + _MAX_EXCESS:
            yield Broken(Place(offset), None, "too much before it is not what it says; the rest is not read")
            return


def at(file: File, place: Place) -> Record | Broken:
    """The record at a place that ``walk`` told."""
    unit = _Unit(file, place.offset, _is_packed(file, place.offset))
    try:
        unit.reader.skip(place.skip)
        return next(unit.records(lambda _: True))
    except (_BrokenError, StopIteration) as error:
        return Broken(place, unit.record, str(error))


def begins(file: File, offset: int) -> bool:
    """Whether a record begins there, so that ``walk`` may start with it."""
    file.seek(offset)
    return bool(file.read(1)) and _next(file, offset, _is_packed(file, 0)) == offset


def _is_packed(file: File, offset: int) -> bool:
    file.seek(offset)
    return file.read(len(MAGIC)) == MAGIC


def _next(file: File, offset: int, packed: bool) -> int:
    """Where the next record may begin; the end of the file where none does."""
    if not packed:
        return find(file, _START, offset - 1) + 1
    while True:
        offset = find(file, MAGIC, offset)
        file.seek(offset)
        data = file.read(_CHUNK)
        try:
            if not data or zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, 5) in _STARTS:
                return offset
        except zlib.error:
            pass
        offset += 1


class _Unit:
    """One gzip member with its records, or one record of a file that is not packed."""

    def __init__(self, file: File, offset: int, packed: bool) -> None:
        self._offset = offset
        self._packed = packed
        self._member = _Member(file, offset) if packed else None
        self.reader = _Reader(iter(self._member) if self._member else _plain(file, offset))
        self.start = 0  # of the record under way, in what is unpacked
        self.record: ArcWarcRecord | None = None

    def records(self, wanted: Callable[[ArcWarcRecord], bool]) -> Iterator[Record]:
        """Every record of the unit. Raises _BrokenError at the first that is not what it says."""
        while self.reader.skip_blank_lines():
            self.start, self.record = self.reader.position, None
            record = self.record = _parse(self.reader)
            body = _body(record, wanted(record))
            self._check_end(record)
            yield Record(Place(self._offset, self.start), record, body, self.end() - self._offset)
            if not self._packed:
                return

    def _check_end(self, record: ArcWarcRecord) -> None:
        """Two blank lines end a record, or what follows is another one, or nothing; else its length is not its own."""
        ended = self.reader.peek(4) == b"\r\n\r\n" or record.format != "warc"
        if self.reader.skip_blank_lines() and not ended and self.reader.peek(5) != b"WARC/":
            raise _BrokenError("its Content-Length is not its length")

    def end(self) -> int:
        """Where in the file the next unit begins, once all records are read."""
        if self._member is None:
            return self._offset + self.reader.position
        return self._member.end


def _parse(reader: _Reader) -> ArcWarcRecord:
    reader.headers = 0
    try:
        record = ArcWarcRecordLoader(verify_http=False, arc2warc=False).parse_record_stream(reader, check_digests=True)
    except (
        ArchiveLoadFailed,
        StatusAndHeadersParserException,
        EOFError,
        AttributeError,
        ValueError,
        TypeError,
    ) as error:
        raise _BrokenError("its headers are not those of a WARC record") from error
    if record.length is None:
        raise _BrokenError("it has no Content-Length")
    return record


def _body(record: ArcWarcRecord, wanted: bool) -> bytes | None:
    """What follows the headers, to its end."""
    stream = record.raw_stream
    size = int(stream.limit)
    if size > (MAX_BODY if wanted else _MAX_LENGTH):
        raise _BrokenError(f"it says to have {size:,} bytes, more than any document ({MAX_BODY:,})")
    parts = []
    try:
        while stream.limit and (part := stream.read(_CHUNK)):
            if wanted:
                parts.append(part)
    except (ValueError, TypeError) as error:  # warcio's, of a digest that is none
        raise _BrokenError("its digest cannot be understood") from error
    if stream.limit:
        raise _BrokenError(f"it breaks off {stream.limit:,} bytes before its end")
    if any(problem.startswith("block digest failed") for problem in record.digest_checker.problems):
        raise _BrokenError("its bytes are not those that were captured (block digest)")
    return b"".join(parts) if wanted else None


def _plain(file: File, offset: int) -> Iterator[bytes]:
    while True:
        file.seek(offset)
        chunk = file.read(_CHUNK)
        if not chunk:
            return
        offset += len(chunk)
        yield chunk


class _Member:
    """Unpacks one gzip member; ``end`` is the offset behind it once it is read through."""

    def __init__(self, file: File, offset: int) -> None:
        self._file = file
        self._offset = offset
        self.end = offset

    def __iter__(self) -> Iterator[bytes]:
        inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        offset = self._offset
        while not inflater.eof:
            data = inflater.unconsumed_tail
            if not data:
                self._file.seek(offset)
                data = self._file.read(_CHUNK)
                offset += len(data)
            if not data:
                raise _BrokenError("the file ends in the middle of it")
            try:
                yield inflater.decompress(data, _CHUNK)
            except zlib.error as error:
                raise _BrokenError(f"its packed bytes are damaged ({error})") from error
        self.end = offset - len(inflater.unused_data)


class _Reader:
    """Bytes as lines and blocks, for warcio's parser, which sets no limits of its own."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._buffer = b""
        self._at = 0  # what of the buffer is read
        self.position = 0
        self.lines = 0  #: header lines read
        self.headers = 0  #: bytes of header lines read; whoever begins a record sets it back

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes; none at the end only."""
        if self._at == len(self._buffer):
            self._more()
        return self._take(size)

    def readline(self, size: int = _MAX_LINE) -> bytes:
        """Up to the end of the line."""
        while (end := self._buffer.find(b"\n", self._at)) < 0 and self._left < min(size, _MAX_LINE) and self._more():
            pass
        line = self._take(min(size, end + 1 - self._at if end >= 0 else self._left))
        self.lines += 1
        self.headers += len(line)
        if self.headers > _MAX_HEADERS or len(line) == _MAX_LINE:
            raise _BrokenError("its headers have no end")
        return line

    def tell(self) -> int:
        return self.position

    def peek(self, size: int) -> bytes:
        while self._left < size and self._more():
            pass
        return self._buffer[self._at : self._at + size]

    def skip(self, size: int) -> None:
        while size and (part := self.read(min(size, _CHUNK))):
            size -= len(part)

    def skip_blank_lines(self) -> bool:
        """Go on to what is no blank line; False at the end."""
        end = self.position + _MAX_BLANK
        while (byte := self.peek(1)) in (b"\r", b"\n") and self.position < end:
            self._take(1)
        return bool(byte)

    def _more(self) -> bool:
        """Whether there was more to read; a piece may be empty where it only moved the unpacking on."""
        for chunk in self._chunks:
            if chunk:
                self._buffer = self._buffer[self._at :] + chunk
                self._at = 0
                return True
        return False

    @property
    def _left(self) -> int:
        return len(self._buffer) - self._at

    def _take(self, size: int) -> bytes:
        taken = self._buffer[self._at : self._at + size]
        self._at += len(taken)
        self.position += len(taken)
        return taken
