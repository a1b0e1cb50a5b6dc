"""What the first page tells: events over time and on the map, what is new, and what is in here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from web import maps, timeline
from web.asking import Ask, Rows, answers
from web.remembered import remembered

#: Questions that read every event, so their answers are remembered.
WHOLE = {
    "totals": """
        select (select count(*) from events) as events, (select count(*) from documents) as documents,
          (select count(distinct place_id) from event_places) as places,
          (select count(distinct organisation_id) from event_organisations) as organisations,
          (select count(distinct source_id) from documents) as sources,
          (select min(substr(start_date, 1, 4)) from events) as first_year,
          (select max(substr(end_date, 1, 4)) from events) as last_year
    """,
    "counted": """
        select substr(start_date, 1, iif(precision = 'year', 4, 7)) as month, count(*) as number
        from events group by 1
    """,
    "where": """
        select places.id, places.name, places.kind, places.latitude, places.longitude, count(*) as events
        from event_places join places on places.id = event_places.place_id group by places.id
    """,
}
NEW = {
    "documents": """
        select id, title, origin, kind, published from documents order by published desc, id limit 8
    """,
    "held": """
        select events.*, (
          select group_concat(name, ', ') from (
            select places.name from event_places join places on places.id = event_places.place_id
            where event_places.event_id = events.id order by places.name collate latvian)) as places
        from events indexed by idx_events_start_date where status = 'held' order by start_date desc, id limit 8
    """,
    "run": "select * from runs where finished is not null order by started desc limit 1",
}
MOST = 10  # places that are named beside the map


async def home(ask: Ask, file: Path, arguments: Mapping[str, str]) -> dict[str, Any]:
    """The first page; ``?year=2019`` shows the months of that year."""

    async def count() -> dict[str, Rows]:
        return await answers(ask, WHOLE)

    whole = await remembered(file, count)
    return {**await answers(ask, NEW), "total": whole["totals"][0], **over_time(whole["counted"], arguments),
            **where(whole["where"])}  # fmt: skip


def over_time(counted: Rows, arguments: Mapping[str, str]) -> dict[str, Any]:
    """Bars of all years, and of the months of the year that was asked for."""
    numbers = [(row["month"], row["number"]) for row in counted]
    years = timeline.years(numbers)
    asked = next((bar for bar in years if str(bar.name) == arguments.get("year")), None)
    months, unknown = timeline.months(numbers, asked.name) if asked else ([], 0)
    return {"years": years, "year": asked, "months": months, "month_unknown": unknown}


def where(places: Rows) -> dict[str, Any]:
    """The map, and the places with the most events in words."""
    drawn = maps.draw(places)
    most = [point.place for point in drawn.points[:MOST]]
    return {"map": drawn, "most": most}
