"""How well the search index brings the forms of a word together, measured on a treebank.

    python benchmarks/search_terms.py ud-dev.conllu.xz

Takes every pair of different forms of one lemma (nouns, names, verbs, adjectives), one as it stands in a text and one
as it stands in a query, and asks whether they meet; then, of all the pairs that meet, how many are of one lemma.
Twice: with the query's diacritics and without. Plain folding and LatvianStemmer alone are measured beside it.
"""

from __future__ import annotations

import argparse
import lzma
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from LatvianStemmer import stem

from db.keys import fold, keys, query_keys

KINDS = ("NOUN", "PROPN", "VERB", "ADJ")
Keys = Callable[[str], frozenset[str]]
Lemma = tuple[str, str]

SCHEMES: dict[str, tuple[Keys, Keys]] = {
    "folding (FTS5)": (lambda word: frozenset({fold(word)}), lambda word: frozenset({fold(word)})),
    "LatvianStemmer": (lambda word: frozenset({fold(stem(word))}), lambda word: frozenset({fold(stem(word))})),
    "Hronika": (keys, query_keys),
}


def vocabulary(path: Path) -> dict[Lemma, set[str]]:
    """The forms of each lemma of a treebank, in lower case; words of letters only."""
    forms: dict[Lemma, set[str]] = defaultdict(set)
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            columns = line.split("\t")
            if len(columns) == 10 and columns[3] in KINDS and columns[1].isalpha() and len(columns[1]) > 1:
                forms[columns[2].lower(), columns[3]].add(columns[1].lower())
    return forms


def pairs(forms: dict[Lemma, set[str]]) -> Iterator[tuple[str, str, str]]:
    """(kind, form in a text, form in a query) for all different forms of one lemma."""
    for (_, kind), words in forms.items():
        for text in words:
            for query in words - {text}:
                yield kind, text, query


def recall(forms: dict[Lemma, set[str]], scheme: tuple[Keys, Keys], folded: bool) -> dict[str, float]:
    """Share of the pairs of one lemma that meet, by kind of word and in all."""
    met: dict[str, list[bool]] = defaultdict(list)
    index_keys, ask = scheme
    for kind, text, query in pairs(forms):
        meets = not index_keys(text).isdisjoint(ask(fold(query) if folded else query))
        met[kind].append(meets)
        met["all"].append(meets)
    return {kind: sum(found) / len(found) for kind, found in met.items()}


def precision(forms: dict[Lemma, set[str]], scheme: tuple[Keys, Keys], folded: bool) -> tuple[float, float]:
    """Of the pairs of different forms that meet, how many are of one lemma; and how often random strangers meet."""
    lemmas: dict[str, set[str]] = defaultdict(set)
    for (lemma, _), words in forms.items():
        for word in words:
            lemmas[word].add(lemma)
    index_keys, ask = scheme
    having: dict[str, set[str]] = defaultdict(set)
    for word in lemmas:
        for key in index_keys(word):
            having[key].add(word)
    right = wrong = 0
    for word in lemmas:
        found = set().union(*(having[key] for key in ask(fold(word) if folded else word) if key in having)) - {word}
        same = sum(not lemmas[word].isdisjoint(lemmas[other]) for other in found)
        right, wrong = right + same, wrong + len(found) - same
    return right / (right + wrong), wrong / (len(lemmas) * (len(lemmas) - 1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebank", type=Path, help="a CoNLL-U file, plain or .xz")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="print N random pairs that do not meet")
    arguments = parser.parse_args()
    forms = vocabulary(arguments.treebank)
    print(f"{arguments.treebank.name}: {len(forms)} lemmas, {sum(1 for _ in pairs(forms))} pairs of forms")
    print(
        f"{'':16}{'query':>12}{'recall':>8}"
        + "".join(f"{kind:>7}" for kind in KINDS)
        + f"{'precision':>11}{'strangers':>11}"
    )
    for name, scheme in SCHEMES.items():
        for folded in (False, True):
            shares = recall(forms, scheme, folded)
            exact, strangers = precision(forms, scheme, folded)
            query = "folded" if folded else "diacritics"
            by_kind = "".join(f"{shares[kind]:>7.3f}" for kind in KINDS)
            print(f"{name:16}{query:>12}{shares['all']:>8.3f}{by_kind}{exact:>11.3f}{strangers:>11.1e}")
    index_keys, ask = SCHEMES["Hronika"]
    missed = [pair for pair in pairs(forms) if index_keys(pair[1]).isdisjoint(ask(fold(pair[2])))]
    for kind, text, query in random.Random(1).sample(missed, min(arguments.misses, len(missed))):
        print(f"  {kind:6}{text} – {query}: {sorted(index_keys(text))} {sorted(ask(fold(query)))}")


if __name__ == "__main__":
    main()
