"""How well the search index brings the forms of a word together, measured on a treebank.

    python benchmarks/search_terms.py ud-dev.conllu.xz

Takes every pair of different forms of one lemma (nouns, names, verbs, adjectives), one as it stands in a text and one
as it stands in a query, and asks whether they meet; then, of all the pairs that meet, how many are of one lemma.
Twice: with the query's diacritics and without. Plain folding and LatvianStemmer alone are measured beside.
"""

from __future__ import annotations

import argparse
import lzma
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from LatvianStemmer import stem

from db.keys import fold, index_keys, query_keys

KINDS = ("NOUN", "PROPN", "VERB", "ADJ")
Keys = Callable[[str], frozenset[str]]
Lemma = tuple[str, str]


def _folded(word: str) -> frozenset[str]:
    return frozenset({fold(word)})


def _stemmed(word: str) -> frozenset[str]:
    return frozenset({fold(stem(word))})


def _indexed(word: str) -> frozenset[str]:
    return frozenset(index_keys(word))


SCHEMES: dict[str, tuple[Keys, Keys]] = {
    "folding (FTS5)": (_folded, _folded),
    "LatvianStemmer": (_stemmed, _stemmed),
    "Hronika": (_indexed, query_keys),
}


@dataclass(frozen=True)
class Sentence:
    """A sentence of the treebank; ``words`` are (form, lemma), in lower case, words of letters only."""

    text: str
    words: tuple[tuple[str, Lemma], ...]


def read(path: Path) -> list[Sentence]:
    """The sentences of a CoNLL-U file, plain or .xz."""
    sentences: list[Sentence] = []
    text, words = "", []
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            columns = line.split("\t")
            if line.startswith("# text = "):
                text = line.removeprefix("# text = ").strip()
            elif len(columns) == 10 and columns[3] in KINDS and columns[1].isalpha() and len(columns[1]) > 1:
                words.append((columns[1].lower(), (columns[2].lower(), columns[3])))
            elif not line.strip():
                sentences.append(Sentence(text, tuple(words)))
                words = []
    return sentences


def vocabulary(sentences: list[Sentence]) -> dict[Lemma, set[str]]:
    """The forms of each lemma."""
    forms: dict[Lemma, set[str]] = defaultdict(set)
    for sentence in sentences:
        for form, lemma in sentence.words:
            forms[lemma].add(form)
    return forms


def pairs(forms: dict[Lemma, set[str]]) -> Iterator[tuple[str, str, str]]:
    """(kind, form in a text, form in a query) for all different forms of one lemma."""
    for (_, kind), words in forms.items():
        for text in sorted(words):
            for query in sorted(words - {text}):
                yield kind, text, query


def recall(forms: dict[Lemma, set[str]], scheme: tuple[Keys, Keys], folded: bool) -> dict[str, float]:
    """Share of the pairs of one lemma that meet, by kind of word and in all."""
    met: dict[str, list[bool]] = defaultdict(list)
    kept, ask = scheme
    for kind, text, query in pairs(forms):
        meets = not kept(text).isdisjoint(ask(fold(query) if folded else query))
        met[kind].append(meets)
        met["all"].append(meets)
    return {kind: sum(found) / len(found) for kind, found in met.items()}


def precision(forms: dict[Lemma, set[str]], scheme: tuple[Keys, Keys], folded: bool) -> tuple[float, float]:
    """Of the pairs of different forms that meet, how many are of one lemma; and how often random strangers meet."""
    lemmas: dict[str, set[str]] = defaultdict(set)
    for (lemma, _), words in forms.items():
        for word in words:
            lemmas[word].add(lemma)
    kept, ask = scheme
    having: dict[str, set[str]] = defaultdict(set)
    for word in lemmas:
        for key in kept(word):
            having[key].add(word)
    right = wrong = 0
    for word in lemmas:
        found = set().union(*(having[key] for key in ask(fold(word) if folded else word) if key in having)) - {word}
        same = sum(not lemmas[word].isdisjoint(lemmas[other]) for other in found)
        right, wrong = right + same, wrong + len(found) - same
    return right / (right + wrong), wrong / (len(lemmas) * (len(lemmas) - 1))


def main() -> None:
    """Print the measures of each scheme, with the query's diacritics and without."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebank", type=Path, help="a CoNLL-U file, plain or .xz")
    path = parser.parse_args().treebank
    forms = vocabulary(read(path))
    print(f"{path.name}: {len(forms)} lemmas, {sum(1 for _ in pairs(forms))} pairs of forms")
    print(f"{'':16}{'query':>12}{'recall':>8}{''.join(map('{:>7}'.format, KINDS))}{'precision':>11}{'strangers':>11}")
    for name, scheme in SCHEMES.items():
        for folded in (False, True):
            shares = recall(forms, scheme, folded)
            exact, strangers = precision(forms, scheme, folded)
            query = "folded" if folded else "diacritics"
            by_kind = "".join(f"{shares[kind]:>7.3f}" for kind in KINDS)
            print(f"{name:16}{query:>12}{shares['all']:>8.3f}{by_kind}{exact:>11.3f}{strangers:>11.1e}")


if __name__ == "__main__":
    main()
