"""The tables of the model card and of the benchmarks, made from the kept figures so that the two cannot disagree.

    python -m training.card

writes them between the marks ``<!-- figures: NAME -->`` and ``<!-- end -->`` of ``models/README.md`` and
``benchmarks/README.md``. The figures are those of ``models/scores.json`` (by ``training.evaluate``), of
``models/speed.json`` (by ``benchmarks/models.py``), and what others report of their models, ``models/anchors.csv``.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

#: Measure -> f1, precision, recall, wanted, low, high (where they apply).
Measures = dict[str, dict[str, float]]
#: Condition -> "given words" or "raw text" -> measures.
Figures = dict[str, dict[str, Measures]]

AS_WRITTEN = "as written"
MODELS = Path(__file__).parents[1] / "models"
#: Where tables are written.
PAGES = (MODELS / "README.md", MODELS.parent / "benchmarks" / "README.md")
HEADINGS = {
    "tokens": "tokens",
    "sentences": "sentences",
    "upos": "part of speech (UPOS)",
    "xpos": "treebank's tag (XPOS)",
    "feats": "all features of a word",
    "ufeats": "the same without `Typo` (UFeats)",
    "lemma": "lemma",
    "uas": "head (UAS)",
    "las": "head and full relation (LAS)",
    "ulas": "the same without subtypes",
    "entities": "entities, all types (micro-F1)",
    "macro": "person, place, organisation (macro-F1)",
    "inner entities": "entities inside entities",
}
TYPES = {
    "person": "person",
    "place": "place (the next two as one)",
    "GPE": "GPE",
    "location": "location",
    "organization": "organization",
    "event": "event",
    "product": "product",
    "time": "time",
    "money": "money",
    "entity": "other (`entity`)",
}
#: What the overview and the table of spoiled text show.
PRINCIPAL = {
    "upos": "UPOS",
    "feats": "features",
    "lemma": "lemma",
    "las": "LAS",
    "sentences": "sentences",
    "entities": "entities, all types",
    "macro": "person, place, organisation",
}
_SETTINGS = ("given words", "raw text")
_BLOCK = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def as_json(scores: dict[str, Any]) -> str:
    """Scores as they are kept: a line for each figure."""
    text = json.dumps(scores, ensure_ascii=False, indent=1)
    return re.sub(r"\{\s+([^{}]*?)\s+\}", lambda found: "{" + re.sub(r"\s+", " ", found[1]) + "}", text) + "\n"


def table(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; the first column is words, the others are figures."""
    heading = list(heading)
    lines = [heading, ["---", *["---:"] * (len(heading) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def details(figures: Figures) -> str:
    """All figures of one model: each measure with its interval, each type of entity, and text spoiled in each way."""
    written = figures[AS_WRITTEN]
    measures = (
        [heading, *(_with_interval(written[setting].get(name)) for setting in _SETTINGS)]
        for name, heading in HEADINGS.items()
    )
    parts = [
        table(["F1", *_SETTINGS], measures),
        *([types(figures)] if TYPES.keys() <= written["raw text"].keys() else []),
    ]
    return "\n\n".join([*parts, spoiled({"": figures})] if len(figures) > 1 else parts)


def _with_interval(figure: dict[str, float] | None) -> str:
    return f"{figure['f1']:.3f} ({figure['low']:.3f}–{figure['high']:.3f})" if figure else ""


def types(figures: Figures) -> str:
    """Precision, recall and F1 of each type of entity."""
    given, raw = (figures[AS_WRITTEN][setting] for setting in _SETTINGS)
    rows = (
        [
            heading,
            f"{given[name]['wanted']:.0f}",
            *(f"{given[name][part]:.3f}" for part in ("precision", "recall", "f1")),
            f"{raw[name]['f1']:.3f}",
        ]
        for name, heading in TYPES.items()
    )
    return table(["entities", "number", "precision", "recall", "F1", "F1 from raw text"], rows)


def spoiled(models: dict[str, Figures]) -> str:
    """F1 from raw text, as written and spoiled in each way."""
    rows = [
        [f"{model} {condition}".strip(), *(_plain(settings["raw text"].get(name)) for name in PRINCIPAL)]
        for model, figures in models.items()
        for condition, settings in figures.items()
    ]
    return table(["raw text", *PRINCIPAL.values()], rows)


def _plain(figure: dict[str, float] | None) -> str:
    return f"{figure['f1']:.3f}" if figure else ""


def overview(scores: dict[str, Any], anchors: list[dict[str, str]]) -> str:
    """One row for each model and setting, then the anchors with what is known of them."""
    rows = [
        [f"**{name}**, {setting}", *(_plain(settings[setting].get(measure)) for measure in PRINCIPAL)]
        for name, model in scores.items()
        for settings in [model["figures"][AS_WRITTEN]]
        for setting in _SETTINGS
    ]
    others = ([anchor["name"], *(anchor[measure] for measure in PRINCIPAL)] for anchor in anchors)
    return table(["", *PRINCIPAL.values()], [*rows, *others])


def speed(measured: dict[str, Any]) -> str:
    """What ``benchmarks/models.py`` measured: a row for each model, and the machine."""
    rows = (
        [
            name,
            f"{row['speed']:,.0f}",
            f"{row['speed on two']:,.0f}",
            f"{row['load']:.1f}",
            f"{row['memory']:,.0f}",
            f"{row['disk']:,.0f}" if row["disk"] else "",
        ]
        for name, row in measured["models"].items()
    )
    heading = ["", "words a second, one core", "two cores", "seconds to load", "most memory, MB", "on disk, MB"]
    return f"{table(heading, rows)}\n\n{measured['words']:,} words on {measured['machine']}."


def beside(scores: dict[str, Any], measured: dict[str, Any]) -> str:
    """Accuracy from raw text and speed, a row for each model that has either."""
    rows = []
    for name in {**scores, **measured["models"]}:
        raw = scores[name]["figures"][AS_WRITTEN]["raw text"] if name in scores else {}
        pace = measured["models"].get(name, {})
        speeds = (f"{pace[cores]:,.0f}" if pace else "" for cores in ("speed", "speed on two"))
        rows.append([name, *(_plain(raw.get(measure)) for measure in PRINCIPAL), *speeds])
    return table(["raw text", *PRINCIPAL.values(), "words a second, one core", "two cores"], rows)


def written(text: str, scores: dict[str, Any], measured: dict[str, Any], anchors: list[dict[str, str]]) -> str:
    """A page with its tables made anew."""
    tables = {
        "speed": speed(measured),
        "beside": beside(scores, measured),
        "overview": overview(scores, anchors),
        "spoiled": spoiled({name: model["figures"] for name, model in scores.items()}),
        **{name: details({AS_WRITTEN: model["figures"][AS_WRITTEN]}) for name, model in scores.items()},
    }
    return _BLOCK.sub(lambda block: f"{block[1]}{tables[block[2]]}\n{block[3]}", text)


def read_anchors(path: Path) -> list[dict[str, str]]:
    """What others report: a name, and figures under the names of our measures."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def renewed(page: Path) -> str:
    """The text of a page with its tables made from the kept figures."""
    scores, measured = (
        json.loads((MODELS / name).read_text(encoding="utf-8")) for name in ("scores.json", "speed.json")
    )
    return written(page.read_text(encoding="utf-8"), scores, measured, read_anchors(MODELS / "anchors.csv"))


def main() -> None:
    """Write the tables of all pages."""
    for page in PAGES:
        page.write_text(renewed(page), encoding="utf-8")


if __name__ == "__main__":
    main()
