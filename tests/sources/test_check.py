"""What a check of a source says of pages, addresses and saved pages; and what a new source consists of."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from hronika.types import Capture, HronikaError
from sources.check import check_addresses, check_pages
from sources.new import make, provisional
from sources.registry import Source, read_source, sources
from sources.saved import differences, layouts_of, saved_pages

SITE = Path(__file__).parents[2] / "sources" / "sample" / "site" / "lv"
NEWS = SITE / "jaunums" / "libiesu-nometne-mazirbe.html"
OLDER = SITE / "sabiedriba" / "seniori" / "pasakumi" / "senioru-forums-sigulda.html"
ADDRESS = "https://www.proba.example/lv/jaunums/libiesu-nometne-mazirbe?page=1"
SAMPLE = sources()["sample"]


def capture(body: bytes, url: str = ADDRESS) -> Capture:
    return Capture(url, body, "0" * 64, "2023-08-10T09:00:00.000Z", "proba", url, 200, "text/html; charset=utf-8")


def made(folder: Path, body: bytes = NEWS.read_bytes(), url: str = ADDRESS) -> list[Path]:
    return make(provisional("proba", url, local=False), capture(body, url), folder)


def annotate(folder: Path, **expected: str) -> list[str]:
    """The differences of the saved page, once its annotation says this."""
    (file,) = (folder / "saved").glob("*.toml")
    text = file.read_text("utf-8")
    for key, value in expected.items():
        line = next(line for line in text.splitlines() if line.startswith(f"{key} = "))
        text = text.replace(line, f"{key} = {value}")
    file.write_text(text, "utf-8")
    (page,) = saved_pages(read_source(folder))
    return differences(page)


RIGHT = {
    "title": '"Mazirbē noslēgusies lībiešu bērnu un jauniešu nometne"', "published": '"2023-08-09"',
    "first": '"Mazirbē noslēgusies lībiešu bērnu"', "last": '"vēl vienu trešdaļu sedz pašvaldības."',
    "holds": '["Lībiešu mantojuma gadā"]', "leaves_out": '["Tikai nepieciešamās", "Kontaktinformācija"]',
}  # fmt: skip


def test_a_new_source_is_a_folder_a_saved_page_and_a_failing_test(tmp_path: Path) -> None:
    written = made(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        "source.toml", "saved/libiesu-nometne-mazirbe.html", "saved/libiesu-nometne-mazirbe.toml",
        "test_source_proba.py",
    ]  # fmt: skip
    assert written[1].read_bytes() == NEWS.read_bytes()
    source = read_source(tmp_path)
    assert (source.id, source.layout, source.hosts) == ("proba", "unified", ("www.proba.example",))
    assert source.start == (ADDRESS,)
    assert saved_pages(source)[0].capture.fetched == "2023-08-10T09:00:00.000Z"
    tested = [sys.executable, "-m", "pytest", "-vv", "-p", "no:cacheprovider", str(written[3])]
    failed = subprocess.run(tested, capture_output=True, text=True, check=False)
    assert failed.returncode == 1
    assert "not annotated yet" in failed.stdout
    assert annotate(tmp_path, **RIGHT) == []
    assert subprocess.run(tested, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        ("title", '"Cits virsraksts"', "the title reads"), ("published", '"none"', "day of publication"),
        ("first", '"Izvēlne"', "begins with"), ("last", '"Kontakti"', "ends with"),
        ("holds", '["nekas tāds"]', "lacks 'nekas tāds'"), ("leaves_out", '["nometne"]', "no part of it"),
        ("last", '""', "not annotated yet"),
    ],
)  # fmt: skip
def test_what_reads_otherwise_is_said(tmp_path: Path, key: str, value: str, what: str) -> None:
    made(tmp_path)
    (problem,) = annotate(tmp_path, **{**RIGHT, key: value})
    assert what in problem


def test_a_page_that_its_layout_no_longer_recognises_is_said(tmp_path: Path) -> None:
    made(tmp_path)
    annotate(tmp_path, **RIGHT)
    (tmp_path / "saved" / "libiesu-nometne-mazirbe.html").write_bytes(OLDER.read_bytes())
    (page,) = saved_pages(read_source(tmp_path))
    assert any("layout unified does not recognise it" in problem for problem in differences(page))


def test_nothing_is_written_over_and_no_name_leads_elsewhere(tmp_path: Path) -> None:
    evil = 'https://www.proba.example/../../etc/pass"wd\n?x="%2e%2e/'
    written = made(tmp_path / "a", url=evil)
    assert all(tmp_path / "a" in path.parents for path in written)
    assert read_source(tmp_path / "a").id == "proba"
    assert len(saved_pages(read_source(tmp_path / "a"))) == 1
    with pytest.raises(HronikaError, match="there already"):
        made(tmp_path / "a")
    for name in ("../x", "A", "", "a b", "-a"):
        with pytest.raises(HronikaError, match="no name of a source"):
            provisional(name, ADDRESS, local=False)
    with pytest.raises(HronikaError, match="no address of a page"):
        provisional("a", "file:///etc/passwd", local=False)


def test_layouts_are_told_by_their_names() -> None:
    assert layouts_of(capture(NEWS.read_bytes())) == ["unified"]
    assert layouts_of(capture(OLDER.read_bytes())) == ["km_old"]
    assert layouts_of(capture(b"<p>x</p>")) == []


def source(**facts: object) -> Source:
    return replace(SAMPLE, follow=(), **facts)  # type: ignore[arg-type]


def test_pages_that_are_as_they_should_be() -> None:
    assert check_pages(source(), [capture(NEWS.read_bytes()), capture(OLDER.read_bytes())]) == []


def test_pages_that_are_not() -> None:
    assert check_pages(source(), []) == ["it has yielded no page and no file"]
    (problem,) = check_pages(source(), [capture(OLDER.read_bytes())] * 3)
    assert problem == "the layout unified recognises none of 3 pages; the site may have been rebuilt"
    empty = [capture(b"<html><body><div id=app></div></body></html>")] * 2
    (problem,) = check_pages(source(), [*empty, *[capture(NEWS.read_bytes())] * 3])
    assert problem.startswith("2 of 5 pages and files cannot be read, as https://www.proba.example/")


def test_addresses_and_their_number() -> None:
    news = [f"{SAMPLE.base_url}/lv/jaunums/{number}" for number in range(70)]
    assert check_addresses(source(), news, before=100) == []
    assert check_addresses(source(), news[:69], before=100) == [
        "the newest crawl has 69 pages and files, the one before had 100"
    ]
    assert check_addresses(source(), []) == ["it has yielded no page and no file"]
    own = replace(SAMPLE, follow=("^/lv/jaunums/.", "^/lv/zinas/."))
    assert check_addresses(own, news) == ["nothing was found at addresses like ^/lv/zinas/.; see follow in source.toml"]
    assert check_addresses(sources()["km"], news) == []  # what a layout follows is for many sites
