"""An event as schema.org knows it, in JSON-LD, for search engines and other machines.

A day, month or year that is not known is left out and not made up: ISO 8601 and schema.org allow ``2020-03``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

#: Characters of an ISO day that each precision keeps.
_KEPT = {"day": 10, "month": 7, "year": 4}
#: What could end the element, or a line of script; in JSON these mean the same.
_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}

Row = Mapping[str, Any]


def event_data(
    event: Row, address: str, places: Iterable[Row], organisations: Iterable[Row], evidence: Iterable[Row]
) -> dict[str, Any]:
    """The event as schema.org/Event; ``address`` is that of its page here. What is not known is no key."""
    kept = _KEPT[event["precision"]]
    where = [_place(place) for place in places]
    if event["online"]:
        where.append({"@type": "VirtualLocation", "name": "Online"})
    mode = ("Mixed" if len(where) > 1 else "Online") if event["online"] else "Offline"
    told = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": event["name"],
        "description": event["summary"],
        "startDate": event["start_date"][:kept],
        "endDate": event["end_date"][:kept],
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode" if where else None,
        "location": where,
        "organizer": [_organisation(one) for one in organisations if one["role"] == "organiser"],
        "subjectOf": sorted({row["url"] for row in evidence if _is_web(row["url"])}),
    }
    return {key: value for key, value in told.items() if value not in (None, "", [])}


def script(data: Mapping[str, Any]) -> Markup:
    """JSON that may stand within ``<script>``: nothing in it can end the element or begin another."""
    text = json.dumps(data, ensure_ascii=False)
    return Markup(text.translate(_UNSAFE))


def _place(place: Row) -> dict[str, Any]:
    told: dict[str, Any] = {"@type": "Place", "name": place["name"]}
    if place["latitude"] is not None and place["longitude"] is not None and place["kind"] != "country":
        told["geo"] = {"@type": "GeoCoordinates", "latitude": place["latitude"], "longitude": place["longitude"]}
    return told | _same_as(place)


def _organisation(one: Row) -> dict[str, Any]:
    return {"@type": "Organization", "name": one["name"]} | _same_as(one)


def _same_as(row: Row) -> dict[str, str]:
    addresses = identifiers(row)
    return {"sameAs": addresses[0][2]} if addresses else {}


def identifiers(row: Row) -> list[tuple[str, str, str]]:
    """The identifiers of a place or an organisation elsewhere: whose, the identifier, and its address there."""
    wikidata, geonames, register = (row.get(key) for key in ("wikidata_id", "geonames_id", "registration_number"))
    found = []
    if wikidata and wikidata[:1] == "Q" and wikidata[1:].isdecimal():
        found.append(("Wikidata", wikidata, f"https://www.wikidata.org/wiki/{wikidata}"))
    if geonames and str(geonames).isdecimal():
        found.append(("GeoNames", str(geonames), f"https://www.geonames.org/{geonames}"))
    if register and str(register).isdecimal():
        address = f"https://info.ur.gov.lv/#/legal-entity/{register}"
        found.append(("Uzņēmumu reģistrs", str(register), address))
    return found


def _is_web(address: str | None) -> bool:
    return bool(address and address.startswith(("http://", "https://")))
