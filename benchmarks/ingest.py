"""How fast `hronika ingest` is beside the bare model, how much memory it takes, what a re-run costs, how it starts.

    python -m benchmarks.ingest --documents 2000 --model full [--measure speed memory rerun start]

Documents are generated (``benchmarks.generate``). What is measured, all of it in this one run:

speed   words a second of the bare model in spaCy's ``nlp.pipe`` over the documents' texts, loaded and warm, with one
        process and with two; and of the whole ``hronika ingest --jobs``, from the start of the command to its end.
        Each side has as many cores as processes, so that there is one thread of the network in each. ``--all-cores``
        takes the bounds away: then the writer has a core beside the one reader, and one reader both cores.
memory  the most that the command and its processes held together (proportional set size, so that shared pages count
        once), for a tenth of the documents and for all of them.
rerun   the command again on the same folder: as it is, and with 1 % of the documents changed.
start   from the start of the command until its progress bar on a terminal counts a first document; ``hronika --help``.
        The median of five. The files of Python and of the model are in the system's cache; no process is there yet.
"""

from __future__ import annotations

import argparse
import json
import os
import pty
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate import documents, write_folder

HRONIKA = Path(sys.executable).with_name("hronika")
MEASURES = ("speed", "memory", "rerun", "start")
JOBS = (1, 2)
STARTS = 5
_EVERY = 0.25  # seconds between two looks at the memory
_BATCH = 32  # documents that nlp.pipe hands to a process at a time
_COUNTED = re.compile(rb"(?<![\d.])[1-9]\d*(?:/\d+|\s?doc)\b")  # what tqdm shows once it has counted something


@dataclass(frozen=True)
class Run:
    """One run of the command: how long it took, and the most bytes that it held, if it was watched."""

    seconds: float
    peak: int = 0


def ingest(folder: Path, db: Path, model: str, jobs: int, cores: int | None = None, watched: bool = False) -> Run:
    """Run the command to its end, on so many cores."""
    command: list[str | Path] = [HRONIKA, "ingest", folder, "--db", db, "--model", model, "--jobs", str(jobs)]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=_on(cores)) as process:
        peak = _watch(process) if watched else 0
        process.wait()
    if process.returncode:
        raise SystemExit(f"hronika ingest ended with {process.returncode}")
    return Run(time.perf_counter() - start, peak)


def _on(cores: int | None) -> Callable[[], None]:
    """What a new process does first: it keeps to so many cores; None: to those it has."""
    mine = sorted(os.sched_getaffinity(0))
    return lambda: os.sched_setaffinity(0, mine[:cores])


def _watch(process: subprocess.Popen[bytes]) -> int:
    """Bytes that a process and its children held at the most, until it ends."""
    import psutil

    peak, root = 0, psutil.Process(process.pid)
    while process.poll() is None:
        held = 0
        try:
            family = [root, *root.children(recursive=True)]
        except psutil.NoSuchProcess:
            break
        for one in family:
            try:
                held += one.memory_full_info().pss
            except psutil.Error:  # it ended meanwhile
                continue
        peak = max(peak, held)
        time.sleep(_EVERY)
    return peak


def bare(model: str, texts: Path, processes: int, cores: int | None) -> float:
    """Seconds that the model alone takes for the texts, in a process that keeps to so many cores."""
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "benchmarks.ingest",
        "--child",
        texts,
        "--model",
        model,
        "--jobs",
        str(processes),
    ]
    threads = (cores or len(os.sched_getaffinity(0))) // processes  # as many as Hronika lets each of its own have
    environment = {**os.environ, "OMP_NUM_THREADS": str(max(1, threads))}
    done = subprocess.run(command, env=environment, preexec_fn=_on(cores), capture_output=True, text=True, check=True)
    return float(done.stdout)


def _pipe(model: str, texts: list[str], processes: int) -> float:
    """What the child does: seconds of ``nlp.pipe``, once the model is loaded and has read a little."""
    from pipeline import models

    nlp = models.load(model)
    for _ in nlp.pipe(texts[:_BATCH]):
        pass
    start = time.perf_counter()
    for _ in nlp.pipe(texts, n_process=processes, batch_size=_BATCH):
        pass
    return time.perf_counter() - start


def texts_of(folder: Path) -> list[str]:
    """What the model is given of each document, by Hronika as well."""
    from sources import files, formats

    return [formats.read(files.capture(found)).text for found in files.find([str(folder)])]


def speed(folder: Path, scratch: Path, model: str, all_cores: bool) -> None:
    """Print words a second of the bare model and of the command, and what they are of each other."""
    texts = texts_of(folder)
    kept = scratch / "texts.json"
    kept.write_text(json.dumps(texts), encoding="utf-8")
    words = sum(len(text.split()) for text in texts)
    print(f"{words:,} words in {len(texts):,} documents, model {model}\n")
    print("| processes | bare model, words/s | hronika ingest, words/s | ratio | documents/s |")
    print("|---:|---:|---:|---:|---:|")
    speeds = {}
    for jobs in JOBS:
        cores = None if all_cores else jobs
        alone = words / bare(model, kept, jobs, cores)
        took = ingest(folder, scratch / f"speed{jobs}.db", model, jobs, cores).seconds
        speeds[jobs] = words / took
        row = f"{alone:,.0f} | {speeds[jobs]:,.0f} | {speeds[jobs] / alone:.2f} | {len(texts) / took:.1f}"
        print(f"| {jobs} | {row} |", flush=True)
    print(f"\nTwo processes do {speeds[2] / speeds[1]:.2f} times what one does.\n")


def memory(folder: Path, few: Path, scratch: Path, model: str) -> Run:
    """Print the peak of a tenth of the documents and of all; the run of all, whose database is ``many.db``."""
    print("| documents | seconds | peak memory |\n|---:|---:|---:|")
    runs = []
    for name, held in (("few", few), ("many", folder)):
        run = ingest(held, scratch / f"{name}.db", model, len(os.sched_getaffinity(0)), watched=True)
        number = sum(path.is_file() for path in held.rglob("*"))
        print(f"| {number:,} | {run.seconds:.0f} | {run.peak / 1e6:,.0f} MB |", flush=True)
        runs.append(run)
    print(f"\nThe peak of all is {runs[1].peak / runs[0].peak:.2f} times that of a tenth.\n")
    return runs[1]


def rerun(folder: Path, scratch: Path, model: str, number: int, first: Run | None) -> None:
    """Print what the command takes when nothing has changed, and when one document in a hundred has."""
    jobs, db = len(os.sched_getaffinity(0)), scratch / "many.db"
    first = first or ingest(folder, db, model, jobs)
    same = ingest(folder, db, model, jobs)
    write_folder(documents(number, change=0.01), folder)
    changed = ingest(folder, db, model, jobs)
    print("| run | seconds | of the first |\n|---|---:|---:|")
    for name, run in (("first", first), ("nothing changed", same), ("1 % changed", changed)):
        print(f"| {name} | {run.seconds:.1f} | {run.seconds / first.seconds:.1%} |")
    print()


def start(folder: Path, scratch: Path, model: str) -> None:
    """Print how long the help takes, and the first document of many."""
    helped = statistics.median(_helped() for _ in range(STARTS))
    first = statistics.median(_first_document(folder, scratch / f"start{n}.db", model) for n in range(STARTS))
    print("| | seconds |\n|---|---:|")
    print(f"| hronika --help | {helped:.2f} |\n| until the first document is read | {first:.2f} |\n")


def _helped() -> float:
    begin = time.perf_counter()
    subprocess.run([HRONIKA, "--help"], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


def _first_document(folder: Path, db: Path, model: str) -> float:
    """Seconds until the progress bar that a person sees has counted a document; then the command is stopped."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))  # a bar is as wide as its terminal
    command: list[str | Path] = [HRONIKA, "ingest", folder, "--db", db, "--model", model]
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown = b""
    try:
        while not _COUNTED.search(shown):
            shown = shown[-200:] + os.read(ours, 4096)
        return time.perf_counter() - begin
    except OSError as error:  # the terminal is closed: the command ended without a bar
        raise SystemExit(f"hronika ingest showed no progress: {shown.decode(errors='replace')}") from error
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # whoever runs a benchmark in the background ignores interrupts
        process.wait()
        os.close(ours)


@contextmanager
def folders(number: int, tenth: bool) -> Iterator[tuple[Path, Path, Path]]:
    """A scratch folder, in it one with so many generated documents, and one with a tenth of them."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        many, few = scratch / "documents", scratch / "few"
        write_folder(documents(number), many)
        if tenth:
            write_folder(documents(number // 10), few)
        yield scratch, many, few


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--model", choices=("full", "fast"), default="full")
    parser.add_argument("--measure", nargs="+", choices=MEASURES, default=MEASURES)
    parser.add_argument("--all-cores", action="store_true", help="bind neither side of speed to cores")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--jobs", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(_pipe(options.model, json.loads(options.child.read_text(encoding="utf-8")), options.jobs))
        return
    first = None
    with folders(options.documents, "memory" in options.measure) as (scratch, many, few):
        if "start" in options.measure:
            start(many, scratch, options.model)
        if "speed" in options.measure:
            speed(many, scratch, options.model, options.all_cores)
        if "memory" in options.measure:
            first = memory(many, few, scratch, options.model)
        if "rerun" in options.measure:
            rerun(many, scratch, options.model, options.documents, first)


if __name__ == "__main__":
    main()
