"""Stanza's Latvian processors behind our interface: its real code with the tiny models of tests/data/stanza.

Skipped where the extra ``hronika[stanza]`` is not installed.
"""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from test_odd_input import TEXTS, assert_whole, said

from pipeline import models

pytest.importorskip("stanza", reason="needs pip install 'hronika[stanza]'")

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "stanza"
PROSE = (
    "Kultūras ministrija 2020. gada 22. jūlijā Rēzeknē rīkoja semināru.\nTajā piedalījās divi simti skolotāju no Rīgas."
)
#: What has a meaning of its own to Stanza's tokenizer: white space it knows and spaCy does not, addresses, line ends.
PIECES = [
    "Rīgā ",
    "Ilze ",
    "20.",
    " ",
    "\n",
    "\r",
    "\x80",
    "\x85",
    "\t",
    "\u2028",
    ".",
    "„",
    "\u00ad",
    "👍🏽",
    "www.",
    "@",
]


@pytest.fixture(autouse=True)
def tiny_models(monkeypatch):
    """Stanza finds the test's models, and nothing loaded here is left for other tests."""
    monkeypatch.setenv("STANZA_RESOURCES_DIR", str(DATA))
    models.load.cache_clear()
    yield
    models.load.cache_clear()


@cache
def pipeline() -> Language:
    return models.load("stanza")


def test_words_are_annotated():
    doc = pipeline()("Bērni dzīvo Rīgā.")
    assert [(word.text, word.pos_, word.lemma_, word.dep_, word.head.i) for word in doc] == [
        ("Bērni", "NOUN", "bērns", "nsubj", 1),
        ("dzīvo", "VERB", "dzīvot", "root", 1),
        ("Rīgā", "PROPN", "Rīga", "obl", 1),
        (".", "PUNCT", ".", "punct", 1),
    ]
    assert (doc[0].tag_, doc[0].morph.get("Case"), doc[2].morph.get("Case")) == ("ncmpn1", ["Nom"], ["Loc"])


def test_it_knows_no_names():
    doc = pipeline()(PROSE)
    assert not doc.ents
    assert doc.has_annotation("ENT_IOB")
    assert list(doc.spans["inner"]) == []


def test_a_line_ends_a_sentence():
    doc = pipeline()("Semināra programma\nIevads  un iepazīšanās\n\nPusdienas\n")
    assert [part.text.strip() for part in doc.sents] == [
        "Semināra programma", "Ievads  un iepazīšanās", "Pusdienas"
    ]  # fmt: skip


def test_white_space_is_kept_as_spacy_keeps_it():
    doc = pipeline()("\n Rīgā  notika \n\nsanāksme. ")
    assert [(token.text, token.whitespace_) for token in doc if token.is_space] == [
        ("\n ", ""),
        (" ", ""),
        ("\n\n", ""),
    ]
    assert all((token.pos_, token.tag_, token.lemma_) == ("SPACE", "_SP", " ") for token in doc if token.is_space)
    assert (doc[0].head.text, doc[2].head.text) == ("Rīgā", "Rīgā")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_any_text_is_read_whole(text):
    text = text if "Latvijas" in text else text[:6_000]  # 50,000 characters without a full stop, the rest shorter
    assert_whole(pipeline()(text), text)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(pieces=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=25))
def test_any_mixture_is_read_whole(pieces):
    text = "".join(pieces).encode("utf-8", "ignore").decode()  # no lone surrogates: they are no text
    assert_whole(pipeline()(text), text)


def test_given_words_stay_as_they_are():
    words = ["Rīgā", "\u200b", "15 000", "\u00a0", "eiro.", "\u00ad", "Ilze", "👍🏽", "."]
    doc = Doc(pipeline().vocab, words, [True] * 9, sent_starts=[at in (0, 6) for at in range(9)])
    pipeline()(doc)
    assert [token.text for token in doc] == words
    assert [part.start for part in doc.sents] == [0, 6]
    assert_whole(doc, doc.text)


def test_words_given_without_sentences_are_one():
    doc = pipeline()(Doc(pipeline().vocab, ["Seminārs", "notika", "."]))
    assert len(list(doc.sents)) == 1


def test_a_very_long_sentence_is_one_tree():
    words = ["bērni", "un"] * 400
    doc = pipeline()(Doc(pipeline().vocab, words, sent_starts=[not at for at in range(800)]))
    assert_whole(doc, doc.text)
    assert len(list(doc.sents)) == 1
    assert [word.dep_ for word in doc].count("root") == 1


def test_a_very_long_word_keeps_its_text():
    address = "www." + "x" * 400 + ".lv"
    doc = pipeline()(Doc(pipeline().vocab, ["Skatīt", address]))
    assert doc[1].lemma_ == address


def test_the_same_text_is_read_the_same_way_alone_again_and_among_others():
    texts = [PROSE, "", "\n", PROSE.upper(), "Seminārs notika Rīgā.", PROSE]
    alone = [said(pipeline()(text)) for text in texts]
    assert [said(doc) for doc in pipeline().pipe(texts)] == alone
    assert [said(doc) for doc in pipeline().pipe(texts[::-1])] == alone[::-1]
    assert alone[0] == alone[-1]


def test_the_version_names_stanza_and_its_models(tmp_path, monkeypatch):
    import stanza

    version = models.version("stanza")
    assert version.startswith(f"stanza-{stanza.__version__}-")
    assert pipeline().meta["version"] == version
    copytree(DATA, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("STANZA_RESOURCES_DIR", str(tmp_path))
    assert models.version("stanza") == version  # wherever they lie
    model = tmp_path / "lv" / "lemma" / "lvtb.pt"
    model.write_bytes(model.read_bytes() + b" ")
    assert models.version("stanza") != version


def test_loading_opens_no_connection_and_writes_nothing(tmp_path):
    code = (
        "import socket, sys\n"
        "def refuse(*_): sys.exit('a connection')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from pipeline.models import load\n"
        "print([word.lemma_ for word in load('stanza')('Bērni dzīvo Rīgā.')])\n"
    )
    home = tmp_path / "home"
    home.mkdir()
    environment = {"HOME": str(home), "STANZA_RESOURCES_DIR": str(DATA), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment, check=False
    )
    assert done.stdout == "['bērns', 'dzīvot', 'Rīga', '.']\n", done.stderr
    assert done.stderr == ""
    assert list(home.iterdir()) == []


def test_the_models_are_small():
    assert sum(file.stat().st_size for file in DATA.rglob("*") if file.is_file()) < 8e6
