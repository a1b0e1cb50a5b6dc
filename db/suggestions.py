"""What to offer for a query that finds nothing: its words as they are spelt in the chronicle, or fewer of them.

The index keeps a folded stem for each word (the column ``words``). A word that is not there is compared with all stems
one slip away, and with those two slips away that begin alike; the nearest, and of these the most frequent, is meant.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from string import ascii_lowercase

from db.filters import Filters
from db.keys import fold, is_word, phrase_key
from db.query import Word, parse
from db.search import NO_FILTERS, find
from db.terms import parts

#: Slips of the hand in shorter words make other words; in longer ones two are allowed.
SHORTEST, LONG = 4, 7
#: So many passages are looked at for a form of the word that is meant.
PASSAGES = 50
SUGGESTIONS = 4
#: Endings of nouns that are taken over as they were typed, also where the lexicon does not know the word.
ENDINGS = frozenset("saieu")
#: Only so many words of a query are tried.
WORDS = 8


def suggest(connection: sqlite3.Connection, query: str, filters: Filters = NO_FILTERS) -> list[str]:
    """Queries near this one that do find something, best first: respelt, or else with fewer words."""

    def finds(one: str) -> bool:
        return bool(find(connection, one, filters, 1).answers)

    respelt = _respelt(connection, query)
    if respelt and finds(respelt):
        return [respelt]
    return list(islice(filter(finds, dict.fromkeys(_shorter(connection, query))), SUGGESTIONS))


def _respelt(connection: sqlite3.Connection, query: str) -> str | None:
    """The query with each unknown word replaced by the nearest known one; None where there is nothing to replace."""
    mended = query
    for word in parse(query).words[:WORDS]:
        if not _known(connection, word) and (near := nearest(connection, word.text)):
            mended = re.sub(rf"(?<!\w){re.escape(word.text)}(?!\w)", near, mended)
    return mended if mended != query else None


def _shorter(connection: sqlite3.Connection, query: str) -> Iterator[str]:
    """The known words of a query, then without each of them in turn, then each alone; without quotation marks."""
    words = parse(" ".join(_words(query))).words[:WORDS]
    known = [word.text for word in words if _known(connection, word)]
    yield " ".join(known)
    for index in reversed(range(len(known))):
        yield " ".join(known[:index] + known[index + 1 :])
    yield from known


def _words(query: str) -> list[str]:
    """What is asked for, phrases as the words that they are made of; what was left out no longer is."""
    parsed = parse(query)
    return [*(word.text for word in parsed.words), *(part for phrase in parsed.phrases for part in parts(phrase))]


def _known(connection: sqlite3.Connection, word: Word) -> bool:
    sql = "select 1 from passages_fts where passages_fts match ? limit 1"
    return connection.execute(sql, (word.expression(),)).fetchone() is not None


def nearest(connection: sqlite3.Connection, word: str) -> str | None:
    """The word of the chronicle that was most likely meant, in the form that was typed if it is known in that form."""
    typed = fold(word)
    if len(typed) < SHORTEST or len(parts(word)) != 1 or any(char.isdigit() for char in typed):
        return None
    stem = phrase_key(word)
    for near in (_one_slip_away, _two_slips_away):
        if found := near(connection, stem) or near(connection, typed):
            return _form(connection, found, typed, typed.removeprefix(stem) if typed.startswith(stem) else "")
    return None


def _one_slip_away(connection: sqlite3.Connection, word: str) -> str | None:
    """The most frequent stem that differs by a letter left out, put in, mistaken, or by two that changed places."""
    sql = (
        "select term from passages_fts_words where term in (select value from json_each(?)) and col = 'words'"
        " order by doc desc, term limit 1"
    )
    row = connection.execute(sql, (json.dumps(sorted(_slips(word))),)).fetchone()
    return row[0] if row else None


def _slips(word: str) -> set[str]:
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {start + end[1:] for start, end in cuts if end}
    found |= {start + end[1] + end[0] + end[2:] for start, end in cuts if len(end) > 1}
    found |= {start + letter + rest for start, end in cuts for letter in ascii_lowercase for rest in (end, end[1:])}
    return {one for one in found if len(one) >= SHORTEST - 1} - {word}


def _two_slips_away(connection: sqlite3.Connection, word: str) -> str | None:
    """The nearest stem among those that begin with the same two letters."""
    if len(word) < LONG:
        return None
    start = word[:2]
    sql = (
        "select term, doc from passages_fts_words where term >= ? and term < ? and col = 'words'"
        " and length(term) between ? and ?"
    )
    rows = connection.execute(sql, (start, start[0] + chr(ord(start[1]) + 1), len(word) - 2, len(word) + 2))
    near = [(slips, -doc, term) for term, doc in rows if (slips := distance(word, term, 2)) <= 2]
    return min(near)[2] if near else None


def distance(one: str, other: str, most: int) -> int:
    """How many slips make one word of the other: letters left out, put in, mistaken or changed places with the next.

    More than ``most`` are not counted.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, other_letter in enumerate(other, start=1):
            best = min(now[-1] + 1, last[column] + 1, last[column - 1] + (letter != other_letter))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == other_letter:
                best = min(best, before[column - 2] + 1)
            now.append(best)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return last[-1]


def _form(connection: sqlite3.Connection, stem: str, typed: str, ending: str) -> str:
    """How the stem is spelt in the chronicle: with the ending that was typed if that is a word, or else in the form
    nearest to what was typed.
    """
    forms = sorted(set(_forms(connection, stem)), key=lambda form: (distance(fold(form), typed, 9), form))
    for form in forms:
        wanted = form[: len(stem)] + ending
        if fold(wanted) == fold(form):
            return form
        if fold(form).startswith(stem) and (ending in ENDINGS or is_word(wanted)):
            return wanted
    return forms[0] if forms else stem


def _forms(connection: sqlite3.Connection, stem: str) -> Iterable[str]:
    """The forms in which a stem stands in some of its passages."""
    sql = (
        "select p.text from passages_fts f cross join passages p on p.search_id = f.rowid"
        " where passages_fts match ? limit ?"
    )
    for (text,) in connection.execute(sql, (f'{{words}} : "{stem}"', PASSAGES)):
        yield from (part.lower() for part in parts(text) if phrase_key(part) == stem)
