"""The search index over events: the name counts most, then where, who, which project, and the words of the evidence.

``events_fts`` has a row for each event; its rowid is made of the beginning of the event's identifier, which is a
digest, so that the index does not depend on the order of loading: of no more than that, since an index keeps distances.
Events that begin alike, of which there may be a pair in half a million, stand side by side. The index holds words and
keys and no texts; ``events_fts_texts`` has what it was made of, so that a row can be taken out again. Triggers note
which events are no longer what they were (``events_fts_changed``); only those are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from sqlite_utils import Database

from db.terms import index_terms, index_version, index_words

#: What is kept at once in memory.
EVENTS = 500
#: So many digits of an identifier say where an event stands, and so many may begin alike.
DIGITS, ALIKE = 9, 4
_SETTING = "events_fts"
#: Each list in an order of its own, so that the same event gives the same text whatever came first.
_TEXTS = """
    select row_number() over (partition by h.value order by e.id) - 1, e.id, e.name,
        (select json_group_array(name) from (select distinct p.name from event_places x
            join places p on p.id = x.place_id where x.event_id = e.id order by p.name)) as places,
        (select json_group_array(name) from (select distinct coalesce(o.acronym || ' ', '') || o.name as name
            from event_organisations x join organisations o on o.id = x.organisation_id
            where x.event_id = e.id order by name)) as organisations,
        (select json_group_array(name) from projects where id = e.project_id) as projects,
        (select json_group_array(quote) from (select distinct quote from event_documents
            where event_id = e.id order by quote)) as quotes
    from json_each(?) h cross join events e on e.id >= h.value and e.id < h.value || 'g'
"""
_INSERT = "insert into events_fts(rowid, words, terms, context) values (?, ?, ?, ?)"
_DELETE = "insert into events_fts(events_fts, rowid, words, terms, context) values ('delete', ?, ?, ?, ?)"

#: Whatever a text of the index is made of, and which events it is in.
_OF_EVENT = ("event_places", "event_organisations", "event_documents")
_NAMED = {
    "places": ("name", "select event_id from event_places where place_id = new.id"),
    "organisations": ("name, acronym", "select event_id from event_organisations where organisation_id = new.id"),
    "projects": ("name", "select id from events where project_id = new.id"),
}


def event_rows(events: Iterable[str]) -> list[int]:
    """Where the rows of some events are: in each of these, or in the next few."""
    return sorted({int(event[:DIGITS], 16) * ALIKE + number for event in events for number in range(ALIKE)})


def create_index(db: Database) -> None:
    """The tables of the index, and the triggers that tell it what to do."""
    db.execute(
        "create virtual table events_fts using fts5(terms, words, context, content = '',"
        ' tokenize = "unicode61 remove_diacritics 0")'
    )
    db.execute(
        "create table events_fts_texts (search_id integer primary key, event_id text not null, name text not null,"
        " told text not null)"
    )
    db.execute("create table events_fts_changed (event_id text primary key) without rowid")
    changed = "insert or ignore into events_fts_changed"
    for table, column in {"events": "id", **dict.fromkeys(_OF_EVENT, "event_id")}.items():
        for action, rows in (("insert", ("new",)), ("delete", ("old",)), ("update", ("old", "new"))):
            does = "".join(f" {changed} values ({row}.{column});" for row in rows)
            db.execute(f"create trigger events_fts_{table}_{action} after {action} on {table} begin{does} end")
    for table, (columns, events) in _NAMED.items():
        for action in ("insert", f"update of {columns}"):
            name = f"events_fts_{table}_{action.split()[0]}"
            db.execute(f"create trigger {name} after {action} on {table} begin {changed} {events}; end")
    index_all(db)


def index_all(db: Database) -> None:
    """Make the whole index anew, and remember which code made it."""
    db.execute("insert into events_fts(events_fts) values ('delete-all')")
    db.execute("delete from events_fts_texts")
    db.execute("insert or ignore into events_fts_changed select id from events")
    db.table("settings").upsert({"name": _SETTING, "value": index_version()}, pk="name")
    index_events(db)


def index_events(db: Database) -> None:
    """Bring the index of events up to date."""
    made_by = db.execute("select value from settings where name = ?", (_SETTING,)).fetchone()
    if made_by is None or made_by[0] != index_version():
        return index_all(db)
    while changed := db.execute(f"select event_id from events_fts_changed limit {EVENTS}").fetchall():
        _index(db, [event for (event,) in changed])
        db.conn.executemany("delete from events_fts_changed where event_id = ?", changed)


def _index(db: Database, events: list[str]) -> None:
    """Index events that are no longer what they were, with those that begin like them."""
    before = set(
        db.execute(
            "select search_id, event_id, name, told from events_fts_texts where search_id in"
            " (select value from json_each(?))",
            (json.dumps(event_rows(events)),),
        ).fetchall()
    )
    now = set(_texts(db, {event[:DIGITS] for event in events}))
    db.conn.executemany(_DELETE, map(_row, sorted(before - now)))
    db.conn.executemany("delete from events_fts_texts where search_id = ?", [row[:1] for row in before - now])
    db.conn.executemany("insert into events_fts_texts values (?, ?, ?, ?)", sorted(now - before))
    db.conn.executemany(_INSERT, map(_row, sorted(now - before)))


def _texts(db: Database, beginnings: Iterable[str]) -> Iterator[tuple[int, str, str, str]]:
    for number, id_, name, *lists in db.execute(_TEXTS, (json.dumps(sorted(beginnings)),)):
        yield event_rows([id_])[number], id_, name, "\n".join(text for one in lists for text in json.loads(one))


def _row(text: tuple[int, str, str, str]) -> tuple[int, str, str, str]:
    search_id, _, name, told = text
    return search_id, index_words(f"{name}\n{told}"), index_terms(name), index_terms(told)
