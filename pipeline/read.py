"""All readers over one document: what the rest of Hronika calls to know what a document says.

Only Latvian is read, and what a document says twice, word for word, only once. The rest stays in the text, where it
can be found and quoted.
"""

from __future__ import annotations

from dataclasses import replace

from hronika.types import Block, Document, Reading
from pipeline import checks, counts, dates, events, organisations, people, places, projects


def read(document: Document) -> Reading:
    """Every mention, event and finding of a document; a pure function of it, the code and the model."""
    told = to_be_read(document)
    if not told.blocks:
        return Reading(document)
    return Reading(
        document=document,
        dates=tuple(dates.read(told)),
        counts=tuple(counts.read(told)),
        places=tuple(places.read(told)),
        organisations=tuple(organisations.read(told)),
        people=tuple(people.read(told)),
        projects=tuple(projects.read(told)),
        events=tuple(events.read(told)),
        findings=tuple(checks.read(told)),
    )


def to_be_read(document: Document) -> Document:
    """The document without the blocks that are not read; line feeds stand in their place, so all offsets hold."""
    kept = tuple(block for block in document.blocks if _is_read(document, block))
    if len(kept) == len(document.blocks):
        return document
    parts, at = [], 0
    for block in kept:
        parts += ["\n" * (block.start - at), block.text]
        at = block.end
    parts.append("\n" * (len(document.text) - at))
    return replace(document, text="".join(parts), blocks=kept)


def _is_read(document: Document, block: Block) -> bool:
    return not block.repeats and (block.language or document.language or "lv") == "lv"
