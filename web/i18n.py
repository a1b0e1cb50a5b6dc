"""Latvian and English: which of them a visitor reads, and the words, the numbers and the days of the site in it.

English texts stand in the templates and in the code, as ``_("Search")``; ``locale/lv.po`` has the Latvian for each, and
a test fails where one is missing. Whatever is asked without a visitor (a test, a command) is answered in Latvian.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import date
from functools import cache
from http.cookies import CookieError, SimpleCookie
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.plural import PluralRule

DEFAULT = "lv"
LANGUAGES = {"lv": "Latviešu", "en": "English"}
LOCALE = Path(__file__).parent / "locale"

#: The language of the request that is being answered; set for each by the plugin ``language``.
_language: ContextVar[str] = ContextVar("language", default=DEFAULT)


def language() -> str:
    """The language of the request that is being answered: ``lv`` or ``en``."""
    return _language.get()


def speak(lang: str) -> Callable[[], None]:
    """Answer in this language until the function that is returned is called."""
    token = _language.set(lang)
    return lambda: _language.reset(token)


def chosen(asked: str | None, cookie: str | None, accept: str | None) -> str:
    """The language of a visitor: asked for in the address, else remembered, else what the browser would rather read."""
    for named in (asked, cookie, *preferred(accept or "")):
        if named in LANGUAGES:
            return named
    return DEFAULT


def preferred(accept: str) -> Iterable[str]:
    """The languages of an ``Accept-Language`` header without their regions, best first."""
    weighed = []
    for part in accept.split(","):
        name, _, weight = part.partition(";")
        try:
            weighed.append((float(weight.strip().removeprefix("q=") or 1), name.strip().lower().partition("-")[0]))
        except ValueError:
            continue
    return [name for weight, name in sorted(weighed, key=lambda one: -one[0]) if weight > 0]


def remembered(cookies: str) -> str | None:
    """The language that a ``Cookie`` header remembers."""
    try:
        found = SimpleCookie(cookies).get("lang")
    except CookieError:
        return None
    return found.value if found else None


@cache
def catalogue(lang: str) -> Catalog:
    """The texts of a language; English has none, its texts are the keys."""
    path = LOCALE / f"{lang}.po"
    if not path.exists():
        return Catalog(lang)
    with path.open("rb") as file:
        return read_po(file, locale=lang)


@cache
def _words(lang: str) -> dict[str, tuple[str, ...]]:
    """English to the language's text, or to its plural forms, as a dictionary: every page asks for hundreds."""
    return {
        key(message): (message.string,) if isinstance(message.string, str) else tuple(message.string)
        for message in catalogue(lang)
        if message.id and message.string
    }


def key(message: Message) -> str:
    """The English text of an entry of the catalogue; of two, the one for one thing."""
    return message.id if isinstance(message.id, str) else message.id[0]


def translator(lang: str) -> Callable[[str], str]:
    """A function from an English text to the same in the language, or to the English where there is none."""
    words = _words(lang)

    return lambda text: words[text][0] if text in words else text


def gettext(text: str) -> str:
    """The text in the language of the request."""
    return translator(language())(text)


def ngettext(one: str, many: str, number: int) -> str:
    """The form that goes with a number: „1 notikums”, „21 notikums”, „22 notikumi”. The number itself is not put in."""
    forms = _words(language()).get(one)
    if forms:
        return forms[_plural(language())(number)]
    return one if number == 1 else many


@cache
def _plural(lang: str) -> Callable[[int], int]:
    """Which of a language's forms in the catalogue (zero, one, other in Latvian) goes with a number."""
    rule: PluralRule = Locale(lang).plural_form
    order: list[str] = [tag for tag in ("zero", "one", "other") if tag in {*rule.tags, "other"}]
    return lambda number: order.index(str(rule(number)))


def number(value: float) -> str:
    """A number with the language's marks: „12 345,5”, "12,345.5"."""
    return format_decimal(value, locale=language())


def day(value: str | None) -> str:
    """A day, or the day of a moment, of ISO 8601, in words: „2019. gada 21. novembris”, "21 November 2019"."""
    if not value:
        return ""
    try:
        when = date.fromisoformat(value[:10])
    except ValueError:
        return value
    return format_date(when, "long", locale="lv" if language() == "lv" else "en_GB")


def collation(text: str) -> tuple[list[int], list[int]]:
    """What to sort Latvian names by: č after c, but ā after a only where all else is equal; case does not matter."""
    letters = [_ALPHABET.get(letter, (ord(letter), 0)) for letter in text.lower()]
    return [place for place, _ in letters], [mark for _, mark in letters]


def compare(one: str, other: str) -> int:
    """Which of two texts comes first in Latvian, as SQLite asks: below zero where the first does."""
    a, b = collation(one), collation(other)
    return (a > b) - (a < b)


#: Long vowels go with the short ones, as dictionaries have them; the softened consonants are letters of their own.
_ORDER = "aā b c č d eē f g ģ h iīy j k ķ l ļ m n ņ oō p q r ŗ s š t uū v w x z ž".split()
_ALPHABET = {letter: (1000 + place, mark) for place, group in enumerate(_ORDER) for mark, letter in enumerate(group)}
