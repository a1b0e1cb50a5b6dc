"""Train the network: both sizes at once, all tasks in every batch; can be stopped and goes on where it stopped.

Training has stages, which differ in what ``config.toml`` says of each.
"""

from __future__ import annotations

import argparse
import math
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, cast

import torch
from lv_hronika.subwords import Subwords
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from tqdm import tqdm

from training import batches, corpora, labels, vocabulary
from training.batches import SILENT, Batch, Windows
from training.check import checked
from training.labels import Labels
from training.names import Names
from training.network import Answers, Heads, Network

CONFIG = Path(__file__).with_name("config.toml")


def losses(heads: Heads, answers: Answers, batch: Batch, choices: Labels) -> dict[str, Tensor]:
    """The loss of each task, averaged over the words that are labelled for it."""
    relations = heads.relations(answers, batch.heads.clamp(min=0))
    start = functional.binary_cross_entropy_with_logits(answers.start.float(), batch.starts.float(), reduction="none")
    return {
        "morphology": len(choices.categories) * _cross_entropy(answers.by_category(choices), batch.values),
        "lemma": _cross_entropy(answers.lemma, batch.lemmas),
        "arc": _cross_entropy(within_sentence(answers.arc, batch), batch.heads),
        "relation": _cross_entropy(relations, batch.relations),
        "entity": _cross_entropy(answers.entity, batch.entities),
        "inner_entity": _cross_entropy(answers.inner_entity, batch.inner_entities),
        "start": start[batch.starts != SILENT].mean(),
    }


def _cross_entropy(scores: Tensor, wanted: Tensor) -> Tensor:
    scores, wanted = scores.float().flatten(0, -2), wanted.flatten()
    total = functional.cross_entropy(scores, wanted, ignore_index=SILENT, reduction="sum")
    return total / max(1, int((wanted != SILENT).sum()))


def within_sentence(arcs: Tensor, batch: Batch) -> Tensor:
    """Scores of heads, those in other sentences ruled out."""
    same = batch.sentences[:, :, None] == batch.sentences[:, None, :]
    return arcs.float().masked_fill(~functional.pad(same, (1, 0), value=True), -1e4)


def distances(network: Network, answers: dict[str, Answers], batch: Batch, choices: Labels) -> dict[str, Tensor]:
    """How far the fast size's answers are from the full size's, task by task, over all words."""
    real = batch.sentences >= 0
    fast, full = answers["fast"], answers["full"]
    likely = within_sentence(full.arc, batch).argmax(-1).detach()
    categories = len(choices.categories)
    return {
        "morphology": categories * _distance(fast.by_category(choices), full.by_category(choices), real),
        "lemma": _distance(fast.lemma, full.lemma, real),
        "arc": _distance(within_sentence(fast.arc, batch), within_sentence(full.arc, batch), real),
        "relation": _distance(
            network.read_by("fast").relations(fast, likely), network.read_by("full").relations(full, likely), real
        ),
        "entity": _distance(fast.entity, full.entity, real),
        "inner_entity": _distance(fast.inner_entity, full.inner_entity, real),
    }


def _distance(learner: Tensor, teacher: Tensor, real: Tensor) -> Tensor:
    wanted = functional.softmax(teacher.detach()[real].float(), dim=-1).flatten(0, -2)
    return functional.cross_entropy(learner[real].float().flatten(0, -2), wanted)


def _weighted(parts: dict[str, Tensor], weights: dict[str, float]) -> Tensor:
    return sum((weights[name] * part for name, part in parts.items()), start=torch.zeros(()))


def rates(network: Network, settings: dict[str, Any]) -> list[dict[str, Any]]:
    """Groups of weights, each with its own learning rate: slower the nearer the layer is to the text."""
    depth = len(network.layers)
    top, decay = settings["encoder_rate"], settings["layer_decay"]
    groups: list[dict[str, Any]] = [
        {"params": list(layer.parameters()), "lr": top * decay ** (depth - number)}
        for number, layer in enumerate(network.layers, start=1)
    ]
    bottom = [*network.pieces.parameters(), *network.positions.parameters(), *network.norm.parameters()]
    groups.append({"params": bottom, "lr": top * decay**depth})
    groups.append({"params": list(network.heads.parameters()), "lr": settings["heads_rate"]})
    return groups


def _schedule(steps: int, warmup: float) -> Callable[[int], float]:
    rising = max(1, round(steps * warmup))
    return lambda step: min(step / rising, 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps))) + 1e-3)


class Training:
    """One stage of training both sizes: what it learns from, what it has learnt, how far it is."""

    def __init__(self, build: Path, settings: dict[str, Any], stage: int = 1) -> None:
        self.build, self.stage, self.settings = build, stage, settings["training"]
        self.weights: dict[str, float] = settings["loss"]
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.manual_seed(self.settings["seed"])
        self.sentences = corpora.read(build / "train.jsonl.gz")
        base = vocabulary.load(build / "base.npz")
        self.labels = labels.collect(self.sentences, settings["network"]["least_scripts"])
        self.windows = Windows(self.labels, Subwords(base.pieces, base.scores))
        self.names = Names(self.sentences)
        self.network = Network(base, self.labels, settings["network"]).to(self.device)
        if stage > 1:
            weights = torch.load(build / "network.pt", map_location=self.device, weights_only=True)
            self.network.load_state_dict(weights)
        self.averaged = AveragedModel(
            self.network,
            multi_avg_fn=get_ema_multi_avg_fn(self.settings["averaging"]),  # type: ignore[no-untyped-call]
        )
        groups = rates(self.network, self.settings)
        decay = self.settings["weight_decay"]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=decay, betas=(0.9, 0.98), fused=True)
        self.steps = sum(1 for _ in self.epoch(0)) * self.settings["epochs"]
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, _schedule(self.steps, self.settings["warmup"])
        )
        self.done, self.step = 0, 0  # epochs and steps

    def epoch(self, number: int) -> Iterator[Batch]:
        """The batches of one pass through the sentences; the same for the same number."""
        seed = f"{self.settings['seed']}-{number}"
        return batches.epoch(self.sentences, self.windows, self.names, self.settings, seed)

    def learn(self, batch: Batch) -> float:
        """One step; the loss of the batch."""
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            answers = self.network(batch.pieces, batch.mask, batch.first, batch.last)
            loss = self._loss(answers, batch)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), self.settings["clip"])
        self.optimizer.step()
        self.schedule.step()
        self.averaged.update_parameters(self.network)
        self.step += 1
        return loss.item()

    def _loss(self, answers: dict[str, Answers], batch: Batch) -> Tensor:
        full, fast = (
            _weighted(losses(self.network.read_by(size), answers[size], batch, self.labels), self.weights)
            for size in ("full", "fast")
        )
        gap = _weighted(distances(self.network, answers, batch, self.labels), self.weights)
        share, weight = float(self.settings["distillation"]), float(self.settings["fast_weight"])
        return full + weight * ((1 - share) * fast + share * gap)

    def run(self, stop: int = 0) -> None:
        """All epochs that are left, each followed by a checkpoint; up to step ``stop`` where it is not 0."""
        for number in range(self.done, self.settings["epochs"]):
            if stop and self.step >= stop:
                break
            torch.manual_seed(self.settings["seed"] + number)  # a training that was stopped goes on just the same
            self.network.train()
            losses_seen = []
            for batch in tqdm(list(self.epoch(number)), desc=f"epoch {number + 1}", unit="batch", disable=None):
                losses_seen.append(self.learn(_moved(batch, self.device)))
                if self.step == stop:
                    break
            self.done = number + 1
            self.save()
            mean = sum(losses_seen) / len(losses_seen)
            figures = checked(self.best, self.windows, self.build, self.device)
            epochs = self.settings["epochs"]
            print(f"stage {self.stage}, epoch {self.done} of {epochs}, loss {mean:.2f}; {figures}", flush=True)

    @property
    def best(self) -> Network:
        """The running mean of the weights, which measures better than the last."""
        return cast(Network, self.averaged.module)

    def save(self) -> None:
        """Keep everything that going on needs, and the weights to export."""
        labels.save(self.labels, self.build / "labels.json")
        parts = {name: part.state_dict() for name, part in self._parts().items()}
        new = self.build / "checkpoint.new"
        torch.save({**parts, "stage": self.stage, "done": self.done, "step": self.step}, new)
        torch.save(self.best.state_dict(), self.build / "network.pt")
        new.replace(self.build / "checkpoint.pt")

    def resume(self) -> None:
        """Go on from the last checkpoint where there is one; a stage that a later one followed is done."""
        checkpoint = self.build / "checkpoint.pt"
        if not checkpoint.exists():
            return
        kept = torch.load(checkpoint, map_location=self.device, weights_only=True)
        if kept["stage"] == self.stage:
            for name, part in self._parts().items():
                part.load_state_dict(kept[name])
            self.done, self.step = kept["done"], kept["step"]
            epochs = self.settings["epochs"]
            print(f"stage {self.stage}: going on after epoch {self.done} of {epochs}", flush=True)
        elif kept["stage"] > self.stage:
            self.done = self.settings["epochs"]

    def _parts(self) -> dict[str, Any]:
        names = ("network", "averaged", "optimizer", "schedule")
        return {name: getattr(self, name) for name in names}


def _moved(batch: Batch, device: torch.device) -> Batch:
    return Batch(**{field.name: getattr(batch, field.name).to(device) for field in fields(batch)})


def main() -> None:
    """Train from ``base.npz`` and ``train.jsonl.gz``; write ``labels.json`` and ``network.pt``."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("build", type=Path, help="folder of what the earlier steps made")
    parser.add_argument("--config", type=Path, default=CONFIG)
    parser.add_argument("--steps", type=int, default=0, help="stop each stage after so many: to see that all works")
    parser.add_argument("--threads", type=int, help="processor cores to use; all by default")
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    settings = tomllib.loads(options.config.read_text(encoding="utf-8"))
    for number, stage in enumerate(stages(settings), start=1):
        training = Training(options.build, stage, number)
        training.resume()
        training.run(options.steps)


def stages(settings: dict[str, Any]) -> list[dict[str, Any]]:
    """The settings of each stage: those of the first, then these with what [second], [third] and so on change."""
    later = [changes for changes in settings.values() if "training" in changes]
    return [
        settings,
        *({name: {**values, **changes.get(name, {})} for name, values in settings.items()} for changes in later),
    ]


if __name__ == "__main__":
    main()
