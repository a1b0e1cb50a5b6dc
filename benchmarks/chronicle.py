"""A chronicle of any number of passages, written from one that was read: its documents again and again, in other words.

Each copy has the blocks, the function words and the facts of a document that was read; every other word is drawn anew
from a vocabulary of natural frequency, so that no two passages are alike and a word is as frequent as it would be.
After each paragraph stand sentences that tell nothing, as in prose.
"""

from __future__ import annotations

import itertools
import json
import random
import re
import sqlite3
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db import rows
from db.addresses import ADDRESSES
from db.event_index import index_events
from db.ids import digest, text_digest
from db.keys import dictionary
from db.load import open_database
from db.migrations import KEPT_VERSIONS
from db.passage_index import IndexTexts, add, place, texts_of
from db.terms import STOP_WORDS

#: A word's part of all that are no function words is 1 / (its rank + FLAT), as Zipf and Mandelbrot have it.
FLAT = 10
#: Sentences that tell nothing after each paragraph, on average.
PROSE = 3
YEARS = 12
MENTIONS = ("dates", "counts", "place_mentions", "organisation_mentions", "person_mentions", "project_mentions")
SPANS = (*MENTIONS, "event_readings", "event_documents")
#: Tables whose rows are copied with identifiers of their own, in an order in which each finds what it refers to.
PLAIN = (
    "captures", "readings", "document_urls", "links", "events", "event_places", "event_organisations", "event_people",
    "event_counts", ADDRESSES,
)  # fmt: skip
#: Tables that are taken as they are.
NAMES = ("runs", "places", "organisations", "people", "projects")
VERSION = ("fetched", "sha256", "title", "capture_id")
_WORD = re.compile(r"[^\W\d_]+")
_OF_SPAN = re.compile(r"([0-9a-f]{16})-([a-z])(\d+)-(\d+)(.*)")

_Row = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """A chronicle that was read: its rows by table, and the words that others are drawn from with their weights."""

    rows: dict[str, list[_Row]]
    words: tuple[str, ...]
    weights: tuple[float, ...]


@dataclass
class Copy:
    """The rows of a copy by table, and what the index is to keep of the passages of each document."""

    rows: dict[str, list[_Row]] = field(default_factory=lambda: defaultdict(list))
    index: dict[str, list[IndexTexts]] = field(default_factory=dict)


@cache
def read(path: Path) -> Source:
    """What copies are made of."""
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        rows = {
            table: list(map(dict, db.execute(f"select * from {table} order by 1, 2")))
            for table in ("documents", "passages", *SPANS, *PLAIN)
        }
    seen = Counter(word.lower() for row in rows["documents"] for word in _WORD.findall(row["text"]))
    read_words = sorted((word for word in seen if word not in STOP_WORDS), key=lambda word: (-seen[word], word))
    lexicon = {form.lower() for form in dictionary()} - seen.keys() - STOP_WORDS
    others = sorted(filter(_WORD.fullmatch, lexicon))
    random.Random(1).shuffle(others)
    words = (*read_words, *others)
    return Source(rows, words, tuple(itertools.accumulate(1 / (rank + FLAT) for rank in range(len(words)))))


def other(id_: str, copy: int) -> str:
    """The identifier of a copy of a document, a capture or an event."""
    return digest(f"{id_}/{copy}")[:16]


def made(path: Path, prose: int, copy: int) -> Copy:
    """One copy of all documents: the same for the same number, whatever process makes it."""
    source, draw, found = read(path), random.Random(copy), Copy()
    reword = _rewording(source, draw)
    passages = _by_document(source.rows["passages"])
    spans = {table: _by_document(source.rows[table]) for table in SPANS}
    sentences = [row["text"] for row in source.rows["passages"] if row["kind"] == "paragraph"]
    names: dict[str, str] = {}
    for document in source.rows["documents"]:
        told = {table: rows[document["id"]] for table, rows in spans.items()}
        cuts = {row[end] for rows in told.values() for row in rows for end in ("char_start", "char_end")}
        fixed = [(row["char_start"], row["char_end"]) for table in MENTIONS for row in told[table]]
        id_ = other(document["id"], copy)
        title = reword(document["title"] or "")
        offsets: dict[int, int] = {}
        text, heading = "", ""
        index = found.index[id_] = []
        for passage in passages[document["id"]]:
            start = len(text)
            for begin, end in _pieces(passage["char_start"], passage["char_end"], cuts):
                stays = any(one <= begin and end <= two for one, two in fixed)
                offsets[begin] = len(text)
                text += document["text"][begin:end] if stays else reword(document["text"][begin:end])
                offsets[end] = len(text)
            if passage["kind"] == "paragraph":
                told_besides = draw.choices(sentences, k=draw.randrange(2 * prose + 1))
                text += "".join(" " + reword(sentence) for sentence in told_besides)
            said = text[start:]
            found.rows["passages"].append(
                passage
                | {
                    "id": f"{id_}-{passage['number']}", "document_id": id_, "heading": heading or None, "text": said,
                    "char_start": start, "char_end": len(text), "digest": text_digest(said),
                }
            )  # fmt: skip
            index.append(texts_of(said, heading, title))
            heading = said if passage["kind"] in ("heading", "slide_title") else heading
            text += "\n"
        text = text.removesuffix("\n")
        found.rows["documents"].append(
            _elsewhere(document, copy)
            | {"id": id_, "title": title, "text": text, "sha256": digest(text), "words": len(text.split())}
        )
        for row in (row for ones in told.values() for row in ones if "id" in row):
            _, letter, _, _, rest = _OF_SPAN.fullmatch(row["id"]).groups()  # type: ignore[union-attr]
            names[row["id"]] = f"{id_}-{letter}{offsets[row['char_start']]}-{offsets[row['char_end']]}{rest}"
        for table, ones in told.items():
            found.rows[table] += (_span(row, copy, offsets, text, names) for row in ones)
    for table in PLAIN:
        found.rows[table] = [_plain(table, row, copy, names, reword) for row in source.rows[table]]
    return found


def _by_document(rows: list[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["document_id"], row["char_start"])):
        found[row["document_id"]].append(row)
    return found


def _rewording(source: Source, draw: random.Random) -> Callable[[str], str]:
    """A function that puts a word of natural frequency for each of a text that is no function word."""

    def words() -> Iterator[str]:
        while True:
            yield from draw.choices(source.words, cum_weights=source.weights, k=10_000)

    drawn = words()

    def reworded(found: re.Match[str]) -> str:
        word = found[0]
        if word.lower() in STOP_WORDS:
            return word
        return next(drawn).capitalize() if word[0].isupper() else next(drawn)

    return partial(_WORD.sub, reworded)


def _pieces(start: int, end: int, cuts: set[int]) -> Iterator[tuple[int, int]]:
    """A passage cut wherever something begins or ends that was read in it."""
    return itertools.pairwise([start, *sorted(cut for cut in cuts if start < cut < end), end])


def _span(row: _Row, copy: int, offsets: dict[int, int], text: str, names: dict[str, str]) -> _Row:
    """Something that was read in a document, where it stands in its copy."""
    start, end = offsets[row["char_start"]], offsets[row["char_end"]]
    document = other(row["document_id"], copy)
    new = _elsewhere(row, copy) | {
        "char_start": start, "char_end": end, "passage_id": f"{document}-{row['passage_id'].rpartition('-')[2]}",
        "quote" if "quote" in row else "text": text[start:end],
    }  # fmt: skip
    for column in new.keys() & {"id", "part_of"}:
        new[column] = row[column] and names[row[column]]
    if "counts" in new:
        new |= {"counts": json.dumps([names[id_] for id_ in json.loads(row["counts"])]), "repeats_id": None}
    return new


def _plain(table: str, row: _Row, copy: int, names: dict[str, str], reword: Callable[[str], str]) -> _Row:
    new = _elsewhere(row, copy)
    if table in ("captures", "events"):
        new["id"] = other(row["id"], copy)
    if table == ADDRESSES:
        new["address"] = other(row["address"], copy)
    if table == "event_counts":
        new["count_id"] = names[row["count_id"]]
    if table == "events":
        new |= {"name": reword(row["name"]), "summary": reword(row["summary"])}
    return new


_OTHERS = ("document_id", "event_id", "capture_id", "target_document_id", "same_as")
_ADDRESSES = ("url", "origin", "address")
_DAYS = ("start_date", "end_date", "published")


def _elsewhere(row: _Row, copy: int) -> _Row:
    """A row that refers to the copies of what it referred to, in another year."""
    new = dict(row)
    for column in row.keys() & {*_OTHERS, *_ADDRESSES, *_DAYS}:
        value = row[column]
        if value is None:
            continue
        if column in _OTHERS:
            new[column] = other(value, copy)
        elif column in _ADDRESSES:
            new[column] = f"{value}?{copy}"
        else:
            new[column] = f"{int(value[:4]) - copy % YEARS}{value[4:]}".replace("02-29", "02-28")
    return new


@dataclass
class Progress:
    """How far the writing is: passages, and seconds for all, for the index over passages and for that over events."""

    passages: int = 0
    seconds: float = 0
    index: float = 0
    events: float = 0


def write(source: Path, target: Path, passages: int, prose: int = PROSE, jobs: int = 2) -> Iterator[Progress]:
    """Write a chronicle with at least as many passages; yields how far it is after each copy, and at the end."""
    progress, begin = Progress(), time.perf_counter()
    db = open_database(target)
    for pragma in ("foreign_keys = off", "synchronous = off", "cache_size = -1000000"):
        db.execute(f"pragma {pragma}")
    db.execute("attach ? as source", [str(source)])
    with db.atomic():
        for table in NAMES:
            db.execute(f"insert into {table} select * from source.{table}")
    [[each]] = db.execute("select count(*) from source.passages")
    for copy in _copies(source, prose, -(-passages // each), jobs):
        with db.atomic():
            _insert(db, copy, progress)
        progress.seconds = time.perf_counter() - begin
        yield progress
    start = time.perf_counter()
    with db.atomic():
        index_events(db)
    progress.events = time.perf_counter() - start
    db.close()


def _copies(source: Path, prose: int, number: int, jobs: int) -> Iterator[Copy]:
    """The copies in their order, a few of them at once."""
    with ProcessPoolExecutor(jobs) as workers:
        waiting: deque[Future[Copy]] = deque()
        for copy in range(number):
            waiting.append(workers.submit(made, source, prose, copy))
            if len(waiting) > 2 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _insert(db: Database, copy: Copy, progress: Progress) -> None:
    passages = _by_document(copy.rows["passages"])
    for id_, texts in copy.index.items():
        first = place(db, id_, len(texts))
        rows.insert(db, "passages", [row | {"search_id": first + n} for n, row in enumerate(passages[id_])])
        begin = time.perf_counter()
        add(db, first, texts)
        progress.index += time.perf_counter() - begin
        progress.passages += len(texts)
    for table, told in copy.rows.items():
        if table != "passages":
            rows.insert(db, table, told)
    versions = [
        {"document_id": row["id"], "version": 1} | {name: row[name] for name in VERSION}
        for row in copy.rows["documents"]
    ]
    rows.insert(db, KEPT_VERSIONS, versions)
