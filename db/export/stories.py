"""Events with all that belongs to them, a few hundred at a time: what feeds, maps and entities are made of."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]

#: How many events are looked up at once.
BATCH = 200


@dataclass(frozen=True)
class Story:
    """One event; ``event`` is its row with the names of its project and organiser."""

    event: Row
    places: list[Row]
    organisations: list[Row]  #: each with its ``role``
    people: list[Row]  #: each with its ``role``, or None
    evidence: list[Row]  #: quotes, each with its document and the capture that was read

    @property
    def modified(self) -> str:
        """When the newest text that tells of it was captured, UTC."""
        return max((row["fetched"] for row in self.evidence), default="")

    @property
    def revision(self) -> int:
        """How often what tells of it has changed."""
        return sum({row["document_id"]: row["version"] - 1 for row in self.evidence}.values())


_EVENTS = """
    select events.*, organisations.name as organiser, projects.name as project
    from json_each(?) as wanted join events on events.id = wanted.value
    left join organisations on organisations.id = events.organiser_id
    left join projects on projects.id = events.project_id order by wanted.key
"""
_BELONGING = {
    "places": """
        select event_id, places.* from event_places join places on places.id = place_id
        where event_id in (select value from json_each(?)) order by event_id, places.name, places.id
    """,
    "organisations": """
        select event_id, role, organisations.* from event_organisations
        join organisations on organisations.id = organisation_id
        where event_id in (select value from json_each(?)) order by event_id, role, organisations.name, organisations.id
    """,
    "people": """
        select event_id, role, people.* from event_people join people on people.id = person_id
        where event_id in (select value from json_each(?)) order by event_id, people.name, people.id
    """,
    "evidence": """
        select event_documents.*, coalesce(documents.title, documents.origin) as title, documents.url, documents.origin,
          documents.published, documents.version, documents.gone, passages.number, passages.page,
          captures.fetched, captures.sha256
        from event_documents join documents on documents.id = event_documents.document_id
        join captures on captures.id = documents.capture_id
        left join passages on passages.id = event_documents.passage_id
        where event_id in (select value from json_each(?))
        order by event_id, documents.published is null, documents.published, documents.id, event_documents.char_start
    """,
}


def all_stories(connection: sqlite3.Connection) -> Iterator[Story]:
    """Every event, the earliest first."""
    ids = connection.execute("select id from events order by start_date, end_date, id")
    while some := ids.fetchmany(BATCH):
        yield from stories(connection, [row[0] for row in some])


def stories(connection: sqlite3.Connection, ids: Sequence[str]) -> list[Story]:
    """The events of these identifiers, in their order; unknown ones are passed over."""
    wanted = json.dumps(list(ids))
    belonging = {name: _by_event(connection, sql, wanted) for name, sql in _BELONGING.items()}
    return [
        Story(event, **{name: found[event["id"]] for name, found in belonging.items()})
        for event in _rows(connection, _EVENTS, wanted)
    ]


def _by_event(connection: sqlite3.Connection, sql: str, wanted: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(connection, sql, wanted):
        found[row["event_id"]].append(row)
    return found


def _rows(connection: sqlite3.Connection, sql: str, wanted: str) -> Iterator[Row]:
    cursor = connection.execute(sql, [wanted])
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)
