"""Several chronicles searched as one: which files of a folder they are, and how their answers become one list.

A large chronicle is kept in files of bounded size, one for a source or a year. Each file has an index of its own and
weighs its answers by itself; what is loosened for one file (see ``db.search.find``) counts only where no file has an
answer to the words as they were asked for.

Scores of different files are comparable, though BM25 knows how rare a word is in its own file only: what a score is
multiplied by (how many of the words a text itself has, whether an event is named with them) is the same everywhere and
weighs more, and a word is about as rare in one large file as in the next. ``docs/serving.md`` has the figures.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from db.load import read_database
from db.query import Query
from db.search import CANDIDATES, Found, Hit, find
from db.snippets import snippet
from hronika.types import HronikaError

#: Answers of all files together: as many as one file may have, of its events and of its passages.
MOST = 2 * CANDIDATES
_OURS = "select count(*) from sqlite_master where type = 'table' and name in ('documents', 'events')"


def chronicle_files(path: Path) -> list[Path]:
    """The file; of a folder the chronicles in it, in the order of their names.

    Raises HronikaError for a folder without any, and for a file in it that can be no database at all: it would be
    missing from every answer, and nobody told.
    """
    if not path.is_dir():
        return [path]
    files = [file for file in sorted(path.glob("*.db")) if not file.name.endswith(".pictures.db")]
    found = [file for file in files if _is_chronicle(file)]
    if not found:
        raise HronikaError(
            f"There is no chronicle in the folder {path}. Make one with `hronika ingest PATH --db {path / 'NAME.db'}`, "
            "or name another with --db."
        )
    return found


def _is_chronicle(file: Path) -> bool:
    """Whether a database has the tables of a chronicle, of whatever version."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute(_OURS).fetchone()[0] == 2)
    except sqlite3.DatabaseError:
        read_database(file).close()  # says what is wrong with it
        raise


@dataclass(frozen=True)
class Merged:
    """The answers of several chronicles, best first, each with the name of its own and the text for its snippet."""

    query: Query
    answers: tuple[tuple[str, Hit, str], ...]
    complete: bool  #: whether there are no more answers than these


def strictest(founds: Mapping[str, Found]) -> dict[str, Found]:
    """Those with answers for which what was asked for had to be loosened least."""
    loosened = min((found.loosened for found in founds.values() if found.answers), default=0)
    return {name: found for name, found in founds.items() if found.answers and found.loosened == loosened}


def merged(founds: Mapping[str, Found], started: Mapping[str, str] | None = None, most: int = MOST) -> Merged:
    """One list of what each chronicle found.

    ``started`` has the first day of each event where no words were asked for: then the newest comes first.
    """
    asked = strictest(founds)
    query = next(iter(asked.values()), next(iter(founds.values()))).query
    answers = [(name, hit, text) for name, found in asked.items() for hit, text in found.answers]
    if started is None:
        answers.sort(key=lambda answer: (-answer[1].score, answer[1].passage_id, answer[1].event_id or ""))
    else:
        answers.sort(key=lambda answer: answer[1].event_id or "")
        answers.sort(key=lambda answer: started[answer[1].event_id or ""], reverse=True)
    once = tuple(_each_event_once(answers, passages=started is None))
    complete = len(once) <= most and all(found.complete for found in (asked or founds).values())
    return Merged(query, once[:most], complete)


def _each_event_once(answers: Iterable[tuple[str, Hit, str]], passages: bool) -> Iterator[tuple[str, Hit, str]]:
    """An event that is listed already stands for its passage alone, or not at all."""
    told: set[str | None] = set()
    for name, hit, text in answers:
        if hit.kind == "event" and hit.event_id in told:
            if passages:
                yield name, replace(hit, kind="passage"), text
            continue
        if hit.kind == "event":
            told.add(hit.event_id)
        yield name, hit, text


def search_files(files: Iterable[Path], query: str, limit: int) -> list[tuple[Path, Hit]]:
    """The best answers of several files, best first, each with the file that has it."""
    named = {str(file): file for file in files}
    founds = {}
    for name, file in named.items():
        with closing(read_database(file)) as db:
            founds[name] = find(db.conn, query, candidates=max(CANDIDATES, 20 * limit))
    best = merged(founds, most=limit)
    return [
        (named[name], replace(hit, snippet=snippet(text, best.query, ("", ""))))
        for name, hit, text in best.answers[:limit]
    ]
