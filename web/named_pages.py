"""What the pages of a place, an organisation, a project and a person tell: events over time, documents, other names."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from web import linked_data, maps, timeline
from web.asking import answers
from web.chronicles import Chronicles
from web.merging import Merge, Rows, without_repeats

#: The tables with such pages: the table that joins them to events, that of mentions, and the column that names them.
THROUGH = {
    "organisations": ("event_organisations", "organisation_mentions", "organisation_id"),
    "people": ("event_people", "person_mentions", "person_id"),
    "places": ("event_places", "place_mentions", "place_id"),
    "projects": ("events", "project_mentions", "project_id"),
}
#: What the search page calls them, where it can be narrowed to one.
FILTERS = {"organisations": "organisation", "places": "place"}
EVENTS = 50  # that are listed; the table has all
#: Mentions that forms of a name are taken from: the capital has tens of thousands, and they are all alike.
MENTIONS = 2000
#: Up to so many events, or mentions, are all looked up; of more, the newest are walked to.
FEW = 2000

_EVENT_IDS = "select {event_id} from {through} where {key} = :id"
_HOW_MANY = """
    select (select count(*) from (select 1 from {through} where {key} = :id limit {few} + 1)) as events,
      (select count(*) from (select 1 from {mentions} where {key} = :id limit {few} + 1)) as documents
"""
_QUERIES = {
    "events": "select * from events where id in ({ids}) order by start_date desc, id limit {events}",
    "counted": """
        select substr(start_date, 1, 4) as year, count(*) as number from events where id in ({ids}) group by 1
    """,
    "documents": """
        select documents.id, documents.title, documents.origin, documents.published, count(*) as times
        from {mentions} join documents on documents.id = {mentions}.document_id
        where {mentions}.{key} = :id group by documents.id
        order by documents.published desc, documents.id limit 50
    """,
    "forms": """
        select text, count(*) as times from (select text from {mentions} where {key} = :id limit {most})
        group by text order by times desc, text limit 12
    """,
}
#: The same by walking from the newest on.
_WALKS = {
    "events": """
        select * from events indexed by idx_events_start_date
        where exists (select 1 from {through} w where w.event_id = events.id and w.{key} = :id)
        order by start_date desc, id limit {events}
    """,
    "documents": """
        select id, title, origin, published,
          (select count(*) from {mentions} m where m.document_id = documents.id and +m.{key} = :id) as times
        from documents indexed by idx_documents_published
        where exists (select 1 from {mentions} m where m.document_id = documents.id and +m.{key} = :id)
        order by published desc, id limit 50
    """,
}
#: The events of it that several chronicles tell of, by year.
_SHARED = """
    select id, substr(start_date, 1, 4) as value from events
    where id in (select value from json_each(:shared)) and id in ({ids})
"""
MERGES = {
    "events": Merge(order=("-start_date", "id"), most=EVENTS),
    "counted": Merge(once=("year",), summed="number"),
    "documents": Merge(order=("-published", "id"), most=50),
    "forms": Merge(once=("text",), order=("-times", "text"), most=12, summed="times"),
    "names": Merge(once=("name",), order=("name",), most=30),
    "above": Merge(),
    "below": Merge(order=("name",), most=60),
    "roles": Merge(once=("role",), order=("-times", "role"), most=12, summed="times"),
}
_OWN = {
    "organisations": {
        "names": """
            select distinct told.name from (
              select name from organisation_mentions where organisation_id = :id
              union select acronym from organisation_mentions where organisation_id = :id
              union select acronym from organisations where id = :id) told
            join organisations on organisations.id = :id
            where told.name != '' and told.name != organisations.name order by 1 limit 30
        """,
        "above": """
            select upper.id, upper.name from organisations
            join organisations upper on upper.id = organisations.parent_id where organisations.id = :id
        """,
        "below": "select id, name from organisations where parent_id = :id order by name collate latvian limit 60",
    },
    "people": {
        "roles": """
            select role, count(*) as times from (select role from person_mentions where person_id = :id limit 2000)
            where role != '' group by role order by times desc, role limit 12
        """,
    },
    "places": {
        "names": """
            select id, name, valid_to from places where replaced_by = :id order by name collate latvian limit 30
        """,
        "above": """
            select upper.id, upper.name, places.id as now from places
            join places upper on upper.id in (places.parent_id, places.replaced_by) where places.id = :id
        """,
        "below": """
            select id, name from places where parent_id = :id and replaced_by is null
            order by name collate latvian limit 60
        """,
    },
    "projects": {
        "names": """
            select distinct project_mentions.name from project_mentions join projects on projects.id = :id
            where project_id = :id and project_mentions.name != projects.name order by 1 limit 30
        """,
    },
}


async def named_page(chronicles: Chronicles, name: str, table: str, id_: str) -> dict[str, Any]:
    """The row of one of a chronicle's tables with this identifier, with what all chronicles know of it.

    Empty where there is none.
    """
    found = await chronicles.only(name).ask(f"select * from {table} where id = :id", id=id_)
    if not found:
        return {}
    row, tellers = found[0], await chronicles.that_have(table, id_)
    asked = queries(table)
    how_many = await tellers.ask(asked.pop("how_many"), id=id_)
    walks = {name: asked.pop(f"{name}, walking") for name in _WALKS if f"{name}, walking" in asked}
    asked |= {name: sql for name, sql in walks.items() if sum(row[name] for row in how_many) > FEW} | _OWN[table]
    repeated = await tellers.told_by_several(asked.pop("shared"), id=id_)
    told = await answers(tellers.ask, asked, MERGES, id=id_)
    without_repeats(told["counted"], "year", "number", repeated)
    years = timeline.years((one["year"], one["number"]) for one in told["counted"])
    return {
        **told, "named": row, "years": years, "number": sum(bar.number for bar in years),
        "forms": other_forms(told["forms"], row["name"]), "identifiers": linked_data.identifiers(row),
        "map": maps.draw([row]) if table == "places" else None,
        "narrowed": urlencode({FILTERS[table]: id_}) if table in FILTERS else "",
    }  # fmt: skip


def queries(table: str) -> dict[str, str]:
    """The questions that all of these pages ask, for one table."""
    through, mentions, key = THROUGH[table]
    values = {
        "through": through, "mentions": mentions, "key": key, "event_id": "id" if through == "events" else "event_id",
        "events": EVENTS, "most": MENTIONS, "few": FEW,
    }  # fmt: skip
    values["ids"] = _EVENT_IDS.format(**values)
    # a project has its events listed
    walks = {f"{name}, walking": sql for name, sql in _WALKS.items() if name != through}
    asked = {**_QUERIES, **walks, "how_many": _HOW_MANY, "shared": _SHARED}
    return {name: sql.format(**values) for name, sql in asked.items()}


def other_forms(forms: Rows, name: str) -> Rows:
    """The words of texts that are not the name itself."""
    return [form for form in forms if form["text"] != name]
