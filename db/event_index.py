"""The search index over events: the name counts most, then where, who, which project, and the words of the evidence.

``events_fts`` has a row for each event; its rowid is a digest of the event's identifier, so that the index does not
depend on the order of loading. Only what changed is written anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from db.ids import text_digest
from db.terms import index_terms, index_words

#: Each list in an order of its own, so that the same event gives the same text whatever came first.
_TEXTS = """
    select e.id, e.name,
        (select json_group_array(name) from (select distinct p.name from event_places x
            join places p on p.id = x.place_id where x.event_id = e.id order by p.name)) as places,
        (select json_group_array(name) from (select distinct coalesce(o.acronym || ' ', '') || o.name as name
            from event_organisations x join organisations o on o.id = x.organisation_id
            where x.event_id = e.id order by name)) as organisations,
        (select json_group_array(name) from projects where id = e.project_id) as projects,
        (select json_group_array(quote) from (select distinct quote from event_documents
            where event_id = e.id order by quote)) as quotes
    from events e order by e.id
"""


def index_events(db: Database) -> None:
    """Bring the index of events up to date."""
    known = dict(db.execute("select rowid, digest from events_fts").fetchall())
    wanted = {row["search_id"]: row for row in _texts(db)}
    gone = [(rowid,) for rowid, digest in known.items() if rowid not in wanted or wanted[rowid]["digest"] != digest]
    new = [row for rowid, row in wanted.items() if known.get(rowid) != row["digest"]]
    db.conn.executemany("delete from events_fts where rowid = ?", gone)
    db.conn.executemany(
        "insert into events_fts(rowid, event_id, digest, words, terms, context) values (?, ?, ?, ?, ?, ?)",
        map(_index_row, new),
    )


def _texts(db: Database) -> Iterator[dict[str, Any]]:
    for row in db.query(_TEXTS):
        lists = (row["places"], row["organisations"], row["projects"], row["quotes"])
        told = "\n".join(text for one in lists for text in json.loads(one))
        yield {
            "event_id": row["id"], "search_id": text_digest(row["id"]), "name": row["name"], "told": told,
            "digest": text_digest(f"{row['name']}\n{told}"),
        }  # fmt: skip


def _index_row(row: dict[str, Any]) -> tuple[Any, ...]:
    words = index_words(f"{row['name']}\n{row['told']}")
    return row["search_id"], row["event_id"], row["digest"], words, index_terms(row["name"]), index_terms(row["told"])
