"""Which addresses are one document: those with one content, and those that a page moved through.

A document is named after the address it was first captured at, so it keeps its identity when the page moves: a
permanent redirect leads from an address that used to answer to one that never had. Two addresses of a source whose
newest texts are equal are one document as long as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlite_utils import Database

from db import rows
from db.captures import AT
from db.decisions import components
from db.ids import document_id
from db.load import remove_document, sum_up, versions_of, write_versions

_LONGEST_CHAIN = 20  # redirects; browsers give up after as many
_MOVED = (301, 308)


@dataclass(frozen=True)
class _Place:
    """An address, or the origin of a file that has none, with its first and its newest reading."""

    name: str
    source_id: str
    first: tuple[str, str]  #: when it was first captured; the name settles ties
    newest: str
    sha256: str
    parsed: str | None
    capture_id: str
    document_id: str  #: as it is in the database now

    @property
    def is_address(self) -> bool:
        return "://" in self.name


def assign(db: Database) -> list[str]:
    """Give every reading its document; returns the ids of captures that have to be read again for it.

    Call it, and read what it returns, until it returns nothing.
    """
    places, leads = _places(db), _redirects(db)
    alike = [*_same(places), *_moves(db, places, leads)]
    groups = components([frozenset([name]) for name in places] + alike)
    wanted: dict[str, _Place] = {}
    changed: set[str] = set()
    for members in set(groups.values()):
        first = min((places[name] for name in members), key=lambda place: place.first)
        id_ = document_id(first.name, "")
        wanted[id_] = max(
            (places[name] for name in members), key=lambda place: (place.newest, place is first, place.name)
        )
        for place in (places[name] for name in members):
            if place.document_id != id_:
                _hand_over(db, place, id_)
                changed |= {place.document_id, id_}
    versions = {id_: versions_of(db, id_) for id_ in changed & wanted.keys()}  # before any is taken away
    for id_ in sorted(changed):
        if id_ in wanted:
            write_versions(db, id_, versions[id_])
        else:
            remove_document(db, id_)
    stale = _not_shown(db, wanted)
    _write_addresses(db, leads)
    sum_up(db)
    return stale


def _places(db: Database) -> dict[str, _Place]:
    rows = db.query(
        f"""
        select coalesce(r.address, c.origin) as name, c.source_id, r.sha256, r.parsed, r.capture_id, r.document_id,
            {AT} as at
        from readings r join captures c on c.id = r.capture_id order by at, c.fetched, c.id
        """
    )
    found: dict[str, _Place] = {}
    for row in rows:
        known = found.get(row["name"])
        first = known.first if known else (row["at"], row["name"])
        found[row["name"]] = _Place(
            row["name"], row["source_id"], first, row["at"], row["sha256"], row["parsed"], row["capture_id"],
            row["document_id"],
        )  # fmt: skip
    return found


def _same(places: dict[str, _Place]) -> Iterator[frozenset[str]]:
    """Addresses of one source with one text. A file is known by its name alone."""
    alike: dict[tuple[str, str], set[str]] = defaultdict(set)
    for place in places.values():
        if place.is_address:
            alike[place.source_id, place.sha256].add(place.name)
    return (frozenset(names) for names in alike.values())


def _moves(db: Database, places: dict[str, _Place], leads: dict[str, str]) -> Iterator[frozenset[str]]:
    """Pairs of addresses between which a page moved: the new one was first read after the old one for the last time."""
    addresses = _addresses(db)
    newest = {url: found[-1] for url, found in addresses.items()}
    pairs = [pair for found in addresses.values() for pair in pairwise(found)]
    pairs += [(newest.get(url, url), newest.get(end := _end(url, leads), end)) for url in leads]
    for old, new in pairs:
        if old in places and new in places and old != new and places[new].first[0] > places[old].newest:
            yield frozenset([old, new])


def _addresses(db: Database) -> dict[str, list[str]]:
    """The canonical addresses that each url was read to have, in the order of time."""
    sql = (
        "select c.url, r.address from readings r join captures c on c.id = r.capture_id"
        " where c.url is not null and r.address is not null order by c.fetched, c.id"
    )
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in db.query(sql):
        found[row["url"]].setdefault(row["address"])
    return {url: [*addresses] for url, addresses in found.items()}


def _redirects(db: Database) -> dict[str, str]:
    """Urls whose newest answer is that the page has moved for good, with where to."""
    sql = """
        select url, location, status, max(fetched) from captures c
        where role in ('document', 'confirmed', 'redirect')
            and url in (select url from captures where role = 'redirect')
        group by url
    """
    rows = db.query(sql)
    return {row["url"]: row["location"] for row in rows if row["status"] in _MOVED and row["location"]}


def _end(url: str, leads: dict[str, str]) -> str:
    """Where a chain of redirects ends; a chain without end ends somewhere in its middle."""
    for _ in range(_LONGEST_CHAIN):
        if url not in leads:
            break
        url = leads[url]
    return url


def _hand_over(db: Database, place: _Place, id_: str) -> None:
    """Make the readings of an address those of another document."""
    db.execute(
        "update readings set document_id = ? where document_id = ? and capture_id in"
        " (select r.capture_id from readings r join captures c on c.id = r.capture_id"
        " where r.document_id = ? and coalesce(r.address, c.origin) = ?)",
        (id_, place.document_id, place.document_id, place.name),
    )


def _not_shown(db: Database, wanted: dict[str, _Place]) -> list[str]:
    """Captures to read because their document shows another one.

    A document whose newest capture says the same in every detail only takes over where and when that was captured.
    """
    shown = {
        row["id"]: row
        for row in db.query(
            "select d.id, d.capture_id, r.parsed from documents d left join readings r on r.capture_id = d.capture_id"
        )
    }
    stale: list[str] = []
    for id_, place in sorted(wanted.items()):
        now = shown.get(id_)
        if now is not None and now["capture_id"] == place.capture_id:
            continue
        if now is not None and now["parsed"] and now["parsed"] == place.parsed:
            _show(db, id_, place)
        else:
            stale.append(place.capture_id)
    return stale


def _show(db: Database, id_: str, place: _Place) -> None:
    db.execute(
        "update documents set (capture_id, source_id, origin, fetched) ="
        " (select id, source_id, origin, fetched from captures where id = :capture), url = :url where id = :id",
        {"id": id_, "capture": place.capture_id, "url": place.name if place.is_address else None},
    )


def _write_addresses(db: Database, leads: dict[str, str]) -> None:
    """Fill ``document_urls``: the current address of each document, its copies, and what used to be or leads there."""
    wanted = {row["url"]: row for row in _address_rows(db, leads)}
    gone = [(url,) for [url] in db.execute("select url from document_urls") if url not in wanted]
    db.conn.executemany("delete from document_urls where url = ?", gone)
    rows.upsert(db, "document_urls", wanted.values(), key="url")


def _address_rows(db: Database, leads: dict[str, str]) -> Iterable[dict[str, Any]]:
    sql = """
        select r.address, c.url, r.document_id, r.sha256 = d.sha256 as same, d.url as current
        from readings r join captures c on c.id = r.capture_id join documents d on d.id = r.document_id
        where r.address is not null order by c.fetched, c.id
    """
    found: dict[str, dict[str, Any]] = {}
    for row in db.query(sql):
        for url in {row["address"], row["url"] or row["address"]}:
            kind = "current" if url == row["current"] else "copy" if row["same"] else "former"
            found[url] = {"url": url, "document_id": row["document_id"], "kind": kind}
    for url in leads:
        end = found.get(_end(url, leads))
        if end is not None:
            found[url] = {"url": url, "document_id": end["document_id"], "kind": "former"}
    return [found[url] for url in sorted(found)]
