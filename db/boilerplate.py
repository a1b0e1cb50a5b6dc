"""Passages that several documents of one source have word for word, and whose facts they tell only once.

"The project is co-financed by …" stands at the end of hundreds of pages. Each has it as a passage, with its mentions;
but events and findings are taken from one of them, the same whatever the order of loading, and the others' rows name
the passage that they repeat.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from db.events import take_apart

#: From so many documents on, and so many characters, one text is no coincidence.
DOCUMENTS, CHARACTERS = 3, 60

_SHARED = f"""
    create temp table shared as
    select d.source_id, p.digest, count(distinct p.document_id) as documents
    from passages p join documents d on d.id = p.document_id
    where length(p.text) >= {CHARACTERS}
        and p.digest in (select digest from passages group by digest having count(*) >= {DOCUMENTS})
    group by 1, 2 having documents >= {DOCUMENTS}
"""
_COUNT = """
    update passages set in_documents = s.documents from shared s join documents d on d.source_id = s.source_id
    where s.digest = passages.digest and d.id = passages.document_id and in_documents is not s.documents
"""
_COUNT_NO_MORE = """
    update passages set in_documents = null where in_documents is not null and not exists (
        select 1 from shared s join documents d on d.source_id = s.source_id
        where s.digest = passages.digest and d.id = passages.document_id)
"""
#: For each row of a table the passage it repeats: the one of its text that most rows were read from, and of several the
#: one published first, which is nearest to what it tells of.
_REPEATS = """
    with told as (
        select p.id, d.source_id, p.digest, p.document_id, d.published, count(*) as rows
        from {table} t join passages p on p.id = t.passage_id join documents d on d.id = p.document_id
        where p.in_documents is not null group by p.id
    ), first as (
        select id, first_value(id) over (
            partition by source_id, digest
            order by rows desc, published is null, published, document_id, id) as first from told
    )
    select t.id, nullif(first.first, t.passage_id) as repeats_id
    from {table} t left join first on first.id = t.passage_id
    where t.repeats_id is not nullif(first.first, t.passage_id)
"""


def mark_boilerplate(db: Database) -> None:
    """Count the documents that share a passage, and mark the tellings and findings that only repeat another's.

    Call it before ``rebuild_events``.
    """
    db.execute("drop table if exists temp.shared")
    for sql in (_SHARED, _COUNT, _COUNT_NO_MORE):
        db.execute(sql)
    changed = _mark(db, "event_readings")
    _mark(db, "findings")
    dates = {
        db.execute("select start_date, end_date from event_readings where id = ?", [id_]).fetchone() for id_ in changed
    }
    take_apart(db, sorted(dates))


def _mark(db: Database, table: str) -> Iterable[str]:
    """Write anew which rows repeat; returns the ids of those where that changed."""
    rows = db.execute(_REPEATS.format(table=table)).fetchall()
    db.conn.executemany(f"update {table} set repeats_id = ? where id = ?", [(repeated, id_) for id_, repeated in rows])
    return [id_ for id_, _ in rows]
