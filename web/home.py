"""What the first page tells: events over time and on the map, what is new, and what is in here."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from web import maps, timeline
from web.asking import PLACES_OF_EVENT, answers
from web.chronicles import Chronicles
from web.merging import Merge, Rows, without_repeats
from web.remembered import remembered

#: Questions that read every event, so their answers are remembered.
WHOLE = {
    "totals": """
        select (select count(*) from events) as events, (select count(*) from documents) as documents,
          (select count(distinct place_id) from event_places indexed by idx_event_places_place_id) as places,
          (select count(distinct organisation_id) from event_organisations) as organisations,
          (select count(distinct source_id) from documents) as sources,
          (select substr(min(start_date), 1, 4) from events) as first_year,
          (select substr(max(end_date), 1, 4) from events) as last_year
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
#: What is not a sum of the numbers of several chronicles: who and where stands in more than one of them.
NAMED = {
    "organisations": "select distinct organisation_id as id from event_organisations",
    "sources": "select distinct source_id as id from documents",
}
#: The events that several chronicles tell of.
SHARED = {
    "counted": """
        select id, substr(start_date, 1, iif(precision = 'year', 4, 7)) as value from events
        where id in (select value from json_each(:shared))
    """,
    "where": """
        select event_id || place_id as id, place_id as value from event_places
        where event_id in (select value from json_each(:shared))
    """,
}
NEW = {
    "documents": """
        select id, title, origin, kind, published from documents order by published desc, id limit 8
    """,
    "held": f"""
        select events.*, {PLACES_OF_EVENT} as places
        from events indexed by idx_events_start_date where status = 'held' order by start_date desc, id limit 8
    """,
    "run": "select * from runs where finished is not null order by rowid desc limit 1",
}
MERGES = {
    "counted": Merge(once=("month",), summed="number"),
    "where": Merge(summed="events"),
    "organisations": Merge(),
    "sources": Merge(),
    "documents": Merge(order=("-published", "id"), most=8),
    "held": Merge(order=("-start_date", "id"), most=8),
    "run": Merge(order=("-started",), most=1),
}
MOST = 10  # places that are named beside the map


async def home(chronicles: Chronicles, arguments: Mapping[str, str]) -> dict[str, Any]:
    """The first page; ``?year=2019`` shows the months of that year."""

    async def count() -> dict[str, Rows]:
        return await whole(chronicles)

    counted = await remembered("home", chronicles.files, count)
    return {**await answers(chronicles.ask, NEW, MERGES), "total": counted["totals"][0],
            **over_time(counted["counted"], arguments), **where(counted["where"])}  # fmt: skip


async def whole(chronicles: Chronicles) -> dict[str, Rows]:
    """What all chronicles come to."""
    each = await apart(chronicles)
    return await together(chronicles, list(each.values())) if chronicles.several else each[chronicles.first]


async def apart(chronicles: Chronicles) -> dict[str, dict[str, Rows]]:
    """What each chronicle comes to; it is counted anew only when its own file changes."""

    async def one(name: str) -> dict[str, Rows]:
        alone = chronicles.only(name)

        async def count() -> dict[str, Rows]:
            return await answers(alone.ask, WHOLE | NAMED if chronicles.several else WHOLE)

        return await remembered("whole", alone.files, count)

    return dict(zip(chronicles.databases, await asyncio.gather(*map(one, chronicles.databases)), strict=True))


async def together(chronicles: Chronicles, each: Sequence[dict[str, Rows]]) -> dict[str, Rows]:
    """What several chronicles come to together; an event that more than one tells of counts once."""
    told = {name: MERGES[name](one[name] for one in each) for name in ("counted", "where", *NAMED)}
    shared = {name: await chronicles.told_by_several(sql) for name, sql in SHARED.items()}
    without_repeats(told["counted"], "month", "number", shared["counted"])
    without_repeats(told["where"], "id", "events", shared["where"])
    totals = [one["totals"][0] for one in each]
    return told | {
        "totals": [
            {
                "events": sum(row["number"] for row in told["counted"]),
                "documents": sum(one["documents"] for one in totals),
                "places": len(told["where"]),
                **{name: len(told[name]) for name in NAMED},
                "first_year": min((one["first_year"] for one in totals if one["first_year"]), default=None),
                "last_year": max((one["last_year"] for one in totals if one["last_year"]), default=None),
            }
        ]
    }


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
