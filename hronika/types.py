"""The plain types that pass between the rooms: Capture, Document, Block, Link, Mention, Event.

Everything here is frozen and has no behaviour beyond properties. ``sources`` makes captures and
documents, ``pipeline`` makes mentions and events of them, ``db`` keeps all of it. Offsets count
characters of ``Document.text``, end exclusive; dates are ISO ``YYYY-MM-DD``.
"""

from __future__ import annotations

from dataclasses import dataclass, field


class HronikaError(Exception):
    """Something a person must hear about; the message says what happened and what to do next."""


class UnreadableError(HronikaError):
    """Bytes that no reader of a file format can turn into a document (empty, truncated, encrypted, binary)."""


#: Beginnings of media types that no prose comes in.
_NO_PROSE = (
    "image/", "audio/", "video/", "font/", "text/css", "text/javascript", "application/javascript", "application/json",
    "application/font", "application/x-font", "application/ld+json", "application/x-javascript",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Capture:
    """The bytes of one page or file as they were received, before anything read them."""

    origin: str  #: where the bytes came from: relative file name, address, or archive file and record
    body: bytes = field(repr=False)
    sha256: str  #: hexadecimal digest of ``body``
    fetched: str  #: UTC, ``YYYY-MM-DDTHH:MM:SSZ``; a fraction of the second tells captures of one second apart
    source_id: str = "files"
    url: str | None = None  #: where it is published, if the source knows
    status: int | None = None  #: HTTP status; None for a file; 304 confirms an earlier capture, whose body it has
    media_type: str | None = None  #: as the server declared it; readers decide by content
    etag: str | None = None
    last_modified: str | None = None
    location: str | None = None  #: where a redirect leads, absolute
    crawl_id: str | None = None  #: the crawl that fetched it
    truncated: str | None = None  #: why ``body`` is not whole: ``length``, ``time`` or ``disconnect``

    @property
    def role(self) -> str:
        """What the answer tells of its address.

        ``document``: something to read; ``confirmed``: an earlier capture still holds; ``redirect``; ``missing``: the
        page is not there (404, 410); ``error``: the server could not or would not say, or not to its end; ``service``:
        what serves sites and browsers (robots.txt, sitemaps, pictures, scripts).
        """
        if self.truncated:
            return "error"
        if self.status is None:
            return "document"
        if self.status == 304:
            return "confirmed"
        if self.status in (404, 410):
            return "missing"
        if 300 <= self.status < 400:
            return "redirect"
        if not 200 <= self.status < 300:
            return "error"
        return "service" if self._serves() else "document"

    def _serves(self) -> bool:
        path = (self.url or "").split("?")[0].split("#")[0]
        media = (self.media_type or "").split(";")[0].strip().lower()
        if path.endswith("/robots.txt") or path.endswith(".xml.gz") or media.startswith(_NO_PROSE):
            return True
        return media.endswith("xml") and b"<html" not in self.body[:4096].lower()


@dataclass(frozen=True)
class Block:
    """One piece of a document in reading order.

    ``kind`` is ``heading``, ``slide_title``, ``paragraph``, ``list_item`` or ``table_row``.
    ``document.text[start:end] == text``. ``page`` counts from 1 (None where there are no pages). ``language`` is an
    ISO 639-1 code, None where the words do not tell. ``repeats``: it is part of a run of blocks that stood in the
    document before, word for word.
    """

    kind: str
    text: str
    start: int
    end: int
    page: int | None = None
    language: str | None = None
    repeats: bool = False


@dataclass(frozen=True)
class Link:
    """A reference out of a document; ``kind`` is ``attachment`` (a file to download) or ``reference``."""

    url: str  #: absolute
    text: str
    kind: str


@dataclass(frozen=True, eq=False)
class Document:
    """What a format reader made of a capture: ordered blocks, and their texts joined by one line feed each.

    ``text`` is NFC, without soft hyphens or zero-width characters, with plain spaces only.
    Compared and hashed by identity, so that readers may cache their work on it.
    """

    origin: str
    kind: str  #: html, pdf, pptx, docx, odp, odt, zip or text
    text: str = field(repr=False)
    blocks: tuple[Block, ...] = field(repr=False)
    url: str | None = None  #: canonical
    title: str | None = None
    language: str | None = None  #: ISO 639-1
    published: str | None = None  #: ISO day the page says it was published
    pages: int | None = None
    links: tuple[Link, ...] = ()
    notices: tuple[str, ...] = ()  #: sentences for a person: what of the file was not read, and what to do about it
    ocr_pages: tuple[int, ...] = ()  #: pages whose text OCR saw in a picture: letters of it may be wrong


@dataclass(frozen=True)
class Mention:
    """A span of a document that says something; the subclasses add the value that was read.

    ``rule`` names the rule that fired (stable, lower case, dashes), ``confidence`` is 0 to 1.
    """

    start: int
    end: int
    text: str
    rule: str
    confidence: float


@dataclass(frozen=True)
class DateMention(Mention):
    """A date or a range. ``end_date`` is inclusive; ``precision`` is ``day``, ``month`` or ``year``."""

    start_date: str
    end_date: str
    precision: str
    approximate: bool = False


@dataclass(frozen=True)
class CountMention(Mention):
    """A number that counts something.

    ``unit`` is the counted noun in the nominative singular, ``%`` or ``eiro``, and empty where the text leaves it out
    and nothing tells it; ``what`` is the whole phrase in the nominative. ``qualifier``: exact, approx, at_least,
    more_than, at_most, less_than. ``kind``: people, organisations, places, events, money, share, duration, other.
    ``part_of`` is the ``start`` offset of the count whose total this one is a part of.
    """

    value: float
    unit: str
    what: str
    kind: str
    qualifier: str = "exact"
    value_max: float | None = None
    part_of: int | None = None


@dataclass(frozen=True)
class PlaceMention(Mention):
    """A place of the gazetteer; ``place_id`` is its row there. ``locative``: the form says where something is."""

    place_id: str
    name: str
    locative: bool = False


@dataclass(frozen=True)
class OrganisationMention(Mention):
    """An organisation by its full nominative name; ``organisation_id`` is its row of the authority list, if any.

    ``parent`` names the body that a department or agency stands under in the text.
    """

    name: str
    organisation_id: str | None = None
    kind: str | None = None
    acronym: str | None = None
    parent: str | None = None


@dataclass(frozen=True)
class PersonMention(Mention):
    """A person's name in the nominative, with the role and the organisation that the text gives, if any."""

    name: str
    role: str | None = None
    organisation: str | None = None  #: full name, as its own mention in the document has it


@dataclass(frozen=True)
class ProjectMention(Mention):
    """A project by its name, with what the text says of it; ``series_number`` is 4 for „Platforma IV”."""

    name: str
    agreement: str | None = None
    programme: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    series_number: int | None = None


@dataclass(frozen=True)
class Event:
    """One event as one document tells it; ``quote`` is ``document.text[start:end]``, the evidence.

    ``kind``: meeting, workshop, seminar, conference, visit, training, discussion, course, camp,
    commemoration, exhibition, other. ``status``: held, planned, cancelled. ``organisations`` pairs names with a role.
    """

    start: int
    end: int
    quote: str
    name: str
    kind: str
    start_date: str
    end_date: str
    precision: str
    confidence: float
    status: str = "held"
    online: bool = False
    place_ids: tuple[str, ...] = ()
    organisations: tuple[tuple[str, str], ...] = ()  #: (name, role); role organiser, participant or mentioned
    people: tuple[tuple[str, str | None], ...] = ()  #: (name, role)
    counts: tuple[int, ...] = ()  #: ``start`` offsets of the counts that tell who came
    project: str | None = None
    participants: int | None = None


@dataclass(frozen=True)
class Reading:
    """All that one document says, as the pipeline read it; mentions are in the order of their offsets."""

    document: Document
    dates: tuple[DateMention, ...] = ()
    counts: tuple[CountMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    organisations: tuple[OrganisationMention, ...] = ()
    people: tuple[PersonMention, ...] = ()
    projects: tuple[ProjectMention, ...] = ()
    events: tuple[Event, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Finding:
    """Something that does not add up. ``evidence`` holds the quotes; the message is English, and Latvian beside it."""

    kind: str
    message: str
    evidence: tuple[str, ...]
    start: int | None = None
    message_lv: str | None = None
