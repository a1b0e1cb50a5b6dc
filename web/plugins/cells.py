"""How single values look in tables and on row pages: names are links, flags are yes or no, lists are quotations.

Whatever is not named here Datasette shows as it is; text is escaped either way.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Iterable, Mapping
from typing import Any

from datasette.utils import tilde_encode
from jinja2 import Environment
from markupsafe import Markup
from pluggy import HookimplMarker

from web.i18n import number
from web.words import FLAGS, yes_no

hookimpl = HookimplMarker("datasette")

#: Columns that name a row of another table, wherever they stand: in tables and in the answers of queries.
REFERENCES = {
    "capture_id": "captures",
    "count_id": "counts",
    "document_id": "documents",
    "event_id": "events",
    "former_parent_id": "places",
    "organisation_id": "organisations",
    "organiser_id": "organisations",
    "part_of": "counts",
    "passage_id": "passages",
    "person_id": "people",
    "place_id": "places",
    "project_id": "projects",
    "repeats_id": "passages",
    "replaced_by": "places",
    "run_id": "runs",
    "target_document_id": "documents",
}
#: What ``parent_id`` names, by table.
PARENTS = {"organisation_mentions": "organisations", "organisations": "organisations", "places": "places"}
#: The column of a table that names the row; it links to the row's own page.
NAMES = {"documents": "title", **dict.fromkeys(("events", "organisations", "people", "places", "projects"), "name")}
#: Columns that hold a JSON list of rows of another table, each an identifier or an identifier and a role.
LISTS = {
    ("event_readings", "counts"): "counts",
    ("event_readings", "organisations"): "organisations",
    ("event_readings", "people"): "people",
    ("event_readings", "places"): "places",
}
LABEL_LENGTH = 80


@hookimpl
def render_cell(
    row: Mapping[str, Any], value: Any, column: str, table: str | None, database: str, datasette: Any
) -> str | Awaitable[str | None] | None:
    """The HTML of a cell, or None for Datasette's own. ``table`` is None in the answer of a query."""
    if value in (None, ""):
        return None
    if (table, column) in FLAGS:
        return yes_no(value)
    if column == "evidence":
        return quotations(value)
    if table is None and is_named(column, row.keys()):
        return link(datasette, database, REFERENCES[f"{column}_id"], row[f"{column}_id"], value)
    if listed := LISTS.get((table or "", column)):
        return links(datasette, database, listed, json.loads(value))
    target = PARENTS.get(table or "") if column == "parent_id" else REFERENCES.get(column)
    if target:
        return reference(datasette, database, table, column, target, value)
    if table and NAMES.get(table) == column:
        return link(datasette, database, table, row["id"], value)
    if isinstance(value, float) and value.is_integer() and not has_unit(datasette, database, table, column):
        return number(value)
    return None


def is_named(column: str, columns: Iterable[str]) -> bool:
    """Whether an answer has the identifier of what this column names, as ``event_id`` beside ``event``."""
    return f"{column}_id" in REFERENCES and f"{column}_id" in columns


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """``column is hidden_in(columns)``: an identifier is the link of its name, and needs no column of its own."""
    env.tests["hidden_in"] = lambda column, columns: any(
        f"{one}_id" == column for one in columns if is_named(one, columns)
    )


def quotations(value: str) -> Markup:
    """A JSON list of quotes as a list of quotes."""
    items = Markup().join(Markup('<li lang="lv">{}</li>').format(quote) for quote in json.loads(value))
    return Markup('<ul class="quotes">{}</ul>').format(items)


def link(datasette: Any, database: str, table: str, id_: str, label: object) -> Markup:
    """A link to a row, by its label, shortened where that is a whole sentence."""
    text = str(label)
    if len(text) > LABEL_LENGTH:
        text = text[:LABEL_LENGTH].rsplit(" ", 1)[0] + "…"
    return Markup('<a href="{}">{}</a>').format(datasette.urls.row(database, table, tilde_encode(str(id_))), text)


async def links(datasette: Any, database: str, table: str, rows: list[Any]) -> Markup:
    """Links to the rows of a list, by their labels, with the role of each where it has one."""
    named = [row if isinstance(row, list) else [row, None] for row in rows]
    label = await datasette.get_database(database).label_column_for_table(table)
    sql = f"select id, {label} from {table} where id in (select value from json_each(?))"
    labels = dict(tuple(row) for row in await datasette.execute(database, sql, [json.dumps([id_ for id_, _ in named])]))
    shown = [
        link(datasette, database, table, id_, labels.get(id_, id_)) + (f" ({role})" if role else "")
        for id_, role in named
    ]
    return Markup(", ").join(shown) or Markup("–")


def has_unit(datasette: Any, database: str, table: str | None, column: str) -> bool:
    return table is not None and column in datasette.table_metadata(database, table).get("units", {})


async def reference(datasette: Any, database: str, table: str | None, column: str, target: str, value: Any) -> Markup:
    """A link to the row that a foreign key names. Tables bring its label along, row pages do not."""
    if isinstance(value, dict):
        return link(datasette, database, target, value["value"], value["label"] or value["value"])
    labels = await datasette.expand_foreign_keys(database, table, column, [value]) if table else {}
    return link(datasette, database, target, value, labels.get((column, value)) or value)
