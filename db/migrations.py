"""The schema of the published contract, as sqlite-utils migrations; a change is a new function at the end.

Identifiers are text and derived from what cannot change (an address, an offset, an authority row), so that a row
that someone cites does not move. Columns may be added; the names here keep their meaning.
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database, Migrations

from db import event_index, passage_index
from db.addresses import ADDRESSES
from db.events import take_all_apart
from db.ids import text_digest
from db.settle import settle

migrations = Migrations("hronika")

#: The versions of documents as they are published, and what that view is over: each version, but with its text only
#: where ``documents`` does not have it.
VERSIONS, KEPT_VERSIONS = "document_versions", "kept_versions"
#: Columns that every table of mentions begins with: where in which document the words stand.
_SPAN = {"id": str, "document_id": str, "passage_id": str, "char_start": int, "char_end": int, "text": str}
_READ = {"rule": str, "confidence": float}
_OF_PASSAGE = [("document_id", "documents", "id"), ("passage_id", "passages", "id")]


def _create(db: Database, name: str, columns: dict[str, Any], pk: Any = "id", **options: Any) -> None:
    db.table(name).create(columns, pk=pk, **options)


def _mentions(db: Database, name: str, columns: dict[str, Any], *foreign_keys: tuple[str, str, str]) -> None:
    """A table of mentions: span, the value columns, rule and confidence; indexed by document and passage."""
    _create(
        db,
        name,
        {**_SPAN, **columns, **_READ},
        foreign_keys=[*_OF_PASSAGE, *foreign_keys],
        not_null={"document_id", "passage_id", "char_start", "char_end", "text", "rule", "confidence"},
    )
    for column in ("document_id", "passage_id", *(key[0] for key in foreign_keys)):
        db.table(name).create_index([column])


# Columns stand side by side, so that a table is seen at a glance.
# fmt: off


@migrations()
def m001_documents(db: Database) -> None:
    """Captures, the documents read from them, their passages and links, and the log of runs."""
    _create(
        db,
        "runs",
        {
            "id": str, "command": str, "started": str, "finished": str, "version": str, "model": str,
            "found": int, "captured": int, "added": int, "changed": int, "unchanged": int, "failed": int,
            "seconds": float,
        },
    )
    _create(
        db,
        "captures",
        {
            "id": str, "source_id": str, "url": str, "origin": str, "fetched": str, "status": int, "media_type": str,
            "bytes": int, "sha256": str, "etag": str, "last_modified": str, "archive": str, "offset": int,
            "length": int,
        },
        not_null={"source_id", "origin", "fetched", "bytes", "sha256", "archive", "offset", "length"},
    )
    db.table("captures").create_index(["origin"])
    db.table("captures").create_index(["sha256"])
    _create(
        db,
        "documents",
        {
            "id": str, "source_id": str, "url": str, "origin": str, "kind": str, "title": str, "language": str,
            "published": str, "fetched": str, "first_seen": str, "last_seen": str, "gone": str, "pages": int,
            "words": int, "text": str, "sha256": str, "capture_id": str, "version": int, "code_version": str,
            "model_version": str,
        },
        not_null={"source_id", "origin", "kind", "text", "sha256", "capture_id", "version"},
        foreign_keys=[("capture_id", "captures", "id")],
    )
    for column in ("url", "origin", "capture_id", "published"):
        db.table("documents").create_index([column])
    _create(
        db,
        "readings",
        {
            "capture_id": str, "document_id": str, "sha256": str, "title": str, "code_version": str,
            "model_version": str,
        },
        pk="capture_id",
        not_null={"document_id", "sha256", "code_version", "model_version"},
        foreign_keys=[("capture_id", "captures", "id"), ("document_id", "documents", "id")],
    )
    db.table("readings").create_index(["document_id"])
    _create(
        db,
        "document_versions",
        {
            "document_id": str, "version": int, "fetched": str, "sha256": str, "title": str, "text": str,
            "capture_id": str,
        },
        pk=("document_id", "version"),
        foreign_keys=[("document_id", "documents", "id"), ("capture_id", "captures", "id")],
    )
    _create(
        db,
        "passages",
        {
            "id": str, "document_id": str, "number": int, "page": int, "kind": str, "heading": str, "text": str,
            "char_start": int, "char_end": int, "search_id": int,
        },
        not_null={"document_id", "number", "kind", "text", "char_start", "char_end", "search_id"},
        foreign_keys=[("document_id", "documents", "id")],
    )
    db.table("passages").create_index(["document_id", "number"])
    db.table("passages").create_index(["search_id"], unique=True)
    _create(
        db,
        "links",
        {"document_id": str, "url": str, "text": str, "kind": str, "target_document_id": str},
        pk=("document_id", "url"),
        foreign_keys=[("document_id", "documents", "id"), ("target_document_id", "documents", "id")],
    )
    db.table("links").create_index(["target_document_id"])
    _create(
        db,
        "failures",
        {
            "id": str, "run_id": str, "capture_id": str, "url": str, "origin": str, "stage": str, "error": str,
            "message": str, "code_version": str,
        },
        not_null={"run_id", "stage", "error", "message"},
        foreign_keys=[("run_id", "runs", "id"), ("capture_id", "captures", "id")],
    )
    db.table("failures").create_index(["run_id"])
    db.table("failures").create_index(["capture_id"])


@migrations()
def m002_mentions(db: Database) -> None:
    """What the readers find in documents, and the authority rows that places and organisations point to."""
    _mentions(
        db,
        "dates",
        {"start_date": str, "end_date": str, "precision": str, "approximate": int},
    )
    db.table("dates").create_index(["start_date"])
    _mentions(
        db,
        "counts",
        {
            "value": float, "value_max": float, "qualifier": str, "unit": str, "what": str, "kind": str,
            "part_of": str,
        },
        ("part_of", "counts", "id"),
    )
    _create(
        db,
        "places",
        {
            "id": str, "name": str, "kind": str, "country": str, "latitude": float, "longitude": float,
            "parent_id": str, "former_parent_id": str, "replaced_by": str, "valid_from": str, "valid_to": str,
            "geonames_id": str, "wikidata_id": str, "source": str, "licence": str,
        },
        not_null={"name", "kind"},
        foreign_keys=[(column, "places", "id") for column in ("parent_id", "former_parent_id", "replaced_by")],
    )
    _mentions(db, "place_mentions", {"place_id": str}, ("place_id", "places", "id"))
    _create(
        db,
        "organisations",
        {
            "id": str, "name": str, "kind": str, "acronym": str, "parent_id": str, "wikidata_id": str,
            "registration_number": str, "valid_from": str, "valid_to": str, "status": str, "source": str,
            "licence": str,
        },
        not_null={"name", "status"},
        foreign_keys=[("parent_id", "organisations", "id")],
    )
    _mentions(
        db,
        "organisation_mentions",
        {"organisation_id": str, "name": str, "kind": str, "acronym": str},
        ("organisation_id", "organisations", "id"),
    )
    _create(db, "people", {"id": str, "name": str}, not_null={"name"})
    _mentions(db, "person_mentions", {"person_id": str, "name": str, "role": str}, ("person_id", "people", "id"))
    _create(
        db,
        "projects",
        {"id": str, "name": str, "agreement": str, "programme": str, "start_date": str, "end_date": str},
        not_null={"name"},
    )
    _mentions(
        db,
        "project_mentions",
        {
            "project_id": str, "name": str, "agreement": str, "programme": str, "start_date": str, "end_date": str,
        },
        ("project_id", "projects", "id"),
    )


@migrations()
def m003_events(db: Database) -> None:
    """Events: what each document tells (``event_readings``), and one row for all that tell of the same event.

    ``places``, ``organisations``, ``people`` and ``counts`` of a reading are JSON lists of row ids.
    """
    _create(
        db,
        "events",
        {
            "id": str, "name": str, "kind": str, "status": str, "start_date": str, "end_date": str, "precision": str,
            "online": int, "organiser_id": str, "project_id": str, "participants": int, "summary": str,
            "confidence": float,
        },
        not_null={"name", "kind", "status", "start_date", "end_date", "precision", "online", "confidence"},
        foreign_keys=[("organiser_id", "organisations", "id"), ("project_id", "projects", "id")],
    )
    for column in ("start_date", "organiser_id", "project_id"):
        db.table("events").create_index([column])
    _create(
        db,
        "event_readings",
        {
            **_SPAN, "name": str, "kind": str, "status": str, "start_date": str, "end_date": str, "precision": str,
            "online": int, "project_id": str, "participants": int, "places": str, "organisations": str,
            "people": str, "counts": str, "confidence": float, "event_id": str,
        },
        not_null={
            "document_id", "passage_id", "char_start", "char_end", "text", "name", "kind", "status", "start_date",
            "end_date", "precision", "online", "places", "organisations", "people", "counts", "confidence",
        },
        foreign_keys=[*_OF_PASSAGE, ("project_id", "projects", "id"), ("event_id", "events", "id")],
    )
    for columns in (["document_id"], ["start_date", "end_date"], ["project_id"], ["event_id"], ["passage_id"]):
        db.table("event_readings").create_index(columns)
    _create(
        db,
        "event_documents",
        {
            "event_id": str, "document_id": str, "passage_id": str, "char_start": int, "char_end": int, "quote": str,
            "name": str,
        },
        pk=("event_id", "document_id", "char_start"),
        foreign_keys=[
            ("event_id", "events", "id"), ("document_id", "documents", "id"), ("passage_id", "passages", "id"),
        ],
    )
    _create(
        db,
        "event_places",
        {"event_id": str, "place_id": str},
        pk=("event_id", "place_id"),
        foreign_keys=[("event_id", "events", "id"), ("place_id", "places", "id")],
    )
    _create(
        db,
        "event_organisations",
        {"event_id": str, "organisation_id": str, "role": str},
        pk=("event_id", "organisation_id", "role"),
        foreign_keys=[("event_id", "events", "id"), ("organisation_id", "organisations", "id")],
    )
    _create(
        db,
        "event_counts",
        {"event_id": str, "count_id": str},
        pk=("event_id", "count_id"),
        foreign_keys=[("event_id", "events", "id"), ("count_id", "counts", "id")],
    )
    _create(
        db,
        "event_people",
        {"event_id": str, "person_id": str, "role": str},
        pk=("event_id", "person_id"),
        foreign_keys=[("event_id", "events", "id"), ("person_id", "people", "id")],
    )
    for table, column in (
        ("event_documents", "document_id"), ("event_places", "place_id"), ("event_organisations", "organisation_id"),
        ("event_counts", "count_id"), ("event_people", "person_id"),
    ):
        db.table(table).create_index([column])
    _create(
        db,
        "findings",
        {"id": str, "kind": str, "document_id": str, "event_id": str, "message": str, "evidence": str},
        not_null={"kind", "message", "evidence"},
        foreign_keys=[("document_id", "documents", "id"), ("event_id", "events", "id")],
    )


@migrations()
def m004_search(db: Database) -> None:
    """The full-text index over passages; ``rowid`` is ``passages.search_id``.

    ``words`` hold one folded stem a word, for phrases; ``terms`` the keys of ``db.keys``; ``context`` the keys of title
    and heading.
    """
    db.execute(
        "create virtual table passages_fts using fts5("
        "words, terms, context, tokenize = \"unicode61 remove_diacritics 0\")"
    )


@migrations()
def m005_event_decisions(db: Database) -> None:
    """What a person decided on which tellings are one event; see ``db.decisions``."""
    _create(
        db,
        "event_decisions",
        {
            "line": int, "decision": str, "document_a": str, "date_a": str, "quote_a": str, "document_b": str,
            "date_b": str, "quote_b": str, "note": str, "outcome": str,
        },
        pk="line",
        not_null={"decision", "document_a", "date_a", "quote_a", "document_b", "date_b", "quote_b", "outcome"},
    )


@migrations()
def m006_units_and_affiliations(db: Database) -> None:
    """Parents of units, organisations of people, numbers of projects in a series; settings that a chronicle keeps."""
    db.execute("alter table organisation_mentions add column parent_id text references organisations(id)")
    db.execute("alter table person_mentions add column organisation_id text references organisations(id)")
    db.table("organisation_mentions").create_index(["parent_id"])
    db.table("person_mentions").create_index(["organisation_id"])
    for table in ("projects", "project_mentions"):
        db.table(table).add_column("series_number", int)
    _create(db, "settings", {"name": str, "value": str}, pk="name", not_null={"value"})


@migrations()
def m007_history(db: Database) -> None:
    """Crawls; what an answer tells and which capture it repeats; the addresses of a document; differences of versions.

    All captures entered before are files, so their role is ``document``.
    """
    _create(
        db,
        "crawls",
        {"id": str, "source_id": str, "started": str, "finished": str},
        not_null={"source_id", "started"},
    )
    captures = db.table("captures")
    for column in ("location", "crawl_id", "same_as"):
        captures.add_column(column, str)
    captures.add_column("role", str, not_null_default="document")
    for columns in (["url", "sha256"], ["crawl_id", "url"], ["same_as"]):
        captures.create_index(columns)
    db.execute(
        "update captures set same_as = nullif((select f.id from captures f where f.sha256 = captures.sha256"
        " and f.origin = captures.origin and f.url is captures.url order by f.fetched, f.id limit 1), id)"
    )
    for column in ("address", "parsed"):
        db.table("readings").add_column(column, str)
    db.execute("update readings set address = (select url from documents where id = readings.document_id)")
    db.table("document_versions").add_column("difference", str)
    db.table("document_versions").create_index(["sha256"])
    _create(
        db,
        "document_urls",
        {"url": str, "document_id": str, "kind": str},
        pk="url",
        not_null={"document_id", "kind"},
        foreign_keys=[("document_id", "documents", "id")],
    )
    db.table("document_urls").create_index(["document_id"])


@migrations()
def m008_languages_and_repeats(db: Database) -> None:
    """The language of passages; what a document or several say more than once, and the rows that only repeat."""
    passages = db.table("passages")
    for column, type_ in (("language", str), ("repeats", int), ("digest", int), ("in_documents", int)):
        passages.add_column(column, type_)
    db.conn.create_function("text_digest", 1, text_digest, deterministic=True)
    db.execute("update passages set digest = text_digest(text), repeats = 0")
    passages.create_index(["digest", "document_id"])
    db.execute("create index idx_passages_shared on passages(in_documents) where in_documents is not null")
    for table in ("event_readings", "findings"):
        db.execute(f"alter table {table} add column repeats_id text references passages(id)")
    db.execute("alter table findings add column passage_id text references passages(id)")
    for columns in (["repeats_id"], ["passage_id"]):
        db.table("findings").create_index(columns)
    db.table("event_readings").create_index(["repeats_id"])


@migrations()
def m009_search_of_events(db: Database) -> None:
    """The full-text index over events (``db.event_index`` fills it), and the words of the index over passages."""
    db.execute(
        "create virtual table events_fts using fts5(event_id unindexed, digest unindexed, words, terms, context,"
        ' tokenize = "unicode61 remove_diacritics 0")'
    )
    db.execute("create virtual table passages_fts_words using fts5vocab(passages_fts, col)")
    db.table("event_documents").create_index(["passage_id"])


@migrations()
def m010_pages(db: Database) -> None:
    """What the pages of events, documents and captures ask by, and had to read a whole table for."""
    for table, column in (
        ("findings", "event_id"), ("findings", "document_id"), ("document_versions", "capture_id"),
        ("organisations", "parent_id"), ("places", "parent_id"), ("places", "replaced_by"),
    ):
        db.table(table).create_index([column])


@migrations()
def m011_documents_by_source(db: Database) -> None:
    """What a search within a source asks by."""
    db.table("documents").create_index(["source_id"])


@migrations()
def m012_findings_in_latvian(db: Database) -> None:
    """What does not add up, in the words of the readers of the site."""
    db.table("findings").add_column("message_lv", str)


@migrations()
def m013_small_indexes(db: Database) -> None:
    """Indexes that hold no texts: those over passages and events, made anew from the rows."""
    for table in ("passages_fts_words", "passages_fts", "events_fts"):
        db.execute(f"drop table {table}")
    db.execute(
        "create virtual table passages_fts using fts5(terms, words, context, content = '',"
        ' tokenize = "unicode61 remove_diacritics 0")'
    )
    db.execute("create virtual table passages_fts_words using fts5vocab(passages_fts, col)")
    passage_index.index_all(db)
    event_index.create_index(db)


@migrations()
def m014_texts_once(db: Database) -> None:
    """``document_versions`` is a view: the text that is shown is kept once. Indexes are denser, and without nulls."""
    _create(
        db,
        KEPT_VERSIONS,
        {
            "document_id": str, "version": int, "fetched": str, "sha256": str, "title": str, "text": str,
            "capture_id": str, "difference": str,
        },
        pk=("document_id", "version"),
        foreign_keys=[("document_id", "documents", "id"), ("capture_id", "captures", "id")],
    )
    columns = "v.document_id, v.version, v.fetched, v.sha256, v.title, {} as text, v.capture_id, v.difference"
    db.execute(
        f"insert into {KEPT_VERSIONS} select {columns.format('iif(v.sha256 = d.sha256, null, v.text)')}"
        f" from {VERSIONS} v left join documents d on d.id = v.document_id order by 1, 2"
    )
    db.execute(f"drop table {VERSIONS}")
    for column in ("sha256", "capture_id"):
        db.table(KEPT_VERSIONS).create_index([column])
    db.execute(
        f"create view {VERSIONS} as select {columns.format('coalesce(v.text, d.text)')}"
        f" from {KEPT_VERSIONS} v left join documents d on d.id = v.document_id"
    )
    db.execute("drop index idx_passages_digest_document_id")
    db.table("passages").create_index(["digest"])
    for table, column in (
        ("counts", "part_of"), ("organisation_mentions", "parent_id"), ("person_mentions", "organisation_id"),
        ("events", "organiser_id"), ("events", "project_id"),
        ("event_readings", "project_id"), ("event_readings", "repeats_id"), ("captures", "same_as"),
    ):
        db.execute(f"drop index idx_{table}_{column}")
        db.execute(f"create index idx_{table}_{column} on {table}({column}) where {column} is not null")
    passage_index.index_all(db)
    event_index.index_all(db)


@migrations()
def m015_events_by_day(db: Database) -> None:
    """What lists of events walk by, the newest first, with all that they look at: to read a row of ``events`` for each
    is slow in a large chronicle. And what the feed of events walks by: the documents captured last.
    """
    db.execute("drop index if exists idx_events_start_date")
    db.execute("create index idx_events_start_date on events(start_date desc, id, end_date, kind, precision)")
    db.table("documents").create_index(["fetched"])


@migrations()
def m016_kept_addresses(db: Database) -> None:
    """What events may be cited by besides their identifiers; those that cannot be told apart by day, kind and place
    are now known by a quote of theirs.
    """
    _create(
        db,
        ADDRESSES,
        {"address": str, "event_id": str},
        pk=("address", "event_id"),
        foreign_keys=[("event_id", "events", "id")],
    )
    db.table(ADDRESSES).create_index(["event_id"])
    _add_first_days(db)  # what is made here of tellings has them
    if db.table("events").count:
        take_all_apart(db)
        settle(db)


@migrations()
def m017_events_of_a_place_by_day(db: Database) -> None:
    """What the page of an event walks by to those next to it: the events of a place, and of a project, by their day."""
    _add_first_days(db)
    for name in ("idx_event_places_place_id", "idx_events_project_id"):
        db.execute(f"drop index {name}")
    db.execute("create index idx_event_places_place_id on event_places(place_id, start_date, event_id)")
    db.execute("create index idx_events_project_id on events(project_id, start_date, id) where project_id is not null")


def _add_first_days(db: Database) -> None:
    """``event_places`` with the first day of each event."""
    places = db.table("event_places")
    if "start_date" not in places.columns_dict:
        places.add_column("start_date", str)
        db.execute(
            "update event_places set start_date = (select start_date from events where id = event_places.event_id)"
        )


# fmt: on


def migrate(db: Database) -> None:
    """Bring a database up to the newest schema, foreign keys on: all of the way or not at all.

    Where several processes begin at once, one does it and the others wait for it.
    """
    db.execute("pragma foreign_keys = on")
    if not migrations.pending(db):
        return
    db.execute("begin immediate")
    try:
        migrations.apply(db)
    except BaseException:
        db.rollback()
        raise
    db.conn.commit()


def unknown_migrations(db: Database) -> list[str]:
    """What was done to the schema that this version of the code does not know: a newer one did it."""
    known = {migration.name for migration in migrations.pending(Database(memory=True))}
    return [migration.name for migration in migrations.applied(db) if migration.name not in known]
