"""The capture archive: what was written is read back, whatever happened in between."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from hronika.types import Capture, HronikaError
from sources.archive import Archive, ArchivedCapture, store


def capture(body: bytes, origin: str = "a.html", **facts: object) -> Capture:
    sha256 = hashlib.sha256(body).hexdigest()
    return Capture(origin=origin, body=body, sha256=sha256, fetched="2024-05-01T10:00:00Z", **facts)  # type: ignore[arg-type]


def facts(one: Capture) -> dict[str, object]:
    return dict(vars(one))


def test_a_capture_comes_back_whole(tmp_path: Path) -> None:
    page = capture(
        b"<p>Rom\xe2</p>",
        origin="mape/lapa ar \u201ep\u0113di\u0146\u0101m\u201d\n.html",
        source_id="km",
        url="https://www.km.gov.lv/lv/jaunums/sanāksme?a=1&b=2",
        status=200,
        media_type="text/html; charset=windows-1257",
        etag='"abc"',
        last_modified="Wed, 01 May 2024 09:00:00 GMT",
    )
    with Archive(tmp_path) as archive:
        place = archive.write(page)
    assert facts(Archive(tmp_path).read(place.archive, place.offset)) == facts(page)


@given(st.binary(max_size=200), st.text(min_size=1, max_size=40), st.none() | st.text(max_size=20))
def test_any_bytes_and_names_come_back(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, origin: str, etag: str | None
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    with Archive(folder) as archive:
        place = archive.write(capture(body, origin, etag=etag))
    read = Archive(folder).read(place.archive, place.offset)
    assert (read.body, read.origin, read.etag) == (body, origin, etag)


def test_other_tools_read_it(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        place = archive.write(capture(b"one", url="https://example.lv/a b"))
        archive.write(capture(b"two", origin="mape/ā.txt"))
    with (tmp_path / place.archive).open("rb") as file:
        records = [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
            for record in ArchiveIterator(file, check_digests="raise")
        ]
    assert [kind for kind, _, _ in records] == ["warcinfo", "resource", "resource"]
    assert records[1][1:] == ("https://example.lv/a%20b", b"one")
    assert records[2][1:] == ("file:mape/%C4%81.txt", b"two")


def test_a_torn_tail_is_cut_back_by_the_next_writer_only(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        first, second = archive.write(capture(b"one")), archive.write(capture(b"two" * 100))
    path = tmp_path / first.archive
    whole = path.read_bytes()
    torn = whole[: second.offset + second.length - 7]
    path.write_bytes(torn)
    assert [one.body for _, one in Archive(tmp_path).iter_captures()] == [b"one"]
    assert path.read_bytes() == torn
    with Archive(tmp_path) as archive:
        third = archive.write(capture(b"three"))
    assert third.offset == second.offset
    assert path.read_bytes()[: second.offset] == whole[: second.offset]
    assert [one.body for _, one in Archive(tmp_path).iter_captures()] == [b"one", b"three"]


def test_damage_in_the_middle_loses_nothing_after_it(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        places = [archive.write(capture(body * 50)) for body in (b"one", b"two", b"six")]
    path = tmp_path / places[0].archive
    data = bytearray(path.read_bytes())
    data[places[1].offset + 20 : places[1].offset + 40] = bytes(20)
    path.write_bytes(data)
    with Archive(tmp_path) as archive:
        later = archive.write(capture(b"ten"))
        assert later.archive != places[0].archive
        assert path.read_bytes() == bytes(data)
        assert [one.body for _, one in archive.iter_captures()] == [b"one" * 50, b"six" * 50, b"ten"]
        with pytest.raises(HronikaError, match=f"byte {places[1].offset}"):
            archive.read(places[1].archive, places[1].offset)


def test_files_are_bounded_and_sort_in_the_order_of_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MAX_BYTES", 600)
    bodies = [bytes([number]) * 10 for number in range(12)]
    for chunk in (bodies[:5], bodies[5:]):
        with Archive(tmp_path) as archive:
            places = [archive.write(capture(body)) for body in chunk]
    assert places[-1].archive > "hronika-000002"
    assert [one.body for _, one in Archive(tmp_path).iter_captures()] == bodies


def test_captures_after_a_known_one(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        places = [archive.write(capture(bytes([number]))) for number in range(4)]
        found = archive.iter_captures(after=(places[1].archive, places[1].offset))
        assert [place for place, _ in found] == places[2:]


def test_two_writers_do_not_tear_each_other(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.write(capture(b"one"))
        with pytest.raises(HronikaError, match="another run is writing"):
            Archive(tmp_path).write(capture(b"two"))
    with Archive(tmp_path) as archive:
        archive.write(capture(b"two"))


def test_a_missing_file_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(HronikaError, match="missing or damaged; restore it"):
        Archive(tmp_path).read("hronika-000001.warc.gz", 0)


def test_the_same_captures_make_the_same_archive(tmp_path: Path) -> None:
    for name in ("a", "b"):
        with Archive(tmp_path / name) as archive:
            place = archive.write(capture(b"one"))
    assert place == ArchivedCapture("hronika-000001.warc.gz", place.offset, place.length)
    assert (tmp_path / "a" / place.archive).read_bytes() == (tmp_path / "b" / place.archive).read_bytes()
