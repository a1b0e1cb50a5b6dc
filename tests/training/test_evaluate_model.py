"""The scorer's arithmetic, on pipelines that copy what is wanted or are wrong in ways that can be counted."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

from training import card
from training.corpora import Sentence
from training.evaluate import CONDITIONS, GRAMMAR, SAMPLES, TYPES, evaluate, fallen, gold, items, scored

AS_WRITTEN = card.AS_WRITTEN

#: „Rīgā” depends on „domi” across the verb that both are governed by: the tree is not projective.
FIRST = Sentence(
    words=["Rīgā", "Ilze", "Kalniņa", "rudenī", "sveica", "Liepājas", "domi", "."],
    spaces=[True, True, True, True, True, True, False, True],
    opens_paragraph=True,
    upos=["PROPN", "PROPN", "PROPN", "NOUN", "VERB", "PROPN", "NOUN", "PUNCT"],
    xpos=["npfsl4", "npfsn4", "npfsn4", "ncmsl2", "vmnist230an", "npfsg4", "ncfsa5", "zs"],
    feats=[
        "Case=Loc|Gender=Fem|Number=Sing",
        "Case=Nom|Gender=Fem|Number=Sing",
        "Case=Nom|Gender=Fem|Number=Sing",
        "Case=Loc|Gender=Masc|Number=Sing",
        "Mood=Ind|Tense=Past|Typo=Yes|VerbForm=Fin",
        "Case=Gen|Gender=Fem|Number=Sing",
        "Case=Acc|Gender=Fem|Number=Sing",
        "_",
    ],
    lemmas=["Rīga", "Ilze", "Kalniņa", "rudens", "sveikt", "Liepāja", "dome", "."],
    heads=[7, 5, 2, 5, 0, 7, 5, 5],
    deprels=["nmod", "nsubj:pass", "flat:name", "obl", "root", "nmod", "obj", "punct"],
    entities=["B-GPE", "B-person", "I-person", "B-time", "O", "B-organization", "I-organization", "O"],
    inner_entities=["O", "O", "O", "O", "O", "B-GPE", "O", "O"],
)
SECOND = Sentence(
    words=["Sapulce", "maksāja", "15 000", "eiro", "."],
    spaces=[True, True, True, False, True],
    upos=["NOUN", "VERB", "NUM", "NOUN", "PUNCT"],
    xpos=["ncfsn5", "vmnist330an", "xn", "ncm000", "zs"],
    feats=["Case=Nom", "Mood=Ind", "_", "Case=Nom", "_"],
    lemmas=["sapulce", "maksāt", "15 000", "eiro", "."],
    heads=[2, 0, 4, 2, 2],
    deprels=["nsubj", "root", "nummod", "obj", "punct"],
    entities=["O", "O", "B-money", "I-money", "O"],
    inner_entities=["O"] * 5,
)
THIRD = replace(SECOND, opens_paragraph=True)
CORPUS = [FIRST, SECOND, THIRD]
WORDS = 18
ALL = (*GRAMMAR, "entities", "inner entities", *TYPES, "place")


def doc(*sentences: Sentence) -> list[Doc]:
    return gold(sentences, Vocab())


def f1s(wanted: list[Doc], found: list[Doc]) -> dict[str, float]:
    return {name: figure["f1"] for name, figure in scored(wanted, found, ALL).items()}


def changed(column: str, at: int, value: object) -> list[Doc]:
    """The corpus with one value of the first sentence changed."""
    values = list(getattr(FIRST, column))
    values[at] = value
    return doc(replace(FIRST, **{column: values}), SECOND, THIRD)


class Copying:
    """A pipeline that answers with what it was made with, whatever it is asked."""

    def __init__(self, *sentences: Sentence) -> None:
        self.meta = {"version": "0"}
        self.vocab = Vocab()
        self.docs = gold(sentences, self.vocab)

    def pipe(self, docs):
        assert [[t.text for t in d] for d in docs] == [[t.text for t in d] for d in self.docs]
        assert [[t.is_sent_start for t in d] for d in docs] == [[t.is_sent_start for t in d] for d in self.docs]
        assert not any(d.has_annotation("POS") or d.has_annotation("LEMMA") or d.ents for d in docs)
        return self.docs

    def __call__(self, text):
        self.text = text
        return Doc.from_docs(self.docs)


def test_a_paragraph_is_one_text_and_its_trees_are_those_of_the_corpus():
    first, second = doc(*CORPUS)
    assert first.text == "Rīgā Ilze Kalniņa rudenī sveica Liepājas domi. Sapulce maksāja 15 000 eiro. "
    assert [len(part) for part in first.sents] == [8, 5]
    assert [token.head.text for token in first][:3] == ["domi", "sveica", "Ilze"]
    assert [token.head.text for token in first][8:] == ["maksāja", "maksāja", "eiro", "maksāja", "maksāja"]
    assert [(span.text, span.label_) for span in second.ents] == [("15 000 eiro", "money")]
    assert [(span.text, span.label_) for span in first.spans["inner"]] == [("Liepājas", "GPE")]


def test_a_perfect_copy_scores_one_everywhere():
    figures = scored(doc(*CORPUS), doc(*CORPUS), ALL)
    absent = {"location", "event", "product", "entity"}
    assert {name for name, figure in figures.items() if figure["f1"] == 1} == {*ALL, "macro"} - absent
    assert all(figures[name]["f1"] == 0 == figures[name]["wanted"] for name in absent)
    assert figures["upos"]["wanted"] == WORDS
    assert (figures["upos"]["low"], figures["upos"]["high"]) == (1, 1)


@pytest.mark.parametrize(
    ("column", "at", "value", "measures"),
    [
        ("upos", 3, "ADJ", {"upos"}),
        ("xpos", 3, "ncmsl1", {"xpos"}),
        ("lemmas", 3, "rudenis", {"lemma"}),
        ("feats", 3, "Case=Loc|Gender=Fem|Number=Sing", {"feats", "ufeats"}),
        ("feats", 4, "Mood=Ind|Tense=Past|VerbForm=Fin", {"feats"}),
        ("deprels", 3, "nmod", {"las", "ulas"}),
        ("deprels", 1, "nsubj", {"las"}),
        ("heads", 3, 7, {"uas", "las", "ulas"}),
    ],
)
def test_one_wrong_word_costs_its_share_of_the_measures_it_belongs_to(column, at, value, measures):
    found = f1s(doc(*CORPUS), changed(column, at, value))
    grammar = {name: found[name] for name in GRAMMAR}
    assert grammar == {name: round((WORDS - 1) / WORDS, 4) if name in measures else 1 for name in GRAMMAR}


def test_tokens_cut_otherwise_are_counted_as_the_shared_task_counts_them():
    """„15 000” in two: 19 found, 18 wanted, 17 the same; its neighbours keep their heads, „eiro” loses a dependent."""
    cut = replace(
        THIRD,
        words=["Sapulce", "maksāja", "15", "000", "eiro", "."],
        spaces=[True, True, True, True, False, True],
        upos=["NOUN", "VERB", "NUM", "NUM", "NOUN", "PUNCT"],
        xpos=["ncfsn5", "vmnist330an", "xn", "xn", "ncm000", "zs"],
        feats=["Case=Nom", "Mood=Ind", "_", "_", "Case=Nom", "_"],
        lemmas=["sapulce", "maksāt", "15", "000", "eiro", "."],
        heads=[2, 0, 5, 3, 2, 2],
        deprels=["nsubj", "root", "nummod", "flat", "obj", "punct"],
        entities=["O", "O", "B-money", "I-money", "I-money", "O"],
        inner_entities=["O"] * 6,
    )
    found = scored(doc(*CORPUS), doc(FIRST, SECOND, cut), ALL)
    share = round(2 * 17 / (19 + 18), 4)
    assert {found[name]["f1"] for name in ("tokens", "upos", "lemma", "uas", "las")} == {share}
    assert (found["tokens"]["precision"], found["tokens"]["recall"]) == (round(17 / 19, 4), round(17 / 18, 4))
    assert found["sentences"]["f1"] == found["money"]["f1"] == 1, "spaces within a word are no characters"


def test_a_word_whose_head_is_cut_otherwise_has_no_right_head():
    wanted = doc(replace(FIRST, heads=[5, 5, 2, 5, 0, 7, 5, 5]))
    words = ["Rīgā", "Ilze", "Kalniņa", "rudenī", "svei", "ca", "Liepājas", "domi", "."]
    spaces = [True, True, True, True, False, True, True, False, True]
    found = Doc(Vocab(), words, spaces, heads=[4, 4, 1, 4, 4, 4, 7, 4, 4], deps=["x"] * 9)
    assert f1s(wanted, [found])["uas"] == round(2 * 2 / (8 + 9), 4), "only „Kalniņa” and „Liepājas” are right"


def test_sentences_run_together_or_broken():
    whole = doc(replace(FIRST, words=FIRST.words + SECOND.words, spaces=FIRST.spaces + SECOND.spaces,
                        heads=None, upos=None, xpos=None, feats=None, lemmas=None, deprels=None,
                        entities=None, inner_entities=None))  # fmt: skip
    figure = scored(doc(*CORPUS), [*whole, *doc(THIRD)], ["sentences"])["sentences"]
    assert (figure["precision"], figure["recall"], figure["f1"]) == (0.5, 0.3333, 0.4)


def test_names_are_right_only_whole_and_with_their_kind():
    short = ["B-GPE", "B-person", "O", "B-time", "O", "B-organization", "I-organization", "O"]
    other = ["B-location", "B-person", "I-person", "B-time", "O", "O", "B-organization", "O"]
    wanted = doc(*CORPUS)
    found = scored(wanted, doc(replace(FIRST, entities=short), SECOND, THIRD), ALL)
    assert found["person"] == {"f1": 0, "precision": 0, "recall": 0, "low": 0, "high": 0, "wanted": 1}
    assert found["entities"]["f1"] == round(5 / 6, 4)
    assert found["macro"]["f1"] == round(2 / 3, 4)
    found = scored(wanted, doc(replace(FIRST, entities=other), SECOND, THIRD), ALL)
    assert (found["GPE"]["f1"], found["location"]["f1"], found["place"]["f1"]) == (0, 0, 1)
    assert found["organization"]["f1"] == 0
    assert found["entities"]["f1"] == round(4 / 6, 4)
    inner = scored(wanted, doc(replace(FIRST, inner_entities=["O"] * 8), SECOND, THIRD), ALL)["inner entities"]
    assert (inner["f1"], inner["wanted"]) == (0, 1)


def test_found_and_wanted_may_be_cut_into_texts_otherwise():
    wanted = doc(*CORPUS)
    assert set(f1s(wanted, [Doc.from_docs(wanted)]).values()) == {0, 1}
    assert f1s(wanted, [Doc.from_docs(wanted)]) == f1s(wanted, wanted)


def test_both_settings_ask_for_the_right_text_and_get_the_right_figures():
    wrong = replace(FIRST, upos=["NOUN", *FIRST.upos[1:]], entities=["O", *FIRST.entities[1:]])
    pipeline = Copying(wrong, SECOND, THIRD)
    figures = evaluate(pipeline, CORPUS, CORPUS)
    for setting in ("given words", "raw text"):
        assert figures[setting]["upos"]["f1"] == round(17 / 18, 4)
        assert figures[setting]["lemma"]["f1"] == figures[setting]["sentences"]["f1"] == 1
        assert figures[setting]["entities"]["recall"] == round(5 / 6, 4)
        assert figures[setting]["entities"]["precision"] == 1
    assert pipeline.text == (
        "Rīgā Ilze Kalniņa rudenī sveica Liepājas domi. Sapulce maksāja 15 000 eiro.\n\nSapulce maksāja 15 000 eiro."
    )


def test_a_spacy_pipeline_without_a_parser_is_scored_from_raw_text():
    nlp = spacy.blank("lv")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("entity_ruler").add_patterns(
        [{"label": "GPE", "pattern": "Rīgā"}, {"label": "time", "pattern": "domi"}]
    )
    figures = evaluate(nlp, CORPUS, CORPUS)["raw text"]
    assert figures["sentences"]["f1"] == 1, "blank lines between paragraphs belong to no sentence's characters"
    assert figures["tokens"]["f1"] == round(2 * 16 / (18 + 20), 4)
    assert (figures["entities"]["precision"], figures["entities"]["recall"]) == (0.5, round(1 / 6, 4))
    assert figures["macro"]["f1"] == round(1 / 3, 4)


def test_intervals_hold_the_figure_and_are_the_same_every_time():
    docs = doc(*(replace(THIRD, upos=["NOUN", "VERB", "NUM", kind, "PUNCT"]) for kind in ["NOUN", "ADJ", "NOUN"] * 20))
    wanted = doc(*[THIRD] * 60)
    figure = scored(wanted, docs, ["upos"])["upos"]
    assert figure == scored(wanted, docs, ["upos"])["upos"]
    assert figure["low"] < figure["f1"] == round(280 / 300, 4) < figure["high"]
    assert 0.03 < figure["high"] - figure["low"] < 0.07, "1.96 · 2 · sqrt(1/3 · 2/3 / 60) / 5 = 0.048"
    assert SAMPLES == 1000


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (AS_WRITTEN, "Rīgā Ilze Kalniņa rudenī sveica Liepājas domi. Sapulce maksāja 15 000 eiro. "),
        ("all capitals", "RĪGĀ ILZE KALNIŅA RUDENĪ SVEICA LIEPĀJAS DOMI. SAPULCE MAKSĀJA 15 000 EIRO. "),
        ("no diacritics", "Riga Ilze Kalnina rudeni sveica Liepajas domi. Sapulce maksaja 15 000 eiro. "),
        ("lower case", "rīgā ilze kalniņa rudenī sveica liepājas domi. sapulce maksāja 15 000 eiro. "),
        ("no spaces after full stops", "Rīgā Ilze Kalniņa rudenī sveica Liepājas domi.Sapulce maksāja 15 000 eiro."),
    ],
)
def test_spoiled_text_keeps_its_words_and_labels(condition, text):
    spoilt = gold(map(CONDITIONS[condition], CORPUS), Vocab())
    assert spoilt[0].text == text
    kept = {"upos", "lemma", "las", "entities"}
    assert {name: items(spoilt)[name] for name in kept} == {name: items(doc(*CORPUS))[name] for name in kept}


def test_floors():
    figures = {AS_WRITTEN: evaluate(Copying(*CORPUS), CORPUS, CORPUS)}
    assert fallen(figures, figures) == []
    lower = json.loads(json.dumps(figures))
    lower[AS_WRITTEN]["raw text"]["las"]["f1"] -= 0.002
    assert fallen(lower, figures) == []
    lower[AS_WRITTEN]["raw text"]["las"]["f1"] -= 0.0001
    lower[AS_WRITTEN]["given words"]["macro"]["f1"] = 0.5
    assert fallen(lower, figures) == [
        "as written, given words: macro is 0.5000, was 1.0000",
        "as written, raw text: las is 0.9979, was 1.0000",
    ]
    assert fallen({}, figures) == [], "a condition that was not measured is not compared"
