"""How long all readers take beside the model alone: python -m benchmarks.readers [TARGET...] [--profile]

Reads the documents of the targets, the embedded sample by default, on one core: first each once, so that tables and
lemmas are in memory, then the model alone, then everything. ``--profile`` lists what the readers spend their time on.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import os
import pstats
import time

from hronika.types import Document
from pipeline import language
from pipeline.read import read
from sources import files, formats

_ROUNDS = 3  # of which the fastest counts


def main() -> None:
    """Print words a second for the model and for all readers, and the ratio of their times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", default=["sources/sample/site"], help="files and folders")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:1])
    documents = [formats.read(files.capture(found)) for found in files.find(options.targets)]
    words = sum(len(document.text.split()) for document in documents)
    for document in documents:
        read(document)
    alone, everything = (min(_seconds(documents, readers) for _ in range(_ROUNDS)) for readers in (False, True))
    print(f"{len(documents)} documents, {words} words\n\n| | seconds | words a second |\n| --- | --- | --- |")
    for name, seconds in (("model alone", alone), ("model and all readers", everything)):
        print(f"| {name} | {seconds:.2f} | {words / seconds:,.0f} |")
    print(f"\nThe readers take {(everything - alone) / alone:.2f} times as long as the model.")
    if options.profile:
        _profile(documents)


def _seconds(documents: list[Document], readers: bool) -> float:
    """Time for all documents; the caches of what was read of a document hold a few only, and so none of them."""
    gc.collect()
    language.analyse.cache_clear()
    started = time.process_time()
    for document in documents:
        (read if readers else language.analyse)(document)
    return time.process_time() - started


def _profile(documents: list[Document]) -> None:
    profiler = cProfile.Profile()
    profiler.runcall(_seconds, documents, readers=True)
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(r"/(pipeline|db|hronika|lv_hronika)/", 60)


if __name__ == "__main__":
    main()
