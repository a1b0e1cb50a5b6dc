"""Addresses of events that lead on: to what the event is known by now, or to those that were told together there.

What else an event was or may have been known by is kept in the table ``db.addresses.ADDRESSES``.
"""

from __future__ import annotations

from typing import Any

from datasette.utils import tilde_decode
from datasette.utils.asgi import Response

from db.addresses import ADDRESSES
from web.asking import PLACES_OF_EVENT
from web.chronicles import chronicles

_MEANT = f"""
    select events.*, {PLACES_OF_EVENT} as places
    from {ADDRESSES} join events on events.id = {ADDRESSES}.event_id
    where {ADDRESSES}.address = :id order by events.name collate latvian, events.id
"""


async def moved_event(datasette: Any, request: Any) -> Response | None:
    """Where the event of an address that has no row is to be found; None where no event was ever known by it.

    One event is led to, if not for good: later there may be another that is alike. Of several, all are offered (300).
    """
    asked, every = request.url_vars, chronicles(datasette)
    if asked.get("table") != "events" or asked["database"] not in every.databases:
        return None
    events = await every.only(asked["database"]).ask(_MEANT, id=tilde_decode(asked["pks"]))
    form = asked.get("format")
    if len(events) == 1:
        return Response.redirect(_page(datasette, request, events[0]["id"]))
    if events and form == "json":
        offered = [{**event, "page": _page(datasette, request, event["id"])} for event in events]
        return Response.json({"ok": True, "events": offered}, 300)
    if events:
        page = await datasette.render_template("moved.html", {"events": events}, request, view_name="row")
        return Response.html(page, 300)
    return None


def _page(datasette: Any, request: Any, id_: str) -> str:
    """The address of an event in the form, and with the parameters, in which another was asked for."""
    asked = request.url_vars
    page = datasette.urls.row(asked["database"], "events", id_, asked.get("format"))
    return f"{page}?{request.query_string}" if request.query_string else str(page)
