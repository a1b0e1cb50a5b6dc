"""Events from what was read: a date and a word for an event that stand in one sentence, line or slide.

The way of an event: occasions.py leaves out dates that are none (deadlines, laws, periods), tellings.py finds the
words that name it (nouns.py knows them), facts.py ties place, people and numbers to it, merging.py makes one event of
all sentences that tell of it.
"""

from __future__ import annotations

from functools import lru_cache

from hronika.types import Document, Event
from pipeline.events.facts import facts
from pipeline.events.merging import Told, merge
from pipeline.events.occasions import days
from pipeline.events.tellings import Telling, named_by_title, tell
from pipeline.events.words import pattern


@lru_cache(maxsize=8)
def read(document: Document) -> list[Event]:
    """Every event the document tells of, in the order of its evidence."""
    told = [telling for when in days(document) for telling in tell(document, when)]
    only = len({(t.start_date, t.end_date) for t in told}) == 1
    named = [named_by_title(document, t, only) for t in told]
    return merge(document, [Told(_event(document, t, only), t.lemma, t.own_noun) for t in named])


def _event(document: Document, told: Telling, only: bool) -> Event:
    """The event of one telling; ``only`` says that the document tells of no other day."""
    found = facts(document, told, only)
    start = told.sentence.start_char
    quote = told.sentence.text.rstrip()
    return Event(
        start=start,
        end=start + len(quote),
        quote=quote,
        name=f"{told.name} {found.located}" if found.located and _is_bare(told.name) else told.name,
        kind=told.kind,
        start_date=told.start_date,
        end_date=told.end_date,
        precision=told.date.precision,
        confidence=round(min(told.confidence, told.date.confidence), 2),
        status=told.status,
        online=found.online,
        place_ids=found.place_ids,
        organisations=found.organisations,
        people=found.people,
        counts=found.counts,
        project=found.project,
        participants=found.participants,
    )


def _is_bare(name: str) -> bool:
    """„Semināri”, „Nākamā tikšanās”: names that say too little without the place."""
    *modifiers, _ = name.split()
    return not modifiers or (len(modifiers) == 1 and bool(pattern("relative").match(modifiers[0])))
