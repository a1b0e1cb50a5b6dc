"""What belongs to an event: where it was, who organised it, who came and how many, which project it was part of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from spacy.tokens import Span

from db.gazetteer import places as gazetteer_places
from hronika.types import Block, CountMention, DateMention, Document, Mention, OrganisationMention, PlaceMention
from pipeline import counts, dates, organisations, people, places, projects
from pipeline.events.nouns import event_nouns
from pipeline.events.venues import venues
from pipeline.language import analyse

M = TypeVar("M", bound=Mention)

_ONLINE = re.compile(r"tiešsaist|attālināt|\bzoom\b|\bms teams\b|videokonferenc|vebinār|virtuāl", re.I)
_ORGANISES = re.compile(
    r"\b(organizē|organizēja|rīko|rīkoja|īsteno|īstenoja|aicina|aicināja|organizators|organizatori)\b", re.I
)
_CAME = re.compile(r"\b(piedal\w+|pulcē\w+|apmeklē\w+|dalībniek\w+|klātesoš\w+|tikās|ieradās)\b", re.I)
_WHERE = re.compile(r"(norises |pasākuma )?vieta\s*[:–-]", re.I)
#: Lines between „Datums: …” and „Vieta: …” that belong together.
_NEAR = 3
#: What a whole project or year counted is not who came to one event.
_SUMMED_UP = re.compile(r"\b(kopumā|gada laikā|projekta (pasākum|laik|ietvar)\w*|kopš)\b", re.I)


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


def facts(document: Document, when: DateMention, sentence: Span, block: Block, only: bool) -> Facts:
    """Everything the text ties to the event on ``when``; ``only`` says that the document tells of no other day."""
    start, end = sentence.start_char, sentence.end_char
    where = _where(document, when, sentence, block, only)
    nearby = document.text[block.start : block.end]
    counted = _who_came(document, block, start, end, only)
    return Facts(
        place_ids=tuple(dict.fromkeys(p.place_id for p in where)),
        online=bool(_ONLINE.search(nearby)) or bool(only and document.title and _ONLINE.search(document.title)),
        organisations=_organisations(document, start, end, only),
        people=tuple(dict.fromkeys((p.name, p.role) for p in _inside(people.read(document), start, end))),
        counts=tuple(c.start for c in counted),
        participants=_participants(counted),
        project=_project(document, start, end),
    )


def _inside(mentions: Iterable[M], start: int, end: int) -> list[M]:
    return [m for m in mentions if start <= m.start and m.end <= end]


def _where(document: Document, when: DateMention, sentence: Span, block: Block, only: bool) -> list[PlaceMention]:
    """Where the event was: told beside its date, else in its sentence, else around it; „Latvijā” if nothing nearer."""
    start, end = sentence.start_char, sentence.end_char
    here = _inside(places.read(document), start, end)
    if block.kind == "table_row":
        return _inside(places.read(document), block.start, block.end)
    beside = [p for p in here if _same_brackets(document.text, p, when) or _dateline(document.text, p, when)]
    if beside:
        return _without_country_of_town(beside)
    located = [p for p in here if p.locative or _is_goal(document.text, p)] + venues(sentence)
    dated = [d for d in dates.read(document) if start <= d.start < end]
    clusters = _clusters(document.text, dated)
    if len(clusters) > 1:
        located = [p for p in located if when in min(clusters, key=lambda c: min(_distance(p, d) for d in c))]
    near = [p for p in located if not _is_broad(p)]
    return _without_country_of_town(near or _places_around(document, block, only) or located)


_GOAL = re.compile(r"\b(brauc\w*|vizīt\w*|devās|dosies|dodas)\b[^.;:]*\buz\s(\w+ un )?$")


def _is_goal(text: str, place: PlaceMention) -> bool:
    """„Brauciens uz Tartu un Valgu”: where the visit went."""
    return bool(_GOAL.search(text, max(0, place.start - 80), place.start))


def _clusters(text: str, dated: list[DateMention]) -> list[list[DateMention]]:
    """Dates with nothing but „un” or a comma between them belong together („1. un 8. martā”)."""
    clusters: list[list[DateMention]] = []
    for when in dated:
        if clusters and text[clusters[-1][-1].end : when.start].strip(" ,.") in ("", "un"):
            clusters[-1].append(when)
        else:
            clusters.append([when])
    return clusters


def _distance(place: PlaceMention, when: DateMention) -> tuple[int, bool]:
    gap = when.start - place.end if place.end <= when.start else place.start - when.end
    return gap, place.end <= when.start


def _dateline(text: str, place: PlaceMention, when: DateMention) -> bool:
    """„Cēsis, 2018. gada 6. martā”, „6.03.2018., Cēsis”: a label of its own; or „uz Cēsīm (6.03.2018.)”."""
    first, second = sorted((place, when), key=lambda m: m.start)
    if first is place and text[first.end : second.start].strip() == "(":
        return True
    opens = first.start == 0 or text[: first.start].rstrip(" ")[-1] in "\n(;:."
    return opens and text[first.end : second.start].strip() in {",", ".,"}


def _same_brackets(text: str, place: PlaceMention, when: DateMention) -> bool:
    first, second = sorted((place, when), key=lambda m: m.start)
    between = text[first.end : second.start]
    opening = text.rfind("(", 0, first.start)
    return len(between) < 40 and not re.search(r"[()]", between) and opening > text.rfind(")", 0, first.start)


def _places_around(document: Document, block: Block, only: bool) -> list[PlaceMention]:
    """Locatives of the rest of the block, of the heading above it, and of a page that tells of one event only."""
    at = document.blocks.index(block)
    heading = next(
        (b for b in reversed(document.blocks[:at]) if b.kind in ("heading", "slide_title") and b.page == block.page),
        None,
    )
    labelled = [b for b in document.blocks if b.page == block.page and _WHERE.match(b.text)]
    if labelled and (only or abs(document.blocks.index(labelled[0]) - at) <= _NEAR):
        return _inside(places.read(document), labelled[0].start, labelled[0].end)
    spans = [(heading.start, heading.end)] if heading else []
    spans.append((block.start, block.end))
    if only:
        spans.append((0, len(document.text)))
    other = [_sentence_of(document, d) for d in dates.read(document) if d.precision == "day"]
    for start, end in spans:
        located = [p for p in _inside(places.read(document), start, end) if p.locative and not _is_broad(p)]
        located = [p for p in located if not any(s <= p.start < e for s, e in other)]
        if located:
            return located[:1] if (start, end) == (0, len(document.text)) else located
    return []


def _sentence_of(document: Document, when: DateMention) -> tuple[int, int]:
    here = analyse(document).char_span(when.start, when.start + 1, alignment_mode="expand")
    assert here is not None  # every mention stands on a token
    return here[0].sent.start_char, here[0].sent.end_char


@lru_cache(maxsize=1)
def _by_id() -> dict[str, tuple[str, str | None]]:
    return {p.id: (p.kind, p.country) for p in gazetteer_places()}


def _is_broad(place: PlaceMention) -> bool:
    kind, country = _by_id()[place.place_id]
    return kind == "region" or (kind == "country" and country == "LV")


def _without_country_of_town(where: list[PlaceMention]) -> list[PlaceMention]:
    """„Viļņā (Lietuvā)” is Viļņa."""
    facts = _by_id()
    towns_in = {facts[p.place_id][1] for p in where if facts[p.place_id][0] not in ("country", "region")}
    return [p for p in where if facts[p.place_id][0] != "country" or facts[p.place_id][1] not in towns_in]


def _project(document: Document, start: int, end: int) -> str | None:
    """The project named beside the event, else the one project whose agreement the document states."""
    named = projects.read(document)
    beside = _inside(named, start, end)
    agreed = {p.name for p in named if p.agreement}
    if beside:
        return beside[0].name
    return agreed.pop() if len(agreed) == 1 else None


def _organisations(document: Document, start: int, end: int, only: bool) -> tuple[tuple[str, str], ...]:
    here = _inside(organisations.read(document), start, end)
    found = [(o.name, "participant" if _CAME.search(document.text, start, end) else "mentioned") for o in here]
    organiser = _organiser(document, here, start, end) or (_organiser_elsewhere(document) if only else None)
    if organiser:
        found = [(organiser, "organiser"), *(pair for pair in found if pair[0] != organiser)]
    return tuple(dict.fromkeys(found))


def _organiser_elsewhere(document: Document) -> str | None:
    """Who organised the one event of a page, told in another sentence („Pasākumu īstenoja …”)."""
    for sentence in analyse(document).sents:
        if event_nouns(sentence):
            start, end = sentence.start_char, sentence.end_char
            organiser = _organiser(document, _inside(organisations.read(document), start, end), start, end)
            if organiser:
                return organiser
    return None


def _organiser(document: Document, here: list[OrganisationMention], start: int, end: int) -> str | None:
    """The organisation in the nominative that stands nearest to a verb of organising."""
    verbs = list(_ORGANISES.finditer(document.text, start, end))
    subjects = [o for o in here if o.text.casefold() == o.name.casefold() or o.rule in ("acronym", "quoted-name")]
    if not verbs or not subjects:
        return None
    return min(subjects, key=lambda o: min(abs(o.start - v.end()) for v in verbs)).name


def _who_came(document: Document, block: Block, start: int, end: int, only: bool) -> list[CountMention]:
    """People counted in the event's own sentence, or, where the page tells of one event, wherever someone came."""
    counted = [c for c in counts.read(document) if c.kind == "people"]
    own = _inside(counted, start, end)
    if own or not only:
        return own
    told: list[CountMention] = []
    for other in document.blocks:
        if other.page == block.page and _CAME.search(other.text) and not _SUMMED_UP.search(other.text):
            told += _inside(counted, other.start, other.end)
    return told


def _participants(counted: list[CountMention]) -> int | None:
    """The largest number that is not itself a part of another."""
    totals = [c.value for c in counted if c.part_of is None]
    return int(max(totals)) if totals else None
