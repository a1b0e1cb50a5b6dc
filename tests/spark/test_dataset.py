"""The Parquet shared out among chronicles of bounded size, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from archived_pages import page, run
from sqlite_utils import Database

from hronika.types import HronikaError
from pipeline import runner
from pipeline.spark import places
from pipeline.spark.dataset import Dataset, shards
from pipeline.spark.reading import Range, rows_of
from pipeline.spark.rows import COLUMNS, PARTITIONS, Row


def capture(number: int, host: str, year: str, size: int = 1000) -> Row:
    url = f"https://{host}/{number}"
    return {
        "capture_id": f"{number:016}",
        "url": url,
        "origin": url,
        "source_id": "km",
        "year": year,
        "text": "a" * size,
    }


def dataset(folder: Path, rows: list[Row]) -> Dataset:
    table = pa.Table.from_pylist([{**dict.fromkeys(COLUMNS), **row} for row in rows])
    pq.write_to_dataset(table, folder, partition_cols=list(PARTITIONS))
    (folder / "_SUCCESS").touch()
    return Dataset([str(folder)])


def shared(found: Dataset, by: str, limit: int) -> dict[str, list[str]]:
    return {
        shard.name: sorted(row["origin"] for row in found.rows() if shard.wanted(row))
        for shard in shards(found, by, limit)
    }


def test_a_year_is_a_chronicle_and_a_large_one_several(tmp_path: Path) -> None:
    rows = [capture(number, "a.lv", "2019") for number in range(4)]
    rows += [capture(10 + number, host, "2020") for number, host in enumerate(["a.lv", "b.lv", "c.lv"])]
    rows += [capture(20 + number, "big.lv", "2021") for number in range(40)]
    found = dataset(tmp_path, rows)
    parts = shared(found, "year", limit=89_300)
    assert parts["2019"] == [f"https://a.lv/{number}" for number in range(4)]
    assert len(parts["2020"]) == 3
    assert [name for name in parts if name.startswith("2021")] == [
        f"2021{end}" for end in ("", *(f"-{n}" for n in range(2, 10)))
    ]
    together = sorted(origin for origins in parts.values() for origin in origins)
    assert together == sorted(row["origin"] for row in rows)  # each row in one of them
    small = shared(found, "year", limit=36_090)
    assert (small["2020"], small["2020-2"]) == (["https://a.lv/10", "https://b.lv/11"], ["https://c.lv/12"])
    assert list(shared(found, "source_id", limit=10**9)) == ["km"]


def test_all_captures_of_an_address_stay_together(tmp_path: Path) -> None:
    rows = [{**capture(number, "a.lv", "2019"), "url": f"https://a.lv/{number % 5}"} for number in range(20)]
    found = dataset(tmp_path, rows)
    homes: dict[str, set[str]] = {}
    for shard in shards(found, "year", 43_200):
        for row in filter(shard.wanted, found.rows()):
            homes.setdefault(row["url"], set()).add(shard.name)
    assert len(set.union(*homes.values())) > 1
    assert all(len(names) == 1 for names in homes.values())


def test_half_a_job_is_refused(tmp_path: Path) -> None:
    dataset(tmp_path, [capture(1, "a.lv", "2019")])
    (tmp_path / "_SUCCESS").unlink()
    with pytest.raises(HronikaError, match="no finished extraction"):
        Dataset([str(tmp_path)])


def test_what_another_version_read_is_refused(tmp_path: Path) -> None:
    dataset(tmp_path / "out", [{**capture(1, "a.lv", "2019"), "code_version": "older", "model_version": "b"}])
    assert "another version of Hronika" in run("load", tmp_path / "out", "--db", tmp_path / "B.db", status=1)
    assert not (tmp_path / "B.db").exists()


@pytest.mark.parametrize("size", ["0GB", "-1", "two"])
def test_what_is_no_size(tmp_path: Path, size: str) -> None:
    dataset(tmp_path, [capture(1, "a.lv", "2019")])
    assert "is no size" in run("load", tmp_path, "--into", tmp_path, "--by", "year", "--limit", size, status=2)


def test_files_are_found_by_pattern(tmp_path: Path) -> None:
    for name in ("a/1.warc.gz", "a/2.warc", "b/1.warc.gz", "b/c/1.warc.gz"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert places.find([f"{tmp_path}/*/*.warc.gz"]) == [f"{tmp_path}/a/1.warc.gz", f"{tmp_path}/b/1.warc.gz"]
    assert places.find([f"{tmp_path}/a/*", f"file://{tmp_path}/a/1*"]) == [
        f"{tmp_path}/a/{name}" for name in ("1.warc.gz", "2.warc")
    ]
    with pytest.raises(HronikaError, match="names no file"):
        places.find([f"{tmp_path}/d/*"])


def test_of_a_damaged_archive_as_much_is_told_as_on_one_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "_BROKEN_TOLD", 3)
    head = "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://www.example.lv/\r\nContent-Type: text/html\r\n"
    archive = tmp_path / "crawl" / "a#1.warc"
    archive.parent.mkdir()
    good = f"{head}WARC-Date: 2024-05-01T10:00:00Z\r\nContent-Length: {len(page(3))}\r\n\r\n".encode() + page(3)
    archive.write_bytes(good + b"\r\n\r\n" + f"{head}\r\n\r\n".encode() * 20)
    run("ingest", archive, "--db", tmp_path / "one.db", "--model", "fast", status=1)
    dataset(tmp_path / "out", list(rows_of(Range(str(archive), "crawl/a#1.warc"), "fast")))
    run("load", tmp_path / "out", "--db", tmp_path / "two.db", status=1)
    one, two = (
        list(Database(tmp_path / f"{name}.db").query("select origin, url, stage, error, message from failures"))
        for name in ("one", "two")
    )
    assert [row["message"][:15] for row in one][3:] == ["17 more records"]
    assert one[3]["origin"].endswith("a#1.warc")
    assert two == one
