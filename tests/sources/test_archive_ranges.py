"""Ranges of a web archive: together they give what the whole file gives, wherever it is cut."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import pytest
from exchanges import exchange
from test_archive_foreign import HOST, PAGE, record, written

from hronika.types import Capture, UnreadableError
from sources.archive import Archive
from sources.archive.foreign import RecordError, captures, captures_between
from sources.archive.ranges import cut, index, indexed


def crawl(path: Path) -> Path:
    """Pages, a picture, what comes back before and after its original, and damage in the middle."""
    head = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"
    digest = {"WARC_Payload_Digest": "sha1:AAAA"}
    pages = [record(f"{HOST}/{number}", PAGE * number, number=number) for number in range(1, 9)]
    again = [
        record(f"{HOST}/{number}", b"", "revisit", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", number, **digest)
        for number in (21, 22)
    ]
    original = record(f"{HOST}/original", PAGE, number=20, **digest)
    picture = record(f"{HOST}/a.png", b"png", head=head, number=30)
    broken = record(f"{HOST}/broken", PAGE, number=31).replace(b"Content-Length: ", b"Content-Length: 9")
    return written(path, *pages[:3], again[0], picture, *pages[3:5], original, broken, *pages[5:], again[1])


def told(one: Capture | RecordError) -> tuple[object, ...]:
    if isinstance(one, RecordError):
        return one.origin, one.url, one.message
    return one.origin, one.url, one.sha256, one.fetched, one.status, one.media_type


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
@pytest.mark.parametrize("target", [1, 700, 1 << 20])
def test_ranges_give_what_the_file_gives(tmp_path: Path, name: str, target: int) -> None:
    path, whole, parts = crawl(tmp_path / name), Counter[str](), Counter[str]()
    expected = sorted(map(told, captures(path, name, whole)), key=str)
    with path.open("rb") as file:
        places = [place for line in index(file, name) if (place := indexed(line))]
        assert {known for known, _ in places} == {name}
        ranges = cut(file, [offset for _, offset in places], target)
        assert (len(ranges) > 5) == (target == 1)
        found = [one for start, end in ranges for one in captures_between(file, name, parts, start, end)]
    assert sorted((told(one) for _, one in found), key=str) == expected
    assert parts == whole == Counter(pictures=1)


def test_a_capture_knows_where_its_record_lies(tmp_path: Path) -> None:
    path = crawl(tmp_path / "crawl.warc.gz")
    packed = path.read_bytes()
    with path.open("rb") as file:
        for one, capture in captures_between(file, "crawl.warc.gz", Counter(), 0, None):
            if isinstance(capture, Capture):
                content = gzip.decompress(packed[one.place.offset : one.place.offset + one.length])
                assert content.startswith(b"WARC/1.0")
                assert f"{capture.url}\r\n".encode() in content


def test_an_index_of_another_file_cuts_nothing(tmp_path: Path) -> None:
    path = crawl(tmp_path / "crawl.warc.gz")
    with path.open("rb") as file:
        assert cut(file, [3, 50, 10**9], 1) == [(0, None)]
    assert indexed("lv,example)/ 2024 {}") is None
    assert indexed("no index at all") is None


def test_what_is_no_archive_is_told(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(b"<html>404</html>")
    with path.open("rb") as file, pytest.raises(UnreadableError, match="no record"):
        list(captures_between(file, "crawl.warc.gz", Counter(), *cut(file, [], 1)[0]))


def test_an_archive_of_our_own_is_read_in_ranges_too(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        first, _ = archive.write_exchange(exchange(f"{HOST}/a"), source_id="km")
        archive.write_exchange(exchange(f"{HOST}/b", second=1), source_id="km", refers_to=first)
        archive.write(Capture("c.txt", b"c", "0" * 64, "2024-05-01T10:00:02Z"))
        [path] = archive.files()
        whole = [(place, capture.origin, capture.body) for place, capture in archive.iter_captures()]
        with path.open("rb") as file:
            ranges = cut(file, [place[1] for line in index(file, path.name) if (place := indexed(line))], 1)
        found = [one for start, end in ranges for one in archive.captures_in(path.name, start, end)]
    assert len(ranges) == 4  # what tells of the file itself, and each capture with the request of the next
    assert [(place, capture.origin, capture.body) for place, capture in found] == whole


def test_new_files_are_numbered_after_those_that_lie_elsewhere(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.lock().number_after("hronika-000007.warc.gz")
        assert (
            archive.write(Capture("a.txt", b"a", "0" * 64, "2024-05-01T10:00:00Z")).archive == "hronika-000008.warc.gz"
        )
    with Archive(tmp_path) as archive:
        archive.lock().number_after("hronika-000003.warc.gz")
        assert (
            archive.write(Capture("b.txt", b"b", "0" * 64, "2024-05-01T10:00:00Z")).archive == "hronika-000008.warc.gz"
        )
