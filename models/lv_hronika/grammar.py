"""Morphological categories put together: part of speech, the treebank's tag, and universal features."""

from __future__ import annotations

import numpy
from numpy.typing import NDArray
from spacy import symbols
from spacy.language import Language


class Grammar:
    """Turns the chosen values of all categories into spaCy's numbers."""

    def __init__(self, nlp: Language, categories: dict[str, list[str]]) -> None:
        self._names = list(categories)
        self._values = list(categories.values())
        self._vocab = nlp.vocab
        self._known: dict[bytes, tuple[int, int, int]] = {}

    def read(self, values: NDArray[numpy.uint8]) -> NDArray[numpy.uint64]:
        """``values``: n x categories. Part of speech, tag and features of each of n words, as hashes."""
        return numpy.array([self._analysis(row) for row in values], dtype=numpy.uint64).reshape(-1, 3)

    def _analysis(self, row: NDArray[numpy.uint8]) -> tuple[int, int, int]:
        key = row.tobytes()
        if key not in self._known:
            chosen = {name: values[at] for name, values, at in zip(self._names, self._values, row, strict=True)}
            upos = chosen.pop("UPOS")
            places = sorted((name for name in chosen if _is_place(name)), key=lambda name: int(name[1:]))
            tag = "".join(chosen.pop(name) for name in places)
            features = {name: value for name, value in chosen.items() if value}
            add = self._vocab.strings.add
            self._known[key] = (getattr(symbols, upos or "X"), add(tag), self._vocab.morphology.add(features))
        return self._known[key]


def _is_place(name: str) -> bool:
    """Whether a category is a place of the treebank's tag: „X0”, „X1” …"""
    return name[0] == "X" and name[1:].isdigit()
