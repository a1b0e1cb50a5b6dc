"""Noise and swapped names change the words of a sentence and leave every label true."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.corpora import Sentence, joined, read_entities, read_treebank
from training.names import Names
from training.noise import spoiled, without_diacritics

WORDS = st.lists(st.text('aāčŠZ„”"«».,:;5', min_size=1, max_size=6), min_size=1, max_size=12)


@given(words=WORDS, seed=st.integers(), rate=st.floats(0, 1))
def test_noise_keeps_every_word_in_its_place(words, seed, rate):
    sentence = Sentence(words, [True] * len(words), lemmas=[word.lower() for word in words])
    noisy = spoiled(sentence, random.Random(seed), rate)
    assert len(noisy.words) == len(noisy.spaces) == len(words)
    assert all(noisy.words)
    assert noisy.lemmas == sentence.lemmas


@given(words=WORDS, seed=st.integers())
def test_without_noise_a_sentence_stays(words, seed):
    sentence = Sentence(words, [True] * len(words))
    assert spoiled(sentence, random.Random(seed), 0.0) == sentence


def test_every_kind_of_noise_turns_up():
    sentence = Sentence(["„", "Rīgā", "”", ",", "Cēsīs"], [False, False, False, True, True])
    found = {" ".join(spoiled(sentence, random.Random(seed), 1.0).words) for seed in range(300)}
    assert {"„ Riga ” , Cesis", "„ RĪGĀ ” , CĒSĪS", "„ rīgā ” , cēsīs", "« Rīgā » , Cēsīs"} <= found
    assert any(not all(spoiled(sentence, random.Random(seed), 1.0).spaces[3:]) for seed in range(300))


def test_diacritics_go_and_letters_stay():
    assert without_diacritics("Ķēniņš Žņaudzējčūska") == "Kenins Znaudzejcuska"


@pytest.fixture
def labelled() -> list[Sentence]:
    """Two sentences with all labels: two women in the nominative, two towns in the locative, one in the genitive."""

    def sentence(words: str, lemmas: str, xpos: str, entities: str) -> Sentence:
        count = len(words.split())
        upos = ["PROPN" if tag.startswith("np") else "VERB" for tag in xpos.split()]
        return Sentence(
            words=words.split(),
            spaces=[True] * count,
            upos=upos,
            xpos=xpos.split(),
            lemmas=lemmas.split(),
            entities=entities.split(),
            inner_entities=["O"] * count,
        )

    return [
        sentence("Ilze strādā Rīgā", "Ilze strādāt Rīga", "npfsn5 vmn npfsl4", "B-person O B-GPE"),
        sentence("Anna dzimusi Talsos", "Anna dzimt Talsi", "npfsn5 vmn npfsl4", "B-person O B-GPE"),
        sentence("Rīgas ielās", "Rīga iela", "npfsg4 vmn", "B-GPE O"),
    ]


def test_a_name_is_swapped_for_one_of_its_kind_in_its_form(labelled):
    names = Names(labelled)
    found = set()
    for seed in range(50):
        swapped = names.swapped(labelled[0], random.Random(seed), 1.0)
        found.add((swapped.words[0], swapped.words[2]))
        assert swapped.words[1] == "strādā"
        assert dict(zip(swapped.words, swapped.lemmas, strict=True)).items() <= {
            ("Ilze", "Ilze"),
            ("Anna", "Anna"),
            ("Rīgā", "Rīga"),
            ("Talsos", "Talsi"),
            ("strādā", "strādāt"),
        }
        assert (swapped.xpos, swapped.entities) == (labelled[0].xpos, labelled[0].entities)
    assert found == {(person, town) for person in ("Ilze", "Anna") for town in ("Rīgā", "Talsos")}
    assert labelled[0].words == ["Ilze", "strādā", "Rīgā"]


def test_a_lone_form_and_a_sentence_without_grammar_stay(labelled, corpora):
    names = Names(labelled)
    assert names.swapped(labelled[2], random.Random(1), 1.0) == labelled[2]
    *_, entities_only = joined(
        read_treebank(corpora / "ud-train.conllu.xz"), read_entities(corpora / "ner-train.conll2003.xz")
    )
    assert names.swapped(entities_only, random.Random(1), 1.0) == entities_only
