"""The network in PyTorch, for training only: one encoder, and two sets of heads that read it.

The heads of the fast size read the encoder after its lower layers, those of the full size after its last. Each word is
seen as the states of its first and last piece side by side: a Latvian word's ending says most of its grammar.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.base import Base
from training.labels import Labels

SIZES = ("fast", "full")


@dataclass
class Answers:
    """What one set of heads says; B windows, W words. Scores are logits."""

    morphology: Tensor  # B x W x values of all categories, one category behind another
    lemma: Tensor  # B x W x scripts
    arc: Tensor  # B x W x (W + 1); place 0 is the root
    relation_dependent: Tensor  # B x W x relation size
    relation_head: Tensor  # B x (W + 1) x relation size
    entity: Tensor  # B x W x entity tags
    inner_entity: Tensor  # B x W x inner entity tags
    start: Tensor  # B x W; above 0 where a sentence starts

    def by_category(self, labels: Labels) -> Tensor:
        """The morphological scores, B x W x categories x values; far below all others where a category has fewer."""
        sizes = [len(values) for values in labels.categories.values()]
        places = torch.full((len(sizes), max(sizes)), sum(sizes), device=self.morphology.device)
        start = 0
        for row, size in zip(places, sizes, strict=True):
            row[:size] = torch.arange(start, start + size)
            start += size
        return functional.pad(self.morphology, (0, 1), value=-1e4)[..., places]


class StateDropout(nn.Module):
    """Dropout that forgets the same states in all pieces of a window: a fraction of the random numbers."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, states: Tensor) -> Tensor:
        """``states``: B x P x hidden."""
        if not self.training:
            return states
        kept = torch.empty(len(states), 1, states.shape[-1], device=states.device).bernoulli_(1 - self.rate)
        return states * (kept / (1 - self.rate)).to(states.dtype)


class Layer(nn.Module):
    """One layer of BERT, norms behind."""

    def __init__(self, hidden: int, inner: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.dropout = StateDropout(dropout)
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.attended = nn.Linear(hidden, hidden)
        self.attended_norm = nn.LayerNorm(hidden, eps=1e-12)
        self.widened = nn.Linear(hidden, inner)
        self.narrowed = nn.Linear(inner, hidden)
        self.narrowed_norm = nn.LayerNorm(hidden, eps=1e-12)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """``states``: B x P x hidden; ``mask``: B x 1 x 1 x P, true where a piece is."""
        batch, pieces, hidden = states.shape
        query, key, value = self.qkv(states).view(batch, pieces, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        # by hand: on processors, PyTorch's own attention is slower than this to train
        affinity = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2) + mask
        mixed = affinity.softmax(dim=-1) @ value
        mixed = self.attended(mixed.transpose(1, 2).reshape(batch, pieces, hidden))
        states = self.attended_norm(states + mixed)
        widened = functional.gelu(self.widened(states))
        return cast(Tensor, self.narrowed_norm(states + self.dropout(self.narrowed(widened))))


class Heads(nn.Module):
    """Everything that is read off the encoder's states."""

    def __init__(self, hidden: int, labels: Labels, sizes: dict[str, Any]) -> None:
        super().__init__()
        word = 2 * hidden
        self.dropout = nn.Dropout(sizes["dropout"])
        self.parser_dropout = nn.Dropout(sizes["parser_dropout"])
        self.morphology_hidden = nn.Linear(word, sizes["morphology"])
        self.morphology = nn.Linear(sizes["morphology"], sum(map(len, labels.categories.values())))
        self.lemma_hidden = nn.Linear(word, sizes["lemma"])
        self.lemma = nn.Linear(sizes["lemma"], len(labels.scripts))
        self.arc_dependent = nn.Linear(word, sizes["arc"])
        self.arc_head = nn.Linear(word, sizes["arc"])
        self.arc = nn.Linear(sizes["arc"], sizes["arc"])
        self.arc_root = nn.Parameter(torch.randn(word) * 0.02)
        self.relation_dependent = nn.Linear(word, sizes["relation"])
        self.relation_head = nn.Linear(word, sizes["relation"])
        # each side with a 1 behind it, so that one product holds the pair's, the sides' and the plain scores
        pair = sizes["relation"] + 1
        self.relation = nn.Parameter(torch.randn(pair, len(labels.relations), pair) * 0.02)
        self.entity_hidden = nn.Linear(word, sizes["entity"])
        self.entity = nn.Linear(sizes["entity"], len(labels.entities))
        self.inner_entity = nn.Linear(sizes["entity"], len(labels.inner_entities))
        self.start = nn.Linear(word, 1)

    def forward(self, states: Tensor, first: Tensor, last: Tensor) -> Answers:
        """``states``: B x P x hidden; ``first``, ``last``: B x W, the pieces of each word."""
        words = self.dropout(torch.cat([_picked(states, first), _picked(states, last)], dim=-1))
        rooted = torch.cat([self.arc_root.to(words.dtype).expand(len(words), 1, -1), words], dim=1)
        dependents = self.parser_dropout(functional.gelu(self.arc_dependent(words)))
        heads = self.parser_dropout(functional.gelu(self.arc_head(rooted)))
        entity = self.dropout(functional.gelu(self.entity_hidden(words)))
        return Answers(
            morphology=self.morphology(self.dropout(functional.gelu(self.morphology_hidden(words)))),
            lemma=self.lemma(self.dropout(functional.gelu(self.lemma_hidden(words)))),
            arc=self.arc(dependents) @ heads.transpose(1, 2),
            relation_dependent=self.parser_dropout(functional.gelu(self.relation_dependent(words))),
            relation_head=self.parser_dropout(functional.gelu(self.relation_head(rooted))),
            entity=self.entity(entity),
            inner_entity=self.inner_entity(entity),
            start=self.start(words).squeeze(-1),
        )

    def relations(self, answers: Answers, heads: Tensor) -> Tensor:
        """Scores of each relation (B x W x relations) for given heads (B x W, 0 the root)."""
        chosen = _picked(answers.relation_head, heads)
        return torch.einsum(
            "bwi,irj,bwj->bwr", _with_one(answers.relation_dependent), self.relation.to(chosen.dtype), _with_one(chosen)
        )


class Network(nn.Module):
    """The encoder and both sizes' heads."""

    def __init__(self, base: Base, labels: Labels, sizes: dict[str, Any]) -> None:
        super().__init__()
        tensors = {name: torch.from_numpy(array.copy()) for name, array in base.tensors.items()}
        _, hidden = tensors["emb.word"].shape
        inner = len(tensors["l0.fi.b"])
        self.fast_layers = sizes["fast_layers"]
        self.dropout = StateDropout(sizes["dropout"])
        self.piece_dropout = nn.Dropout1d(sizes["piece_dropout"])
        self.pieces = _embedding(tensors["emb.word"])
        self.positions = _embedding(tensors["emb.pos"] + tensors["emb.type"][0])
        self.norm = _norm(nn.LayerNorm(hidden, eps=1e-12), tensors, "emb.ln")
        self.layers = nn.ModuleList(
            _filled(Layer(hidden, inner, base.heads, sizes["dropout"]), tensors, f"l{number}.")
            for number in range(sizes["layers"])
        )
        self.heads = nn.ModuleDict({size: Heads(hidden, labels, sizes) for size in SIZES})

    def forward(self, pieces: Tensor, mask: Tensor, first: Tensor, last: Tensor) -> dict[str, Answers]:
        """``pieces``, ``mask``: B x P; ``first``, ``last``: B x W. The answers of each size."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        known = self.piece_dropout(self.pieces(pieces))
        states = self.dropout(self.norm(known + self.positions(places)))
        seen = (mask[:, None, None, :].to(states.dtype) - 1) * 1e4
        answers = {}
        for number, layer in enumerate(self.layers, start=1):
            states = layer(states, seen)
            if number == self.fast_layers:
                answers["fast"] = self.heads["fast"](states, first, last)
        answers["full"] = self.heads["full"](states, first, last)
        return answers

    def read_by(self, size: str) -> Heads:
        """The heads of a size."""
        return cast(Heads, self.heads[size])


def _picked(states: Tensor, places: Tensor) -> Tensor:
    return states.gather(1, places[:, :, None].expand(-1, -1, states.shape[-1]))


def _embedding(rows: Tensor) -> nn.Embedding:
    count, size = rows.shape
    return nn.Embedding(count, size, _weight=rows)


def _with_one(states: Tensor) -> Tensor:
    return functional.pad(states, (0, 1), value=1.0)


def _linear(linear: nn.Linear, tensors: dict[str, Tensor], *names: str) -> None:
    with torch.no_grad():
        linear.weight.copy_(torch.cat([tensors[f"{name}.w"] for name in names]))
        linear.bias.copy_(torch.cat([tensors[f"{name}.b"] for name in names]))


def _norm(norm: nn.LayerNorm, tensors: dict[str, Tensor], name: str) -> nn.LayerNorm:
    with torch.no_grad():
        norm.weight.copy_(tensors[f"{name}.w"])
        norm.bias.copy_(tensors[f"{name}.b"])
    return norm


def _filled(layer: Layer, tensors: dict[str, Tensor], prefix: str) -> Layer:
    _linear(layer.qkv, tensors, f"{prefix}q", f"{prefix}k", f"{prefix}v")
    _linear(layer.attended, tensors, f"{prefix}ao")
    _linear(layer.widened, tensors, f"{prefix}fi")
    _linear(layer.narrowed, tensors, f"{prefix}fo")
    _norm(layer.attended_norm, tensors, f"{prefix}aln")
    _norm(layer.narrowed_norm, tensors, f"{prefix}oln")
    return layer
