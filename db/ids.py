"""Identifiers of captures and documents, and what equal texts share: digests of what cannot change."""

from __future__ import annotations

import hashlib


def digest(text: str) -> str:
    """Hexadecimal SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def document_id(url: str | None, origin: str) -> str:
    """Of the address; of the origin where there is none. Never of anything that changes."""
    return digest(url or origin)[:16]


def text_digest(text: str) -> int:
    """A number that all passages with the same text share."""
    return int.from_bytes(bytes.fromhex(digest(text)[:16]), "big", signed=True)
