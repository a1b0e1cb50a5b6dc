"""What was read lately is remembered word for word: the network is not asked again, and would have said the same."""

from __future__ import annotations

from typing import Any

import lv_hronika
import pytest
from lv_hronika.answers import ask
from lv_hronika.network import Network
from lv_hronika.weights import Weights
from spacy.language import Language
from spacy.tokens import Doc

CLOSING = "Informāciju sagatavoja Ilze Kalniņa, Izglītības un zinātnes ministrijas sabiedrisko attiecību speciāliste."
FIRST, SECOND = (
    f"{place} piedalījās trīsdesmit divi pedagogi un bibliotekāri no visas Kurzemes.\n{CLOSING}"
    for place in ("Seminārā Ventspilī", "Konferencē Kuldīgā")
)


@pytest.fixture
def nlp() -> Language:
    ask.cache_clear()
    return lv_hronika.load("fast")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pieces the network was asked for, run by run."""
    run, sizes = Weights.run, []

    def counted(self: Weights, pieces: Any, first: Any, last: Any) -> Any:
        sizes.append(pieces.size)
        return run(self, pieces, first, last)

    monkeypatch.setattr(Weights, "run", counted)
    return sizes


def said(doc: Doc) -> list[Any]:
    names = [(name.text, name.label_, name.start) for name in (*doc.ents, *doc.spans["inner"])]
    return [names, [(t.text, t.lemma_, t.tag_, str(t.morph), t.dep_, t.head.i, t.is_sent_start) for t in doc]]


@pytest.mark.parametrize("threads", ["1", "2"])
def test_the_end_of_every_page_is_read_once(
    nlp: Language, asked: list[int], monkeypatch: pytest.MonkeyPatch, threads: str
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", threads)
    alone = said(nlp(SECOND))
    assert len(asked) == 2
    ask.cache_clear()
    asked.clear()
    first, second, again = (said(nlp(text)) for text in (FIRST, SECOND, FIRST))  # one after the other
    assert len(asked) == 3  # two beginnings and one end
    assert second == alone
    assert again == first


def test_another_cut_into_sentences_is_another_question(nlp: Language, asked: list[int]) -> None:
    network = nlp.get_pipe("network")
    assert isinstance(network, Network)

    def cut(at: int) -> Doc:
        doc = nlp.make_doc("Rīgā Cēsīs Talsos notika nometne un seminārs")
        for token in doc:
            token.is_sent_start = token.i in (0, at)
        return network(doc)

    assert [[len(sentence) for sentence in cut(at).sents] for at in (3, 5, 3)] == [[3, 4], [5, 2], [3, 4]]
    assert len(asked) == 2


def test_it_does_not_remember_without_end(nlp: Language, asked: list[int]) -> None:
    texts = [f"Seminārā piedalījās {number} cilvēki no Latvijas novadiem un pilsētām." for number in range(300)]
    for _ in nlp.pipe(texts):
        pass
    asked.clear()
    nlp(texts[-1])
    assert not asked
    nlp(texts[0])
    assert asked
