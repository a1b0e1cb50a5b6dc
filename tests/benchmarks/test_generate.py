"""The generator of the benchmarks: the same seed gives the same bytes, and what it writes can be read."""

from __future__ import annotations

import hashlib
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from benchmarks import generate
from benchmarks.generate import File, documents, share, write_folder, write_warcs
from benchmarks.prose import Count
from db.gazetteer import places
from hronika.types import Capture, Document
from pipeline import dates
from sources.archive.foreign import captures
from sources.formats import read

FEW = 40  # enough to have each form among them


@pytest.fixture(scope="module")
def files() -> list[File]:
    return list(documents(FEW, seed=1))


def _document(file: File) -> Document:
    body = file.body
    return read(Capture(file.name, body, hashlib.sha256(body).hexdigest(), "2026-01-05T00:00:00Z", url=file.url))


def test_a_seed_gives_the_same_bytes_whatever_the_number(files: list[File]) -> None:
    again = [file.body for file in islice(documents(FEW * 1000, seed=1), FEW)]
    assert again == [file.body for file in files]
    assert next(documents(1, seed=2)).body != files[0].body


def test_every_form_is_there_and_no_two_documents_share_a_name_or_an_address(files: list[File]) -> None:
    assert {file.name.rpartition(".")[2] for file in files} == {"html", "pdf", "pptx", "docx"}
    assert len({file.name for file in files}) == len({file.url for file in files}) == len(files)


def test_documents_say_what_their_story_says(files: list[File]) -> None:
    known = {place.name for place in places()}
    for file in files:
        document, event = _document(file), file.story.event
        text = " ".join(document.text.split())
        assert document.kind == file.name.rpartition(".")[2]
        assert f"{event.place:loc}" in text
        assert str(event.place) in known
        for part in file.story.parts:
            assert all(cell in text for row in part.rows for cell in row), (file.name, part)
        if document.kind == "html":
            assert document.url == file.url


def test_the_days_of_the_event_are_read_out_of_the_page(files: list[File]) -> None:
    for file in [file for file in files if file.media_type == "text/html"][:6]:
        event = file.story.event
        found = {(mention.start_date, mention.end_date) for mention in dates.read(_document(file))}
        assert (event.start.isoformat(), event.end.isoformat()) in {tuple(map(str, days)) for days in found}


def test_a_share_of_documents_was_worked_on_since(files: list[File]) -> None:
    later = list(documents(FEW, seed=1, change=0.1))
    differing = [one for one, other in zip(files, later, strict=True) if one.body != other.body]
    assert len(differing) == FEW // 10
    assert [file.url for file in later] == [file.url for file in files]
    assert share("1%") == share("0.01") == 0.01


def test_web_archives_hold_every_document_with_its_address(files: list[File], tmp_path: Path) -> None:
    write_warcs(files, tmp_path, 3, FEW)
    archives = sorted(tmp_path.glob("*.warc.gz"))
    held = [capture for archive in archives for capture in captures(archive, archive.name, Counter())]
    assert len(archives) == 3
    assert [(one.url, one.body) for one in held] == [(file.url, file.body) for file in files]


def test_a_folder_holds_every_document(files: list[File], tmp_path: Path) -> None:
    assert write_folder(files, tmp_path) == FEW
    assert all((tmp_path / file.name).read_bytes() == file.body for file in files)


def test_numbers_agree_with_what_they_count() -> None:
    one, few, tens, teens = (Count(number, "jaunietis", "m-2") for number in (21, 46, 40, 11))
    assert f"{one:nom}, {few:nom}, {tens:nom}, {teens:nom}" == "21 jaunietis, 46 jaunieši, 40 jauniešu, 11 jauniešu"
    assert f"{one:dat}, {few:dat}, {tens:acc}" == "21 jaunietim, 46 jauniešiem, 40 jauniešu"


def test_the_command_writes_what_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["generate", str(tmp_path), "--documents", "3", "--change", "50%"])
        generate.main()
    assert capsys.readouterr().out.startswith("3 documents")
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 3
