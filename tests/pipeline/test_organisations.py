"""Organisations by list, by quoted name, and by the way official names are built."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline import chains, organisations


def named(document, *lines):
    return [m.name for m in organisations.read(document(*lines))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Semināru rīko Labklājības ministrija.", ["Labklājības ministrija"]),
        ("Sadarbībā ar Izglītības un zinātnes ministriju", ["Izglītības un zinātnes ministrija"]),
        ("Runāja Nodarbinātības valsts aģentūras eksperte.", ["Nodarbinātības valsts aģentūra"]),
        ("Pārstāvji no biedrības „Zaļā upe” un nodibinājuma „Gaisma”", ["Zaļā upe", "Gaisma"]),
        ("biedrības „Zaļā upe”, „Saules tilts” un „Vārpa”", ["Zaļā upe", "Saules tilts", "Vārpa"]),
        ("ieradās viesi no Alūksnes mūzikas skolas", ["Alūksnes mūzikas skola"]),
        ("vizītē pie Dobeles novada Sociālā dienesta", ["Dobeles novada Sociālais dienests"]),
        ("aicināja Vidzemes kultūras sadarbības padome", ["Vidzemes kultūras sadarbības padome"]),
        ("atbild Starptautisko sakaru padome ūdens jautājumos", ["Starptautisko sakaru padome ūdens jautājumos"]),
        ("to vadīja Igaunijas Kultūras ministrija", ["Igaunijas Kultūras ministrija"]),
        ("to vadīja Latvijas Republikas Kultūras ministrija", ["Kultūras ministrija"]),
    ],
)
def test_names_in_the_nominative(document, text, names):
    assert named(document, text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Pašvaldības sociālais dienests sniedz palīdzību.",
        "Seminārs notika Rīgas centrā.",
        "Latvijas skolas saņems grāmatas.",
        "Projekts „Mūsu skola” turpinās.",
        "Sanāksmē piedalījās ministriju un aģentūru pārstāvji.",
    ],
)
def test_what_is_no_organisation(document, text):
    assert named(document, text) == []


def test_an_acronym_holds_for_the_name_that_introduces_it(document):
    lines = ("Aicina Jūras vides padome (JVP).", "JVP locekļi tiksies Liepājā.")
    assert named(document, *lines) == ["Jūras vides padome"] * 3  # the name, its acronym beside it, and alone


def test_listed_ones_carry_their_id_and_candidates_none(document):
    found = organisations.read(document("Kultūras ministrija un biedrība „Zaļā upe”"))
    assert [bool(m.organisation_id) for m in found] == [True, False]


def test_a_class_word_does_not_swallow_what_is_coordinated_with_it(document):
    assert named(document, "sadarbībā ar Annu Ozolu un biedrību „Zaļā upe”") == ["Zaļā upe"]


def test_a_listed_name_with_stray_spaces_is_no_fault(document):
    organisations.read(document("Pētījums tapa LU Literatūras , folkloras un mākslas institūtā."))


@pytest.mark.parametrize(("words", "told"), [("ministrija un kopā", True), ("evaņģēliski luteriskā", False)])
def test_an_adverb_is_of_the_sentence_around_also_at_the_end_of_a_text(words, told):
    tags = {"evaņģēliski": "ADV", "kopā": "ADV", "luteriskā": "ADJ"}
    doc = Doc(Vocab(), words.split(), pos=[tags.get(word, "NOUN") for word in words.split()])
    [adverb] = [token for token in doc if token.pos_ == "ADV"]
    assert chains._is_clause_word(adverb) == told
