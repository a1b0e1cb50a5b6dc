"""Training sentences as batches of tensors: windows of neighbouring sentences, spoiled and with names swapped."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from lv_hronika import lemmas
from lv_hronika.subwords import END, PADDING, START, Subwords
from torch import Tensor

from training.corpora import Sentence
from training.labels import Labels
from training.names import Names
from training.noise import spoiled

#: The label of a word that says nothing about a task.
SILENT = -100


@dataclass
class Window:
    """Neighbouring sentences read together: word by word, the pieces and the labels (``SILENT`` where unknown)."""

    pieces: list[tuple[int, ...]]
    values: list[list[int]]
    lemmas: list[int]
    heads: list[int]  # place in the window, from 1; 0 for the root
    relations: list[int]
    entities: list[int]
    inner_entities: list[int]
    starts: list[int]
    sentences: list[int]  # number of the sentence in the window

    @property
    def length(self) -> int:
        """Pieces, with the marks of start and end."""
        return sum(map(len, self.pieces)) + 2


@dataclass
class Batch:
    """Tensors of B windows with P pieces, W words and C categories."""

    pieces: Tensor  # B x P
    mask: Tensor  # B x P, true where a piece is
    first: Tensor  # B x W
    last: Tensor  # B x W
    values: Tensor  # B x W x C
    lemmas: Tensor  # B x W
    heads: Tensor
    relations: Tensor
    entities: Tensor
    inner_entities: Tensor
    starts: Tensor
    sentences: Tensor  # B x W; -1 behind the last word


class Windows:
    """Cuts sentences into labelled windows."""

    def __init__(self, labels: Labels, subwords: Subwords) -> None:
        self.labels = labels
        self.subwords = subwords
        self._scripts = {script: index for index, script in enumerate(labels.scripts)}
        self._relations = {name: index for index, name in enumerate(labels.relations)}
        self._entities = {tag: index for index, tag in enumerate(labels.entities)}
        self._inner = {tag: index for index, tag in enumerate(labels.inner_entities)}
        self._values: dict[tuple[str, str, str], list[int]] = {}

    def window(self, sentences: list[Sentence]) -> Window:
        """One window of whole sentences."""
        window = Window([], [], [], [], [], [], [], [], [])
        space = True
        for number, sentence in enumerate(sentences):
            offset, size = len(window.pieces), len(sentence.words)
            for word, after in zip(sentence.words, sentence.spaces, strict=True):
                window.pieces.append(self.subwords.cut(word, space))
                space = after
            space = True
            window.starts += [1] + [0] * (size - 1)
            window.sentences += [number] * size
            self._label_grammar(window, sentence, offset)
            self._label_entities(window, sentence)
        return window

    def _label_grammar(self, window: Window, sentence: Sentence, offset: int) -> None:
        silent = [SILENT] * len(sentence.words)
        if sentence.upos is None:
            window.values += [[SILENT] * len(self.labels.categories) for _ in silent]
            window.lemmas += silent
            window.heads += silent
            window.relations += silent
            return
        assert sentence.feats is not None
        assert sentence.xpos is not None
        assert sentence.lemmas is not None
        assert sentence.heads is not None
        assert sentence.deprels is not None
        window.values += map(self._cached_values, sentence.upos, sentence.feats, sentence.xpos)
        scripts = map(lemmas.script, sentence.words, sentence.lemmas)
        window.lemmas += [self._scripts.get(script, SILENT) for script in scripts]
        window.heads += [head + offset if head else 0 for head in sentence.heads]
        window.relations += [self._relations.get(name, SILENT) for name in sentence.deprels]

    def _label_entities(self, window: Window, sentence: Sentence) -> None:
        if sentence.entities is None or sentence.inner_entities is None:
            window.entities += [SILENT] * len(sentence.words)
            window.inner_entities += [SILENT] * len(sentence.words)
            return
        window.entities += [self._entities[tag] for tag in sentence.entities]
        window.inner_entities += [self._inner[tag] for tag in sentence.inner_entities]

    def _cached_values(self, upos: str, feats: str, xpos: str) -> list[int]:
        key = (upos, feats, xpos)
        if key not in self._values:
            self._values[key] = [SILENT if value is None else value for value in self.labels.values(*key)]
        return self._values[key]


def epoch(
    sentences: list[Sentence], windows: Windows, names: Names, settings: dict[str, Any], seed: str
) -> Iterator[Batch]:
    """The batches of one pass through the sentences, in an order and with a noise that the seed decides."""
    chance = random.Random(seed)
    cut = list(_cut(sentences, windows, names, settings, chance))
    yield from batched(cut, settings["pieces_per_batch"], chance)


def batched(windows: list[Window], pieces: int, chance: random.Random | None = None) -> Iterator[Batch]:
    """Batches of windows of like length; shuffled where a source of chance is given."""
    ordered = sorted(windows, key=lambda window: window.length + (chance.random() * 6 if chance else 0))
    batches: list[list[Window]] = []
    for window in ordered:
        if not batches or _rounded(max(window.length, batches[-1][0].length)) * (len(batches[-1]) + 1) > pieces:
            batches.append([])
        batches[-1].append(window)
    if chance:
        chance.shuffle(batches)
    yield from map(collate, batches)


def _cut(
    sentences: list[Sentence], windows: Windows, names: Names, settings: dict[str, Any], chance: random.Random
) -> Iterator[Window]:
    group: list[Sentence] = []
    wanted = 1
    for sentence in sentences:
        sentence = spoiled(names.swapped(sentence, chance, settings["swap"]), chance, settings["noise"])
        joined = windows.window([*group, sentence])
        if group and (len(group) == wanted or joined.length > settings["window_pieces"]):
            yield windows.window(group)
            group = []
        if not group:
            wanted = chance.choice(settings["window_sentences"])
        group.append(sentence)
    if group:
        yield windows.window(group)


def collate(windows: list[Window]) -> Batch:
    """Tensors of some windows, padded to the longest."""
    longest = min(512, _rounded(max(window.length for window in windows)))
    words = _rounded(max(len(window.pieces) for window in windows))
    shape = (len(windows), words)
    pieces = torch.full((len(windows), longest), PADDING)
    first, last = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
    for row, window in enumerate(windows):
        flat = [START, *(piece for word in window.pieces for piece in word)]
        flat = [*flat[: longest - 1], END]
        pieces[row, : len(flat)] = torch.tensor(flat)
        place = 1
        for number, word in enumerate(window.pieces):
            first[row, number] = min(place, longest - 1)
            place += len(word)
            last[row, number] = min(place - 1, longest - 1)
    return Batch(
        pieces=pieces,
        mask=pieces != PADDING,
        first=first,
        last=last,
        values=_padded([window.values for window in windows], (*shape, len(windows[0].values[0]))),
        lemmas=_padded([window.lemmas for window in windows], shape),
        heads=_padded([window.heads for window in windows], shape),
        relations=_padded([window.relations for window in windows], shape),
        entities=_padded([window.entities for window in windows], shape),
        inner_entities=_padded([window.inner_entities for window in windows], shape),
        starts=_padded([window.starts for window in windows], shape),
        sentences=_padded([window.sentences for window in windows], shape, empty=-1),
    )


def _rounded(size: int) -> int:
    """Few different sizes: for each, a processor's fast kernels are made anew."""
    return -(-size // 16) * 16


def _padded(rows: list[Any], shape: tuple[int, ...], empty: int = SILENT) -> Tensor:
    padded = torch.full(shape, empty)
    for number, row in enumerate(rows):
        padded[number, : len(row)] = torch.tensor(row)
    return padded
