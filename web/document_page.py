"""What the page of one document tells: its text with everything marked that was read in it, and its history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from db.pictures import pictures_file
from web import differences, marking
from web.asking import PART, Ask, answers
from web.merging import Rows
from web.slides import slides

_EVENT_COLUMNS = "events.id, events.name, events.kind, events.status, start_date, end_date, precision"

QUERIES = {
    "events": f"""
        select distinct {_EVENT_COLUMNS} from event_documents join events on events.id = event_documents.event_id
        where event_documents.document_id = :id order by start_date desc, events.id limit 200
    """,
    "versions": """
        select document_id, version, fetched, title, difference, capture_id from document_versions
        where document_id = :id order by version desc
    """,
    "addresses": "select url, kind from document_urls where document_id = :id order by kind, url",
    "links": """
        select links.url, links.text, links.kind, links.target_document_id from links
        where document_id = :id order by kind, links.rowid limit 200
    """,
    "linked_from": """
        select documents.id, documents.title, documents.origin, links.text from links
        join documents on documents.id = links.document_id
        where links.target_document_id = :id and links.document_id != :id
        order by documents.title, documents.id limit 50
    """,
    "findings": "select * from findings where document_id = :id order by id",
}
_PASSAGES = """
    select * from passages where document_id = :id and number > :before order by number limit :some
"""
_NAMED = """
    select {table}.*, {rows}.name as row_name from {table} join {rows} on {rows}.id = {table}.{key}
    where {table}.document_id = :id and char_start between :start and :end
"""
_VALUES = "select * from {table} where document_id = :id and char_start between :start and :end"
#: What is marked: kind, its table of mentions, and the table and column of the row that a mention names.
MARKED: dict[str, tuple[str, str, str]] = {
    "date": ("dates", "", ""),
    "count": ("counts", "", ""),
    "place": ("place_mentions", "places", "place_id"),
    "organisation": ("organisation_mentions", "organisations", "organisation_id"),
    "person": ("person_mentions", "people", "person_id"),
    "project": ("project_mentions", "projects", "project_id"),
    "event": ("event_documents", "events", "event_id"),
}


async def document_page(ask: Ask, file: Path, id_: str, arguments: Mapping[str, str]) -> dict[str, Any]:
    """The document with this identifier; ``?part=2`` of a long one. Empty where there is none."""
    found = await ask(
        "select documents.*, captures.sha256 as digest, captures.fetched as captured from documents"
        " join captures on captures.id = documents.capture_id where documents.id = :id",
        id=id_,
    )
    if not found:
        return {}
    [total] = await ask("select max(number) as passages from passages where document_id = :id", id=id_)
    parts = -(-(total["passages"] or 0) // PART) or 1
    part = min(max(_number(arguments.get("part")), 1), parts)
    passages = await ask(_PASSAGES, id=id_, before=(part - 1) * PART, some=PART)
    spans = await marked(ask, id_, passages)
    told: dict[str, Any] = await answers(ask, QUERIES, id=id_)
    for version in told["versions"]:
        version["changes"] = list(differences.changes(version["difference"]))
    numbers = sorted({passage["page"] for passage in passages if passage["page"]})
    pictures = slides(pictures_file(file), found[0]["digest"], numbers) if numbers else {}
    return {
        **told, "document": found[0], "part": part, "parts": parts, "legend": legend(spans), "pictures": pictures,
        "pages": [(page, list(rows)) for page, rows in groupby(read(passages, spans), lambda row: row["page"])],
    }  # fmt: skip


async def marked(ask: Ask, id_: str, passages: Rows) -> list[marking.Span]:
    """Everything that was read in these passages."""
    if not passages:
        return []
    within = {"id": id_, "start": passages[0]["char_start"], "end": passages[-1]["char_end"]}
    spans = []
    for kind, (table, rows, key) in MARKED.items():
        sql = (_NAMED if rows else _VALUES).format(table=table, rows=rows, key=key)
        for row in await ask(sql, **within):
            target = (rows, row[key]) if rows else None
            spans.append(marking.span_of(row, kind, target, note(kind, row)))
    return spans


def note(kind: str, row: Mapping[str, Any]) -> str:
    """What the words were read as."""
    if kind == "date":
        start, end = row["start_date"], row["end_date"]
        return str(start) if start == end else f"{start} – {end}"
    if kind == "count":
        most = "" if row["value_max"] is None else f"–{row['value_max']:g}"
        return f"{row['value']:.12g}{most} {row['what'] or row['unit'] or ''}".strip()
    return str(row["row_name"])


def read(passages: Rows, spans: list[marking.Span]) -> Iterator[dict[str, Any]]:
    """Each passage with its ``pieces``; both come in the order of the text."""
    waiting = sorted(spans, key=lambda span: span.start)
    for passage in passages:
        start, end = passage["char_start"], passage["char_end"]
        waiting = [span for span in waiting if span.end > start]
        here = [span for span in waiting if span.start < end]
        yield {**passage, "pieces": marking.pieces(passage["text"], here, start)}


def legend(spans: list[marking.Span]) -> dict[str, int]:
    """How many words or phrases of each kind are marked."""
    numbers = dict.fromkeys(MARKED, 0)
    for span in spans:
        numbers[span.kind] += 1
    return {kind: number for kind, number in numbers.items() if number}


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else 1
