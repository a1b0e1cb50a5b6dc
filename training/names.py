"""Names swapped for others of the same kind in the same grammatical form, so that the network learns the sentence.

Only names of one word are swapped, for names that stand in the corpora in just that form: case, gender and number fit,
so the labels of the treebank stay true.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

from training.corpora import Sentence

_KINDS = frozenset({"B-person", "B-GPE", "B-location", "I-person"})


class Names:
    """Words of names by kind and by tag (which holds case, gender and number), each with its lemma."""

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        found: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for sentence in sentences:
            for at, key in _keys(sentence):
                assert sentence.lemmas is not None
                found.setdefault(key, set()).add((sentence.words[at], sentence.lemmas[at]))
        self._names = {key: sorted(names) for key, names in found.items()}

    def swapped(self, sentence: Sentence, chance: random.Random, rate: float) -> Sentence:
        """The sentence with some of its names swapped, each with the given probability."""
        words, lemmas = list(sentence.words), list(sentence.lemmas or [])
        for at, key in _keys(sentence):
            if chance.random() < rate:
                words[at], lemmas[at] = chance.choice(self._names.get(key) or [(words[at], lemmas[at])])
        return replace(sentence, words=words, lemmas=lemmas) if sentence.lemmas else sentence


def _keys(sentence: Sentence) -> list[tuple[int, tuple[str, str]]]:
    """Where the swappable words of a sentence stand, and the kind and tag that a swap must share."""
    if sentence.entities is None or sentence.xpos is None or sentence.upos is None:
        return []
    following = [*sentence.entities[1:], "O"]
    return [
        (at, (f"{tag} {after[0] == 'I'}", sentence.xpos[at]))
        for at, (tag, after) in enumerate(zip(sentence.entities, following, strict=True))
        if tag in _KINDS and sentence.upos[at] == "PROPN" and (tag.endswith("person") or after[0] != "I")
    ]
