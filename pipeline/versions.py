"""Which version of each part reads now, and what of a document has to be read again for it.

A chronicle keeps with every document the versions that read it, in words (``described``). What it needs to read is then
a comparison of two such lines; nothing heavy is imported for it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FORMATS = "formats"
#: What separates the part that makes documents from the parts that read them.
_THEN = "; "


@cache
def _parts() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("versions.toml").read_text(encoding="utf-8"))


def readers() -> tuple[str, ...]:
    """The readers by name, as the fields of a ``Reading``, each behind those it stands on."""
    return tuple(name for name in _parts() if name != _FORMATS)


def version(part: str) -> int:
    """The version of a reader, or of ``formats``."""
    return int(_parts()[part]["version"])


def stands_on(reader: str) -> frozenset[str]:
    """The readers whose results a reader uses, directly or through others."""
    below = frozenset(_parts()[reader].get("stands_on", ()))
    return below.union(*(stands_on(name) for name in below))


def described() -> str:
    """All versions in one line: what makes documents, then each reader; db calls it the version of the code."""
    return _described(_FORMATS) + _THEN + ", ".join(map(_described, sorted(readers())))


def _described(part: str) -> str:
    return f"{part} {version(part)}"


def same(reader: str, known: str) -> bool:
    """Whether a reader has the version now that it has in ``known``."""
    return _described(reader) in known.partition(_THEN)[2].split(", ")


def outdated(known: str) -> frozenset[str]:
    """The readers that must read a document again which the versions in ``known`` read: all, where formats differ.

    A reader that stands on one of another version is among them.
    """
    if known.partition(_THEN)[0] != described().partition(_THEN)[0]:
        return frozenset(readers())
    changed = {reader for reader in readers() if not same(reader, known)}
    return frozenset(reader for reader in readers() if reader in changed or stands_on(reader) & changed)
