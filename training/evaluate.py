"""How well a spaCy pipeline reads Latvian, measured on the development files of the treebank and the entity corpus.

    python -m training.evaluate --corpora DIR [--model full fast] [--noise] [--json FILE] [--floors FILE]

One rule scores everything, that of the CoNLL 2018 shared task: an answer is right when it covers exactly the characters
that the corpus says, spaces left out, with the same value; F1 is 2 · right / (found + wanted). On given words and
sentences this is plain accuracy. Every word counts, punctuation too. ``feats`` wants all features of a word right,
``las`` the head and the whole relation; ``ufeats`` and ``ulas`` are what the shared task counts, without the feature
``Typo`` and without subtypes of relations. The treebank's ten lemmas „_” are counted as they stand.

A paragraph is one text, so that sentences are read in their context. Raw text is the whole file, its paragraphs parted
by blank lines. ``macro`` is the mean of person, place (GPE and location as one) and organisation. Intervals hold 95 %
of 1,000 samples of paragraphs drawn with replacement.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from training import card
from training.card import Figures, Measures
from training.corpora import Sentence, read_entities, read_treebank
from training.noise import without_diacritics

GRAMMAR = ("tokens", "sentences", "upos", "xpos", "feats", "lemma", "uas", "las", "ufeats", "ulas")
NAMES = ("entities", "inner entities")
TYPES = ("person", "GPE", "location", "organization", "event", "product", "time", "money", "entity")
#: What the macro-F1 is the mean of.
PRINCIPAL = ("person", "place", "organization")
PLACES = frozenset({"GPE", "location"})

SAMPLES = 1000
SEED = 2018
#: How far a figure may fall below its floor.
TOLERANCE = 0.002

#: What is said: first character, end, and the value; characters that are no spaces are counted from the file's start.
Items = set[tuple[Any, ...]]


def _changed(change: Callable[[str], str]) -> Callable[[Sentence], Sentence]:
    return lambda sentence: replace(sentence, words=[change(word) or word for word in sentence.words])


def _glued(sentence: Sentence) -> Sentence:
    spaces = [space and word[-1] != "." for word, space in zip(sentence.words, sentence.spaces, strict=True)]
    return replace(sentence, spaces=spaces)


#: Ways of spoiling a sentence; none changes how many words it has.
CONDITIONS: dict[str, Callable[[Sentence], Sentence]] = {
    card.AS_WRITTEN: lambda sentence: sentence,
    "all capitals": _changed(str.upper),
    "no diacritics": _changed(without_diacritics),
    "lower case": _changed(str.lower),
    "no spaces after full stops": _glued,
}


def gold(sentences: Iterable[Sentence], vocab: Vocab) -> list[Doc]:
    """A document for each paragraph, with all that the corpus says."""
    paragraphs: list[list[Sentence]] = []
    for sentence in sentences:
        if sentence.opens_paragraph or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(sentence)
    return [_document(paragraph, vocab) for paragraph in paragraphs]


def _document(sentences: list[Sentence], vocab: Vocab) -> Doc:
    def column(name: str) -> list[Any] | None:
        values = [getattr(sentence, name) for sentence in sentences]
        return None if None in values else [value for part in values for value in part]

    words, heads = column("words"), None
    assert words
    if sentences[0].heads is not None:
        starts = accumulate((len(sentence.words) for sentence in sentences), initial=0)
        heads = [
            at + start if not head else head - 1 + start
            for start, sentence in zip(starts, sentences, strict=False)
            for at, head in enumerate(sentence.heads or [])
        ]
    feats = column("feats")
    doc = Doc(
        vocab,
        words=words,
        spaces=column("spaces"),
        pos=column("upos"),
        tags=column("xpos"),
        morphs=feats and ["" if value == "_" else value for value in feats],
        lemmas=column("lemmas"),
        heads=heads,
        deps=column("deprels"),
        ents=column("entities"),
        sent_starts=[not at for sentence in sentences for at in range(len(sentence.words))],
    )
    if inner := column("inner_entities"):
        named = Doc(vocab, words=words, ents=inner).ents
        doc.spans["inner"] = [Span(doc, span.start, span.end, span.label) for span in named]
    return doc


def items(docs: Iterable[Doc]) -> dict[str, Items]:
    """Everything that documents say, by measure."""
    said: dict[str, Items] = defaultdict(set)
    offset = 0
    for doc in docs:
        lengths = (len("".join(token.text.split())) for token in doc)
        edges = list(accumulate(lengths, initial=offset))
        offset = edges[-1]
        bounds = doc.sents if doc.has_annotation("SENT_START") else [doc[:]]
        said["sentences"] |= {(edges[part.start], edges[part.end]) for part in bounds}
        for token in doc:
            if edges[token.i] == edges[token.i + 1]:
                continue
            span = (edges[token.i], edges[token.i + 1])
            head = () if token.head == token else (edges[token.head.i], edges[token.head.i + 1])
            features = str(token.morph)
            said["tokens"].add(span)
            said["upos"].add((*span, token.pos_))
            said["xpos"].add((*span, token.tag_))
            said["feats"].add((*span, features))
            said["ufeats"].add((*span, "|".join(pair for pair in features.split("|") if pair != "Typo=Yes")))
            said["lemma"].add((*span, token.lemma_))
            said["uas"].add((*span, head))
            said["las"].add((*span, head, token.dep_))
            said["ulas"].add((*span, head, token.dep_.split(":")[0]))
        for entity in doc.ents:
            span = (edges[entity.start], edges[entity.end])
            said["entities"].add((*span, entity.label_))
            said[entity.label_].add(span)
            if entity.label_ in PLACES:
                said["place"].add(span)
        inner = doc.spans.get("inner", [])
        said["inner entities"] |= {(edges[span.start], edges[span.end], span.label_) for span in inner}
    # what holds nothing but spaces is neither found nor wanted
    return {name: {item for item in found if item[0] < item[1]} for name, found in said.items()}


def evaluate(nlp: Language, treebank: list[Sentence], entities: list[Sentence]) -> dict[str, Measures]:
    """All figures of a pipeline: on given words and on raw text, measure by measure; of names where it finds any."""
    figures: dict[str, Measures] = {"given words": {}, "raw text": {}}
    for sentences, measures in ((treebank, GRAMMAR), (entities, (*NAMES, *TYPES, "place"))):
        wanted = gold(sentences, nlp.vocab)
        given = [
            Doc(
                nlp.vocab,
                words=[token.text for token in doc],
                spaces=[bool(token.whitespace_) for token in doc],
                sent_starts=[bool(token.is_sent_start) for token in doc],
            )
            for doc in wanted
        ]
        read = list(nlp.pipe(given))
        if sentences is entities and not any(doc.ents for doc in read):
            continue
        figures["given words"] |= scored(wanted, read, measures)
        text = "\n\n".join(doc.text.rstrip() for doc in wanted)
        figures["raw text"] |= scored(wanted, [nlp(text)], measures)
    return figures


def scored(wanted: list[Doc], found: list[Doc], measures: Iterable[str]) -> Measures:
    """Figures of each measure, and of ``macro`` where its parts are measured.

    ``wanted`` has a document for each paragraph; ``found`` the same text in documents of any size.
    """
    sizes = [sum(len("".join(token.text.split())) for token in doc) for doc in wanted]
    starts = list(accumulate(sizes, initial=0))[:-1]
    drawn = numpy.random.default_rng(SEED).multinomial(len(wanted), [1 / len(wanted)] * len(wanted), SAMPLES)
    true, said = items(wanted), items(found)
    counts = {name: _counts(true.get(name, set()), said.get(name, set()), starts) for name in measures}
    figures = {name: _figures(count, drawn) for name, count in counts.items()}
    if counts.keys() >= set(PRINCIPAL):
        parts = [counts[name] for name in PRINCIPAL]
        samples = numpy.mean([_f1(drawn @ count) for count in parts], axis=0)
        f1 = float(numpy.mean([_f1(count.sum(axis=0)) for count in parts]))
        figures["macro"] = _rounded({"f1": f1, **_interval(samples)})
    return figures


def _counts(wanted: Items, found: Items, starts: list[int]) -> NDArray[numpy.int64]:
    """Paragraphs x (wanted, found, right); an item belongs to the paragraph in which it starts."""
    columns = []
    for part in (wanted, found, wanted & found):
        places = numpy.searchsorted(starts, sorted(item[0] for item in part), side="right") - 1
        columns.append(numpy.bincount(places, minlength=len(starts)))
    return numpy.stack(columns, axis=1)


def _f1(counts: NDArray[Any]) -> NDArray[numpy.float64]:
    """F1 of counts whose last axis is (wanted, found, right); 0 where there is nothing."""
    wanted, found, right = numpy.moveaxis(counts, -1, 0)
    f1: NDArray[numpy.float64] = 2 * right / numpy.maximum(1, wanted + found)
    return f1


def _figures(counts: NDArray[numpy.int64], drawn: NDArray[numpy.int64]) -> dict[str, float]:
    wanted, found, right = counts.sum(axis=0).tolist()
    figures = {"precision": right / max(1, found), "recall": right / max(1, wanted)}
    interval = _interval(_f1(drawn @ counts))
    return _rounded({"f1": float(_f1(counts.sum(axis=0))), **figures, **interval}) | {"wanted": wanted}


def _interval(samples: NDArray[Any]) -> dict[str, float]:
    low, high = numpy.quantile(samples, [0.025, 0.975]).tolist()
    return {"low": low, "high": high}


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in figures.items()}


def fallen(figures: Figures, floors: Figures) -> list[str]:
    """What is more than the tolerance below its floor, a line each; only conditions that both have are compared."""
    below = []
    for condition in figures.keys() & floors.keys():
        for setting, measures in floors[condition].items():
            for measure in {*GRAMMAR, "entities", "macro"} & measures.keys():
                floor, now = measures[measure]["f1"], figures[condition][setting][measure]["f1"]
                if now < floor - TOLERANCE:
                    below.append(f"{condition}, {setting}: {measure} is {now:.4f}, was {floor:.4f}")
    return sorted(below)


def load(model: str) -> Language:
    """A size of our own, Stanza's Latvian pipeline, or whatever spaCy finds under a path or name."""
    import lv_hronika

    if model in lv_hronika.SIZES:
        return lv_hronika.load(model)
    if model == "stanza":
        from pipeline.models import load as load_any

        return load_any(model)
    return spacy.load(model)


def main() -> None:
    """Print the figures of each model; fail where one is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpora", type=Path, required=True, help="folder with ud-dev.conllu.xz and ner-dev.conll2003.xz"
    )
    parser.add_argument("--model", nargs="+", default=["full"], help="full, fast, stanza or a path; one or several")
    parser.add_argument("--noise", action="store_true", help="measure spoiled text too")
    parser.add_argument("--json", type=Path, help="keep the figures in this file, beside those of other models in it")
    parser.add_argument("--floors", type=Path, help="fail where a figure is below that of this file")
    options = parser.parse_args()
    treebank = _paragraphs_apart(read_treebank(options.corpora / "ud-dev.conllu.xz"))
    entities = _paragraphs_apart(read_entities(options.corpora / "ner-dev.conll2003.xz"))
    floors = json.loads(options.floors.read_text(encoding="utf-8")) if options.floors else {}
    below = []
    for model in options.model:
        nlp = load(model)
        figures = {
            condition: evaluate(nlp, list(map(spoil, treebank)), list(map(spoil, entities)))
            for condition, spoil in CONDITIONS.items()
            if options.noise or condition == card.AS_WRITTEN
        }
        print(f"# {model}, version {nlp.meta['version']}\n\n{card.details(figures)}\n", flush=True)
        if options.json:
            kept = json.loads(options.json.read_text(encoding="utf-8")) if options.json.exists() else {}
            kept[model] = {"version": nlp.meta["version"], "figures": figures}
            options.json.write_text(card.as_json(kept), encoding="utf-8")
        if model in floors:
            below += [f"{model}: {line}" for line in fallen(figures, floors[model]["figures"])]
    if below:
        sys.exit("Below the floors:\n" + "\n".join(below))


def _paragraphs_apart(sentences: list[Sentence]) -> list[Sentence]:
    """A space behind every sentence, whatever the corpus says of a paragraph's last."""
    return [replace(sentence, spaces=[*sentence.spaces[:-1], True]) for sentence in sentences]


if __name__ == "__main__":
    main()
