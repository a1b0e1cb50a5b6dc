"""The trained weights as they lie beside this module, and the network that runs on them in ONNX Runtime."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

# From 1.29 on, ONNX Runtime would keep a number for this machine in the home directory and report to Microsoft.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime

from lv_hronika.subwords import Subwords

FOLDER = Path(__file__).with_name("weights")
SIZES = ("full", "fast")
#: Answers with a row for each word; ``root_arc`` comes once.
PER_WORD = (
    "values",
    "scripts",
    "arc_dependents",
    "arc_heads",
    "relation_dependents",
    "relation_heads",
    "entities",
    "inner_entities",
    "starts",
)


class Weights:
    """One size of the network, ready to run; safe to share between threads."""

    def __init__(self, size: str, folder: Path) -> None:
        labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self.categories: dict[str, list[str]] = labels["categories"]
        self.scripts: list[str] = labels["scripts"]
        self.relations: list[str] = labels["relations"]
        self.entities: list[str] = labels["entities"]
        self.inner_entities: list[str] = labels["inner_entities"]
        lexicon = json.loads((folder / "lexicon.json").read_text(encoding="utf-8"))
        self.lexicon = {pos: frozenset(lemmas) for pos, lemmas in lexicon.items()}
        self.subwords = Subwords(**json.loads((folder / "pieces.json").read_text(encoding="utf-8")))
        self._lower = _session(folder / "lower.onnx")
        self._upper = _session(folder / f"{size}.onnx")

    def run(self, pieces: NDArray[Any], first: NDArray[Any], last: NDArray[Any]) -> dict[str, NDArray[Any]]:
        """The answers for N words in B windows of P pieces.

        ``pieces``: B x P; ``first``, ``last``: N, the places of each word's first and last piece in the flattened
        windows. Answers are named as in ``PER_WORD``.
        """
        (states,) = self._lower.run(None, {"pieces": pieces})
        names = [output.name for output in self._upper.get_outputs()]
        answers = self._upper.run(names, {"states": states, "first": first, "last": last})
        return dict(zip(names, answers, strict=True))


@lru_cache(maxsize=len(SIZES))
def load_weights(size: str, folder: Path = FOLDER) -> Weights:
    """The weights of a size; read once."""
    return Weights(size, folder)


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # cores share the windows, not the sums of one
    # the fusions beyond these replace the plain layer norm by one that is slower here
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.enable_mem_pattern = False  # windows have hundreds of shapes, and a plan would be kept for each
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
