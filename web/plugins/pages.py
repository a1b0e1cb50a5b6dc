"""What the home page and the pages of single rows tell beyond Datasette's own tables.

Each page is a set of named queries; their rows go to the template, which puts them into words.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from datasette.utils import is_url, tilde_decode, tilde_encode
from jinja2 import Environment
from pluggy import HookimplMarker

from web.words import FLAGS, LATVIAN, when_en, when_lv, yes_no

hookimpl = HookimplMarker("datasette")

HOME = {
    "totals": """
        select (select count(*) from events) as events, (select count(*) from documents) as documents,
          (select count(distinct place_id) from event_places) as places,
          (select count(distinct organisation_id) from event_organisations) as organisations,
          (select min(substr(start_date, 1, 4)) from events) as first_year,
          (select max(substr(end_date, 1, 4)) from events) as last_year
    """,
    "newest": """
        select events.*, (
          select group_concat(name, ', ') from (
            select places.name from event_places join places on places.id = event_places.place_id
            where event_places.event_id = events.id order by places.name)) as places
        from events order by start_date desc, end_date desc, id limit 8
    """,
    "run": "select * from runs where finished is not null order by started desc limit 1",
}

EVENT = {
    "places": """
        select places.* from event_places join places on places.id = event_places.place_id
        where event_places.event_id = :id order by places.name
    """,
    "organisations": """
        select organisations.*, event_organisations.role from event_organisations
        join organisations on organisations.id = event_organisations.organisation_id
        where event_organisations.event_id = :id order by organisations.name
    """,
    "people": """
        select people.*, event_people.role from event_people join people on people.id = event_people.person_id
        where event_people.event_id = :id order by people.name
    """,
    "counts": """
        select counts.*, coalesce(documents.title, documents.origin) as title, passages.number from event_counts
        join counts on counts.id = event_counts.count_id
        join documents on documents.id = counts.document_id join passages on passages.id = counts.passage_id
        where event_counts.event_id = :id order by counts.document_id, counts.char_start
    """,
    "project": """
        select projects.* from events join projects on projects.id = events.project_id where events.id = :id
    """,
    "evidence": """
        select event_documents.*, documents.title, documents.origin, documents.published, passages.number
        from event_documents join documents on documents.id = event_documents.document_id
        left join passages on passages.id = event_documents.passage_id
        where event_documents.event_id = :id
        order by documents.published is null, documents.published, documents.id, event_documents.char_start
    """,
    "findings": "select * from findings where event_id = :id order by id",
}

_EVENTS = """
    select distinct events.* from events join {through} on {through}.event_id = events.id
    where {through}.{key} = :id order by events.start_date desc, events.id limit 100
"""

_NAMED = """
    select {named}.id, {named}.name, count(*) as times from {mentions}
    join {named} on {named}.id = {mentions}.{key} where {mentions}.document_id = :id
    group by {named}.id order by times desc, {named}.name
"""

DOCUMENT = {
    "passages": "select * from passages where document_id = :id order by number limit 500",
    "events": _EVENTS.format(through="event_documents", key="document_id"),
    "dates": """
        select dates.*, passages.number from dates join passages on passages.id = dates.passage_id
        where dates.document_id = :id order by dates.char_start
    """,
    "counts": """
        select counts.*, passages.number from counts join passages on passages.id = counts.passage_id
        where counts.document_id = :id order by counts.char_start
    """,
    "places": _NAMED.format(named="places", mentions="place_mentions", key="place_id"),
    "organisations": _NAMED.format(named="organisations", mentions="organisation_mentions", key="organisation_id"),
    "people": _NAMED.format(named="people", mentions="person_mentions", key="person_id"),
    "projects": _NAMED.format(named="projects", mentions="project_mentions", key="project_id"),
    "links": "select * from links where document_id = :id order by kind, rowid",
    "findings": "select * from findings where document_id = :id order by id",
}

ROWS = {
    "documents": DOCUMENT,
    "events": EVENT,
    "organisations": {"events": _EVENTS.format(through="event_organisations", key="organisation_id")},
    "people": {"events": _EVENTS.format(through="event_people", key="person_id")},
    "places": {"events": _EVENTS.format(through="event_places", key="place_id")},
    "projects": {"events": "select * from events where project_id = :id order by start_date desc, id limit 100"},
}


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Any) -> None:
    """What the templates ask of values: dates in words, and whether a value is a flag, an address or Latvian."""
    env.filters["when_lv"] = lambda row: when_lv(row["start_date"], row["end_date"], row["precision"])
    env.filters["when_en"] = lambda row: when_en(row["start_date"], row["end_date"], row["precision"])
    env.filters["yes_no"] = yes_no
    env.tests["flag"] = FLAGS.__contains__
    env.tests["latvian"] = LATVIAN.__contains__
    env.tests["url"] = is_url
    env.globals["described"] = datasette.metadata("databases")
    env.globals["row_url"] = lambda table, id_: datasette.urls.row(
        datasette.get_database().name, table, tilde_encode(id_)
    )


@hookimpl
def extra_template_vars(
    view_name: str, table: str | None, request: Any, datasette: Any
) -> dict[str, Any] | Awaitable[dict[str, Any]]:
    """The rows of the page's queries, each under the query's name."""
    queries = HOME if view_name == "index" else ROWS.get(table or "") if view_name == "row" else None
    return page_rows(queries, request, datasette) if queries else {}


async def page_rows(queries: dict[str, str], request: Any, datasette: Any) -> dict[str, Any]:
    database = datasette.get_database()
    id_ = tilde_decode(request.url_vars.get("pks") or "")
    found: dict[str, Any] = {"database": database.name}
    for name, sql in queries.items():
        found[name] = [dict(row) for row in await database.execute(sql, {"id": id_})]
    return found
