"""Web archives that others made, read as captures; hostile ones end with a message on the record that is wrong."""

from __future__ import annotations

import gzip
import hashlib
import io
import shutil
import subprocess
import threading
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hronika.types import Capture, UnreadableError
from sources.archive import walk
from sources.archive.foreign import RecordError, captures

PAGE = "<html><body><p>Sanāksme Ventspilī.</p></body></html>".encode()
HOST = "http://www.example.lv"


def record(
    url: str, body: bytes = PAGE, kind: str = "response", head: str | None = None, number: int = 1, **headers: str
) -> bytes:
    """A record as other tools write them; ``head`` are the lines of the HTTP response."""
    if head is None:
        head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" if kind == "response" else ""
    block = f"{head}\r\n".encode() + body if head else body
    told = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-{number:012}>",
        "WARC-Date": f"2024-05-01T10:00:{number % 60:02}Z",
        "WARC-Target-URI": url,
        "Content-Length": str(len(block)),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items() if value)
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def written(path: Path, *records: bytes) -> Path:
    packed = path.suffix == ".gz"
    path.write_bytes(b"".join(gzip.compress(one) if packed else one for one in records))
    return path


def read(path: Path) -> tuple[list[Capture], list[RecordError], dict[str, int]]:
    left_out: Counter[str] = Counter()
    found = list(captures(path, path.name, left_out))
    good = [one for one in found if isinstance(one, Capture)]
    return good, [one for one in found if isinstance(one, RecordError)], dict(left_out)


@pytest.fixture(params=["a.warc", "a.warc.gz"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / str(request.param)


def test_a_page_becomes_a_capture(path: Path) -> None:
    head = 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: "a"\r\nLast-Modified: Wed\r\n'
    (one,), errors, left_out = read(written(path, record(f"<{HOST}/lv/a#b>", head=head)))
    assert (errors, left_out) == ([], {})
    assert (one.url, one.body, one.status) == (f"{HOST}/lv/a", PAGE, 200)
    assert (one.media_type, one.etag, one.last_modified) == ("text/html; charset=utf-8", '"a"', "Wed")
    assert (one.fetched, one.origin) == ("2024-05-01T10:00:01Z", f"{path.name}#00000000-0000-0000-0000-000000000001")


def test_what_was_cut_off_is_said(path: Path) -> None:
    (one,), errors, _ = read(written(path, record(f"{HOST}/a", PAGE[:20], WARC_Truncated="length")))
    assert (one.body, one.truncated, errors) == (PAGE[:20], "length", [])


def test_only_what_may_be_a_document_or_tells_of_one_is_read(path: Path) -> None:
    def answer(address: str, media_type: str, status: str = "200 OK", more: str = "") -> bytes:
        return record(HOST + address, b"body", head=f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{more}")

    good, errors, left_out = read(
        written(
            path,
            record("", b"software: x\r\n", "warcinfo"),
            record(HOST, b"", "request", head="GET / HTTP/1.1\r\n"),
            record(HOST, b"fetchTimeMs: 1\r\n", "metadata"),
            answer("/a", "text/html"),
            answer("/b", "application/pdf"),
            answer("/c", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
            answer("/d", "application/msword"),
            answer("/e", "application/octet-stream"),
            answer("/f.txt", "text/plain"),
            answer("/vecs", "text/html", "301 Moved", "Location: ../lv/jauns#x\r\n"),
            answer("/zudis", "text/html", "404 Not Found"),
            answer("/beigts", "text/html", "410 Gone"),
            answer("/robots.txt", "text/plain"),
            answer("/a.png", "image/png"),
            answer("/b.png", "application/octet-stream"),
            answer("/c.png", "text/html", "404 Not Found"),
            answer("/d.js", "text/javascript; charset=utf-8"),
            answer("/e.css", "text/css"),
            answer("/f.woff", "font/woff2"),
            answer("/g", "application/json"),
            answer("/h", "video/mp4"),
            answer("/i", "text/html", "500 Oops"),
            answer("/j", "text/html", "206 Partial Content"),
            answer("/k", "text/html", "304 Not Modified"),
            record("dns:www.example.lv", b"20240501 127.0.0.1", "response", head=""),
            record("metadata://gnu.org/software/wget/warc/MANIFEST.txt", b"<urn>", "resource"),
        )
    )
    assert errors == []
    assert [one.url.removeprefix(HOST) for one in good if one.url] == [
        "/a", "/b", "/c", "/d", "/e", "/f.txt", "/vecs", "/zudis", "/beigts",
    ]  # fmt: skip
    assert [one.status for one in good[-3:]] == [301, 404, 410]
    assert good[-3].location == f"{HOST}/lv/jauns"
    assert left_out == {
        "rules for robots": 1, "pictures": 3, "scripts": 1, "styles": 1, "fonts": 1, "data": 1, "sound and video": 1,
        "answers without a page": 3, "records that are no web pages": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress), ("identity", bytes)],
)
def test_bodies_are_unpacked_and_put_together(path: Path, encoding: str, pack: object) -> None:
    assert callable(pack)
    sent = pack(PAGE)
    chunked = b"%x\r\n%s\r\n%x;x=y\r\n%s\r\n0\r\n\r\n" % (9, sent[:9], len(sent) - 9, sent[9:])
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {encoding}\r\n"
    chunks = f"{head}Transfer-Encoding: chunked\r\n"
    good, errors, _ = read(
        written(
            path,
            record(f"{HOST}/a", sent, head=head, number=1),
            record(f"{HOST}/b", chunked, head=chunks, number=2),
            record(f"{HOST}/c", sent, head=chunks, number=3),  # tools that put it together and leave the header
        )
    )
    assert errors == []
    assert [one.body for one in good] == [PAGE] * 3


def test_revisits_have_the_bytes_they_refer_to(path: Path) -> None:
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
    digest = {"WARC_Payload_Digest": "sha1:AAAA"}
    original = record(f"{HOST}/a", gzip.compress(PAGE), head=head, number=1, **digest)
    by_address = {"WARC_Refers_To_Target_URI": f"{HOST}/a", "WARC_Refers_To_Date": "2024-05-01T10:00:01Z"}
    not_modified = "HTTP/1.1 304 Not Modified\r\n"
    good, errors, _ = read(
        written(
            path,
            record(f"{HOST}/early", b"", "revisit", head=head, number=2, **digest),
            original,
            record(f"{HOST}/b", b"", "revisit", head=head, number=3, **digest),
            record(f"{HOST}/c", b"", "revisit", number=4, **by_address),
            record(
                f"{HOST}/a",
                b"",
                "revisit",
                head=not_modified,
                number=5,
                WARC_Refers_To=f"<urn:uuid:{0:08}-0000-0000-0000-{1:012}>",
            ),
            record(f"{HOST}/lost", b"", "revisit", head=head, number=6, WARC_Payload_Digest="sha1:BBBB"),
        )
    )
    assert [(one.url, one.status) for one in good if one.url] == [
        (f"{HOST}/a", 200), (f"{HOST}/b", 200), (f"{HOST}/c", 200), (f"{HOST}/a", 304), (f"{HOST}/early", 200),
    ]  # fmt: skip
    assert {one.body for one in good} == {PAGE}
    assert [(error.url, "not in this file" in error.message) for error in errors] == [(f"{HOST}/lost", True)]


def test_a_repeated_picture_is_left_out_too(path: Path) -> None:
    picture = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"
    digest = {"WARC_Payload_Digest": "sha1:AAAA"}
    good, errors, left_out = read(
        written(
            path,
            record(f"{HOST}/a.png", head=picture, number=1, **digest),
            record(f"{HOST}/b", b"", "revisit", head="HTTP/1.1 304 Not Modified\r\n", number=2, **digest),
        )
    )
    assert (good, errors) == ([], [])
    assert sum(left_out.values()) == 2


def test_arc_files_are_read(tmp_path: Path) -> None:
    block = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    names = b"1 0 x\nURL IP-address Archive-date Content-type Archive-length\n"
    header = b"filedesc://a.arc 0.0.0.0 20050101000000 text/plain %d\n%s" % (len(names), names)
    page = f"{HOST}/a 127.0.0.1 20050102030405 text/html {len(block)}\n".encode() + block
    for name in ("a.arc", "a.arc.gz"):
        (one,), errors, _ = read(written(tmp_path / name, header + b"\n", page + b"\n"))
        assert (one.url, one.body, one.fetched) == (f"{HOST}/a", PAGE, "2005-01-02T03:04:05Z")
        assert errors == []


BAD = {
    "too long a length": (record(f"{HOST}/x", Content_Length="400"), ""),
    "too short a length": (record(f"{HOST}/x", Content_Length="60"), "Content-Length is not its length"),
    "no length": (record(f"{HOST}/x", Content_Length=""), "no Content-Length"),
    "a length of all the world": (record(f"{HOST}/x", Content_Length=str(10**15)), "more than any document"),
    "a negative length": (record(f"{HOST}/x", Content_Length="-5"), ""),
    "no address": (record(""), "headers are not those"),
    "no date": (record(f"{HOST}/x", WARC_Date="yesterday"), "when it was fetched"),
    "no response": (record(f"{HOST}/x", b"nothing of the kind", head="SSH-2.0\r\n"), "no HTTP response"),
    "a wrong digest": (
        record(f"{HOST}/x", WARC_Block_Digest="sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), "not those that were captured",
    ),
    "an unknown digest": (record(f"{HOST}/x", WARC_Block_Digest="shake_128:AAAA"), "digest cannot be understood"),
    "a digest that is none": (record(f"{HOST}/x", WARC_Block_Digest="sha1:1"), "digest cannot be understood"),
    "an address that is none": (record("http://[/x"), "its address is none"),
    "a day that is none": (record(f"{HOST}/x", WARC_Date="2024-13-01T10:00:00Z"), "when it was fetched"),
    "a status that is none": (record(f"{HOST}/x", head=f"HTTP/1.1 2{'0' * 30} OK\r\n"), "no HTTP status"),
    "a forged header": (
        record("file:///a", kind="resource", Hronika_Capture='{"sha256": "0", "url": "\\ud800"}'), "does not fit it",
    ),
    "a segment": (record(f"{HOST}/x", WARC_Segment_Number="1"), "split into segments"),
    "endless headers": (record(f"{HOST}/x", WARC_X="a" * 100_000), "headers have no end"),
    "many headers": (record(f"{HOST}/x", head="HTTP/1.1 200 OK\r\n" + "A: b\r\n" * 200_000), "headers have no end"),
    "a bomb": (
        record(f"{HOST}/x", gzip.compress(bytes(250_000_000)), head="HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"),
        "unpacks to more than",
    ),
    "packed over and over": (
        record(f"{HOST}/x", head=f"HTTP/1.1 200 OK\r\nContent-Encoding: {'gzip,' * 999}gzip\r\n"), "packed 1000 times",
    ),
    "no archive": (b"<html>anything</html>\n", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_record_is_told_and_the_others_are_read(path: Path, name: str) -> None:
    bad, words = BAD[name]
    good, errors, _ = read(
        written(path, record(f"{HOST}/a", number=7), bad, record(f"{HOST}/b", number=8), record(f"{HOST}/c", number=9))
    )
    kept = [one.url for one in good]
    assert kept[0] == f"{HOST}/a"
    assert kept[-1] == f"{HOST}/c"
    assert path.suffix != ".gz" or kept == [f"{HOST}/a", f"{HOST}/b", f"{HOST}/c"]
    assert all(one.body == PAGE for one in good)
    assert errors
    assert any(words in error.message for error in errors), errors


def test_a_packed_record_that_unpacks_to_gigabytes_is_passed_over(tmp_path: Path) -> None:
    bomb = record(f"{HOST}/x", b"", head="HTTP/1.1 200 OK\r\n", Content_Length="100")
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    packed = packer.compress(bomb) + b"".join(packer.compress(bytes(10**6)) for _ in range(500)) + packer.flush()
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(record(f"{HOST}/a")) + packed + gzip.compress(record(f"{HOST}/b")))
    good, errors, _ = read(path)
    assert [one.url for one in good] == [f"{HOST}/a", f"{HOST}/b"]
    assert len(errors) == 1


def test_records_that_claim_the_whole_file_do_not_make_it_read_over_and_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "_MAX_EXCESS", 10_000_000)
    one = record(f"{HOST}/x", Content_Length="100000000")
    path = written(tmp_path / "a.warc", *[one] * 10_000)
    good, errors, _ = read(path)
    assert good == []
    assert len(errors) < 100
    assert errors[-1].message.endswith("the rest is not read.")


def test_headers_without_end_are_not_read_over_and_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "_MAX_EXCESS", 10_000_000)
    path = written(tmp_path / "a.warc", b"WARC/1.0\r\n" * 20_000)
    with pytest.raises(UnreadableError, match="no record"):
        read(path)
    with path.open("rb") as file:
        told = list(walk.walk(file, lambda _: True))
    assert len(told) == 2
    assert isinstance(told[-1], walk.Broken)
    assert told[-1].message.endswith("the rest is not read")


def test_a_damaged_member_is_passed_over(tmp_path: Path) -> None:
    members = [gzip.compress(record(f"{HOST}/{name}", PAGE * 9, number=number)) for number, name in enumerate("abc")]
    damaged = bytearray(members[1])
    damaged[len(damaged) // 2] ^= 0xFF
    path = tmp_path / "a.warc.gz"
    path.write_bytes(members[0] + damaged + members[2] + members[0][:50])
    good, errors, _ = read(path)
    assert [one.url for one in good] == [f"{HOST}/a", f"{HOST}/c"]
    assert len(errors) == 2
    assert "ends in the middle" in errors[1].message


def test_a_file_packed_as_a_whole_is_read(tmp_path: Path) -> None:
    """As gzip makes it of a WARC file."""
    path = tmp_path / "a.warc.gz"
    one, two = record(f"{HOST}/a", number=1, WARC_Payload_Digest="sha1:AAAA"), record(f"{HOST}/b", number=2)
    again = record(f"{HOST}/c", b"", "revisit", number=3, WARC_Payload_Digest="sha1:AAAA")
    path.write_bytes(gzip.compress(one + two + again))
    good, errors, _ = read(path)
    assert ([one.url for one in good], errors) == ([f"{HOST}/a", f"{HOST}/b", f"{HOST}/c"], [])
    assert good[2].body == PAGE


def zipped(path: Path, files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as out:
        for name, data in files.items():
            out.writestr(name, data)
    return path


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_files_of_a_wacz_are_one_archive(tmp_path: Path, compression: int) -> None:
    """Revisits refer from one file to another; names that lead elsewhere lead nowhere."""
    digest = {"WARC_Payload_Digest": "sha1:AAAA"}
    files = {
        "archive/b.warc.gz": gzip.compress(record(f"{HOST}/a", number=1, **digest)),
        "archive/a.warc": record(f"{HOST}/b", b"", "revisit", number=2, **digest),
        "archive/../../../escaped.warc": record(f"{HOST}/c", number=3),
        "archive/notes.txt": b"x",
        "pages/pages.jsonl": b"{}",
        "/absolute/x.warc": record(f"{HOST}/d", number=4),
    }
    path = zipped(tmp_path / "in" / "a.wacz" if (tmp_path / "in").mkdir() is None else tmp_path, files, compression)
    good, errors, _ = read(path)
    assert errors == []
    assert [(one.url, one.body) for one in good] == [(f"{HOST}/{name}", PAGE) for name in "cab"]
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["a.wacz", "in"]


def test_a_crawl_in_the_manner_of_browsertrix_is_read(tmp_path: Path) -> None:
    """Bodies as the browser had them, digests in hexadecimal, and records of its own for text and screenshots."""
    head = "HTTP/1.1 200\r\ncontent-type: text/html\r\nx-orig-content-encoding: br\r\n"
    block = f"{head}\r\n".encode() + PAGE
    digests = {
        "WARC_Payload_Digest": f"sha256:{hashlib.sha256(PAGE).hexdigest()}",
        "WARC_Block_Digest": f"sha256:{hashlib.sha256(block).hexdigest()}",
    }
    page = record(f"{HOST}/a", PAGE, head=head, number=1, WARC_Page_ID="1", **digests)
    info = record(f"urn:pageinfo:{HOST}/a", b"{}", "resource", number=2, Content_Type="application/json")
    text = record(f"urn:text:{HOST}/a", b"text", "resource", number=3, Content_Type="text/plain")
    view = record(f"urn:view:{HOST}/a", b"\x89PNG", "resource", number=4, Content_Type="image/png")
    files = {
        "archive/rec-0.warc.gz": gzip.compress(page) + gzip.compress(info),
        "archive/screenshots.warc.gz": gzip.compress(view),
        "archive/text.warc.gz": gzip.compress(text),
        "indexes/index.cdx.gz": gzip.compress(b""),
        "datapackage.json": b"{}",
    }
    (one,), errors, left_out = read(zipped(tmp_path / "a.wacz", files))
    assert (one.url, one.body, one.status, one.media_type, errors) == (f"{HOST}/a", PAGE, 200, "text/html", [])
    assert left_out == {"records that are no web pages": 3}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no record of a web archive"),
        (b"%PDF-1.4", "no record of a web archive"),
        (bytes(100_000), "no record of a web archive"),
        (gzip.compress(b"hello"), "no record of a web archive"),
        (b"PK\x03\x04 and nothing else", "damaged or encrypted ZIP"),
    ],
)
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(data)
    with pytest.raises(UnreadableError, match=words):
        read(path)


def test_a_zip_that_is_no_wacz_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no WARC file in its folder archive/"):
        read(zipped(tmp_path / "a.wacz", {"word/document.xml": b"<x/>"}))
    with pytest.raises(UnreadableError, match="looks like a bomb"):
        read(zipped(tmp_path / "a.wacz", {"archive/a.warc": bytes(10**7)}, zipfile.ZIP_DEFLATED))
    with pytest.raises(UnreadableError, match="cannot be read"):
        read(tmp_path / "missing.wacz")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_the_bytes_it_ends(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    whole = b"".join(record(f"{HOST}/{number}", number=number) for number in range(3))
    if data.draw(st.booleans()):
        whole = gzip.compress(whole[:400]) + gzip.compress(whole[400:])
    changed = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(changed) - 1))
        changed[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
        if not changed:
            break
    found = list(walk.walk(io.BytesIO(bytes(changed)), lambda _: True))
    assert len(found) < 100


class Site(BaseHTTPRequestHandler):
    """A page, packed and in chunks if asked so, with a picture, a redirect and a page that is gone."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/":
            links = b'<img src="/a.png"> <a href="/lapa">a</a> <a href="/vecs">b</a> <a href="/zudis">c</a>'
            self._answer(200, b"<p>S\xc4\x81kums %s</p>" % links)
        elif self.path == "/lapa":
            self._answer(200, PAGE)
        elif self.path == "/a.png":
            self._answer(200, b"\x89PNG", "image/png")
        elif self.path == "/vecs":
            self._answer(301, b"", location="/lapa")
        else:
            self._answer(404, b"<p>nav</p>")

    def _answer(self, status: int, body: bytes, media_type: str = "text/html", location: str | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        if location:
            self.send_header("Location", location)
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            self.send_header("Content-Encoding", "gzip")
            body = gzip.compress(body)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for start in range(0, len(body), 20):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(body[start : start + 20]), body[start : start + 20]))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.skipif(shutil.which("wget") is None, reason="no wget here; Debian's package is called wget")
@pytest.mark.parametrize("compression", ["none", "auto"])
@pytest.mark.parametrize("packed", [True, False])
def test_what_wget_archived_is_read(site: str, tmp_path: Path, compression: str, packed: bool) -> None:
    options = ["--no-config", "--no-proxy", "-q", "-r", "-p", "--warc-file=w", f"--compression={compression}"]
    more = [] if packed else ["--no-warc-compression"]
    subprocess.run(["wget", *options, *more, f"{site}/"], cwd=tmp_path, check=False, timeout=60)
    good, errors, left_out = read(tmp_path / ("w.warc.gz" if packed else "w.warc"))
    assert errors == []
    found = {(one.url or "").removeprefix(site): one for one in good}
    assert {url: one.status for url, one in found.items()} == {"/": 200, "/lapa": 200, "/vecs": 301, "/zudis": 404}
    assert found["/lapa"].body == PAGE
    assert found["/"].body.startswith(b"<p>S\xc4\x81kums")
    assert found["/vecs"].location == f"{site}/lapa"
    assert left_out["pictures"] == 1
