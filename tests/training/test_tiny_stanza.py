"""The recipe of the tiny Stanza models: what Stanza's own trainers are given, and that Stanza loads what comes out."""

from __future__ import annotations

import pytest

pytest.importorskip("stanza", reason="needs pip install 'hronika[stanza]'")

from training.corpora import read_treebank
from training.stanza import __main__ as recipe

BRIEF = {
    "tokenize": {"steps": 4, "eval_steps": 2},
    "pos": {"max_steps": 2, "eval_interval": 1},
    "lemma": {"num_epoch": 1},
    "depparse": {"max_steps": 2, "eval_interval": 1},
}


def test_every_character_has_its_label(corpora):
    paragraphs = list(recipe._paragraphs(read_treebank(corpora / "ud-train.conllu.xz")))
    text = " ".join(text for text, _ in paragraphs)
    labels = "0".join(labels for _, labels in paragraphs)
    assert text == "Ilze Kalniņa dzīvo Rīgā. Cēsīs notika sapulce."
    assert len(labels) == len(text)
    assert "".join(char for char, label in zip(text, labels, strict=True) if label != "0") == "eaoā.sae."
    assert [at for at, label in enumerate(labels) if label == "2"] == [text.index("."), len(text) - 1]


def test_stanza_loads_what_the_recipe_makes(tmp_path, corpora, monkeypatch):
    from pipeline.models import stanza

    whole = recipe.read_settings()
    monkeypatch.setattr(recipe, "read_settings", lambda: {name: whole[name] | BRIEF[name] for name in whole})
    recipe.train(tmp_path, corpora)
    monkeypatch.setenv("STANZA_RESOURCES_DIR", str(tmp_path))
    doc = stanza.load()("Ilze dzīvo Rīgā.")
    assert doc.text == "Ilze dzīvo Rīgā."
    assert all(word.pos_ and word.lemma_ and word.dep_ for word in doc)
