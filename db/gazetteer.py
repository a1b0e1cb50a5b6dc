"""The authority lists of places and organisations, read from the reviewed CSV files in ``db/authority``.

Each is loaded once and kept; what the columns mean, how a row is added and whose work the rows are stands in
``db/authority/README.md``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

AUTHORITY = Path(__file__).parent / "authority"

#: What the ending of a nominative tells of its paradigm; the longer ending first.
_ENDINGS = {
    "pils": "f-sg-6",
    "as": "f-pl-4",
    "es": "f-pl-5",
    "is": "m-sg-2",
    "us": "m-sg-3",
    "s": "m-sg-1",
    "š": "m-sg-1",
    "a": "f-sg-4",
    "e": "f-sg-5",
}


@dataclass(frozen=True)
class Place:
    """One place under its Latvian nominative.

    ``gender_number`` tells the inflection: gender, number and declension (``f-pl-6``), or ``indecl``. A ``weak``
    name is also a common word, another place or a person's name, and needs more than itself to be believed.
    """

    id: str
    name: str
    kind: str  #: city, town, village, parish, municipality, region or country
    gender_number: str
    weak: bool
    source: str
    licence: str
    country: str | None = None  #: ISO 3166-1, upper case; None for what lies in many countries
    latitude: float | None = None
    longitude: float | None = None
    parent_id: str | None = None
    former_parent_id: str | None = None  #: a parish's municipality from 2009 to 2021
    replaced_by: str | None = None  #: the municipality that a former one went into
    valid_from: str | None = None  #: year
    valid_to: str | None = None  #: year
    geonames_id: str | None = None
    wikidata_id: str | None = None
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Organisation:
    """One organisation under its full Latvian nominative, without quotation marks or legal form."""

    id: str
    name: str
    kind: str
    source: str
    licence: str
    acronym: str | None = None
    parent_id: str | None = None
    wikidata_id: str | None = None
    registration_number: str | None = None
    valid_from: str | None = None  #: year
    valid_to: str | None = None  #: year
    other_names: tuple[str, ...] = ()


def paradigm(name: str) -> str:
    """The paradigm code that the ending of a Latvian nominative tells: ``Rīga`` is ``f-sg-4``, ``Talsi`` ``m-pl-1``.

    Exceptions (``Cēsis``, ``Soči``) stand in ``Place.gender_number``; this serves other names and new rows.
    """
    word = name.split()[-1]
    for ending, code in _ENDINGS.items():
        if word.endswith(ending):
            return code
    if word.endswith("i"):
        return "m-pl-2" if word[-2] in "ļņšžčķģ" else "m-pl-1"
    return "indecl"


def _rows(name: str) -> list[dict[str, str]]:
    with (AUTHORITY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split(";") if name.strip())


@cache
def places() -> tuple[Place, ...]:
    """Every place of ``places.csv``, in the order of the file."""
    return tuple(
        Place(
            id=row["id"],
            name=row["name"],
            kind=row["kind"],
            gender_number=row["gender_number"],
            weak=row["weak"] == "1",
            source=row["source"],
            licence=row["licence"],
            country=row["country"] or None,
            latitude=float(row["latitude"]) if row["latitude"] else None,
            longitude=float(row["longitude"]) if row["longitude"] else None,
            parent_id=row["parent_id"] or None,
            former_parent_id=row["former_parent_id"] or None,
            replaced_by=row["replaced_by"] or None,
            valid_from=row["valid_from"] or None,
            valid_to=row["valid_to"] or None,
            geonames_id=row["geonames_id"] or None,
            wikidata_id=row["wikidata_id"] or None,
            other_names=_names(row["other_names"]),
        )
        for row in _rows("places.csv")
    )


@cache
def organisations() -> tuple[Organisation, ...]:
    """Every organisation of ``organisations.csv``, in the order of the file."""
    return tuple(
        Organisation(
            id=row["id"],
            name=row["name"],
            kind=row["kind"],
            source=row["source"],
            licence=row["licence"],
            acronym=row["acronym"] or None,
            parent_id=row["parent_id"] or None,
            wikidata_id=row["wikidata_id"] or None,
            registration_number=row["registration_number"] or None,
            valid_from=row["valid_from"] or None,
            valid_to=row["valid_to"] or None,
            other_names=_names(row["other_names"]),
        )
        for row in _rows("organisations.csv")
    )
