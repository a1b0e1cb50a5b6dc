"""A quick look at the network between epochs: greedy answers on a part of the development sentences."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import torch

from training.batches import SILENT, Windows, batched
from training.corpora import Sentence, read
from training.network import SIZES, Network

_SENTENCES = 500


def checked(network: Network, windows: Windows, build: Path, device: torch.device) -> str:
    """A line with each size's share of right answers per task; entities as F1 of whole names."""
    network.eval()
    parts = []
    treebank = read(build / "dev-treebank.jsonl.gz")[:_SENTENCES]
    entities = read(build / "dev-entities.jsonl.gz")
    tallies = {size: Counter[str]() for size in SIZES}
    for sentences in (treebank, entities):
        _tally(network, windows, sentences, tallies, device)
    for size, tally in tallies.items():
        shares = [f"{name} {tally[name] / tally['words']:.4f}" for name in ("upos", "all", "lemma", "uas", "las")]
        found = 2 * tally["found"] / max(1, tally["said"] + tally["true"])
        parts.append(f"{size}: {', '.join(shares)}, entities {found:.4f}")
    return "; ".join(parts)


def _tally(
    network: Network,
    windows: Windows,
    sentences: list[Sentence],
    tallies: dict[str, Counter[str]],
    device: torch.device,
) -> None:
    upos = list(windows.labels.categories).index("UPOS")
    cut = [windows.window(sentences[at : at + 2]) for at in range(0, len(sentences), 2)]
    for batch in batched(cut, 4096):
        with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16):
            answers = network(*(tensor.to(device) for tensor in (batch.pieces, batch.mask, batch.first, batch.last)))
        for size, answer in answers.items():
            tally = tallies[size]
            known = batch.heads != SILENT
            if known.any():
                values = answer.by_category(windows.labels).argmax(-1).cpu()
                same = batch.sentences[:, :, None] == batch.sentences[:, None, :]
                allowed = torch.nn.functional.pad(same, (1, 0), value=True)
                heads = answer.arc.float().cpu().masked_fill(~allowed, -1e4).argmax(-1)
                relations = network.read_by(size).relations(answer, heads.to(device)).argmax(-1).cpu()
                tally["words"] += int(known.sum())
                tally["upos"] += int((values[..., upos] == batch.values[..., upos])[known].sum())
                tally["all"] += int((values == batch.values).all(-1)[known].sum())
                tally["lemma"] += int((answer.lemma.argmax(-1).cpu() == batch.lemmas)[known].sum())
                tally["uas"] += int((heads == batch.heads)[known].sum())
                tally["las"] += int(((heads == batch.heads) & (relations == batch.relations))[known].sum())
            _tally_entities(answer.entity.argmax(-1).cpu(), batch.entities, windows.labels.entities, tally)


def _tally_entities(said: torch.Tensor, true: torch.Tensor, tags: list[str], tally: Counter[str]) -> None:
    for row, wanted in zip(said.tolist(), true.tolist(), strict=True):
        pairs = [(tags[a], tags[b]) for a, b in zip(row, wanted, strict=True) if b != SILENT]
        if pairs:
            found, real = (set(spans(list(side))) for side in zip(*pairs, strict=True))
            tally["said"] += len(found)
            tally["true"] += len(real)
            tally["found"] += len(found & real)


def spans(tags: list[str]) -> list[tuple[int, int, str]]:
    """Start, end and kind of each name; an inside tag of another kind begins a new one."""
    found: list[tuple[int, int, str]] = []
    kind = ""
    for at, tag in enumerate(tags):
        if tag == "O":
            kind = ""
        elif tag.startswith("B-") or tag[2:] != kind:
            kind = tag[2:]
            found.append((at, at + 1, kind))
        else:
            found[-1] = (found[-1][0], at + 1, kind)
    return found
