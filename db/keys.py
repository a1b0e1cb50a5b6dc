"""The keys of a word: short strings that all its forms share, so that any form finds any other.

A word has the stem that LatvianStemmer gives it, the stem of its lemma where simplemma knows it, and the infinitives
of ``db.verbs`` that it can belong to. A text is read as it is spelt; a word of a query that is unknown without
diacritics is also read as if they had been left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import product

from LatvianStemmer import stem
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from db.verbs import ADJECTIVE_ENDINGS, Verbs

#: Endings before which š and ž can stand for the t, d, s, z of the nominative: minoritāšu, latvieši, iestāžu.
_SOFTENED = re.compile(r"(.{3,})([šž])(?:a|i|u|us|os|iem)")
_SOFTENED_FOLDED = re.compile(r"(.{3,})([sz])(?:a|i|u|us|os|iem)")
_HARD = {"š": "st", "ž": "zd", "s": "st", "z": "zd"}
_DEFINITE = re.compile("ais$")
_LONG = {"a": "aā", "e": "eē", "i": "iī", "u": "uū"}


def fold(text: str) -> str:
    """Lower case without diacritics."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=200_000)
def keys(word: str) -> frozenset[str]:
    """The keys of a plain word as it stands in a text."""
    return frozenset(_spelt().keys(word.lower()))


@lru_cache(maxsize=20_000)
def query_keys(word: str) -> frozenset[str]:
    """The keys of a plain word of a query; one that is no known word without diacritics may have lost them."""
    found = keys(word)
    if word.isascii() and not _spelt().knows(word.lower()):
        found |= _folded().keys(word.lower())
    return found


class _Reader:
    """Reads words in one way of spelling: as they are, or folded."""

    def __init__(
        self, spelling: Callable[[str], str], stems: Callable[[str], Iterable[str]], softened: re.Pattern[str]
    ) -> None:
        self._stems = stems
        self._softened = softened
        self._verbs = Verbs(spelling)
        endings = "|".join(spelling(ending) for ending in ADJECTIVE_ENDINGS)
        self._comparative = re.compile(f"(?:vis)?(.{{2,}}){spelling('āk')}(?:{endings})?")
        self._lemmas: dict[str, set[str]] = defaultdict(set)
        for form, lemma in DefaultDictionaryFactory().get_dictionary("lv").items():
            self._lemmas[spelling(form.lower())].add(lemma.lower())

    def knows(self, word: str) -> bool:
        """Whether the word stands in the lexicon."""
        return word in self._lemmas

    def keys(self, word: str) -> set[str]:
        """The keys of a word in lower case, of its positive if it is a comparative."""
        lemmas = self._lemmas.get(word, set())
        verbal = {_infinitive(lemma) for lemma in lemmas if lemma.endswith(("t", "ties"))}
        nominal = {_DEFINITE.sub("s", lemma) for lemma in lemmas if not lemma.endswith(("t", "ties"))}
        verbs = verbal | self._verbs.infinitives(word, also_nominal=bool(nominal and not verbal))
        found = {f"{fold(verb)}{int(reflexive)}" for verb, reflexive in verbs}
        found |= {_stem(lemma) for lemma in nominal}
        if not (verbs and word.endswith("t")):
            found |= set(self._stems(word))
        if not lemmas and (softened := self._softened.fullmatch(word)):
            found |= {fold(softened[1] + hard) for hard in _HARD[softened[2]]}
        if comparative := self._comparative.fullmatch(word):
            found |= self.keys(comparative[1] + "s")
        return found


@cache
def _spelt() -> _Reader:
    return _Reader(str, lambda word: [_stem(word)], _SOFTENED)


@cache
def _folded() -> _Reader:
    return _Reader(fold, lambda word: map(_stem, _lengthened(word)), _SOFTENED_FOLDED)


def _stem(word: str) -> str:
    return fold(stem(word))


def _infinitive(lemma: str) -> tuple[str, bool]:
    return (lemma[:-3], True) if lemma.endswith("ties") else (lemma, False)


def _lengthened(word: str) -> Iterable[str]:
    """The word with each of its last vowels short or long, since the stemmer knows endings as they are spelt."""
    start = max(0, len(word) - 5)
    choices = (_LONG.get(letter, letter) for letter in word[start:])
    return (word[:start] + "".join(ending) for ending in product(*choices))
