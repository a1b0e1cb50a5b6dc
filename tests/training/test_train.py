"""The whole recipe on a few sentences: it learns, and one that was stopped goes on to the very same weights."""

from __future__ import annotations

import json
import tomllib

import numpy
import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")

import torch
from lv_hronika.weights import PER_WORD, SIZES, Weights

from training import corpora as corpora_module
from training import export, vocabulary
from training.train import CONFIG, Training, stages

SETTINGS = {
    "network": {
        "layers": 2,
        "fast_layers": 1,
        "morphology": 16,
        "lemma": 16,
        "arc": 16,
        "relation": 8,
        "entity": 16,
        "dropout": 0.1,
        "piece_dropout": 0.1,
        "parser_dropout": 0.25,
        "least_scripts": 1,
    },
    "training": {
        "seed": 1,
        "epochs": 4,
        "pieces_per_batch": 32,
        "window_pieces": 40,
        "window_sentences": [1],
        "noise": 0.2,
        "swap": 0.25,
        "encoder_rate": 1e-3,
        "layer_decay": 0.9,
        "heads_rate": 1e-2,
        "weight_decay": 0.01,
        "warmup": 0.1,
        "clip": 1.0,
        "averaging": 0.9,
        "fast_weight": 0.4,
        "distillation": 0.6,
    },
    "loss": dict.fromkeys(("morphology", "lemma", "arc", "relation", "entity", "inner_entity", "start"), 1.0),
}
EPOCHS = SETTINGS["training"]["epochs"]


@pytest.fixture
def made(corpora, base, tmp_path):
    """Makes a folder of what comes before the training."""

    def folder(name):
        build = tmp_path / name
        corpora_module.main(corpora, build)
        vocabulary.save(base, build / "base.npz")
        return build

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # sums in the same order each time
    yield folder
    torch.set_num_threads(threads)


class Stopped(Exception):
    """What stands for a machine that is switched off."""


def weights(build):
    return torch.load(build / "network.pt", weights_only=True)


def assert_same(one, other):
    assert one.keys() == other.keys()
    for name, tensor in one.items():
        assert torch.equal(tensor, other[name]), name


def test_every_epoch_has_its_own_batches_and_each_time_the_same(made):
    training = Training(made("build"), SETTINGS)
    first, again, second = ([batch.pieces.tolist() for batch in training.epoch(number)] for number in (0, 0, 1))
    assert first == again
    assert first != second
    assert training.steps == len(first) * EPOCHS


def test_a_training_that_was_stopped_goes_on_to_the_same_weights(made, monkeypatch):
    whole = Training(made("whole"), SETTINGS)
    whole.run()
    assert whole.done == EPOCHS

    stopped = Training(made("stopped"), SETTINGS)
    middle_of_the_third = whole.steps // EPOCHS * 2 + 1
    learn = stopped.learn

    def until_then(batch):
        if stopped.step == middle_of_the_third:
            raise Stopped
        return learn(batch)

    monkeypatch.setattr(stopped, "learn", until_then)
    with pytest.raises(Stopped):
        stopped.run()
    going_on = Training(stopped.build, SETTINGS)
    going_on.resume()
    assert going_on.done == 2
    going_on.run()
    assert going_on.step == whole.step == whole.steps
    assert_same(weights(whole.build), weights(going_on.build))


def test_it_learns_and_stops_where_it_is_told(made):
    plain = {"epochs": 60, "noise": 0, "swap": 0, "encoder_rate": 3e-3, "heads_rate": 3e-2}
    settings = {
        "network": {**SETTINGS["network"], "dropout": 0, "piece_dropout": 0, "parser_dropout": 0},
        "training": {**SETTINGS["training"], **plain},
        "loss": SETTINGS["loss"],
    }
    training = Training(made("build"), settings)
    batch = next(training.epoch(0))
    before = training.learn(batch)
    training.run(stop=150)
    assert training.step == 150
    assert training.learn(batch) < before / 2
    again = Training(training.build, settings)
    again.resume()
    again.run(stop=150)
    assert again.step == 150  # a stage that was stopped is not gone on with


def test_a_stage_changes_only_what_it_says_and_goes_on_from_the_weights_before(made):
    first, second = stages({**SETTINGS, "second": {"training": {"seed": 2, "epochs": 1}, "network": {"dropout": 0}}})
    assert first["training"] == SETTINGS["training"]
    assert second["training"] == {**SETTINGS["training"], "seed": 2, "epochs": 1}
    assert (second["network"], second["loss"]) == ({**SETTINGS["network"], "dropout": 0}, SETTINGS["loss"])
    before = Training(made("build"), first)
    before.run(stop=2)
    after = Training(before.build, second, 2)
    assert_same(after.network.state_dict(), weights(before.build))
    after.run()
    passed = Training(before.build, first)
    passed.resume()
    passed.run()  # nothing is left of it
    assert_same(weights(before.build), after.best.state_dict())


def test_the_configuration_has_three_stages():
    first, second, third = stages(tomllib.loads(CONFIG.read_text(encoding="utf-8")))
    assert len({stage["training"]["seed"] for stage in (first, second, third)}) == 3
    assert first["network"] == second["network"]
    assert third["network"]["piece_dropout"] > 0


def test_what_is_exported_answers_for_every_word(made, tmp_path):
    build = made("build")
    training = Training(build, SETTINGS)
    training.run(stop=3)
    folder = tmp_path / "weights"
    folder.mkdir()
    state = {name: tensor.numpy() for name, tensor in weights(build).items()}
    export.export(state, training.labels, folder, layers=(1, 2), heads=2)
    kept = json.loads((build / "labels.json").read_text(encoding="utf-8"))
    assert kept["entities"] == ["B-GPE", "B-organization", "B-person", "I-organization", "O"]
    (folder / "labels.json").write_text(json.dumps(kept), encoding="utf-8")
    base = vocabulary.load(build / "base.npz")
    (folder / "lexicon.json").write_text("{}", encoding="utf-8")
    (folder / "pieces.json").write_text(json.dumps({"pieces": base.pieces, "scores": base.scores}), encoding="utf-8")
    pieces = numpy.array([[0, 4, 5, 6, 2], [0, 4, 7, 2, 1]])
    first, last = numpy.array([1, 3, 6]), numpy.array([2, 3, 7])
    for size in SIZES:
        answers = Weights(size, folder).run(pieces, first, last)
        assert {len(answers[name]) for name in PER_WORD} == {3}
        assert answers["values"].shape[1] == len(kept["categories"])
        assert answers["entities"].shape[1] == len(kept["entities"])
        assert all(numpy.isfinite(answers[name]).all() for name in PER_WORD)
