"""Damages web archives by their records, and the HTTP answers in these."""

from __future__ import annotations

import gzip
import re
from contextlib import suppress
from random import Random

from tests.faults.fuzz.mutations.markup import MARKUP
from tests.faults.fuzz.mutations.plain import PLAIN, Mutation, flipped, miscounted
from tests.faults.fuzz.seeds import packed, seeds, warc_record


def _rerecorded(chance: Random, body: bytes) -> bytes:
    """With what one record holds damaged, and a length that is right again."""
    is_packed = body.startswith(b"\x1f\x8b")
    with suppress(Exception):  # damaged already
        body = gzip.decompress(body) if is_packed else body
    records = [record for record in re.split(rb"(?=WARC/1\.0\r\n)", body) if record]
    at = chance.randrange(len(records)) if records else 0
    for _ in range(chance.choice((1, 3))):
        if not records or b"\r\n\r\n" not in records[at]:
            return flipped(chance, body)
        head, _, rest = records[at].partition(b"\r\n\r\n")
        block = chance.choice((*PLAIN, *MARKUP, answered, answered))(chance, rest.removesuffix(b"\r\n\r\n"))
        head = re.sub(rb"Content-Length: \d+", b"Content-Length: %d" % len(block), head)
        records[at] = head + b"\r\n\r\n" + block + b"\r\n\r\n"
    return b"".join(map(packed, records)) if is_packed else b"".join(records)


_LINES = (
    b"Content-Length: -1",
    b"Content-Length: 99999999999999999999",
    b"Content-Encoding: gzip",
    b"Content-Encoding: br",
    b"Content-Encoding: zstd, gzip, deflate",
    b"Transfer-Encoding: chunked",
    b"Content-Type: ",
    b"Content-Type: \xff\xfe/\0",
    b"Content-Type: text/html; charset=" + b"x" * 5000,
    b"Location: http://[",
    b"Location: \xf0\x9f",
    b"Location: //",
    b"ETag: \0",
    b"WARC-Date: 9999-99-99T99:99:99Z",
    b"WARC-Target-URI: http://[",
    b"WARC-Target-URI: \xff",
    b"WARC-Type: revisit",
    b"WARC-Type: conversion",
    b"WARC-Refers-To: <urn:uuid:00000000-0000-0000-0000-000000000001>",
    b"WARC-Truncated: length",
    b"WARC-Segment-Number: 1",
    b"WARC-Block-Digest: sha1:x",
    b"WARC-Block-Digest: nosuch:x",
    b"WARC-Payload-Digest: ",
    b": ",
    b"Hronika-Capture: {}",
    b"no colon",
    b" folded",
    b"X: " + b"y" * 70_000,
    b'WARC-Hronika-Capture: {"sha256": 1}',
    b"WARC-Target-URI: http://www.example.lv/" + b"a/" * 9000,
)


def answered(chance: Random, body: bytes) -> bytes:
    """With a header that is absurd, at the end of one of its lines."""
    ends = [found.end() for found in re.finditer(rb"\r?\n", body)]
    at = chance.choice(ends[:40] or [0])
    return body[:at] + chance.choice(_LINES) + b"\r\n" + body[at:]


def status(chance: Random, body: bytes) -> bytes:
    line = chance.choice(
        (
            b"HTTP/1.1 999 X",
            b"HTTP/1.1 -1",
            b"HTTP/1.1",
            b"HTTP/9.9 200",
            b"HTTP/1.1 \xd9\xa3\xd9\xa0\xd9\xa0 OK",
            b"ICY 200",
        )
    )
    return re.sub(rb"HTTP/1\.1 \d+[^\r\n]*", lambda _: line, body, count=chance.choice((1, 5)))


def _another(chance: Random, body: bytes) -> bytes:
    """With a record of another format's bytes."""
    other = chance.choice(seeds()[chance.choice(("pdf", "docx", "zip", "html", "txt", "xml"))])
    head = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n" % chance.choice(
        (b"text/html", b"application/pdf", b"", b"text/plain")
    )
    return body + warc_record(77, head + other)


ARCHIVE: tuple[Mutation, ...] = (_rerecorded, _rerecorded, _rerecorded, answered, status, _another, miscounted)
