"""A clock beside the readers: Python loads this in every process whose PYTHONPATH names its folder, before all else.

Each reading of a document is told to the file HRONIKA_CLOCK: what was called, the origin, and the seconds it took.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import json
import os
import sys
import time
from functools import wraps
from pathlib import Path
from types import ModuleType
from typing import Any

_TIMED = ("sources.formats", "pipeline.read")


class _Clock(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules whose function ``read`` is to be timed, and loads them as Python would."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name not in _TIMED:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        sys.meta_path.insert(0, self)
        assert spec is not None
        assert spec.loader is not None
        self._loader = spec.loader
        spec.loader = self
        return spec

    def create_module(self, spec: Any) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        module.read = _timed(module.__name__, module.read)  # type: ignore[attr-defined]


def _timed(name: str, read: Any) -> Any:
    @wraps(read)
    def timed(given: Any, *args: Any, **kwargs: Any) -> Any:
        began, busy = time.monotonic(), time.process_time()
        try:
            return read(given, *args, **kwargs)
        finally:
            took = time.monotonic() - began, time.process_time() - busy
            line = json.dumps([name, given.origin, *took]) + "\n"
            with Path(os.environ["HRONIKA_CLOCK"]).open("a", encoding="utf-8") as file:
                file.write(line)

    return timed


sys.meta_path.insert(0, _Clock())
