"""The language of a text by its function words: short words that no page of a language does without."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib.resources import files

_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words)
    for language, words in tomllib.loads(
        files("sources.formats").joinpath("function_words.toml").read_text(encoding="utf-8")
    ).items()
}
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 200_000  # characters; more of the text does not change the answer
_ONLY_LATVIAN = frozenset("āēīģķļņ")  # among the languages that are told apart here
#: Fewer function words than this decide nothing: a list of names has none, a single sentence has two or three.
_MIN_HITS = 2


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the language with most function words in ``text``, None where nothing tells.

    A few words (a title, a list of names) may hold no function word at all; then Latvian letters decide.
    """
    counts = Counter(_WORD.findall(text[:_ENOUGH].casefold()))
    hits = {language: sum(counts[word] for word in words) for language, words in _WORDS.items()}
    best, second = sorted(hits, key=hits.__getitem__, reverse=True)[:2]
    if hits[best] >= _MIN_HITS and hits[best] > hits[second]:
        return best
    return "lv" if not _ONLY_LATVIAN.isdisjoint(text.casefold()) else None
