"""The page "About": how the chronicle was made, what it cannot know, and the way to the data about the data."""

from __future__ import annotations

import os
from typing import Any

from datasette.utils.asgi import Response
from pluggy import HookimplMarker

from web.chronicles import Chronicles, chronicles
from web.merging import Merge

hookimpl = HookimplMarker("datasette")

#: Whom to write to, an address of mail or of a page; the crawler tells the same to those whom it asks.
CONTACT = "HRONIKA_CONTACT"
#: The pages about the data, in the order of "About", and how many rows each tells of.
ABOUT_DATA = {
    "sources": "select count(distinct source_id) as number from captures",
    "runs": "select count(*) as number from runs",
    "unread": "select count(*) as number from failures",
    "contradictions": "select count(*) as number from findings where repeats_id is null",
    "pages_gone": "select count(*) as number from documents where gone is not null",
    "events_incomplete": """
        select count(*) as number from events where precision <> 'day' or not online and not exists (
          select 1 from event_places where event_places.event_id = events.id)
    """,
    "dates_without_year": "select count(*) as number from dates where start_date is null",
    "documents_never_dated": """
        select count(*) as number from documents where published is null
          and not exists (select 1 from dates where dates.document_id = documents.id)
    """,
    "low_confidence": None,  # seven tables would have to be counted for one number
}
#: The one number that is not the sum of those of several chronicles.
SOURCES = "select distinct source_id as id from captures"
LAST_RUN = "select * from runs where finished is not null and model <> '' order by rowid desc limit 1"
PEOPLE_LEFT_OUT = """
    select exists (select 1 from settings where name = 'people' and value = 'left out') as left_out
"""


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/about$", about)]


async def about(datasette: Any, request: Any) -> Response:
    every = chronicles(datasette)
    numbers = {name: await number(every, sql) if sql else None for name, sql in ABOUT_DATA.items()}
    if every.several:
        numbers["sources"] = len(await every.ask(SOURCES, Merge()))
    context = {
        "numbers": numbers,
        "last_run": next(iter(await every.ask(LAST_RUN, Merge(order=("-started",), most=1))), None),
        "people_left_out": all(row["left_out"] for row in await every.ask(PEOPLE_LEFT_OUT)),
        "contact": os.environ.get(CONTACT, ""),
    }
    return Response.html(await datasette.render_template("about.html", context, request))


async def number(every: Chronicles, sql: str) -> int:
    """How many all chronicles have of something."""
    return sum(row["number"] for row in await every.ask(sql))
