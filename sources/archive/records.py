"""Captures and exchanges as WARC 1.1 records: what is written into the archive, one gzip member a record.

A file on disk becomes a ``resource`` record. A fetched page becomes a ``request`` and a ``response``, or a ``revisit``
where an earlier record has the same bytes. Records are named after what they hold, so that the same captures make the
same archive.
"""

from __future__ import annotations

import io
import json
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, fields
from urllib.parse import quote

from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from hronika import __version__
from hronika.types import Capture, UnreadableError
from sources.archive.exchange import Exchange

#: The header that holds, as JSON, all of a captured file but its bytes.
CAPTURE_HEADER = "Hronika-Capture"
#: Headers of a fetched page: its source, the crawl that fetched it, and for a revisit, where the bytes lie.
SOURCE_HEADER, CRAWL_HEADER, REFERS_HEADER = "Hronika-Source", "Hronika-Crawl", "Hronika-Refers"

CAPTURE_FIELDS = tuple(field.name for field in fields(Capture) if field.name != "body")
_SAME_BYTES = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_MEDIA_TYPES = {"html": "text/html", "pdf": "application/pdf", "text": "text/plain; charset=utf-8"}
_UNKNOWN_TYPE = "application/octet-stream"
_BREAKS = re.compile(r"[\r\n]+")


@dataclass(frozen=True)
class Original:
    """The record that a revisit refers to."""

    archive: str
    offset: int
    id: str
    url: str
    date: str
    payload_digest: str


def info_record(filename: str, now: str) -> bytes:
    """The first record of a file: what made it, and when."""
    body = f"software: Hronika/{__version__}\r\nformat: WARC File Format 1.1\r\n".encode()
    headers = {
        "WARC-Record-ID": _record_id(f"{filename} {now}"),
        "WARC-Date": now,
        "WARC-Filename": filename,
        "Content-Type": "application/warc-fields",
    }
    return _gzipped("warcinfo", "", headers, body)


def file_uri(origin: str) -> str:
    """The address of a file that is published nowhere, by the name it goes by."""
    return f"file:///{quote(origin)}"


def resource_record(capture: Capture) -> bytes:
    """A file as it lay on disk."""
    facts = {name: getattr(capture, name) for name in CAPTURE_FIELDS if getattr(capture, name) is not None}
    target = _uri(capture.url) if capture.url else file_uri(capture.origin)
    headers = {
        "WARC-Record-ID": _record_id(f"{target} {capture.origin} {capture.fetched} {capture.sha256}"),
        "WARC-Date": capture.fetched,
        CAPTURE_HEADER: json.dumps(facts),
        "Content-Type": (capture.media_type or _media_type(capture.body)).split("\n")[0].strip(),
    }
    if capture.truncated:
        headers["WARC-Truncated"] = capture.truncated
    return _gzipped("resource", target, headers, capture.body)


def exchange_records(
    exchange: Exchange, source_id: str, crawl_id: str | None, original: Original | None
) -> tuple[bytes, bytes]:
    """Request and response; the response is a revisit without its body if an original holds the same."""
    target = _uri(exchange.url)
    digest = original.payload_digest if original else payload_digest(exchange.body)
    facts = f"{target} {exchange.fetched} {exchange.status} {digest}"
    request_id = _record_id(f"request {facts}")
    common = {"WARC-Date": exchange.fetched} | ({"WARC-IP-Address": exchange.ip} if exchange.ip else {})
    request = _gzipped(
        "request",
        target,
        {"WARC-Record-ID": request_id, **common},
        http=_Head(f"{_path(target)} HTTP/1.1", _lines(exchange.request_headers), exchange.method),
    )
    headers = {
        "WARC-Record-ID": _record_id(f"response {facts}"),
        "WARC-Concurrent-To": request_id,
        **common,
        "WARC-Payload-Digest": digest,
        SOURCE_HEADER: source_id,
    }
    if crawl_id:
        headers[CRAWL_HEADER] = crawl_id
    if exchange.truncated:
        headers["WARC-Truncated"] = exchange.truncated
    kind = "response"
    if original:
        kind = "revisit"
        headers["WARC-Profile"] = _NOT_MODIFIED if exchange.status == 304 else _SAME_BYTES
        headers["WARC-Refers-To"] = original.id
        headers["WARC-Refers-To-Target-URI"] = original.url
        headers["WARC-Refers-To-Date"] = original.date
        headers[REFERS_HEADER] = f"{original.archive} {original.offset}"
    http = _Head(f"{exchange.status} {exchange.reason}".strip(), _lines(exchange.response_headers), "HTTP/1.1")
    return request, _gzipped(kind, target, headers, b"" if original else exchange.body, http)


def payload_digest(body: bytes) -> str:
    """As WARC-Payload-Digest has it: of the bytes that went over the wire."""
    digester = Digester()
    digester.update(body)
    return str(digester)


class _Head(StatusAndHeaders):  # type: ignore[misc]
    """First line and headers of an HTTP message, written with the very bytes that were received."""

    def __init__(self, line: str, headers: Iterable[tuple[str, str]], protocol: str) -> None:
        super().__init__(_BREAKS.sub(" ", line), list(headers), protocol)

    def to_ascii_bytes(self, header_filter: object = None) -> bytes:
        text = f"{self.to_str(header_filter)}\r\n"
        try:
            return text.encode("latin-1")
        except UnicodeEncodeError:
            return text.encode("utf-8")


def _lines(headers: tuple[tuple[str, str], ...]) -> Iterable[tuple[str, str]]:
    """Headers as they are written; that the body came in chunks is only told, for it is kept whole."""
    for name, value in headers:
        kept = f"X-Orig-{name}" if name.lower() == "transfer-encoding" else name
        yield kept, _BREAKS.sub(" ", value)


def _gzipped(
    kind: str, target: str, headers: dict[str, str], body: bytes = b"", http: StatusAndHeaders | None = None
) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
    record = writer.create_warc_record(
        target, kind, payload=io.BytesIO(body), length=len(body), warc_headers_dict=headers, http_headers=http
    )
    writer.write_record(record)
    return out.getvalue()


def _media_type(body: bytes) -> str:
    """What a file is, so that who replays the archive is shown it."""
    from sources.formats.sniff import sniff  # loads the readers of all formats, which a crawl does without

    try:
        return _MEDIA_TYPES.get(sniff(body), _UNKNOWN_TYPE)
    except UnreadableError:
        return _UNKNOWN_TYPE


def _uri(url: str) -> str:
    """An address in the characters that a URI has; what is escaped already stays as it is."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~")


def _path(target: str) -> str:
    """What the first line of a request asks for."""
    rest = target.partition("://")[2]
    start = re.search(r"[/?]", rest)
    path = rest[start.start() :] if start else ""
    return path if path.startswith("/") else f"/{path}"


def _record_id(text: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, text)}>"
