"""What programs may ask of the site, and what they are answered: its description in OpenAPI 3.1.

Addresses of tables and rows are told once for all tables, whose names and columns come from the metadata.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hronika import __version__

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
ID: Schema = {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"}
OR_NONE: Schema = {"type": ["string", "null"]}
DAY: Schema = {
    "type": "string",
    "pattern": r"^[0-9]{4}(-[0-9]{1,2}(-[0-9]{1,2})?)?$",
    "description": "A day, a month or a year: 2019-11-21, 2019-11, 2019.",
    "examples": ["2019"],
}
FILTERS: dict[str, Schema] = {
    "q": {**TEXT, "description": "Words in any form, with or without diacritics.", "examples": ["romu mediatori"]},
    "from": DAY,
    "to": DAY,
    "place": {**TEXT, "description": "The identifier of a place."},
    "kind": {**TEXT, "description": "A kind of event, such as seminar."},
    "organisation": {**TEXT, "description": "The identifier of an organisation."},
    "source": {**TEXT, "description": "The name of a source."},
}
#: One identifier, or several.
IDS: Schema = {"type": "array", "items": TEXT, "maxItems": 100}


def an_object(properties: Mapping[str, Schema], optional: Iterable[str] = ()) -> Schema:
    return {"type": "object", "properties": dict(properties), "required": sorted({*properties} - {*optional})}


def a_list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


EVENT = an_object(
    {"id": TEXT, "name": TEXT, "kind": TEXT, "status": TEXT, "start_date": TEXT, "end_date": TEXT, "precision": TEXT}
)
HIT = an_object(
    {
        **dict.fromkeys(("document_id", "origin", "snippet", "passage_id"), TEXT),
        **dict.fromkeys(("url", "title", "event_id", "event_name"), OR_NONE),
        "kind": {"enum": ["event", "passage"]},
        "score": {"type": "number"},
        "number": NUMBER,
        "page": {"type": ["integer", "null"]},
        "event": {"oneOf": [{"type": "null"}, EVENT]},
        "chronicle": {**TEXT, "description": "Where there are several: the one that has it."},
    },
    optional=["chronicle"],
)
FOUND = an_object(
    {
        "query": TEXT,
        "filters": {"type": "object", "additionalProperties": TEXT},
        "total": NUMBER,
        "complete": {"type": "boolean", "description": "Whether there are no more answers than these."},
        "page": NUMBER,
        "pages": NUMBER,
        "hits": a_list(HIT),
        "facets": {"type": "object", "additionalProperties": a_list({"type": "object"})},
        "suggestions": a_list(TEXT),
        "elsewhere": {"type": "boolean", "description": "Whether something would be found without the filters."},
        "next": {**OR_NONE, "description": "The address of the next page."},
    }
)
NAMED = an_object({"id": TEXT, "name": TEXT})
EVENTS = an_object(
    {
        **dict.fromkeys(("title", "description", "version", "date", "licence", "licence_url", "source"), TEXT),
        "total": NUMBER,
        "complete": {"type": "boolean", "description": "Whether those are all; else there are at least so many."},
        "events": a_list(
            {
                **EVENT,
                "properties": {
                    **EVENT["properties"],
                    "places": a_list(NAMED),
                    "organisations": a_list(NAMED),
                    "people": a_list(NAMED),
                    "quotes": a_list(an_object({"quote": TEXT, "document_id": TEXT, "fetched": TEXT, "sha256": TEXT})),
                    "page": TEXT,
                },
            }
        ),
    }
)
SELECT: Schema = {**TEXT, "minLength": 1, "description": "A SELECT statement in the SQL of SQLite."}
#: What Datasette answers: rows, each as a list of values or as an object of them.
ROWS = an_object(
    {
        "rows": a_list({"type": ["array", "object"]}),
        "columns": a_list(TEXT),
        "truncated": {"type": "boolean", "description": "Whether there are more rows than one answer holds."},
    }
)
#: What it answers to SQL; where there is none, which tables there are.
TOLD: Schema = {"anyOf": [ROWS, an_object({"database": TEXT, "tables": a_list({"type": "object"})})]}
ERROR = an_object(
    {"ok": {"const": False}, "error": {**TEXT, "description": "What was wrong, for a person."}, "status": NUMBER},
    optional=["status"],
)
#: Parameters of Datasette for every table; more are told at docs.datasette.io.
OF_TABLES: dict[str, Schema] = {
    "_size": {"type": "integer", "minimum": 1, "maximum": 2000, "description": "Rows of one answer."},
    "_next": {**TEXT, "description": "As `next` of the answer before has it."},
    "_sort": {**TEXT, "description": "A column."},
    "_sort_desc": {**TEXT, "description": "A column; the last comes first."},
    "_search": {**TEXT, "description": "Words in any form, for tables with texts."},
    "_shape": {"enum": ["arrays", "objects"], "description": "A row as a list of its values, or as an object."},
}


def description(address: str, chronicles: Iterable[str], tables: Iterable[str]) -> Schema:
    """The whole, for a site at this address with these chronicles and tables."""
    chronicle = parameter("chronicle", {"enum": sorted(chronicles)}, "path")
    table = parameter("table", {"enum": sorted(tables)}, "path")
    of_tables = [parameter(name, schema) for name, schema in OF_TABLES.items()]
    of_events = {**FILTERS, "project": IDS, "id": IDS}
    sql = parameter("sql", {**TEXT, "minLength": 1, "description": "A SELECT statement in the SQL of SQLite."}) | {
        "required": True
    }
    shape = parameter("_shape", OF_TABLES["_shape"])
    paged = {**FILTERS, "page": {"type": "integer", "minimum": 1, "maximum": 9999}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hronika", "version": __version__, "license": {"name": "CC0 1.0", "identifier": "CC0-1.0"}},
        "servers": [{"url": address.rstrip("/")}],
        "paths": {
            "/search.json": asking("Events and passages, best first", FOUND, parameters(paged)),
            "/events.json": asking("Events with their quotes, the newest first", EVENTS, parameters(of_events), 400),
            "/{chronicle}/{table}.json": asking("The rows of a table", ROWS, [chronicle, table, *of_tables], 400, 404),
            "/{chronicle}/{table}/{id}.json": leading_on(
                asking("One row", ROWS, [chronicle, table, parameter("id", ID, "path"), shape], 400, 404)
            ),
            "/{chronicle}.json": asking(
                "The answer to a question in SQL", TOLD, [chronicle, sql, shape], 400, 404, 503
            ),
        },
    }


def asking(summary: str, answer: Schema, told: list[Schema], *errors: int) -> Schema:
    """An address that is asked for: what it answers, and with which status it says that it does not."""
    answers = {"200": {"description": "The answer.", "content": {"application/json": {"schema": answer}}}}
    for status in errors:
        answers[str(status)] = {"description": "Why not.", "content": {"application/json": {"schema": ERROR}}}
    return {"get": {"summary": summary, "parameters": told, "responses": answers}}


def leading_on(asked: Schema) -> Schema:
    """An address of rows that may be known by something else now: where to ask, or what may be meant."""
    answers = asked["get"]["responses"]
    answers["301"] = {"description": "Ask at `Location`: the texts of versions are kept in a table beside them."}
    answers["302"] = {"description": "Ask at `Location`: an event may be known by something else now."}
    answers["300"] = {
        "description": "Events that could not be told apart when this address was theirs.",
        "content": {"application/json": {"schema": an_object({"ok": {"const": True}, "events": a_list(EVENT)})}},
    }
    return asked


def parameters(schemas: Mapping[str, Schema]) -> list[Schema]:
    return [parameter(name, schema) for name, schema in schemas.items()]


def parameter(name: str, schema: Schema, place: str = "query") -> Schema:
    """A parameter; what stands in the path must be there."""
    return {"name": name, "in": place, "schema": schema, "required": place == "path"}
