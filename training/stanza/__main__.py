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

import torch

from training.corpora import Sentence, read_treebank

PACKAGE = "lvtb"
SEED = 20261124
#: The module of Stanza that trains each processor.
TRAINERS = {"tokenize": "tokenizer", "pos": "tagger", "lemma": "lemmatizer", "depparse": "parser"}
#: Characters that end a word and a sentence, in the label files of Stanza's tokenizer; 0 stands for all others.
_WORD, _SENTENCE = "1", "2"
_LONGEST_PARAGRAPH = 6  # sentences; LVTB 2.7 does not say where its paragraphs end


def train(out: Path, corpora: Path) -> None:
    """Write ``resources.json`` and ``lv/PROCESSOR/lvtb.pt`` into ``out``, as ``stanza.Pipeline(dir=out)`` wants them.

    ``corpora``: the folder of ``ud-train.conllu.xz`` and ``ud-dev.conllu.xz``.
    """
    torch.set_num_threads(1)  # sums in another order would give other weights
    settings = tomllib.loads(Path(__file__).with_name("config.toml").read_text(encoding="utf-8"))
    parts = {part: corpora.resolve() / f"ud-{part}.conllu.xz" for part in ("train", "dev")}
    out = out.resolve()
    with (
        tempfile.TemporaryDirectory() as folder,
        chdir(folder),
    ):  # Stanza writes its paths into the models: keep them short
        for part, path in parts.items():
            Path(f"{part}.conllu").write_bytes(lzma.decompress(path.read_bytes()))
            text, labels = zip(*_paragraphs(read_treebank(path)), strict=True)
            Path(f"{part}.txt").write_text("\n\n".join(text), encoding="utf-8")
            Path(f"{part}.labels").write_text("\n\n".join(labels), encoding="utf-8")
        Path("mwt.json").write_text("[]", encoding="utf-8")  # Latvian has no multi-word tokens
        for processor, trainer in TRAINERS.items():
            options = _options(_files(processor) | settings[processor])
            importlib.import_module(f"stanza.models.{trainer}").main(options)
        shutil.copytree("lv", out / "lv", dirs_exist_ok=True)
    resources = json.dumps(_resources(out / "lv"), indent=2)
    (out / "resources.json").write_text(resources + "\n", encoding="utf-8")


def _files(processor: str) -> dict[str, str | int]:
    """What a trainer reads and writes, under the names of its options."""
    common = {
        "shorthand": f"lv_{PACKAGE}",
        "lang": "lv",
        "seed": SEED,
        "save_dir": f"lv/{processor}",
        "save_name": f"{PACKAGE}.pt",
    }
    if processor == "tokenize":
        return common | {
            "txt_file": "train.txt",
            "label_file": "train.labels",
            "dev_txt_file": "dev.txt",
            "dev_label_file": "dev.labels",
            "dev_conll_gold": "dev.conllu",
            "mwt_json_file": "mwt.json",
        }
    if processor == "lemma":
        del common["lang"]
    return common | {"train_file": "train.conllu", "eval_file": "dev.conllu"}


def _options(settings: dict[str, str | int | float | bool]) -> list[str]:
    """The settings as a command line."""
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
    text, labels = "", ""
    for word, space in zip(sentence.words, sentence.spaces, strict=True):
        text += word + " " * space
        labels += "0" * (len(word) - 1) + _WORD + "0" * space
    text = text.rstrip()
    return text, labels[: len(text) - 1] + _SENTENCE


def _resources(folder: Path) -> dict[str, object]:
    """The list of models that Stanza looks into before it loads any."""
    models = {
        processor: {PACKAGE: {"md5": hashlib.md5((folder / processor / f"{PACKAGE}.pt").read_bytes()).hexdigest()}}
        for processor in TRAINERS
    }
    return {"lv": {"lang_name": "Latvian", **models, "packages": {"default": dict.fromkeys(TRAINERS, PACKAGE)}}}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="folder to write")
    parser.add_argument(
        "--corpora", type=Path, required=True, help="folder with ud-train.conllu.xz and ud-dev.conllu.xz"
    )
    given = parser.parse_args()
    train(given.out, given.corpora)
