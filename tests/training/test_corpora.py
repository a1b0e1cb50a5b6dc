"""How the two corpora are read and joined."""

from __future__ import annotations

import lzma
from dataclasses import replace

from training import corpora as module
from training.corpora import joined, read, read_entities, read_treebank, write


def test_the_treebank_is_read_without_its_empty_nodes(corpora):
    first, second = read_treebank(corpora / "ud-train.conllu.xz")
    assert first.text == "Ilze Kalniņa dzīvo Rīgā."
    assert (first.opens_paragraph, second.opens_paragraph) == (True, False)
    assert first.heads == [3, 1, 0, 3, 3]
    assert second.words == ["Cēsīs", "notika", "sapulce", "."]
    assert second.lemmas == ["Cēsis", "notikt", "sapulce", "."]
    assert second.spaces == [True, True, False, True]
    assert second.entities is None


def test_entities_are_read_and_every_name_begins(corpora):
    _, second = read_entities(corpora / "ner-train.conll2003.xz")
    assert second.text == "Cēsu dome sveica Ilzi."
    assert second.entities == ["B-organization", "I-organization", "O", "B-person", "O"]
    assert second.inner_entities == ["B-GPE", "O", "O", "O", "O"]
    assert second.upos is None


def test_a_text_that_does_not_match_puts_spaces_everywhere(tmp_path):
    path = tmp_path / "a.conll2003"
    path.write_text("# text = Cita runa.\n1\tCēsu\t_\t_\t_\t_\tO\tO\t_\t_\n2\tdome\t_\t_\t_\t_\tO\tO\t_\t_\n")
    (sentence,) = read_entities(path)
    assert sentence.spaces == [True, True]


def test_a_shared_sentence_stands_once_with_the_labels_of_both(corpora):
    treebank = read_treebank(corpora / "ud-train.conllu.xz")
    entities = read_entities(corpora / "ner-train.conll2003.xz")
    both = joined(treebank, entities)
    assert [sentence.text for sentence in both] == [
        "Ilze Kalniņa dzīvo Rīgā.",
        "Cēsīs notika sapulce.",
        "Cēsu dome sveica Ilzi.",
    ]
    assert [(s.upos is not None, s.entities is not None) for s in both] == [(True, False), (True, True), (False, True)]
    assert both[1].entities == ["B-GPE", "O", "O", "O"]


def test_development_lends_no_label_to_training(corpora, tmp_path):
    with lzma.open(corpora / "ud-train.conllu.xz", "wt", encoding="utf-8") as file:
        file.write("# text = Jā\n1\tJā\tjā\tPART\tq\t_\t0\troot\t_\t_\n\n")  # its other sentences only in development
    module.main(corpora, tmp_path / "build")
    train = {sentence.text: sentence for sentence in read(tmp_path / "build" / "train.jsonl.gz")}
    assert train["Cēsīs notika sapulce."].upos is None
    assert train["Jā"].entities is None
    dev = read(tmp_path / "build" / "dev-treebank.jsonl.gz")
    assert all(sentence.entities is None for sentence in dev)


def test_what_is_written_comes_back_in_the_same_bytes(corpora, tmp_path):
    sentences = read_treebank(corpora / "ud-dev.conllu.xz")
    sentences.append(replace(sentences[0], lemmas=None))
    write(tmp_path / "one", sentences)
    write(tmp_path / "two", read(tmp_path / "one"))
    assert read(tmp_path / "two") == sentences
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
