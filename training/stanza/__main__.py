"""Trains the tiny models: ``python -m training.stanza OUT --corpora FOLDER``; see README.md in this folder."""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import lzma
import random
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

from training.corpora import Sentence, read_treebank

PACKAGE = "lvtb"
SEED = 20261124
#: The module of Stanza that trains each processor.
TRAINERS = {"tokenize": "tokenizer", "pos": "tagger", "lemma": "lemmatizer", "depparse": "parser"}
#: In the label files of Stanza's tokenizer: what ends a word and a sentence; 0 stands for all other characters.
_WORD, _SENTENCE = "1", "2"
_LONGEST_PARAGRAPH = 6  # sentences; the training part of LVTB 2.7 does not say where its paragraphs end

Settings = dict[str, str | int | float | bool]


def train(out: Path, corpora: Path) -> None:
    """Write ``resources.json`` and ``lv/PROCESSOR/lvtb.pt`` into ``out``, as ``stanza.Pipeline(dir=out)`` wants them.

    ``corpora``: the folder of ``ud-train.conllu.xz`` and ``ud-dev.conllu.xz``.
    """
    import torch

    torch.set_num_threads(1)  # sums in another order would give other weights
    settings = read_settings()
    corpora, out = corpora.resolve(), out.resolve()
    # Stanza keeps the paths that it is given in its models: these are the same on every machine
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for part in ("train", "dev"):
            _prepare(corpora / f"ud-{part}.conllu.xz", part)
        for processor, trainer in TRAINERS.items():
            options = _command_line(_files(processor) | settings[processor])
            importlib.import_module(f"stanza.models.{trainer}").main(options)
        shutil.copytree("lv", out / "lv", dirs_exist_ok=True)
    resources = json.dumps(_resources(out / "lv"), indent=2)
    (out / "resources.json").write_text(resources + "\n", encoding="utf-8")


def read_settings() -> dict[str, Settings]:
    """What each processor's trainer is told beyond its own defaults."""
    return tomllib.loads(Path(__file__).with_name("config.toml").read_text(encoding="utf-8"))


def _prepare(corpus: Path, part: str) -> None:
    """Put a part of the treebank into the working folder as Stanza's trainers read it."""
    Path(f"{part}.conllu").write_bytes(lzma.decompress(corpus.read_bytes()))
    text, labels = zip(*_paragraphs(read_treebank(corpus)), strict=True)
    Path(f"{part}.txt").write_text("\n\n".join(text), encoding="utf-8")
    Path(f"{part}.labels").write_text("\n\n".join(labels), encoding="utf-8")
    Path("multi-word.json").write_text("[]", encoding="utf-8")  # Latvian has no multi-word tokens


def _files(processor: str) -> Settings:
    """What a trainer reads and writes, under the names of its options."""
    common: Settings = {
        "shorthand": f"lv_{PACKAGE}",
        "seed": SEED,
        "save_dir": f"lv/{processor}",
        "save_name": f"{PACKAGE}.pt",
    }
    if processor != "lemma":
        common["lang"] = "lv"
    if processor != "tokenize":
        return common | {"train_file": "train.conllu", "eval_file": "dev.conllu"}
    return common | {
        "txt_file": "train.txt",
        "label_file": "train.labels",
        "dev_txt_file": "dev.txt",
        "dev_label_file": "dev.labels",
        "dev_conll_gold": "dev.conllu",
        "mwt_json_file": "multi-word.json",
    }


def _command_line(settings: Settings) -> list[str]:
    return [
        word
        for name, value in settings.items()
        for word in ([f"--{name}"] if value is True else [f"--{name}", str(value)])
    ]


def _paragraphs(sentences: list[Sentence]) -> Iterator[tuple[str, str]]:
    """The text of the sentences in paragraphs, and a label for each of its characters."""
    chance = random.Random(SEED)
    start = 0
    while start < len(sentences):
        end = start + chance.randint(1, _LONGEST_PARAGRAPH)
        pairs = [_labelled(sentence) for sentence in sentences[start:end]]
        yield " ".join(text for text, _ in pairs), "0".join(labels for _, labels in pairs)
        start = end


def _labelled(sentence: Sentence) -> tuple[str, str]:
    labels = "".join(
        "0" * (len(word) - 1) + _WORD + "0" * space for word, space in zip(sentence.words, sentence.spaces, strict=True)
    )
    return sentence.text, labels[: len(sentence.text) - 1] + _SENTENCE


def _resources(folder: Path) -> dict[str, object]:
    """The list of models that Stanza looks into before it loads any."""
    models = {
        processor: {PACKAGE: {"md5": hashlib.md5((folder / processor / f"{PACKAGE}.pt").read_bytes()).hexdigest()}}
        for processor in TRAINERS
    }
    return {"lv": {"lang_name": "Latvian", **models, "packages": {"default": dict.fromkeys(TRAINERS, PACKAGE)}}}


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="folder to write")
    parser.add_argument(
        "--corpora", type=Path, required=True, help="folder with ud-train.conllu.xz and ud-dev.conllu.xz"
    )
    options = parser.parse_args()
    train(options.out, options.corpora)


if __name__ == "__main__":
    main()
