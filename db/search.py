"""Search over passages: any form of a word finds any other, quoted phrases and exclusions are honoured.

A passage answers a query when every word stands in its text, its heading or its document's title. Only where no
passage does, documents answer that have every word somewhere.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from db.keys import fold, query_keys
from db.terms import is_stop_word, joined, meet, parts, token_keys, tokens

#: Weights of the index columns words, terms and context in the ranking.
WEIGHTS = (0.0, 1.0, 0.3)
#: No document fills a page of results: its best passages stand for it.
PER_DOCUMENT = 3
SNIPPET_WORDS = 30
_CLAUSE = re.compile(r'(?P<minus>(?<!\S)[-–])?(?:["„“”«](?P<phrase>[^"„“”«»]*)["“”»]|(?P<word>[^\s"„“”«»]+))')


@dataclass(frozen=True)
class Hit:
    """A passage that answers a query, or the event that it is evidence of; a higher score is a better answer."""

    document_id: str
    origin: str
    url: str | None
    title: str | None
    snippet: str
    score: float
    passage_id: str
    page: int | None
    kind: str  #: event or passage
    event_id: str | None = None
    event_name: str | None = None


@dataclass(frozen=True)
class Word:
    """One word of a query with all keys that it may stand for; of a compound, ``pieces`` are the words within."""

    keys: frozenset[str]
    pieces: tuple[frozenset[str], ...] = ()

    def expression(self, columns: str = "terms context") -> str:
        """What the index is asked for."""
        whole = _any(columns, self.keys)
        if not self.pieces:
            return whole
        apart = " AND ".join(_any(columns, piece) for piece in self.pieces)
        return f"({whole} OR ({apart}))" if self.keys else f"({apart})"

    def all_keys(self) -> frozenset[str]:
        """The keys that a token of an answer may have."""
        return self.keys.union(*self.pieces)


@dataclass(frozen=True)
class Query:
    """A query taken apart."""

    words: tuple[Word, ...]
    phrases: tuple[str, ...]
    excluded: tuple[str, ...]  #: expressions of the index


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _any(columns: str, keys: Iterable[str]) -> str:
    return f"{{{columns}}} : (" + " OR ".join(_quoted(key) for key in sorted(keys)) + ")"


def _word(token: str) -> Word:
    pieces = parts(token)
    if len(pieces) == 1:
        return Word(query_keys(pieces[0]))
    whole = joined(token)
    return Word(query_keys(whole) if whole else frozenset(), tuple(query_keys(piece) for piece in pieces))


def parse(query: str) -> Query:
    """Take a query apart: words, "quoted phrases", -exclusions. Function words count only if there is nothing else."""
    words: list[tuple[str, Word]] = []
    phrases: list[str] = []
    excluded: list[str] = []
    for clause in _CLAUSE.finditer(query):
        phrase = clause["phrase"]
        if phrase is not None:
            folded = " ".join(fold(part) for part in parts(phrase))
            expression = f"{{words}} : {_quoted(folded)}"
            if folded:
                (excluded if clause["minus"] else phrases).append(expression)
            continue
        for token in tokens(clause["word"]):
            word = _word(token.text)
            if clause["minus"]:
                excluded.append(word.expression("terms"))
            else:
                words.append((token.text, word))
    telling = [word for text, word in words if not is_stop_word(text)]
    if not telling and not phrases:
        telling = [word for _, word in words]
    return Query(tuple(telling), tuple(phrases), tuple(excluded))


def match_expression(query: str) -> str:
    """The query for ``passages_fts match``; empty if the query has no word to look for."""
    return _expression(parse(query), " AND ")


def _expression(query: Query, conjunction: str) -> str:
    wanted = conjunction.join([*(word.expression() for word in query.words), *query.phrases])
    if not wanted or not query.excluded:
        return wanted
    return f"({wanted}) NOT (" + " OR ".join(query.excluded) + ")"


def search(db: Database | sqlite3.Connection, query: str, limit: int = 20) -> list[Hit]:
    """The best answers to a query, best first."""
    connection = db.conn if isinstance(db, Database) else db
    parsed = parse(query)
    expression = _expression(parsed, " AND ")
    if not expression or limit < 1:
        return []
    hits = _passages(connection, expression, parsed, limit)
    if hits:
        return hits
    documents = _documents_with_all(connection, parsed)
    return _passages(connection, _expression(parsed, " OR "), parsed, limit, documents) if documents else []


def _documents_with_all(connection: sqlite3.Connection, query: Query) -> set[str]:
    """Documents in which every word and phrase of a query stands somewhere."""
    sql = (
        "select distinct p.document_id from passages_fts f join passages p on p.search_id = f.rowid"
        " where passages_fts match ?"
    )
    found: set[str] | None = None
    for expression in (*(word.expression() for word in query.words), *query.phrases):
        documents = {row[0] for row in connection.execute(sql, (expression,))}
        found = documents if found is None else found & documents
    return found or set()


_PASSAGES = """
    select p.id, p.document_id, p.page, p.kind, p.text, d.origin, d.url, d.title, e.id, e.name,
        -bm25(passages_fts, {weights}) as relevance
    from passages_fts join passages p on p.search_id = passages_fts.rowid
    join documents d on d.id = p.document_id
    left join events e on e.id = (
        select min(event_id) from event_documents where passage_id = p.id
    )
    where passages_fts match :match {documents}
    order by relevance desc, p.id limit :limit
"""


def _passages(
    connection: sqlite3.Connection, expression: str, query: Query, limit: int, documents: set[str] | None = None
) -> list[Hit]:
    """Passages that match, an event's evidence and headings before others of the same relevance."""
    restriction = ""
    parameters: dict[str, object] = {"match": expression, "limit": max(200, 20 * limit)}
    if documents is not None:
        restriction = "and p.document_id in (select value from json_each(:documents))"
        parameters["documents"] = "[" + ",".join(f'"{id_}"' for id_ in sorted(documents)) + "]"
    sql = _PASSAGES.format(weights=", ".join(map(str, WEIGHTS)), documents=restriction)
    hits = []
    for id_, document, page, kind, text, origin, url, title, event, name, relevance in connection.execute(
        sql, parameters
    ):
        score = relevance * _boost(query, kind, name)
        hits.append(
            Hit(
                document, origin, url, title, _snippet(text, query), round(score, 6), id_, page,
                "event" if event else "passage", event, name,
            )
        )  # fmt: skip
    hits.sort(key=lambda hit: (-hit.score, hit.passage_id))
    return _spread(hits, limit)


def _boost(query: Query, kind: str, event_name: str | None) -> float:
    """How much more an answer weighs: evidence of an event, the more so if the event's name has the words."""
    boost = 1.1 if kind in ("heading", "slide_title") else 1.0
    if event_name is None:
        return boost
    named = [frozenset(token_keys(token.text)) for token in tokens(event_name)]
    matched = sum(any(meet(word.all_keys(), one) for one in named) for word in query.words)
    return boost * (1.2 + matched / max(1, len(query.words)))


def _spread(hits: Sequence[Hit], limit: int) -> list[Hit]:
    """At most a few hits of each document, and each event once."""
    kept: list[Hit] = []
    seen: dict[str, int] = {}
    events: set[str] = set()
    for hit in hits:
        if hit.event_id in events or seen.get(hit.document_id, 0) == PER_DOCUMENT:
            continue
        seen[hit.document_id] = seen.get(hit.document_id, 0) + 1
        if hit.event_id:
            events.add(hit.event_id)
        kept.append(hit)
    return kept[:limit]


def highlight(text: str, query: str, marks: tuple[str, str] = ("[", "]")) -> str:
    """About thirty words of a text around what a query asks for, the words that meet it marked."""
    return _snippet(text, parse(query), marks)


def _snippet(text: str, query: Query, marks: tuple[str, str] = ("[", "]")) -> str:
    words = list(tokens(text))
    wanted = [word.all_keys() for word in query.words]
    wanted += [frozenset(token_keys(part)) for phrase in query.phrases for part in parts(phrase.partition(":")[2])]
    matches = [
        {number for number, keys in enumerate(wanted) if not keys.isdisjoint(token_keys(word.text))} for word in words
    ]
    first = _best_window(matches)
    shown = range(first, min(first + SNIPPET_WORDS, len(words)))
    if not shown:
        return " ".join(text.split())
    pieces = [] if first == 0 else ["… "]
    position = words[first].start if first else 0
    for index in shown:
        word = words[index]
        before, after = marks if matches[index] else ("", "")
        pieces += [text[position : word.start], before, word.text, after]
        position = word.end
    pieces.append(text[position:] if shown.stop == len(words) else " …")
    return " ".join("".join(pieces).split())


def _best_window(matches: Sequence[set[int]]) -> int:
    """Where the window begins that has the most different words of the query, and then the most words."""
    starts = range(max(1, len(matches) - SNIPPET_WORDS + 1))

    def value(start: int) -> tuple[int, int]:
        window = matches[start : start + SNIPPET_WORDS]
        return len(set().union(*window)), sum(map(bool, window))

    return max(starts, key=lambda start: (*value(start), -start))
