"""What a model is made from, as checksums: verified before anything is learnt, kept beside the weights.

    python -m training.provenance CORPORA BASE BUILD [--data own]

compares the corpora and the base weights with ``sources.csv``, what the published model was made from, and writes
``BUILD/sources.json``. Corpora of your own are welcome with ``--data own``; they make a model of its own.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import lzma
import sys
import tomllib
from pathlib import Path
from typing import IO, cast

CONFIG = Path(__file__).with_name("config.toml")
CORPORA = ("ud-train.conllu", "ud-dev.conllu", "ner-train.conll2003", "ner-dev.conll2003")
ORIGINALS = ("model.safetensors", "tokenizer.json")
_SOURCES = Path(__file__).with_name("sources.csv")
_KEPT = "sources.json"


def known() -> dict[str, str]:
    """File → SHA-256 of what the published model is made from, or may be."""
    with _SOURCES.open(encoding="utf-8", newline="") as lines:
        return {row["file"]: row["sha256"] for row in csv.DictReader(lines)}


def digest(path: Path) -> str:
    """SHA-256 of a file in hexadecimal.

    Of the text inside where it is packed as .xz, since packers differ; of the values where it is TOML, since a comment
    makes no other model.
    """
    if path.suffix == ".toml":
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rb") as file:
        return hashlib.file_digest(cast(IO[bytes], file), "sha256").hexdigest()  # type: ignore[arg-type]


def sources(corpora: Path, base: Path, config: Path = CONFIG) -> dict[str, str]:
    """File → SHA-256 of all that a training starts from. ``base``: the wheel, or the folder of the originals."""
    files = [config, *(corpora / f"{name}.xz" for name in CORPORA)]
    files += [base / name for name in ORIGINALS] if base.is_dir() else [base]
    return {path.name.removesuffix(".xz"): digest(path) for path in files}


def strangers(found: dict[str, str]) -> list[str]:
    """The files that the published model is not made from."""
    expected = known()
    return [name for name, value in found.items() if name != CONFIG.name and expected.get(name) != value]


def provenance(build: Path) -> dict[str, str]:
    """File → SHA-256 of what the training in a folder started from: the configuration, the corpora, the base weights.

    Raises ``FileNotFoundError`` where they were never verified.
    """
    kept: dict[str, str] = json.loads((build / _KEPT).read_text(encoding="utf-8"))
    return kept


def keep(found: dict[str, str], build: Path) -> None:
    """Write down what a training starts from.

    Raises ``ValueError`` where the folder already holds a training that began with something else: going on with it
    would mix two recipes.
    """
    build.mkdir(parents=True, exist_ok=True)
    if (build / _KEPT).exists() and (build / "checkpoint.pt").exists():
        before = provenance(build)
        changed = sorted(name for name in found.keys() | before.keys() if found.get(name) != before.get(name))
        if changed:
            raise ValueError(f"{build} holds a training begun with another {', '.join(changed)}: take a new folder")
    (build / _KEPT).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Verify the corpora and the base weights, and write down their checksums."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("corpora", type=Path, help="folder of the four files")
    parser.add_argument("base", type=Path, help="the wheel, or the folder of the originals")
    parser.add_argument("build", type=Path, help="folder of the training")
    parser.add_argument("--data", choices=("published", "own"), default="published")
    options = parser.parse_args()
    found = sources(options.corpora, options.base)
    other = strangers(found)
    if other and options.data == "published":
        sys.exit(
            f"{', '.join(other)}: not what the published model is made from. Get it anew as training/README.md tells, "
            "or say --data own and give the model a version of its own."
        )
    try:
        keep(found, options.build)
    except ValueError as error:
        sys.exit(str(error))
    for name, value in found.items():
        print(f"{value}  {name}{' (own)' if name in other else ''}")


if __name__ == "__main__":
    main()
