"""Compares a database with what a careful reader found: precision, recall and F1 for each kind of fact.

The gold file maps part of a document's address or origin to its dates, counts, places, organisations and events
(``tests/gold/README.md`` tells the form). What gold calls optional is neither rewarded nor punished. Every
miss is shown in its sentence, where the document has words for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from hronika.types import HronikaError

KINDS = ("dates", "counts", "places", "organisations", "events")
Item = dict[str, Any]

_SPAN = "char_start, char_end"
_QUERIES = {
    "dates": f"select text, start_date as start, end_date as end, precision, {_SPAN} from dates where document_id = ?",
    "counts": f"select text, value, qualifier, unit, {_SPAN} from counts where document_id = ?",
    "places": "select p.name, min(char_start) as char_start, char_end from place_mentions m"
    " join places p on p.id = m.place_id where document_id = ? group by p.name",
    "organisations": "select o.name, min(char_start) as char_start, char_end from organisation_mentions m"
    " join organisations o on o.id = m.organisation_id where document_id = ? group by o.name",
    "events": "select e.id, e.name, e.start_date as start, e.end_date as end, e.online, min(char_start) as char_start,"
    " char_end from event_documents d join events e on e.id = d.event_id where d.document_id = ? group by e.id",
}
#: Documents that have a name in their origin, or in any address at which they are or were.
_NAMED = (
    "select id, text from documents d where instr(origin, :name) or instr(coalesce(url, ''), :name)"
    " or exists (select 1 from document_urls u where u.document_id = d.id and instr(u.url, :name))"
)
_PLACES_OF_EVENT = "select p.name from event_places e join places p on p.id = e.place_id where e.event_id = ?"
#: Columns that are for finding the words, not for a person.
_HIDDEN = ("id", "in", "char_start", "char_end")
#: Characters of a passage shown on each side of the words in question.
_AROUND = 100
_SENTENCE_END = re.compile(r"(?<=[^\W\d][.!?])\s+(?=[A-ZĀ-Ž„0-9])")


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
        documents = list(db.query(_NAMED, {"name": name}))
        met += bool(documents)
        for kind in KINDS:
            if kind in wanted:
                found = [item for row in documents for item in _found(db, kind, row)]
                for item in _compare(scores[kind], kind, _items(kind, wanted[kind]), found, name):
                    shown = _where_it_stands(db, kind, item, documents, found)
                    scores[kind].errors.append(f"{name}: {kind}: missed: {_words(item)}{shown}")
    if not met:
        raise HronikaError(f"none of the {len(gold)} documents of {gold_file} is in this database; ingest them first")
    return scores


def _found(db: Database, kind: str, document: Item) -> list[Item]:
    items = [{**item, "in": document["text"]} for item in db.query(_QUERIES[kind], [document["id"]])]
    if kind == "events":
        for event in items:
            event["places"] = [row["name"] for row in db.query(_PLACES_OF_EVENT, [event["id"]])]
    return items


def _items(kind: str, wanted: Any) -> list[Item]:
    """Gold of one kind as a list of items, what is optional last."""
    if kind in ("places", "organisations"):
        optional = [{"name": name, "optional": True} for name in wanted.get("optional", [])]
        return [*({"name": name} for name in wanted["required"]), *optional]
    return sorted(wanted, key=lambda item: bool(item.get("optional")))


def _compare(score: Score, kind: str, wanted: list[Item], found: list[Item], name: str) -> list[Item]:
    """Counts what is right and what is not in gold; returns what is missed."""
    free = list(wanted)
    for item in found:
        hit = next((g for g in free if _SAME[kind](g, item)), None)
        if hit is None:
            score.spurious += 1
            shown = _in_sentence(item["in"], item["char_start"], item["char_end"])
            score.errors.append(f"{name}: {kind}: not in gold: {_words(item)}\n      {shown}")
            continue
        free.remove(hit)
        score.right += not hit.get("optional")
    missed = [item for item in free if not item.get("optional")]
    score.missed += len(missed)
    return missed


def _words(item: Item) -> str:
    told = ((key, value) for key, value in item.items() if key not in _HIDDEN)
    return ", ".join(f"{key} {value}" for key, value in told if value not in (None, "", []))


def _where_it_stands(db: Database, kind: str, gold: Item, documents: list[Item], found: list[Item]) -> str:
    """The sentence that has a missed item's words, in any form; rather one that no found item is read from."""
    read = {(item["in"], item["char_start"]) for item in found if kind != "events"}
    spans = [(row["text"], start, end) for row in documents for start, end in _spans(db, kind, gold, row)]
    if not spans:
        return ""
    return f"\n      {_in_sentence(*next((span for span in spans if span[:2] not in read), spans[0]))}"


def _spans(db: Database, kind: str, gold: Item, document: Item) -> Iterator[tuple[int, int]]:
    """Where words of a gold item stand; for an event, the date that was read as its first day."""
    if kind == "events":
        sql = (
            "select char_start, char_end from dates where document_id = ? and start_date = ? order by end_date = ? desc"
        )
        yield from db.execute(sql, [document["id"], gold["start"], gold["end"]]).fetchall()
        return
    words = re.escape(gold["text"]) if "text" in gold else _any_form(gold["name"])
    yield from (at.span() for at in re.finditer(rf"(?<!\w){words}(?!\w)", document["text"], re.IGNORECASE))


def _any_form(name: str) -> str:
    """A pattern of a name whose words may have other endings."""
    stems = (word[: max(3, len(word) - 3)] for word in re.findall(r"\w+", name))
    return r"\W+".join(rf"{re.escape(stem)}\w*" for stem in stems)


def _in_sentence(text: str, start: int, end: int) -> str:
    """The sentence around a span, on one line, with the span marked »so«; shortened where it is long."""
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    cuts = [line_start, *(line_start + m.end() for m in _SENTENCE_END.finditer(text[line_start:line_end])), line_end]
    first = max(cut for cut in cuts if cut <= start)
    last = min(cut for cut in cuts if cut >= end)
    before, after = text[first:start], text[end:last]
    before = before if len(before) <= _AROUND else "…" + before[-_AROUND:]
    after = after if len(after) <= _AROUND else after[:_AROUND] + "…"
    return " ".join(f"{before}»{text[start:end]}«{after}".split())


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
