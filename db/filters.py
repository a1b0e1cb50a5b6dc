"""What narrows a search: a period, a place, a kind of event, an organisation, a source.

An event answers to them by its own facts. A passage answers by what is read in it: a date of the period (the day its
document was published where the passage has no date), a mention of the place or the organisation; of a kind are
only events.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass

#: Up to so many passages are listed before the index is asked; of more, each that the index finds is looked up.
FEW = 2_000
#: Up to so many events of a place, an organisation or a source are listed; of more, the events of all are gone through.
LISTED = 10_000
#: The events that each of these filters leaves.
_EVENTS = {
    "place": "select w.event_id from event_places w where w.place_id = :place",
    "organisation": "select w.event_id from event_organisations w where w.organisation_id = :organisation",
    "source": "select w.event_id from event_documents w join documents y on y.id = w.document_id"
    " where y.source_id = :source",
}
#: A condition on the document ``d`` of a passage: looked up only for passages that meet what stands before it.
_OF_DOCUMENT = "exists (select 1 from documents d where d.id = p.document_id and {})"


@dataclass(frozen=True)
class Filters:
    """Days are ISO 8601, both inclusive; places and organisations are their identifiers."""

    since: str | None = None
    until: str | None = None
    place: str | None = None
    kind: str | None = None
    organisation: str | None = None
    source: str | None = None

    def __bool__(self) -> bool:
        return any(self.parameters().values())

    def parameters(self) -> dict[str, str | None]:
        """The values of the named parameters of the conditions below."""
        return asdict(self)

    @property
    def on_links(self) -> bool:
        """Whether only tables that link to an event are looked at, and not its own row."""
        return not (self.since or self.until or self.kind)

    def on_events(self, listed: Collection[str] = (), id_: str = "e.id") -> str:
        """The condition on a row ``e`` of ``events``, or on an identifier alone where the filters are ``on_links``.

        Of the filters ``listed`` SQLite may begin with the events.
        """
        values = self.parameters()
        return _all(
            self.since and "e.end_date >= :since",
            self.until and "e.start_date <= :until",
            self.kind and "e.kind = :kind",
            *(
                f"{id_} in ({events})" if name in listed else f"exists ({events} and w.event_id = {id_})"
                for name, events in _EVENTS.items()
                if values[name]
            ),
        )

    def on_passages(self) -> str:
        """The condition on a row ``p`` of ``passages``."""
        if not self:
            return "true"
        told = "select 1 from event_documents x where x.passage_id = p.id and " + self.on_events(id_="x.event_id")
        if not self.on_links:
            told = (
                "select 1 from event_documents x cross join events e on e.id = x.event_id"
                f" where x.passage_id = p.id and {self.on_events()}"
            )
        own = "false" if self.kind else self._on_mentions()
        return _all(self.source and _OF_DOCUMENT.format("d.source_id = :source"), f"({own} or exists ({told}))")

    def on_rows(self, connection: sqlite3.Connection) -> str:
        """What rows of ``passages_fts`` must meet besides, where so few can that it is quicker to list them.

        The ``+`` keeps SQLite from asking the index for each of these rows by itself.
        """
        lists = [
            self.place and _among("place_mentions", "event_places", "place_id", ":place"),
            self.organisation
            and _among("organisation_mentions", "event_organisations", "organisation_id", ":organisation"),
            self.source and "select x.id from documents y join passages x on x.document_id = y.id"
            " where y.source_id = :source",
        ]  # fmt: skip
        return _all(
            *(
                f"+passages_fts.rowid in (select search_id from passages where id in ({one}))"
                for one in lists
                if one and not _more(connection, one, self.parameters(), FEW)
            )
        )

    def with_few_events(self, connection: sqlite3.Connection) -> list[str]:
        """Those of the filters that leave so few events that it is quicker to list them."""
        values = self.parameters()
        return [name for name, sql in _EVENTS.items() if values[name] and not _more(connection, sql, values, LISTED)]

    def few_events(self, connection: sqlite3.Connection) -> list[str] | None:
        """The events that can answer, where a place or an organisation has so few that it is quicker to list them."""
        lists = (
            (self.place, "select event_id from event_places where place_id = ?"),
            (self.organisation, "select distinct event_id from event_organisations where organisation_id = ?"),
        )
        for value, sql in lists:
            if value and len(found := connection.execute(f"{sql} limit {FEW} + 1", (value,)).fetchall()) <= FEW:
                return [row[0] for row in found]
        return None

    def _on_mentions(self) -> str:
        """The ``+`` has SQLite look at the few mentions of the passage, not at the many of the place."""
        return _all(
            self.place and "exists (select 1 from place_mentions m where m.passage_id = p.id and +m.place_id = :place)",
            self.organisation
            and "exists (select 1 from organisation_mentions m where m.passage_id = p.id"
            " and +m.organisation_id = :organisation)",
            (self.since or self.until) and self._in_period(),
        )

    def _in_period(self) -> str:
        dates = _all(self.since and "m.end_date >= :since", self.until and "m.start_date <= :until")
        published = _OF_DOCUMENT.format(
            _all(self.since and "d.published >= :since", self.until and "d.published <= :until")
        )
        of_passage = "select 1 from dates m where m.passage_id = p.id and m.start_date is not null"
        return f"(exists ({of_passage} and {dates}) or (not exists ({of_passage}) and {published}))"


def _among(mentions: str, of_events: str, column: str, value: str) -> str:
    """The passages that mention something, and those that tell of an event that has it."""
    return (
        f"select passage_id from {mentions} where {column} = {value} union all select x.passage_id from {of_events} o"
        f" join event_documents x on x.event_id = o.event_id where o.{column} = {value}"
    )


def _more(connection: sqlite3.Connection, listed: str, values: Mapping[str, str | None], than: int) -> bool:
    """Whether a statement has more rows than so many."""
    [number] = connection.execute(
        f"select count(*) from (select 1 from ({listed}) limit {than + 1})", values
    ).fetchone()
    return bool(number > than)


def _all(*conditions: str | None) -> str:
    return " and ".join(condition for condition in conditions if condition) or "true"
