"""The capture archive: what was written is read back, whatever happened in between."""

from __future__ import annotations

import base64
import hashlib
import os
import resource
import shutil
from pathlib import Path

import pytest
from exchanges import exchange, records, sound
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from hronika.types import Capture, HronikaError
from sources.archive import Archive, ArchivedCapture, writing

FIRST_VERSION = """\
H4sIAAAAAAACA0WQ72rCMBTFvxf6DnmBtDf9pw1j4Fqdbm4Mdcr8Ftu0DdaktJGxPf0SLezmcgmHH+fc5DDbZD7xiOsczA1veKH6Eq9yih6uvaTXqyhp
MUkZTMgUB6UZcVqlOC1PEY6DNIFkmkB0Io+jQc40pyiAIMGEYCA7AhRsewBwHKGFaLlkFwM2vZLizDDYIt436wuv/nWdTEnNpca7n85QrOtaUTAtlPQt
givB23IY3e6M1YWs1Cg+tao441zUfNAUDQ0j9C3M5+F89bmLw80s+Ur2788fy/U+e33JjtF2vf1PXXNZ64aiOHYd1xlUpY27yVjet/XBIx64TqX6CzPu
NhDZN6HFTUG3/7TnD20S83peAQAAH4sIAAAAAAACA5WQXWvbMBSG7w3+D8bQuymRZEmWxRhkybp1a2nqfsEYjBPrOBFNLaPIsDL232en6eUuBro4SM95
dN7zuKiXczZjafI4VqTGxgdLLlYmez+EzgyDs0YKrTlUihSVZERWoiBVU1IiNqriJaKSkn04CVYQ0WScckUYI5TdMWrodGaU0u9p8iX4zj0BWUIfhzCi
v3Mf3NZ1ucnyZ+hx/mOgjLJZ/BXzd1l+2AGXanqUKLlWlmKllCg2ApEia5WCagOW2k1blqwoGAqlrWwLDQ1qaFGgtaXWFZ9sLcZmh3bS/WvE46d+CA3+
dEewdXs85H/SZOm7iF0kdy/9ODf0/d41EJ3v5r6JGMkhBoTn0x5eoYCvqrdLCNsRvK8vTDZpzTHw2VKc6WPgE7aGl70HS1Zui4dosnEHzFx+WlzX4mu5
vnmob2+uHm7P629Xn8/Xi3vBC8XFqffj3jdP/9v5luwSu23cmUymSZpcxwCzqfgL7ZzyEiMCAAAfiwgAAAAAAAIDlVDNitswEL4b/A7G0FtlS4ple0UI
pDZ0AwkNYbMheymyNIpN/IciN11KD323PljtTfbYQmEOMx/fz8wclrssJAFxncPYoR3Izii0yrk3H0zLh6FSPKEqjYhOkMJaIcZwjISmCaJMFlrSSKcx
LO4GubDAPYppjAhBmDwRzPFUAcb4xXUeTddWZ4Ey0dvBjNQffmeqU9X63PPPTSiC0ja1/9HzL6WgLJ7gSGkp1aygRUTZAzCl6exBxzGOAZJE4CTFKprp
lBAtk4KmEEkCRRQJwBqIZpObBitLUJPd35Z7C+0GI+FrpW7rTNBg6mkore0vPAyv12sA30XT1xDU38KxhFf4P10n61oLrUVPr/14luj7upLCVl0bdtKC
RRdrQDT3N91IBm5576Awp5G4362494+4DxQXd8VWvNadUCivTnCx3Bt/Rvh+s88Oz0m2Oixf1ssNO8br9ea4PO7yx+3nLyy/az/VnTz/r/L9yDW0J1ty
j0Su4zrzfrGtTPP7VzAP+8WE/AFJc+PVVwIAAA==
"""


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
    assert records[2][1:] == ("file:///mape/%C4%81.txt", b"two")


def test_other_tools_are_told_what_a_file_is(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.write(capture(b"<html><body><p>Sveiki</p></body></html>", "a"))
        archive.write(capture(b"%PDF-1.7 ...", "b"))
        archive.write(capture(b"\x89PNG\r\n\x1a\n", "c"))
        archive.write(capture(b"anything", "d", media_type="text/x-odd"))
    types = [record.rec_headers.get_header("Content-Type") for record in records(tmp_path)[1:]]
    assert types == ["text/html", "application/pdf", "application/octet-stream", "text/x-odd"]
    assert [one.media_type for _, one in Archive(tmp_path).iter_captures()] == [None, None, None, "text/x-odd"]


def test_records_of_the_first_version_are_read(tmp_path: Path) -> None:
    """As Hronika 0.1.0 wrote them before it crawled; kept as bytes, so that no change of the writer changes them."""
    (tmp_path / "hronika-000001.warc.gz").write_bytes(base64.b64decode(FIRST_VERSION))
    found = [one for _, one in Archive(tmp_path).iter_captures()]
    assert [(one.origin, one.url, one.body) for one in found] == [
        ("mape/ā.txt", None, b"Otra."),
        ("km/a.html", "https://www.example.lv/lv/a b", b"<p>Pirm\xc4\x81.</p>"),
    ]
    assert [one.source_id for one in found] == ["files", "km"]


def test_a_torn_tail_is_cut_back_by_the_next_writer_only(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        first, second = archive.write(capture(b"one")), archive.write(capture(b"two" * 100))
    path = tmp_path / first.archive
    whole = path.read_bytes()
    torn = whole[: second.offset + second.length - 7]
    path.write_bytes(torn)
    assert [one.body for _, one in Archive(tmp_path).iter_captures()] == [b"one"]
    assert path.read_bytes() == torn
    (tmp_path / "lock").unlink()  # where the writer notes what it finished
    with Archive(tmp_path) as archive:
        third = archive.write(capture(b"three"))
    assert third.offset == second.offset
    assert path.read_bytes()[: second.offset] == whole[: second.offset]
    assert [one.body for _, one in Archive(tmp_path).iter_captures()] == [b"one", b"three"]


def test_a_file_cut_anywhere_is_whole_again_after_the_next_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a kill leaves it: what the writer had finished is noted, what follows breaks off at any byte."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    with Archive(tmp_path / "a") as archive:
        first = archive.write(capture(b"one"))
        note = (tmp_path / "a" / "lock").read_bytes()
        place, _ = archive.write_exchange(exchange("http://www.example.lv/", b"two"), source_id="km")
    whole = (tmp_path / "a" / first.archive).read_bytes()
    request = first.offset + first.length
    for noted in (True, False):
        for end in range(len(whole)):
            if noted and end < request:
                continue
            folder = tmp_path / f"{noted}{end}"
            folder.mkdir()
            (folder / first.archive).write_bytes(whole[:end])
            if noted:
                (folder / "lock").write_bytes(note)
            with Archive(folder) as archive:
                later, _ = archive.write_exchange(exchange("http://www.example.lv/", b"six"), source_id="km")
            assert sound(folder)
            kept = [one.body for _, one in Archive(folder).iter_captures()]
            assert kept == ([b"one"] if end >= request else []) + [b"six"]
            assert later.archive == first.archive
            before = max(start for start in (0, first.offset, request) if start <= end)
            assert (folder / first.archive).read_bytes().startswith(whole[:before])
            shutil.rmtree(folder)
    assert len(whole) == place.offset + place.length


def test_a_file_that_lost_finished_captures_is_not_written_to(tmp_path: Path) -> None:
    """Else a row of a database would point to another capture at the same place."""
    with Archive(tmp_path) as archive:
        archive.write(capture(b"one"))
        second = archive.write(capture(b"two"))
    path = tmp_path / second.archive
    path.write_bytes(path.read_bytes()[: second.offset + 20])
    with Archive(tmp_path) as archive:
        assert archive.write(capture(b"three")).archive == "hronika-000002.warc.gz"
    assert sound(tmp_path)
    (tmp_path / "hronika-000002.warc.gz").unlink()
    with Archive(tmp_path) as archive:
        assert archive.write(capture(b"four")).archive == "hronika-000003.warc.gz"
    assert [one.body for _, one in Archive(tmp_path).iter_captures()] == [b"one", b"four"]


def test_damage_at_the_end_is_left_as_it_is(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        place = archive.write(capture(b"one" * 50))
    path = tmp_path / place.archive
    data = path.read_bytes()[:-8] + bytes(8)  # the checksum
    path.write_bytes(data)
    (tmp_path / "lock").unlink()
    with Archive(tmp_path) as archive:
        archive.write(capture(b"two"))
        assert [(name, damage.offset) for name, damage in archive.damages()] == [(place.archive, place.offset)]
        assert [one.body for _, one in archive.iter_captures()] == [b"two"]
    assert path.read_bytes() == data


def test_an_archive_inside_a_torn_record_is_not_taken_for_captures(tmp_path: Path) -> None:
    """Packed bytes are kept as they are, so a page's body can hold whole records of someone's making."""
    with Archive(tmp_path / "forged") as archive:
        forged = archive.write(capture(b"forged"))
    body = (tmp_path / "forged" / forged.archive).read_bytes() + os.urandom(5000)
    with Archive(tmp_path / "a") as archive:
        archive.write(capture(b"one"))
        note = (tmp_path / "a" / "lock").read_bytes()
        place, _ = archive.write_exchange(exchange("http://www.example.lv/a.warc.gz", body), source_id="km")
    (tmp_path / "a" / "lock").write_bytes(note)
    path = tmp_path / "a" / place.archive
    path.write_bytes(path.read_bytes()[:-100])
    assert [one.body for _, one in Archive(tmp_path / "a").iter_captures()] == [b"one"]


def test_a_full_disk_is_told_and_leaves_the_archive_whole(tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Archive(tmp_path) as archive:
        archive.write(capture(b"one"))
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
            with pytest.raises(HronikaError, match="Make room on the disk"):
                archive.write(capture(os.urandom(5000)))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert sound(tmp_path)
        archive.write(capture(b"two"))
    assert [one.body for _, one in Archive(tmp_path).iter_captures()] == [b"one", b"two"]
    assert sound(tmp_path)


def test_damage_in_the_middle_loses_nothing_after_it(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        places = [archive.write(capture(body * 50)) for body in (b"one", b"two", b"six")]
    path = tmp_path / places[0].archive
    data = bytearray(path.read_bytes())
    data[places[1].offset + 20 : places[1].offset + 40] = bytes(20)
    path.write_bytes(data)
    (tmp_path / "lock").unlink()
    with Archive(tmp_path) as archive:
        later = archive.write(capture(b"ten"))
        assert later.archive != places[0].archive
        assert path.read_bytes() == bytes(data)
        assert [one.body for _, one in archive.iter_captures()] == [b"one" * 50, b"six" * 50, b"ten"]
        with pytest.raises(HronikaError, match=f"byte {places[1].offset}"):
            archive.read(places[1].archive, places[1].offset)


def test_files_are_bounded_and_sort_in_the_order_of_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MAX_BYTES", 600)
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


def test_no_two_records_have_one_identifier(tmp_path: Path) -> None:
    """Also where an archive of others has one page twice in one second."""
    with Archive(tmp_path) as archive:
        for number in range(2):
            archive.write(capture(b"one", f"other.warc.gz#{number}", url="http://www.example.lv/"))
            archive.write_exchange(exchange("http://www.example.lv/", second=number), source_id="km")
    assert len({record.rec_headers.get_header("WARC-Record-ID") for record in records(tmp_path)}) == 7


def test_the_same_captures_make_the_same_archive(tmp_path: Path) -> None:
    for name in ("a", "b"):
        with Archive(tmp_path / name) as archive:
            place = archive.write(capture(b"one"))
    assert place == ArchivedCapture("hronika-000001.warc.gz", place.offset, place.length)
    assert (tmp_path / "a" / place.archive).read_bytes() == (tmp_path / "b" / place.archive).read_bytes()
