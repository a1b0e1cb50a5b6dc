"""Words cut into the pieces of the network's vocabulary.

Each word is cut by itself, with the mark „▁” in front where a space stands before it, so that pieces always belong to
one word and characters that the vocabulary lacks never move an offset.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from tokenizers import Tokenizer
from tokenizers.models import Unigram

#: Rows of the embedding matrix that are no pieces of words.
START, PADDING, END, UNKNOWN = 0, 1, 2, 3
_SPACE = "▁"
_LONGEST = 200  # characters of one word that are looked at, from each end
_MOST = 12  # pieces of one word that the network sees, from each end


class Subwords:
    """The vocabulary: pieces in the order of the embedding matrix, each with its log probability."""

    def __init__(self, pieces: list[str], scores: list[float]) -> None:
        vocabulary = list(zip(pieces, scores, strict=True))
        self._tokenizer = Tokenizer(Unigram(vocabulary, unk_id=UNKNOWN, byte_fallback=False))
        self.cut = lru_cache(maxsize=50_000)(self._cut)

    def _cut(self, word: str, space_before: bool) -> tuple[int, ...]:
        """Rows of the embedding matrix for one word: at least one, and at most 24."""
        word = unicodedata.normalize("NFKC", word)
        if len(word) > 2 * _LONGEST:
            word = word[:_LONGEST] + word[-_LONGEST:]
        word = "".join(char for char in word if unicodedata.category(char) not in ("Cf", "Cc"))
        ids = self._tokenizer.encode((_SPACE if space_before else "") + word.replace(" ", _SPACE)).ids
        if len(ids) > 2 * _MOST:
            ids = ids[:_MOST] + ids[-_MOST:]
        return tuple(ids) or (UNKNOWN,)
