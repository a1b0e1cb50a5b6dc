"""Any form of a word finds any other, with its diacritics or without; different words stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.alike import alike
from db.keys import ALIKE, dictionary, fold, index_keys, query_keys
from db.terms import index_terms, index_words, tokens
from db.verbs import Verbs

#: Forms of one word per line, chosen for what their endings do to the stem.
FORMS = """
sanāksme sanāksmes sanāksmē sanāksmju
mediators mediatoru mediatoriem mediatori
Ventspils Ventspilī Ventspilij
Cēsis Cēsu Cēsīs
Limbaži Limbažu Limbažos Limbažiem
latvietis latvieša latviešu latvieši
minoritāte minoritāšu minoritātēm
iestāde iestāžu iestādēs
brālis brāļa brāļiem
suns suņa suņu
plašs plašākā visplašāko plašais
lauzt lauž lauza lauzīs lauzušais jālauž nelauza lauztas laužot
nākt nāk nāca nākusi nācis nākušo
likt liek lika likušas licis jāliek
iet iet gāja gājusi ejot ejošās
organizēt organizēja organizējošajiem organizētais organizējot organizēs
piedalīties piedalās piedalījās piedaloties piedalījušies
tikties tiekas tikās tikušies tiksies
apmeklēt apmeklēja apmeklējusi neapmeklēja
stiprināt stiprina stiprinot stiprināja
atzīt atzīst atzina atzīts
būt bija esošie bijušās
"""


def groups() -> list[list[str]]:
    return [line.split() for line in FORMS.split("\n") if line]


@pytest.mark.parametrize("forms", groups(), ids=lambda forms: forms[0])
def test_forms_of_a_word_meet(forms: list[str]) -> None:
    apart = [
        (text, query)
        for text in forms
        for form in forms
        for query in (form, fold(form))
        if query_keys(query).isdisjoint(index_keys(text.lower()))
    ]
    assert apart == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("seminārs", "sanāksme"), ("Talsi", "Tukums"), ("nākt", "nakts"), ("romi", "Roja"), ("ministrija", "ministrs")],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert query_keys(other).isdisjoint(index_keys(one.lower()))


@pytest.mark.parametrize(("one", "other"), [("vīns", "viņš"), ("pūķis", "puķe"), ("kāzas", "kazas")])
def test_diacritics_that_are_asked_for_count(one: str, other: str) -> None:
    assert query_keys(one).isdisjoint(index_keys(other))
    assert not query_keys(fold(one)).isdisjoint(index_keys(one))


def test_keys_that_are_alike_are_listed() -> None:
    """Of a part of the lexicon, since all of it takes half a minute."""
    found = alike(list(dictionary())[::12])
    assert len(found) > 20
    assert found <= set(ALIKE.read_text(encoding="utf-8").split())


@given(st.text(min_size=1, max_size=30))
def test_a_text_always_finds_itself(text: str) -> None:
    for token in tokens(text):
        assert text[token.start : token.end] == token.text
    for word in index_words(text).split():
        assert word == fold(word)
    assert bool(list(tokens(text))) == bool(index_terms(text))


def test_tokens_keep_compounds_and_grouped_numbers_together() -> None:
    assert [token.text for token in tokens("t.sk. ne-romu 1 200, 2020.gada www.km.gov.lv/lv – (beigas)")] == [
        "t.sk", "ne-romu", "1 200", "2020.gada", "www.km.gov.lv/lv", "beigas",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "term"), [("t.sk.", "tsk"), ("ne-romu", "nerom"), ("1 200", "1200"), ("NVO", "nvo"), ("2020.gada", "2020")]
)
def test_joined_and_separate_writings_have_a_term(text: str, term: str) -> None:
    assert term in index_terms(text).split()


@pytest.mark.parametrize(
    ("form", "infinitive", "reflexive"),
    [
        ("nosūtīja", "nosūtīt", False),
        ("aizlauzušajiem", "aizlauzt", False),
        ("atpazīst", "atpazīt", False),
        ("mezdamies", "mest", True),
        ("sniegusi", "sniegt", False),
        ("audzis", "augt", False),
        ("jāiesniedz", "iesniegt", False),
        ("digitalizējusies", "digitalizēt", True),
    ],
)
def test_a_form_leads_to_its_infinitive(form: str, infinitive: str, reflexive: bool) -> None:
    assert (infinitive, reflexive) in Verbs(str).infinitives(form)
    assert (fold(infinitive), reflexive) in Verbs(fold).infinitives(fold(form))
