"""No process outlives the one that began it: not even where that was killed, and could end nothing any more."""

from __future__ import annotations

import os
import threading
from multiprocessing import parent_process


def end_with_parent() -> None:
    """Call it in a process made by ``multiprocessing``: from then on it ends when the one that made it does."""
    threading.Thread(target=_wait, name="end with parent", daemon=True).start()


def _wait() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
