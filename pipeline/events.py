"""Builds events from what was read: a date and a word for an event that stand in one sentence, line or slide.

A page that tells of one event in several sentences gives one event; a deck's list of activities gives as many as it
lists. Deadlines, laws, and the periods of projects and programmes are dates without being events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from spacy.tokens import Span

from hronika.types import Block, DateMention, Document, Event
from pipeline import dates, event_facts, places
from pipeline.event_nouns import EventNoun, event_name, event_nouns, is_short, main_noun, name_from_line
from pipeline.language import analyse, nlp

_DEADLINE = re.compile(r"(līdz|ne vēlāk kā|sākot ar|kopš|pēc)\s*$", re.I)
_LEGAL = re.compile(
    r"^\W{0,3}(\w+ ){0,2}(noteikum|likum|rīkojum|lēmum|protokol|vēstul|pavēl|līgum|regul|direktīv|vienošan|grozījum"
    r"|Nr\b)",
    re.I,
)
_PERIOD = re.compile(
    r"(īstenošanas|norises|darbības|realizācijas|plānošanas)\s+(laik|period|termiņ|posm|ietvar)\w*[^.]*$"
    r"|projekta (laik|period|termiņ)\w*[^.]*$|laika posmā[^.]*$|laikposmā[^.]*$",
    re.I,
)
_HAPPENS = re.compile(
    r"\b(noti(ka|ks|ek)|norisin\w+|dosies|devās|atzīmē\w*|uzturējās|sanāca|tiekas|tiksies|organizē\w*|rīko\w*|pulcē\w+|tikās|viesojās|apmeklēja|atklāja|atklāt\w|aizvadī\w+"
    r"|īstenoj?a|piedalījās|sapulcējās|sanāca|risinājās|noslēdzās|aicin\w+)\b",
    re.I,
)
_WHEN_WHERE = re.compile(r"\b(kad|datums|norises (laiks|vieta|datums)|laiks|vieta)\s*:", re.I)
_FUTURE = re.compile(r"\b(notiks|norisināsies|tiks|plāno\w*|risināsies|būs|aicinā\w+)\b", re.I)
_CANCELLED = re.compile(r"\b(atcelt\w*|pārcelt\w*|nenotiks)\b", re.I)
#: Days beyond which a range is the time of an activity and not of an event; longer for what does last.
_LONGEST = {"exhibition": 400, "course": 200, "training": 120, "camp": 31}
_LONGEST_OTHER = 21
_LONGEST_SERIES = 200
_LABEL_WORDS = 3
_TOOK_PLACE = re.compile(r"\b(notika|norisinājās|risinājās)\b", re.I)


@dataclass(frozen=True)
class _Told:
    """A date, the sentence it stands in, and the noun that says what took place then."""

    date: DateMention
    sentence: Span
    block: Block
    name: str
    kind: str
    confidence: float


@lru_cache(maxsize=8)
def read(document: Document) -> list[Event]:
    """Every event the document tells of, in the order of its evidence."""
    told = [t for d in dates.read(document) if (t := _tell(document, d)) is not None]
    events = [_event(document, t, told) for t in told]
    return _merge(document, events)


def _tell(document: Document, when: DateMention) -> _Told | None:
    block = next(b for b in document.blocks if b.start <= when.start < b.end)
    if when.precision == "year" or not _may_be_event(document, when, block):
        return None
    sentence = _sentence(document, when.start)
    if when.precision == "month" and block.kind != "list_item" and not _HAPPENS.search(sentence.text):
        return None
    nouns = event_nouns(sentence)
    if nouns:
        told: _Told | None = _told_by_noun(document, when, sentence, block, main_noun(nouns, when.start))
    else:
        told = _told_by_heading(document, when, sentence, block)
    return told if told and not _too_long(when, told.kind, sentence) else None


def _told_by_noun(document: Document, when: DateMention, sentence: Span, block: Block, noun: EventNoun) -> _Told:
    before = block.text[: when.start - block.start]
    name = name_from_line(before) if block.kind != "paragraph" and is_short(before) else ""
    if not event_nouns(nlp()(name)):  # only a label: „Rīgā”, „Datums:”
        name = event_name(document, noun)
    return _Told(when, sentence, block, name, noun.kind, 0.9 if _HAPPENS.search(sentence.text) else 0.75)


def _too_long(when: DateMention, kind: str, sentence: Span) -> bool:
    """Whether the range is the time of an activity; a series that „took place” from one day to another may be long."""
    days = (date.fromisoformat(when.end_date) - date.fromisoformat(when.start_date)).days
    longest = _LONGEST_SERIES if _TOOK_PLACE.search(sentence.text) else _LONGEST.get(kind, _LONGEST_OTHER)
    return when.precision == "day" and days > longest


def _may_be_event(document: Document, when: DateMention, block: Block) -> bool:
    before = document.text[block.start : when.start]
    after = document.text[when.end : block.end]
    single = when.start_date == when.end_date
    return not ((single and _DEADLINE.search(before)) or _LEGAL.search(after) or _PERIOD.search(before[-60:]))


def _sentence(document: Document, offset: int) -> Span:
    doc = analyse(document)
    here = doc.char_span(offset, offset + 1, alignment_mode="expand")
    assert here is not None  # every mention stands on a token
    return here[0].sent


def _told_by_heading(document: Document, when: DateMention, sentence: Span, block: Block) -> _Told | None:
    """A date whose sentence has no word for an event: the heading above, the slide, or the title has it."""
    labelled = bool(_WHEN_WHERE.search(block.text)) or _is_label(document, when, block)
    if not labelled and not _HAPPENS.search(sentence.text):
        return None
    for line in _lines_for(document, block, labelled):
        nouns = event_nouns(nlp()(line.text))
        if nouns:
            noun = main_noun(nouns, len(line.text))
            name = line.text if line.kind in ("heading", "slide_title") else event_name(document, noun)
            return _Told(when, sentence, block, name, noun.kind, 0.7 if labelled else 0.6)
    return None


def _is_label(document: Document, when: DateMention, block: Block) -> bool:
    """Whether a line holds little but the date and places; a date quite alone tells something only on a slide."""
    inside = [p for p in places.read(document) if block.start <= p.start and p.end <= block.end]
    rest = block.text
    for mention in (when, *inside):
        rest = rest.replace(mention.text, " ")
    return len(re.findall(r"\w{3,}", rest)) <= _LABEL_WORDS and (bool(inside) or block.page is not None)


def _lines_for(document: Document, block: Block, labelled: bool) -> Iterator[Block]:
    """Lines that may name what the block dates, the nearest first: what introduces a list, headings, the title."""
    at = document.blocks.index(block)
    above = [b for b in reversed(document.blocks[:at]) if b.page == block.page]
    if block.kind == "list_item":
        before_list = next((b for b in above if b.kind != "list_item"), None)
        yield from (b for b in (before_list,) if b and b.text.endswith(":"))
    yield from (b for b in above if b.kind in ("heading", "slide_title"))
    if labelled:
        below = [b for b in document.blocks[at + 1 : at + 5] if b.page == block.page]
        yield from (b for b in [*above[:2], *below] if is_short(b.text))
    if document.title:
        yield Block("heading", document.title, 0, len(document.title))


def _event(document: Document, told: _Told, all_told: list[_Told]) -> Event:
    facts = event_facts.facts(document, told.date, told.sentence, told.block, [t.date for t in all_told])
    sentence = told.sentence
    start, end = sentence.start_char, sentence.start_char + len(sentence.text.rstrip())
    return Event(
        start=start,
        end=end,
        quote=document.text[start:end],
        name=told.name,
        kind=told.kind,
        start_date=told.date.start_date,
        end_date=told.date.end_date,
        precision=told.date.precision,
        confidence=round(min(told.confidence, told.date.confidence), 2),
        status=_status(document, told),
        online=facts.online,
        place_ids=facts.place_ids,
        organisations=facts.organisations,
        people=facts.people,
        counts=facts.counts,
        project=facts.project,
        participants=facts.participants,
    )


def _status(document: Document, told: _Told) -> str:
    if _CANCELLED.search(told.sentence.text):
        return "cancelled"
    ahead = document.published is not None and told.date.start_date > document.published
    return "planned" if ahead or (_FUTURE.search(told.sentence.text) and document.published is None) else "held"


def _merge(document: Document, events: list[Event]) -> list[Event]:
    """One event for all sentences that tell of it: the same days, no other place, and no other line of a list."""
    merged: list[Event] = []
    for event in events:
        same = next((i for i, known in enumerate(merged) if _same(document, known, event)), None)
        if same is None:
            merged.append(event)
        else:
            merged[same] = _joined(merged[same], event)
    return sorted(merged, key=lambda e: e.start)


def _same(document: Document, a: Event, b: Event) -> bool:
    if (a.start_date, a.end_date) != (b.start_date, b.end_date):
        return False
    if a.place_ids and b.place_ids and not set(a.place_ids) & set(b.place_ids):
        return False
    lines = {block.kind for block in document.blocks for e in (a, b) if block.start <= e.start < block.end}
    listed = lines == {"list_item"} or lines == {"table_row"}
    return not listed or a.kind == b.kind or "other" in (a.kind, b.kind)


def _joined(a: Event, b: Event) -> Event:
    best, other = (a, b) if (a.confidence, a.kind != "other") >= (b.confidence, b.kind != "other") else (b, a)
    return replace(
        best,
        online=a.online or b.online,
        place_ids=best.place_ids or other.place_ids,
        organisations=tuple(dict.fromkeys((*best.organisations, *other.organisations))),
        people=tuple(dict.fromkeys((*best.people, *other.people))),
        counts=tuple(sorted({*a.counts, *b.counts})),
        project=best.project or other.project,
        participants=max(filter(None, (a.participants, b.participants)), default=None),
    )
