"""A few sentences of each corpus as files, and base weights small enough to train with in a moment."""

from __future__ import annotations

import lzma
from pathlib import Path

import numpy
import pytest

from training.base import Base

TREEBANK = """\
# newpar id = {part}-p1
# sent_id = {part}1
# text = Ilze Kalniņa dzīvo Rīgā.
1\tIlze\tIlze\tPROPN\tnpfsn5\tCase=Nom|Gender=Fem|Number=Sing\t3\tnsubj\t_\t_
2\tKalniņa\tKalniņa\tPROPN\tnpfsn4\tCase=Nom|Gender=Fem|Number=Sing\t1\tflat:name\t_\t_
3\tdzīvo\tdzīvot\tVERB\tvmnipii30an\tMood=Ind|Person=3\t0\troot\t_\t_
4\tRīgā\tRīga\tPROPN\tnpfsl4\tCase=Loc|Gender=Fem|Number=Sing\t3\tobl\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\tzs\t_\t3\tpunct\t_\t_

# text = Cēsīs notika sapulce.
1\tCēsīs\tCēsis\tPROPN\tnpfsl4\tCase=Loc|Gender=Fem|Number=Sing\t2\tobl\t2:obl:loc\t_
2\tnotika\tnotikt\tVERB\tvmnisi130an\tMood=Ind|Person=3\t0\troot\t0:root\t_
2.1\t_\t_\tVERB\t_\t_\t_\t_\t0:root\t_
3\tsapulce\tsapulce\tNOUN\tncfsn5\tCase=Nom|Gender=Fem|Number=Sing\t2\tnsubj\t2:nsubj\tLvtbNodeId=x|SpaceAfter=No
4\t.\t.\tPUNCT\tzs\t_\t2\tpunct\t2:punct\t_

"""
ENTITIES = """\
# newdoc id = {part}
# newpar id = {part}-p1
# text = Cēsīs notika sapulce.
1\tCēsīs\t_\t_\t_\t_\tB-GPE\tO\t_\t_
2\tnotika\t_\t_\t_\t_\tO\tO\t_\t_
3\tsapulce\t_\t_\t_\t_\tO\tO\t_\t_
4\t.\t_\t_\t_\t_\tO\tO\t_\t_

# text = Cēsu dome sveica Ilzi.
1\tCēsu\t_\t_\t_\t_\tI-organization\tB-GPE\t_\t_
2\tdome\t_\t_\t_\t_\tI-organization\tO\t_\t_
3\tsveica\t_\t_\t_\t_\tO\tO\t_\t_
4\tIlzi\t_\t_\t_\t_\tB-person\tO\t_\t_
5\t.\t_\t_\t_\t_\tO\tO\t_\t_

"""


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """A folder with the four files of the recipe."""
    folder = tmp_path / "corpora"
    folder.mkdir()
    for part in ("train", "dev"):
        for name, text in (("ud-{}.conllu.xz", TREEBANK), ("ner-{}.conll2003.xz", ENTITIES)):
            with lzma.open(folder / name.format(part), "wt", encoding="utf-8") as file:
                file.write(text.replace("{part}", part))
    return folder


@pytest.fixture
def base() -> Base:
    """Two random layers with states of 24 numbers; every letter of the sentences is a piece."""
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁", *sorted(set(TREEBANK + ENTITIES) - set("\n\t _"))]
    chance = numpy.random.default_rng(1)
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (len(pieces), 24),
        "emb.pos": (512, 24),
        "emb.type": (2, 24),
        "emb.ln.w": (24,),
        "emb.ln.b": (24,),
    }
    for layer in ("l0", "l1"):
        shapes |= {f"{layer}.{name}.w": (24, 24) for name in ("q", "k", "v", "ao")}
        shapes |= {f"{layer}.{name}.b": (24,) for name in ("q", "k", "v", "ao", "fo", "aln", "oln")}
        shapes |= {f"{layer}.{name}.w": (24,) for name in ("aln", "oln")}
        shapes |= {f"{layer}.fi.w": (48, 24), f"{layer}.fi.b": (48,), f"{layer}.fo.w": (24, 48)}
    tensors = {name: chance.normal(0, 0.3, shape).astype(numpy.float32) for name, shape in shapes.items()}
    return Base(pieces, [-float(len(piece)) for piece in pieces], layers=2, heads=2, tensors=tensors)
