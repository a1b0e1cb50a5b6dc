"""Whether a chronicle keeps people at all: a publisher may leave them out, and so it stays until told otherwise.

The choice is a row of ``settings``, so that no later run can forget it; what the law asks of a publisher is told in
``docs/people.md``.
"""

from __future__ import annotations

from dataclasses import replace

from sqlite_utils import Database

from hronika.types import Reading

_SETTING, _OUT, _IN = "people", "left out", "kept"


def leaves_people_out(db: Database) -> bool:
    """Whether this chronicle keeps no people."""
    return any(row["value"] == _OUT for row in db.query("select value from settings where name = ?", [_SETTING]))


def keep_people(db: Database, keep: bool | None) -> None:
    """Keep people from now on, or leave them out; None leaves it as it is.

    Leaving them out takes those away that are there. Keeping them again makes every document stale, so that the next
    run reads it anew.
    """
    if keep is None or keep is not leaves_people_out(db):
        return
    db.table("settings").upsert({"name": _SETTING, "value": _IN if keep else _OUT}, pk="name")
    if keep:
        for table in ("readings", "documents"):
            db.execute(f"update {table} set code_version = ''")
        return
    db.execute("delete from event_people")
    db.execute("update event_readings set people = '[]'")
    db.execute("delete from person_mentions")
    db.execute("delete from people")


def without_people(reading: Reading) -> Reading:
    """A reading that names nobody; the text of its document is as it was."""
    return replace(reading, people=(), events=tuple(replace(event, people=()) for event in reading.events))
