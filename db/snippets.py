"""How much of a query a text holds, and the part of the text to show for it."""

from __future__ import annotations

from collections.abc import Sequence

from db.query import Query
from db.terms import meet, token_keys, tokens

SNIPPET_WORDS = 30


def share(query: Query, terms: str) -> float:
    """How much of what a query asks for is among the keys of a text (``db.terms.index_terms``)."""
    there = frozenset(terms.split())
    wanted = query.wanted()
    return sum(not there.isdisjoint(keys) for keys in wanted) / len(wanted) if wanted else 0.0


def snippet(text: str, query: Query, marks: tuple[str, str], most: int = SNIPPET_WORDS) -> str:
    """At most so many words of a text around what a query asks for, the words that meet it between ``marks``."""
    words = list(tokens(text))
    wanted = query.wanted()
    found = [frozenset(token_keys(word.text)) for word in words]
    matches = [{number for number, keys in enumerate(wanted) if meet(keys, one)} for one in found]
    first = _best_window(matches, most)
    shown = range(first, min(first + most, len(words)))
    if not shown:
        return " ".join(text.split())
    pieces = [] if first == 0 else ["… "]
    position = words[first].start if first else 0
    for index in shown:
        word = words[index]
        before, after = marks if matches[index] else ("", "")
        pieces += [text[position : word.start], before, word.text, after]
        position = word.end
    pieces.append(text[position:] if shown.stop == len(words) else " …")
    return " ".join("".join(pieces).split())


def _best_window(matches: Sequence[set[int]], size: int) -> int:
    """Where the window begins that has the most different words of the query, and then the most words."""
    starts = range(max(1, len(matches) - size + 1))

    def value(start: int) -> tuple[int, int]:
        window = matches[start : start + size]
        return len(set().union(*window)), sum(map(bool, window))

    return max(starts, key=lambda start: (*value(start), -start))
