"""The keys of a word: short strings that all its forms share, so that any form finds any other.

A word has the stem that LatvianStemmer gives it, the stem of its lemma where simplemma knows it, and the infinitives
of ``db.verbs`` that it can belong to. The index has a key with diacritics folded, so that a query with or without them
finds it; and once more as it is spelt where words of the lexicon are alike but for their diacritics („vīns” is not
„viņš”), for a query that has them. ``db.alike`` lists those keys.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from sys import intern

from LatvianStemmer import stem
from simplemma.strategies import DEFAULT_DICTIONARY_FACTORY

from db.verbs import ADJECTIVE_ENDINGS, Verbs

#: Endings before which š and ž can stand for the t, d, s, z of the nominative: minoritāšu, latvieši, iestāžu.
_SOFTENED = re.compile(r"(.{3,})([šž])(?:a|i|u|us|os|iem)")
_SOFTENED_FOLDED = re.compile(r"(.{3,})([sz])(?:a|i|u|us|os|iem)")
_HARD = {"š": "st", "ž": "zd", "s": "st", "z": "zd"}
_DEFINITE = re.compile("ais$")
_PLAIN = str.maketrans("šžčļņķģ", "szclnkg")
#: What tells the key of a verb from the stem of a noun, that of a reflexive verb from both, and a folded key from one
#: that is spelt, and what is written as an acronym: letters that no Latvian word has.
_VERB = {False: "ν", True: "ρ"}
_FOLDED = "φ"
_ACRONYM = "α"
_LONGEST_ACRONYM = 6
_LONG = {"a": "aā", "e": "eē", "i": "iī", "u": "uū"}
#: Folded keys for which words of the lexicon have several spellings; ``python -m db.alike`` writes them.
ALIKE = Path(__file__).parent / "lexicon" / "alike.txt"
_ALIKE = frozenset(ALIKE.read_text(encoding="utf-8").split())


def fold(text: str) -> str:
    """Lower case without diacritics."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=200_000)
def keys(word: str) -> frozenset[str]:
    """The keys of a plain word as it stands in a text, spelt and folded."""
    found = _spelt().keys(word.lower())
    return frozenset([*found, *map(_folded_key, found)])


@lru_cache(maxsize=200_000)
def index_keys(word: str) -> tuple[str, ...]:
    """The keys that the index has of a plain word in lower case."""
    return tuple(sorted({kept for key in _spelt().keys(word) for kept in _indexed(key)}))


@lru_cache(maxsize=20_000)
def query_keys(word: str) -> frozenset[str]:
    """The keys that answer a plain word of a query: spelt as it is, or with its diacritics left out."""
    word = word.lower()
    found = _spelt().keys(word)
    if not word.isascii() and _spelt().knows(word):
        return frozenset(_indexed(key)[-1] for key in found)
    if not word.isascii():
        return frozenset(found | _any_spelling(found))
    found |= {_stem(longer) for longer in _lengthened(word)}
    if not _spelt().knows(word):
        found |= _folded().keys(word)
    return frozenset(_any_spelling(found))


def read_lexicon() -> None:
    """Read what is otherwise read when the first word is asked for, which takes a second."""
    _spelt()
    _folded()


def is_word(word: str) -> bool:
    """Whether the lexicon has this form."""
    return _spelt().knows(word.lower())


def acronym_key(word: str) -> str | None:
    """The key of a short word in capitals: ES is not „es”, VARAM not „varam”."""
    capitals = word.isalpha() and word.isupper() and 2 <= len(word) <= _LONGEST_ACRONYM
    return fold(word) + _ACRONYM if capitals else None


def spelt_keys(word: str) -> set[str]:
    """The keys of a word in lower case as they are spelt."""
    return _spelt().keys(word)


@lru_cache(maxsize=200_000)
def phrase_key(word: str) -> str:
    """The one folded stem that stands for a word, and for most of its forms, where the order of words counts."""
    folded = fold(word)
    return min(map(fold, map(_stem, _lengthened(folded))), key=lambda found: (len(found), found)) or folded


def _indexed(key: str) -> tuple[str, ...]:
    """How the index keeps a key: one without diacritics as it is, others folded; the last tells most."""
    folded = fold(key)
    if folded == key:
        return (key,)
    return (_folded_key(key), key) if folded in _ALIKE else (_folded_key(key),)


def _any_spelling(keys: Iterable[str]) -> set[str]:
    """What the index has of words whose keys are these when folded: with diacritics, and without any."""
    return {found for key in keys for found in (_folded_key(key), fold(key))}


def _folded_key(key: str) -> str:
    return fold(key) + _FOLDED


#: The lemmas of a word in lower case.
_Lexicon = Callable[[str], Collection[str]]


@cache
def dictionary() -> Mapping[str, str]:
    """The lemma of each form that simplemma knows of Latvian."""
    return DEFAULT_DICTIONARY_FACTORY.get_dictionary("lv")  # as simplemma's own lookups do: it is unpacked once


def _spelt_lexicon() -> _Lexicon:
    """Looks a word up as simplemma has it, which spells names with a capital and keeps its forms packed."""
    known = dictionary()

    def lemmas(word: str) -> list[str]:
        return [known[form].lower() for form in (word, word.capitalize(), word.upper()) if form in known]

    return lemmas


def _folded_lexicon() -> _Lexicon:
    """Looks a word up by its folded spelling, under which all forms have to be listed first."""
    listed: dict[str, tuple[str, ...]] = {}
    for form, lemma in dictionary().items():
        form, lemma = fold(form), intern(lemma.lower())  # hundreds of thousands, mostly one for a form
        listed[form] = (*listed.get(form, ()), lemma)
    return lambda word: listed.get(word, ())


class _Reader:
    """Reads words in one way of spelling: as they are, or folded."""

    def __init__(self, spelling: Callable[[str], str], softened: re.Pattern[str], lemmas: _Lexicon) -> None:
        self._softened = softened
        self._verbs = Verbs(spelling)
        endings = "|".join(spelling(ending) for ending in ADJECTIVE_ENDINGS)
        self._comparative = re.compile(f"(?:vis)?(.{{2,}}){spelling('āk')}(?:{endings})?")
        self._lemmas = lemmas

    def knows(self, word: str) -> bool:
        """Whether the word stands in the lexicon."""
        return bool(self._lemmas(word))

    def keys(self, word: str) -> set[str]:
        """The keys of a word in lower case, of its positive if it is a comparative."""
        lemmas = self._lemmas(word)
        verbal = {_infinitive(lemma) for lemma in lemmas if lemma.endswith(("t", "ties"))}
        nominal = {_DEFINITE.sub("s", lemma) for lemma in lemmas if not lemma.endswith(("t", "ties"))}
        verbs = verbal | self._verbs.infinitives(word, also_nominal=bool(nominal and not verbal))
        found = {verb + _VERB[reflexive] for verb, reflexive in verbs}
        found |= {_stem(lemma) for lemma in nominal}
        if not (verbs and word.endswith("t")):
            found.add(_stem(word))
        if not lemmas and (softened := self._softened.fullmatch(word)):
            found |= {softened[1] + hard for hard in _HARD[softened[2]]}
        if comparative := self._comparative.fullmatch(word):
            found |= self.keys(comparative[1] + "s")
        return found


@cache
def _spelt() -> _Reader:
    return _Reader(str, _SOFTENED, _spelt_lexicon())


@cache
def _folded() -> _Reader:
    return _Reader(fold, _SOFTENED_FOLDED, _folded_lexicon())


def _stem(word: str) -> str:
    """The stem of a noun or an adjective; its last consonants are folded, since they soften before some endings."""
    found: str = stem(word)
    return found[:-2] + found[-2:].translate(_PLAIN)


def _infinitive(lemma: str) -> tuple[str, bool]:
    return (lemma[:-3], True) if lemma.endswith("ties") else (lemma, False)


def _lengthened(word: str) -> Iterable[str]:
    """The word with each of its last vowels short or long, since the stemmer knows endings as they are spelt."""
    start = max(0, len(word) - 5)
    choices = (_LONG.get(letter, letter) for letter in word[start:])
    return (word[:start] + "".join(ending) for ending in product(*choices))
