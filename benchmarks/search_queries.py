"""How well search answers queries, measured on the sentences of a treebank.

    python benchmarks/search_queries.py ud-dev.conllu.xz

A query is one to three words of a sentence, each in another form of its lemma if the treebank has one, half of the
queries without diacritics. It should find all sentences that have these lemmas, and no others. Plain FTS5 with folded
diacritics and LatvianStemmer alone are measured beside.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from LatvianStemmer import stem
from search_terms import Sentence, read, vocabulary

from db.keys import fold
from db.query import match_expression
from db.terms import index_terms, index_words, parts, tokens

QUERIES = 400
#: What more sentences answer than this is no query that a person would read the answers of.
ANSWERS = 30
Finder = Callable[[str], set[int]]


def queries(sentences: list[Sentence], chance: random.Random) -> Iterator[tuple[str, set[int]]]:
    """A query, and the numbers of all sentences that have its lemmas."""
    forms = vocabulary(sentences)
    having: dict[str, set[int]] = defaultdict(set)
    for number, sentence in enumerate(sentences):
        for _, (lemma, _) in sentence.words:
            having[lemma].add(number)
    long = [sentence for sentence in sentences if len(sentence.words) >= 3]
    while True:
        words = chance.sample(chance.choice(long).words, chance.choice([1, 2, 2, 3]))
        wanted = set.intersection(*(having[lemma] for _, (lemma, _) in words))
        if len(wanted) <= ANSWERS:
            query = " ".join(chance.choice(sorted(forms[lemma] - {form}) or [form]) for form, lemma in words)
            yield (fold(query) if chance.random() < 0.5 else query), wanted


def stems(text: str) -> list[str]:
    """The folded stems of the words of a text, by LatvianStemmer alone."""
    return [fold(stem(part.lower())) for token in tokens(text) for part in parts(token.text)]


def finders(sentences: list[Sentence]) -> dict[str, Finder]:
    """The ways of answering a query that are compared."""
    db = sqlite3.connect(":memory:")
    db.execute("create virtual table plain using fts5(text, tokenize = 'unicode61 remove_diacritics 2')")
    db.execute("create virtual table stemmed using fts5(text)")
    db.execute(
        "create virtual table ours using fts5(words, terms, context, tokenize = 'unicode61 remove_diacritics 0')"
    )
    for number, sentence in enumerate(sentences):
        text = sentence.text
        db.execute("insert into plain(rowid, text) values (?, ?)", (number, text))
        db.execute("insert into stemmed(rowid, text) values (?, ?)", (number, " ".join(stems(text))))
        row = (number, index_words(text), index_terms(text))
        db.execute("insert into ours(rowid, words, terms) values (?, ?, ?)", row)

    def ask(table: str, expression: str) -> set[int]:
        return {row[0] for row in db.execute(f"select rowid from {table} where {table} match ?", (expression,))}

    return {
        "folding (FTS5)": lambda query: ask("plain", " ".join(f'"{word}"' for word in query.split())),
        "LatvianStemmer": lambda query: ask("stemmed", " ".join(f'"{word}"' for word in stems(query))),
        "Hronika": lambda query: ask("ours", match_expression(query)),
    }


def main() -> None:
    """Print precision, recall and F1 of each way over all queries."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebank", type=Path, help="a CoNLL-U file, plain or .xz")
    sentences = read(parser.parse_args().treebank)
    asked = list(islice(queries(sentences, random.Random(5)), QUERIES))
    print(f"{len(sentences)} sentences, {len(asked)} queries")
    print(f"{'':16}{'precision':>10}{'recall':>8}{'F1':>8}{'mean F1':>9}")
    for name, find in finders(sentences).items():
        found = [(find(query), wanted) for query, wanted in asked]
        right = sum(len(got & wanted) for got, wanted in found)
        precision = right / max(1, sum(len(got) for got, _ in found))
        recall = right / sum(len(wanted) for _, wanted in found)
        f1 = 2 * right / sum(len(got) + len(wanted) for got, wanted in found)
        mean = sum(2 * len(got & wanted) / (len(got) + len(wanted)) for got, wanted in found) / len(found)
        print(f"{name:16}{precision:>10.3f}{recall:>8.3f}{f1:>8.3f}{mean:>9.3f}")


if __name__ == "__main__":
    main()
