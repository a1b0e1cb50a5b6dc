"""The line in which a page says when it was published: „Publicēts: 27.05.2021.”"""

from __future__ import annotations

import datetime
import re

_MONTHS = ("janv", "febr", "mart", "apr", "maij", "jūn", "jūl", "aug", "sept", "okt", "nov", "dec")
_PUBLISHED = re.compile(
    r"\b(?:publicē(?:ts|ta)|publicēšanas datums|ievietots|published)\b[:\s]{0,5}(.{6,40})", re.I | re.S
)
_NUMERIC = re.compile(r"\W{0,3}(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_WORDED = re.compile(r"\W{0,3}(\d{4})\.\s?g(?:ada|\.)\s?(\d{1,2})\.\s?(\w+)")
_ISO = re.compile(r"\W{0,3}(\d{4})-(\d\d)-(\d\d)")


def publication(text: str) -> str:
    """What follows „Publicēts:” and the like in ``text``; "" where nothing does."""
    found = _PUBLISHED.search(text)
    return found[1] if found else ""


def read_day(text: str) -> str | None:
    """The day that ``text`` begins with, as ``YYYY-MM-DD``: "27.05.2021.", "2021. gada 27. maijs" or ISO."""
    if found := _ISO.match(text):
        year, month, day = map(int, found.groups())
    elif found := _NUMERIC.match(text):
        day, month, year = map(int, found.groups())
    elif found := _WORDED.match(text):
        name = found[3].lower()
        month = next((number for number, stem in enumerate(_MONTHS, 1) if name.startswith(stem)), 0)
        year, day = int(found[1]), int(found[2])
    else:
        return None
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
