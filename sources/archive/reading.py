"""From a record of the archive back to the capture; what does not match its digests is damaged and not read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, BinaryIO
from urllib.parse import urldefrag, urljoin

from warcio.archiveiterator import WARCIterator
from warcio.recordloader import ArcWarcRecord

from hronika.types import Capture
from sources.archive.decoding import DecodingError, decode
from sources.archive.exchange import Exchange
from sources.archive.records import (
    CAPTURE_HEADER,
    CRAWL_HEADER,
    REFERS_HEADER,
    SOURCE_HEADER,
    Original,
    payload_digest,
)

#: The capture whose record begins at this offset of this archive file.
Resolve = Callable[[str, int], Capture]


def is_capture(content: bytes) -> bool:
    """Whether a record holds a capture; requests and what describes the file do not."""
    header = content.partition(b"\r\n\r\n")[0]
    return any(f"\r\n{name}:".encode() in header for name in (CAPTURE_HEADER, SOURCE_HEADER))


def parse(stream: BinaryIO) -> ArcWarcRecord:
    """The record at the beginning of ``stream``; reading past its end raises ArchiveLoadFailed where it is damaged."""
    return next(iter(WARCIterator(stream, check_digests="raise")))


def capture(record: ArcWarcRecord, resolve: Resolve) -> Capture:
    """The capture in a record. Raises LookupError where it holds none; ``resolve`` finds the bytes of a revisit."""
    header = record.rec_headers.get_header
    body = record.raw_stream.read()
    if facts := header(CAPTURE_HEADER):
        known: dict[str, Any] = json.loads(facts)
        return Capture(body=body, **known)
    if not header(SOURCE_HEADER):
        raise LookupError(f"a {record.rec_type} record that holds no capture")
    if record.rec_type != "revisit":
        return _response(record, body)
    place = refers(record)
    if place is None:
        raise LookupError(f"a revisit without {REFERS_HEADER}")
    return revisit(_response(record, b""), resolve(*place))


def refers(record: ArcWarcRecord) -> tuple[str, int] | None:
    """Archive file and offset of the record that a revisit refers to; None for any other."""
    value = record.rec_headers.get_header(REFERS_HEADER)
    if value is None:
        return None
    archive, _, offset = value.partition(" ")
    return archive, int(offset)


def original(record: ArcWarcRecord, archive: str, offset: int) -> Original:
    """What a revisit says of the record that it refers to."""
    header = record.rec_headers.get_header
    names = ("WARC-Record-ID", "WARC-Target-URI", "WARC-Date", "WARC-Payload-Digest")
    return Original(archive, offset, *(header(name) for name in names))


def holds(original: Original, known: Capture, exchange: Exchange) -> bool:
    """Whether a record, which reads as ``known``, has the bytes of a response, both packed and unpacked."""
    if not exchange.body or payload_digest(exchange.body) != original.payload_digest:
        return False
    encoding = next((value for name, value in exchange.response_headers if name.lower() == "content-encoding"), None)
    return hashlib.sha256(_unpacked(exchange.body, encoding)).hexdigest() == known.sha256


def http_facts(record: ArcWarcRecord, url: str) -> dict[str, Any]:
    """What the headers of an HTTP response tell, as fields of a capture."""
    header = record.http_headers.get_header
    location = header("Location")
    return {
        "status": int(record.http_headers.get_statuscode()),
        "media_type": header("Content-Type"),
        "etag": header("ETag"),
        "last_modified": header("Last-Modified"),
        "location": _target(url, location) if location else None,
    }


def _target(url: str, location: str) -> str | None:
    """Where a redirect leads; None where nobody could follow it."""
    try:
        return urldefrag(urljoin(url, location)).url
    except ValueError:
        return None


def _response(record: ArcWarcRecord, body: bytes) -> Capture:
    header = record.rec_headers.get_header
    url = header("WARC-Target-URI")
    body = _unpacked(body, record.http_headers.get_header("Content-Encoding"))
    return Capture(
        origin=url,
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        fetched=header("WARC-Date"),
        source_id=header(SOURCE_HEADER),
        url=url,
        crawl_id=header(CRAWL_HEADER),
        truncated=header("WARC-Truncated"),
        **http_facts(record, url),
    )


def _unpacked(body: bytes, encoding: str | None) -> bytes:
    """The body that was sent; one that cannot be unpacked stays as it came, and no reader of pages will take it."""
    try:
        return decode(body, encoding)
    except DecodingError:
        return body


def revisit(visit: Capture, original: Capture) -> Capture:
    """What a revisit found again; a 304 leaves out what it does not change (RFC 9111, section 3.2)."""
    truncated = visit.truncated or original.truncated
    seen = replace(visit, body=original.body, sha256=original.sha256, truncated=truncated)
    if visit.status != 304:
        return seen
    return replace(
        seen,
        media_type=visit.media_type or original.media_type,
        etag=visit.etag or original.etag,
        last_modified=visit.last_modified or original.last_modified,
    )
