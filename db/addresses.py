"""What an event is known by, and whatever else it was or may have been known by.

An event is known by its days, its kind and its places, which stay when a page is worded anew. Where several are alike
in all three, each is known by a quote instead. Both change with the evidence: a second document gives the place, or
tells of another event that is alike. So all that an event would be known by with less evidence, or alone, is kept in
``ADDRESSES``, from which the site leads on: what was cited finds its event, or those that it may have meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple, Protocol

from db.ids import digest

ADDRESSES = "kept_addresses"
#: Up to so many ways to say where, any of them together may have been all that was known; of more, each or all.
_FEW = 5


class Said(Protocol):
    """What one telling of an event says that the event is known by."""

    @property
    def row(self) -> dict[str, Any]:
        """Of ``event_readings``."""

    @property
    def places(self) -> frozenset[str]: ...


class Known(NamedTuple):
    """What an event is known by: its identifier, and all others that lead to it."""

    id: str
    others: frozenset[str]


def known(events: Sequence[Sequence[Said]], parts: Sequence[Sequence[str]]) -> list[Known]:
    """What each of the events of some days is known by, from its tellings and its own days, kind and places."""
    quoted = _quoted(one for event in events for one in event)
    alike = [frozenset(_plain(event)) | {_address(*own)} for event, own in zip(events, parts, strict=True)]
    claims = Counter(address for addresses in alike for address in addresses)
    found = []
    for event, own, addresses in zip(events, parts, alike, strict=True):
        quotes = [quoted[one.row["id"]] for one in sorted(event, key=_where)]
        plain = _address(*own)
        id_ = plain if claims[plain] == 1 else quotes[0]
        found.append(Known(id_, (addresses | {*quotes}) - {id_}))
    return found


def _plain(event: Sequence[Said]) -> Iterator[str]:
    """What an event would be known by if only some of its tellings were there."""
    days = {(one.row["start_date"], one.row["end_date"]) for one in event}
    kinds = {one.row["kind"] for one in event}
    for places in _together({one.places for one in event}):
        for start, end in days:
            for kind in kinds:
                yield _address(start, end, kind, *sorted(places))


def _together(places: set[frozenset[str]]) -> set[frozenset[str]]:
    """The places of some tellings together, whichever these are."""
    sizes = range(1, len(places) + 1 if len(places) <= _FEW else 2)
    return {frozenset().union(*some) for size in sizes for some in combinations(places, size)}


def _quoted(tellings: Iterable[Said]) -> dict[str, str]:
    """An address for each telling, by its id: of its document and words, so that it may stand elsewhere in the text."""
    times: Counter[tuple[str, ...]] = Counter()
    found = {}
    for one in sorted(tellings, key=_where):
        words = (one.row["document_id"], one.row["start_date"], one.row["end_date"], one.row["text"])
        times[words] += 1
        found[one.row["id"]] = _address(*words, str(times[words]))
    return found


def _where(one: Said) -> tuple[str, int, str]:
    return one.row["document_id"], one.row["char_start"], one.row["id"]


def _address(*parts: str) -> str:
    return digest("\n".join(parts))[:16]
