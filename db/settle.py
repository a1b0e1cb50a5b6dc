"""What depends on several documents at once: link targets, pages that are gone, events, names that only
mentions give, unused rows.

Run once at the end of a run, before its commit; afterwards the database is the same whatever the order of loading.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from sqlite_utils import Database

from db import rows
from db.boilerplate import mark_boilerplate
from db.decisions import differ, keep_decisions, verdicts
from db.disagreements import find_disagreements
from db.event_index import index_events
from db.events import rebuild_events, take_all_apart
from db.gone import mark_gone
from hronika import __version__

#: Columns that a row on no authority list takes from its mentions: the value given most often.
_SUMMED = {
    ("organisations", "organisation_mentions", "organisation_id"): ("name", "kind", "acronym", "parent_id"),
    ("people", "person_mentions", "person_id"): ("name",),
    ("projects", "project_mentions", "project_id"): (
        "name", "agreement", "programme", "start_date", "end_date", "series_number",
    ),
}  # fmt: skip
#: Tables whose rows stay only while something points to them, with who points; ``places`` and ``organisations``
#: also stay while a row that stays lies in them.
_USED_BY = {
    "places": (("place_mentions", "place_id"), ("event_places", "place_id")),
    "organisations": (
        ("organisation_mentions", "organisation_id"), ("organisation_mentions", "parent_id"),
        ("person_mentions", "organisation_id"), ("event_organisations", "organisation_id"),
    ),
    "people": (("person_mentions", "person_id"), ("event_people", "person_id")),
    "projects": (("project_mentions", "project_id"), ("event_readings", "project_id")),
}  # fmt: skip
#: The setting that says what was there when all that spans documents was last brought up to date.
_SETTLED = "settled"
_PARENTS = {"places": ("parent_id", "former_parent_id", "replaced_by"), "organisations": ("parent_id",)}


def settle(db: Database, decisions: Sequence[dict[str, Any]] | None = None) -> None:
    """Bring all that spans documents up to date.

    ``decisions``: rows of ``db.decisions.read_decisions`` to follow from now on; None leaves those that are kept.
    """
    with db.atomic():
        db.execute("pragma defer_foreign_keys = on")
        resolve_links(db)
        mark_gone(db)
        if decisions is not None and keep_decisions(db, decisions):
            take_all_apart(db)
        decided = verdicts(db)
        mark_boilerplate(db)
        rebuild_events(db, decided)
        find_disagreements(db, decided)
        _sum_up_names(db)
        _prune(db)
        index_events(db)
        rows.upsert(db, "settings", [{"name": _SETTLED, "value": _state(db)}], key="name")


def is_settled(db: Database, decisions: Sequence[dict[str, Any]]) -> bool:
    """Whether ``settle`` was called since the last capture came, by this version, and with these decisions."""
    kept = db.execute("select value from settings where name = ?", [_SETTLED]).fetchone()
    return kept == (_state(db),) and not differ(db, decisions)


def _state(db: Database) -> str:
    [[captures]] = db.execute("select count(*) from captures").fetchall()
    return f"{captures} captures, Hronika {__version__}"


def address_key(url: str) -> str:
    """What two urls of one page share: without fragment, trailing slash and the mark of a download."""
    scheme, host, path, query, _ = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != "attachment"]
    return urlunsplit((scheme, host.lower(), path.rstrip("/"), urlencode(kept), ""))


def resolve_links(db: Database) -> None:
    """Point each link to the document that was read from its address."""
    targets: dict[str, str] = {}
    addresses = "select document_id, url from document_urls union select id, url from documents where url is not null"
    for id_, url in db.execute(f"{addresses} order by 1 desc, 2"):
        targets[address_key(url)] = id_
    changed = [
        (targets.get(address_key(url)), url, before)
        for url, before in db.execute("select distinct url, target_document_id from links")
    ]
    db.conn.executemany(
        "update links set target_document_id = ? where url = ? and target_document_id is ?",
        [row for row in changed if row[0] != row[2]],
    )


def _sum_up_names(db: Database) -> None:
    for (table, mentions, reference), columns in _SUMMED.items():
        candidate = " and status = 'candidate'" if table == "organisations" else ""
        for column in columns:
            most = (
                f"(select m.{column} from {mentions} m where m.{reference} = {table}.id and m.{column} is not null"
                f" group by m.{column} order by count(*) desc, m.{column} limit 1)"
            )
            value = f"coalesce({most}, name)" if column == "name" else most
            db.execute(f"update {table} set {column} = {value} where {column} is not {value}{candidate}")


def _prune(db: Database) -> None:
    for table, users in _USED_BY.items():
        used = " union ".join(f"select {column} from {user} where {column} is not null" for user, column in users)
        climb = "".join(
            f" union select t.{parent} from {table} t join used on t.id = used.id where t.{parent} is not null"
            for parent in _PARENTS.get(table, ())
        )
        db.execute(
            f"with recursive used(id) as ({used}{climb}) delete from {table}"
            " where id not in (select id from used where id is not null)"
        )
