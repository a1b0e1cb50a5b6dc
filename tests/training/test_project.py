"""The project file, the packages, and what comes along when the model is loaded."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tomllib
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from weasel.cli.run import load_project_config

from training import package, provenance

ROOT = Path(__file__).parents[2]
PROJECT = load_project_config(ROOT / "training")
COMMANDS = {command["name"]: command for command in PROJECT["commands"]}
WEIGHTS = ROOT / "models" / "lv_hronika" / "weights"
SHARED = ROOT.parent / "shared" / "corpora"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_step_is_a_module_and_its_code_exists(name):
    (script,) = COMMANDS[name]["script"]
    start, here, module, *_ = script.split()
    assert (start, here) == ("python", ".")
    assert find_spec(f"training.{module}")
    inputs = [Path(path) for path in COMMANDS[name].get("deps", [])]
    code = [path for path in inputs if path.suffix in (".py", ".toml", ".csv")]
    assert all((ROOT / "training" / path).exists() for path in code)


@pytest.mark.parametrize("name", PROJECT["workflows"])
def test_a_workflow_makes_every_file_before_it_is_read(name):
    given = {asset["dest"] for asset in PROJECT["assets"]} | {PROJECT["vars"]["originals"]}
    for step in PROJECT["workflows"][name]:
        for path in COMMANDS[step].get("deps", []):
            assert path in given or (ROOT / "training" / path).exists(), f"{step} reads {path}"
        given.update(COMMANDS[step].get("outputs", []))


def test_the_project_and_the_configuration_agree():
    config = tomllib.loads(provenance.CONFIG.read_text(encoding="utf-8"))
    assert PROJECT["vars"]["pieces"] == config["vocabulary"]["pieces"]


@pytest.mark.skipif(not SHARED.exists(), reason="the corpora are not here")
def test_the_corpora_have_the_checksums_of_the_project():
    sums = {Path(asset["dest"]).name: asset.get("checksum") for asset in PROJECT["assets"]}
    for name in provenance.CORPORA:
        assert hashlib.md5((SHARED / f"{name}.xz").read_bytes()).hexdigest() == sums[f"{name}.xz"]


def test_the_recipe_runs_a_step_from_its_own_folder():
    command = [sys.executable, ".", "provenance", "--help"]
    done = subprocess.run(command, cwd=ROOT / "training", capture_output=True, text=True, check=True)
    assert "--data {published,own}" in done.stdout


@pytest.mark.skipif(not WEIGHTS.exists(), reason="no weights yet")
def test_the_weights_are_made_by_this_recipe_from_the_published_sources():
    recipe = json.loads((WEIGHTS / "recipe.json").read_text(encoding="utf-8"))
    assert recipe["config.toml"] == provenance.digest(provenance.CONFIG), "train anew, and raise the version"
    assert not provenance.strangers({name: recipe[name] for name in provenance.CORPORA})


def test_repository_and_wheel_have_room_for_the_model():
    size = sum(path.stat().st_size for path in (ROOT / "models").rglob("*") if path.is_file())
    assert size <= package.LARGEST


@pytest.fixture
def models(tmp_path):
    """A small model's folder, and the wheel of it that one writes by hand."""
    (tmp_path / "models" / "lv_hronika" / "weights").mkdir(parents=True)
    for name in ("lv_hronika/__init__.py", "lv_hronika/weights/full.onnx", "README.md"):
        (tmp_path / "models" / name).write_bytes(name.encode())
    return tmp_path / "models"


def written(path, *names):
    with zipfile.ZipFile(path, "w") as wheel:
        for name in names:
            wheel.writestr(name, b"")
    return path


def test_a_wheel_must_hold_the_whole_model(models, tmp_path):
    whole = written(tmp_path / "a.whl", "lv_hronika/__init__.py", "lv_hronika/weights/full.onnx")
    package.verify(whole, models)
    with pytest.raises(ValueError, match=r"lacks lv_hronika/weights/full\.onnx"):
        package.verify(written(tmp_path / "b.whl", "lv_hronika/__init__.py"), models)


def test_a_wheel_must_be_small(models, tmp_path, monkeypatch):
    whole = written(tmp_path / "a.whl", "lv_hronika/__init__.py", "lv_hronika/weights/full.onnx")
    monkeypatch.setattr(package, "LARGEST", 100)
    with pytest.raises(ValueError, match="more than 100"):
        package.verify(whole, models)


ALONE = """
import socket, sys

sys.modules["torch"] = None  # as where it is not installed: where it is, spaCy itself imports it

def refused(*arguments, **options):
    raise AssertionError("the model asked the network")

socket.socket.connect = socket.getaddrinfo = socket.create_connection = refused
import lv_hronika

for size in lv_hronika.SIZES:
    doc = lv_hronika.load(size)("Rēzeknē 22. jūlijā notika seminārs.")
    assert len(doc) == 6 and doc.has_annotation("DEP")
print(*sorted({"onnx", "stanza", "huggingface_hub", "training"} & set(sys.modules)))
"""


@pytest.mark.skipif(not WEIGHTS.exists(), reason="no weights yet")
def test_the_model_needs_neither_network_nor_pytorch():
    done = subprocess.run(
        [sys.executable, "-c", ALONE], cwd=ROOT / "models", capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.returncode) == ("", 0), done.stderr
