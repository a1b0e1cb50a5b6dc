"""Whatever the text, both sizes read it: offsets hold, every word is annotated, every sentence is one tree."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache
from itertools import pairwise
from typing import Any

import lv_hronika
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

PROSE = (
    "Kultūras ministrija 2020.gada 22.jūlijā Rēzeknē rīkoja semināru „Tilti”, t.sk. plkst.11.30 runāja Ilze Kalniņa. "
    "Tajā piedalījās 15 000 dalībnieku no Talsu novada, Ventspils u.c. pilsētām."
)
TEXTS = {
    "nothing": "",
    "one space": " ",
    "white space": " \n\t\r\n\u00a0\u2003  \n",
    "white space around": f"\n\n  {PROSE}  \n\n",
    "a full stop": ".",
    "full stops": "." * 500,
    "no full stop": ("Latvijas skolās mācās daudz bērnu un Rīgā strādā skolotāji " * 850)[:50_000],
    "no space": ("NeviensNeatstājaAtstarpiStarpVārdiem" * 1400)[:50_000],
    "one letter": "ā" * 50_000,
    "digits": "0123456789" * 5_000,
    "commas": "gads, " * 8_000,
    "no line": "\n".join(["Programma"] * 3_000),
    "English": "The Ministry of Culture held a seminar in Riga on 5 May 2020. About 120 people came.",
    "Russian": "Министерство культуры провело семинар в Риге 5 мая 2020 года. Пришло около 120 человек.",
    "Chinese and Arabic": "文化部於二〇二〇年五月五日在里加舉行了研討會。 عقدت وزارة الثقافة ندوة في ريغا.",
    "capitals": PROSE.upper(),
    "lower case": PROSE.lower(),
    "no diacritics": "".join(char for char in unicodedata.normalize("NFD", PROSE) if not unicodedata.combining(char)),
    "combining accents": unicodedata.normalize("NFD", PROSE),
    "only accents": "\u0304\u030c\u0327 \u0304",
    "soft hyphens": re.sub(r"(?<=\w\w)(?=\w\w)", "\u00ad", PROSE),
    "only soft hyphens": "\u00ad\u00ad \u00ad",
    "zero width": PROSE.replace("ī", "\u200dī\u200c").replace(" ", " \u200b") + "\ufeff",
    "emoji": "Paldies 👍🏽 visiem 👨‍👩‍👧‍👦! Rīgā 🇱🇻 bija 5 🎉🎉🎉 svētki ❤️.",
    "NUL and controls": "Rīga\x00 un\x07 Cēsis\x1b[0m.\x00 Beigas\x7f.",
    "private use": "Logo \ue000\uf8ff\U000f0000 Rīgā.",
    "beyond the plane": "𝕽𝖎𝖌𝖆 𐍈 𠀀 ﷽.",
    "right to left marks": "Rīgā \u202e2020\u202c gadā \u2066Cēsīs\u2069.",
    "line ends": "Rīgā notika\r\nsanāksme.\rTalsos\u2028arī\u2029un\x85Cēsīs\x0cbeigas.",
}
SIZES = pytest.mark.parametrize("size", lv_hronika.SIZES)
_PIECES = [
    "Rīgā ",
    "Ilze ",
    "20.",
    " ",
    "\n",
    ".",
    "„",
    "”",
    "gada ",
    "\u00ad",
    "\u0304",
    "\u200d",
    "👍🏽",
    "\x00",
    "Ā",
    "www.",
    "@",
]


@cache
def pipeline(size: str) -> Language:
    return lv_hronika.load(size)


def said(doc: Doc) -> list[Any]:
    """All annotations of a document."""
    words = [
        (word.text, word.pos_, word.tag_, str(word.morph), word.lemma_, word.head.i, word.dep_, word.is_sent_start)
        for word in doc
    ]
    names = [(name.start, name.end, name.label_) for name in doc.ents]
    return [words, names, [(name.start, name.end, name.label_) for name in doc.spans["inner"]]]


def reached_from_roots(doc: Doc) -> int:
    """How many tokens hang, over whatever many heads, on a root."""
    children = defaultdict(list)
    for token in doc:
        children[token.head.i if token.head.i != token.i else -1].append(token.i)
    reached = children[-1]
    for at in reached:  # it grows while it is walked
        reached.extend(children[at])
    return len(reached)


def assert_whole(doc: Doc, text: str) -> None:
    """What must hold of any document."""
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token.text)] == token.text for token in doc)
    assert all(token.pos_ and token.lemma_ and token.dep_ for token in doc)
    bounds = [(part.start, part.end) for part in doc.sents]
    assert [at for start, end in bounds for at in range(start, end)] == list(range(len(doc)))
    sentence_of = {at: number for number, (start, end) in enumerate(bounds) for at in range(start, end)}
    assert all(sentence_of[token.head.i] == sentence_of[token.i] for token in doc)
    assert [sum(doc[at].head.i == at for at in range(start, end)) for start, end in bounds] == [1] * len(bounds)
    assert reached_from_roots(doc) == len(doc)
    for names in (list(doc.ents), sorted(doc.spans["inner"], key=lambda name: name.start)):
        assert all(name.start < name.end and name.label_ and name.text.strip() for name in names)
        assert all(one.end <= other.start for one, other in pairwise(names))
        assert all(sentence_of[name.start] == sentence_of[name.end - 1] for name in names)


@SIZES
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_any_text_is_read_whole(size, text):
    assert_whole(pipeline(size)(text), text)


@SIZES
@settings(max_examples=60, deadline=None, derandomize=True)
@given(pieces=st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=3)), max_size=25))
def test_any_mixture_is_read_whole(size, pieces):
    text = "".join(pieces).encode("utf-8", "ignore").decode()  # no lone surrogates: they are no text
    assert_whole(pipeline(size)(text), text)


@SIZES
def test_given_words_stay_as_they_are(size):
    words = ["Rīgā", "\u200b", "15 000", "\u00a0", "eiro.", "\u00ad", "Ilze", "👍🏽", "."]
    doc = Doc(pipeline(size).vocab, words, [True] * 9, sent_starts=[at in (0, 6) for at in range(9)])
    pipeline(size)(doc)
    assert [token.text for token in doc] == words
    assert [part.start for part in doc.sents] == [0, 6]
    assert_whole(doc, doc.text)


@SIZES
def test_the_same_text_is_read_the_same_way_alone_again_and_among_others(size):
    nlp = pipeline(size)
    texts = [text for text in TEXTS.values() if len(text) < 1_000]
    alone = [said(nlp(text)) for text in texts]
    assert [said(nlp(text)) for text in texts] == alone
    for batch_size in (1, 2, 7, 1_000):
        assert [said(doc) for doc in nlp.pipe(texts, batch_size=batch_size)] == alone
    assert [said(doc) for doc in nlp.pipe(texts[::-1])] == alone[::-1]


@SIZES
def test_marks_that_cannot_be_seen_do_not_move_names(size):
    doc = pipeline(size)("Ri\u00adgā, Lie\u00adpā\u00adjā un Ve\u0301ntspilī 👍🏽 runāja Ilze Kalniņa.")
    assert {"Ilze Kalniņa"} <= {name.text for name in doc.ents if name.label_ == "person"}


def test_who_is_interrupted_does_not_wait_for_the_rest(monkeypatch):
    network = pipeline("fast").get_pipe("network")
    run, seen = network._run, []

    def slow(words, batch):
        seen.append(batch)
        if len(seen) == 3:
            raise TimeoutError
        return run(words, batch)

    monkeypatch.setattr(network, "_run", slow)
    with pytest.raises(TimeoutError):
        pipeline("fast")("\n".join(f"Seminārā runāja {number} cilvēki." + " Jā." * number for number in range(200)))
    assert len(seen) < 50
