"""What belongs to an event: where it was, who organised it, who came and how many, which project it was part of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Span

from hronika.types import CountMention, Document, OrganisationMention
from pipeline import counts, dates, organisations, people, projects
from pipeline.events.nouns import event_nouns
from pipeline.events.tellings import Telling, lines_for
from pipeline.events.where import where
from pipeline.events.words import any_of, pattern
from pipeline.language import sentence, sentences
from pipeline.spans import index_at, inside

#: „Kultūras ministrijas (KM) rīkotajā seminārā”.
_ORGANISED = re.compile(r"\s(\(\w+\)\s|kopīgi\s)?" + any_of("organised"), re.I)


@dataclass(frozen=True)
class Facts:
    """See ``hronika.types.Event`` for the fields."""

    place_ids: tuple[str, ...]
    located: str | None  #: the first place as the text has it, in the locative
    online: bool
    organisations: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str | None], ...]
    counts: tuple[int, ...]
    participants: int | None
    project: str | None


def facts(document: Document, told: Telling, only: bool) -> Facts:
    """Everything the text ties to the event told; ``only`` says that the document tells of no other day."""
    start, end = told.sentence.start_char, told.sentence.end_char
    following = _following(document, told)
    further = _of_page(document, told.block.page) if only else following
    places = where(document, told, only)
    own = _before_dates(document, start, end) if places else told.sentence.text
    nearby = " ".join([told.line.text if told.line else "", own, *(s.text for s in following)])
    counted = _who_came(document, start, end, further)
    return Facts(
        place_ids=tuple(dict.fromkeys(p.place_id for p in places)),
        located=next((p.text for p in places if p.locative and p.rule != "venue"), None),
        online=bool(pattern("online").search(nearby)) or (not places and _is_held_online(document, told, only)),
        organisations=_organisations(document, start, end, only),
        people=_people(document, start, end, further),
        counts=tuple(c.start for c in counted),
        participants=_participants(counted),
        project=_project(document, start, end),
    )


def _before_dates(document: Document, start: int, end: int) -> str:
    """A sentence up to the first of several dates: „9. maijā Cēsīs, 16. maijā tiešsaistē” is not online in Cēsis."""
    dated = inside(dates.read(document), start, end)
    return document.text[start : dated[0].start if len(dated) > 1 else end]


def _is_held_online(document: Document, told: Telling, only: bool) -> bool:
    """Whether the title, or the heading or lead-in over a line of a list, says so of all that they stand over."""
    listed = told.block.kind in ("list_item", "table_row")
    texts = [document.title or ""] if listed or only else []
    for line in lines_for(document, told.date, told.block, labelled=False) if listed else ():
        texts.append(line.text)
        if line.kind in ("heading", "slide_title"):
            break  # the headings above are those of other lists
    return any(pattern("online").search(text) for text in texts)


def _project(document: Document, start: int, end: int) -> str | None:
    """The project named beside the event, else the one project whose agreement the document states."""
    named = projects.read(document)
    beside = inside(named, start, end)
    agreed = {p.name for p in named if p.agreement}
    if beside:
        return beside[0].name
    return agreed.pop() if len(agreed) == 1 else None


def _organisations(document: Document, start: int, end: int, only: bool) -> tuple[tuple[str, str], ...]:
    here = inside(organisations.read(document), start, end)
    found = [
        (o.name, "participant" if pattern("came").search(document.text, start, end) else "mentioned") for o in here
    ]
    organiser = _organiser(document, here, start, end) or (_organiser_elsewhere(document) if only else None)
    if organiser:
        found = [(organiser, "organiser"), *(pair for pair in found if pair[0] != organiser)]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=8)
def _organiser_elsewhere(document: Document) -> str | None:
    """Who organised the one event of a page, told in another sentence („Pasākumu īstenoja …”)."""
    for other in sentences(document):
        start, end = other.start_char, other.end_char
        here = inside(organisations.read(document), start, end)
        organiser = _organiser(document, here, start, end) if here else None
        if organiser and event_nouns(other):
            return organiser
    return None


def _organiser(document: Document, here: list[OrganisationMention], start: int, end: int) -> str | None:
    """The organisation whose the event is, „ministrijas rīkotajā”, or in the nominative nearest to such a verb."""
    owner = next((o for o in here if _ORGANISED.match(document.text, o.end, end)), None)
    if owner:
        return owner.name
    verbs = list(pattern("organises").finditer(document.text, start, end))
    subjects = [o for o in here if o.text.casefold() == o.name.casefold() or o.rule in ("acronym", "quoted-name")]
    if not verbs or not subjects:
        return None
    return min(subjects, key=lambda o: min(abs(o.start - v.end()) for v in verbs)).name


def _of_page(document: Document, page: int | None) -> list[Span]:
    """All sentences of the document, or of one slide."""
    blocks = document.blocks
    return [s for s in sentences(document) if blocks[index_at(blocks, s.start_char)].page == page]


def _following(document: Document, told: Telling) -> list[Span]:
    """The sentences behind the event's own in its block, up to one with a day of its own."""
    found: list[Span] = []
    at = told.sentence.end
    while at < len(told.sentence.doc):
        other = sentence(told.sentence.doc[at])
        start, end = other.start_char, other.end_char
        if start >= told.block.end or any(d.precision == "day" for d in inside(dates.read(document), start, end)):
            break
        found.append(other)
        at = other.end
    return found


def _people(document: Document, start: int, end: int, further: list[Span]) -> tuple[tuple[str, str | None], ...]:
    """People named in the event's sentence, and those who are said to speak in sentences that go on about it."""
    named = inside(people.read(document), start, end)
    for other in further:
        here = inside(people.read(document), other.start_char, other.end_char)
        if here and (
            pattern("speaks").search(other.text) or document.text[here[-1].end : other.end_char].find(": „") >= 0
        ):
            named += here
    return tuple(dict.fromkeys((p.name, p.role) for p in named))


def _who_came(document: Document, start: int, end: int, further: list[Span]) -> list[CountMention]:
    """People counted in the event's own sentence, or else in those further on that say who came."""
    own = [c for c in inside(counts.read(document), start, end) if c.kind == "people"]
    if own:
        return own
    came = [s for s in further if pattern("took_part").search(s.text) and not pattern("summed_up").search(s.text)]
    counted = [c for s in came for c in inside(counts.read(document), s.start_char, s.end_char)]
    return [c for c in counted if c.kind == "people"]


def _participants(counted: list[CountMention]) -> int | None:
    """The largest number that is not itself a part of another."""
    totals = [c.value for c in counted if c.part_of is None]
    return int(max(totals)) if totals else None
