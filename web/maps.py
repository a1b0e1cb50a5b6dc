"""Maps without tiles: Latvia's outline and points on it, as numbers that a template draws as SVG.

The outline is a file of a few KB beside the style sheets, so a map works on a closed network. One degree of longitude
is drawn as long as it is in the middle of Latvia, which is all the projection that so small a country needs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sqrt
from pathlib import Path
from typing import Any

OUTLINE = Path(__file__).parent / "static" / "latvia.geojson"
WIDTH = 640.0
WEST, EAST, SOUTH, NORTH = 20.85, 28.35, 55.6, 58.15  # degrees that the map shows: Latvia with a margin
_SCALE = WIDTH / (EAST - WEST)
_STRETCH = 1 / cos(radians((SOUTH + NORTH) / 2))
HEIGHT = round((NORTH - SOUTH) * _SCALE * _STRETCH, 1)
SMALLEST, LARGEST = 5.0, 24.0  # radius of a point


@dataclass(frozen=True)
class Point:
    """A place on the map: its centre and radius in units of the drawing, and the row it stands for."""

    x: float
    y: float
    radius: float
    place: Mapping[str, Any]


@dataclass(frozen=True)
class Map:
    """What is drawn, the largest points first so that small ones lie on top, and the places that lie beyond it."""

    points: tuple[Point, ...]
    beyond: tuple[Mapping[str, Any], ...] = ()
    outline: str = ""
    width: float = WIDTH
    height: float = HEIGHT

    def __bool__(self) -> bool:
        return bool(self.points)


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Where a place is drawn, from the upper left corner."""
    return round((longitude - WEST) * _SCALE, 1), round((NORTH - latitude) * _SCALE * _STRETCH, 1)


@cache
def outline() -> str:
    """Latvia's border as the ``d`` of an SVG path."""
    rings = json.loads(OUTLINE.read_text(encoding="utf-8"))["geometry"]["coordinates"]
    corners = [" ".join("{},{}".format(*project(lat, lon)) for lon, lat in ring[:-1]) for ring in rings]
    return "".join(f"M{ring}Z" for ring in corners)


def draw(places: Iterable[Mapping[str, Any]]) -> Map:
    """The map of places with ``latitude``, ``longitude`` and, where they differ in weight, ``events``.

    A country has no point of its own here: its capital would be marked for what took place somewhere in it. Places
    without coordinates or outside the frame are ``beyond``.
    """
    rows = sorted(places, key=lambda place: -(place.get("events") or 1))
    most = max((place.get("events") or 1 for place in rows), default=1)
    shown = [place for place in rows if within(place)]
    points = [Point(*project(place["latitude"], place["longitude"]), radius(place, most), place) for place in shown]
    return Map(tuple(points), tuple(place for place in rows if not within(place)), outline())


def within(place: Mapping[str, Any]) -> bool:
    """Whether the map shows this place."""
    latitude, longitude = place["latitude"], place["longitude"]
    if latitude is None or longitude is None or place["kind"] == "country":
        return False
    return bool(SOUTH < latitude < NORTH and WEST < longitude < EAST)


def radius(place: Mapping[str, Any], most: int) -> float:
    """The area of a point grows with the number of its events; one that stands alone is small."""
    weight = place.get("events") or 1
    return round(max(SMALLEST, LARGEST * sqrt(weight / most) if most > 1 else 2 * SMALLEST), 1)
