"""Exports: what each form holds, that it says what it is, that it is the same twice, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from made import document, event, load_all
from sqlite_utils import Database

from db.export import copy, datapackage, digests, ftm, geojson, parquet, tables
from db.export.about import About, about
from db.export.cells import harmless, harmless_csv
from db.export.stories import all_stories
from db.load import log_run
from hronika.types import HronikaError, Reading

METADATA = json.loads((Path(__file__).parents[2] / "datasette_metadata.json").read_text(encoding="utf-8"))
QUOTE = '=HYPERLINK("x") seminārs Ventspilī un Talsos'
Write = Callable[[Database, Path, About], int]
FORMS: dict[str, Write] = {
    "csv.zip": lambda db, path, said: tables.write_tables(db, path, said, "csv"),
    "jsonl.zip": lambda db, path, said: tables.write_tables(db, path, said, "jsonl"),
    "datapackage.zip": datapackage.write_datapackage,
    "geojson": geojson.write_geojson,
    "ftm": ftm.write_ftm,
    "sqlite": copy.write_copy,
    "sha256": digests.write_digests,
}


@pytest.fixture
def chronicle(db: Database) -> Database:
    """Two documents that tell of a seminar in two towns, and one of a year's event without a place."""
    first = document("# @Jaunumi", QUOTE, origin="a.html", url="https://www.example.lv/a", title="@Jaunumi")
    second = document("Kaut kad notika gadatirgus.", origin="b.txt")
    seminar = event(
        first, QUOTE, "=Seminārs", "2019-11-21", end_date="2019-11-22", place_ids=("ventspils", "talsi"),
        organisations=(("Kultūras ministrija", "organiser"),), people=(("Anna Paraudziņa", "vadītāja"),),
        status="cancelled", participants=25, project="Tilts",
    )  # fmt: skip
    fair = event(
        second, "notika gadatirgus", "Gadatirgus", "2018-01-01", end_date="2018-12-31", precision="year"
    )  # fmt: skip
    load_all(db, [Reading(first, events=(seminar,)), Reading(second, events=(fair,))])
    with db.atomic():
        times = {"started": "2026-01-02T10:00:00Z", "finished": "2026-01-02T10:00:07Z"}
        log_run(db, "run-1", command="ingest", version="1", **times)
        db.table("settings").insert_all([{"name": "people", "value": "kept"}, {"name": "token", "value": "secret"}])
        # towns have their coordinates from the gazetteer, which is made up here
        db.execute("update places set latitude = 57.39, longitude = 21.56, country = 'LV' where id = 'ventspils'")
        db.execute("update places set latitude = 57.24, longitude = 22.59 where id = 'talsi'")
    return db


@pytest.fixture
def said(chronicle: Database) -> About:
    return about(chronicle, METADATA)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_chronicle_gives_the_same_file(chronicle: Database, said: About, form: str, tmp_path: Path) -> None:
    paths = [tmp_path / name / f"x.{form}" for name in ("one", "two")]
    for path in paths:
        path.parent.mkdir()
        assert FORMS[form](chronicle, path, said) > 0
        assert not list(path.parent.glob("*.part"))
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize("form", FORMS.keys() - {"sha256"})  # which is to be the same wherever it is made
def test_each_names_version_licence_and_date(chronicle: Database, said: About, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.{form}"
    FORMS[form](chronicle, path, said)
    readme = path.with_name(f"{path.name}.README.txt")
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            text = packed.read("README.txt").decode()
    else:
        text = (readme if readme.exists() else path).read_bytes().decode("utf-8", "replace")
    assert all(fact in text for fact in (said.version, "2026-01-02T10:00:07Z", said.licence, said.licence_url))


def rows_of(packed: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(packed.read(name).decode(), newline="")))


def test_csv_has_all_tables_and_no_formulas(chronicle: Database, said: About, tmp_path: Path) -> None:
    tables.write_tables(chronicle, tmp_path / "x.zip", said, "csv")
    with zipfile.ZipFile(tmp_path / "x.zip") as packed:
        assert {*packed.namelist()} == {f"{name}.csv" for name in said.tables} | {"README.txt"}
        names = {row["name"] for row in rows_of(packed, "events.csv")}
        assert {row["quote"] for row in rows_of(packed, "event_documents.csv")} >= {f"'{QUOTE}"}
    assert names == {"'=Seminārs", "Gadatirgus"}
    assert not {"_sqlite_migrations", "passages_fts"} & {*said.tables}


def test_json_lines_have_texts_to_the_letter(chronicle: Database, said: About, tmp_path: Path) -> None:
    assert tables.write_table(chronicle, tmp_path / "x.jsonl", said, "jsonl", "events") == 2
    lines = [json.loads(line) for line in (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["name"] for line in sorted(lines, key=lambda line: line["start_date"])] == ["Gadatirgus", "=Seminārs"]
    assert {line["participants"] for line in lines} == {None, 25}
    assert (tmp_path / "x.jsonl.README.txt").exists()


def test_parquet_has_types_and_descriptions(
    chronicle: Database, said: About, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrow = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(parquet, "BATCH", 1)
    assert parquet.write_table(chronicle, tmp_path / "x.parquet", said, "events") == 2
    table = arrow.read_table(tmp_path / "x.parquet")
    assert sorted(table.column("participants").to_pylist(), key=str) == [25, None]
    assert str(table.schema.field("confidence").type) == "double"
    assert table.schema.field("precision").metadata[b"description"].decode().strip()
    assert table.schema.metadata[b"licence"].decode() == said.licence
    written = parquet.write_tables(chronicle, tmp_path / "x.zip", said)
    with zipfile.ZipFile(tmp_path / "x.zip") as packed:
        every = [arrow.read_table(io.BytesIO(packed.read(f"{name}.parquet"))).num_rows for name in said.tables]
    assert every == [chronicle[name].count for name in said.tables]
    assert sum(every) == written


def test_without_its_package_parquet_says_what_to_install(
    chronicle: Database, said: About, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(HronikaError, match=r"hronika\[parquet\]"):
        parquet.write_table(chronicle, tmp_path / "x.parquet", said, "events")
    assert not list(tmp_path.glob("x.*"))


def test_the_data_package_describes_its_files(chronicle: Database, said: About, tmp_path: Path) -> None:
    datapackage.write_datapackage(chronicle, tmp_path / "x.zip", said)
    with zipfile.ZipFile(tmp_path / "x.zip") as packed:
        described = json.loads(packed.read("datapackage.json"))
        resources = {resource["name"]: resource for resource in described["resources"]}
        for resource in resources.values():
            body = packed.read(resource["path"])
            assert (resource["bytes"], resource["hash"]) == (len(body), f"sha256:{hashlib.sha256(body).hexdigest()}")
            header = next(csv.reader(io.StringIO(body.decode(), newline="")))
            assert [field["name"] for field in resource["schema"]["fields"]] == header
            assert all(field["description"] for field in resource["schema"]["fields"])
            for key in resource["schema"].get("foreignKeys", ()):
                target = resources[key["reference"]["resource"] or resource["name"]]
                assert key["reference"]["fields"] in {field["name"] for field in target["schema"]["fields"]}
    assert described["created"] == "2026-01-02T10:00:07Z"
    assert resources["events"]["schema"]["primaryKey"] == ["id"]
    assert {"organiser_id", "project_id"} == {key["fields"] for key in resources["events"]["schema"]["foreignKeys"]}


def test_geojson_has_every_event_at_all_its_places(chronicle: Database, said: About, tmp_path: Path) -> None:
    assert geojson.write_geojson(chronicle, tmp_path / "x.geojson", said) == 2
    read = json.loads((tmp_path / "x.geojson").read_text(encoding="utf-8"))
    assert (read["type"], read["licence"]) == ("FeatureCollection", said.licence)
    fair, seminar = read["features"]
    assert fair["geometry"] is None
    assert seminar["geometry"] == {"type": "MultiPoint", "coordinates": [[22.59, 57.24], [21.56, 57.39]]}
    assert seminar["properties"]["places"] == ["Talsi", "Ventspils"]
    assert (fair["properties"]["precision"], seminar["properties"]["status"]) == ("year", "cancelled")


def test_a_chronicle_without_events(db: Database, tmp_path: Path) -> None:
    assert geojson.write_geojson(db, tmp_path / "x.geojson", about(db, METADATA)) == 0
    assert json.loads((tmp_path / "x.geojson").read_text(encoding="utf-8"))["features"] == []
    datapackage.write_datapackage(db, tmp_path / "x.zip", about(db, METADATA))


def test_the_copy_is_a_chronicle_without_what_is_private(chronicle: Database, said: About, tmp_path: Path) -> None:
    assert copy.write_copy(chronicle, tmp_path / "x.sqlite", said) == 2
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as copied:
        assert copied.execute("select * from settings").fetchall() == [("people", "kept")]
        assert dict(copied.execute("select * from about"))["version"] == said.version
        assert copied.execute("select count(*) from passages_fts where passages_fts match 'gadatirg*'").fetchone()[0]
    assert b"secret" not in (tmp_path / "x.sqlite").read_bytes()


def test_the_copy_goes_on_top_of_an_older_one(chronicle: Database, said: About, tmp_path: Path) -> None:
    for _ in range(2):
        copy.write_copy(chronicle, tmp_path / "x.sqlite", said)


def entities(chronicle: Database) -> dict[str, dict[str, Any]]:
    return {entity["id"]: entity for entity in ftm.entities(chronicle.conn)}


def test_entities_prove_what_they_say(chronicle: Database) -> None:
    found = entities(chronicle)
    seminar = next(one["properties"] for one in found.values() if one["properties"].get("name") == ["=Seminārs"])
    fair = next(one["properties"] for one in found.values() if one["properties"].get("name") == ["Gadatirgus"])
    assert (fair["startDate"], fair["endDate"]) == (["2018"], ["2018"])
    assert (seminar["startDate"], seminar["endDate"]) == (["2019-11-21"], ["2019-11-22"])
    assert found[seminar["organizer"][0]]["schema"] == "PublicBody"
    assert [found[one]["schema"] for one in seminar["involved"]] == ["Person"]
    assert [found[one]["properties"]["sourceUrl"] for one in seminar["proof"]] == [["https://www.example.lv/a"]]
    assert [found[one]["schema"] for one in seminar["addressEntity"]] == ["Address", "Address"]


def test_entities_hold_in_the_model_of_followthemoney(chronicle: Database) -> None:
    model = pytest.importorskip("followthemoney").model
    found = entities(chronicle)
    for entity in found.values():
        schema = model.get(entity["schema"])
        schema.validate(entity)
        cleaned = model.get_proxy(entity, cleaned=False)
        for name, values in entity["properties"].items():
            assert sorted(cleaned.get(name)) == sorted(values)
            if schema.get(name).type.name == "entity":
                assert all(model.get(found[one]["schema"]).is_a(schema.get(name).range) for one in values)


def test_memory_does_not_grow_with_the_chronicle(chronicle: Database, said: About, tmp_path: Path) -> None:
    """Sixty times the text, far less than sixty times the memory."""

    def peak() -> int:
        tracemalloc.start()
        for write in (datapackage.write_datapackage, ftm.write_ftm, geojson.write_geojson):
            write(chronicle, tmp_path / "x", said)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak()  # what is imported and compiled on the first occasion stays
    chronicle.execute("update documents set text = replace(hex(zeroblob(100000)), '00', 'teksts ')")
    few = peak()
    names = [column.name for column in chronicle.table("documents").columns]
    values = ", ".join("'copy-' || value || documents.id" if name == "id" else f"documents.{name}" for name in names)
    numbers = json.dumps(list(range(30)))
    chronicle.execute(f"insert into documents select {values} from documents, json_each(?)", [numbers])
    assert peak() < 2 * few


@pytest.mark.parametrize("text", ["=1+1", "+371 67330200", "-viens", "@nosaukums", "\t=1", "\r=1", "＝1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", ["", "a=1", "'=1", "-12.5", "+3", "-1e5", -3, None, 1.5, "–", "2019-11-21"])
def test_other_cells_stay(value: object) -> None:
    assert harmless(value) == value


def test_rows_of_csv_that_others_wrote() -> None:
    rows = [["=1", "-5", 'a "b", =c'], ["-a,\n=b", "", "@x"], ['"=1"', "x\r\n=y", '="q"']]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    read = list(csv.reader(io.StringIO(harmless_csv(out.getvalue()), newline="")))
    assert read == [[harmless(cell) for cell in row] for row in rows]


def test_stories_come_in_batches(chronicle: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.export.stories.BATCH", 1)
    assert [story.event["name"] for story in all_stories(chronicle.conn)] == ["Gadatirgus", "=Seminārs"]


def test_digests_are_of_the_sorted_lines_and_not_of_the_run(chronicle: Database, said: About, tmp_path: Path) -> None:
    digests.write_digests(chronicle, tmp_path / "x.sha256", said)
    written = dict(line.split("  ")[::-1] for line in (tmp_path / "x.sha256").read_text(encoding="utf-8").splitlines())
    tables.write_table(chronicle, tmp_path / "events.jsonl", said, "jsonl", "events")
    lines = sorted((tmp_path / "events.jsonl").read_bytes().splitlines(keepends=True))
    assert written["events.jsonl"] == hashlib.sha256(b"".join(lines)).hexdigest()
    with chronicle.atomic():
        chronicle.execute("update runs set seconds = 8")
        chronicle.execute("update events set confidence = confidence - 0.01 where name = 'Gadatirgus'")
    digests.write_digests(chronicle, tmp_path / "y.sha256", said)
    after = dict(line.split("  ")[::-1] for line in (tmp_path / "y.sha256").read_text(encoding="utf-8").splitlines())
    assert {name for name in written if written[name] != after[name]} == {"events.jsonl"}
