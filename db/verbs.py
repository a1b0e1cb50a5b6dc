"""Which verbs a word can be a form of, for the search index: „lauž”, „lauzušais” and „nelauza” all belong to „lauzt”.

Verbs of the first conjugation, and those of the third, change their stems and are listed by their three principal
parts in ``lexicon/verbs.csv``; their prefixes are taken off first. All other verbs keep a vowel before the ending
(runā-ja, organizē-tais) that shows the infinitive. The noun that every verb has (laušana, organizēšana) counts as one
of its forms. Works on folded words as well as on spelt ones.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

PREFIXES = ("aiz", "ap", "at", "caur", "ie", "iz", "no", "pa", "pār", "pie", "sa", "uz")

ADJECTIVE_ENDINGS = "s a am ai u ā i as iem ām us os ās ais o ajam ajai ajā ie ajiem ajām ajos ajās".split()
_FUTURE = "šu si s sim siet sit šot".split()
_FUTURE_REFLEXIVE = "šos sies simies sieties sities šoties".split()

#: Endings by the stem they stand on; the second of each pair makes the verb reflexive (-ties).
_ENDINGS: dict[str, tuple[list[str], list[str]]] = {
    "present": (
        [
            "",
            "u",
            "i",
            "am",
            "at",
            "iet",
            "ot",
            *(f"{part}{end}" for part in ("oš", "am") for end in ADJECTIVE_ENDINGS),
        ],
        ["os", "ies", "as", "amies", "aties", "ieties", "oties", "ošies", "ošās", "ošos"],
    ),
    "present a": (
        [
            "u",
            "i",
            "a",
            "ām",
            "āt",
            "iet",
            "ot",
            *(f"{part}{end}" for part in ("oš", "ām") for end in ADJECTIVE_ENDINGS),
        ],
        ["os", "ies", "ās", "āmies", "āties", "ieties", "oties", "ošies", "ošās", "ošos"],
    ),
    "past": (
        ["", "u", "i", "a", "ām", "āt", "iet", "is", "usi", "usī"]
        + [f"uš{end}" for end in ADJECTIVE_ENDINGS]
        + [f"ī{end}" for end in _FUTURE],
        ["os", "ies", "ās", "āmies", "āties", "ieties", "usies", "ušies", "usās", "ušās", "ušos"]
        + [f"ī{end}" for end in _FUTURE_REFLEXIVE],
    ),
    "infinitive": (
        ["", "iet", "t", "tu", "dams", "dama", "dami", "damas", *(f"t{end}" for end in ADJECTIVE_ENDINGS), *_FUTURE],
        ["ties", "tos", "damies", "damās", *_FUTURE_REFLEXIVE],
    ),
}
_ENDINGS["noun"] = ([f"šan{end}" for end in ("a", "as", "ai", "u", "ā", "ām", "ās")], ["šanās", "šanos"])
_ENDINGS["vowel"] = (
    _ENDINGS["infinitive"][0]
    + _ENDINGS["noun"][0]
    + [f"j{end}" for stem in ("present", "past") for end in _ENDINGS[stem][0] if end],
    _ENDINGS["infinitive"][1]
    + _ENDINGS["noun"][1]
    + [f"j{end}" for stem in ("present", "past") for end in _ENDINGS[stem][1]],
)
_LONGEST = 8

#: Endings that nouns have too; by these alone a form that is known to be nominal is not taken for a verb.
_NOMINAL = ("", "u", "i", "a")


class Verbs:
    """Finds infinitives; ``spelling`` is how words are written: as they are, or folded."""

    def __init__(self, spelling: Callable[[str], str]) -> None:
        self.prefixes = tuple(spelling(prefix) for prefix in PREFIXES)
        self.must = spelling("jā")
        self.vowels = frozenset(spelling(vowel) for vowel in "āēīo")
        self.causative = spelling("ināt")
        self.nominal = frozenset(spelling(ending) for ending in _NOMINAL)
        self.endings: dict[str, dict[str, set[bool]]] = {}
        for stem, kinds in _ENDINGS.items():
            self.endings[stem] = defaultdict(set)
            for reflexive, endings in enumerate(kinds):
                for ending in endings:
                    self.endings[stem][spelling(ending)].add(bool(reflexive))
        self.stems: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for infinitive, present, past in _principal_parts():
            kind = "present a" if present.endswith("a") else "present"
            found = [(kind, stem) for stem in _softened(present.removesuffix("a"))]
            if past:
                found += [("infinitive", stem) for stem in _voiced(infinitive[:-1])]
                found += [("past", stem) for stem in _softened(past[:-1])]
                found.append(("noun", infinitive[:-1].rstrip("sz")))  # lauz-t, lau-šana
            for kind, stem in found:
                self.stems[spelling(stem)].add((kind, spelling(infinitive)))

    def infinitives(self, word: str, also_nominal: bool = False) -> set[tuple[str, bool]]:
        """The infinitives, without -ties, that a word can belong to, each with whether the form is reflexive.

        ``also_nominal``: the word is known as a form of a noun or an adjective.
        """
        found: set[tuple[str, bool]] = set()
        unsure = self.nominal if also_nominal else frozenset()
        for bare in self._without_negation(word):
            found |= {(verb, reflexive) for verb, ending, reflexive in self._by_vowel(bare) if ending not in unsure}
            for prefix in self._prefixes(bare):
                listed = self._listed(bare[len(prefix) :])
                found |= {(prefix + verb, reflexive) for verb, ending, reflexive in listed if ending not in unsure}
        return found

    def _prefixes(self, word: str) -> Iterator[str]:
        """No prefix, and what of one or two prefixes the word begins with."""
        yield ""
        for first in self.prefixes:
            if word.startswith(first):
                yield first
                yield from (first + second for second in self.prefixes if word.startswith(second, len(first)))

    def _without_negation(self, word: str) -> Iterator[str]:
        """The word, and what is left of it when ne- (not) or jā- (must) is taken off."""
        yield word
        for mark in ("ne", self.must):
            if word.startswith(mark) and len(word) > len(mark) + 1:
                yield word[len(mark) :]

    def _listed(self, word: str) -> Iterator[tuple[str, str, bool]]:
        for end in range(max(1, len(word) - _LONGEST), len(word) + 1):
            for kind, infinitive in self.stems.get(word[:end], ()):
                for reflexive in self.endings[kind].get(word[end:], ()):
                    yield infinitive, word[end:], reflexive

    def _by_vowel(self, word: str) -> Iterator[tuple[str, str, bool]]:
        for end in range(max(3, len(word) - _LONGEST - 1), len(word) + 1):
            if word[end - 1] in self.vowels:
                for reflexive in self.endings["vowel"].get(word[end:], ()):
                    yield word[:end] + "t", word[end:], reflexive
            elif word[end - 2 : end] == "in" and end > 3:
                for reflexive in self.endings["present a"].get(word[end:], ()):
                    yield word[: end - 2] + self.causative, word[end:], reflexive


def _softened(stem: str) -> list[str]:
    """The stem and what it is before a front vowel, or was before it: nāc-a and nāk-usi, aug-a and audz-is."""
    for hard, soft in (("k", "c"), ("g", "dz")):
        if stem.endswith(hard):
            return [stem, stem.removesuffix(hard) + soft]
        if stem.endswith(soft):
            return [stem, stem.removesuffix(soft) + hard]
    return [stem]


def _voiced(stem: str) -> list[str]:
    """The stem of an infinitive and what it is before -dams: mes-t and mez-dams."""
    return [stem, stem[:-1] + "z"] if stem.endswith("s") else [stem]


def _principal_parts() -> Iterator[tuple[str, str, str]]:
    with (Path(__file__).parent / "lexicon" / "verbs.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["infinitive"], row["present"], row["past"]
