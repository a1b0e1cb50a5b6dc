"""The words of words.toml as patterns: one table to add a verb to, whichever module asks for it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources


@cache
def any_of(*lists: str) -> str:
    """The pattern of any word of these lists, to build larger patterns of."""
    words = [word for name in lists for word in _lists()[name]]
    return r"\b(?:" + "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words) + r")\b"


@cache
def pattern(*lists: str) -> re.Pattern[str]:
    """Finds any word of these lists."""
    return re.compile(any_of(*lists), re.IGNORECASE)


@cache
def _lists() -> dict[str, list[str]]:
    text = resources.files("pipeline").joinpath("events/words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
