"""What every process that reads needs, loaded once: processes begin as copies of one that has it all, in an instant.

That one is the fork server of ``multiprocessing``. It imports ``full`` or ``fast`` of this package, which load one of
our models and all tables; copies share that memory until they write to it. Where there is no fork server, or a model is
not to be copied (PyTorch has threads), a new process loads all that by itself.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from multiprocessing import forkserver, get_context
from multiprocessing.context import BaseContext

from hronika.types import Capture, HronikaError
from pipeline.models import keep_out

_MODELS = ("full", "fast")
#: A page that has of everything that is read for, so that the tables for it are read too. It is long enough for
#: trafilatura, which would read the stop words of a hundred languages to look again for more.
_PAGE = """<!doctype html><html lang="lv"><title>Seminārs</title><p>Rīgā 2020. gada 3. martā Kultūras ministrijas
    seminārā projekta „Tilts” vadītāja Anna Liepa tikās ar 12 jauniešiem no Talsu novada.</p><p>Jaunieši stāstīja, kā
    viņu pagastos top bibliotēku pasākumi un kas tajos varētu būt citādi, un sprieda, ko no tā var darīt kopā.</p>
    <p>Pēc pusdienām visi apskatīja izstādi un vienojās, ka pavasarī satiksies vēlreiz.</p></html>"""


def context(model: str) -> BaseContext:
    """How to begin processes that read with a model: a fork of this process would take its threads along, broken."""
    if model not in _MODELS or sys.platform != "linux":  # what macOS loads may not be forked
        return get_context("spawn")
    found = get_context("forkserver")
    found.set_forkserver_preload([f"{__name__}.{model}"])
    return found


def start(model: str) -> None:
    """Start the process that the others are copies of, where there will be something to read soon."""
    if context(model).get_start_method() == "forkserver":
        forkserver.ensure_running()


@cache
def load(model: str) -> None:
    """Load in this process whatever reading with a model needs; a copy of one that did has nothing to do."""
    keep_out(model)
    from sources.formats.language import identifier

    with ThreadPoolExecutor(1) as beside:  # it has ended before this process is copied
        beside.submit(identifier)
        import pipeline.workers  # noqa: F401  # what the copies are asked to run
        import sources.formats.pdf_pictures
        import sources.formats.zip  # noqa: F401
        from db.passages import index_texts
        from pipeline import language
        from pipeline.read import read
        from sources import formats

        language.choose(model)
    document = formats.read(Capture("preloaded", _PAGE.encode(), sha256="", fetched="", media_type="text/html"))
    read(document)
    index_texts(document)


def preload(model: str) -> None:
    """Load all that in the fork server; what fails here fails again in the copies, where somebody hears of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts a run means its main process, which ends this
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads would not be copied
    gc.disable()  # nothing of this is garbage
    with suppress(HronikaError):
        load(model)
    gc.freeze()  # else each copy, looking for garbage, would write to all that it shares
    gc.enable()
