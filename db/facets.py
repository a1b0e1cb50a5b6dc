"""How many of the answers to a search have each value of what they can be narrowed by.

Counted over the answers that are listed, by what ``db.filters`` lets pass: an answer has the place of its event and
every place that its passage mentions. Where the search itself stopped early (``Found.complete``), each number means "at
least".
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from db.search import Hit

#: The most frequent values of each are told.
VALUES = 12

_HITS = """
    with hits as materialized (
        select key as hit, json_extract(value, '$[0]') as event, json_extract(value, '$[1]') as passage
        from json_each(:hits)
    )
"""
#: The value, its name and how many have it. A passage is looked up in a subquery: joined, SQLite may think a Bloom
#: filter over all passages worth its while.
_NUMBERS = {
    "year": """
        select year, year, count(*) from (
            select h.hit, substr(e.start_date, 1, 4) as year from hits h cross join events e on e.id = h.event
            union
            select h.hit, substr(m.start_date, 1, 4) from hits h cross join dates m on m.passage_id = h.passage
            union
            select h.hit, (select substr(d.published, 1, 4) from passages p cross join documents d
                on d.id = p.document_id where p.id = h.passage) from hits h
                where not exists (select 1 from dates m where m.passage_id = h.passage and m.start_date is not null)
        ) where year is not null group by year order by year desc
    """,
    "kind": """
        select e.kind, e.kind, count(*) as number from hits h cross join events e on e.id = h.event
        group by e.kind order by number desc, e.kind
    """,
    "place": """
        select n.id, n.name, count(*) as number from (
            select h.hit, x.place_id from hits h cross join event_places x on x.event_id = h.event
            union
            select h.hit, m.place_id from hits h cross join place_mentions m on m.passage_id = h.passage
        ) f join places n on n.id = f.place_id group by n.id order by number desc, n.name limit :most
    """,
    "organisation": """
        select n.id, n.name, count(*) as number from (
            select h.hit, x.organisation_id from hits h cross join event_organisations x on x.event_id = h.event
            union
            select h.hit, m.organisation_id from hits h
                cross join organisation_mentions m on m.passage_id = h.passage
        ) f join organisations n on n.id = f.organisation_id group by n.id order by number desc, n.name limit :most
    """,
    "source": """
        select source_id, source_id, count(*) as number from (
            select h.hit, d.source_id from hits h cross join event_documents x on x.event_id = h.event
                cross join documents d on d.id = x.document_id
            union
            select h.hit, d.source_id from hits h cross join passages p on p.id = h.passage
                cross join documents d on d.id = p.document_id
        ) group by source_id order by number desc, source_id limit :most
    """,
}


@dataclass(frozen=True)
class Value:
    """A value to narrow a search by, and how many answers it leaves."""

    value: str
    name: str
    hits: int


def count(connection: sqlite3.Connection, hits: Sequence[Hit], most: int = VALUES) -> dict[str, list[Value]]:
    """The values of these answers by ``year``, ``kind``, ``place``, ``organisation`` and ``source``.

    A negative ``most`` leaves none out.
    """
    parameters = {"hits": json.dumps([[hit.event_id, hit.passage_id] for hit in hits]), "most": most}
    return {
        name: [Value(*row) for row in connection.execute(_HITS + sql, parameters)] for name, sql in _NUMBERS.items()
    }


def added_up(counts: Iterable[dict[str, list[Value]]]) -> dict[str, list[Value]]:
    """The values of the answers of several chronicles, of which each was asked to leave none out."""
    found: dict[str, dict[str, Value]] = {name: {} for name in _NUMBERS}
    for name, value in ((name, value) for one in counts for name, values in one.items() for value in values):
        before = found[name].get(value.value)
        found[name][value.value] = replace(value, hits=value.hits + before.hits) if before else value
    years = sorted(found.pop("year").values(), key=lambda value: value.value, reverse=True)
    ranked = {
        name: sorted(values.values(), key=lambda value: (-value.hits, value.name))[:VALUES]
        for name, values in found.items()
    }
    return {"year": years, **ranked}
