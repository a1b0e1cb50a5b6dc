"""Events made of what each document tells: tellings of one event become one row with a row of evidence for each.

Tellings are kept in ``event_readings``. When a document comes, changes or goes, the events of the dates it tells of
are taken apart and made again from all tellings of these dates, so that the order of loading does not show. What a
person decided (``db.decisions``) goes before what is alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlite_utils import Database

from db import rows
from db.addresses import ADDRESSES, Known, known
from db.decisions import Verdicts, components
from db.mentions import authority_places
from db.terms import content_words, meet

#: Two names tell of one event when this share of the shorter one's words is in the other.
SIMILAR = 0.6
SUMMARY_LENGTH = 300
_EVENT_TABLES = (
    "event_documents", "event_places", "event_organisations", "event_counts", "event_people", "findings", ADDRESSES,
)  # fmt: skip
_ROLES = ("organiser", "participant", "mentioned")
_STATUSES = ("held", "cancelled", "planned")
_PRECISIONS = ("day", "month", "year")

_Row = dict[str, Any]


@dataclass(frozen=True)
class Telling:
    """A row of ``event_readings``, unpacked."""

    row: _Row
    words: tuple[frozenset[str], ...]  #: the keys of each word of the name
    places: frozenset[str]
    organisations: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str | None], ...]
    counts: tuple[str, ...]

    @property
    def rank(self) -> tuple[float, int, str, int]:
        """Sorts the telling to be believed first: the surest, then the longest name."""
        row = self.row
        return (-row["confidence"], -len(row["name"]), row["document_id"], row["char_start"])


def telling(row: _Row) -> Telling:
    """Unpack a row of ``event_readings``."""
    places = frozenset(json.loads(row["places"]))
    return Telling(
        row=row,
        words=_words(row["name"], places),
        places=places,
        organisations=tuple((id_, role) for id_, role in json.loads(row["organisations"])),
        people=tuple((id_, role) for id_, role in json.loads(row["people"])),
        counts=tuple(json.loads(row["counts"])),
    )


def _words(name: str, places: Iterable[str]) -> tuple[frozenset[str], ...]:
    """The words of a name without those that only say where: „Seminārs Cēsīs” is a „Bibliotekāru seminārs”."""
    said = [word for place in places if place in authority_places() for word in _words_of_place(place)]
    words = content_words(name)
    return tuple(word for word in words if not any(meet(word, place) for place in said)) or words


@cache
def _words_of_place(place: str) -> tuple[frozenset[str], ...]:
    return content_words(authority_places()[place]["name"])


def shared_words(one: Sequence[frozenset[str]], other: Sequence[frozenset[str]]) -> int:
    """How many words of the one meet a word of the other."""
    return sum(any(meet(a, b) for b in other) for a in one)


def same_event(one: Telling, other: Telling) -> bool:
    """Whether two tellings tell of one event, as far as they are alike."""
    a, b = one.row, other.row
    if _dates([one]) != _dates([other]):
        return False
    if a["kind"] != b["kind"] and "other" not in (a["kind"], b["kind"]):
        return False
    if one.places and other.places and not one.places & other.places and not (a["online"] and b["online"]):
        return False
    shared = min(shared_words(one.words, other.words), shared_words(other.words, one.words))
    if a["document_id"] == b["document_id"]:
        return shared == max(len(one.words), len(other.words))
    if a["project_id"] and a["project_id"] == b["project_id"]:
        return True
    return shared > 0 and shared >= SIMILAR * min(len(one.words), len(other.words))


def group(tellings: Iterable[Telling], verdicts: Verdicts) -> list[list[Telling]]:
    """Tellings by event. One joins an event only if it agrees with all of its tellings; decided pairs join as one."""
    events: list[list[list[Telling]]] = []
    for unit in _units(sorted(tellings, key=lambda one: one.rank), verdicts):
        for event in events:
            if all(_agree(unit, other, verdicts) for other in event):
                event.append(unit)
                break
        else:
            events.append([unit])
    return [sorted((one for unit in event for one in unit), key=lambda one: one.rank) for event in events]


def _units(tellings: Sequence[Telling], verdicts: Verdicts) -> list[list[Telling]]:
    """Tellings that were decided to be one event together, each other alone; in the order of their first."""
    joined = components(verdicts.together)
    units: dict[frozenset[str], list[Telling]] = {}
    for one in tellings:
        id_ = one.row["id"]
        units.setdefault(joined.get(id_, frozenset([id_])), []).append(one)
    return list(units.values())


def _agree(unit: Sequence[Telling], other: Sequence[Telling], verdicts: Verdicts) -> bool:
    pairs = [(a, b) for a in unit for b in other]
    if any(frozenset((a.row["id"], b.row["id"])) in verdicts.apart for a, b in pairs):
        return False
    return any(same_event(a, b) for a, b in pairs)


def forget_tellings(db: Database, document: str) -> None:
    """Take out what a document tells, and take apart the events of its dates; ``rebuild_events`` makes them again."""
    sql = "select distinct start_date, end_date from event_readings where document_id = ?"
    take_apart(db, db.execute(sql, (document,)).fetchall())
    db.execute("delete from event_readings where document_id = ?", (document,))
    for table in ("event_readings", "findings"):  # what repeats its passages waits to be told what it repeats now
        db.execute(
            f"update {table} set repeats_id = null where repeats_id in (select id from passages where document_id = ?)",
            (document,),
        )


def take_all_apart(db: Database) -> None:
    """Leave no event, so that ``rebuild_events`` makes all anew."""
    _take_apart(db, "true")


def rebuild_events(db: Database, verdicts: Verdicts) -> None:
    """Make the events of all dates that have a telling without an event, but for those that only repeat another."""
    sql = (
        "select distinct start_date, end_date from event_readings"
        " where event_id is null and repeats_id is null order by 1, 2"
    )
    done: set[tuple[str, str]] = set()
    for start, end in db.execute(sql).fetchall():
        if (start, end) in done:
            continue
        linked = sorted(verdicts.dates_with((start, end)))
        done.update(linked)
        told: list[_Row] = []
        take_apart(db, linked)
        for dates in linked:
            told += db.query(
                "select * from event_readings where start_date = ? and end_date = ? and repeats_id is null", dates
            )
        events = group(map(telling, told), verdicts)
        parts = [[*_dates(event), _kind(event), *_places(event)] for event in events]
        for by, event in zip(known(events, parts), events, strict=True):
            _insert_event(db, by, event)
        for dates in linked:
            _join_repeats(db, dates)


def _join_repeats(db: Database, dates: tuple[str, str]) -> None:
    """Tellings that repeat another's word for word are evidence of its event, and say nothing new of it."""
    on_dates = "repeats_id is not null and start_date = ? and end_date = ?"
    db.execute(
        "update event_readings as r set event_id = (select t.event_id from event_readings t"
        " where t.passage_id = r.repeats_id and t.text = r.text and t.start_date = r.start_date"
        f" and t.end_date = r.end_date order by t.char_start, t.id limit 1) where {on_dates}",
        dates,
    )
    db.execute(
        "insert or ignore into event_documents (event_id, document_id, passage_id, char_start, char_end, quote, name)"
        " select event_id, document_id, passage_id, char_start, char_end, text, name from event_readings"
        f" where event_id is not null and {on_dates} order by id",
        dates,
    )


def take_apart(db: Database, dates: Iterable[tuple[str, str]]) -> None:
    """Take apart the events of some dates; ``rebuild_events`` makes them again."""
    for pair in dates:
        _take_apart(db, "start_date = ? and end_date = ?", pair)


def _take_apart(db: Database, which: str, parameters: tuple[str, ...] = ()) -> None:
    """Take apart the events of some tellings, by a condition on ``event_readings``; of all of their tellings."""
    sql = f"select distinct event_id from event_readings where event_id is not null and {which}"
    ids = db.execute(sql, parameters).fetchall()
    for table in _EVENT_TABLES:
        db.conn.executemany(f"delete from {table} where event_id = ?", ids)
    db.conn.executemany("update event_readings set event_id = null where event_id = ?", ids)
    db.conn.executemany("delete from events where id = ?", ids)


def _dates(event: Sequence[Telling]) -> tuple[str, str]:
    return event[0].row["start_date"], event[0].row["end_date"]


def _kind(event: Sequence[Telling]) -> str:
    return next((one.row["kind"] for one in event if one.row["kind"] != "other"), "other")


def _places(event: Sequence[Telling]) -> list[str]:
    return sorted(frozenset().union(*(one.places for one in event)))


def _first(event: Sequence[Telling], column: str, order: Sequence[str]) -> str:
    """The value of a column that comes first in the order."""
    return min((str(one.row[column]) for one in event), key=order.index)


def _roles(event: Sequence[Telling]) -> dict[str, str]:
    """Each organisation with the strongest role that any telling gives it."""
    roles: dict[str, str] = {}
    for id_, role in sorted((pair for one in event for pair in one.organisations), key=lambda p: _ROLES.index(p[1])):
        roles.setdefault(id_, role)
    return roles


def _summary(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SUMMARY_LENGTH else words[:SUMMARY_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"


def _insert_event(db: Database, by: Known, event: Sequence[Telling]) -> None:
    """One event and its evidence; the best telling comes first."""
    id_ = by.id
    best = event[0].row
    roles = _roles(event)
    organisers = [one for one, role in roles.items() if role == "organiser"]
    people: dict[str, str | None] = {}
    for one in event:
        for person, role in one.people:
            people[person] = people.get(person) or role
    participants = [one.row["participants"] for one in event if one.row["participants"] is not None]
    event_row = {
        "id": id_, "name": best["name"], "kind": _kind(event), "status": _first(event, "status", _STATUSES),
        "start_date": best["start_date"], "end_date": best["end_date"],
        "precision": _first(event, "precision", _PRECISIONS), "online": max(one.row["online"] for one in event),
        "organiser_id": organisers[0] if organisers else None,
        "project_id": next((one.row["project_id"] for one in event if one.row["project_id"]), None),
        "participants": max(participants, default=None), "summary": _summary(best["text"]),
        "confidence": best["confidence"],
    }  # fmt: skip
    rows.insert(db, "events", [event_row])
    key = {"event_id": id_}
    columns = ("document_id", "passage_id", "char_start", "char_end", "name")
    evidence = [key | {name: one.row[name] for name in columns} | {"quote": one.row["text"]} for one in event]
    rows.insert_new(db, "event_documents", evidence)
    db.conn.executemany("update event_readings set event_id = ? where id = ?", [(id_, one.row["id"]) for one in event])
    counts = sorted({count for one in event for count in one.counts})
    tables: dict[str, list[_Row]] = {
        "event_places": [{"place_id": place, "start_date": best["start_date"]} for place in _places(event)],
        "event_organisations": [{"organisation_id": one, "role": role} for one, role in sorted(roles.items())],
        "event_counts": [{"count_id": count} for count in counts],
        "event_people": [{"person_id": person, "role": role} for person, role in sorted(people.items())],
        ADDRESSES: [{"address": address} for address in sorted(by.others)],
    }
    for table, values in tables.items():
        rows.insert(db, table, [key | row for row in values])
