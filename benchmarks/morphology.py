"""How well the Latvian module lemmatises and analyses nouns, against simplemma alone, on a treebank in CoNLL-U.

    python benchmarks/morphology.py ud-dev.conllu.xz [--errors]

Every noun and proper noun of the treebank is looked at without its context. Prints the share of right lemmas, and
the share of forms whose true case and number are among the analyses (and come first).
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

import simplemma

from pipeline.latvian.build import TREEBANK_NUMBERS, read
from pipeline.latvian.lexicon import analyses, lemma


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebank", type=Path)
    parser.add_argument("--errors", action="store_true", help="list the wrong lemmas, most frequent first")
    args = parser.parse_args()
    tokens = [t for t in read(args.treebank) if t.pos in ("NOUN", "PROPN") and not t.feats.get("Typo")]
    start = time.perf_counter()
    for token in tokens:
        analyses(token.form)
    seconds = time.perf_counter() - start
    print(f"{len(tokens)} nouns and names; {1e6 * seconds / len(tokens):.0f} µs a form, loading included")
    print(f"{'':<8}{'forms':>7}{'lemma':>8}{'simplemma':>11}{'cell among':>12}{'cell first':>12}")
    for pos in ("NOUN", "PROPN"):
        score: Counter[str] = Counter()
        wrong: Counter[tuple[str, str, str]] = Counter()
        for token in (t for t in tokens if t.pos == pos):
            cell = (
                token.feats.get("Case", "").lower(),
                TREEBANK_NUMBERS.get(token.feats.get("Number", "")),
            )
            cells = [(a.case, a.number) for a in analyses(token.form) if a.pos in ("NOUN", "PROPN")]
            score["forms"] += 1
            guess = lemma(token.form, pos)
            score["lemma"] += guess == token.lemma
            score["simplemma"] += simplemma.lemmatize(token.form, lang="lv") == token.lemma
            if "Case" in token.feats:
                score["cells"] += 1
                score["among"] += cell in cells
                score["first"] += cell == cells[0] if cells else 0
            if guess != token.lemma:
                wrong[token.form, guess, token.lemma] += 1
        n, cells_seen = score["forms"], score["cells"]
        print(
            f"{pos:<8}{n:>7}{score['lemma'] / n:>8.3f}{score['simplemma'] / n:>11.3f}"
            f"{score['among'] / cells_seen:>12.3f}{score['first'] / cells_seen:>12.3f}"
        )
        if args.errors:
            for (form, guess, gold), count in wrong.most_common(60):
                print(f"    {count:>3} {form} → {guess}, should be {gold}")


if __name__ == "__main__":
    main()
