"""Runs a step of the recipe: ``python -m training STEP …``, or ``python . STEP …`` in this folder, as weasel does."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])
runpy.run_module(f"training.{sys.argv.pop(1)}", run_name="__main__", alter_sys=True)
