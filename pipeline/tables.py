"""The reviewed tables of ``pipeline/data``: words that rules ask for, a row each, without code."""

from __future__ import annotations

import csv
from importlib import resources


def table(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of ``pipeline/data``, in its order."""
    with resources.files("pipeline").joinpath("data", name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
