"""The script that one would write without Hronika, beside Hronika: python -m benchmarks.plain --documents 500

The script is the sum of the usual parts: trafilatura reads pages and pdfplumber PDF (python-docx and python-pptx the
few office files), Stanza or a convolutional spaCy pipeline finds sentences, dateparser's search finds dates, regular
expressions find numbers with what they count, sqlite-utils keeps each with its sentence and makes a full-text index.
It is written as well as a careful user would: texts go through the models in batches, rows into the database too,
dateparser sees only lines that have a digit in them and is told the language.

Each is a command from start to end over the same generated documents, one process on one core; Hronika also with two
processes on two. Stanza's own Latvian package has to be downloaded, and a benchmark does without network: ``stanza`` is
its tagger and its parser at the size that Stanza trains by default (the parser is 96 MB, that of the package 102), with
random weights, and tokenizer and lemmatizer of the tests' package; ``--stanza FOLDER`` takes the real one instead.
``stanza-tiny`` is the tests' package. ``cnn`` is spaCy's pipeline as its quickstart configures it, with random weights
too. Those take as long as trained ones (the tests' package: 1,220 words a second and 1,300) but find no names, so the
script keeps none.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path
from shutil import copytree
from typing import Any

from benchmarks.generate import documents, write_folder
from benchmarks.ingest import _on, ingest, texts_of

ROOT = Path(__file__).parents[1]
TINY = ROOT / "tests" / "data" / "stanza"
SCRIPTS = ("stanza", "stanza-tiny", "cnn")
OURS = ("full", "fast")
#: What is to be compared with what.
PAIRS = (("full", "stanza"), ("full", "stanza-tiny"), ("fast", "cnn"))
#: What Hronika finds, by the table that keeps it.
FACTS = {
    "dates": "dates", "counts": "counts", "places": "place_mentions", "organisations": "organisation_mentions",
    "people": "person_mentions", "projects": "project_mentions", "events": "events",
}  # fmt: skip
_BATCH = 64
_SETTINGS = {"DATE_ORDER": "DMY"}
_NUMBER = re.compile(r"(?<![\d./-])(\d{1,3}(?: \d{3})+|\d+)\s+(%|[^\W\d_]{3,})")
_MONTH = re.compile(r"(?:gada|janvār|februār|mart|aprīl|maij|jūnij|jūlij|august|septembr|oktobr|novembr|decembr)\w*")
#: (start, end) of each sentence of a text.
Sentences = list[tuple[int, int]]
Reader = Callable[[list[str]], list[Sentences]]
#: Where something was found, as it stands there, and its value.
Found = tuple[int, str, str]


# -- the script ----------------------------------------------------------------------------------------------------


def text_of(path: Path) -> tuple[str, str]:
    """Title and text of a file, by its ending."""
    match path.suffix:
        case ".html":
            from trafilatura import bare_extraction

            found = bare_extraction(path.read_bytes(), include_comments=False, with_metadata=True)
            return getattr(found, "title", None) or "", getattr(found, "text", None) or ""
        case ".pdf":
            import pdfplumber

            with pdfplumber.open(path) as pdf:
                return path.stem, "\n".join(page.extract_text() for page in pdf.pages)
        case ".docx":
            from docx import Document

            document = Document(str(path))
            cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
            return path.stem, "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
        case _:
            from pptx import Presentation

            shapes = [shape for slide in Presentation(str(path)).slides for shape in slide.shapes]
            return path.stem, "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)


def stanza_reader(folder: Path) -> Reader:
    """Sentences by Stanza, with parts of speech, lemmas and trees on the way, as whoever goes on would want them."""
    import stanza

    pipeline = stanza.Pipeline(
        "lv", dir=str(folder), processors="tokenize,pos,lemma,depparse", download_method=None, logging_level="ERROR"
    )

    def read(texts: list[str]) -> list[Sentences]:
        read = pipeline.bulk_process(texts)
        return [[(one.tokens[0].start_char, one.tokens[-1].end_char) for one in doc.sentences] for doc in read]

    return read


def spacy_reader(folder: Path) -> Reader:
    """Sentences by a spaCy pipeline, with everything else that it finds on the way."""
    import spacy

    nlp = spacy.load(folder)

    def read(texts: list[str]) -> list[Sentences]:
        return [[(one.start_char, one.end_char) for one in doc.sents] for doc in nlp.pipe(texts, batch_size=_BATCH)]

    return read


def dates_in(text: str) -> Iterator[Found]:
    """Where dateparser finds a date, what it is in the text, and its ISO day."""
    from dateparser.search import search_dates

    at = 0
    for line in text.splitlines(keepends=True):
        found = search_dates(line, languages=["lv"], settings=_SETTINGS) if re.search(r"\d", line) else None
        here = 0
        for words, when in found or []:
            here = max(here, line.find(words, here))
            yield at + here, words, when.date().isoformat()
        at += len(line)


def numbers_in(text: str) -> Iterator[Found]:
    """Numbers with the word after them, unless that is a month or a year's "gada"."""
    for found in _NUMBER.finditer(text):
        if not _MONTH.match(found[2]):
            yield found.start(), found[0], found[1].replace(" ", "")


@dataclass(frozen=True)
class Row:
    """A document as the script keeps it."""

    id: int
    file: str
    title: str
    text: str


def run(folder: Path, db_path: Path, reader: Reader) -> dict[str, float]:
    """Read all files of a folder into a database; the seconds of each stage."""
    from sqlite_utils import Database

    db, clock = Database(db_path), Clock()
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    numbers = count()
    while batch := list(islice(paths, _BATCH)):
        with clock("text"):
            rows = [Row(next(numbers), str(path), *text_of(path)) for path in batch]
        with clock("model"):
            sentences = reader([row.text for row in rows])
        with clock("dates"):
            dates = [list(dates_in(row.text)) for row in rows]
        with clock("numbers"):
            numbered = [list(numbers_in(row.text)) for row in rows]
        with clock("database"):
            db.table("documents").insert_all(map(vars, rows), pk="id")
            for kind, found in (("dates", dates), ("counts", numbered)):
                db.table("facts").insert_all(_facts(kind, rows, sentences, found))
    with clock("database"):
        db.table("documents").enable_fts(["title", "text"], tokenize="unicode61 remove_diacritics 2")
    db.close()
    return clock.seconds


class Clock:
    """Adds up the seconds of each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start


def _facts(
    kind: str, rows: list[Row], sentences: list[Sentences], found: list[list[Found]]
) -> Iterator[dict[str, Any]]:
    """The rows of the facts of one kind, each with its sentence."""
    for row, bounds, facts in zip(rows, sentences, found, strict=True):
        for start, quoted, value in facts:
            sentence = next((row.text[begin:end] for begin, end in bounds if begin <= start < end), "")
            yield {"document": row.id, "kind": kind, "text": quoted, "value": value, "sentence": sentence}


def make_stanza(folder: Path) -> None:
    """The tests' package with its tagger and parser at the size that Stanza trains by itself, and random weights."""
    import torch
    from stanza.models import parser, tagger
    from stanza.models.depparse.trainer import GraphTrainer
    from stanza.models.pos.trainer import Trainer
    from stanza.models.pos.vocab import MultiVocab

    logging.getLogger("stanza").setLevel(logging.WARNING)  # it tells of every optimizer
    torch.manual_seed(1)
    copytree(TINY, folder)
    for name, options, trainer in (("pos", tagger, Trainer), ("depparse", parser, GraphTrainer)):
        file = folder / "lv" / name / "lvtb.pt"
        kept = torch.load(file, weights_only=True)
        usual = vars(options.build_argparse().parse_args([]))
        sizes = {key: usual[key] for key in kept["config"] if key in usual and re.search("_dim$|^num_layers$", key)}
        vocabulary = MultiVocab.load_state_dict(kept["vocab"])
        model = trainer(args={**usual, **kept["config"], **sizes}, vocab=vocabulary, device="cpu").model
        torch.save({**kept, "config": kept["config"] | sizes, "model": model.state_dict()}, file)


# -- the comparison ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """What came of one way of reading all documents: seconds, and facts by kind."""

    seconds: float
    facts: Counter[str]
    stages: dict[str, float] = field(default_factory=dict)  #: of the script: seconds of each of its stages


def plain(name: str, model: Path, folder: Path, scratch: Path) -> Result:
    """The script, in a process of its own on one core."""
    db = scratch / f"{name}.db"
    command: list[str | Path] = [sys.executable, "-m", "benchmarks.plain", "--child", name, model, folder, db]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, preexec_fn=_on(1), stdout=subprocess.PIPE, text=True, check=True)
    seconds = time.perf_counter() - start
    with closing(sqlite3.connect(db)) as kept:
        facts = dict(kept.execute("select kind, count(*) from facts group by kind"))
    return Result(seconds, Counter(facts), json.loads(done.stdout.splitlines()[-1]))


def hronika(model: str, jobs: int, folder: Path, scratch: Path) -> Result:
    """`hronika ingest`, with as many cores as jobs."""
    db = scratch / f"{model}{jobs}.db"
    done = ingest(folder, db, model, jobs, jobs)
    with closing(sqlite3.connect(db)) as kept:
        counts = {kind: kept.execute(f"select count(*) from {table}").fetchone()[0] for kind, table in FACTS.items()}
    return Result(done.seconds, Counter(counts))


def compare(folder: Path, scratch: Path, options: argparse.Namespace) -> None:
    """Print a row for each, what Hronika is of each script, and what the scripts' time goes into."""
    given = {"stanza": options.stanza or scratch / "stanza", "stanza-tiny": TINY, "cnn": scratch / "cnn"}
    number = sum(path.is_file() for path in folder.rglob("*"))
    print(f"{number:,} documents\n\n| | processes | documents/s | {' | '.join(FACTS)} |")
    print(f"|---|---:|---:|{'---:|' * len(FACTS)}")
    results: dict[str, Result] = {}
    for name in (name for name in SCRIPTS if name in options.models):
        results[name] = plain(name, given[name], folder, scratch)
        print(_row(f"script, {name}", 1, number, results[name]), flush=True)
    for model in (model for model in OURS if model in options.models):
        for jobs in options.jobs:
            result = hronika(model, jobs, folder, scratch)
            print(_row(f"Hronika, {model}", jobs, number, result), flush=True)
            results[f"{model}, {jobs} processes"] = result
    for ours, theirs in PAIRS:
        for name in (name for name in results if name.startswith(ours) and theirs in results):
            times = results[theirs].seconds / results[name].seconds
            print(f"\nHronika ({name}): {times:.2f} times as many documents a second as the script with {theirs}.")
    for name, result in results.items():
        if result.stages:
            told = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in result.stages.items())
            print(f"\nSeconds of the script with {name}: {told}; all {result.seconds:.1f}.")


def _row(name: str, processes: int, documents: int, result: Result) -> str:
    found = [f"{result.facts[kind]:,}" if kind in result.facts else "" for kind in FACTS]
    return f"| {name} | {processes} | {documents / result.seconds:.2f} | {' | '.join(found)} |"


def child(name: str, model: str, folder: str, db: str) -> None:
    """Run the script and print the seconds of its stages."""
    if name == "cnn":
        sys.modules["torch"] = None  # type: ignore[assignment]  # spaCy would import it wherever it is installed
    make = spacy_reader if name == "cnn" else stanza_reader
    print(json.dumps(run(Path(folder), Path(db), make(Path(model)))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--models", nargs="+", choices=(*SCRIPTS, *OURS), default=(*SCRIPTS, *OURS))
    parser.add_argument("--jobs", nargs="+", type=int, default=(1, 2), help="processes of Hronika")
    parser.add_argument("--stanza", type=Path, help="the folder of Stanza's resources, with its Latvian package")
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(*options.child)
        return
    with tempfile.TemporaryDirectory() as name:
        scratch, folder = Path(name), Path(name) / "documents"
        write_folder(documents(options.documents), folder)
        if "stanza" in options.models and options.stanza is None:
            make_stanza(scratch / "stanza")
        if "cnn" in options.models:
            from benchmarks.models import make_cnn

            make_cnn(scratch / "cnn", texts_of(folder)[:200])
        compare(folder, scratch, options)


if __name__ == "__main__":
    main()
