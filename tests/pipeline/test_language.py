"""Sentences end where a reader would say so, and glued words come apart."""

from __future__ import annotations

import pytest

from pipeline import language
from pipeline.language import analyse


def sentences(document, text):
    return [s.text.strip() for s in analyse(document(text)).sents]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Seminārs notika Cēsīs. Tajā runāja trīs eksperti.", 2),
        ("Tikšanās bija 2019. gada 5. martā Rīgā.", 1),
        ("Ieradās skolotāji, bibliotekāri u.c. Ogres speciālisti.", 1),
        ("Sākums plkst. 10.00 Kultūras namā.", 1),
        ("Runāja A. Ozola un J.Kalniņš.", 1),
        ("„Tā turpināsim!” Ar šiem vārdiem diena beidzās.", 2),
        ("Diena beidzās.Tad visi devās mājās.", 2),
    ],
)
def test_sentences(document, text, count):
    assert len(sentences(document, text)) == count


@pytest.mark.parametrize("text", [".piedalījās", "adr. rīgā", ".", "Rīga"])
def test_a_few_words_are_one_sentence_where_nothing_tells(text):
    assert [span.text for span in language.tokens(text).sents] == [text]


def test_a_line_ends_a_sentence(document):
    doc = analyse(document("Semināra programma", "Ievads un iepazīšanās"))
    assert [s.text.strip() for s in doc.sents] == ["Semināra programma", "Ievads un iepazīšanās"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2020.gada 3.maijā", ["2020.", "gada", "3.", "maijā"]),
        ("J.Kalniņš", ["J.", "Kalniņš"]),
        ("„Saule”", ["„", "Saule", "”"]),
    ],
)
def test_glued_words_come_apart(document, text, words):
    assert [t.text for t in analyse(document(text))] == words


def test_offsets_are_those_of_the_text(document):
    made = document("Rīgā 2020.gada\u00a03.maijā notika  divas lekcijas.")
    for token in analyse(made):
        assert made.text[token.idx : token.idx + len(token)] == token.text


def test_a_pipeline_that_has_seen_too_many_words_is_made_anew_and_says_the_same(document, monkeypatch):
    text = "Seminārs notika Rēzeknē 2019. gada 5. martā."
    first = analyse(document(text))
    monkeypatch.setattr(language, "_MOST_STRINGS", 0)
    second = analyse(document(text))
    assert second.vocab is not first.vocab
    one, other = ([(t.lemma_, t.pos_, str(t.morph), t.head.i, t.ent_type_) for t in doc] for doc in (first, second))
    assert one == other


def test_a_sentence_that_does_not_end_is_cut_behind_a_comma(document):
    made = document("Semināri notika " + ", ".join(f"{day % 28 + 1}. martā Cēsīs" for day in range(400)) + ".")
    parts = language.sentences(made)
    assert len(parts) > 2
    assert all(len(part) <= 400 for part in parts)
    assert all(part.text.endswith(",") for part in parts[:-1])
    assert [part.start for part in parts[1:]] == [part.end for part in parts[:-1]]
    assert (parts[0].start, parts[-1].end) == (0, len(analyse(made)))


def test_words_without_any_comma_are_cut_all_the_same(document):
    parts = language.sentences(document("vārds " * 1000))
    assert [len(part) for part in parts] == [400, 400, 200]
