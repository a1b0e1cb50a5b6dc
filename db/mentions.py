"""Rows for all that a document mentions, and for the places, organisations, people and projects it names.

A mention's id is made of its document, a letter for its kind, and its span. What a text says of a thing that is on
no authority list (its acronym, a project's dates) is kept with the mention; ``db.settle`` sums it up.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import count
from typing import Any

from sqlite_utils import Database

from db import gazetteer, rows
from db.keys import fold
from hronika.types import Event, Finding, HronikaError, Mention, Reading

#: The tables of what a document says, by the fields of a ``Reading``.
TABLES = {
    "dates": "dates", "counts": "counts", "places": "place_mentions", "organisations": "organisation_mentions",
    "people": "person_mentions", "projects": "project_mentions", "events": "event_readings", "findings": "findings",
}  # fmt: skip
MENTION_TABLES = tuple(table for field, table in TABLES.items() if field not in ("events", "findings"))

_PLACE_COLUMNS = (
    "id", "name", "kind", "country", "latitude", "longitude", "parent_id", "former_parent_id", "replaced_by",
    "valid_from", "valid_to", "geonames_id", "wikidata_id", "source", "licence",
)  # fmt: skip
_PLACE_PARENTS = ("parent_id", "former_parent_id", "replaced_by")
_ORGANISATION_COLUMNS = (
    "id", "name", "kind", "acronym", "parent_id", "wikidata_id", "registration_number", "valid_from", "valid_to",
    "source", "licence",
)  # fmt: skip

_Row = dict[str, Any]


class SpanError(HronikaError):
    """A mention that is not what its span of the text says: a fault of the rule it names."""


def slug(name: str) -> str:
    """An id made of a name: folded, words joined by dashes; a digest where the name has no letters."""
    return "-".join(re.findall(r"[^\W_]+", fold(name))) or hashlib.sha256(name.encode()).hexdigest()[:16]


@cache
def authority_places() -> dict[str, _Row]:
    """Rows of ``places`` by id."""
    return {place.id: {name: getattr(place, name) for name in _PLACE_COLUMNS} for place in gazetteer.places()}


@cache
def authority_organisations() -> dict[str, _Row]:
    """Rows of ``organisations`` by id."""
    return {
        one.id: {**{name: getattr(one, name) for name in _ORGANISATION_COLUMNS}, "status": "authority"}
        for one in gazetteer.organisations()
    }


@cache
def _organisation_ids() -> dict[str, str]:
    """Authority ids by the name's slug."""
    return {slug(row["name"]): id_ for id_, row in authority_organisations().items()}


def organisation_id(name: str, kind: str | None = None, parent: str | None = None) -> str:
    """Of the authority list if the name stands there, else made of the name; of a department with its parent's.

    „Komunikācijas nodaļa” is another one in each ministry.
    """
    if kind == "department" and parent and slug(parent) not in slug(name):
        return f"{organisation_id(parent)}-{slug(name)}"
    return _organisation_ids().get(slug(name), slug(name))


class Spans:
    """Where the mentions of one document stand: their ids, their passages, and proof that each is its span."""

    def __init__(self, reading: Reading, document: str, passages: Sequence[_Row]) -> None:
        self.origin = reading.document.origin
        self.text = reading.document.text
        self.document = document
        self.passages = passages
        self._starts = [passage["char_start"] for passage in passages]
        self._ids: set[str] = set()

    def row(self, letter: str, rule: str, start: int, end: int, text: str) -> _Row:
        """The columns that every table of mentions begins with."""
        position = bisect_right(self._starts, start) - 1
        if self.text[start:end] != text or position < 0 or start >= self.passages[position]["char_end"]:
            raise SpanError(
                f"{self.origin}: rule {rule} says that characters {start} to {end} are {text!r}, but they are "
                f"{self.text[start:end]!r}. The rule must give the offsets of words in a passage; nothing was kept."
            )
        return {
            "id": self._new_id(f"{self.document}-{letter}{start}-{end}"), "document_id": self.document,
            "passage_id": self.passages[position]["id"], "char_start": start, "char_end": end, "text": text,
        }  # fmt: skip

    def passage(self, offset: int) -> str:
        """The id of the passage that a character of the text stands in."""
        return str(self.passages[bisect_right(self._starts, offset) - 1]["id"])

    def _new_id(self, id_: str) -> str:
        """The same span may be two mentions; the second is told apart by its number."""
        number = next(n for n in count(1) if (id_ if n == 1 else f"{id_}.{n}") not in self._ids)
        self._ids.add(id_ if number == 1 else f"{id_}.{number}")
        return id_ if number == 1 else f"{id_}.{number}"


def insert_mentions(
    db: Database,
    reading: Reading,
    document: str,
    passages: Sequence[_Row],
    only: Collection[str] = tuple(TABLES),
) -> None:
    """Insert all that a document says, or ``only`` what some readers found; the rest of the reading must be there too.

    Foreign keys must be deferred: parts may come before their totals.
    """
    spans = Spans(reading, document, passages)

    def mentioned(letter: str, mentions: Sequence[Mention], *columns: str) -> list[_Row]:
        shared = ("rule", "confidence")
        return [
            spans.row(letter, m.rule, m.start, m.end, m.text) | {name: getattr(m, name) for name in (*columns, *shared)}
            for m in mentions
        ]

    counts = mentioned("c", reading.counts, "value", "value_max", "qualifier", "unit", "what", "kind")
    count_ids = {row["char_start"]: row["id"] for row in reversed(counts)}
    for row, count_mention in zip(counts, reading.counts, strict=True):
        row["part_of"] = None if count_mention.part_of is None else count_ids[count_mention.part_of]
    organisations = mentioned("o", reading.organisations, "name", "kind", "acronym")
    for row, organisation in zip(organisations, reading.organisations, strict=True):
        row["organisation_id"] = organisation.organisation_id or organisation_id(
            organisation.name, organisation.kind, organisation.parent
        )
    ids = {row["name"]: row["organisation_id"] for row in organisations}
    for row, organisation in zip(organisations, reading.organisations, strict=True):
        row["parent_id"] = ids.get(organisation.parent)
    people = mentioned("n", reading.people, "name", "role")
    for row, person in zip(people, reading.people, strict=True):
        row["organisation_id"] = ids.get(person.organisation)
    projects = mentioned(
        "j", reading.projects, "name", "agreement", "programme", "start_date", "end_date", "series_number"
    )
    tellings = [_telling(spans, event, organisations, count_ids) for event in reading.events]

    _insert_places(db, spans, reading)
    _insert_organisations(db, reading, organisations)
    names = [row["name"] for row in people] + [name for event in reading.events for name, _ in event.people]
    _insert_named(db, "people", names)
    names = [row["name"] for row in projects] + [event.project for event in reading.events if event.project]
    _insert_named(db, "projects", names)
    found = {
        "dates": mentioned("d", reading.dates, "start_date", "end_date", "precision", "approximate"),
        "counts": counts,
        "places": mentioned("p", reading.places, "place_id"),
        "organisations": organisations,
        "people": [row | {"person_id": slug(row["name"])} for row in people],
        "projects": [row | {"project_id": slug(row["name"])} for row in projects],
        "events": tellings,
        "findings": _findings(spans, reading.findings),
    }
    for reader, its_rows in found.items():
        if reader in only:
            rows.insert(db, TABLES[reader], its_rows)


def _insert_places(db: Database, spans: Spans, reading: Reading) -> None:
    """The places of a document and those that they lie in, from the authority list."""
    wanted = {mention.place_id: mention.rule for mention in reading.places}
    wanted |= {place: "event" for event in reading.events for place in event.place_ids}
    known = authority_places()
    for place, rule in wanted.items():
        if place not in known:
            raise HronikaError(f"{spans.origin}: rule {rule} found the place {place!r}, which is not in the gazetteer.")
    rows.upsert(db, "places", [known[id_] for id_ in _with_parents(wanted, known, _PLACE_PARENTS)])


def _insert_organisations(db: Database, reading: Reading, mentions: Iterable[_Row]) -> None:
    """Organisations of the authority list with those above them; any other as a candidate."""
    names = {row["organisation_id"]: row["name"] for row in mentions}
    told = {organisation_id(name): name for event in reading.events for name, _ in event.organisations}
    names = {id_: name for id_, name in told.items() if id_ not in names} | names
    known = authority_organisations()
    listed = _with_parents((id_ for id_ in names if id_ in known), known, ("parent_id",))
    rows.upsert(db, "organisations", [known[id_] for id_ in listed])
    candidates = [{"id": id_, "name": names[id_], "status": "candidate"} for id_ in names if id_ not in known]
    rows.insert_new(db, "organisations", candidates)


def _insert_named(db: Database, table: str, names: Iterable[str]) -> None:
    named = {slug(name): {"id": slug(name), "name": name} for name in names}
    rows.insert_new(db, table, named.values())


def _with_parents(ids: Iterable[str], known: Mapping[str, _Row], columns: Sequence[str]) -> list[str]:
    """The ids, and those of all rows they point to by the columns."""
    found: dict[str, None] = {}
    queue = list(ids)
    while queue:
        id_ = queue.pop()
        if id_ not in found:
            found[id_] = None
            queue += [known[id_][column] for column in columns if known[id_][column]]
    return sorted(found)


def _telling(spans: Spans, event: Event, organisations: Iterable[_Row], count_ids: Mapping[int, str]) -> _Row:
    """One document's telling of an event; ``db.events`` makes events of all documents' tellings."""
    ids = {row["name"]: row["organisation_id"] for row in organisations}
    columns = ("name", "kind", "status", "start_date", "end_date", "precision", "online", "participants", "confidence")
    lists = {
        "places": sorted(set(event.place_ids)),
        "organisations": sorted({(ids.get(name) or organisation_id(name), role) for name, role in event.organisations}),
        "people": sorted({slug(name): role for name, role in event.people}.items()),
        "counts": [count_ids[start] for start in event.counts],
    }
    return {
        **spans.row("e", "event", event.start, event.end, event.quote),
        **{column: getattr(event, column) for column in columns},
        **{column: json.dumps(ids) for column, ids in lists.items()},
        "project_id": slug(event.project) if event.project else None,
    }


def _findings(spans: Spans, findings: Sequence[Finding]) -> list[_Row]:
    return [
        {
            "id": f"{spans.document}-f{number}", "kind": finding.kind, "document_id": spans.document,
            "passage_id": None if finding.start is None else spans.passage(finding.start),
            "message": finding.message, "message_lv": finding.message_lv,
            "evidence": json.dumps(finding.evidence, ensure_ascii=False),
        }
        for number, finding in enumerate(findings, start=1)
    ]  # fmt: skip
