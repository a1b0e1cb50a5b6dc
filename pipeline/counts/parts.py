"""Ties parts to totals: *230 dalībnieki, t.sk. 103 pārstāvji*, and gives a bare part the noun of its total."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.counts.bare import SENTENCE_END, named_by_neighbours, taking_noun
from pipeline.counts.reader import Found

#: between a total and its first part
_OPENS = re.compile(
    r"\bt\.\s?sk\b|\bt\.\s?s\.|\bta(?:i|jā)\sskaitā\b|\btostarp\b|\bto\s(?:vidū|skaitā|starpā)\b|\bieskaitot\b"
    r"|\bno\s(?:ti?em|tām|kuriem|kurām|viņiem|viņām|šiem|šīm)\b|\bstarp\s(?:tiem|tām|kuriem|kurām|viņiem)\b|:\s*$",
    re.IGNORECASE,
)
#: between parts of one total nothing but these may end the enumeration
_CLOSES = re.compile(r";|[.!?]\s|\bkā\sarī\b|\bsavukārt\b|\bbet\b|\bturklāt\b|\bpēc\stam\b", re.IGNORECASE)
_OF_TOTAL = re.compile(r"\s+(?:no|jeb)\s+(?:visām\s|visiem\s|kopumā\s)?$", re.IGNORECASE)
#: between two numbers of which only the second has its noun: „klātienē 30, tiešsaistē – 55 skolotāji”
_SHARES_NOUN = re.compile(r",\s(?:[^\W\d]+\s){1,4}[–—-]\s?")
_DASH = re.compile(r"\s[–—-]\s")
_OF_THEM = re.compile(r"\s+no\s(?:viņiem|viņām|tiem|tām|šiem|šīm)\b")
_MOST_BETWEEN = 12  # counts between a total and its last part
_LONGEST_STEP = 160  # characters between two parts of one enumeration


def with_parts(text: str, found: list[Found]) -> Iterator[Found]:
    """The counts of a block with their totals; a bare number that nothing gives a noun is left out."""
    done: list[Found] = []
    for i, count in enumerate(found):
        total = _total(text, done, count)
        if count.unit and total is not None:
            count = replace(count, part_of=total.start, rule=f"{count.rule}-part")
        elif not count.unit:
            following = found[i + 1] if i + 1 < len(found) else None
            whole = _whole_after(text, count, following) or total
            if whole:
                named = _of_whole(count, whole)
            elif following and following.unit and _SHARES_NOUN.fullmatch(text, count.end, following.start):
                named = taking_noun(count, following)
            else:
                named = named_by_neighbours(text, done, count)
            if named is None:
                continue
            count = named
        done.append(count)
    yield from done


def _of_whole(count: Found, whole: Found) -> Found | None:
    if not whole.unit or whole.value < count.value:
        return None
    return replace(taking_noun(count, whole), part_of=whole.start, rule="bare-part")


def _total(text: str, done: list[Found], count: Found) -> Found | None:
    """The total that a count is a part of, by the words before it or by the enumeration it stands in."""
    if not done:
        return None
    previous = done[-1]
    between = text[previous.end : count.start]
    if not count.unit and _OF_THEM.match(text, count.end):
        return next((d for d in reversed(done[-_MOST_BETWEEN:]) if d.part_of is None and d.value > count.value), None)
    if SENTENCE_END.search(between) or (count.kind in ("money", "share", "duration") and count.unit):
        return None
    if _OPENS.search(between) or (_DASH.fullmatch(between) and count.kind == previous.kind):
        return _nearest_total(text, done, count)
    if previous.part_of is None or _CLOSES.search(between) or len(between) > _LONGEST_STEP:
        return None
    if count.unit and count.kind != previous.kind:
        return None
    return next((d for d in reversed(done) if d.start == previous.part_of and d.value >= count.value), None)


def _nearest_total(text: str, done: list[Found], count: Found) -> Found | None:
    """The last count of the sentence that can hold this one, one of the same kind first."""
    candidates = [
        d
        for d in reversed(done[-_MOST_BETWEEN:])
        if d.part_of is None and d.value > count.value and not SENTENCE_END.search(text[d.end : count.start])
    ]
    same = [d for d in candidates if not count.unit or d.kind == count.kind]
    return next(iter(same or candidates), None)


def _whole_after(text: str, count: Found, following: Found | None) -> Found | None:
    """*85 no 119 pašvaldībām*: the whole follows its part."""
    if following is None or not following.unit or following.kind in ("money", "share", "duration"):
        return None
    return following if _OF_TOTAL.fullmatch(text[count.end : following.start]) else None
