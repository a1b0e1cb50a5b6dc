"""Latvian prose in the manner of ministries, as much of it as is wanted: stories of events, made of `prose.toml`.

A story is told by its number and a seed alone, so that the same numbers give the same stories in any order, on any
machine. Cases and agreement come from ``pipeline.latvian``, places and organisations from the authority lists; events,
people, projects and figures are invented. About one story in ten tells of an event that an earlier one told of.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from random import Random
from typing import Any

from db.gazetteer import organisations, paradigm, places
from pipeline.latvian import inflect, inflect_name
from sources.sample.build import CONTENT

FIRST, DAYS = date(2010, 1, 11), 15 * 365
_PROSE: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
#: What the sample's templates print beside a page's own text, the ministries' names and addresses among it.
SITE: dict[str, Any] = tomllib.loads((CONTENT / "site.toml").read_text("utf-8"))
PUBLISHERS: dict[str, Any] = SITE["publishers"]
_MONTHS = "janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris".split()
_PARTNERS = (
    "centrs aģentūra fonds birojs muzejs bibliotēka pārvalde inspekcija universitāte apvienība padome savienība"
    " biedrība akadēmija"
).split()
_FOREIGN = ("Eiropas", "Starptautiskā", "Igaunijas", "Lietuvas", "Apvienoto")
_GENRES = ("report", "report", "report", "report", "notice", "review")
_RETOLD, _LATELY = 0.1, 20  # the share of stories that tell again, and how many stories ago the first was


@dataclass(frozen=True)
class Word:
    """What a pattern asks for in a case (``{place:loc}``), or whose gender it goes by (``{kind:rīkots|rīkota}``)."""

    forms: Mapping[str, str]
    feminine: bool

    def __format__(self, spec: str) -> str:
        return spec.split("|")[self.feminine] if "|" in spec else self.forms[spec]

    def __str__(self) -> str:
        return self.forms["nom"]


@dataclass(frozen=True)
class Count:
    """A number of things: *21 skolotājs*, *46 skolotāji*, *40 skolotāju*, in the case that a pattern asks for."""

    number: int
    lemma: str
    paradigm: str

    def __format__(self, case: str) -> str:
        cells = inflect(self.lemma, self.paradigm)
        if self.number % 10 == 1 and self.number % 100 != 11:
            form = cells[case, "sg"]
        elif case in ("nom", "acc") and (self.number % 10 == 0 or self.number % 100 in range(11, 20)):
            form = cells["gen", "pl"]
        else:
            form = cells[case, "pl"]
        return f"{_spaced(self.number)} {form[0]}"


@dataclass(frozen=True)
class Event:
    """What takes place in a story."""

    kind: Word
    name: str
    start: date
    end: date
    place: Word
    publisher: str  #: the key of ``PUBLISHERS``
    partner: Word
    people: Count
    project: str
    project_number: str
    money: int


@dataclass(frozen=True)
class Part:
    """A piece of a story: ``p``, ``h2``, ``ul`` (rows of one item each) or ``table`` (its first row is the heading)."""

    kind: str
    rows: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        return self.rows[0][0]


@dataclass(frozen=True)
class Story:
    """One document's content, whatever form it is given."""

    number: int
    title: str
    description: str
    published: date
    publisher: str
    event: Event
    parts: tuple[Part, ...]


@lru_cache(maxsize=256)  # stories name a few others, all of them near
def story(seed: int, number: int) -> Story:
    """The story of a number; it draws from the seed and the number alone."""
    draw = Random(f"{seed}/story/{number}")
    told = number - draw.randint(1, _LATELY) if number >= _LATELY and draw.random() < _RETOLD else number
    event, genre = _event(seed, told), draw.choice(_GENRES)
    published = {
        "report": event.end + timedelta(draw.randint(1, 10)),
        "notice": event.start - timedelta(draw.randint(8, 40)),
        "review": event.end + timedelta(draw.randint(30, 120)),
    }[genre]
    teller = _Teller(draw, event)
    lead = teller.one(_PROSE["text"][genre])
    parts = [
        teller.paragraph(lead, *teller.some("who", 1, 2)),
        teller.paragraph(*teller.some("said", 2, 3)),
        Part("h2", ((teller.one(_PROSE["text"]["headings"]),),)),
        teller.paragraph(*teller.some("said", 1, 3)),
        *teller.maybe(0.6, teller.list_of_aims),
        teller.paragraph(*teller.some("said", 1, 2), *teller.some("project", 0, 1)),
        *teller.maybe(0.35, teller.table),
        teller.paragraph(*teller.some("ahead", 1, 2)),
        Part("p", ((_PROSE["closing"][event.publisher],),)),
    ]
    title = teller.one(_PROSE["titles"][genre])
    return Story(number, title, lead, published, event.publisher, event, tuple(parts))


def changed(seed: int, one: Story) -> Story:
    """The same story after somebody worked on it: a paragraph more before the closing one."""
    teller = _Teller(Random(f"{seed}/changed/{one.number}"), one.event)
    more = teller.paragraph(teller.one(_PROSE["changed"]["text"]))
    return Story(**{**vars(one), "parts": (*one.parts[:-1], more, one.parts[-1])})


def _event(seed: int, number: int) -> Event:
    draw = Random(f"{seed}/event/{number}")
    start = FIRST + timedelta(draw.randrange(DAYS))
    days = min(draw.choice((0, 0, 0, 1, 1, 3)), 28 - start.day) if start.day < 28 else 0  # within one month
    publisher = draw.choice(sorted(PUBLISHERS))
    names = _Teller(draw, None)
    return Event(
        kind=_declined(*draw.choice(_lemmas("kinds"))),
        name=names.one(_PROSE["names"]["patterns"]),
        start=start,
        end=start + timedelta(days),
        place=draw.choice(_places()),
        publisher=publisher,
        partner=draw.choice(_partners()),
        people=_count(draw, "people", 18, 240),
        project=names.one(_PROSE["names"]["patterns"]),
        project_number=f"{start.year}.LV/{publisher.upper()}/{draw.randint(1, 99):02}",
        money=draw.randint(12, 990) * 100,
    )


class _Teller:
    """Fills the slots of patterns: those of the event with its facts, others with what is drawn for each anew."""

    def __init__(self, draw: Random, event: Event | None) -> None:
        self.draw = draw
        self.piles: dict[str, list[Any]] = {}
        self.known: dict[str, Any] = {}
        self.year = FIRST.year + draw.randrange(DAYS // 365)
        if event:
            self.year = event.start.year
            self.known = {**vars(event), "number": event.project_number, "money": _spaced(event.money)}
            self.known["publisher"] = _named(PUBLISHERS[event.publisher]["name"], None)
        self.fresh: dict[str, Callable[[], Any]] = {
            "when": lambda: _when(draw, event.start, event.end) if event else "",
            "noun": lambda: _declined(*self.deal("noun", _lemmas("nouns"))),
            "town": lambda: self.deal("town", _towns()),
            "partner": lambda: draw.choice(_partners()),
            "month": lambda: _month(draw.randint(1, 12)),
            "person": lambda: _person(draw),
            "part": lambda: _count(draw, "people", 2, 9),
            "crowd": lambda: _count(draw, "people", 15, 400),
            "served": lambda: _count(draw, "things", 3, 1900),
            "percent": lambda: draw.randint(6, 88),
            "day": lambda: draw.randint(1, 28),
            "year": lambda: self.year,
            "begun": lambda: self.year - 1,
            "before": lambda: self.year - 1,
            "after": lambda: self.year + 1,
        }

    def __getitem__(self, slot: str) -> Any:
        return self.known[slot] if slot in self.known else self.fresh[slot]()

    def one(self, patterns: list[str]) -> str:
        """One of the patterns, filled, with a capital at its beginning."""
        text = self.draw.choice(patterns).format_map(self)
        return text[0].upper() + text[1:]

    def some(self, role: str, least: int, most: int) -> list[str]:
        """A few sentences of a role, none of them of a pattern that was used before, as long as there are others."""
        return [self.one([self.deal(role, _PROSE["text"][role])]) for _ in range(self.draw.randint(least, most))]

    def deal(self, pile: str, of: Sequence[Any]) -> Any:
        """What is drawn comes from a shuffled pile, so that a story seldom says a thing twice."""
        left = self.piles.setdefault(pile, [])
        if not left:
            left.extend(of)
            self.draw.shuffle(left)
        return left.pop()

    def maybe(self, chance: float, make: Callable[[], list[Part]]) -> list[Part]:
        return make() if self.draw.random() < chance else []

    def paragraph(self, *sentences: str) -> Part:
        return Part("p", ((" ".join(sentences),),))

    def list_of_aims(self) -> list[Part]:
        aims = self.draw.sample(_PROSE["text"]["aims"], self.draw.randint(3, 5))
        items = tuple((aim.format_map(self),) for aim in aims)
        return [self.paragraph(self.one(_PROSE["text"]["lists"])), Part("ul", items)]

    def table(self) -> list[Part]:
        """Smaller events of the same year: where, when, and how many came."""
        rows = [("Norises vieta", "Datums", "Apmeklētāji")]
        for _ in range(self.draw.randint(3, 6)):
            day = date(self.year, self.draw.randint(1, 12), self.draw.randint(1, 28))
            rows.append((str(self["town"]), f"{day:%d.%m.%Y}.", f"{self['crowd']:nom}"))
        return [self.paragraph(self.one(_PROSE["text"]["tables"])), Part("table", tuple(rows))]


def _when(draw: Random, start: date, end: date) -> str:
    """A day or a few days of one month, as clerks write them, with the year."""
    month = _month(start.month)
    if start == end:
        return draw.choice((f"{start.year}. gada {start.day}. {month:loc}", f"{start:%d.%m.%Y}."))
    between = " un " if (end - start).days == 1 else draw.choice((".–", ". līdz "))
    if between == ". līdz ":
        return f"no {start.year}. gada {start.day}. līdz {end.day}. {month:dat}"
    return f"{start.year}. gada {start.day}{'.' * between.startswith(' ')}{between}{end.day}. {month:loc}"


def _person(draw: Random) -> str:
    """Somebody with an office, in the nominative."""
    persons, feminine = _PROSE["persons"], draw.random() < 0.6
    first = draw.choice(persons["women" if feminine else "men"])
    return f"{draw.choice(persons['roles'])[feminine]} {first} {draw.choice(persons['surnames'])[feminine]}"


def _count(draw: Random, of: str, least: int, most: int) -> Count:
    return Count(draw.randint(least, most), *draw.choice(_lemmas(of)))


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ") if number >= 10_000 else str(number)


@cache
def _lemmas(of: str) -> tuple[tuple[str, str], ...]:
    return tuple((lemma, code) for code, lemmas in _PROSE[of].items() for lemma in lemmas.split())


@cache
def _declined(lemma: str, code: str) -> Word:
    cells = inflect(lemma, code)
    return Word({case: forms[0] for (case, number), forms in cells.items() if number == "sg"}, code[0] == "f")


@cache
def _month(number: int) -> Word:
    lemma = _MONTHS[number - 1]
    return _declined(lemma, "m-2" if lemma.endswith("is") else "m-1")


@cache
def _named(name: str, code: str | None) -> Word:
    """A name in its cases; None: its paradigm is that of its ending."""
    code = code or paradigm(name)
    cells = {case: forms[0] for case, forms in inflect_name(name, code).items()}
    return Word({**cells, "of": cells["dat" if "-pl-" in code else "gen"]}, code[0] == "f")


@cache
def _places() -> tuple[Word, ...]:
    """Where events are: towns and municipalities of today, and parishes."""
    parishes = [place for place in places() if place.kind == "parish" and not place.weak and not place.valid_to]
    return _towns() + tuple(_named(place.name, place.gender_number) for place in parishes[::8])


@cache
def _towns() -> tuple[Word, ...]:
    kinds = ("city", "town", "municipality")
    known = [place for place in places() if place.country == "LV" and place.kind in kinds]
    return tuple(_named(place.name, place.gender_number) for place in known if not place.weak and not place.valid_to)


@cache
def _partners() -> tuple[Word, ...]:
    known = [one.name for one in organisations() if not one.valid_to and not one.name.startswith(_FOREIGN)]
    return tuple(_named(name, None) for name in known if name.split()[-1] in _PARTNERS)
