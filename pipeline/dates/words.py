"""The words that dates are made of, as patterns and as values.

Reads words.toml: months, weekdays, ordinals, seasons and words such as „šogad”. Each list gives a pattern to look
for, in any case form and with or without its diacritics, and a function that says which one was found.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
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
WEEKDAY = _any(
    [_loose(stem) + "(?:[āa]|as|ai|u)?" for stem in _WORDS["weekdays"]]
    + [_loose(short) + r"\.(?=[\s,])" for short in _WORDS["weekdays_short"]]
)
_QUARTERS = _WORDS["ordinals"][:4]
ORDINAL = r"(?:[1-4]\.?|I{1,3}|IV|" + _any([_loose(stem) + r"[aāo][a-zā]{0,4}" for stem in _QUARTERS]) + ")"
SEASON = _any([f"{_loose(s['stem'])}(?:{s['endings']})" for s in _WORDS["seasons"]])
SEASON_STEM = _any([_loose(s["stem"]) for s in _WORDS["seasons"]])
WINTER = r"ziem\w{1,2}"
YEAR_WORD = _any([y["pattern"] for y in _WORDS["years"]])
SAME_YEAR = _WORDS["same_year"]
PLANNED = frozenset(_WORDS["planned"])  #: lemmas, as are the next
STANDING = frozenset(_WORDS["standing"])
NEXT, LAST = _WORDS["next"], _WORDS["last"]
AHEAD = PLANNED | frozenset(_WORDS["decided"])
DAY_WORD = _any([d["pattern"] for d in _WORDS["days"]])
TENS = _any([_loose(t["stem"]) + "(?:ajos|ajiem|o)" for t in _WORDS["tens"]])
CENTURY = _any([c["pattern"] for c in _WORDS["centuries"]])
UP_TO_11 = _any([_loose(stem) + "[a-zīēū]{0,4}" for stem in _WORDS["cardinals"]])
_TENS_STEM = _any([_loose(t["stem"]) for t in _WORDS["tens"]])
#: „divdesmit pirm-”, „trešā”, „desmit-”: an ordinal without its ending.
UP_TO_99TH = rf"(?:(?:{_TENS_STEM}\s{{1,2}})?{_any([_loose(stem) for stem in _WORDS['ordinals']])}|{_TENS_STEM})"
_MONTH_STEM = r"\s{1,2}" + _any([_loose(m["stem"]) for m in _WORDS["months"]])
#: The ending of an ordinal that agrees with a month, and so is its day: „pirmajā maijā”, not „pirmajā maija nedēļā”.
BEFORE_ITS_MONTH = _any([
    rf"(?:ajā|ā)(?={_MONTH_STEM}[āī]\b)",
    rf"ā(?={_MONTH_STEM}a\b(?!\s(?:nedēļ|pus|dekād|{WEEKDAY}|dien)))",
    rf"(?:ajam|am)(?={_MONTH_STEM}[ai]m\b)",
    rf"(?:ais|s)(?={_MONTH_STEM}i?s\b)",
    rf"(?:ajo|o)(?={_MONTH_STEM}[ui]\b)",
])  # fmt: skip

_GUESSED_FORMS = [
    fold(stem) + ending
    for stem in (m["stem"] for m in _WORDS["months"] if not m.get("as_spelt"))
    for ending in (("s", "a", "am", "u") if stem.endswith("j") else ("is", "a", "im", "i"))
]
_MONTHS = {fold(m["stem"])[:3]: number for number, m in enumerate(_WORDS["months"], 1)}
_ROMAN_QUARTERS = ["I", "II", "III", "IV"]
_ROMAN_CENTURIES = ["X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX", "XXI"]
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
    if text.upper() in _ROMAN_QUARTERS:
        return _ROMAN_QUARTERS.index(text.upper()) + 1
    return _index(_QUARTERS, text)


def ordinal_to_99(text: str) -> int:
    """1 to 99 for what ``UP_TO_99TH`` matches."""
    first, *rest = text.split()
    if rest:
        return tens(first) + _index(_WORDS["ordinals"], rest[0])
    return _index(_WORDS["ordinals"], first) if fold(first) in map(fold, _WORDS["ordinals"]) else tens(first)


def up_to_11(text: str) -> int:
    """1 to 11 for a number in words, in any form."""
    return _index(_WORDS["cardinals"], text)


def century(text: str) -> int:
    """1900 or 2000, for what stands before the last figures of a year told in words."""
    return int(_found(_WORDS["centuries"], text)["value"])


def roman_century(text: str) -> int:
    """10 to 21 for a century's number in Roman numerals."""
    return 10 + _ROMAN_CENTURIES.index(text.upper())


def mistyped_month(text: str) -> int | None:
    """The month that ``text`` is one slip of the fingers from; None where there is none, or several."""
    typed = fold(text)
    near = {month(form) for form in _GUESSED_FORMS if typed[0] == form[0] and _is_slip(typed, form)}
    return near.pop() if len(near) == 1 else None


def _is_slip(typed: str, right: str) -> bool:
    """Whether one letter is wanting, too many, wrong, or has changed places with the next."""
    if abs(len(typed) - len(right)) > 1:
        return False
    for at in range(len(right) + 1):
        without, before, after = right[:at] + right[at + 1 :], right[:at], right[at + 1 :]
        if typed == without or typed[:at] + typed[at + 1 :] in (right, without):
            return True
        if after and typed == before + after[0] + right[at] + after[1:]:
            return True
    return False


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


def _index(stems: Sequence[str], text: str) -> int:
    """1 for a word that begins with the first of ``stems``, and so on; of several stems, the longest counts."""
    fitting = [stem for stem in stems if fold(text).startswith(fold(stem))]
    return stems.index(max(fitting, key=len)) + 1


def _found(rows: list[dict[str, object]], text: str) -> dict:  # type: ignore[type-arg]
    return next(row for row in rows if re.fullmatch(str(row["pattern"]), text, re.IGNORECASE))
