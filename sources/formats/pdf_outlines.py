"""Where on the picture of a page a piece of the document's text stands, so that a mention can be outlined there.

The text is in reading order, with hyphenated words whole and bullets gone; the words of the picture come by lines
across all columns. So each word of the text has candidates on the picture, and the chain of them that jumps least is
where the text stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

Box = tuple[float, float, float, float]  #: left, top, right, bottom in parts of the page's width and height


@dataclass(frozen=True)
class PictureWord:
    """A word on a page and its box in parts of the page's width and height, from the upper left corner."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


_TOKEN = re.compile(r"\S+")
_HYPHENS = ("-", "\u2010", "\u00ad", "\u00ac")
_LONGEST_PIECES = 3  # words of the picture that one word of the text may be
_MOST_WORDS = 5_000  # of a page; the time it takes to find them grows with the square of what repeats
_MOST_PLACES = 30  # candidates of one word; a page of nothing but one word has no telling places
#: What a step costs from one word of the text to the next: to its neighbour, over a tab, to the next line, up to the
#: next column, to anywhere else. A word told twice on a page is where the text around it is.
_NEXT, _TAB, _LINE, _COLUMN, _LEAP = 0.0, 0.1, 0.1, 1.0, 3.0
_SKIP = 2.0  # a word that stands on another page: paragraphs go on there
_LINE_FEED = 2.5  # of the height of a word, for the next line to be near

Place = tuple[int, ...]  # words of the picture, by their number, that are one word of the text


def boxes(words: Sequence[PictureWord], page_text: str, start: int, end: int) -> list[Box]:
    """The boxes around ``page_text[start:end]``, one a line; ``page_text`` is what the document has of the page.

    Whole words are outlined. Empty where the text does not stand on the picture.
    """
    found = [place for begin, stop, place in _placed(tuple(words), page_text) if begin < end and stop > start]
    return _by_line([words[at] for place in found for at in place])


@lru_cache(maxsize=4)  # a page is asked for one mention after the other
def _placed(words: tuple[PictureWord, ...], page_text: str) -> list[tuple[int, int, Place]]:
    """Where each word of ``page_text`` begins and ends in it, and its place on the picture."""
    if len(words) > _MOST_WORDS:
        return []
    tokens = [token for token in _TOKEN.finditer(page_text) if _key(token[0])]
    places = _chain(words, [_key(token[0]) for token in tokens])
    return [(token.start(), token.end(), place) for token, place in zip(tokens, places, strict=True)]


def _key(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _chain(words: Sequence[PictureWord], keys: Sequence[str]) -> list[Place]:
    """A place for each of ``keys``, () where there is none, so that they follow each other as closely as can be."""
    candidates = _Candidates(words)
    costs: dict[Place, float] = {(): 0.0}  # of the best chain that has got as far as each place
    backwards: list[
        dict[Place, tuple[Place, Place]]
    ] = []  # for each key and place got to: that before, that of the key
    for key in keys:
        came: dict[Place, tuple[Place, Place]] = {last: (last, ()) for last in costs}
        reached = {last: cost + _SKIP for last, cost in costs.items()}
        for place in candidates.of(key):
            within = sum(_step(words, (here,), (there,)) for here, there in pairwise(place))
            cost, last = min((costs[last] + _step(words, last, place), last) for last in costs)
            if cost + within < reached.get(place, float("inf")):
                reached[place], came[place] = cost + within, (last, place)
        backwards.append(came)
        costs = dict(sorted(reached.items(), key=lambda item: item[1])[:_MOST_PLACES])
    chain: list[Place] = []
    at = min(costs, key=costs.__getitem__)
    for came in reversed(backwards):
        at, place = came[at]
        chain.append(place)
    return chain[::-1]


def _step(words: Sequence[PictureWord], last: Place, place: Place) -> float:
    """What it costs to read on at ``place`` after ``last``."""
    if not last:
        return 0.0
    if place[0] == last[-1] + 1:
        return _NEXT
    if place == last:
        return _TAB  # words of the text that the picture has as one
    here, there = words[last[-1]], words[place[0]]
    down = there.y0 - here.y0
    distance = abs(down) + abs(there.x0 - here.x0) / 10
    if there.y0 < here.y1 and there.y1 > here.y0 and there.x0 >= here.x1:
        return _TAB + distance
    if 0 < down < _LINE_FEED * (here.y1 - here.y0) and there.x0 < here.x1:
        return _LINE + distance
    if down < 0 and there.x0 > here.x0:
        return _COLUMN + distance
    return _LEAP + distance


class _Candidates:
    """Where on a picture each word may stand: whole, or in pieces that a line's end or odd spacing made of it."""

    def __init__(self, words: Sequence[PictureWord]) -> None:
        self._by_key: dict[str, list[Place]] = defaultdict(list)
        self._begun: list[int] = []  # words that a hyphen at the end of their line may have broken
        self._keys = [_key(word.text) for word in words]
        for at, (word, key) in enumerate(zip(words, self._keys, strict=True)):
            self._by_key[key].append((at,))
            for length in range(2, _LONGEST_PIECES + 1):
                if at + length <= len(words):
                    self._by_key["".join(self._keys[at : at + length])].append(tuple(range(at, at + length)))
            if word.text.endswith(_HYPHENS) and key:
                self._begun.append(at)

    def of(self, key: str) -> list[Place]:
        """The places of ``key``; those of parts of it where it stands nowhere as a whole."""
        whole = [place for place in self._by_key.get(key, ()) if all(self._keys[at] for at in place)]
        broken = [
            (at, *rest)
            for at in self._begun
            if key.startswith(self._keys[at])
            for rest in self._by_key.get(key[len(self._keys[at]) :], ())
            if len(rest) == 1 and rest[0] != at
        ]
        within = [(at,) for at, longer in enumerate(self._keys) if key in longer] if not (whole or broken) else []
        return [*whole, *broken, *within][:_MOST_PLACES]


def _by_line(words: Sequence[PictureWord]) -> list[Box]:
    """One box around the words that follow each other on one line."""
    runs: list[list[PictureWord]] = []
    previous: PictureWord | None = None
    for word in words:
        beside = previous is not None and word.x0 >= previous.x0 and previous.y0 < (word.y0 + word.y1) / 2 < previous.y1
        if beside:
            runs[-1].append(word)
        else:
            runs.append([word])
        previous = word
    return [
        (min(w.x0 for w in run), min(w.y0 for w in run), max(w.x1 for w in run), max(w.y1 for w in run)) for run in runs
    ]
