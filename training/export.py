"""The trained network as ONNX files of 8-bit integers, for ONNX Runtime to run without PyTorch.

The graphs are written operator by operator rather than traced, so that each weight is quantised as it should be: one
scale for each output of a linear layer, one for each row of the embedding matrix. Activations are quantised as they
come, with one scale for a run; where a few of them are far larger than the rest they are brought to like size before:
by row behind the activation function, by channel behind a layer norm. Layer norms stay two plain operators: ONNX
Runtime's fused one is slower on processors.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import numpy
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch.nn import functional

from training import corpora, labels, provenance, vocabulary
from training.labels import Labels
from training.train import CONFIG

FLOAT, INTEGER = TensorProto.FLOAT, TensorProto.INT64
_OPSETS = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
_LEMMAS = 4  # scripts that are handed on for each word, the likeliest first: one may not fit
#: Scale of a row of an activation function whose values are all near or below 0.
_LEAST = 0.1
#: How much of a channel's size goes over to its weights: all with 1, none with 0.
_SHARE = 0.7
Weights = dict[str, NDArray[numpy.float32]]
Shaped = tuple[int, list[str | int]]


class Graph:
    """Nodes and weights of an ONNX graph as they are added."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._tensors: dict[str, onnx.TensorProto] = {}
        self._count = 0

    def constant(self, name: str, array: NDArray[numpy.generic]) -> str:
        """Keep an array; its name."""
        self._tensors[name] = numpy_helper.from_array(array, name)
        return name

    def weight(self, name: str) -> str:
        """A trained weight as it is; its name."""
        return self.constant(name, self._weights[name])

    def add(self, operator: str, *inputs: str, domain: str = "", outputs: int = 1, **attributes: Any) -> str:
        """One node; the name of its output, or of all, joined by spaces."""
        self._count += 1
        names = [f"{operator.lower()}{self._count}" + (f".{number}" if number else "") for number in range(outputs)]
        self._nodes.append(helper.make_node(operator, list(inputs), names, domain=domain, **attributes))
        return " ".join(names)

    def linear(self, inputs: str, name: str) -> str:
        """``inputs`` times a weight matrix in 8 bits, plus its bias."""
        return self.product(inputs, name, self._weights[f"{name}.weight"].T, self.weight(f"{name}.bias"))

    def product(self, inputs: str, name: str, matrix: NDArray[numpy.float32], bias: str = "") -> str:
        """``inputs`` times a matrix (in x out) in 8 bits with one scale for each output."""
        scale = (numpy.abs(matrix).max(axis=0) / 127).clip(1e-12).astype(numpy.float32)
        rounded = numpy.round(matrix / scale).astype(numpy.int8)
        quantised = self.constant(f"{name}.int8", numpy.ascontiguousarray(rounded))
        scales = self.constant(f"{name}.scale", scale)
        zeros = self.constant(f"{name}.zero", numpy.zeros(len(scale), numpy.int8))
        return self.add("DynamicQuantizeMatMul", inputs, quantised, scales, zeros, bias, domain="com.microsoft")

    def by_rows(self, inputs: str, name: str) -> str:
        """As ``linear`` of values of which none is far below 0, each row with a scale of its own."""
        last, least = self.constant("last_axis", numpy.array([2])), self.constant("least", numpy.float32(_LEAST))  # type: ignore[arg-type]
        largest = self.add("Max", self.add("ReduceMax", inputs, last), least)
        even = self.product(
            self.add("Mul", inputs, self.add("Reciprocal", largest)), name, self._weights[f"{name}.weight"].T
        )
        return self.add("Add", self.add("Mul", even, largest), self.weight(f"{name}.bias"))

    def by_channels(self, inputs: str, name: str, norm: str) -> str:
        """As ``linear`` of what a layer norm has made: channels that the norm makes large are divided, and their
        weights multiplied by as much (Xiao et al. 2023, SmoothQuant, with the norm's own weights for a calibration).
        """
        matrix = self._weights[f"{name}.weight"].T
        size = 3 * numpy.abs(self._weights[f"{norm}.weight"]) + numpy.abs(self._weights[f"{norm}.bias"])
        factor = size.clip(1e-3) ** _SHARE / numpy.abs(matrix).max(axis=1).clip(1e-4) ** (1 - _SHARE)
        divided = self.add("Mul", inputs, self.constant(f"{name}.divisor", (1 / factor).astype(numpy.float32)))
        return self.product(divided, name, matrix * factor[:, None], self.weight(f"{name}.bias"))

    def norm(self, inputs: str, name: str) -> str:
        """Layer norm over the last axis."""
        return self.add(
            "LayerNormalization", inputs, self.weight(f"{name}.weight"), self.weight(f"{name}.bias"), epsilon=1e-12
        )

    def gelu(self, inputs: str) -> str:
        """The exact one, by the error function."""
        return self.add("Gelu", inputs, domain="com.microsoft")

    def save(self, path: Path, inputs: dict[str, Shaped], outputs: dict[str, str]) -> None:
        """Write and check the graph. ``inputs``: name -> type and shape; ``outputs``: published name -> node's name."""
        for public, inner in outputs.items():
            self._nodes.append(helper.make_node("Identity", [inner], [public]))
        graph = helper.make_graph(
            self._nodes,
            path.stem,
            [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in inputs.items()],
            [helper.make_empty_tensor_value_info(name) for name in outputs],
            list(self._tensors.values()),
        )
        onnx.save(helper.make_model(graph, opset_imports=_OPSETS, ir_version=9, producer_name="hronika"), path)


def _embedded(graph: Graph, weights: Weights) -> str:
    """The states of ``pieces`` (B x P) before the first layer."""
    matrix = weights["pieces.weight"]
    scale = (numpy.abs(matrix).max(axis=1, keepdims=True) / 127).clip(1e-12).astype(numpy.float32)
    rows = graph.constant("pieces.int8", numpy.round(matrix / scale).astype(numpy.int8))
    embedded = graph.add("Cast", graph.add("Gather", rows, "pieces"), to=FLOAT)
    embedded = graph.add("Mul", embedded, graph.add("Gather", graph.constant("pieces.scale", scale), "pieces"))
    length = graph.add("Shape", "pieces", start=1, end=2)
    start = graph.constant("start", numpy.array([0]))
    placed = graph.add("Slice", graph.weight("positions.weight"), start, length, start)
    return graph.norm(graph.add("Add", embedded, placed), "norm")


def _layers(graph: Graph, states: str, layers: range, heads: int) -> str:
    """Layers of BERT over ``states``, which have no padding."""
    for number in layers:
        name = f"layers.{number}"
        query, key, value = graph.add(
            "Split", graph.linear(states, f"{name}.qkv"), outputs=3, axis=2, num_outputs=3
        ).split()
        mixed = graph.add("MultiHeadAttention", query, key, value, domain="com.microsoft", num_heads=heads)
        states = graph.norm(graph.add("Add", states, graph.linear(mixed, f"{name}.attended")), f"{name}.attended_norm")
        widened = graph.gelu(graph.by_channels(states, f"{name}.widened", f"{name}.attended_norm"))
        states = graph.norm(
            graph.add("Add", states, graph.by_rows(widened, f"{name}.narrowed")), f"{name}.narrowed_norm"
        )
    return states


def _heads(graph: Graph, states: str, size: str, weights: Weights, choices: Labels) -> dict[str, str]:
    """All answers for the words whose pieces are ``first`` and ``last``, places in the flattened states."""
    words = _words(graph, states, weights)
    name = f"heads.{size}"
    root, weight, bias = (
        torch.from_numpy(weights[f"{name}.{part}"]) for part in ("arc_root", "arc_head.weight", "arc_head.bias")
    )
    root_arc = functional.gelu(functional.linear(root, weight, bias)).numpy()

    def read(task: str) -> str:
        return graph.gelu(graph.linear(words, f"{name}.{task}"))

    values = graph.linear(read("morphology_hidden"), f"{name}.morphology")
    sizes = graph.constant("categories", numpy.array([len(names) for names in choices.categories.values()]))
    parts = graph.add("Split", values, sizes, outputs=len(choices.categories), axis=1).split()
    best = [graph.add("ArgMax", part, axis=1, keepdims=1) for part in parts]
    scripts = graph.linear(read("lemma_hidden"), f"{name}.lemma")
    likeliest = graph.add("TopK", scripts, graph.constant("lemmas", numpy.array([_LEMMAS])), outputs=2, axis=1).split()[
        1
    ]
    pair = weights[f"{name}.relation"]
    dependents = _with_one(graph, read("relation_dependent"))
    return {
        "values": graph.add("Cast", graph.add("Concat", *best, axis=1), to=TensorProto.UINT8),
        "scripts": likeliest,
        "arc_dependents": graph.linear(read("arc_dependent"), f"{name}.arc"),
        "arc_heads": read("arc_head"),
        "relation_dependents": graph.product(dependents, f"{name}.relation", pair.reshape(len(pair), -1)),
        "relation_heads": _with_one(graph, read("relation_head")),
        "root_arc": graph.constant("root_arc.kept", root_arc),
        **_names(graph, words, name),
    }


def _words(graph: Graph, states: str, weights: Weights) -> str:
    """N words: the states of the first and the last piece of each side by side."""
    hidden = weights["norm.weight"].shape[0]
    flat = graph.add("Reshape", states, graph.constant("flat", numpy.array([-1, hidden])))
    return graph.add("Concat", graph.add("Gather", flat, "first"), graph.add("Gather", flat, "last"), axis=1)


def _names(graph: Graph, words: str, heads: str) -> dict[str, str]:
    """What a size sees of names and of where sentences start."""
    entity = graph.gelu(graph.linear(words, f"{heads}.entity_hidden"))
    return {
        "entities": graph.linear(entity, f"{heads}.entity"),
        "inner_entities": graph.linear(entity, f"{heads}.inner_entity"),
        "starts": graph.linear(words, f"{heads}.start"),
    }


def _with_one(graph: Graph, states: str) -> str:
    pads, one = graph.constant("pads", numpy.array([0, 0, 0, 1])), graph.constant("pad", numpy.float32(1))  # type: ignore[arg-type]
    return graph.add("Pad", states, pads, one)


def export(weights: Weights, choices: Labels, folder: Path, layers: tuple[int, int], heads: int) -> None:
    """Write ``lower.onnx`` (pieces to states), ``fast.onnx`` and ``full.onnx`` (states to answers).

    ``layers``: how many the fast size reads, and how many there are.
    """
    fast, full = layers
    states: Shaped = (FLOAT, ["B", "P", len(weights["norm.weight"])])
    place: Shaped = (INTEGER, ["N"])
    lower = Graph(weights)
    behind = _layers(lower, _embedded(lower, weights), range(fast), heads)
    lower.save(folder / "lower.onnx", {"pieces": (INTEGER, ["B", "P"])}, {"states": behind})
    inputs = {"states": states, "first": place, "last": place}
    quick = Graph(weights)
    quick.save(folder / "fast.onnx", inputs, _heads(quick, "states", "fast", weights, choices))
    upper = Graph(weights)
    answers = _heads(upper, _layers(upper, "states", range(fast, full), heads), "full", weights, choices)
    # the fast size has read half-way anyway: names are what both see
    for task, seen in _names(upper, _words(upper, "states", weights), "heads.fast").items():
        answers[task] = upper.add("Add", answers[task], seen)
    upper.save(folder / "full.onnx", inputs, answers)


def main() -> None:
    """Write all that the pipeline needs to run what ``training.train`` made."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("build", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    build, folder = options.build, options.folder
    settings = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["network"]
    state = torch.load(build / "network.pt", map_location="cpu", weights_only=True)
    base = vocabulary.load(build / "base.npz")
    folder.mkdir(parents=True, exist_ok=True)
    export(
        {name: tensor.float().numpy() for name, tensor in state.items()},
        labels.load(build / "labels.json"),
        folder,
        (settings["fast_layers"], settings["layers"]),
        base.heads,
    )
    shutil.copyfile(build / "labels.json", folder / "labels.json")
    pieces = {"pieces": base.pieces, "scores": [round(score, 4) for score in base.scores]}
    (folder / "pieces.json").write_text(json.dumps(pieces, ensure_ascii=False) + "\n", encoding="utf-8")
    lexicon = labels.lexicon(corpora.read(build / "train.jsonl.gz"))
    (folder / "lexicon.json").write_text(json.dumps(lexicon, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "recipe.json").write_text(json.dumps(provenance.provenance(build), indent=1) + "\n", encoding="utf-8")
    size = sum(path.stat().st_size for path in folder.iterdir())
    print(f"{size / 1e6:.1f} MB in {folder}")


if __name__ == "__main__":
    main()
