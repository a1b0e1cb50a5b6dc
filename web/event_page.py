"""What the page of one event tells: its facts, and for each the passage, the page and the capture that say so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from db.pictures import pictures_file
from web import counted, linked_data, maps, marking
from web.asking import Ask, Rows, answers
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
OTHERS = {
    "of_project": f"""
        select * from events where project_id = :project and id != :id order by {NEAR}, id limit 6
    """,
    "of_day": """
        select * from events where start_date = :start and precision = 'day' and :precision = 'day' and id != :id
        order by id limit 6
    """,
}
#: Events of a few places. All are looked up where the places have few; of the thousands in a capital, those next to a
#: day are found by walking from it in both directions.
_OF_FEW = f"""
    select distinct events.* from event_places join events on events.id = event_places.event_id
    where event_places.place_id in (select value from json_each(:places)) and events.id != :id
    order by {NEAR}, events.id limit 6
"""
_WALK = """
    select * from (
      select * from events indexed by idx_events_start_date where start_date {compared} :start and id != :id
      and exists (select 1 from event_places where event_id = events.id
        and place_id in (select value from json_each(:places)))
      order by start_date {order} limit 6)
"""
_OF_MANY = f"""
    select * from ({_WALK.format(compared=">=", order="")} union all {_WALK.format(compared="<", order="desc")}) events
    order by {NEAR}, id limit 6
"""
FEW = 1000
_HOW_MANY = f"""
    select count(*) as number from (
      select 1 from event_places where place_id in (select value from json_each(:places)) limit {FEW + 1})
"""
#: Too wide for what took place there to be near.
WIDE = ("country", "region")
_PAGE = """
    select text, char_start from passages where document_id = :document and page = :page order by number
"""


async def event_page(ask: Ask, file: Path, id_: str, address: str) -> dict[str, Any]:
    """The event with this identifier, whose page has this address; empty where there is none."""
    found = await ask("select * from events where id = :id", id=id_)
    if not found:
        return {}
    event = found[0]
    told: dict[str, Any] = await answers(ask, QUERIES, id=id_)
    others = await answers(
        ask, OTHERS, id=id_, project=event["project_id"], start=event["start_date"], precision=event["precision"]
    )
    others["of_place"] = await of_places(ask, event, [one["id"] for one in told["places"] if one["kind"] not in WIDE])
    for row in told["evidence"]:
        row["pieces"] = quoted(row)
        row["slide"], row["boxes"] = await outlined(ask, file, row)
    for finding in told["findings"]:
        finding["quotes"] = json.loads(finding["evidence"])
    data = linked_data.event_data(event, address, told["places"], told["organisations"], told["evidence"])
    return {
        **told, **others, "event": event, "address": address, "map": maps.draw(told["places"]),
        "lines": counted.lines(told["counts"]), "linked_data": linked_data.script(data),
        "captures": cited(told["evidence"]),
    }  # fmt: skip


async def of_places(ask: Ask, event: dict[str, Any], places: list[str]) -> Rows:
    """The events of these places that are nearest in time to this one."""
    named = json.dumps(places)
    [found] = await ask(_HOW_MANY, places=named)
    sql = _OF_FEW if found["number"] <= FEW else _OF_MANY
    return await ask(sql, places=named, id=event["id"], start=event["start_date"])


def quoted(row: dict[str, Any]) -> list[marking.Piece]:
    """The passage with the quote in it; the quote alone where it goes beyond one passage."""
    if row["passage"] is None or row["char_end"] > row["passage_start"] + len(row["passage"]):
        return [marking.Piece(row["quote"], (marking.span_of(row, "quote"),))]
    return marking.pieces(row["passage"], [marking.span_of(row, "quote")], row["passage_start"])


async def outlined(ask: Ask, file: Path, row: dict[str, Any]) -> tuple[Slide | None, list[Any]]:
    """The picture of the page that a quote stands on, and the boxes around it."""
    if row["page"] is None:
        return None, []
    slide = slides(pictures_file(file), row["digest"], [row["page"]]).get(row["page"])
    if slide is None:
        return None, []
    text, begin = page_text(await ask(_PAGE, document=row["document_id"], page=row["page"]))
    return slide, slide.outlined(text, row["char_start"] - begin, row["char_end"] - begin)


def cited(evidence: Rows) -> Rows:
    """Each document that tells of the event once, for a citation."""
    return list({row["document_id"]: row for row in evidence}.values())
