"""Damages any input by its bytes, as discs and networks do, and by the numbers and the text in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from tests.faults.fuzz.mutations.pieces import CHARSETS, NUMBERS, PIECES
from tests.faults.fuzz.seeds import seeds

Mutation = Callable[[Random, bytes], bytes]


def _part(chance: Random, body: bytes, most: int = 2000) -> tuple[int, int]:
    """Where a part of ``body`` begins and ends."""
    start = chance.randint(0, len(body))
    return start, min(len(body), start + chance.randint(0, most))


def _truncated(chance: Random, body: bytes) -> bytes:
    return body[: chance.randint(0, len(body))]


def _headless(chance: Random, body: bytes) -> bytes:
    return body[chance.randint(0, min(len(body), 3000)) :]


def flipped(chance: Random, body: bytes) -> bytes:
    changed = bytearray(body or b"\0")
    for _ in range(chance.choice((1, 2, 8, 64, 512))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _lost(chance: Random, body: bytes) -> bytes:
    start, end = _part(chance, body)
    return body[:start] + body[end:]


def _blanked(chance: Random, body: bytes) -> bytes:
    start, end = _part(chance, body)
    return body[:start] + bytes([chance.choice((0, 32, 255))]) * (end - start) + body[end:]


def _repeated(chance: Random, body: bytes) -> bytes:
    start, end = _part(chance, body, 500)
    return body[:end] + body[start:end] * chance.choice((1, 5, 300)) + body[end:]


def _noisy(chance: Random, body: bytes) -> bytes:
    start, end = _part(chance, body, 200)
    return body[:start] + chance.randbytes(end - start) + body[start:]


def _spliced(chance: Random, body: bytes) -> bytes:
    other = chance.choice(seeds()[chance.choice(list(seeds()))])
    return body[: chance.randint(0, len(body))] + other[chance.randint(0, len(other)) :]


def told(chance: Random, body: bytes) -> bytes:
    """With something inserted that readers may stumble over, at several places."""
    for _ in range(chance.choice((1, 3, 10))):
        at = chance.randint(0, len(body))
        body = body[:at] + chance.choice(PIECES) + body[at:]
    return body


def recoded(chance: Random, body: bytes) -> bytes:
    """In another charset than it says, or in two."""
    charset = chance.choice(CHARSETS)
    start = chance.choice((0, chance.randint(0, len(body))))
    text = body[start:].decode("utf-8", "replace")
    return body[:start] + text.encode(charset, "replace")


def miscounted(chance: Random, body: bytes) -> bytes:
    """With other numbers than it had, as text or as bytes."""
    found = list(re.finditer(rb"\d+", body))
    for number in sorted(
        chance.sample(found, min(len(found), chance.choice((1, 4, 30)))), key=lambda one: -one.start()
    ):
        body = body[: number.start()] + chance.choice(NUMBERS) + body[number.end() :]
    return body


PLAIN: tuple[Mutation, ...] = (
    _truncated,
    _headless,
    flipped,
    flipped,
    _lost,
    _blanked,
    _repeated,
    _noisy,
    _spliced,
    told,
    told,
    recoded,
    miscounted,
)
