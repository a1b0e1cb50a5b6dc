"""A lemma's edit script, put on the word that it was made from, gives the lemma back."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lv_hronika.lemmas import apply, script

LATVIAN = "aābcčdeēfgģhiījkķlļmnņoprsštuūvzž"
WORDS = st.text(LATVIAN + LATVIAN.upper() + "-.'1", min_size=1, max_size=10)
LOWER = WORDS.map(str.lower)


@given(form=WORDS, lemma=LOWER | LOWER.map(str.capitalize))
@example(form="RĪGĀ", lemma="Rīga")
@example(form="vislabākais", lemma="labs")
@example(form="NATO", lemma="NATO")
@example(form="nato", lemma="NATO")
@example(form="McDonald's", lemma="McDonald's")
@example(form="ir", lemma="būt")
def test_the_script_of_a_word_gives_its_lemma(form, lemma):
    assert apply(form, script(form, lemma)) == lemma


@pytest.mark.parametrize(
    ("form", "lemma", "other", "wanted"),
    [
        ("gadā", "gads", "laikā", "laiks"),
        ("Rīgā", "Rīga", "Jūrmalā", "Jūrmala"),
        ("nedzīvo", "dzīvot", "nestrādo", "strādot"),
        ("GADĀ", "gads", "LAIKĀ", "laiks"),
    ],
)
def test_a_script_fits_other_words(form, lemma, other, wanted):
    assert apply(other, script(form, lemma)) == wanted


def test_a_script_that_does_not_fit_gives_nothing():
    assert apply("un", script("gadā", "gads")) is None
    assert apply("ā", script("gadā", "gads")) is None
