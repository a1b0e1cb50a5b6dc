"""The corpora as one list of sentences: each with what the treebank, the entity corpus or both say of it.

The two corpora share sentences. Where the training parts of both hold the same words, the sentence is kept once, with
the labels of both; a development sentence never lends its labels to a training sentence of the other corpus.
"""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass
class Sentence:
    """Words in order with their labels, all lists of equal length; ``None`` where a corpus is silent."""

    words: list[str]
    spaces: list[bool]  # whether a space follows
    opens_paragraph: bool = False
    upos: list[str] | None = None
    xpos: list[str] | None = None
    feats: list[str] | None = None
    lemmas: list[str] | None = None
    heads: list[int] | None = None  # 1-based, 0 for the root
    deprels: list[str] | None = None
    entities: list[str] | None = None  # BIO
    inner_entities: list[str] | None = None

    @property
    def text(self) -> str:
        """The sentence as it is printed."""
        return "".join(word + " " * space for word, space in zip(self.words, self.spaces, strict=True)).rstrip()


def read_treebank(path: Path) -> list[Sentence]:
    """The sentences of a CoNLL-U file (plain or .xz)."""
    sentences = []
    for comments, rows in _blocks(path):
        columns = list(zip(*(row for row in rows if row[0].isdigit()), strict=True))
        _, words, lemmas, upos, xpos, feats, heads, deprels, _, misc = columns
        sentences.append(
            Sentence(
                words=list(words),
                spaces=["SpaceAfter=No" not in value for value in misc],
                opens_paragraph="newpar" in comments,
                upos=list(upos),
                xpos=list(xpos),
                feats=list(feats),
                lemmas=list(lemmas),
                heads=[int(head) for head in heads],
                deprels=list(deprels),
            )
        )
    return sentences


def read_entities(path: Path) -> list[Sentence]:
    """The sentences of a FullStack named-entity file; an inside tag without a beginning is given one."""
    sentences = []
    for comments, rows in _blocks(path):
        words = [row[1] for row in rows]
        sentences.append(
            Sentence(
                words=words,
                spaces=_spaces(words, comments.get("text", "")),
                opens_paragraph="newpar" in comments,
                entities=list(_begun(row[6] for row in rows)),
                inner_entities=list(_begun(row[7] for row in rows)),
            )
        )
    return sentences


def joined(treebank: list[Sentence], entities: list[Sentence]) -> list[Sentence]:
    """Both corpora, shared sentences once and with both kinds of labels, each corpus in its own order."""
    labelled = {tuple(sentence.words): sentence for sentence in entities}
    shared = set()
    for sentence in treebank:
        words = tuple(sentence.words)
        if other := labelled.get(words):
            sentence.entities, sentence.inner_entities = other.entities, other.inner_entities
            shared.add(words)
    return treebank + [sentence for sentence in entities if tuple(sentence.words) not in shared]


def write(path: Path, sentences: Iterable[Sentence]) -> None:
    """Sentences as gzipped JSON lines; the same sentences make the same bytes."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
        for sentence in sentences:
            packed.write(json.dumps(asdict(sentence), ensure_ascii=False).encode() + b"\n")


def read(path: Path) -> list[Sentence]:
    """What ``write`` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [Sentence(**json.loads(line)) for line in lines]


def _blocks(path: Path) -> Iterator[tuple[dict[str, str], list[list[str]]]]:
    comments: dict[str, str] = {}
    rows: list[list[str]] = []
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("#"):
                name, _, value = line[1:].partition("=")
                comments[name.split()[0]] = value.strip()
            elif line:
                rows.append(line.split("\t"))
            elif rows:
                yield comments, rows
                comments, rows = {}, []
    if rows:
        yield comments, rows


def _spaces(words: list[str], text: str) -> list[bool]:
    """Which words a space follows in the printed text; after every word where the text does not match."""
    spaces, at = [], 0
    for word in words:
        found = text.find(word, at)
        if found < 0 or text[at:found].strip():
            return [True] * len(words)
        at = found + len(word)
        spaces.append(text[at : at + 1].isspace())
    return spaces


def _begun(tags: Iterable[str]) -> Iterator[str]:
    previous = "O"
    for tag in tags:
        if tag.startswith("I-") and previous[2:] != tag[2:]:
            tag = f"B-{tag[2:]}"
        yield tag
        previous = tag


def main(corpora: Path, build: Path) -> None:
    """Write ``train.jsonl.gz``, ``dev-treebank.jsonl.gz`` and ``dev-entities.jsonl.gz``."""
    build.mkdir(parents=True, exist_ok=True)
    train = joined(
        read_treebank(corpora / "ud-train.conllu.xz"),
        read_entities(corpora / "ner-train.conll2003.xz"),
    )
    write(build / "train.jsonl.gz", train)
    write(build / "dev-treebank.jsonl.gz", read_treebank(corpora / "ud-dev.conllu.xz"))
    write(build / "dev-entities.jsonl.gz", read_entities(corpora / "ner-dev.conll2003.xz"))
    both = sum(sentence.upos is not None and sentence.entities is not None for sentence in train)
    print(f"{len(train)} sentences to train on, {both} of them labelled by both corpora")


if __name__ == "__main__":
    import sys

    main(Path(sys.argv[1]), Path(sys.argv[2]))
