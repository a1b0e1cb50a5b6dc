"""The labels that the network chooses from, collected from the training sentences."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from lv_hronika import lemmas

from training.corpora import Sentence

#: How many places of a tag are predicted one by one; LVTB's longest tag has 13.
_TAG_PLACES = 13


@dataclass(frozen=True)
class Labels:
    """``categories``: name of a morphological category -> its values, "" where a word has none.

    The categories are the part of speech (``UPOS``), each universal feature, and each place of the treebank's own tag
    (``X0`` …): predicted one by one, so that a combination never seen in training can still be read.
    """

    categories: dict[str, list[str]]
    scripts: list[str]
    relations: list[str]
    entities: list[str]
    inner_entities: list[str]

    def values(self, upos: str, feats: str, xpos: str) -> list[int | None]:
        """The index of a word's value in each category; ``None`` for one never seen."""
        found = _analysis(upos, feats, xpos)
        return [_index(values, found.get(name, "")) for name, values in self.categories.items()]


def _index(values: list[str], value: str) -> int | None:
    return values.index(value) if value in values else None


def _analysis(upos: str, feats: str, xpos: str) -> dict[str, str]:
    analysis = {"UPOS": upos}
    analysis |= dict(pair.split("=", 1) for pair in feats.split("|") if pair != "_")
    return analysis | {f"X{place}": char for place, char in enumerate(xpos[:_TAG_PLACES])}


def collect(sentences: Iterable[Sentence], least_scripts: int) -> Labels:
    """All labels of the training sentences, in alphabetical order."""
    values: dict[str, set[str]] = {}
    scripts: Counter[str] = Counter()
    relations: set[str] = set()
    entities, inner = {"O"}, {"O"}
    for sentence in sentences:
        if sentence.upos is not None:
            assert sentence.feats is not None
            assert sentence.xpos is not None
            assert sentence.lemmas is not None
            assert sentence.deprels is not None
            for upos, feats, xpos in zip(sentence.upos, sentence.feats, sentence.xpos, strict=True):
                for name, value in _analysis(upos, feats, xpos).items():
                    values.setdefault(name, {""}).add(value)
            scripts.update(map(lemmas.script, sentence.words, sentence.lemmas))
            relations.update(sentence.deprels)
        if sentence.entities is not None:
            assert sentence.inner_entities is not None
            entities.update(sentence.entities)
            inner.update(sentence.inner_entities)
    return Labels(
        categories={name: sorted(values[name]) for name in sorted(values)},
        scripts=sorted(script for script, count in scripts.items() if count >= least_scripts),
        relations=sorted(relations),
        entities=sorted(entities),
        inner_entities=sorted(inner),
    )


def lexicon(sentences: Iterable[Sentence]) -> dict[str, list[str]]:
    """The lemmas of the training sentences by part of speech: what a word's lemma is likely to be among."""
    found: dict[str, set[str]] = {}
    for sentence in sentences:
        for pos, lemma in zip(sentence.upos or (), sentence.lemmas or (), strict=True):
            found.setdefault(pos, set()).add(lemma)
    return {pos: sorted(found[pos]) for pos in sorted(found)}


def save(labels: Labels, path: Path) -> None:
    """As JSON, for the pipeline to read."""
    path.write_text(json.dumps(asdict(labels), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def load(path: Path) -> Labels:
    """What ``save`` wrote."""
    return Labels(**json.loads(path.read_text(encoding="utf-8")))
