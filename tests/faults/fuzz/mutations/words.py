"""Damages text by its words: their order, their number, and the dates and counts among them."""

from __future__ import annotations

import re
from random import Random

from tests.faults.fuzz.mutations.pieces import PIECES
from tests.faults.fuzz.mutations.plain import Mutation, recoded, told


def _one_line(chance: Random, body: bytes) -> bytes:
    """As one line, or with its words shuffled into lines of one word."""
    words = body.split()
    if chance.random() < 0.5:
        chance.shuffle(words)
    return chance.choice((b" ", b"\n", b"\n\n", b"\f", b", ", b" un ", b"\r")).join(words)


def _many_times(chance: Random, body: bytes) -> bytes:
    lines = body.splitlines(keepends=True) or [b""]
    return body + chance.choice(lines) * chance.choice((30, 1000))


def _redated(chance: Random, body: bytes) -> bytes:
    """With years, days and counts that no reader can have met."""
    pieces = chance.sample(PIECES[:16], 4)
    return re.sub(rb"\d{1,4}\. gad\w+|\d+", lambda found: chance.choice((found[0], *pieces)), body)


WORDS: tuple[Mutation, ...] = (_one_line, _many_times, _redated, _redated, told, told, recoded)
