"""Parts of a document that say again, word for word, what it said before: a page whose text stands in it twice.

They stay in the text, and make no facts twice. A line that comes again by itself ("Kafijas pauze") is not meant: it
may tell of something else each time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

#: Characters of a run of blocks that nobody writes twice by chance.
_LEAST = 100
#: Earlier places of one block that are compared; more of them are alike.
_PLACES = 50


def repeated(texts: Sequence[str]) -> list[bool]:
    """For each of the blocks whether it is part of a run that stood there before, word for word."""
    found = [False] * len(texts)
    places: dict[str, list[int]] = defaultdict(list)
    at = 0
    while at < len(texts):
        length = max((_alike(texts, earlier, at) for earlier in places[texts[at]]), default=0)
        length = length if sum(map(len, texts[at : at + length])) >= _LEAST else 0
        found[at : at + length] = [True] * length
        for seen in range(at, at + (length or 1)):
            if len(places[texts[seen]]) < _PLACES:
                places[texts[seen]].append(seen)
        at += length or 1
    return found


def _alike(texts: Sequence[str], earlier: int, later: int) -> int:
    """How many blocks from ``earlier`` on come again from ``later`` on; the runs do not overlap."""
    length = 0
    while earlier + length < later and later + length < len(texts) and texts[earlier + length] == texts[later + length]:
        length += 1
    return length
