"""A text as the search index keeps it: its words in their order, and the keys of its words.

The index and the query go through the same functions, here and in ``db.keys``. A word has several keys; two words
meet when they share one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from db.keys import acronym_key, fold, index_keys, keys, phrase_key

#: A word, or words joined by one mark without a space: ne-romu, t.sk, 2020.gada, km.gov.lv.
_COMPOUND = re.compile(r"[^\W_]+(?:[.\-–'’_/@][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)")


@dataclass(frozen=True)
class Token:
    """A word of a text with its offsets."""

    text: str
    start: int
    end: int


#: What the keys of a word depend on, beside Python.
_MADE_BY = ("keys.py", "terms.py", "verbs.py", "lexicon/verbs.csv", "lexicon/alike.txt")
_PACKAGES = ("simplemma", "LatvianStemmer")

STOP_WORDS = frozenset(
    fold(word)
    for line in (Path(__file__).parent / "lexicon" / "stop_words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)


def tokens(text: str) -> Iterator[Token]:
    """The words of a text; a compound is one token, a number with spaces between its thousands as well."""
    position = 0
    while match := _COMPOUND.search(text, position):
        grouped = _THOUSANDS.match(text, match.start())
        match = grouped or match
        yield Token(match.group(), match.start(), match.end())
        position = match.end()


def parts(token: str) -> list[str]:
    """The plain words that a token is made of."""
    return _PART.findall(token)


def joined(token: str) -> str | None:
    """A compound written in one word (neromu, tsk); a number without the spaces between its thousands."""
    pieces = parts(token)
    if len(pieces) < 2:
        return None
    return "".join(pieces) if " " in token or all(piece.isalpha() for piece in pieces) else None


def is_stop_word(token: str) -> bool:
    """Whether a token is a function word, which a query does not insist on."""
    return fold(token) in STOP_WORDS


def index_terms(text: str) -> str:
    """The keys of every word of a text, as one column of the index; a text all in capitals has no acronyms."""
    text = text.lower() if text.isupper() else text
    found: list[str] = []
    for token in tokens(text):
        found += token_keys(token.text)
    return " ".join(found)


def token_keys(token: str) -> list[str]:
    """The keys of a token of a text, its parts and the compound in one word."""
    whole = joined(token)
    words = [*parts(token), *([whole] if whole else [])]
    acronyms = filter(None, map(acronym_key, words))
    return [*acronyms, *(key for word in words for key in index_keys(word.lower()))]


def index_words(text: str) -> str:
    """A folded stem for each word of a text in its order, for phrases."""
    return " ".join(phrase_key(part.lower()) for part in parts(text))


@cache
def index_version() -> str:
    """What made an index: one that another version made has to be made anew, row for row."""
    folder = Path(__file__).parent
    code = b"".join((folder / name).read_bytes() for name in _MADE_BY)
    return hashlib.sha256(code + "".join(map(version, _PACKAGES)).encode()).hexdigest()[:16]


def content_words(text: str) -> tuple[frozenset[str], ...]:
    """The keys of each word of a text that is not a function word, each word once."""
    found: dict[frozenset[str], None] = {}
    for token in tokens(text):
        for part in parts(token.text):
            if not is_stop_word(part):
                found[keys(part)] = None
    return tuple(found)


def meet(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two words share a key."""
    return not one.isdisjoint(other)
