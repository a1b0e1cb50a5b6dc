"""The chronicle as FollowTheMoney entities, a JSON object a line, for OpenAleph and other tools of that kind.

Events with their organisers, people, projects and places; documents with their text; and for each event and name the
documents that say so (``proof``). The entities are written without the `followthemoney` package, whose needs are
many; the tests check them with it. A day that is not known is not made up: a date may be ``2019-03`` or ``2019``.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db.export.about import About
from db.export.files import whole_file, write_readme
from db.export.rows import line
from db.export.stories import Row, Story, all_stories

DATASET = "hronika"
#: Organisations that are of the state or of a municipality.
_PUBLIC = frozenset(
    {
        "agency", "archive", "council", "department", "government", "institution", "library", "ministry",
        "municipality", "museum", "parliament", "planning_region", "school",
    }
)  # fmt: skip
_DOCUMENTS = {"html": "HyperText", "pdf": "Pages", "text": "PlainText"}
_LANGUAGES = {"lv": "lav", "en": "eng", "ru": "rus", "de": "deu", "lt": "lit", "et": "est", "fr": "fra"}
#: How much of a date is known, as characters of ISO 8601.
_KNOWN = {"year": 4, "month": 7, "day": 10}


def write_ftm(db: Database, path: Path, about: About) -> int:
    """Write all entities, and beside them a text that says what they are; returns how many."""
    with whole_file(path) as out:
        written = sum(bool(out.write(line(entity))) for entity in entities(db.conn))
    write_readme(path, about)
    return written


def entities(connection: sqlite3.Connection) -> Iterator[Row]:
    """All entities: documents, then names, then the events that refer to both."""
    yield from map(_document, _rows(connection, _SQL["documents"]))
    yield from map(_address, _rows(connection, _SQL["places"]))
    yield from map(_organisation, _rows(connection, _SQL["organisations"]))
    yield from map(_person, _rows(connection, _SQL["people"]))
    yield from map(_affiliation, _rows(connection, _SQL["affiliations"]))
    yield from map(_project, _rows(connection, _SQL["projects"]))
    yield from map(_event, all_stories(connection))


_PROOF = """
    select {named}.*, (
      select json_group_array(document_id) from (
        select distinct document_id from {mentions} where {mentions}.{key} = {named}.id order by document_id)) as proof
    from {named} order by id
"""
_SQL = {
    "documents": """
        select documents.*, captures.media_type from documents join captures on captures.id = documents.capture_id
        order by documents.id
    """,
    "places": _PROOF.format(named="places", mentions="place_mentions", key="place_id"),
    "organisations": _PROOF.format(named="organisations", mentions="organisation_mentions", key="organisation_id"),
    "people": _PROOF.format(named="people", mentions="person_mentions", key="person_id"),
    "projects": _PROOF.format(named="projects", mentions="project_mentions", key="project_id"),
    "affiliations": """
        select person_id, organisation_id, json_group_array(distinct role) as roles,
          json_group_array(distinct document_id) as proof
        from (select * from person_mentions where organisation_id is not null order by id)
        group by person_id, organisation_id order by person_id, organisation_id
    """,
}


def _document(row: Row) -> Row:
    return _entity(
        _DOCUMENTS.get(row["kind"], "Document"), _id("documents", row["id"]),
        title=row["title"], fileName=row["origin"].rsplit("/", 1)[-1] or row["origin"], sourceUrl=_web(row["url"]),
        publishedAt=row["published"], retrievedAt=row["fetched"][:19], bodyText=row["text"], mimeType=row["media_type"],
        language=_LANGUAGES.get(row["language"] or ""),
    )  # fmt: skip


def _address(row: Row) -> Row:
    return _entity(
        "Address", _id("places", row["id"]),
        name=row["name"], full=row["name"], country=_country(row["country"]), latitude=row["latitude"],
        longitude=row["longitude"], wikidataId=row["wikidata_id"], proof=_proof(row),
    )  # fmt: skip


def _organisation(row: Row) -> Row:
    return _entity(
        "PublicBody" if row["kind"] in _PUBLIC else "Organization", _id("organisations", row["id"]),
        name=row["name"], abbreviation=row["acronym"], classification=row["kind"], wikidataId=row["wikidata_id"],
        registrationNumber=row["registration_number"], proof=_proof(row),
        parent=row["parent_id"] and _id("organisations", row["parent_id"]),
    )  # fmt: skip


def _person(row: Row) -> Row:
    return _entity("Person", _id("people", row["id"]), name=row["name"], proof=_proof(row))


def _affiliation(row: Row) -> Row:
    """That a text names a person for an organisation, whatever that may mean: no membership is claimed."""
    person, organisation = _id("people", row["person_id"]), _id("organisations", row["organisation_id"])
    return _entity(
        "UnknownLink", f"{person}.{row['organisation_id']}",
        subject=person, object=organisation, role=json.loads(row["roles"]), proof=_proof(row),
    )  # fmt: skip


def _project(row: Row) -> Row:
    return _entity(
        "Project", _id("projects", row["id"]),
        name=row["name"], projectId=row["agreement"], program=row["programme"], startDate=row["start_date"],
        endDate=row["end_date"], proof=_proof(row),
    )  # fmt: skip


def _event(story: Story) -> Row:
    event = story.event
    known = _KNOWN[event["precision"]]
    organisers = {one["id"] for one in story.organisations if one["role"] == "organiser"}
    came = [_id("organisations", one["id"]) for one in story.organisations if one["id"] not in organisers]
    return _entity(
        "Event", _id("events", event["id"]),
        name=event["name"], summary=event["summary"], description=[row["quote"] for row in story.evidence],
        keywords=[event["kind"], event["status"]], startDate=event["start_date"][:known],
        endDate=event["end_date"][:known], location=[place["name"] for place in story.places],
        addressEntity=[_id("places", place["id"]) for place in story.places],
        country=[_country(place["country"]) for place in story.places],
        organizer=[_id("organisations", one) for one in sorted(organisers)],
        involved=[*came, *(_id("people", one["id"]) for one in story.people)], program=event["project"],
        programId=event["project_id"] and _id("projects", event["project_id"]),
        proof=[_id("documents", row["document_id"]) for row in story.evidence],
        sourceUrl=[_web(row["url"]) for row in story.evidence],
    )  # fmt: skip


def _entity(schema: str, id_: str, **properties: Any) -> Row:
    """An entity; a property has a list of different texts, and what has none is left out."""
    stated = {name: _texts(value) for name, value in properties.items()}
    return {
        "id": id_,
        "schema": schema,
        "properties": {name: texts for name, texts in sorted(stated.items()) if texts},
        "datasets": [DATASET],
    }


def _texts(value: Any) -> list[str]:
    values: Iterable[Any] = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(str(one) for one in values if one not in (None, "")))


def _id(table: str, id_: str) -> str:
    return f"{DATASET}.{table}.{id_}"


def _proof(row: Row) -> list[str]:
    return [_id("documents", document) for document in json.loads(row["proof"])]


def _country(code: str | None) -> str | None:
    return code.lower() if code else None


def _web(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None


def _rows(connection: sqlite3.Connection, sql: str) -> Iterator[Row]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)
