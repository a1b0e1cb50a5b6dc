"""The model card's tables are made from the kept figures, and nothing else stands between its marks."""

from __future__ import annotations

import json

import pytest

from training import card

FIGURE = {"f1": 0.5, "precision": 0.25, "recall": 1.0, "low": 0.4, "high": 0.6, "wanted": 1200}
MEASURES = dict.fromkeys((*card.HEADINGS, *card.TYPES), FIGURE)
FIGURES = {card.AS_WRITTEN: {"given words": MEASURES, "raw text": {**MEASURES, "las": {**FIGURE, "f1": 0.1234}}}}
SCORES = {"full": {"version": "1", "figures": FIGURES}}
SPEED = {
    "machine": "a machine",
    "words": 26000,
    "models": {"full": {"speed": 2500.4, "speed on two": 4500, "load": 1.23, "memory": 345.6, "disk": None}},
}
ANCHORS = [{"name": "another", "las": "0.9", **dict.fromkeys(set(card.PRINCIPAL) - {"las"}, "")}]


@pytest.mark.parametrize("page", card.PAGES, ids=lambda page: page.parent.name)
def test_pages_say_what_was_measured(page):
    assert page.read_text(encoding="utf-8") == card.renewed(page), "run python -m training.card"


def test_every_size_has_its_figures():
    text = (card.MODELS / "README.md").read_text(encoding="utf-8")
    scores = json.loads((card.MODELS / "scores.json").read_text(encoding="utf-8"))
    assert {"full", "fast"} <= scores.keys()
    assert all(f"**{size}**, raw text" in text for size in scores)


def test_overview():
    lines = card.overview(SCORES, ANCHORS).splitlines()
    assert lines[0].startswith("|  | UPOS | features | lemma | LAS |")
    assert lines[3] == "| **full**, raw text | 0.500 | 0.500 | 0.500 | 0.123 | 0.500 | 0.500 | 0.500 |"
    assert lines[4] == "| another |  |  |  | 0.9 |  |  |  |"
    assert len({line.count("|") for line in lines}) == 1


def test_details_show_intervals_and_kinds():
    text = card.details(FIGURES)
    assert "| lemma | 0.500 (0.400–0.600) | 0.500 (0.400–0.600) |" in text
    assert "| person | 1200 | 0.250 | 1.000 | 0.500 | 0.500 |" in text
    assert "spoiled" not in text


def test_speed():
    assert "| full | 2,500 | 4,500 | 1.2 | 346 |  |" in card.speed(SPEED)
    assert card.speed(SPEED).endswith("26,000 words on a machine.")


def test_accuracy_and_speed_side_by_side_also_where_one_is_unknown():
    lines = card.beside(
        {**SCORES, "slow": SCORES["full"]}, {"models": {**SPEED["models"], "cnn": SPEED["models"]["full"]}}
    )
    full, slow, cnn = lines.splitlines()[2:]
    assert full.endswith("| 0.500 | 0.500 | 2,500 | 4,500 |")
    assert slow.endswith("| 0.500 | 0.500 |  |  |")
    assert cnn == "| cnn |  |  |  |  |  |  |  | 2,500 | 4,500 |"


def test_only_what_stands_between_marks_is_made_anew():
    text = "before\n<!-- figures: speed -->\nold\n<!-- end -->\nbetween\n<!-- figures: full -->\n<!-- end -->\nafter\n"
    made = card.written(text, SCORES, SPEED, ANCHORS)
    assert made.startswith(f"before\n<!-- figures: speed -->\n{card.speed(SPEED)}\n<!-- end -->\nbetween\n")
    assert made.endswith("<!-- end -->\nafter\n")
    assert card.written(made, SCORES, SPEED, ANCHORS) == made


def test_a_mark_without_figures_is_an_error():
    with pytest.raises(KeyError):
        card.written("<!-- figures: nothing -->\n<!-- end -->", SCORES, SPEED, ANCHORS)


def test_kept_figures_come_back_and_take_a_line_each():
    text = card.as_json(SCORES)
    assert json.loads(text) == SCORES
    assert sum("f1" in line for line in text.splitlines()) == 2 * len(MEASURES)
