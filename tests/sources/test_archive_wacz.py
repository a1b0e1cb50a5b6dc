"""The archive as a WACZ file: what it must hold, and that every line of its index leads to its record."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from exchanges import exchange
from warcio.archiveiterator import ArchiveIterator

from hronika.types import Capture, HronikaError
from sources.archive import Archive, wacz, writing
from sources.archive.foreign import captures
from sources.archive.wacz import Page, surt, write_wacz

URL = "http://www.example.lv/lv/jaunums"
CREATED = "2026-11-25T12:00:00Z"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Two files with every kind of record, and the torn end that a kill leaves."""
    monkeypatch.setattr(writing, "MAX_BYTES", 3000)
    with Archive(tmp_path / "archive") as archive:
        first, _ = archive.write_exchange(exchange(URL, b"<p>Sveiki</p>" * 20), source_id="km")
        archive.write_exchange(exchange(f"{URL}?b", b"<p>Sveiki</p>" * 20, 1), source_id="km", refers_to=first)
        archive.write_exchange(exchange(URL, b"", 2, status=304, reason=""), source_id="km", refers_to=first)
        headers = (("Location", "/lv/jaunums"),)
        archive.write_exchange(
            exchange("http://www.example.lv/vecs", b"", 3, status=301, response_headers=headers), source_id="km"
        )
        body = b"<html><body><p>No diska</p></body></html>"
        file = Capture("mape/ā b.html", body, hashlib.sha256(body).hexdigest(), "2024-05-02T10:00:00Z")
        archive.write(file)
    with archive.files()[-1].open("ab") as newest:
        newest.write(archive.files()[0].read_bytes()[:30])
    assert len(archive.files()) == 2
    return archive


@pytest.fixture
def exported(archive: Archive, tmp_path: Path) -> zipfile.ZipFile:
    path = tmp_path / "a.wacz"
    pages = [Page(URL, "Jaunums", "2024-05-01T10:00:00.000Z"), Page("file:///mape/%C4%81%20b.html", None, CREATED)]
    write_wacz(archive, path, pages, "Hronika", CREATED)
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["a.wacz"]
    return zipfile.ZipFile(path)


def index(exported: zipfile.ZipFile) -> list[tuple[str, str, dict[str, Any]]]:
    lines = gzip.decompress(exported.read("indexes/index.cdx.gz")).decode().splitlines()
    return [(key, time, json.loads(facts)) for key, time, facts in (line.split(" ", 2) for line in lines)]


def test_what_is_in_it_is_what_it_says(exported: zipfile.ZipFile) -> None:
    package = json.loads(exported.read("datapackage.json"))
    assert (package["profile"], package["wacz_version"], package["created"]) == ("data-package", "1.1.1", CREATED)
    told = {resource["path"]: resource for resource in package["resources"]}
    digest = json.loads(exported.read("datapackage-digest.json"))
    described = {"datapackage.json", "datapackage-digest.json"}
    assert set(told) == set(exported.namelist()) - described
    for path, resource in told.items():
        data = exported.read(path)
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
    assert digest["hash"] == f"sha256:{hashlib.sha256(exported.read('datapackage.json')).hexdigest()}"


def test_replay_tools_can_fetch_single_records(exported: zipfile.ZipFile) -> None:
    """They ask for a range of the ZIP: files are stored, and their local headers are as long as the directory says."""
    for info in exported.infolist():
        assert not info.extra
        if info.filename.endswith(".gz"):
            assert info.compress_type == zipfile.ZIP_STORED
        exported.fp.seek(info.header_offset + 28)  # type: ignore[union-attr]
        assert exported.fp.read(2) == b"\0\0"  # type: ignore[union-attr]


def test_each_line_of_the_index_leads_to_its_record(exported: zipfile.ZipFile) -> None:
    lines = index(exported)
    assert lines == sorted(lines, key=lambda line: line[:2])
    assert [(key, facts.get("status"), facts.get("mime")) for key, _, facts in lines] == [
        ("file:///mape/%C4%81%20b.html", None, "text/html"),
        ("lv,example)/lv/jaunums", "200", "text/html"),
        ("lv,example)/lv/jaunums?b", "200", "warc/revisit"),
        ("lv,example)/vecs", "301", None),
    ]
    for _, time, facts in lines:
        data = exported.read(f"archive/{facts['filename']}")
        start = int(facts["offset"])
        record = next(iter(ArchiveIterator(io.BytesIO(data[start : start + int(facts["length"])]))))
        header = record.rec_headers.get_header
        assert header("WARC-Target-URI") == facts["url"]
        assert header("WARC-Payload-Digest") == facts["digest"]
        assert header("WARC-Date").startswith(f"{time[:4]}-{time[4:6]}-{time[6:8]}T{time[8:10]}:")


def test_the_index_of_the_index_tells_where_blocks_begin(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wacz, "_BLOCK", 2)
    write_wacz(archive, tmp_path / "b.wacz", [], "Hronika", CREATED)
    exported = zipfile.ZipFile(tmp_path / "b.wacz")
    head, *blocks = exported.read("indexes/index.idx").decode().splitlines()
    assert json.loads(head.removeprefix("!meta 0 ")) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    data = exported.read("indexes/index.cdx.gz")
    lines = []
    for block in blocks:
        key, time, facts = block.split(" ", 2)
        place = json.loads(facts)
        packed = data[place["offset"] : place["offset"] + place["length"]]
        assert place["digest"] == f"sha256:{hashlib.sha256(packed).hexdigest()}"
        found = gzip.decompress(packed).decode().splitlines()
        assert found[0].startswith(f"{key} {time} ")
        lines += found
    assert len(blocks) == 2
    assert len(lines) == len(index(exported))


def test_pages_are_listed(exported: zipfile.ZipFile) -> None:
    head, *pages = [json.loads(line) for line in exported.read("pages/pages.jsonl").decode().splitlines()]
    assert head["format"] == "json-pages-1.0"
    assert [(page["url"], page["title"], page["ts"]) for page in pages] == [
        (URL, "Jaunums", "2024-05-01T10:00:00.000Z"),
        ("file:///mape/%C4%81%20b.html", "file:///mape/%C4%81%20b.html", CREATED),
    ]
    assert len({page["id"] for page in pages}) == 2


def test_a_torn_end_stays_out(exported: zipfile.ZipFile, archive: Archive) -> None:
    newest = archive.files()[-1]
    assert newest.read_bytes().startswith(exported.read(f"archive/{newest.name}"))
    assert len(exported.read(f"archive/{newest.name}")) == newest.stat().st_size - 30


def test_what_was_exported_is_read_back(exported: zipfile.ZipFile, archive: Archive) -> None:
    left_out: Counter[str] = Counter()
    found = list(captures(Path(str(exported.filename)), "a.wacz", left_out))
    expected = [one for _, one in archive.iter_captures()]
    assert not left_out
    assert [
        (one.url, one.body, one.status, one.location, one.fetched) for one in found if isinstance(one, Capture)
    ] == [(one.url, one.body, one.status, one.location, one.fetched) for one in expected]


def test_an_empty_archive_is_not_exported(tmp_path: Path) -> None:
    with pytest.raises(HronikaError, match="nothing to export"):
        write_wacz(Archive(tmp_path), tmp_path / "a.wacz", [], "Hronika", CREATED)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://WWW.km.gov.lv", "lv,gov,km)/"),
        ("http://km.gov.lv:80/lv/Jaunums?b=2&a=1", "lv,gov,km)/lv/jaunums?a=1&b=2"),
        ("http://www2.km.gov.lv:8080/a?", "lv,gov,km:8080)/a"),
        ("http://km.gov.lv/a?q=", "lv,gov,km)/a?q="),
        ("file:///a%20b", "file:///a%20b"),
    ],
)
def test_keys_are_those_that_other_tools_look_for(url: str, key: str) -> None:
    assert surt(url) == key
