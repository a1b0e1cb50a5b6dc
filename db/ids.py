"""Identifiers of captures and documents: digests of what cannot change."""

from __future__ import annotations

import hashlib


def digest(text: str) -> str:
    """Hexadecimal SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def document_id(url: str | None, origin: str) -> str:
    """Of the address; of the origin where there is none. Never of anything that changes."""
    return digest(url or origin)[:16]
