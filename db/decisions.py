"""A person's word on which tellings are one event: ``NAME.decisions.csv`` beside the database, read at every run.

A row names two tellings, each by its document (id, address or origin), first day and words of its quote, and says
``same`` or ``different``. None of these changes when documents are read again, so a decision holds for good; one that
finds no telling any more, or that other rows contradict, is reported and stays on record in ``event_decisions``.
"""

from __future__ import annotations

import csv
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from hronika.types import HronikaError

COLUMNS = ("decision", "document_a", "date_a", "quote_a", "document_b", "date_b", "quote_b", "note")
OPTIONAL = ("note",)
SAME, DIFFERENT = "same", "different"
#: What became of a row: it is followed, finds no telling, or says the contrary of what other rows say together.
HOLDS, UNMATCHED, CONTRADICTED = "holds", "unmatched", "contradicted"

Dates = tuple[str, str]
_Row = dict[str, Any]
_T = TypeVar("_T", bound=Hashable)


@dataclass(frozen=True)
class Verdicts:
    """Decisions in terms of the tellings that are there: pairs of ids of ``event_readings``."""

    together: frozenset[frozenset[str]] = frozenset()
    apart: frozenset[frozenset[str]] = frozenset()
    dates: dict[str, Dates] = field(default_factory=dict)  #: the days of each telling in ``together``

    def dates_with(self, dates: Dates) -> frozenset[Dates]:
        """These days and those that hold tellings of the same events."""
        linked = components([frozenset(self.dates[one] for one in pair) for pair in self.together])
        return linked.get(dates, frozenset([dates]))


def components(groups: Iterable[frozenset[_T]]) -> dict[_T, frozenset[_T]]:
    """For each member of any group, all that it hangs together with."""
    found: dict[_T, frozenset[_T]] = {}
    for group in groups:
        joined = group.union(*(found.get(one, frozenset()) for one in group))
        found.update(dict.fromkeys(joined, joined))
    return found


def decisions_file(db_path: Path) -> Path:
    """Where the decisions for a database lie: beside it, under its name."""
    return db_path.with_name(f"{db_path.stem}.decisions.csv")


def read_decisions(path: Path) -> list[_Row]:
    """The rows of a file of decisions, with their lines; none where there is no file.

    Raises HronikaError, with the line, for whatever is not as this module's description says.
    """
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ()) and name not in OPTIONAL]
            if missing:
                raise HronikaError(f"{path}, line 1: no column {missing[0]}; the columns are {', '.join(COLUMNS)}")
            return [_checked(path, reader.line_num, row) for row in reader]
    except UnicodeDecodeError as error:
        raise HronikaError(f"{path} is not UTF-8 text ({error}); save it as CSV in UTF-8") from error
    except csv.Error as error:
        raise HronikaError(f"{path}, line {reader.line_num + 1}: {error}") from error


def _checked(path: Path, line: int, row: dict[str | None, Any]) -> _Row:
    """A row without stray spaces; ``line`` is the one it ends on."""
    here = f"{path}, line {line}"
    if None in row or any(row[name] is None for name in COLUMNS if name in row):
        raise HronikaError(f"{here}: not as many values as there are columns; put quotes around text that has commas")
    kept = {name: " ".join((row.get(name) or "").split()) for name in COLUMNS}
    if kept["decision"] not in (SAME, DIFFERENT):
        raise HronikaError(f"{here}: the decision is {kept['decision']!r}; it must be {SAME} or {DIFFERENT}")
    for name in ("document_a", "document_b", "quote_a", "quote_b"):
        if not kept[name]:
            raise HronikaError(f"{here}: {name} is empty; `hronika events` prints rows to copy")
    for name in ("date_a", "date_b"):
        try:
            date.fromisoformat(kept[name])
        except ValueError as error:
            raise HronikaError(f"{here}: {name} is {kept[name]!r}; it must be a day like 2019-03-14") from error
    return {"line": line, **kept}


def keep_decisions(db: Database, decisions: Sequence[_Row]) -> bool:
    """Put the rows in place of those kept; returns whether that changed anything."""
    if not differ(db, decisions):
        return False
    db.execute("delete from event_decisions")
    db.table("event_decisions").insert_all({**row, "outcome": UNMATCHED} for row in decisions)
    return True


def differ(db: Database, decisions: Sequence[_Row]) -> bool:
    """Whether the rows are not those kept."""
    return list(decisions) != list(db.query(f"select line, {', '.join(COLUMNS)} from event_decisions order by line"))


def verdicts(db: Database) -> Verdicts:
    """What the decisions kept say of the tellings there are; notes with each what became of it."""
    together: set[frozenset[str]] = set()
    apart: dict[int, set[frozenset[str]]] = {}
    dates: dict[str, Dates] = {}
    outcomes: dict[int, str] = {}
    for row in db.query("select * from event_decisions order by line"):
        one, other = (_tellings(db, row, side) for side in "ab")
        outcomes[row["line"]] = HOLDS if one and other else UNMATCHED
        pairs = {frozenset((a, b)) for a, b in product(one, other) if a != b}
        if row["decision"] == SAME:
            together |= pairs
            dates |= one | other
        else:
            apart[row["line"]] = pairs
    joined = components(together)
    for line, pairs in apart.items():
        if any(pair <= joined.get(min(pair), frozenset()) for pair in pairs):
            outcomes[line] = CONTRADICTED
    kept = (pairs for line, pairs in apart.items() if outcomes[line] == HOLDS)
    for line, outcome in outcomes.items():
        db.execute(
            "update event_decisions set outcome = ? where line = ? and outcome is not ?", (outcome, line, outcome)
        )
    return Verdicts(frozenset(together), frozenset().union(*kept), dates)


def _tellings(db: Database, row: _Row, side: str) -> dict[str, Dates]:
    """The tellings that one side of a row means, with their days."""
    sql = """
        select r.id, r.text, r.start_date, r.end_date from event_readings r join documents d on d.id = r.document_id
        where :document in (d.id, d.url, d.origin) and r.start_date = :date
    """
    rows = db.query(sql, {"document": row[f"document_{side}"], "date": row[f"date_{side}"]})
    quote = row[f"quote_{side}"]
    return {r["id"]: (r["start_date"], r["end_date"]) for r in rows if quote in " ".join(r["text"].split())}


def unmet(db: Database) -> list[_Row]:
    """The decisions that are not followed, for a person to look at."""
    return list(
        db.query("select line, outcome, note from event_decisions where outcome is not ? order by line", [HOLDS])
    )


def pairs(db: Database, apart: bool = False) -> list[_Row]:
    """Pairs of tellings by different documents that are one event, as rows of decisions to look through and overrule.

    ``apart``: those of one day and kind that were held for two events instead.
    """
    joined = "a.event_id is not b.event_id and a.start_date = b.start_date and a.kind = b.kind"
    sql = f"""
        select coalesce(x.url, x.origin) as document_a, a.start_date as date_a, a.text as quote_a,
            coalesce(y.url, y.origin) as document_b, b.start_date as date_b, b.text as quote_b,
            a.name || ' | ' || b.name as note
        from event_readings a join event_readings b on a.document_id < b.document_id
            and {joined if apart else "a.event_id = b.event_id"}
        join documents x on x.id = a.document_id join documents y on y.id = b.document_id
        order by a.start_date, a.id, b.id
    """
    decision = DIFFERENT if apart else SAME
    rows = ({"decision": decision, **row} for row in db.query(sql))
    return [{name: " ".join(str(row[name]).split()) for name in COLUMNS} for row in rows]
