"""Stanza's Latvian processors as a spaCy pipeline."""

from __future__ import annotations

from spacy.language import Language

from pipeline.models import ModelError


def load() -> Language:
    """The pipeline; raises ``ModelError`` where Stanza or its Latvian package is missing."""
    raise ModelError("Stanza cannot be used yet.")


def version() -> str:
    """Stanza's version and its Latvian package's; raises ``ModelError`` where either is missing."""
    raise ModelError("Stanza cannot be used yet.")
