"""Documents that tell of one event and date it differently, as far as that can be told from a series of events.

Clerks repeat a name for every meeting of a series. Two events are held for one only if they share their title in
quotation marks, or else their whole name, and a place or a project; if different documents tell of them; and if their
dates differ as a slip of the pen does: in the year, the month or the day alone, or in the order of day and month.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cache

from sqlite_utils import Database

from db import rows
from db.decisions import Verdicts
from db.keys import fold
from db.mentions import slug
from db.terms import content_words, meet, tokens

KIND = "event-dates-disagree"
#: Further apart, the same name is that of another year's event.
DAYS_APART = 400
#: A shorter name ("seminārs", "darba grupas sanāksme") is that of many events; a title may be shorter.
NAME_WORDS, TITLE_WORDS = 3, 2
#: Words that say that there are more events of the name.
SERIES = "ikgadējs ikmēneša iknedēļas kārtējs nākamais turpmākais iepriekšējais regulārs cikls sērija"
_TITLE = re.compile(r"[„“\"«]([^„“”\"«»]+)[”“\"»]$")
#: How alike the letters of two words are that one clerk mistyped.
ALIKE = 0.85


@dataclass(frozen=True)
class _Event:
    id: str
    name: str
    start: date
    end: date
    title: str | None  #: in quotation marks at the end of the name, if it is not the project's
    context: frozenset[str]  #: places and project
    documents: dict[str, str]  #: document to quote
    tellings: frozenset[str]  #: ids of event_readings

    def day(self, to: str = " to ") -> str:
        """The dates as a person reads them; ``to`` stands between the first and the last."""
        return str(self.start) if self.start == self.end else f"{self.start}{to}{self.end}"


@cache
def _series() -> tuple[frozenset[str], ...]:
    return content_words(SERIES)


def find_disagreements(db: Database, verdicts: Verdicts) -> None:
    """Write the findings of this kind between documents anew; none where a person decided that the events differ."""
    db.execute("delete from findings where kind = ? and document_id is null", (KIND,))
    found = []
    for one, other in _pairs(_events(db)):
        if any(frozenset((a, b)) in verdicts.apart for a in one.tellings for b in other.tellings):
            continue
        message = f"{one.name}: one document dates it {one.day()}, another {other.day()}"
        in_latvian = f"{one.name}: vienā dokumentā {one.day('–')}, citā {other.day('–')}"
        evidence = [*one.documents.values(), *other.documents.values()]
        found.append(
            {
                "id": f"{one.id}-{other.id}", "kind": KIND, "event_id": one.id, "message": message,
                "message_lv": in_latvian, "evidence": json.dumps(evidence, ensure_ascii=False),
            }
        )  # fmt: skip
    rows.insert(db, "findings", found)


def _events(db: Database) -> Iterator[_Event]:
    """Events dated to the day, in the order of their dates."""
    sql = """
        select id, name, start_date, end_date,
            (select json_group_array(place_id) from event_places p where p.event_id = e.id) as places,
            project_id,
            (select json_group_object(document_id, quote) from
                (select * from event_documents d where d.event_id = e.id order by document_id, char_start desc))
                as documents,
            (select json_group_array(id) from event_readings r where r.event_id = e.id) as tellings
        from events e where precision = 'day' order by start_date, id
    """
    for row in db.query(sql):
        title = _TITLE.search(row["name"])
        yield _Event(
            id=row["id"],
            name=row["name"],
            title=title[1] if title and slug(title[1]) != row["project_id"] else None,
            start=date.fromisoformat(row["start_date"]),
            end=date.fromisoformat(row["end_date"]),
            context=frozenset([*json.loads(row["places"]), *filter(None, [row["project_id"]])]),
            documents=json.loads(row["documents"]),
            tellings=frozenset(json.loads(row["tellings"])),
        )


def _pairs(events: Iterable[_Event]) -> Iterator[tuple[_Event, _Event]]:
    """Pairs that are one event with two dates. Only names of as many words with the same initials are compared.

    Events come in the order of their dates, so that only those of the last ``DAYS_APART`` days have to be remembered.
    """
    alike: dict[str, deque[_Event]] = defaultdict(deque)
    remembered: deque[tuple[str, _Event]] = deque()
    for other in events:
        while remembered and (other.start - remembered[0][1].start).days > DAYS_APART:
            alike[remembered.popleft()[0]].popleft()
        initials = "".join(sorted(fold(token.text)[0] for token in tokens(other.title or other.name)))
        for one in alike[initials]:
            if (
                one.context & other.context
                and not one.documents.keys() & other.documents.keys()
                and _mistaken(one, other)
                and _same_name(one, other)
            ):
                yield one, other
        alike[initials].append(other)
        remembered.append((initials, other))


def _mistaken(one: _Event, other: _Event) -> bool:
    """Whether one date is the other with a slip; ranges that overlap are two tellings of the same days."""
    if one.end >= other.start or (one.end - one.start) != (other.end - other.start):
        return False
    a, b = one.start, other.start
    differing = [a.year != b.year, a.month != b.month, a.day != b.day]
    swapped = a.year == b.year and (a.month, a.day) == (b.day, b.month)
    return sum(differing) == 1 or swapped


def _same_name(one: _Event, other: _Event) -> bool:
    """The same words, whatever their forms; one of them may be mistyped, but not a number."""
    if bool(one.title) != bool(other.title) or any(meet(a, b) for a in content_words(one.name) for b in _series()):
        return False
    left, right = content_words(one.title or one.name), content_words(other.title or other.name)
    if len(left) != len(right) or len(left) < (TITLE_WORDS if one.title else NAME_WORDS):
        return False
    alone = [word for word in left if not any(meet(word, there) for there in right)]
    strange = [word for word in right if not any(meet(word, there) for there in left)]
    if not alone and not strange:
        return True
    if len(alone) != 1 or len(strange) != 1:
        return False
    a, b = min(alone[0]), min(strange[0])
    return a.isalpha() and b.isalpha() and SequenceMatcher(None, a, b, autojunk=False).ratio() >= ALIKE
