"""Search over passages: any form of a word finds any other, quoted phrases (in any form too) and exclusions count.

A passage answers a query when every word stands in its text, its heading or its document's title. Only where no
passage does, documents answer that have every word somewhere.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from db.keys import acronym_key, query_keys
from db.terms import index_words, is_stop_word, joined, meet, parts, token_keys, tokens

#: Weights of the index columns words, terms and context in the ranking.
WEIGHTS = (1.0, 1.0, 0.3)
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

    def expression(self) -> str:
        """What the index is asked for."""
        whole = _any(self.keys)
        if not self.pieces:
            return whole
        apart = " AND ".join(map(_any, self.pieces))
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


def _any(keys: Iterable[str]) -> str:
    return "{terms context} : (" + " OR ".join(_quoted(key) for key in sorted(keys)) + ")"


def _phrase(phrase: str) -> str:
    return f"{{words}} : {_quoted(index_words(phrase))}"


def _word(token: str, acronyms: bool) -> Word:
    if acronyms and (acronym := acronym_key(token)):
        return Word(frozenset([acronym]))
    pieces = parts(token)
    if len(pieces) == 1:
        return Word(query_keys(pieces[0]))
    whole = joined(token)
    return Word(query_keys(whole) if whole else frozenset(), tuple(query_keys(piece) for piece in pieces))


def parse(query: str, acronyms: bool = False) -> Query:
    """Take a query apart: words, "quoted phrases", -exclusions. Function words count only if there is nothing else.

    ``acronyms``: short words in capitals ask for the same in capitals, and for nothing else.
    """
    words: list[tuple[bool, Word]] = []
    phrases: list[str] = []
    excluded: list[str] = []
    for clause in _CLAUSE.finditer(query):
        phrase = clause["phrase"]
        if phrase is not None:
            if parts(phrase) and clause["minus"]:
                excluded.append(_phrase(phrase))
            elif parts(phrase):
                phrases.append(phrase)
            continue
        for token in tokens(clause["word"]):
            word = _word(token.text, acronyms)
            if clause["minus"]:
                excluded.append(word.expression())
            else:
                acronym = acronyms and acronym_key(token.text) is not None
                words.append((acronym or not is_stop_word(token.text), word))
    telling = [word for tells, word in words if tells]
    if not telling and not phrases:
        telling = [word for _, word in words]
    return Query(tuple(telling), tuple(phrases), tuple(excluded))


def match_expression(query: str) -> str:
    """The query for ``passages_fts match``; empty if the query has no word to look for."""
    return _expression(parse(query), " AND ")


def _expression(query: Query, conjunction: str) -> str:
    wanted = conjunction.join([*(word.expression() for word in query.words), *map(_phrase, query.phrases)])
    if not wanted or not query.excluded:
        return wanted
    return f"({wanted}) NOT (" + " OR ".join(query.excluded) + ")"


def search(
    db: Database | sqlite3.Connection, query: str, limit: int = 20, marks: tuple[str, str] = ("", "")
) -> list[Hit]:
    """The best answers to a query, best first; ``marks`` are put around the words of a snippet that were asked for."""
    connection = db.conn if isinstance(db, Database) else db
    parsed = parse(query, acronyms=True)
    if limit < 1 or not (parsed.words or parsed.phrases):
        return []
    rows = _rows(connection, _expression(parsed, " AND "), limit)
    if not rows and parsed != parse(query):  # capitals by accident
        parsed = parse(query)
        rows = _rows(connection, _expression(parsed, " AND "), limit)
    if not rows and (documents := _documents_with_all(connection, parsed)):
        rows = _rows(connection, _expression(parsed, " OR "), limit, documents)
    hits = sorted((_hit(row, parsed, marks) for row in rows), key=lambda hit: (-hit[1].score, hit[1].passage_id))
    return _spread(hits, limit)


def _documents_with_all(connection: sqlite3.Connection, query: Query) -> set[str]:
    """Documents in which every word and phrase of a query stands somewhere."""
    sql = (
        "select distinct p.document_id from passages_fts f join passages p on p.search_id = f.rowid"
        " where passages_fts match ?"
    )
    found: set[str] | None = None
    for expression in (*(word.expression() for word in query.words), *map(_phrase, query.phrases)):
        documents = {row[0] for row in connection.execute(sql, (expression,))}
        found = documents if found is None else found & documents
    return found or set()


_PASSAGES = """
    select p.id, p.document_id, p.page, p.kind, p.text, d.origin, d.url, d.title,
        (
            select json_group_array(json_array(e.id, e.name))
            from event_documents x join events e on e.id = x.event_id where x.passage_id = p.id
        ),
        -bm25(passages_fts, {weights}) as relevance
    from passages_fts join passages p on p.search_id = passages_fts.rowid
    join documents d on d.id = p.document_id
    where passages_fts match :match {restriction}
    order by relevance desc, p.id limit :limit
"""


def _rows(
    connection: sqlite3.Connection, expression: str, limit: int, documents: Iterable[str] | None = None
) -> list[tuple[Any, ...]]:
    """Passages that match, more of them than are asked for, since they are weighed again."""
    restriction = "" if documents is None else "and p.document_id in (select value from json_each(:documents))"
    sql = _PASSAGES.format(weights=", ".join(map(str, WEIGHTS)), restriction=restriction)
    parameters: dict[str, object] = {"match": expression, "limit": max(200, 20 * limit)}
    if documents is not None:
        parameters["documents"] = json.dumps(sorted(documents))
    return connection.execute(sql, parameters).fetchall()


def _hit(row: tuple[Any, ...], query: Query, marks: tuple[str, str]) -> tuple[float, Hit]:
    """Weighs a passage: one that has the words itself before one whose heading has them, events before footnotes.

    Returns how much of the query is in the passage itself, and the hit.
    """
    id_, document, page, kind, text, origin, url, title, events, relevance = row
    named = [(_share(query, name), event, name) for event, name in json.loads(events)]
    best, event_id, event_name = max(named, key=lambda one: (one[0], one[1]), default=(0.0, None, None))
    boost = 1.1 if kind in ("heading", "slide_title") else 1.0
    if event_id:
        boost *= 1.2 + best
    share = _share(query, text)
    score = (1 + relevance) * (0.25 + share) * boost
    hit = Hit(
        document_id=document,
        origin=origin,
        url=url,
        title=title,
        snippet=_snippet(text, query, marks),
        score=float(f"{score:.6g}"),
        passage_id=id_,
        page=page,
        kind="event" if event_id else "passage",
        event_id=event_id,
        event_name=event_name,
    )
    return share, hit


def _share(query: Query, text: str) -> float:
    """How much of what a query asks for is in a text."""
    there = frozenset(key for token in tokens(text) for key in token_keys(token.text))
    wanted = _wanted(query)
    return sum(not there.isdisjoint(keys) for keys in wanted) / len(wanted)


def _wanted(query: Query) -> list[frozenset[str]]:
    """The keys of each word that a query asks for, phrases included."""
    phrases = (query_keys(part) for phrase in query.phrases for part in parts(phrase))
    return [*(word.all_keys() for word in query.words), *phrases]


def _spread(hits: Iterable[tuple[float, Hit]], limit: int) -> list[Hit]:
    """A few hits of each document, one if only its title has the words or if other documents tell of the same event."""
    kept: list[Hit] = []
    documents: Counter[str] = Counter()
    events: set[str | None] = set()
    for share, hit in hits:
        allowed = PER_DOCUMENT if share and (hit.event_id is None or hit.event_id not in events) else 1
        if documents[hit.document_id] < allowed:
            documents[hit.document_id] += 1
            events.add(hit.event_id)
            kept.append(hit)
    return kept[:limit]


def highlight(text: str, query: str, marks: tuple[str, str] = ("[", "]")) -> str:
    """About thirty words of a text around what a query asks for, the words that meet it marked."""
    return _snippet(text, parse(query), marks)


def _snippet(text: str, query: Query, marks: tuple[str, str]) -> str:
    words = list(tokens(text))
    wanted = _wanted(query)
    found = [frozenset(token_keys(word.text)) for word in words]
    matches = [{number for number, keys in enumerate(wanted) if meet(keys, one)} for one in found]
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
