"""Counts: the numbers that count something, with what they count, how exactly, and which of them are parts of others.

The way of a count: numbers.py finds numbers, skips.py leaves out those that count nothing, phrases.py finds the
counted noun, parts.py ties parts to their totals. Words and kinds are CSV files in ``pipeline/data``.
"""

from __future__ import annotations

from functools import lru_cache

from hronika.types import CountMention, Document
from pipeline.counts.parts import with_parts
from pipeline.counts.reader import Found, in_block
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
    found: list[CountMention] = []
    doc = analyse(document)
    for block in document.blocks:
        grammar = Grammar(doc, block.start)
        counted = [
            f
            for f in in_block(block.text, grammar)
            if not skipped(block.start + f.number_start, block.start + f.number_end)
        ]
        found += [_mention(document, block.start, f) for f in with_parts(block.text, counted, grammar)]
    return tuple(found)


def _mention(document: Document, offset: int, found: Found) -> CountMention:
    start, end = offset + found.start, offset + found.end
    return CountMention(
        start=start,
        end=end,
        text=document.text[start:end],
        rule=found.rule,
        confidence=found.confidence,
        value=found.value,
        unit=found.unit,
        what=found.what,
        kind=found.kind,
        qualifier=found.qualifier,
        value_max=found.value_max,
        part_of=None if found.part_of is None else offset + found.part_of,
    )
