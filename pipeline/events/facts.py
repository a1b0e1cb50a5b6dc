"""What belongs to an event: where it was, who organised it, who came and how many, which project it was part of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from hronika.types import Block, CountMention, Document, OrganisationMention
from pipeline import counts, organisations, people, projects
from pipeline.events.nouns import event_nouns
from pipeline.events.tellings import Telling
from pipeline.events.where import where
from pipeline.events.words import pattern
from pipeline.language import sentences
from pipeline.spans import inside


@dataclass(frozen=True)
class Facts:
    """See ``hronika.types.Event`` for the fields."""

    place_ids: tuple[str, ...]
    online: bool
    organisations: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str | None], ...]
    counts: tuple[int, ...]
    participants: int | None
    project: str | None


def facts(document: Document, told: Telling, only: bool) -> Facts:
    """Everything the text ties to the event told; ``only`` says that the document tells of no other day."""
    start, end = told.sentence.start_char, told.sentence.end_char
    nearby = told.block.text + " " + (told.line.text if told.line else "")
    counted = _who_came(document, told.block, start, end, only)
    return Facts(
        place_ids=tuple(dict.fromkeys(p.place_id for p in where(document, told, only))),
        online=bool(pattern("online").search(nearby))
        or bool(only and document.title and pattern("online").search(document.title)),
        organisations=_organisations(document, start, end, only),
        people=tuple(dict.fromkeys((p.name, p.role) for p in inside(people.read(document), start, end))),
        counts=tuple(c.start for c in counted),
        participants=_participants(counted),
        project=_project(document, start, end),
    )


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
    for sentence in sentences(document):
        start, end = sentence.start_char, sentence.end_char
        here = inside(organisations.read(document), start, end)
        organiser = _organiser(document, here, start, end) if here else None
        if organiser and event_nouns(sentence):
            return organiser
    return None


def _organiser(document: Document, here: list[OrganisationMention], start: int, end: int) -> str | None:
    """The organisation in the nominative that stands nearest to a verb of organising."""
    verbs = list(pattern("organises").finditer(document.text, start, end))
    subjects = [o for o in here if o.text.casefold() == o.name.casefold() or o.rule in ("acronym", "quoted-name")]
    if not verbs or not subjects:
        return None
    return min(subjects, key=lambda o: min(abs(o.start - v.end()) for v in verbs)).name


def _who_came(document: Document, block: Block, start: int, end: int, only: bool) -> list[CountMention]:
    """People counted in the event's own sentence, or, where the page tells of one event, wherever someone came."""
    counted = [c for c in counts.read(document) if c.kind == "people"]
    own = inside(counted, start, end)
    if own or not only:
        return own
    told: list[CountMention] = []
    for other in document.blocks:
        if (
            other.page == block.page
            and pattern("came").search(other.text)
            and not pattern("summed_up").search(other.text)
        ):
            told += inside(counted, other.start, other.end)
    return told


def _participants(counted: list[CountMention]) -> int | None:
    """The largest number that is not itself a part of another."""
    totals = [c.value for c in counted if c.part_of is None]
    return int(max(totals)) if totals else None
