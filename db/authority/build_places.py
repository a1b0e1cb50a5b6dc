"""Derives ``places.csv`` from GeoNames files and the reviewed tables beside this script.

The chronicle itself never runs this: the derived list is kept, reviewed and published as it stands. Run it when a
source or a reviewed table changes, and read the difference before keeping it::

    python -m db.authority.build_places --postal LV.txt --cities cities500.json --divisions subdivisions.tsv
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from db.gazetteer import AUTHORITY, paradigm

COLUMNS = [
    *("id", "name", "kind", "country", "latitude", "longitude", "parent_id", "valid_from", "valid_to"),
    *("geonames_id", "wikidata_id", "gender_number", "weak", "other_names"),
    *("former_parent_id", "replaced_by", "source", "licence"),
]
KINDS = ("country", "region", "municipality", "city", "town", "parish", "village")
#: The postal list; the first five figures of ``code`` are those of the municipality from 2009 to 2021.
POSTAL_COLUMNS = (
    *("country", "postcode", "name", "municipality", "_", "parish", "code", "_", "_"),
    *("latitude", "longitude", "accuracy"),
)
#: How far apart, in degrees, a village of ours and a GeoNames place of its name may lie and still be the same.
NEAR = 0.05
OWN_POINT = "4"  #: the accuracy of rows whose point is that of the GeoNames place, and not of some place nearby

Row = dict[str, str]
Point = tuple[float, float]


def slug(name: str) -> str:
    """The name in plain letters, as identifiers use it: ``Ķekavas novads`` is ``kekavas-novads``."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def stem(name: str) -> str:
    """A name in the nominative or the genitive without its ending, softened consonants undone.

    ``Kolka`` and ``Kolkas`` come out alike, so do ``Līvāni`` and ``Līvānu``: this finds the seat of a parish.
    """
    bare = re.sub(r"(?<=pil)s$|(as|es|is|us|s|š|a|e|i|u)$", "", name)
    return bare.translate(str.maketrans("ļņšžč", "lnszc")).replace("dz", "d")


def mean(points: Iterable[Point]) -> tuple[str, str]:
    latitudes, longitudes = zip(*points, strict=True)
    return f"{sum(latitudes) / len(latitudes):.4f}", f"{sum(longitudes) / len(longitudes):.4f}"


def point(row: Mapping[str, object]) -> Point:
    return float(str(row["latitude"])), float(str(row["longitude"]))


def read_table(name: str) -> list[Row]:
    with (AUTHORITY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_postal(path: Path) -> list[Row]:
    """Villages of the postal list under their full parish and municipality, once each, the surest point first."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            dict(zip(POSTAL_COLUMNS, row, strict=True)) for row in csv.reader(file, "excel-tab", quoting=csv.QUOTE_NONE)
        ]
    homes = {(row["municipality"], row["village"]): row["parish"] for row in read_table("village_parishes.csv")}
    villages: dict[tuple[str, str, str], Row] = {}
    for row in sorted(rows, key=lambda row: row["accuracy"], reverse=True):
        if not row["municipality"].endswith("nov."):
            continue  # districts of a state city
        row["municipality"] = row["municipality"].replace("nov.", "novads")
        home = homes.get((row["municipality"], row["name"]), homes.get((row["municipality"], ""), ""))
        row["parish"] = row["parish"].replace("pag.", "pagasts") or home
        villages.setdefault((row["name"], row["parish"], row["municipality"]), row)
    return list(villages.values())


def read_divisions(path: Path) -> dict[str, str]:
    """GeoNames ids of parishes and municipalities by name; a name that two parishes share is left out."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row[:4] for row in csv.reader(file, "excel-tab", quoting=csv.QUOTE_NONE)]
    named = [(name.lower(), geonames_id) for name, _, code, geonames_id in rows if code.startswith("LV.")]
    times = Counter(name for name, _ in named)
    return {name: geonames_id for name, geonames_id in named if times[name] == 1}


def is_place(row: Row) -> bool:
    """Whether the row names a village; some name a post round: the parish in the genitive, or a number."""
    genitive = row["name"] == row["parish"].removesuffix(" pagasts") and not row["name"].endswith("pils")
    return not genitive and not re.search(r"\d", row["name"])


def is_seat(village: Row) -> bool:
    return stem(village["parish"].removesuffix(" pagasts")) == stem(village["name"])


class Derivation:
    """Parishes and villages from the postal list, with everything reviewed by hand laid over them."""

    def __init__(self, postal: Path, cities: Path, divisions: Path) -> None:
        self.divisions = read_divisions(divisions)
        self.villages = read_postal(postal)
        homes = {(village["parish"], village["municipality"]) for village in self.villages}
        self.parishes = Counter(parish for parish, _ in homes)
        self.cities: dict[str, dict[str, object]] = json.loads(cities.read_text(encoding="utf-8"))
        self.overrides = {row["id"]: row for row in read_table("places_overrides.csv")}
        self.reviewed = {row["id"]: row["weak"] for row in read_table("village_review.csv")}
        self.former = {row["parish_code"]: row["municipality"] for row in read_table("former_municipalities.csv")}
        self.rows: dict[str, Row] = {}

    def run(self) -> list[Row]:
        self.add_parishes()
        self.add_villages()
        self.mark_weak()
        for identifier, row in self.overrides.items():
            derived = self.rows.get(identifier, dict.fromkeys(COLUMNS, ""))
            self.rows[identifier] = derived | {column: value for column, value in row.items() if value}
        self.add_points()
        self.add_geonames_ids()
        return sorted(self.rows.values(), key=lambda row: (row["country"] != "LV", KINDS.index(row["kind"]), row["id"]))

    def add(self, identifier: str, name: str, kind: str, parent: str, **cells: str) -> None:
        self.rows[identifier] = dict.fromkeys(COLUMNS, "") | {
            "id": identifier,
            "name": name,
            "kind": kind,
            "country": "LV",
            "parent_id": parent,
            "gender_number": paradigm(name),
            "weak": "0",
            "source": "GeoNames postal codes",
            "licence": "CC-BY-4.0",
            **cells,
        }

    def parish_id(self, village: Row) -> str:
        """``lv-kolkas-pagasts``; the two pairs of namesakes carry their municipality as well."""
        tail = f"-{slug(village['municipality'])}" if self.parishes[village["parish"]] > 1 else ""
        return f"lv-{slug(village['parish'])}{tail}"

    def village_id(self, village: Row) -> str:
        """``lv-kolka-kolkas``: every village carries its parish, since one more of that name may always turn up."""
        home = self.parish_id(village) if village["parish"] else slug(village["municipality"])
        return f"lv-{slug(village['name'])}-{home.removeprefix('lv-').replace('-pagasts', '')}"

    def add_parishes(self) -> None:
        """A parish stands where its seat does if that point is sure, else amid its villages, sure points first."""
        parts: dict[str, list[Row]] = defaultdict(list)
        for village in self.villages:
            if village["code"]:
                parts[self.parish_id(village)].append(village)
        for identifier, villages in parts.items():
            ranks = [(village["accuracy"] != OWN_POINT, not is_seat(village)) for village in villages]
            best = [point(village) for village, rank in zip(villages, ranks, strict=True) if rank == min(ranks)]
            latitude, longitude = mean(best)
            first = villages[0]
            self.add(
                identifier,
                first["parish"],
                "parish",
                f"lv-{slug(first['municipality'])}",
                former_parent_id=f"lv-{slug(self.former[first['code'][:5]])}",
                latitude=latitude,
                longitude=longitude,
            )

    def add_villages(self) -> None:
        """Villages with a point of their own, the seats of parishes, and what was reviewed by hand."""
        shared = Counter(point(village) for village in self.villages if village["accuracy"] != OWN_POINT)
        for village in self.villages:
            identifier = self.village_id(village)
            own = village["accuracy"] == OWN_POINT or shared[point(village)] == 1
            if not is_place(village) or self.is_town(village):
                continue
            if not (own or is_seat(village) or identifier in self.reviewed):
                continue
            self.add(
                identifier,
                village["name"],
                "village",
                self.parish_id(village) if village["parish"] else f"lv-{slug(village['municipality'])}",
                latitude=village["latitude"],
                longitude=village["longitude"],
                weak="0" if is_seat(village) else "1",
            )

    def is_town(self, village: Row) -> bool:
        """Whether the postal row is the town of that name itself, and not a namesake elsewhere."""
        town = self.overrides.get(f"lv-{slug(village['name'])}")
        if town is None or town["geonames_id"] not in self.cities:
            return False
        return abs(point(self.cities[town["geonames_id"]])[0] - point(village)[0]) < 0.1

    def mark_weak(self) -> None:
        """Weak are the villages that few know, the very short names, and all who share theirs with a better known."""
        known = Counter(row["name"] for row in self.overrides.values())
        known.update(row["name"] for row in self.rows.values() if row["weak"] == "0")
        for identifier, row in self.rows.items():
            if row["kind"] == "village" and (len(row["name"]) < 4 or known[row["name"]] > 1):
                row["weak"] = "1"
            row["weak"] = self.reviewed.get(identifier, row["weak"])

    def add_points(self) -> None:
        """Points for rows without: the GeoNames place they name, else the mean of their parts, inmost first."""
        for row in self.rows.values():
            if not row["latitude"] and row["geonames_id"] in self.cities:
                row["latitude"], row["longitude"] = mean([point(self.cities[row["geonames_id"]])])
        for kind in ("parish", "municipality"):
            parts: dict[str, list[Point]] = defaultdict(list)
            for row in self.rows.values():
                for parent in {row["parent_id"], row["former_parent_id"]} if row["latitude"] else ():
                    parts[parent].append(point(row))
            for row in self.rows.values():
                if row["kind"] == kind and not row["latitude"]:
                    row["latitude"], row["longitude"] = mean(parts[row["id"]])
        for row in self.rows.values():
            if not row["latitude"]:
                home = self.rows[row["parent_id"]]
                row["latitude"], row["longitude"] = home["latitude"], home["longitude"]

    def add_geonames_ids(self) -> None:
        """Ids of parishes and municipalities by their name, of villages by their name and point."""
        villages: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows.values():
            if row["country"] == "LV" and row["kind"] in ("parish", "municipality"):
                row["geonames_id"] = self.divisions.get(row["name"].lower(), "")
            elif row["country"] == "LV" and row["kind"] == "village" and not row["geonames_id"]:
                villages[row["name"]].append(row)
        taken = {row["geonames_id"] for row in self.rows.values()}
        for geonames_id, city in self.cities.items():
            if city["countrycode"] != "LV" or geonames_id in taken:
                continue
            at = point(city)
            near = [row for row in villages[str(city["name"])] if math.dist(at, point(row)) < NEAR]
            if near:
                min(near, key=lambda row: math.dist(at, point(row)))["geonames_id"] = geonames_id


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postal", type=Path, required=True, help="GeoNames postal codes of Latvia (LV.txt)")
    parser.add_argument("--cities", type=Path, required=True, help="GeoNames cities500 as JSON, by GeoNames id")
    parser.add_argument("--divisions", type=Path, required=True, help="GeoNames divisions: name, ISO, code, id")
    parser.add_argument("--out", type=Path, default=AUTHORITY / "places.csv")
    options = parser.parse_args(arguments)
    rows = Derivation(options.postal, options.cities, options.divisions).run()
    with options.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} places written to {options.out}")
    for path in (options.postal, options.cities, options.divisions):
        print(f"sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}")


if __name__ == "__main__":
    main()
