"""The full-text index over passages: which row each passage has, and how rows come and go.

The index holds words and keys and no texts, since a text is in its passage already. So to take a row out, one says
again what was put in, which is made of the passage; where another version of the code made the index, it is made anew.

Rows stand in the order of the documents' identifiers, which are digests, close to where each identifier would be in
the whole range: so any part of the index is a fair sample of it, rows do not depend on what was loaded first, and the
passages of a document are neighbours. The smaller the range, the smaller the index, which keeps distances.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlite_utils import Database

from db.terms import index_terms, index_version, index_words

#: How many rows there is room for. Documents that would overlap stand one after the other.
ROWS = 2**26
#: Words, terms and context of one row.
IndexTexts = tuple[str, str, str]

_SETTING = "passages_fts"
_INSERT = "insert into passages_fts(rowid, words, terms, context) values (?, ?, ?, ?)"
_DELETE = "insert into passages_fts(passages_fts, rowid, words, terms, context) values ('delete', ?, ?, ?, ?)"
_TEXTS = """
    select p.search_id, p.text, p.heading, d.title from passages p join documents d on d.id = p.document_id
    where p.document_id = ? order by p.number
"""


def texts_of(text: str, heading: str | None, title: str | None) -> IndexTexts:
    """What the index keeps of a passage: a pure function."""
    return index_words(text), index_terms(text), index_terms(f"{title or ''}\n{heading or ''}")


def place(db: Database, document: str, passages: int) -> int:
    """Make room for a document that has no rows yet; returns the row of its first passage."""
    _renew(db)
    before = _end_before(db, document)
    first = max(_home(document), before)
    _move(db, list(_pushed(db, document, first + passages if passages else before)))
    return first


def add(db: Database, first: int, texts: Iterable[IndexTexts]) -> None:
    """Put the passages of a document into the index."""
    db.conn.executemany(_INSERT, ((row, *one) for row, one in enumerate(texts, start=first)))


def take_out(db: Database, document: str) -> None:
    """Take the passages of a document out of the index, and then out of the database."""
    _renew(db)
    db.conn.executemany(_DELETE, list(_indexed(db, document)))
    db.execute("delete from passages where document_id = ?", (document,))
    _move(db, list(_pushed(db, document, _end_before(db, document))))


def index_all(db: Database) -> None:
    """Make the whole index anew, and remember which code made it."""
    db.execute("insert into passages_fts(passages_fts) values ('delete-all')")
    db.execute("update passages set search_id = -1 - rowid")
    end = 0
    for document, passages in _documents(db):
        first = max(_home(document), end)
        end = first + passages
        db.execute("update passages set search_id = ? + number where document_id = ?", (first - 1, document))
        db.conn.executemany(_INSERT, list(_indexed(db, document)))
    db.table("settings").upsert({"name": _SETTING, "value": index_version()}, pk="name")


def _renew(db: Database) -> None:
    made_by = db.execute("select value from settings where name = ?", (_SETTING,)).fetchone()
    if made_by is None or made_by[0] != index_version():
        index_all(db)


def _home(document: str) -> int:
    """Where a document stands if no other is in its way."""
    return int(document, 16) * ROWS >> 64


def _documents(db: Database) -> Iterator[tuple[str, int]]:
    """All documents with passages, in the order of the index, and how many they have."""
    last = ""
    while following := _following(db, last):
        last = following[0]
        yield last, _number(db, last)


def _following(db: Database, document: str) -> tuple[str, int] | None:
    """The next document of the index, and its first row."""
    sql = "select document_id, search_id from passages where document_id > ? order by document_id, number limit 1"
    row: tuple[str, int] | None = db.execute(sql, (document,)).fetchone()
    return row


def _number(db: Database, document: str) -> int:
    [[found]] = db.execute("select count(*) from passages where document_id = ?", (document,))
    return int(found)


def _end_before(db: Database, document: str) -> int:
    """The first row after those of the documents before one."""
    sql = "select search_id from passages where document_id < ? order by document_id desc, number desc limit 1"
    row = db.execute(sql, (document,)).fetchone()
    return row[0] + 1 if row else 0


def _pushed(db: Database, document: str, end: int) -> Iterator[tuple[str, int]]:
    """The documents that have to move, and how far, where the rows up to one end there."""
    while following := _following(db, document):
        document, now = following
        first = max(_home(document), end)
        if first == now:
            return
        yield document, first - now
        end = first + _number(db, document)


def _move(db: Database, moves: Sequence[tuple[str, int]]) -> None:
    """Move documents; they are all taken away before the first is put down, since they may overlap."""
    for document, by in moves:
        db.conn.executemany(_DELETE, list(_indexed(db, document)))
        db.execute("update passages set search_id = -1 - search_id - ? where document_id = ?", (by, document))
    for document, _ in moves:
        db.execute("update passages set search_id = -1 - search_id where document_id = ?", (document,))
        db.conn.executemany(_INSERT, list(_indexed(db, document)))


def _indexed(db: Database, document: str) -> Iterator[tuple[int, str, str, str]]:
    """The rows of a document."""
    for row, text, heading, title in db.execute(_TEXTS, (document,)):
        yield row, *texts_of(text, heading, title)
