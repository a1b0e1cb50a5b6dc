"""Where a number counts nothing: dates and references, names in quotation marks, ages, addresses, pages, scores."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from hronika.types import Document
from pipeline import dates, quotes

_AGE_UNIT = r"gad\w{1,3}"
_PATTERNS = (
    # „18 gadus vecs”, „12 gadu vecumā”, „vecumā no 13 līdz 25 gadiem”, „vecumā līdz 30 gadiem”
    rf"(?<!\d)\d{{1,3}}(?:\s?(?:[–—-]|līdz)\s?\d{{1,3}})?\s{_AGE_UNIT}\s(?:\w+\s)?(?:vec\w*|jaun(?:s|a|u|iem|ām|āki?|ākiem))\b",
    rf"\bvecum\w*\s(?:grup\w+\s)?(?:no|līdz|virs|ap|pēc)?\s?\w+(?:\s?(?:līdz|[–—-])\s?\w+)?\s{_AGE_UNIT}",
    r"\b\w+\sgad(?:us|u)\s(?:vec(?!āk)\w*|jaun(?:s|a|āks?|āka))\b",
    r"\bvecum(?:ā|a|am|u|s)\s(?:no\s)?\d+(?:\s?(?:līdz|[–—-])\s?\d+)?",
    # „jaunāki par 30 gadiem”, „vecums bija no 18 līdz 25 gadiem”
    rf"\b(?:jaunāk|vecāk)\w*\s(?:par|nekā|kā)\s\w+\s{_AGE_UNIT}",
    rf"\bvecums\s(?:\w+\s){{0,3}}(?:[–—:-]\s)?\d+(?:(?:\s?[–—-]\s?|\slīdz\s)\d+)?\s{_AGE_UNIT}",
    # „bērniem no 7 līdz 12 gadiem”, „jaunieši (13–25 gadi)”, „cilvēkus virs 60 gadiem”
    r"\b(?:bērn|jaunieš|pusaudž|skolēn|student|cilvēk|person|meiten|zēn|sieviet|vīrieš|senior|iedzīvotāj)\w{1,4},?\s\(?"
    rf"(?:(?:no\s)?\d{{1,2}}\s?(?:[–—-]|līdz)\s?\d{{1,2}}|(?:virs|pēc|līdz|pāri)\s\d{{1,2}})\s{_AGE_UNIT}",
    # rooms: „telpa 305”; streets and parts of documents are known to dates.not_counts
    r"\b(?:telp|istab|auditorij|dzīvokl|zāl|korpus|stāv)\w{1,3}\s(?:Nr\.?\s?)?\d+\b(?!\s\w)",
    # classes of a school: „10 līdz 12 klašu skolēni”
    r"\b\d{1,2}(?:\s?[–—-]\s?|\slīdz\s|\sun\s)\d{1,2}\.?\s?klašu\b",
    # times of day: „pulksten deviņos”, „no pulksten 10 līdz 14”
    r"\bpulksten(?:is|ī)?\s(?:no\s|līdz\s|ap\s)?\w+(?:\slīdz\s\w+)?",
    # scores and scales: „3:2”, „1:100”
    r"(?<!\d)\d{1,4}\s?:\s?\d{1,4}",
)
_SKIPPED = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))


def is_skipped(document: Document) -> Callable[[int, int], bool]:
    """A test whether a span of the document lies in text whose numbers count nothing."""
    spans = [(mention.start, mention.end) for mention in dates.read(document)]
    spans += dates.not_counts(document)
    spans += [(quoted.start, quoted.end) for quoted in quotes.names(document)]
    spans += [match.span() for match in _SKIPPED.finditer(document.text)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    starts = [start for start, _ in merged]

    def skipped(start: int, end: int) -> bool:
        i = bisect_right(starts, end - 1) - 1
        return i >= 0 and merged[i][1] > start

    return skipped
