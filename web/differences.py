"""What changed between two versions of a document, for the page: the lines of ``document_versions.difference``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_KINDS = {"+": "added", "-": "removed", " ": "kept", "@": "gap"}


@dataclass(frozen=True)
class Change:
    """A passage that was ``added``, ``removed`` or ``kept``, or a ``gap`` of passages that stayed."""

    kind: str
    text: str


def changes(difference: str | None) -> Iterator[Change]:
    """Each line of ``diff -U1``, whose first character says what became of it."""
    for line in (difference or "").split("\n"):
        if kind := _KINDS.get(line[:1]):
            yield Change(kind, "" if kind == "gap" else line[1:])
