"""Lists of events for other programs: calendars (iCalendar), feed readers (Atom), maps, spreadsheets and scripts.

Nothing is made more exact than the sources are. In a calendar an event of which only the month or the year is known
lies on all the days of that month or year, and its title says so; its days do not show as busy. All text is cleaned of
characters that XML and iCalendar do not allow, and escaped by the libraries that write them.
"""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import escape
from typing import Any

from feedgen.feed import FeedGenerator
from icalendar import vText
from icalendar.parser import Contentline

from db.export.about import About
from db.export.cells import harmless
from db.export.geojson import collection, feature
from db.export.stories import Row, Story
from web import i18n
from web.event_list import Listed
from web.i18n import gettext as _
from web.words import when_en, when_lv

#: What no text of XML 1.0 may hold; iCalendar allows still less of it.
_FORBIDDEN = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STATUS = {"held": "CONFIRMED", "planned": "TENTATIVE", "cancelled": "CANCELLED"}
#: Where the identifiers of feeds and their entries are, wherever the site is.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:hronika:events")
_COLUMNS = (
    "id", "name", "kind", "status", "start_date", "end_date", "precision", "online", "participants", "organiser",
    "project", "summary", "confidence",
)  # fmt: skip


@dataclass(frozen=True)
class Feed:
    """Some events and what is to be said of them together; addresses are absolute."""

    listed: Listed
    about: About
    address: str  #: of the feed itself
    home: str
    rows: Callable[[Row, str], str]  #: for a row, and a table of its chronicle, what an identifier follows in addresses
    query: str = ""  #: what was asked for, as a query string

    def page(self, story: Story) -> str:
        return f"{self.rows(story.event, 'events')}{story.event['id']}"

    @property
    def stories(self) -> list[Story]:
        return self.listed.stories

    @property
    def title(self) -> str:
        return f"Hronika: {_('Events').lower()}" if self.query else "Hronika"

    @property
    def note(self) -> str:
        """What the feed says of itself, for forms that have a place for one text only."""
        cut = _("There are more events than a feed may hold; hronika export has them all.")
        facts = (
            f"Hronika {self.about.version}, {self.about.updated}",
            f"{self.about.licence}, {self.about.licence_url}",
        )
        return " · ".join([*facts, *([cut] if self.listed.total > len(self.stories) else [])])


def icalendar(feed: Feed) -> bytes:
    """RFC 5545; all-day entries, whose end is the day after the last.

    The library escapes and folds; its objects for the values would take most of the time that a thousand events take.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        _text("PRODID", f"-//Hronika//Hronika {feed.about.version}//{i18n.language().upper()}"),
        _text("X-WR-CALNAME", feed.title),
        _text("X-WR-CALDESC", feed.note),
    ]
    for story in feed.stories:
        lines += ["BEGIN:VEVENT", *_entry(feed, story), "END:VEVENT"]
    folded = (Contentline(line).to_ical() for line in [*lines, "END:VCALENDAR"])  # type: ignore[no-untyped-call]
    return b"".join(line + b"\r\n" for line in folded)


def _text(name: str, text: str) -> str:
    return f"{name}:{vText(clean(text)).to_ical().decode()}"


def _entry(feed: Feed, story: Story) -> Iterator[str]:
    event, modified = story.event, f"{_moment(story.modified):%Y%m%dT%H%M%SZ}"
    yield _text("UID", f"{event['id']}@hronika")
    yield f"DTSTAMP:{modified}"
    yield f"LAST-MODIFIED:{modified}"
    yield f"SEQUENCE:{story.revision}"
    yield f"DTSTART;VALUE=DATE:{_day(event['start_date'])}"
    yield f"DTEND;VALUE=DATE:{_day(event['end_date'], after=1)}"
    yield _text("SUMMARY", _summary(event))
    yield _text("DESCRIPTION", _description(feed, story))
    yield f"STATUS:{_STATUS[event['status']]}"
    yield _text("CATEGORIES", event["kind"])
    yield "TRANSP:TRANSPARENT"
    yield f"URL:{clean(feed.page(story))}"
    if story.places:
        yield _text("LOCATION", ", ".join(place["name"] for place in story.places))
    if len(story.places) == 1 and story.places[0]["latitude"] is not None:
        yield f"GEO:{story.places[0]['latitude']};{story.places[0]['longitude']}"


def _day(text: str, after: int = 0) -> str:
    return (date.fromisoformat(text) + timedelta(days=after)).isoformat().replace("-", "")


def _summary(event: Row) -> str:
    """Its name; where the day is not known also what is."""
    unknown = {"month": _("the day is not known"), "year": _("day and month are not known")}.get(event["precision"])
    return f"{event['name']} ({when(event)}; {unknown})" if unknown else str(event["name"])


def _description(feed: Feed, story: Story) -> str:
    """When it was, who held it, and the quotes with the documents that they stand in."""
    held = ", ".join(one["name"] for one in story.organisations if one["role"] == "organiser")
    quotes = [f"„{row['quote']}” – {row['title']}, {_document(feed, row)}" for row in story.evidence]
    return "\n\n".join([when(story.event), *([f"{_('Held by')}: {held}"] if held else []), *quotes])


def atom(feed: Feed) -> bytes:
    """RFC 4287; an entry was updated when the newest text that tells of the event was captured."""
    made = FeedGenerator()
    made.id(f"urn:uuid:{uuid.uuid5(_NAMESPACE, f'?{feed.query}')}")
    made.title(feed.title)
    made.subtitle(clean(feed.note))
    made.updated(_moment(max((story.modified for story in feed.stories), default=feed.about.updated)))
    made.author(name=clean(feed.about.source))
    made.rights(clean(f"{feed.about.licence} ({feed.about.licence_url})"))
    made.generator("Hronika", version=feed.about.version)
    made.language(i18n.language())
    made.link(href=clean(feed.address), rel="self", type="application/atom+xml")
    made.link(href=feed.home, rel="alternate", type="text/html")
    for story in feed.stories:
        entry = made.add_entry(order="append")
        entry.id(f"urn:uuid:{uuid.uuid5(_NAMESPACE, story.event['id'])}")
        entry.title(clean(f"{_summary(story.event)}"))
        entry.updated(_moment(story.modified))
        entry.link(href=feed.page(story), rel="alternate", type="text/html")
        entry.category(term=story.event["kind"])
        entry.content(clean(_content(feed, story)), type="html")
    return bytes(made.atom_str())


def _content(feed: Feed, story: Story) -> str:
    """When and where, and the quotes: HTML in which all text is escaped."""
    where = ", ".join(place["name"] for place in story.places)
    quotes = "".join(
        f'<blockquote lang="lv"><p>{escape(row["quote"])}</p></blockquote>'
        f'<p>– <a href="{escape(_document(feed, row))}">{escape(row["title"])}</a></p>'
        for row in story.evidence
    )
    return f"<p>{escape(when(story.event))}{escape(f'. {where}' if where else '')}</p>{quotes}"


def geojson(feed: Feed) -> bytes:
    """RFC 7946, with the address of each event's page."""
    features = [feature(story, page=feed.page(story)) for story in feed.stories]
    return _json(collection(features, **feed.about.facts(), **_counted(feed)))


def as_json(feed: Feed) -> bytes:
    """The events as objects, with their places, organisations, people and quotes."""
    events = [_object(feed, story) for story in feed.stories]
    return _json({**feed.about.facts(), **_counted(feed), "events": events})


def _counted(feed: Feed) -> dict[str, Any]:
    """How many events there are: at least so many where they are not ``complete``."""
    return {"total": feed.listed.total, "complete": feed.listed.complete}


def as_csv(feed: Feed) -> bytes:
    """The events as a table for spreadsheets, in which no cell is a formula; several places stand in one cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*_COLUMNS, "places", "quotes", "documents", "page"])
    for story in feed.stories:
        quotes = _lines(row["quote"] for row in story.evidence)
        told = [_lines(place["name"] for place in story.places), quotes, _lines(_sources(story)), feed.page(story)]
        writer.writerow([harmless(value) for value in [*(story.event[name] for name in _COLUMNS), *told]])
    return out.getvalue().encode()


def _object(feed: Feed, story: Story) -> dict[str, Any]:
    quotes = ("quote", "document_id", "title", "url", "published", "fetched", "sha256")
    return {name: story.event[name] for name in _COLUMNS} | {
        "places": [{name: row[name] for name in ("id", "name", "latitude", "longitude")} for row in story.places],
        "organisations": [{name: row[name] for name in ("id", "name", "role")} for row in story.organisations],
        "people": [{name: row[name] for name in ("id", "name", "role")} for row in story.people],
        "quotes": [{name: row[name] for name in quotes} for row in story.evidence],
        "page": feed.page(story),
    }


def when(event: Row) -> str:
    """When it was, in words."""
    words = when_lv if i18n.language() == "lv" else when_en
    return words(event["start_date"], event["end_date"], event["precision"])


def clean(text: str) -> str:
    """A text without the characters that feeds may not hold."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _document(feed: Feed, row: Row) -> str:
    """Where a quote can be read: on the page of its document here, which stays when the original is gone."""
    return f"{feed.rows(row, 'documents')}{row['document_id']}"


def _sources(story: Story) -> list[str]:
    return sorted({row["url"] for row in story.evidence if row["url"]})


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)


def _moment(text: str) -> datetime:
    """A moment of the database, UTC, to the second; long ago where there is none."""
    return (
        datetime.fromisoformat(text).astimezone(UTC).replace(microsecond=0)
        if text
        else datetime(1970, 1, 1, tzinfo=UTC)
    )


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
