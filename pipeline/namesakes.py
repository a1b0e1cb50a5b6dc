"""Chooses among places of one name by what stands beside it, in its sentence, and elsewhere in its document.

„Maltā, Rēzeknes novadā” is the village, „no Maltas un Kipras” the country. Only names that can mean one place count as
evidence. Where none speaks the order of the gazetteer stands, and the choice is marked as unsure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

from db.gazetteer import Place, places
from pipeline.gazetteer import Candidate

#: What nearly every document names says nothing about which namesake is meant.
_SETTING = "lv"
_AREAS = ("parish", "municipality")


@cache
def _by_id() -> dict[str, Place]:
    return {place.id: place for place in places()}


@cache
def homes(place: Place) -> frozenset[str]:
    """Ids of all that a place lies in, also what it lay in until 2021: parish, municipality, city, country."""
    found: set[str] = set()
    for parent in (place.parent_id, place.former_parent_id):
        if parent is not None and parent != _SETTING:
            found |= {parent, *homes(_by_id()[parent])}
    return frozenset(found)


@cache
def _areas(place: Place) -> frozenset[str]:
    """The parishes and municipalities that a place is or lies in."""
    return frozenset(id_ for id_ in (place.id, *homes(place)) if _by_id()[id_].kind in _AREAS)


def _is_known(place: Place) -> bool:
    """Whether a place is a town or region of Latvia, which a clerk means sooner than any namesake."""
    return place.country == "LV" and place.kind in ("city", "town", "region")


@dataclass
class Evidence:
    """Places that a list, a sentence or a document names beyond doubt."""

    ids: set[str] = field(default_factory=set)
    areas: set[str] = field(default_factory=set)
    countries: set[str | None] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)

    def add(self, place: Place) -> None:
        """Note a place."""
        self.ids.add(place.id)
        self.areas |= _areas(place)
        self.countries.add(place.country)
        self.kinds.add(place.kind)

    def holds(self, place: Place) -> bool:
        """Whether what a place lies in is named."""
        return not homes(place).isdisjoint(self.ids)

    def shares(self, place: Place) -> bool:
        """Whether something in the same parish or municipality is named."""
        return not _areas(place).isdisjoint(self.areas)

    def lists(self, place: Place) -> int:
        """What a list says for one more in it: 2 for its home, 1 where all else is near, of its country or its kind."""
        alike = self.countries == {place.country} or self.kinds == {place.kind}
        return 2 if self.holds(place) else int(alike or self.shares(place))


@dataclass(frozen=True)
class Choice:
    """The candidates for a name, likeliest first, and what made the first one so."""

    options: tuple[Candidate, ...]
    settled: bool = False  #: the document says which one
    housed: bool = False  #: beside it or in its sentence stands what it lies in
    at_home: bool = False  #: somewhere in the document

    @property
    def confidence(self) -> float:
        """How sure it is that the first candidate is meant."""
        first, *rivals = (option.place for option in self.options)
        if not first.weak and (not rivals or _is_known(first)):
            return 0.95
        if self.settled:
            return 0.85
        return 0.5 if any(_alike(rival, first) for rival in rivals) else 0.75


def choose(options: tuple[Candidate, ...], beside: Evidence, near: Evidence, document: Evidence) -> Choice:
    """Put the candidate first for which the evidence speaks: of its list, else its sentence, else its document.

    A town or region gives way to a namesake only where what that one lies in stands beside it; neighbours in a sentence
    or a document tell only places of one kind apart.
    """

    def home(option: Candidate) -> tuple[int, ...]:
        return beside.lists(option.place), near.holds(option.place), document.holds(option.place)

    def neighbours(option: Candidate) -> tuple[int, ...]:
        return near.shares(option.place), document.shares(option.place)

    at_home = _best(options, home)
    alike = [option for option in at_home if _alike(option.place, at_home[0].place)]
    best = _best(alike, neighbours)
    if _is_known(options[0].place) and not beside.holds(best[0].place):
        best = [options[0]]
    first = best[0]
    settled = len(best) == 1 and (len(at_home) < len(options) or len(alike) > 1)
    housed = beside.holds(first.place) or near.holds(first.place)
    rest = [option for option in options if option is not first]
    return Choice((first, *rest), settled, housed, document.holds(first.place))


def _best(options: Iterable[Candidate], rank: Callable[[Candidate], tuple[int, ...]]) -> list[Candidate]:
    """All that rank highest, in their order."""
    ranked = [(rank(option), option) for option in options]
    highest = max(place for place, _ in ranked)
    return [option for place, option in ranked if place == highest]


def _alike(first: Place, second: Place) -> bool:
    return (first.kind, first.weak) == (second.kind, second.weak)


def unmistakable(options: Iterable[Candidate]) -> Place | None:
    """The one place that these candidates can mean; None where there are several, or where it is a weak name."""
    ids = {option.place for option in options}
    only = next(iter(ids)) if len(ids) == 1 else None
    return None if only is None or only.weak else only
