"""What a worker does with a range, without Spark: rows that hold all, and hostile documents that it survives."""

from __future__ import annotations

import io
import json
import mimetypes
import time
from pathlib import Path

from archived_pages import HOST, _zip, page
from warcio.warcwriter import WARCWriter

from hronika.types import Reading
from pipeline import workers
from pipeline.spark import rows
from pipeline.spark.reading import Range, rows_of


def written(path: Path, **bodies: bytes) -> Path:
    """A web archive as other tools make them; names are paths, and __ stands for a dot."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz")
        for name, body in bodies.items():
            url = f"{HOST}/{name.replace('__', '.')}"
            told = {"WARC-Date": "2024-05-01T10:00:00Z"}
            kind = mimetypes.guess_type(url)[0] or "text/html"
            writer.write_record(
                writer.create_warc_record(
                    url, "resource", io.BytesIO(body), warc_headers_dict=told, warc_content_type=kind
                )
            )
    return path


def read(path: Path) -> list[rows.Row]:
    return list(rows_of(Range(str(path), f"crawl/{path.name}"), "fast"))


def test_a_row_holds_all_that_a_document_says(tmp_path: Path) -> None:
    [row] = read(written(tmp_path / "a.warc.gz", seminar=page(3)))
    assert (row["source_id"], row["year"], row["kind"], row["role"]) == ("km", "2024", "html", "document")
    assert (row["archive"], row["offset"]) == ("crawl/a.warc.gz", 0)
    assert row["length"] == (tmp_path / "a.warc.gz").stat().st_size
    said = json.loads(row["reading"])
    assert [event["start_date"] for event in said["events"]] == ["2018-04-04"]
    assert set(said) == {field for field in Reading.__dataclass_fields__ if field != "document"}
    empty = dict.fromkeys(rows.COLUMNS)
    again = rows.outcome({**empty, **row}).reading
    assert again is not None
    assert (
        rows.of_outcome(workers.Outcome(reading=again), row["code_version"], row["model_version"]).items()
        <= row.items()
    )
    assert all(again.document.text[one.start : one.end] == one.text for one in again.document.blocks)


def test_files_in_a_zip_archive_follow_it(tmp_path: Path) -> None:
    packed = _zip({"a.html": page(1), "b.html": page(2)})
    archive, *members = read(written(tmp_path / "a.warc", letters__zip=packed))
    assert [row["member_of"] for row in members] == [archive["capture_id"]] * 2
    assert [row["origin"].rpartition("/")[2] for row in members] == ["a.html", "b.html"]
    assert all(json.loads(row["reading"])["events"] for row in members)


def test_what_is_left_out_is_counted_and_what_is_no_archive_told(tmp_path: Path) -> None:
    [left_out] = read(written(tmp_path / "a.warc.gz", a__css=b"p {}", b__css=b"a {}"))
    assert (left_out["role"], left_out["message"], left_out["left_out"]) == ("left out", "styles", 2)
    (tmp_path / "b.warc.gz").write_bytes(b"<html>404</html>")
    [failed] = read(tmp_path / "b.warc.gz")
    assert (failed["stage"], failed["error"]) == ("capture", "UnreadableError")


def endless(job: workers.Job, memory: int) -> workers.Outcome:
    while True:
        time.sleep(0.01)


def test_a_document_that_hangs_is_a_failure_and_the_worker_lives_on(tmp_path: Path, monkeypatch) -> None:
    path = written(tmp_path / "a.warc.gz", hostile=page(1))
    with monkeypatch.context() as patch:
        patch.setattr(workers, "TIME_LIMIT", 1)
        patch.setattr(workers, "_read", endless)
        [row] = read(path)
    assert (row["stage"], row["error"]) == ("read", "UnreadableError")
    assert "took longer than 1 seconds" in row["message"]
    [row] = read(path)
    assert row["reading"]


def test_a_document_that_eats_memory_is_a_failure_and_the_worker_lives_on(tmp_path: Path, monkeypatch) -> None:
    path = written(tmp_path / "a.warc.gz", hostile__txt=b"vards " * 10_000_000)
    with monkeypatch.context() as patch:
        patch.setattr(workers, "MEMORY_LIMIT", 1 << 24)
        [row] = read(path)
    assert row["stage"] == "read"
    assert "GB of memory" in row["message"]
    [row] = read(written(path, seminar=page(1)))
    assert row["reading"]
