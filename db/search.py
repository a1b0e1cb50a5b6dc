"""Search over events and passages: any form of a word finds any other, quoted phrases and exclusions count.

An event answers a query when every word stands in its name, its places, organisations, project and quotes. A passage
answers when every word stands in its text, its heading or its document's title. Only where nothing does, documents
answer that have every word somewhere.

A word that stands in a tenth of all passages must not cost a scan of them: of what the index finds, only a part is
ranked (``SCANNED``, ``EXAMINED``; rows of the index are in the order of a digest, so that part is a fair sample), and
of that only the best are weighed (``CANDIDATES``). ``Found.complete`` says whether that was all.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from db.event_index import event_rows
from db.filters import Filters
from db.query import Query, parse
from db.snippets import share, snippet
from db.terms import index_terms

#: Weights of the columns terms, words and context in the ranking of passages, and of events.
WEIGHTS = (1.0, 1.0, 0.3)
EVENT_WEIGHTS = (2.0, 0.3, 0.7)
#: No document fills a page of results: its best passages stand for it.
PER_DOCUMENT = 3
SCANNED = 4_000
#: The same where the filters are looked up for each: so many are looked up, and so many of them ranked.
EXAMINED = 6_000
FILTERED = 1_000
EVENTS_EXAMINED = 10_000
#: A word that more rows have is not weighed; the first so many tell whether it is one.
FREQUENT, SAMPLE = 30_000, 1_000
#: So many documents are looked through for a query whose words stand in different passages.
SPREAD = 500
CANDIDATES = 200
#: What matches no row.
NOTHING = '""'
NO_FILTERS = Filters()


@dataclass(frozen=True)
class Hit:
    """An event or a passage that answers a query; a higher score is a better answer.

    Of an event, document and passage are the evidence that the snippet is from. A passage that tells of an event
    which is listed already is listed as a passage, with that event's name.
    """

    document_id: str
    origin: str
    url: str | None
    title: str | None
    snippet: str
    score: float
    passage_id: str
    number: int
    page: int | None
    kind: str  #: event or passage
    event_id: str | None = None
    event_name: str | None = None


@dataclass(frozen=True)
class Found:
    """All answers to a query, best first, each with the text that its snippet is to be cut from."""

    query: Query
    answers: tuple[tuple[Hit, str], ...] = ()
    complete: bool = True  #: whether there are no more answers than these
    loosened: int = 0  #: how often what was asked for had to be loosened before anything was found

    def hits(self, start: int, stop: int, marks: tuple[str, str] = ("", "")) -> list[Hit]:
        """Some of the answers with their snippets; ``marks`` are put around the words that were asked for."""
        return [
            replace(hit, snippet=snippet(text, self.query, marks)) for hit, text in self.answers[max(0, start) : stop]
        ]


def search(
    db: Database | sqlite3.Connection,
    query: str,
    limit: int = 20,
    marks: tuple[str, str] = ("", ""),
    filters: Filters = NO_FILTERS,
) -> list[Hit]:
    """The best answers to a query, best first; ``marks`` are put around the words of a snippet that were asked for."""
    connection = db.conn if isinstance(db, Database) else db
    if limit < 1:
        return []
    return find(connection, query, filters, max(CANDIDATES, 20 * limit)).hits(0, limit, marks)


def find(
    connection: sqlite3.Connection, query: str, filters: Filters = NO_FILTERS, candidates: int = CANDIDATES
) -> Found:
    """The answers to a query within the filters; weighs at most so many candidates of either kind."""
    parsed = parse(query, acronyms=True)
    if not parsed:
        return Found(parsed)
    index = _Index(connection, filters, candidates)
    found = index.answers(parsed)
    if not found.answers and parsed != parse(query):  # capitals by accident
        parsed = parse(query)
        found = replace(index.answers(parsed), loosened=1)
    if not found.answers and (documents := _documents_with_all(connection, parsed)):
        found = replace(index.answers(parsed, documents), loosened=2)
    return found


_NEWEST = """
    select e.id, e.name, p.id, p.document_id, p.number, p.page, p.text, d.origin, d.url, d.title, best.place
    from (
        select e.id, row_number() over (order by e.start_date desc, e.id) as place
        from events e where {on_events} order by e.start_date desc, e.id limit :candidates + 1
    ) best cross join events e on e.id = best.id cross join event_documents x on x.event_id = e.id
    cross join passages p on p.id = x.passage_id cross join documents d on d.id = p.document_id
    order by best.place, p.document_id, p.number
"""


def browse(connection: sqlite3.Connection, filters: Filters, candidates: int = CANDIDATES) -> Found:
    """The events within the filters, the newest first, where no words are asked for."""
    parameters = {**filters.parameters(), "candidates": candidates}
    answers: dict[str, tuple[Hit, str]] = {}
    sql = _NEWEST.format(on_events=filters.on_events(filters.with_few_events(connection)))
    for row in connection.execute(sql, parameters):
        event, name, passage, document, number, page, text, origin, url, title, _ = row
        hit = Hit(
            document_id=document, origin=origin, url=url, title=title, snippet="", score=0.0, passage_id=passage,
            number=number, page=page, kind="event", event_id=event, event_name=name,
        )  # fmt: skip
        answers.setdefault(event, (hit, text))
    return Found(parse(""), tuple(answers.values())[:candidates], len(answers) <= candidates)


#: Documents that have one word, with their first and their last row of the index.
_HAVING = """
    with found as materialized (select rowid as search_id from passages_fts where passages_fts match :word limit :rows),
    documents as materialized (
        select distinct p.document_id as id from found cross join passages p on p.search_id = found.search_id
        limit :most)
    select (select search_id from passages where document_id = d.id order by number limit 1),
        (select search_id from passages where document_id = d.id order by number desc limit 1)
    from documents d
"""
#: Those of some stretches of the index that have a word.
_WITH = """
    select s.value ->> 0, s.value ->> 1 from json_each(:stretches) s where exists (
        select 1 from passages_fts where passages_fts match :word
        and passages_fts.rowid between s.value ->> 0 and s.value ->> 1)
"""


def _documents_with_all(connection: sqlite3.Connection, query: Query) -> list[tuple[int, int]]:
    """Documents in which every word and phrase of a query stands somewhere, as stretches of the index.

    The rarest word says where to look for the others; of that, no more than ``SCANNED`` rows and ``SPREAD`` documents.
    """
    number = f"select count(*) from (select 1 from passages_fts where passages_fts match ? limit {SCANNED})"
    clauses = sorted(query.clauses(), key=lambda clause: connection.execute(number, (clause,)).fetchone()[0])
    found = connection.execute(_HAVING, {"word": clauses[0], "rows": SCANNED, "most": SPREAD}).fetchall()
    for clause in clauses[1:]:
        stretches = json.dumps([list(row) for row in found])  # the site's rows are of another kind
        found = connection.execute(_WITH, {"word": clause, "stretches": stretches}).fetchall() if found else []
    return [(first, last) for first, last in found]


#: The rows of the index that answer: those that have every word,
_MATCHED = """
    select {index}.rowid as search_id, 0.0 as relevance from {index}
    where {index} match :match and {on_rows} limit :examined
"""
#: and those of documents that have every word somewhere, by how many words they have.
_SPREAD = """
    select f.rowid as search_id, count(*) as relevance
    from json_each(:documents) s cross join json_each(:clauses) c cross join passages_fts f
    where f.passages_fts match c.value and f.rowid between s.value ->> 0 and s.value ->> 1
    group by 1 limit :examined
"""
#: The best of them. BM25 counts all rows that have a word, so it is asked for words only that are not too frequent.
_BEST = """
    with examined as materialized ({examined}), matched as materialized (
        select m.search_id, m.relevance from examined m {join} limit :scanned
    ), weighed as materialized (
        select {index}.rowid as search_id, -bm25({index}, {weights}) as relevance from {index}
        where {index} match :telling and {index}.rowid between (select min(search_id) from matched)
            and (select max(search_id) from matched) and +{index}.rowid in (select search_id from matched)
    ), best as materialized (
        select search_id, max(relevance) as relevance from (select * from matched union all select * from weighed)
        group by 1 order by 2 desc, 1 limit :candidates
    )
"""
_PASSAGES = """
    select p.search_id, p.id, p.document_id, p.number, p.page, p.kind, p.text, d.origin, d.url, d.title, best.relevance,
        (
            select json_group_array(json_array(e.id, e.name))
            from event_documents x join events e on e.id = x.event_id where x.passage_id = p.id and {on_events}
        ),
        (select count(*) from matched), (select count(*) from examined)
    from best cross join passages p on p.search_id = best.search_id cross join documents d on d.id = p.document_id
    order by best.relevance desc, p.id
"""
_EVENTS = """
    select e.id, e.name, best.search_id, best.relevance, p.search_id, p.id, p.document_id, p.number, p.page, p.text,
        d.origin, d.url, d.title, (select count(*) from matched), (select count(*) from examined)
    from best cross join events_fts_texts n on n.search_id = best.search_id cross join events e on e.id = n.event_id
    cross join event_documents x on x.event_id = e.id cross join passages p on p.id = x.passage_id
    cross join documents d on d.id = p.document_id
    order by best.relevance desc, e.id, p.document_id, p.number
"""


@dataclass(frozen=True)
class _Answer:
    """A candidate: how much of the query is in its own words, its hit, and the text to cut the snippet from."""

    share: float
    hit: Hit
    text: str

    @property
    def rank(self) -> tuple[float, str, str]:
        """Sorts the best answer first."""
        return -self.hit.score, self.hit.passage_id, self.hit.event_id or ""


@dataclass(frozen=True)
class _Index:
    """Both indexes, asked within the same filters."""

    connection: sqlite3.Connection
    filters: Filters
    candidates: int

    def answers(self, query: Query, documents: Sequence[tuple[int, int]] | None = None) -> Found:
        """What matches, weighed and spread; ``documents`` are the only ones that may answer, with their passages."""
        passages, all_passages = self._passages(query, documents)
        events, all_events = ([], True) if documents is not None else self._events(query)
        ranked = sorted((*passages, *events), key=lambda answer: answer.rank)
        kept = tuple((answer.hit, answer.text) for answer in _spread(ranked))
        return Found(query, kept, all_passages and all_events)

    def _passages(self, query: Query, documents: Sequence[tuple[int, int]] | None) -> tuple[list[_Answer], bool]:
        join = ""
        if self.filters:
            join = f"cross join passages p on p.search_id = m.search_id where {self.filters.on_passages()}"
        examined = _SPREAD
        if documents is None:
            examined = _MATCHED.format(index="passages_fts", on_rows=self.filters.on_rows(self.connection))
        best = _BEST.format(index="passages_fts", weights=", ".join(map(str, WEIGHTS)), examined=examined, join=join)
        asked = {
            "match": query.expression(),
            "telling": self._telling("passages_fts", query) if documents is None else NOTHING,
            "documents": json.dumps(documents), "clauses": json.dumps(query.alternatives()),
            "examined": self._most(EXAMINED),
        }  # fmt: skip
        rows = self._rows(best + _PASSAGES.format(on_events=self.filters.on_events()), asked)
        complete = not rows or (rows[0][-2] <= len(rows) and rows[0][-1] < self._most(EXAMINED))
        within = query.expression() if documents is None else ""
        own = self._shares("passages_fts", [row[0] for row in rows], query, within)
        return [_passage(row, query, own[row[0]]) for row in rows], complete

    def _events(self, query: Query) -> tuple[list[_Answer], bool]:
        join, few = "", self.filters.few_events(self.connection)
        if self.filters:
            join = "cross join events_fts_texts n on n.search_id = m.search_id"
            join += (
                f" where {self.filters.on_events(id_='n.event_id')}"
                if self.filters.on_links
                else f" cross join events e on e.id = n.event_id where {self.filters.on_events()}"
            )
        on_rows = "true" if few is None else "+events_fts.rowid in (select value from json_each(:few))"
        examined = _MATCHED.format(index="events_fts", on_rows=on_rows)
        best = _BEST.format(
            index="events_fts", weights=", ".join(map(str, EVENT_WEIGHTS)), examined=examined, join=join
        )
        asked = {
            "match": query.expression(), "telling": self._telling("events_fts", query),
            "few": json.dumps(event_rows(few or ())), "examined": self._most(EVENTS_EXAMINED),
        }  # fmt: skip
        rows = self._rows(best + _EVENTS, asked)
        told: dict[str, list[tuple[Any, ...]]] = {}
        for row in rows:
            told.setdefault(row[0], []).append(row)
        complete = not rows or (rows[0][-2] <= len(told) and rows[0][-1] < self._most(EVENTS_EXAMINED))
        if query.excluded:
            left_out = self._left_out(query, [row[4] for row in rows])
            told = {event: [row for row in evidence if row[4] not in left_out] for event, evidence in told.items()}
        named = self._shares("events_fts", list({row[2] for row in rows}), query, query.expression())
        return [_event(evidence, query, named[evidence[0][2]]) for evidence in told.values() if evidence], complete

    def _most(self, filtered: int) -> int:
        """How many rows are looked at: more where filters leave only some of them."""
        return max(filtered if self.filters else SCANNED, self.candidates)

    def _telling(self, index: str, query: Query) -> str:
        """Of what is asked for, all but the words that so many rows have that they tell nothing of any."""
        return " AND ".join(clause for clause in query.clauses() if not self._frequent(index, clause)) or NOTHING

    def _frequent(self, index: str, clause: str) -> bool:
        """Whether many rows have a word, as far as the first of them tell: rows are in the order of a digest."""
        [number, last] = self.connection.execute(
            f"select count(*), max(rowid) from (select rowid from {index} where {index} match ? limit {SAMPLE})",
            (clause,),
        ).fetchone()
        if number < SAMPLE:
            return False
        [start, end] = self.connection.execute(
            f"select (select min(id) from {index}_docsize), (select max(id) from {index}_docsize)"
        ).fetchone()
        return bool(number * (end - start) > FREQUENT * (last - start))

    def _shares(self, index: str, found: Sequence[int], query: Query, within: str) -> dict[int, float]:
        """How much of what is asked for stands in the text itself of some rows, which an expression finds."""
        if not found:
            return {}
        sql = (
            f"select rowid from {index} where {index} match :match and {index}.rowid between :first and :last"
            f" and +{index}.rowid in (select value from json_each(:rows))"
        )
        rows = {"first": min(found), "last": max(found), "rows": json.dumps(found)}
        words: Counter[int] = Counter()
        for word, weight in query.own():
            match = f"({within}) AND ({word})" if within else word
            for (row,) in self.connection.execute(sql, {"match": match, **rows}):
                words[row] += weight
        return {row: words[row] / sum(weight for _, weight in query.own()) for row in found}

    def _left_out(self, query: Query, passages: Sequence[int]) -> set[int]:
        """Those of some passages that have an excluded word: it may stand in a title, which is not the event's own."""
        sql = "select rowid from passages_fts where passages_fts match ? and rowid in (select value from json_each(?))"
        return {row[0] for row in self.connection.execute(sql, (query.exclusion(), json.dumps(passages)))}

    def _rows(self, sql: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
        scanned = max(FILTERED if self.filters else SCANNED, self.candidates)
        parameters = {"scanned": scanned, "candidates": self.candidates, **self.filters.parameters(), **asked}
        return self.connection.execute(sql, parameters).fetchall()


def _score(relevance: float, share: float, boost: float) -> float:
    """One that has the words itself goes before one whose heading has them."""
    return float(f"{(1 + relevance) * (0.25 + share) * boost:.6g}")


def _event_boost(named: float) -> float:
    """Events go before footnotes, and far before them if they are ``named`` with every word of the query."""
    return (1.2 + named) * (2 if named == 1 else 1)


def _passage(row: tuple[Any, ...], query: Query, own: float) -> _Answer:
    """Weighs a passage that has so much of the query itself, and what it tells of."""
    _, id_, document, number, page, kind, text, origin, url, title, relevance, events, _, _ = row
    named = [(_event_boost(share(query, index_terms(name))), event, name) for event, name in json.loads(events)]
    boost, event_id, event_name = max(named, key=lambda one: (one[0], one[1]), default=(1.0, None, None))
    if kind in ("heading", "slide_title"):
        boost *= 1.1
    return _Answer(
        own,
        Hit(
            document_id=document, origin=origin, url=url, title=title, snippet="",
            score=_score(relevance, own, boost), passage_id=id_, number=number, page=page,
            kind="event" if event_id else "passage", event_id=event_id, event_name=event_name,
        ),
        text,
    )  # fmt: skip


def _event(evidence: Sequence[tuple[Any, ...]], query: Query, named: float) -> _Answer:
    """Weighs an event whose name has so much of the query; all its words count. The snippet is from the evidence that
    has most of the query.
    """
    best = max(evidence, key=lambda row: share(query, index_terms(row[9]))) if len(evidence) > 1 else evidence[0]
    event, name, _, relevance, _, passage, document, number, page, text, origin, url, title, _, _ = best
    return _Answer(
        1.0,
        Hit(
            document_id=document, origin=origin, url=url, title=title, snippet="",
            score=_score(relevance, 1.0, _event_boost(named)), passage_id=passage, number=number, page=page,
            kind="event", event_id=event, event_name=name,
        ),
        text,
    )  # fmt: skip


def _spread(ranked: Iterable[_Answer]) -> list[_Answer]:
    """Each event once and then the passages of other documents that tell of it; of a document a few passages,
    one if only its title has the words.
    """
    kept: list[_Answer] = []
    documents: Counter[str] = Counter()
    passages: set[str] = set()
    events: set[str | None] = {None}
    for answer in ranked:
        hit = answer.hit
        told = hit.event_id in events
        allowed = PER_DOCUMENT if answer.share and hit.event_id is None else 1
        full = (told or not answer.share) and documents[hit.document_id] >= allowed
        if full or (told and hit.passage_id in passages):
            continue
        events.add(hit.event_id)
        documents[hit.document_id] += 1
        passages.add(hit.passage_id)
        kept.append(replace(answer, hit=replace(hit, kind="passage")) if told else answer)
    return kept
