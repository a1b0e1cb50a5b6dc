"""What a query asks of the index: words in any form, "quoted phrases", -exclusions.

The same reading serves the passages, the events and the snippets.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from db.keys import acronym_key, query_keys
from db.terms import index_words, is_stop_word, joined, parts, tokens

_CLAUSE = re.compile(r'(?P<minus>(?<!\S)[-–])?(?:["„“”«](?P<phrase>[^"„“”«»]*)["“”»]|(?P<word>[^\s"„“”«»]+))')


@dataclass(frozen=True)
class Word:
    """One word of a query with all keys that it may stand for; of a compound, ``pieces`` are the words within."""

    text: str
    keys: frozenset[str]
    pieces: tuple[frozenset[str], ...] = ()

    def expression(self) -> str:
        """What the index is asked for."""
        whole = _any(self.keys)
        if not self.pieces:
            return whole
        apart = " AND ".join(map(_any, self.pieces))
        return f"({whole} OR ({apart}))" if self.keys else f"({apart})"

    def own(self) -> str:
        """The same for what has the word itself, or a part of it, and not only its heading."""
        return _any(self.all_keys(), "terms")

    def all_keys(self) -> frozenset[str]:
        """The keys that a token of an answer may have."""
        return self.keys.union(*self.pieces)


@dataclass(frozen=True)
class Query:
    """A query taken apart."""

    words: tuple[Word, ...]
    phrases: tuple[str, ...]
    excluded: tuple[str, ...]  #: expressions of the index

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.words or self.phrases)

    def clauses(self) -> list[str]:
        """What the index is asked for by each word and each phrase, once."""
        return list(dict.fromkeys([*(word.expression() for word in self.words), *map(_phrase, self.phrases)]))

    def own(self) -> list[tuple[str, int]]:
        """What asks the index for each word and each phrase in a text itself, and how many words that is."""
        number = Counter(word.own() for word in self.words)
        number.update({_phrase(phrase): len(parts(phrase)) for phrase in self.phrases})
        return list(number.items())

    def expression(self) -> str:
        """The query for ``match``; empty if there is nothing to look for."""
        return self._without_excluded(" AND ".join(self.clauses()))

    def alternatives(self) -> list[str]:
        """The same for each word and each phrase by itself."""
        return list(map(self._without_excluded, self.clauses()))

    def _without_excluded(self, wanted: str) -> str:
        return f"({wanted}) NOT ({self.exclusion()})" if wanted and self.excluded else wanted

    def exclusion(self) -> str:
        """The query for what is left out."""
        return " OR ".join(self.excluded)

    def wanted(self) -> list[frozenset[str]]:
        """The keys of each word that is asked for, phrases included."""
        phrases = (query_keys(part) for phrase in self.phrases for part in parts(phrase))
        return [*(word.all_keys() for word in self.words), *phrases]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _any(keys: Iterable[str], columns: str = "terms context") -> str:
    return f"{{{columns}}} : (" + " OR ".join(_quoted(key) for key in sorted(keys)) + ")"


def _phrase(phrase: str) -> str:
    return f"{{words}} : {_quoted(index_words(phrase))}"


def _word(token: str, acronyms: bool) -> Word:
    if acronyms and (acronym := acronym_key(token)):
        return Word(token, frozenset([acronym]))
    pieces = parts(token)
    if len(pieces) == 1:
        return Word(token, query_keys(pieces[0]))
    whole = joined(token)
    return Word(token, query_keys(whole) if whole else frozenset(), tuple(query_keys(piece) for piece in pieces))


def parse(query: str, acronyms: bool = False) -> Query:
    """Take a query apart. Function words count only if there is nothing else.

    ``acronyms``: short words in capitals ask for the same in capitals, and for nothing else.
    """
    words: list[tuple[bool, Word]] = []
    phrases: list[str] = []
    excluded: list[str] = []
    for clause in _CLAUSE.finditer(query):
        phrase = clause["phrase"]
        if phrase is not None:
            if parts(phrase) and clause["minus"]:
                excluded.append(_phrase(phrase))
            elif parts(phrase):
                phrases.append(phrase)
            continue
        for token in tokens(clause["word"]):
            word = _word(token.text, acronyms)
            if clause["minus"]:
                excluded.append(word.expression())
            else:
                acronym = acronyms and acronym_key(token.text) is not None
                words.append((acronym or not is_stop_word(token.text), word))
    telling = [word for tells, word in words if tells]
    if not telling and not phrases:
        telling = [word for _, word in words]
    return Query(tuple(telling), tuple(phrases), tuple(excluded))


def match_expression(query: str) -> str:
    """The query for ``passages_fts match``; empty if the query has no word to look for."""
    return parse(query).expression()
