"""What the page of one event tells: its facts, and for each the passage, the page and the capture that say so."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from db.pictures import pictures_file
from web import counted, linked_data, maps, marking
from web.asking import Ask, answers
from web.chronicles import Chronicles
from web.merging import Merge, Rows
from web.slides import Slide, page_text, slides

NEAR = "abs(julianday(events.start_date) - julianday(:start))"

QUERIES = {
    "places": """
        select places.* from event_places join places on places.id = event_places.place_id
        where event_places.event_id = :id order by places.name collate latvian
    """,
    "organisations": """
        select organisations.*, event_organisations.role from event_organisations
        join organisations on organisations.id = event_organisations.organisation_id
        where event_organisations.event_id = :id order by organisations.name collate latvian
    """,
    "people": """
        select people.*, event_people.role from event_people join people on people.id = event_people.person_id
        where event_people.event_id = :id order by people.name collate latvian
    """,
    "counts": """
        select counts.*, coalesce(documents.title, documents.origin) as title, passages.number from event_counts
        join counts on counts.id = event_counts.count_id
        join documents on documents.id = counts.document_id join passages on passages.id = counts.passage_id
        where event_counts.event_id = :id order by counts.document_id, counts.char_start
    """,
    "participants": "select id, participants from events where id = :id",
    "project": """
        select projects.* from events join projects on projects.id = events.project_id where events.id = :id
    """,
    "evidence": """
        select event_documents.*, documents.title, documents.origin, documents.url, documents.published,
          documents.gone, documents.capture_id, captures.fetched, captures.sha256 as digest,
          passages.number, passages.page, passages.text as passage, passages.char_start as passage_start
        from event_documents join documents on documents.id = event_documents.document_id
        join captures on captures.id = documents.capture_id
        left join passages on passages.id = event_documents.passage_id
        where event_documents.event_id = :id
        order by documents.published is null, documents.published, documents.id, event_documents.char_start
    """,
    "findings": """
        select * from findings where event_id = :id
        union select * from findings where repeats_id is null
          and passage_id in (select passage_id from event_documents where event_id = :id)
        order by id
    """,
}
MERGES = {
    "places": Merge(order=("name",)),
    "organisations": Merge(once=("id", "role"), order=("name",)),
    "people": Merge(once=("id", "role"), order=("name",)),
    "participants": Merge(once=("participants",), order=("-participants",), most=1),
    "project": Merge(),
    "evidence": Merge(once=("document_id", "char_start"), order=("published", "document_id", "char_start")),
    "findings": Merge(order=("id",)),
}
#: Events next to a day, found by walking from it along an index in both directions, however many there are.
_WALK = """
    select * from (
      select {id} as id from {table} where {key} and {id} != :id and start_date {compared} :start
      order by start_date{order}, {id}{order} limit 6)
"""
_NEAREST = f"""
    select events.*, {NEAR} as away from (select distinct id from ({{walks}})) found
    join events on events.id = found.id order by away, events.id limit 6
"""


def nearest(table: str, id_: str, keys: Iterable[str]) -> str:
    """A statement for the six events next to ``:start`` but for ``:id`` among those that meet one of the conditions.

    ``table`` has an index over what each condition asks for and ``start_date``, and names events in the column ``id_``.
    """
    walks = (
        _WALK.format(table=table, id=id_, key=key, compared=compared, order=order)
        for key in keys
        for compared, order in ((">=", ""), ("<", " desc"))
    )
    return _NEAREST.format(walks=" union all ".join(walks))


OTHERS = {
    "of_project": nearest("events", "id", ["project_id = :project"]),
    "of_day": """
        select * from events where start_date = :start and precision = 'day' and :precision = 'day' and id != :id
        order by id limit 6
    """,
}
NEAREST = Merge(order=("away", "id"), most=6)
OF_DAY = Merge(order=("id",), most=6)
#: Of an event of more places, the others at so many are looked for.
PLACES = 30
#: Too wide for what took place there to be near.
WIDE = ("country", "region")
_PAGE = """
    select text, char_start from passages where document_id = :document and page = :page order by number
"""


async def event_page(chronicles: Chronicles, name: str, id_: str, address: str) -> dict[str, Any]:
    """The event with this identifier in a chronicle, whose page has this address; empty where there is none.

    Whatever other chronicles know of it is told as well.
    """
    found = await chronicles.only(name).ask("select * from events where id = :id", id=id_)
    if not found:
        return {}
    event, tellers = found[0], await chronicles.that_have("events", id_)
    told: dict[str, Any] = await answers(tellers.ask, QUERIES, MERGES, id=id_)
    event["participants"] = told["participants"][0]["participants"]
    for row in told["evidence"]:
        row["pieces"] = quoted(row)
        row["slide"], row["boxes"] = await outlined(chronicles.only(row.get("chronicle", name)), row)
    for finding in told["findings"]:
        finding["quotes"] = json.loads(finding["evidence"])
    data = linked_data.event_data(event, address, told["places"], told["organisations"], told["evidence"])
    return {
        **told, **await others(chronicles, event, told["places"]), "event": event, "address": address,
        "map": maps.draw(told["places"]), "lines": counted.lines(told["counts"]),
        "linked_data": linked_data.script(data), "captures": cited(told["evidence"]),
    }  # fmt: skip


async def others(chronicles: Chronicles, event: dict[str, Any], places: Rows) -> dict[str, Rows]:
    """The events of its project, of its day and of its places."""
    values = {"id": event["id"], "project": event["project_id"], "start": event["start_date"]}
    merges = {"of_project": NEAREST, "of_day": OF_DAY}
    found = await answers(chronicles.ask, OTHERS, merges, **values, precision=event["precision"])
    near = [place["id"] for place in places if place["kind"] not in WIDE]
    return {**found, "of_place": await of_places(chronicles.ask, event, near)}


async def of_places(ask: Ask, event: dict[str, Any], places: list[str]) -> Rows:
    """The events of these places that are nearest in time to this one."""
    if not places:
        return []
    named = places[:PLACES]
    sql = nearest(
        "event_places", "event_id", (f"place_id = json_extract(:places, '$[{n}]')" for n in range(len(named)))
    )
    return await ask(sql, NEAREST, places=json.dumps(named), id=event["id"], start=event["start_date"])


def quoted(row: dict[str, Any]) -> list[marking.Piece]:
    """The passage with the quote in it; the quote alone where it goes beyond one passage."""
    if row["passage"] is None or row["char_end"] > row["passage_start"] + len(row["passage"]):
        return [marking.Piece(row["quote"], (marking.span_of(row, "quote"),))]
    return marking.pieces(row["passage"], [marking.span_of(row, "quote")], row["passage_start"])


async def outlined(chronicle: Chronicles, row: dict[str, Any]) -> tuple[Slide | None, list[Any]]:
    """The picture of the page that a quote stands on, and the boxes around it."""
    if row["page"] is None:
        return None, []
    slide = slides(pictures_file(chronicle.file()), row["digest"], [row["page"]]).get(row["page"])
    if slide is None:
        return None, []
    text, begin = page_text(await chronicle.ask(_PAGE, document=row["document_id"], page=row["page"]))
    return slide, slide.outlined(text, row["char_start"] - begin, row["char_end"] - begin)


def cited(evidence: Rows) -> Rows:
    """Each document that tells of the event once, for a citation."""
    return list({row["document_id"]: row for row in evidence}.values())
