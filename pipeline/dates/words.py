"""The words that dates are made of, as patterns and as values.

Reads words.toml: months, weekdays, ordinals, seasons and words such as „šogad”. Each list gives a pattern to look
for, in any case form and with or without its diacritics, and a function that says which one was found.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from importlib.resources import files

_WORDS = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))

#: Letters for patterns that care for case; the marked ones do not stand apart by case in Unicode.
UPPER, LOWER = "A-ZĀČĒĢĪĶĻŅŌŖŠŪŽ", "a-zāčēģīķļņōŗšūž"
#: Endings of the first and second declension, by which all month names go.
_ENDINGS = "(?:s|is|a|am|im|u|i|ī|ā|iem|us|os)"
_PAIRS = {"a": "ā", "c": "č", "e": "ē", "g": "ģ", "i": "ī", "k": "ķ", "l": "ļ", "n": "ņ", "s": "š", "u": "ū", "z": "ž"}
_PAIRS |= {marked: plain for plain, marked in _PAIRS.items()}


def fold(text: str) -> str:
    """``text`` in lower case and without diacritics."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def _loose(word: str) -> str:
    """A pattern for ``word`` that lets each letter go with or without its diacritic."""
    return "".join(f"[{c}{_PAIRS[c]}]" if c in _PAIRS else c for c in word)


def _any(patterns: list[str]) -> str:
    return "(?:" + "|".join(patterns) + ")"


MONTH = _any([_loose(m["stem"]) + _ENDINGS for m in _WORDS["months"]])
MONTH_SHORT = _any([_loose(short) for m in _WORDS["months"] for short in m["short"]])
WEEKDAY = _any([_loose(stem) + "(?:[āa]|as|ai|u)?" for stem in _WORDS["weekdays"]])
ORDINAL = r"(?:[1-4]\.?|I{1,3}|IV|" + _any([_loose(o["stem"]) + r"[aāo][a-zā]{0,4}" for o in _WORDS["ordinals"]]) + ")"
SEASON = _any([f"{_loose(s['stem'])}(?:{s['endings']})" for s in _WORDS["seasons"]])
SEASON_STEM = _any([_loose(s["stem"]) for s in _WORDS["seasons"]])
YEAR_WORD = _any([y["pattern"] for y in _WORDS["years"]])
SAME_YEAR = _WORDS["same_year"]
DAY_WORD = _any([d["pattern"] for d in _WORDS["days"]])
TENS = _any([_loose(t["stem"]) + "(?:ajos|ajiem|o)" for t in _WORDS["tens"]])

_MONTHS = {fold(m["stem"])[:3]: number for number, m in enumerate(_WORDS["months"], 1)}
_WEEKDAYS = {fold(stem)[:3]: number for number, stem in enumerate(_WORDS["weekdays"])}


def month(text: str) -> int:
    """1 to 12 for a month's name or its abbreviation in any form."""
    return _MONTHS[fold(text)[:3]]


def weekday(text: str) -> int:
    """0 (Monday) to 6 for a weekday's name in any form."""
    return _WEEKDAYS[fold(text)[:3]]


def ordinal(text: str) -> int:
    """1 to 4 for what ``ORDINAL`` matches."""
    if text[0].isdigit():
        return int(text[0])
    for number, word in enumerate(_WORDS["ordinals"], 1):
        if text.upper() == word["roman"] or fold(text).startswith(fold(word["stem"])):
            return number
    raise ValueError(f"not an ordinal: {text}")


def season(text: str) -> tuple[int, int]:
    """The first and the last month of a season."""
    first, last = next(s["months"] for s in _WORDS["seasons"] if fold(text).startswith(fold(s["stem"])))
    return first, last


def year_shift(text: str) -> int:
    """How many years a word such as „pērn” is from the year of writing."""
    return int(_found(_WORDS["years"], text)["shift"])


def day_shift(text: str) -> int:
    """How many days a word such as „vakar” is from the day of writing."""
    return int(_found(_WORDS["days"], text)["shift"])


def tens(text: str) -> int:
    """20 to 90 for the first year of a decade told in words."""
    return int(next(t["value"] for t in _WORDS["tens"] if fold(text).startswith(fold(t["stem"]))))


def _found(rows: list[dict[str, object]], text: str) -> dict:  # type: ignore[type-arg]
    return next(row for row in rows if re.fullmatch(str(row["pattern"]), text, re.IGNORECASE))
