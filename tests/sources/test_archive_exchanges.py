"""Fetched pages in the archive: requests, responses and revisits, as other tools read them and as they read back."""

from __future__ import annotations

import gzip
import hashlib
import random
import subprocess
import sys
import time
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard
from exchanges import HTML, exchange, records, sound

from hronika.types import Capture, HronikaError
from sources.archive import Archive, decoding

PAGE = "<p>Sanāksme notika Ventspilī.</p>".encode() * 40
URL = "http://www.example.lv/lv/jaunums/sanaksme?lapa=1"


def facts(capture: Capture) -> dict[str, object]:
    return dict(vars(capture))


def test_an_exchange_is_a_request_and_a_response(tmp_path: Path) -> None:
    sent = gzip.compress(PAGE, mtime=0)
    headers = (
        *HTML,
        ("Content-Encoding", "gzip"),
        ("ETag", '"abc"'),
        ("Last-Modified", "Wed, 01 May 2024 09:00:00 GMT"),
    )
    with Archive(tmp_path) as archive:
        place, capture = archive.write_exchange(
            exchange(URL, sent, response_headers=headers), source_id="km", crawl_id="c1"
        )
    assert facts(capture) == {
        "origin": URL, "url": URL, "body": PAGE, "sha256": hashlib.sha256(PAGE).hexdigest(),
        "fetched": "2024-05-01T10:00:00.000Z", "source_id": "km", "crawl_id": "c1", "status": 200,
        "media_type": "text/html; charset=utf-8", "etag": '"abc"', "last_modified": "Wed, 01 May 2024 09:00:00 GMT",
        "location": None, "truncated": None,
    }  # fmt: skip
    assert [(found, facts(one)) for found, one in Archive(tmp_path).iter_captures()] == [(place, facts(capture))]
    info, request, response = records(tmp_path)
    assert (info.rec_type, request.rec_type, response.rec_type) == ("warcinfo", "request", "response")
    assert request.http_headers.protocol == "GET"
    assert request.http_headers.statusline == "/lv/jaunums/sanaksme?lapa=1 HTTP/1.1"
    assert request.http_headers.get_header("User-Agent") == "Hronika"
    assert response.http_headers.headers == list(headers)
    assert response.body == sent
    header = response.rec_headers.get_header
    assert header("WARC-Concurrent-To") == request.rec_headers.get_header("WARC-Record-ID")
    assert header("WARC-IP-Address") == "127.0.0.1"
    assert all(header(f"WARC-{kind}-Digest").startswith("sha1:") for kind in ("Payload", "Block"))
    assert response.rec_headers.protocol == "WARC/1.1"
    assert sound(tmp_path)


def test_headers_are_kept_byte_for_byte(tmp_path: Path) -> None:
    headers = (
        ("X-Name", "Ādaži".encode().decode("latin-1")),
        ("X-Raw", "caf\xe9"),
        ("X-Folded", "a\r\n b"),
        ("X-None", ""),
    )
    with Archive(tmp_path) as archive:
        place, _ = archive.write_exchange(exchange(URL, response_headers=headers), source_id="km")
    stored = gzip.decompress((tmp_path / place.archive).read_bytes()[place.offset :])
    assert b"HTTP/1.1 200 OK\r\nX-Name: " + "Ādaži".encode() + b"\r\nX-Raw: caf\xe9\r\nX-Folded: a  b\r\n" in stored
    assert sound(tmp_path)


def test_a_body_that_came_in_chunks_is_not_taken_apart_again(tmp_path: Path) -> None:
    body = b"3\r\nabc\r\n0\r\n\r\n"
    headers = (*HTML, ("Transfer-Encoding", "chunked"))
    with Archive(tmp_path) as archive:
        archive.write_exchange(exchange(URL, body, response_headers=headers), source_id="km")
    assert records(tmp_path)[-1].http_headers.get_header("X-Orig-Transfer-Encoding") == "chunked"
    assert sound(tmp_path)


@pytest.mark.parametrize(
    ("status", "location", "target"),
    [
        (301, "/lv/jauna", "http://www.example.lv/lv/jauna"),
        (302, "https://cits.example.lv/a#b", "https://cits.example.lv/a"),
        (308, "//[", None),
        (404, None, None),
        (503, None, None),
    ],
)
def test_redirects_and_errors_are_captures(
    tmp_path: Path, status: int, location: str | None, target: str | None
) -> None:
    headers = (("Location", location),) if location else ()
    with Archive(tmp_path) as archive:
        place, capture = archive.write_exchange(
            exchange(URL, b"", status=status, reason="", response_headers=headers), source_id="km"
        )
    assert (capture.status, capture.location, capture.body) == (status, target, b"")
    assert facts(Archive(tmp_path).read(place.archive, place.offset)) == facts(capture)
    assert sound(tmp_path)


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        first, one = archive.write_exchange(exchange(URL, PAGE), source_id="km", crawl_id="c1")
        second, two = archive.write_exchange(
            exchange(f"{URL}&b", PAGE, second=1), source_id="km", crawl_id="c2", refers_to=first
        )
        # what refers to a revisit refers to the record that has the bytes
        third, three = archive.write_exchange(exchange(URL, PAGE, second=2), source_id="km", refers_to=second)
    assert [one.body, two.body, three.body] == [PAGE] * 3
    assert (two.url, two.crawl_id, two.sha256) == (f"{URL}&b", "c2", one.sha256)
    *_, response, _, revisit, _, again = records(tmp_path)
    for record in (revisit, again):
        header = record.rec_headers.get_header
        assert (record.rec_type, record.body) == ("revisit", b"")
        assert header("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
        assert header("WARC-Refers-To") == response.rec_headers.get_header("WARC-Record-ID")
        assert header("WARC-Refers-To-Target-URI") == URL
        assert header("WARC-Refers-To-Date") == "2024-05-01T10:00:00.000Z"
        assert header("WARC-Payload-Digest") == response.rec_headers.get_header("WARC-Payload-Digest")
    assert [place for place, _ in Archive(tmp_path).iter_captures()] == [first, second, third]
    assert sound(tmp_path)


def test_not_modified_reads_as_the_page_that_it_confirms(tmp_path: Path) -> None:
    headers = (*HTML, ("ETag", '"a"'), ("Last-Modified", "Wed, 01 May 2024 09:00:00 GMT"))
    with Archive(tmp_path) as archive:
        first, one = archive.write_exchange(exchange(URL, PAGE, response_headers=headers), source_id="km")
        place, two = archive.write_exchange(
            exchange(URL, b"", second=1, status=304, reason="Not Modified", response_headers=(("ETag", '"b"'),)),
            source_id="km",
            refers_to=first,
        )
    assert (two.status, two.body, two.sha256, two.etag) == (304, PAGE, one.sha256, '"b"')
    assert (two.media_type, two.last_modified) == (one.media_type, one.last_modified)
    assert facts(Archive(tmp_path).read(place.archive, place.offset)) == facts(two)
    header = records(tmp_path)[-1].rec_headers.get_header
    assert header("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert sound(tmp_path)


def test_what_was_packed_otherwise_is_kept_whole(tmp_path: Path) -> None:
    """A revisit must replay with the original's bytes under its own headers."""
    packed = gzip.compress(PAGE)
    with Archive(tmp_path) as archive:
        first, one = archive.write_exchange(exchange(URL, PAGE), source_id="km")
        headers = (*HTML, ("Content-Encoding", "gzip"))
        second, two = archive.write_exchange(
            exchange(URL, packed, second=1, response_headers=headers), source_id="km", refers_to=first
        )
        _, three = archive.write_exchange(exchange(URL, packed, second=2), source_id="km", refers_to=second)
    assert [record.rec_type for record in records(tmp_path)].count("response") == 3
    assert (two.sha256, two.body, three.body) == (one.sha256, PAGE, packed)


def test_a_page_whose_first_capture_is_damaged_is_kept_anew(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        first, _ = archive.write_exchange(exchange(URL, PAGE), source_id="km")
        path = tmp_path / first.archive
        data = bytearray(path.read_bytes())
        data[first.offset + first.length // 2] ^= 1
        path.write_bytes(data)
        _, capture = archive.write_exchange(exchange(URL, PAGE, second=1), source_id="km", refers_to=first)
        assert capture.body == PAGE
        with pytest.raises(HronikaError, match="as before, but its capture cannot be read"):
            archive.write_exchange(exchange(URL, b"", second=2, status=304, reason=""), source_id="km", refers_to=first)
    assert [one.body for _, one in Archive(tmp_path).iter_captures()] == [PAGE]


def test_a_revisit_of_a_damaged_record_says_where_its_bytes_should_be(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        first, _ = archive.write_exchange(exchange(URL, PAGE), source_id="km")
        second, _ = archive.write_exchange(exchange(URL, PAGE, second=1), source_id="km", refers_to=first)
    path = tmp_path / first.archive
    data = bytearray(path.read_bytes())
    data[first.offset + first.length // 2] ^= 1
    path.write_bytes(data)
    assert list(Archive(tmp_path).iter_captures()) == []
    with pytest.raises(HronikaError, match=f"its bytes should lie in {first.archive} at byte {first.offset}"):
        Archive(tmp_path).read(second.archive, second.offset)


def test_a_body_that_a_limit_cut_says_so_and_reads_as_far_as_it_goes(tmp_path: Path) -> None:
    cut = gzip.compress(PAGE, 0)[: len(PAGE) // 2]
    headers = (*HTML, ("Content-Encoding", "gzip"))
    with Archive(tmp_path) as archive:
        _, capture = archive.write_exchange(
            exchange(URL, cut, response_headers=headers, truncated="length"), source_id="km"
        )
    assert capture.body
    assert PAGE.startswith(capture.body)
    assert records(tmp_path)[-1].rec_headers.get_header("WARC-Truncated") == "length"
    assert sound(tmp_path)


def zstandard_compress(body: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(body)


def deflate_without_wrapping(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", lambda body: gzip.compress(body[:90]) + gzip.compress(body[90:])),
        ("deflate", zlib.compress),
        ("deflate", deflate_without_wrapping),
        ("br", brotli.compress),
        ("zstd", zstandard_compress),
        ("gzip, BR", lambda body: brotli.compress(gzip.compress(body))),
        ("utf-8", bytes),
        (None, bytes),
    ],
)
def test_bodies_are_unpacked(encoding: str | None, pack: Any) -> None:
    packed = pack(PAGE)
    assert decoding.decode(packed, encoding) == PAGE
    assert decoding.decode(PAGE, encoding) == PAGE  # a server that only says so
    assert decoding.decode(b"", encoding) == b""
    if encoding and encoding != "utf-8":
        with pytest.raises(decoding.DecodingError, match="more than 100 bytes"):
            decoding.decode(packed, encoding, limit=100)


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstandard_compress)]
)
def test_bombs_are_refused_before_they_fill_the_memory(encoding: str, pack: Any) -> None:
    with pytest.raises(decoding.DecodingError, match="more than"):
        decoding.decode(pack(bytes(20_000_000)), encoding, limit=1_000_000)


def test_bytes_packed_many_times_are_refused() -> None:
    with pytest.raises(decoding.DecodingError, match="packed 1000 times"):
        decoding.decode(b"", ",".join(["gzip"] * 1000))


def test_what_cannot_be_unpacked_stays_as_it_came(tmp_path: Path) -> None:
    damaged = gzip.compress(PAGE)[:-8] + bytes(8)
    with Archive(tmp_path) as archive:
        _, capture = archive.write_exchange(
            exchange(URL, damaged, response_headers=(*HTML, ("Content-Encoding", "gzip"))), source_id="km"
        )
    assert capture.body == damaged


WRITES = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from exchanges import exchange
from sources.archive import Archive
archive = Archive(Path(sys.argv[1]))
for number in range(10**6):
    url = f"http://www.example.lv/{number}"
    archive.write_exchange(exchange(url, str(number).encode() * 5000), source_id="km")
    print(url, flush=True)
"""


def test_a_writer_killed_at_any_moment_loses_nothing_that_it_finished(tmp_path: Path) -> None:
    finished: list[str] = []
    for _ in range(3):
        command = [
            sys.executable,
            "-c",
            WRITES,
            str(tmp_path),
            str(Path(__file__).parent),
            str(Path(__file__).parents[2]),
        ]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            finished += [writer.stdout.readline().strip() for _ in range(20)]
            time.sleep(random.random() / 100)
            writer.kill()
            finished += writer.stdout.read().split()
    with Archive(tmp_path) as archive:
        archive.write_exchange(exchange(URL), source_id="km")
    assert sound(tmp_path)
    kept = [one.url for _, one in Archive(tmp_path).iter_captures() if one.url]
    lost = Counter(finished) - Counter(kept)
    assert not lost
    assert len(kept) <= len(finished) + 4  # the last of each writer may be whole without having been told
