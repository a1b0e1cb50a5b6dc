"""The page "About": how the chronicle was made, what it cannot know, and the way to the data about the data."""

from __future__ import annotations

import os
from typing import Any

from datasette.utils.asgi import Response
from pluggy import HookimplMarker

hookimpl = HookimplMarker("datasette")

#: Whom to write to, an address of mail or of a page; the crawler tells the same to those whom it asks.
CONTACT = "HRONIKA_CONTACT"
#: The pages about the data, in the order of "About", and how many rows each tells of.
ABOUT_DATA = {
    "sources": "select count(distinct source_id) from captures",
    "runs": "select count(*) from runs",
    "unread": "select count(*) from failures",
    "contradictions": "select count(*) from findings where repeats_id is null",
    "pages_gone": "select count(*) from documents where gone is not null",
    "events_incomplete": """
        select count(*) from events where precision <> 'day' or not online and not exists (
          select 1 from event_places where event_places.event_id = events.id)
    """,
    "dates_without_year": "select count(*) from dates where start_date is null",
    "documents_never_dated": """
        select count(*) from documents where published is null
          and not exists (select 1 from dates where dates.document_id = documents.id)
    """,
    "low_confidence": None,  # seven tables would have to be counted for one number
}
LAST_RUN = "select * from runs where finished is not null and model <> '' order by started desc limit 1"
PEOPLE_LEFT_OUT = "select 1 from settings where name = 'people' and value = 'left out'"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/about$", about)]


async def about(datasette: Any, request: Any) -> Response:
    database = datasette.get_database()
    numbers = {name: (await database.execute(sql)).single_value() if sql else None for name, sql in ABOUT_DATA.items()}
    context = {
        "database": database.name,
        "numbers": numbers,
        "described": datasette.metadata("databases")[database.name],
        "last_run": (await database.execute(LAST_RUN)).first(),
        "people_left_out": (await database.execute(PEOPLE_LEFT_OUT)).first() is not None,
        "contact": os.environ.get(CONTACT, ""),
    }
    return Response.html(await datasette.render_template("about.html", context, request))
