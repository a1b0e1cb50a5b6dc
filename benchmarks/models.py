"""How fast the Latvian models are, and what they take: words a second, memory, loading time, size on disk.

    python -m benchmarks.models [--text ud-dev.conllu.xz] [--models full fast stanza cnn] [--json models/speed.json]

Every model reads the same paragraphs in ``nlp.pipe`` with all its components, in a process of its own that may use one
core, then two; the best of three passes after a first that is not counted. Without a treebank, the paragraphs are those
of the embedded sample. ``cnn`` is spaCy's own pipeline of the same components, as its quickstart configures it and with
random weights, which take as long as trained ones. Words are those that spaCy's blank Latvian tokenizer finds.

Loading is measured with all imports; PyTorch, which spaCy would import wherever it is installed, is kept away from
models that do without it. Libraries count the cores when they are imported, so each is imported where it is used:
behind the choice of cores.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

CNN = ["tagger", "morphologizer", "trainable_lemmatizer", "parser", "ner"]
PASSES = 3


def measure(model: str, texts: list[str]) -> dict[str, float]:
    """In a process of its own: seconds to load, words a second, the most memory in megabytes."""
    if model != "stanza":
        sys.modules["torch"] = None  # type: ignore[assignment]
    start = time.perf_counter()
    from training.evaluate import load

    nlp = load(model)
    loaded = time.perf_counter() - start
    for _ in nlp.pipe(texts[: len(texts) // 4]):
        pass
    best = float("inf")
    for _ in range(PASSES):
        start = time.perf_counter()
        for _ in nlp.pipe(texts):
            pass
        best = min(best, time.perf_counter() - start)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"load": loaded, "speed": _words(texts) / best, "memory": memory}


def _words(texts: list[str]) -> int:
    import spacy

    blank = spacy.blank("lv")
    return sum(not token.is_space for text in texts for token in blank.make_doc(text))


def paragraphs(treebank: Path | None) -> list[str]:
    """What is read: the treebank's paragraphs, or those of the embedded sample."""
    if treebank is None:
        from sources import files, formats

        documents = (formats.read(files.capture(found)) for found in files.find(["sources/sample/site"]))
        return [block.text for document in documents for block in document.blocks]
    from training.corpora import read_treebank

    texts: list[str] = []
    for sentence in read_treebank(treebank):
        if sentence.opens_paragraph or not texts:
            texts.append(sentence.text)
        else:
            texts[-1] += f" {sentence.text}"
    return texts


def make_cnn(folder: Path, texts: list[str]) -> None:
    """spaCy's convolutional pipeline, with random weights and with the labels that our own model finds in the texts."""
    from spacy.cli.init_config import init_config
    from spacy.training import Example
    from spacy.util import load_model_from_config

    from training.evaluate import load

    config = init_config(lang="lv", pipeline=CNN, optimize="efficiency", gpu=False)
    nlp = load_model_from_config(config, auto_fill=True)
    read = load("fast").pipe(texts)
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in read]
    nlp.initialize(lambda: examples)
    nlp.to_disk(folder)


def in_child(model: str, cores: int, texts: Path) -> dict[str, float]:
    """Measure in a process that may use so many cores."""
    command = [sys.executable, "-m", "benchmarks.models", "--child", model, "--cores", str(cores), "--text", str(texts)]
    environment = {**os.environ, "OMP_NUM_THREADS": str(cores)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def machine() -> str:
    """The processor, and what of its instructions matters to 8-bit networks."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    facts = dict(reversed([[part.strip() for part in line.split(":", 1)] for line in lines if ":" in line]))
    known = ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "avx512_bf16", "amx_int8")
    flags = [flag for flag in known if flag in facts.get("flags", "").split()]
    return f"{facts.get('model name', platform.machine())}, {os.cpu_count()} cores ({', '.join(flags)})"


def size_of(model: str, folder: Path | None) -> float | None:
    """Megabytes on disk; for our own model, both sizes' weights together."""
    import lv_hronika

    if model == "stanza":
        from pipeline.models import status

        return status(model).size / 1e6
    if model in lv_hronika.SIZES:
        folder = Path(lv_hronika.__file__).parent
    if folder is None:
        return None
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def main() -> None:
    """Print a table of all models that can be loaded."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, help="a CoNLL-U file; the embedded sample by default")
    parser.add_argument("--models", nargs="+", default=["full", "fast", "stanza", "cnn"])
    parser.add_argument("--json", type=Path, help="keep the figures in this file, for the model card")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--cores", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.cores])
        print(json.dumps(measure(options.child, json.loads(options.text.read_text(encoding="utf-8")))))
        return
    from training import card

    texts = paragraphs(options.text)
    rows: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as scratch:
        kept, cnn = Path(scratch, "texts.json"), Path(scratch, "cnn")
        kept.write_text(json.dumps(texts), encoding="utf-8")
        if "cnn" in options.models:
            make_cnn(cnn, texts)
        for model in options.models:
            folder = cnn if model == "cnn" else None
            try:
                one, two = (in_child(str(folder or model), cores, kept) for cores in (1, 2))
            except subprocess.CalledProcessError as error:
                print(f"{model} is left out: {error.stderr.strip().splitlines()[-1]}", file=sys.stderr)
                continue
            rows[model] = {**one, "speed on two": two["speed"], "disk": size_of(model, folder)}
    measured = {"machine": machine(), "words": _words(texts), "models": rows}
    print(card.speed(measured))
    if options.json:
        options.json.write_text(card.as_json(measured), encoding="utf-8")


if __name__ == "__main__":
    main()
