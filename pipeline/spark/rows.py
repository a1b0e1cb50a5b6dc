"""What a row of the Parquet holds: a capture, the document it reads as and what that says, or why it cannot be read.

``docs/spark.md`` describes the columns. Each row has all that a chronicle needs, so that loading reads no archive.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any

from db.captures import Archived, capture_row
from hronika.types import (
    Block,
    Capture,
    CountMention,
    DateMention,
    Document,
    Event,
    Finding,
    Link,
    OrganisationMention,
    PersonMention,
    PlaceMention,
    ProjectMention,
    Reading,
    UnreadableError,
)
from pipeline.workers import Outcome
from sources.archive.foreign import RecordError

#: Of a capture, what the database keeps; the archive is known by the name of its file.
CAPTURE = {
    "source_id": "string", "url": "string", "origin": "string", "fetched": "string", "status": "int",
    "media_type": "string", "bytes": "long", "sha256": "string", "etag": "string", "last_modified": "string",
    "location": "string", "crawl_id": "string", "role": "string", "archive": "string", "offset": "long",
    "length": "long",
}  # fmt: skip
#: The columns with their types in Spark's words.
COLUMNS = {
    "capture_id": "string", **CAPTURE,
    "year": "string",  # of publication, or else of the capture
    "member_of": "string",  # the capture of the ZIP archive that it lay in
    # why it was not read; and of records that are no documents, how many were left out
    "stage": "string", "error": "string", "message": "string", "left_out": "long",
    # the document, and what it says
    "document_url": "string", "kind": "string", "title": "string", "language": "string", "published": "string",
    "pages": "int", "words": "long", "text": "string", "document": "string", "reading": "string",
    # what read it
    "code_version": "string", "model_version": "string",
}  # fmt: skip
#: Columns that name the folders of the dataset.
PARTITIONS = ("source_id", "year")
_FACTS = ("kind", "title", "language", "published", "pages", "text")
_PARTS = ("blocks", "links", "notices", "ocr_pages")
_KINDS: dict[str, Callable[..., Any]] = {
    "dates": DateMention, "counts": CountMention, "places": PlaceMention, "organisations": OrganisationMention,
    "people": PersonMention, "projects": ProjectMention, "events": Event, "findings": Finding,
}  # fmt: skip

Row = dict[str, Any]


def of_capture(capture: Capture, place: Archived, member_of: str | None) -> Row:
    """The row of a capture that is no document, or not read yet."""
    row = capture_row(capture, place)
    return {**row, "capture_id": row.pop("id"), "year": capture.fetched[:4], "member_of": member_of}


def of_outcome(outcome: Outcome, code_version: str, model_version: str) -> Row:
    """What a row says besides the capture once that was read, or could not be."""
    versions = {"code_version": code_version, "model_version": model_version}
    if outcome.reading is None:
        failure = {"stage": outcome.stage or "read", "error": outcome.error, "message": outcome.message}
        return {**failure, **versions}
    document = outcome.reading.document
    facts = {name: getattr(document, name) for name in _FACTS}
    year = {"year": document.published[:4]} if document.published else {}
    return {
        **facts, **year, **versions, "document_url": document.url, "words": len(document.text.split()),
        "document": _document_json(document),
        "reading": _json({kind: [asdict(one) for one in getattr(outcome.reading, kind)] for kind in _KINDS}),
    }  # fmt: skip


def of_error(origin: str, url: str | None, error: RecordError | UnreadableError) -> Row:
    """The row of a record, or of a whole file, that makes no capture."""
    message = error.message if isinstance(error, RecordError) else str(error)
    said = {"stage": "capture", "error": type(error).__name__, "message": message}
    return {"source_id": "files", "origin": origin, "url": url, **said}


def of_left_out(archive: str, kind: str, number: int) -> Row:
    """How many records of a kind, in a person's words, were left out of a range of an archive file."""
    return {"source_id": "files", "archive": archive, "role": "left out", "message": kind, "left_out": number}


def outcome(row: Mapping[str, Any]) -> Outcome:
    """What came of reading a row's capture."""
    if row["text"] is None:
        return Outcome(stage=row["stage"], error=row["error"], message=row["message"])
    parts = json.loads(row["document"])
    document = Document(
        origin=row["origin"],
        url=row["document_url"],
        blocks=tuple(_block(row["text"], block) for block in parts["blocks"]),
        links=tuple(Link(**link) for link in parts["links"]),
        notices=tuple(parts["notices"]),
        ocr_pages=tuple(parts["ocr_pages"]),
        **{name: row[name] for name in _FACTS},
    )
    read = json.loads(row["reading"])
    return Outcome(reading=Reading(document, **{kind: _mentions(kind, read[kind]) for kind in _KINDS}))


def _document_json(document: Document) -> str:
    """What of a document has no column; the text of a block stands in the document's."""
    parts = {name: getattr(document, name) for name in _PARTS}
    parts["blocks"] = [{**asdict(block), "text": None} for block in document.blocks]
    parts["links"] = [asdict(link) for link in document.links]
    return _json(parts)


def _block(text: str, block: dict[str, Any]) -> Block:
    return Block(**{**block, "text": text[block["start"] : block["end"]]})


def _mentions(kind: str, read: Iterable[dict[str, Any]]) -> tuple[Any, ...]:
    make = _KINDS[kind]
    return tuple(make(**{name: _frozen(value) for name, value in one.items()}) for one in read)


def _frozen(value: Any) -> Any:
    """JSON has lists where the types have tuples."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
