"""Counts: the numbers that count something, with what they count, how exactly, and which of them are parts of others.

The way of a count: numbers.py finds numbers, reader.py their units and qualifiers, phrases.py the noun counted,
skips.py leaves out those that count nothing. Of a number without a noun alone.py says whether it counts and bare.py
what, helped by antecedents.py; parts.py ties parts to totals. Words and kinds are CSV files in ``pipeline/data``.
"""

from __future__ import annotations

from functools import lru_cache

from hronika.types import CountMention, Document
from pipeline.counts.parts import with_parts
from pipeline.counts.reader import Found, in_block, moved
from pipeline.counts.skips import is_skipped
from pipeline.grammar import Grammar
from pipeline.language import analyse

__all__ = ["read"]


def read(document: Document) -> list[CountMention]:
    """All counts of ``document`` in reading order; none overlaps another."""
    return list(_read(document))


@lru_cache(maxsize=8)
def _read(document: Document) -> tuple[CountMention, ...]:
    skipped = is_skipped(document)
    doc = analyse(document)
    found = [
        moved(count, block.start)
        for block in document.blocks
        for count in in_block(block.text, Grammar(doc, block.start))
        if not skipped(block.start + count.number_start, block.start + count.number_end)
    ]
    counted = with_parts(document.text, found, Grammar(doc, 0))
    return tuple(_mention(document, count) for count in counted)


def _mention(document: Document, found: Found) -> CountMention:
    return CountMention(
        start=found.start,
        end=found.end,
        text=document.text[found.start : found.end],
        rule=found.rule,
        confidence=found.confidence,
        value=found.value,
        unit=found.unit,
        what=found.what,
        kind=found.kind,
        qualifier=found.qualifier,
        value_max=found.value_max,
        part_of=found.part_of,
    )
