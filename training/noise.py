"""How clerks and copying spoil text, put into training sentences: lost diacritics, capitals, spaces and quotes.

Words stay as many as they were, so every label stays on its word.
"""

from __future__ import annotations

import random
import unicodedata
from dataclasses import replace

from training.corpora import Sentence

_QUOTES = frozenset("„“”«»\"'‚‘’")
_PAIRS = (("„", "”"), ("„", "“"), ("“", "”"), ("«", "»"), ('"', '"'))


def without_diacritics(text: str) -> str:
    """„Rīgā” → „Riga”."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def spoiled(sentence: Sentence, chance: random.Random, rate: float) -> Sentence:
    """A sentence as a clerk might have typed it: each kind of fault with its share of ``rate``."""
    words, spaces = sentence.words, sentence.spaces
    fault = chance.random() / rate if rate else 1.0
    if fault < 0.35:
        words = [without_diacritics(word) for word in words]
    elif fault < 0.6:
        words = [word.upper() for word in words]
    elif fault < 0.7:
        words = [word.lower() for word in words]
    elif fault < 0.85:
        spaces = [
            space and not (word[-1] in ".,:;" and chance.random() < 0.5)
            for word, space in zip(words, spaces, strict=True)
        ]
    elif fault < 1:
        words = _requoted(words, chance)
    return replace(sentence, words=words, spaces=spaces)


def _requoted(words: list[str], chance: random.Random) -> list[str]:
    opening, closing = chance.choice(_PAIRS)
    opened = False
    requoted = []
    for word in words:
        if word in _QUOTES:
            word = closing if opened else opening
            opened = not opened
        requoted.append(word)
    return requoted
