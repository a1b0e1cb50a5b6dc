"""Web archives that others made (Browsertrix, wget, pywb, Heritrix): WARC, ARC and WACZ files, read as captures.

Only what may be a document or tells of one is a capture here: pages, PDF, office files and text, redirects, and pages
that are gone. Pictures, scripts and the like are counted and left out. Whatever is wrong with a record is told, and
the others are read.
"""

from __future__ import annotations

import hashlib
import io
import json
import mimetypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from warcio.bufferedreaders import ChunkedDataReader
from warcio.recordloader import ArcWarcRecord
from warcio.timeutils import timestamp_to_iso_date

from hronika.types import Capture, UnreadableError
from sources.archive.decoding import DecodingError, decode
from sources.archive.members import File
from sources.archive.reading import http_facts, revisit
from sources.archive.records import CAPTURE_HEADER
from sources.archive.walk import Broken, Place, Record, at, walk
from sources.archive.zipped import Part, parts

_CONTENT = ("response", "resource", "revisit")
_STATUSES = range(100, 600)
_GONE_OR_MOVED = ("301", "302", "303", "307", "308", "404", "410")
#: Types that say nothing; the address has to tell.
_UNTOLD = (
    "",
    "application/octet-stream",
    "binary/octet-stream",
    "application/force-download",
    "application/x-download",
)
_DOCUMENT = re.compile(
    r"text/(?:html|plain|rtf|markdown)|application/(?:xhtml\+xml|(?:x-)?pdf|rtf|msword|(?:x-)?zip(?:-compressed)?"
    r"|vnd\.(?:ms-(?:powerpoint|excel|word)|openxmlformats-officedocument|oasis\.opendocument).*)"
)
#: How a person calls what is left out, by a part of its type.
_NAMES = {
    "image/": "pictures", "font": "fonts", "css": "styles", "script": "scripts", "audio/": "sound and video",
    "video/": "sound and video", "json": "data", "xml": "data",
}  # fmt: skip
_TYPES = mimetypes.MimeTypes()  # without the tables of the machine, which differ
#: What is taken over from Hronika's own records of files.
_TOLD = ("url", "media_type", "etag", "last_modified", "location")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z")
_ID = re.compile(r"<?(?:urn:uuid:)?([\w.:/+-]{1,200})>?")


@dataclass(frozen=True)
class RecordError:
    """A record that cannot be read, and why."""

    origin: str  #: archive file and record
    url: str | None
    message: str


def captures(path: Path, name: str, left_out: Counter[str]) -> Iterator[Capture | RecordError]:
    """What an archive holds of documents, in the order of its records; what a later record completes comes last.

    ``name`` is what the file goes by; the origin of a capture is ``NAME#RECORD-ID``. ``left_out`` counts what is no
    document, by what a person calls it. Raises UnreadableError where the file is no web archive.
    """
    with parts(path) as files:
        reader = _Reader(name, left_out)
        for part in files:
            for record in walk(part.file, lambda parsed: _left_out(parsed) is None):
                yield from reader.read(part, record)
        yield from (capture for _, capture in reader.rest())
        reader.check()


def captures_between(
    file: File, name: str, left_out: Counter[str], start: int, end: int | None
) -> Iterator[tuple[Record | Broken, Capture | RecordError]]:
    """What a range of a WARC file holds of documents, each with its record; the ranges of a file give all of it.

    ``start`` and ``end`` are as of ``walk``. What a revisit repeats is looked for in the whole file. Raises
    UnreadableError where a file that is read whole is no web archive.
    """
    part, reader = Part("", file), _Reader(name, left_out)
    for record in walk(file, lambda parsed: _left_out(parsed) is None, start, end):
        for capture in reader.read(part, record):
            yield record, capture
    if reader.waits:
        for elsewhere in chain(walk(file, lambda _: False, 0, start), walk(file, lambda _: False, end) if end else ()):
            reader.learn(part, elsewhere)
        yield from reader.rest()
    if (start, end) == (0, None):
        reader.check()


class _UnusableError(Exception):
    """Why a record makes no capture, in words."""


class _Reader:
    """What is known of an archive while it is read: where the records are that revisits refer to."""

    def __init__(self, name: str, left_out: Counter[str]) -> None:
        self.records = 0
        self._name = name
        self._left_out = left_out
        self._seen: dict[str, tuple[Part, Place] | None] = {}  # None: left out
        self._later: list[tuple[Part, Place]] = []

    def read(self, part: Part, record: Record | Broken) -> Iterator[Capture | RecordError]:
        """The capture of a record, if it has one that can be told now."""
        parsed = record.parsed
        self.records += parsed is not None
        reason = _left_out(parsed) if parsed else None
        if parsed and reason is not None:
            self._left_out.update([reason] if reason else [])
            self.learn(part, record)
        elif isinstance(record, Broken):
            yield self._error(part, record, record.message)
        elif record.parsed.rec_type == "revisit" and not self._knows(record):
            self._later.append((part, record.place))
        else:
            if record.parsed.rec_type != "revisit":
                self._seen.update(dict.fromkeys(_own_names(record.parsed), (part, record.place)))
            yield from self._capture(part, record)

    def learn(self, part: Part, record: Record | Broken) -> None:
        """Remember what a revisit may call a record by that is not read itself."""
        left_out = record.parsed and _left_out(record.parsed) is not None
        if left_out or (isinstance(record, Record) and record.parsed.rec_type != "revisit"):
            for name in _own_names(record.parsed):
                self._seen.setdefault(name, None if left_out else (part, record.place))

    def check(self) -> None:
        """Raises UnreadableError where all of a file was read, and there was not one record in it."""
        if not self.records:
            raise UnreadableError("the file holds no record of a web archive; was it fetched to its end?")

    @property
    def waits(self) -> bool:
        """Whether there are revisits whose originals have not come yet."""
        return bool(self._later)

    def rest(self) -> Iterator[tuple[Record, Capture | RecordError]]:
        """Revisits whose originals came after them, or not at all, with their records."""
        for part, place in self._later:
            record = at(part.file, place)
            if isinstance(record, Record):  # it was read once
                for capture in self._capture(part, record):
                    yield record, capture

    def _capture(self, part: Part, record: Record) -> Iterator[Capture | RecordError]:
        origin = self._origin(part, record)
        try:
            if record.parsed.rec_type != "revisit":
                yield _capture(record, origin)
            elif (original := self._original(record)) is not None:
                yield _revisit(record, origin, original)
            else:
                self._left_out["repeated files that are no documents"] += 1
        except _UnusableError as error:
            yield self._error(part, record, str(error))

    def _knows(self, record: Record) -> bool:
        return any(name in self._seen for name in _other_names(record.parsed))

    def _original(self, record: Record) -> Record | None:
        """The record that a revisit refers to; None where that was left out."""
        name = next((name for name in _other_names(record.parsed) if name in self._seen), None)
        if name is None:
            raise _UnusableError("it repeats a record that is not in this file; ingest the archive that has it too")
        place = self._seen[name]
        if place is None:
            return None
        original = at(place[0].file, place[1])
        if isinstance(original, Broken):
            raise _UnusableError(f"it repeats a record that cannot be read: {original.message}")
        return original

    def _origin(self, part: Part, record: Record | Broken) -> str:
        """The archive and the record: its identifier, or where it begins if it has none that can be told."""
        id_ = _ID.fullmatch((record.parsed and record.parsed.rec_headers.get_header("WARC-Record-ID")) or "")
        skip = f"+{record.place.skip}" if record.place.skip else ""
        return f"{self._name}#{id_[1] if id_ else f'{part.name}{record.place.offset}{skip}'}"

    def _error(self, part: Part, record: Record | Broken, message: str) -> RecordError:
        url = _address(record.parsed) if record.parsed else None
        return RecordError(self._origin(part, record), url, f"The record cannot be read: {message}.")


def _left_out(parsed: ArcWarcRecord) -> str | None:
    """What a person calls a record that tells of no document; empty for what only describes others, None for the rest.

    None is also the answer where something is wrong, so that it is read and told.
    """
    if parsed.rec_type not in _CONTENT:
        return ""
    if parsed.rec_headers.get_header(CAPTURE_HEADER):
        return None
    url = _address(parsed) or ""
    if not url.startswith(("http://", "https://")):
        return "records that are no web pages"
    if parsed.http_headers is None:
        return _no_document(parsed.rec_headers.get_header("Content-Type") if parsed.rec_type == "resource" else "", url)
    status = parsed.http_headers.get_statuscode()
    if status in _GONE_OR_MOVED or (status == "304" and parsed.rec_type == "revisit"):
        return _no_document("", url)
    if status.isdigit() and (not status.startswith("2") or status == "206"):
        return "answers without a page"
    return _no_document(parsed.http_headers.get_header("Content-Type"), url)


def _no_document(media_type: str | None, url: str) -> str | None:
    """How a person calls a file that is no document; None for one that may be."""
    path = f"/{'/'.join(url.partition('?')[0].split('/')[3:])}"
    if path == "/robots.txt":
        return "rules for robots"
    kind = (media_type or "").partition(";")[0].strip().lower()
    if kind in _UNTOLD:
        kind = _TYPES.guess_type(path)[0] or "text/html"
    if _DOCUMENT.fullmatch(kind):
        return None
    return next((name for part, name in _NAMES.items() if part in kind), "other files")


def _capture(record: Record, origin: str) -> Capture:
    """The capture in a record that has its bytes. Raises _UnusableError."""
    parsed, body = record.parsed, record.body or b""
    header = parsed.rec_headers.get_header
    if header("WARC-Segment-Number"):
        raise _UnusableError("it is split into segments; join them with the tool that made the archive")
    if facts := header(CAPTURE_HEADER):
        return _ours(parsed, body, origin, facts)
    if parsed.rec_type == "response":
        return _response(parsed, body, origin)
    return replace(_plain(parsed, body, origin), media_type=header("Content-Type"))


def _revisit(record: Record, origin: str, original: Record) -> Capture:
    """A page that was found as before: its own headers, and the bytes of the record it refers to."""
    known = _capture(original, origin)
    if record.parsed.http_headers is None:
        return replace(known, url=_address(record.parsed), fetched=_fetched(record.parsed))
    return revisit(replace(_plain(record.parsed, b"", origin), **_http(record.parsed)), known)


def _response(parsed: ArcWarcRecord, body: bytes, origin: str) -> Capture:
    facts = _http(parsed)
    header = parsed.http_headers.get_header
    if "chunked" in (header("Transfer-Encoding") or "").lower():
        body = ChunkedDataReader(io.BytesIO(body)).read()
    try:
        body = decode(body, header("Content-Encoding"))
    except DecodingError as error:
        raise _UnusableError(str(error)) from error
    return replace(_plain(parsed, body, origin), **facts)


def _ours(parsed: ArcWarcRecord, body: bytes, origin: str, facts: str) -> Capture:
    """A file that Hronika captured, as its own record tells of it; what it says is not believed blindly."""
    try:
        known: dict[str, Any] = json.loads(facts)
        told: dict[str, Any] = {name: known.get(name) for name in _TOLD}
        for value in told.values():
            if value is not None:
                value.encode()
        status = known.get("status")
        if status is not None and status not in _STATUSES:
            raise ValueError(f"{status} is no status")
        if known["sha256"] != hashlib.sha256(body).hexdigest():
            raise ValueError("the digest is another")
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise _UnusableError(f"its header {CAPTURE_HEADER} does not fit it ({error})") from error
    return replace(_plain(parsed, body, origin), status=status, **told)


def _plain(parsed: ArcWarcRecord, body: bytes, origin: str) -> Capture:
    url = _address(parsed)
    try:
        urlsplit(url)
    except ValueError as error:
        raise _UnusableError(f"its address is none ({error})") from error
    return Capture(
        origin=origin,
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        fetched=_fetched(parsed),
        url=url if url and url.startswith("http") else None,
        truncated=parsed.rec_headers.get_header("WARC-Truncated"),
    )


def _http(parsed: ArcWarcRecord) -> dict[str, Any]:
    """What the headers of a response tell, as fields of a capture."""
    try:
        facts = http_facts(parsed, _address(parsed) or "")
    except (ValueError, AttributeError) as error:
        raise _UnusableError("it holds no HTTP response") from error
    if facts["status"] not in _STATUSES:
        raise _UnusableError(f"{facts['status']} is no HTTP status")
    return facts


def _address(parsed: ArcWarcRecord) -> str | None:
    header = parsed.rec_headers.get_header
    url = header("WARC-Target-URI") or header("uri")
    return url.partition("#")[0] if url else None


def _fetched(parsed: ArcWarcRecord) -> str:
    """When the page was fetched. Raises _UnusableError."""
    header = parsed.rec_headers.get_header
    date = str(header("WARC-Date"))
    if parsed.format == "arc" and re.fullmatch(r"\d{14}", header("archive-date") or ""):
        date = str(timestamp_to_iso_date(header("archive-date")))
    try:
        if _DATE.fullmatch(date) and datetime.fromisoformat(date[:19]):
            return date
    except ValueError:
        pass
    raise _UnusableError("it does not say when it was fetched")


def _own_names(parsed: ArcWarcRecord) -> list[str]:
    """All that a revisit may call a record by."""
    header = parsed.rec_headers.get_header
    return _present(header("WARC-Record-ID"), _address(parsed), header("WARC-Date"), header("WARC-Payload-Digest"))


def _other_names(parsed: ArcWarcRecord) -> list[str]:
    """All that a revisit calls its original by, the surest first."""
    header = parsed.rec_headers.get_header
    url, date = header("WARC-Refers-To-Target-URI"), header("WARC-Refers-To-Date")
    return _present(header("WARC-Refers-To"), url, date, header("WARC-Payload-Digest"))


def _present(id_: str | None, url: str | None, date: str | None, digest: str | None) -> list[str]:
    return [
        *([f"id {id_}"] if id_ else []),
        *([f"at {date} {url}"] if url and date else []),
        *([f"digest {digest}"] if digest else []),
    ]
