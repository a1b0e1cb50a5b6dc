"""The language of a piece of text: py3langid among the languages of Latvia and its neighbours, where it is sure.

Most Latvian is told by its letters before, ten times as fast. A name, a number or a few capitalised words could stand
in any of them; nothing is said of these, and they are taken for what the text around them is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

#: Languages in Latin letters that are told apart; text in any other is taken for the most alike of these, or for none.
LANGUAGES = ("lv", "en", "lt", "et", "de", "fi", "fr", "pl")
_SURE = 0.9  #: probability
_ENOUGH = 2_000  #: characters; more of a text does not change the answer
#: A word that is no name: names begin with a capital, and acronyms are capitals.
_ORDINARY = re.compile(r"\b[a-zà-öø-ÿāčēģīķļņōŗšūžąęėįųćńśźżőű]{2,}\b")
#: Letters that of ``LANGUAGES`` only Latvian has; names have them in any.
_LATVIAN = re.compile(r"[āēīģķļņ]")
_CYRILLIC, _LATIN = re.compile(r"[\u0400-\u04ff]{2,}"), re.compile(r"[a-zA-Z\u00c0-\u017f]{2,}")
_UKRAINIAN = re.compile(r"[іїєґ]", re.I)


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the language of a block of text, None where nothing tells.

    Latvian needs less to be told: what is not read as Latvian would be lost.
    """
    text = text[:_ENOUGH]
    cyrillic = "".join(_CYRILLIC.findall(text))
    if cyrillic and len(cyrillic) > len("".join(_LATIN.findall(text))):
        return "uk" if _UKRAINIAN.search(text) else "ru"
    words = _ORDINARY.findall(text)
    if _are_latvian(words):
        return "lv"
    language, probability = identifier().classify(text)
    return language if probability > _SURE and (language == "lv" or words) else None


def _are_latvian(words: list[str]) -> bool:
    """Whether a quarter of words, and more than one, have a letter that only Latvian has; nearly half do in prose."""
    telling = sum(map(bool, map(_LATVIAN.search, words)))
    return telling > 1 and telling >= len(words) / 4


def main_language(blocks: Iterable[tuple[str, str | None]]) -> str | None:
    """The language that most characters of a text are in, of its blocks and their languages."""
    characters = Counter[str]()
    for text, language in blocks:
        if language is not None:
            characters[language] += len(text)
    return max(sorted(characters), key=characters.__getitem__, default=None)


@cache
def identifier() -> LanguageIdentifier:
    """What tells the languages apart. To load it is a third of a second of unpacking, which a thread can do beside."""
    loaded = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    loaded.set_languages(list(LANGUAGES))
    return loaded
