"""Derives ``places.csv`` from GeoNames files and the reviewed tables beside this script.

The chronicle itself never runs this: the derived list is kept, reviewed and published as it stands. Run it when a
source or a reviewed table changes, and read the difference before keeping it::

    python db/authority/build_places.py --postal geonames-postal-LV.txt --cities cities500.json
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

HERE = Path(__file__).parent
COLUMNS = (
    "id,name,kind,country,latitude,longitude,parent_id,valid_from,valid_to,geonames_id,wikidata_id,gender_number,"
    "weak,other_names,former_parent_id,replaced_by,source,licence"
).split(",")
POSTAL = "GeoNames postal codes"
CITIES = "GeoNames cities500"
CC_BY = "CC-BY-4.0"
ACCURATE = "4"  #: GeoNames: the point is that of a GeoNames place, not one shared by a whole parish
EMPTY = dict.fromkeys(COLUMNS, "")

Row = dict[str, str]
Point = tuple[float, float]


def slug(name: str) -> str:
    """The name in plain letters, as identifiers use it: ``Ķekavas novads`` is ``kekavas-novads``."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def paradigm(name: str) -> str:
    """Gender, number and declension that the ending of a Latvian nominative tells; exceptions stand in the overrides."""
    word = name.split()[-1]
    endings = {
        "pils": "f-sg-6", "as": "f-pl-4", "es": "f-pl-5", "is": "m-sg-2", "us": "m-sg-3",
        "s": "m-sg-1", "š": "m-sg-1", "a": "f-sg-4", "e": "f-sg-5",
    }  # fmt: skip
    for ending, code in endings.items():
        if word.endswith(ending):
            return code
    if word.endswith("i"):
        return "m-pl-2" if word[-2] in "ļņšžčķģ" else "m-pl-1"
    return "indecl"


def genitive_stem(genitive: str) -> str:
    """What is left of ``Kolkas`` or ``Balvu`` without its ending, softened consonants undone, to compare with a name."""
    stem = re.sub(r"(pils|as|es|us|u|a)$", lambda m: "pil" if m[0] == "pils" else "", genitive)
    return harden(stem)


def nominative_stem(name: str) -> str:
    """The counterpart of ``genitive_stem`` for a nominative: ``Kolka``, ``Balvi``, ``Zaļenieki``."""
    return harden(re.sub(r"(pils|as|es|is|us|s|š|a|e|i)$", lambda m: "pil" if m[0] == "pils" else "", name))


def harden(stem: str) -> str:
    return stem.translate(str.maketrans("ļņšžč", "lnszc")).replace("dz", "d")


def mean(points: Iterable[Point]) -> tuple[str, str]:
    latitudes, longitudes = zip(*points, strict=True)
    return f"{sum(latitudes) / len(latitudes):.4f}", f"{sum(longitudes) / len(longitudes):.4f}"


def read_csv(name: str) -> list[Row]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_postal(path: Path) -> list[Row]:
    """Villages of the postal list, names written out, one row for each name in each parish; best point first."""
    names = ("_", "_", "name", "municipality", "_", "parish", "code", "_", "_", "lat", "lon", "accuracy")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [dict(zip(names, row, strict=True)) for row in csv.reader(file, "excel-tab", quoting=csv.QUOTE_NONE)]
    villages: dict[tuple[str, str, str], Row] = {}
    homes = {(row["municipality"], row["village"]): row["parish"] for row in read_csv("village_parishes.csv")}
    for row in sorted(rows, key=lambda row: row["accuracy"], reverse=True):
        if not row["municipality"].endswith("nov."):
            continue  # the state cities: their towns come from the overrides
        row["municipality"] = row["municipality"].replace("nov.", "novads")
        home = homes.get((row["municipality"], row["name"]), homes.get((row["municipality"], ""), ""))
        row["parish"] = row["parish"].replace("pag.", "pagasts") or home
        villages.setdefault((row["name"], row["parish"], row["municipality"]), row)
    return list(villages.values())


def point(row: Row) -> Point:
    return float(row["lat"]), float(row["lon"])


class Derivation:
    """Parishes and villages from the postal list; everything by hand laid over them."""

    def __init__(self, postal: Path, cities: Path) -> None:
        self.villages = read_postal(postal)
        self.cities: dict[str, dict[str, object]] = json.loads(cities.read_text(encoding="utf-8"))
        self.overrides = {row["id"]: row for row in read_csv("places_overrides.csv")}
        self.weak_names = {row["name"] for row in read_csv("weak_names.csv")}
        self.former = {row["parish_code"]: row["municipality"] for row in read_csv("former_municipalities.csv")}
        self.rows: dict[str, Row] = {}

    def run(self) -> list[Row]:
        self.add_parishes()
        self.add_villages()
        self.mark_weak()
        for identifier, row in self.overrides.items():
            laid = {column: value for column, value in row.items() if value}
            self.rows[identifier] = {**EMPTY, **self.rows.get(identifier, {}), **laid}
        self.place()
        order = ["country", "region", "municipality", "city", "town", "parish", "village"]
        return sorted(self.rows.values(), key=lambda row: (row["country"] != "LV", order.index(row["kind"]), row["id"]))

    def parish_id(self, row: Row) -> str:
        """``lv-kolkas-pagasts``; the two pairs of namesakes carry their municipality as well."""
        namesakes = {v["municipality"] for v in self.villages if v["parish"] == row["parish"]}
        tail = f"-{slug(row['municipality'])}" if len(namesakes) > 1 else ""
        return f"lv-{slug(row['parish'])}{tail}"

    def add(self, **cells: str) -> None:
        row = {**EMPTY, "country": "LV", "weak": "0", "source": POSTAL, "licence": CC_BY, **cells}
        row["gender_number"] = paradigm(row["name"])
        self.rows.setdefault(row["id"], row)

    def add_parishes(self) -> None:
        """A parish stands where its seat does, if that point is sure, else amid its villages."""
        points: dict[str, dict[str, list[Point]]] = defaultdict(lambda: defaultdict(list))
        for row in self.villages:
            if row["parish"]:
                sure = row["accuracy"] == ACCURATE
                points[self.parish_id(row)]["c" if not sure else "a" if self.is_seat(row) else "b"].append(point(row))
        for row in self.villages:
            if row["parish"] and row["code"]:
                best = points[self.parish_id(row)]
                latitude, longitude = mean(best[min(best)])
                self.add(
                    latitude=latitude, longitude=longitude, id=self.parish_id(row), name=row["parish"], kind="parish",
                    parent_id=f"lv-{slug(row['municipality'])}",
                    former_parent_id=f"lv-{slug(self.former[row['code'][:5]])}",
                )  # fmt: skip

    def add_villages(self) -> None:
        """Villages whose point is their own, and the seat of every parish whatever its point."""
        shared = Counter(point(row) for row in self.villages if row["accuracy"] != ACCURATE)
        for row in self.villages:
            seat = self.is_seat(row)
            if row["accuracy"] != ACCURATE and shared[point(row)] > 1 and not seat:
                continue
            if f"lv-{slug(row['name'])}" in self.overrides and self.near_town(row):
                continue
            parish = row["parish"].removesuffix(" pagasts")
            self.add(
                id=f"lv-{slug(row['name'])}-{slug(parish or row['municipality'])}", name=row["name"], kind="village",
                parent_id=self.parish_id(row) if row["parish"] else f"lv-{slug(row['municipality'])}",
                latitude=row["lat"], longitude=row["lon"], weak="0" if seat else "1",
            )  # fmt: skip

    def near_town(self, row: Row) -> bool:
        """Whether the postal row is the town of that name itself, and no namesake elsewhere."""
        town = self.overrides[f"lv-{slug(row['name'])}"]
        found = self.cities.get(town["geonames_id"])
        return found is not None and abs(float(str(found["latitude"])) - float(row["lat"])) < 0.1

    def is_seat(self, row: Row) -> bool:
        parish = row["parish"].removesuffix(" pagasts")
        return bool(parish) and genitive_stem(parish) == nominative_stem(row["name"])

    def mark_weak(self) -> None:
        """A village is weak when its name alone says too little: short, a namesake, or a reviewed common word."""
        names = Counter(row["name"] for row in {**self.rows, **self.overrides}.values())
        for row in self.rows.values():
            if row["kind"] == "village" and (
                len(row["name"]) < 4 or names[row["name"]] > 1 or row["name"] in self.weak_names
            ):
                row["weak"] = "1"

    def place(self) -> None:
        """Points for rows without: the GeoNames place they name, else the mean of their parts, inmost first."""
        for row in self.rows.values():
            if not row["latitude"] and row["geonames_id"] in self.cities:
                found = self.cities[row["geonames_id"]]
                row["latitude"], row["longitude"] = mean([(float(str(found["latitude"])), float(str(found["longitude"])))])
        for kind in ("parish", "municipality"):
            parts: dict[str, list[Point]] = defaultdict(list)
            for row in self.rows.values():
                for parent in {row["parent_id"], row["former_parent_id"]}:
                    if row["latitude"]:
                        parts[parent].append((float(row["latitude"]), float(row["longitude"])))
            for row in self.rows.values():
                if row["kind"] == kind and not row["latitude"]:
                    row["latitude"], row["longitude"] = mean(parts[row["id"]])


def checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postal", type=Path, required=True, help="GeoNames postal codes of Latvia (LV.txt)")
    parser.add_argument("--cities", type=Path, required=True, help="GeoNames cities500 as JSON, by GeoNames id")
    parser.add_argument("--out", type=Path, default=HERE / "places.csv")
    options = parser.parse_args(arguments)
    rows = Derivation(options.postal, options.cities).run()
    with options.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} places written to {options.out}")
    for path in (options.postal, options.cities):
        print(f"sha256 {checksum(path)}  {path.name}")


if __name__ == "__main__":
    main()
