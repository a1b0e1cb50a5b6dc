"""What a run is going to read again, and about how long that will take: said before it starts.

The times are those of ``benchmarks/ingest.py`` on the machine it was measured on; another may take twice as long.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlite_utils import Database

from db.captures import formats_of
from pipeline import versions


@dataclass(frozen=True)
class _Group:
    """Documents to read again that the same code and model read before."""

    documents: int
    words: int
    code: str
    model: str


@cache
def _seconds() -> dict[str, float]:
    """Seconds a thousand words take one process, by what is done to them."""
    return tomllib.loads(Path(__file__).with_name("plan.toml").read_text(encoding="utf-8"))


def planned(db: Database, model: str, reader: str, jobs: int, kept: int) -> str | None:
    """One line on what the list of work has that was read before; None where all of it is new.

    ``model`` is the version of the model that reads, ``reader`` its name, ``kept`` the number of its analyses.
    """
    groups = [
        _Group(*row)
        for row in db.execute(
            "select count(*), coalesce(sum(d.words), 0), d.code_version, d.model_version"
            " from temp.worklist w join documents d on d.capture_id = w.capture_id group by 3, 4 order by 1 desc"
        )
    ]
    if not groups:
        return None
    reasons = dict.fromkeys(_reason(group, model) for group in groups)
    seconds = sum(_time(group, model, reader, kept) for group in groups) / jobs
    return (
        f"Reading {sum(group.documents for group in groups)} documents again, since {', and '.join(reasons)}:"
        f" about {_in_words(seconds)} with {jobs} process{'es' if jobs > 1 else ''}."
    )


def _reason(group: _Group, model: str) -> str:
    if group.model != model:
        return f"{model} reads in place of {group.model}"
    if formats_of(group.code) != formats_of(versions.described()):
        return "formats are read differently"
    outdated = versions.outdated(group.code)
    changed = {reader for reader in outdated if not versions.same(reader, group.code)}
    built = outdated - changed
    named = ", ".join(reader for reader in versions.readers() if reader in changed)
    on_it = ", ".join(reader for reader in versions.readers() if reader in built)
    if not changed:
        return "what they show changed"
    return f"{named} changed" + (f" ({on_it} stand on that)" if on_it else "")


def _time(group: _Group, model: str, reader: str, kept: int) -> float:
    """Seconds that one process needs."""
    cost = _seconds()
    analysed = group.model == model and kept >= group.documents
    return group.words / 1000 * (cost["formats"] + cost["readers"] + (cost["analyses"] if analysed else cost[reader]))


def _in_words(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
