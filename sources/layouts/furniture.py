"""What is not text: polls, calendars, buttons and notices that reach a reader between the paragraphs.

Works on lines or pieces of any format (whatever has a ``text``), since a page saved as plain text has lost its
markup but kept its furniture. The wording is data (``furniture.toml``); the rules here are about sequence and form.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any, TypeVar

_DATA: dict[str, Any] = tomllib.loads(files("sources.layouts").joinpath("furniture.toml").read_text(encoding="utf-8"))
_LINE = "|".join(map(re.escape, sorted(_DATA["lines"], key=len, reverse=True)))
_LINES = re.compile(rf"(?:{_LINE})(?:[\s|/·•»>,]+(?:{_LINE}))*")  # buttons side by side run into one line
_PATTERN = re.compile("|".join(f"(?:{pattern})" for pattern in _DATA["patterns"]), re.I)
_POLL = frozenset(_DATA["poll"])
_RELATED = frozenset(_DATA["related"])
_CALENDAR = frozenset(_DATA["calendar"])
_CONTACT = re.compile(_DATA["contact"], re.I)
_PUBLISHED_END = re.compile(_DATA["published_end"], re.I)
_FILE_SIZE = re.compile(_DATA["file_size"], re.I)
NAMES = frozenset(_DATA["names"])  #: words of class and id names
UNSEEN = frozenset(_DATA["unseen"])  #: class names

_BACK_TO_TOP = "uz augšu"
_DAY = r"(?:[1-9]|[12]\d|3[01])"
_DAYS = re.compile(rf"{_DAY}(?:[\s|]+{_DAY})*")
_WEEK = re.compile(r"[\s|]+".join(rf"(?:{'|'.join(names)})\.?" for names in _DATA["weekdays"]) + r"[\s|]*$")
_MONTH = re.compile(
    rf"[\W\d]*(?:gada|gads)?[\W\d]*(?:{'|'.join(_DATA['months'])})[\W\d]*(?:gads)?\W*", re.I
)  # "2017. gada marts", "« Marts 2017 »"

#: A calendar without its weekdays shows at least four weeks, one a line.
_CALENDAR_LINES, _CALENDAR_DAYS = 4, 20
#: The question of a poll is a sentence; what is longer is prose. Answers and titles of other pages are shorter.
_QUESTION, _ANSWER = 250, 150
_POLL_LINES = 15

Item = TypeVar("Item", bound=Any)


def folded(text: str) -> str:
    """``text`` as the lists of ``furniture.toml`` are compared with it."""
    return " ".join(text.split()).casefold().rstrip(" .:!»›>→").lstrip("«‹<←› ")


def is_furniture(text: str) -> bool:
    """Whether ``text`` by itself, whatever stands around it, is a button, a notice or a page number."""
    return _LINES.fullmatch(folded(text)) is not None or _PATTERN.fullmatch(" ".join(text.split())) is not None


def is_poll_heading(text: str) -> bool:
    return folded(text) in _POLL


def is_related_heading(text: str) -> bool:
    return folded(text) in _RELATED


def is_back_to_top(text: str) -> bool:
    return folded(text) == _BACK_TO_TOP


def is_contact(text: str) -> bool:
    """Whether ``text`` tells where to find or reach an institution."""
    return _CONTACT.search(text) is not None


def without_file_sizes(text: str) -> str:
    """``text`` without "(pdf, 120 KB)" and the like, whose numbers say nothing about the world."""
    return _FILE_SIZE.sub("", text)


def is_calendar(rows: Sequence[str]) -> bool:
    """Whether the rows of a table are a month: mostly days of it, as many as a month has."""
    days = sum(len(row.replace("|", " ").split()) for row in rows if _DAYS.fullmatch(row.strip(" |")))
    other = sum(len(row.split()) for row in rows if not _DAYS.fullmatch(row.strip(" |")))
    return days >= _CALENDAR_DAYS and other < days


def strip_furniture(items: Sequence[Item]) -> list[Item]:
    """``items`` without furniture; an item that only ends in it (a weekday line run into a sentence) is shortened."""
    kept: list[Item] = []
    at = 0
    while at < len(items):
        item, following = items[at], items[at + 1 : at + 1 + _POLL_LINES]
        if days := _calendar_length(items, at):
            at += days
            _drop_calendar_heads(kept)
        elif (week := _WEEK.search(item.text)) and (days := _run_of_days(items, at + 1)):
            at += 1 + days
            if head := item.text[: week.start()].rstrip():
                kept.append(replace(item, text=head))
            _drop_calendar_heads(kept)
        elif is_poll_heading(item.text) and (length := _poll_length(following)) is not None:
            at += 1 + length
        elif is_related_heading(item.text):
            at += 1 + _run(following, lambda text: _is_short(text) and not text.endswith((";", ":")))
        elif is_furniture(item.text):
            at += 1
        else:
            shown = without_publication(item.text)
            kept.append(item if shown == item.text else replace(item, text=shown))
            at += 1
    return kept


def without_publication(text: str) -> str:
    """``text`` without the day of publication that it ends in: „Talka Ogrē Ievietots: 19.03.2010 | Printēt”."""
    return _PUBLISHED_END.sub("", text)


def _calendar_length(items: Sequence[Item], at: int) -> int:
    """How many lines from ``at`` are the days of a month without weekdays over them; 0 if too few to tell."""
    length = _run_of_days(items, at)
    days = sum(len(item.text.split()) for item in items[at : at + length])
    return length if length >= _CALENDAR_LINES and days >= _CALENDAR_DAYS else 0


def _drop_calendar_heads(kept: list[Item]) -> None:
    """Take the name of the month and "Kalendārs" off the end of ``kept``."""
    while kept and (_MONTH.fullmatch(kept[-1].text) or folded(kept[-1].text) in _CALENDAR):
        kept.pop()


def _run_of_days(items: Sequence[Item], at: int) -> int:
    end = at
    while end < len(items) and _DAYS.fullmatch(items[end].text.strip(" |")):
        end += 1
    return end - at


def _poll_length(following: Sequence[Item]) -> int | None:
    """How many lines after the heading of a poll belong to it; None if it heads a chapter on a survey."""
    for length, item in enumerate(following):
        if is_back_to_top(item.text):
            return length + 1
        if len(item.text) > _QUESTION:
            break
    if not following:
        return 0
    return 1 + _run(following[1:], _is_short) if following[0].text.endswith("?") else None


def _is_short(text: str) -> bool:
    """An answer, a title, a button; no sentence."""
    return len(text) <= _ANSWER and not text.endswith(".")


def _run(items: Sequence[Item], belongs: Callable[[str], bool]) -> int:
    """How many items from the first on belong."""
    return next((length for length, item in enumerate(items) if not belongs(item.text)), len(items))
