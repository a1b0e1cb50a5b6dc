"""The line in which a page says when it was published: „Publicēts: 27.05.2021.”, or the day alone under the title."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

_MONTHS = ("janv", "febr", "mart", "apr", "maij", "jūn", "jūl", "aug", "sept", "okt", "nov", "dec")
_PUBLISHED = re.compile(
    r"\b(?:(?:publicē(?:ts|ta)|publicēšanas datums|ievietots|pievienots|published)\b[:\s]{0,5}"
    r"|(?:publicēja|ievietoja|pievienoja):\s[^\d\n:]{2,60},\s)(.{6,40})",
    re.I | re.S,
)
_NUMERIC = re.compile(r"\W{0,3}(\d{1,2})([./])\s?(\d{1,2})\2\s?(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"\W{0,3}(\d{4})\.\s?g(?:ada|\.)\s?(\d{1,2})\.\s?(\w+)")
_DAY_FIRST = re.compile(r"\W{0,3}(\d{1,2})\.\s?([^\W\d]+)\.?,?\s(\d{4})(?!\d)")
_ISO = re.compile(r"\W{0,3}(\d{4})-(\d\d)-(\d\d)")
#: Years in which something read here can have been published; another is a clock's fault, a default or a jest.
_YEARS = range(1900, 2100)

#: A day as systems that run pages print it: in figures, or with its month in the nominative. Prose has „22. augustā”.
_MONTH = rf"(?:{'|'.join(_MONTHS)})(?:\.|(?:[a-zāīļņ]{{0,5}}(?:is|s))?(?!\w))"
_DAY = (
    r"(?:\d{1,2}\.\s?\d{1,2}\.\s?\d{4}(?:\.?\sg\.|\.)?|\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d\d-\d\d"
    rf"|\d{{1,2}}\.\s?{_MONTH},?\s\d{{4}}\.?|\d{{4}}\.\s?g(?:ada|\.)\s?\d{{1,2}}\.\s?{_MONTH})"
)
_WEEKDAY = r"(?:(?:pirm|otr|treš|ceturt|piekt|sest|svēt)diena,?\s)?"
_HOUR = r"(?:,?\s(?:[|–-]\s)?\d{1,2}[:.]\d\d(?::\d\d)?)?"
#: Who wrote the page, or the part of the site it is in: after a bar; after a comma only what can be no place.
_UNIT = r"(?:(?:autor|autore|tekst|foto|sagatavoj)\w{0,3}:\s)?[^\W\d_][^|\d:;!?]{2,80}"
_WRITER = r"[^|\d:;!?]{0,60}(?:nodaļa|departaments|preses|sekretār|speciālist|redakt)[^|\d:;!?]{0,40}"
_KIND = r"(?:preses\s(?:relīze|paziņojums)|ziņa|raksts|jaunums)"
_BAR = r"\s?[|·•/]\s?"
#: What a reader may do with the page: „14.06.2011 Drukas versija”.
_BUTTON = r"(?:drukas\sversija|drukāt|izdrukāt|printēt|nosūtīt|dalīties)"
_BYLINE = re.compile(
    rf"(?:{_UNIT}{_BAR}|{_WRITER},\s|{_KIND},?\s)?{_WEEKDAY}(?P<day>{_DAY}){_HOUR}(?:{_BAR}{_UNIT}|,\s{_WRITER}|(?:\s|{_BAR}){_BUTTON})?\s?[|·•]?",
    re.I,
)
#: What stands between a title and the text of news is short; the first line of the text is not.
_TOP, _SHORT, _PROSE = 8, 120, 60
#: A line that says who or where; the day below it is that of a document and not of a page.
_LABEL = re.compile(
    r"(?:sagatavo|sastād|izstrād|viet|laik|datum|norise|rīko|organiz|vad|protokol|k[uā]r|kad)\w*:", re.I
)


def publication(text: str) -> str:
    """What follows „Publicēts:” and the like in ``text``; "" where nothing does."""
    found = _PUBLISHED.search(text)
    return found[1] if found else ""


def read_day(text: str) -> str | None:
    """The day that ``text`` begins with, as ``YYYY-MM-DD``: "27.05.2021.", "27. maijs, 2021" or ISO."""
    if found := _ISO.match(text):
        year, month, day = map(int, found.groups())
    elif found := _NUMERIC.match(text):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
    elif found := _YEAR_FIRST.match(text):
        year, month, day = int(found[1]), _month(found[3]), int(found[2])
    elif found := _DAY_FIRST.match(text):
        year, month, day = int(found[3]), _month(found[2]), int(found[1])
    else:
        return None
    try:
        return possible_day(datetime.date(year, month, day))
    except ValueError:
        return None


def possible_day(day: datetime.date) -> str | None:
    """The day as ``YYYY-MM-DD``, if something can have been published on it."""
    return day.strftime("%Y-%m-%d") if day.year in _YEARS else None


def _month(name: str) -> int:
    return next((number for number, stem in enumerate(_MONTHS, 1) if name.lower().startswith(stem)), 0)


def byline_day(text: str) -> str | None:
    """The day of a line that says a day, with an hour, an author or a unit, and nothing else; None of other lines."""
    found = _BYLINE.fullmatch(text)
    return read_day(found["day"]) if found else None


def byline(lines: Sequence[str]) -> int | None:
    """Which of the ``lines`` of a page tells the day of publication: the only one of its kind, between title and text.

    Where no prose follows, the lines are a programme, a poster or the first slide of a deck, and the day is theirs.
    """
    days = [at for at, text in enumerate(lines) if byline_day(text)]
    if len(days) != 1 or days[0] >= _TOP:
        return None
    at = days[0]
    above, below = lines[:at], lines[at + 1 : at + 3]
    if any(len(text) > _SHORT for text in above) or (above and _LABEL.match(above[-1])):
        return None
    text = next((text for text in below if len(text) > _PROSE), "")
    return at if text and not _LABEL.match(below[0]) else None
