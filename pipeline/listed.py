"""Names of a list, such as the gazetteer's in all their forms, and where a text has them.

A list of tens of thousands is ready in a fraction of the second that spaCy's PhraseMatcher needs to take it in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from pipeline.language import cut, words


class Listed:
    """Some names, each found where a text has its words in any letter case, the first one with a capital."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {tuple(cut(name.lower())) for name in names}
        lengths: dict[str, set[int]] = defaultdict(set)
        for first, *rest in self._names:
            lengths[first].add(1 + len(rest))
        self._lengths = {first: sorted(found) for first, found in lengths.items()}  # how many words may begin so

    def found_in(self, doc: Doc) -> Iterator[tuple[int, int]]:
        """First token and end of every name in a text, in order; of those that begin together the shorter first."""
        known = words(doc)
        lowered = [word.lower() for word in known]
        for start, word in enumerate(known):
            if not word[0].isupper():
                continue
            for length in self._lengths.get(lowered[start], ()):
                end = start + length
                if end <= len(known) and tuple(lowered[start:end]) in self._names:
                    yield start, end
