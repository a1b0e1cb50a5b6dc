"""Events on the map, as GeoJSON (RFC 7946): a feature for each, at all places that it was held in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db.export.about import About
from db.export.files import whole_file
from db.export.rows import line
from db.export.stories import Story, all_stories

_KEPT = (
    "name", "kind", "status", "start_date", "end_date", "precision", "participants", "organiser", "project",
    "confidence",
)  # fmt: skip


def feature(story: Story, **more: Any) -> dict[str, Any]:
    """An event as a feature. Its geometry is null where no place, or none with known coordinates, is stated."""
    properties = {name: story.event[name] for name in _KEPT} | {
        "online": bool(story.event["online"]),
        "places": [place["name"] for place in story.places],
        "quotes": [row["quote"] for row in story.evidence],
        "documents": sorted({row["url"] for row in story.evidence if row["url"]}),
    }
    return {"type": "Feature", "id": story.event["id"], "geometry": _geometry(story), "properties": properties | more}


def _geometry(story: Story) -> dict[str, Any] | None:
    """The points of its places, longitude first. A region stands as its middle, which is what is known of it."""
    points = [[place["longitude"], place["latitude"]] for place in story.places if place["latitude"] is not None]
    if not points:
        return None
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    return {"type": "MultiPoint", "coordinates": points}


def collection(features: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """Features as one; ``more`` are members of Hronika's own, which the standard allows."""
    return {"type": "FeatureCollection", **more, "features": features}


def write_geojson(db: Database, path: Path, about: About) -> int:
    """Write all events, a feature a line; returns how many."""
    written = 0
    with whole_file(path) as out:
        head = json.dumps(collection([], **about.facts()), ensure_ascii=False)
        out.write(head.removesuffix("]}").encode() + b"\n")
        for story in all_stories(db.conn):
            out.write((b"," if written else b"") + line(feature(story)))
            written += 1
        out.write(b"]}\n")
    return written
