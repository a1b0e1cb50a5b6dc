"""All readers over one document: what the rest of Hronika calls to know what a document says.

Only Latvian is read, and what a document says twice, word for word, only once; the list of what an archive holds says
nothing. The rest stays in the text, where it can be found and quoted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from hronika.types import Block, Document, Event, Mention, Reading
from pipeline import checks, counts, dates, events, organisations, people, places, projects, versions

#: What of a reading's confidence is left where each letter may have been seen wrong.
_OCR = 0.8

Told = TypeVar("Told", bound=Mention | Event)


_READERS: dict[str, Callable[[Document], Sequence[Any]]] = {
    "dates": dates.read, "counts": counts.read, "places": places.read, "organisations": organisations.read,
    "people": people.read, "projects": projects.read, "events": events.read,
}  # fmt: skip


def read(document: Document, readers: Collection[str] = tuple(versions.readers())) -> Reading:
    """Every mention, event and finding of a document; a pure function of it, the code and the model.

    Where only some ``readers`` are asked for, the reading has what these find, and what they stand on.
    """
    told = to_be_read(document)
    if not told.blocks:
        return Reading(document)
    asked = set(readers).union(*map(versions.stands_on, readers))
    found: dict[str, Any] = {name: _sure(document, reader(told)) for name, reader in _READERS.items() if name in asked}
    if "findings" in asked:
        found["findings"] = tuple(checks.read(told))
    return Reading(document, **found)


def _sure(document: Document, found: Iterable[Told]) -> tuple[Told, ...]:
    """What was read, with less confidence where OCR saw the words in a picture."""
    doubtful = [(block.start, block.end) for block in document.blocks if block.page in document.ocr_pages]
    return tuple(
        replace(one, confidence=round(_OCR * one.confidence, 3))
        if any(start <= one.start < end for start, end in doubtful)
        else one
        for one in found
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
    return document.kind != "zip" and not block.repeats and (block.language or document.language or "lv") == "lv"
