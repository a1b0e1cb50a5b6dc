"""Compares a database with what a careful reader found: precision, recall and F1 for each kind of fact.

The gold file maps part of a document's address or origin to its dates, counts, places, organisations and events
(``tests/gold/README.md`` tells the form). What gold calls optional is neither rewarded nor punished.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from hronika.types import HronikaError

KINDS = ("dates", "counts", "places", "organisations", "events")
Item = dict[str, Any]

_QUERIES = {
    "dates": "select text, start_date as start, end_date as end, precision from dates where document_id = ?",
    "counts": "select text, value, qualifier, unit from counts where document_id = ?",
    "places": "select distinct p.name from place_mentions m join places p on p.id = m.place_id where document_id = ?",
    "organisations": "select distinct o.name from organisation_mentions m"
    " join organisations o on o.id = m.organisation_id where document_id = ?",
    "events": "select distinct e.id, e.name, e.start_date as start, e.end_date as end, e.online from event_documents d"
    " join events e on e.id = d.event_id where d.document_id = ?",
}

_PLACES_OF_EVENT = "select p.name from event_places e join places p on p.id = e.place_id where e.event_id = ?"


@dataclass
class Score:
    """How one kind of fact fared over all documents; ``errors`` are lines for a person."""

    right: int = 0
    missed: int = 0
    spurious: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.spurious) if self.right + self.spurious else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def evaluate(db: Database, gold_file: Path) -> dict[str, Score]:
    """Scores by kind. Raises HronikaError for what is no gold file, or has no document of the database."""
    try:
        gold = json.loads(gold_file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise HronikaError(f"{gold_file} cannot be read as a gold file: {error}") from error
    if not isinstance(gold, dict):
        raise HronikaError(f"{gold_file} is no gold file: it maps no document names (see tests/gold/README.md)")
    scores = {kind: Score() for kind in KINDS}
    met = 0
    for name, wanted in gold.items():
        ids = [row["id"] for row in db.query("select id, url, origin from documents") if _is_named(row, name)]
        met += bool(ids)
        for kind in KINDS:
            if kind in wanted:
                found = [item for id_ in ids for item in _found(db, kind, id_)]
                _compare(scores[kind], kind, _items(kind, wanted[kind]), found, name)
    if not met:
        raise HronikaError(f"none of the {len(gold)} documents of {gold_file} is in this database; ingest them first")
    return scores


def _is_named(row: Item, name: str) -> bool:
    return name in (row["url"] or "") or name in (row["origin"] or "")


def _found(db: Database, kind: str, document: str) -> list[Item]:
    items = list(db.query(_QUERIES[kind], [document]))
    if kind == "events":
        for event in items:
            rows = db.query(
                "select p.name from event_places e join places p on p.id = e.place_id where e.event_id = ?",
                [event["id"]],
            )
            event["places"] = [row["name"] for row in rows]
    return items


def _items(kind: str, wanted: Any) -> list[Item]:
    """Gold of one kind as a list of items, what is optional last."""
    if kind in ("places", "organisations"):
        optional = [{"name": name, "optional": True} for name in wanted.get("optional", [])]
        return [*({"name": name} for name in wanted["required"]), *optional]
    return sorted(wanted, key=lambda item: bool(item.get("optional")))


def _compare(score: Score, kind: str, wanted: list[Item], found: list[Item], name: str) -> None:
    free = list(wanted)
    for item in found:
        hit = next((g for g in free if _SAME[kind](g, item)), None)
        if hit is None:
            score.spurious += 1
            score.errors.append(f"{name}: {kind}: not in gold: {_words(item)}")
            continue
        free.remove(hit)
        score.right += not hit.get("optional")
    for item in free:
        if not item.get("optional"):
            score.missed += 1
            score.errors.append(f"{name}: {kind}: missed: {_words(item)}")


def _words(item: Item) -> str:
    return ", ".join(f"{key} {value}" for key, value in item.items() if value not in (None, "", []) and key != "id")


def _fold(name: str | None) -> str:
    return " ".join(re.sub("[„“”\"'«»‘’‟]", " ", name or "").split()).casefold()


def _same_date(gold: Item, item: Item) -> bool:
    same = (gold["start"], gold["end"]) == (item["start"], item["end"])
    return same and (bool(gold.get("optional")) or gold["precision"] == item["precision"])


def _same_count(gold: Item, item: Item) -> bool:
    if float(gold["value"]) != float(item["value"]):
        return False
    units = {_fold(unit) for unit in gold["unit"]}
    return bool(gold.get("optional")) or (gold["qualifier"] == item["qualifier"] and _fold(item["unit"]) in units)


def _same_event(gold: Item, item: Item) -> bool:
    if (gold["start"], gold["end"]) != (item["start"], item["end"]):
        return False
    if gold.get("online"):
        return bool(item["online"])
    return not gold["places"] or bool({_fold(p) for p in gold["places"]} & {_fold(p) for p in item["places"]})


def _same_name(gold: Item, item: Item) -> bool:
    return _fold(gold["name"]) == _fold(item["name"])


_SAME: dict[str, Callable[[Item, Item], bool]] = {
    "dates": _same_date,
    "counts": _same_count,
    "places": _same_name,
    "organisations": _same_name,
    "events": _same_event,
}
