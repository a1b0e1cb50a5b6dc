"""What a crawl tells while it runs, and what it says at the end. Plain and small: it goes between processes."""

from __future__ import annotations

from dataclasses import dataclass

from sources.archive import ArchivedCapture


@dataclass(frozen=True)
class Report:
    """An answer that was archived, or an address that was given up.

    Of an answer, ``archived`` says where it lies; of a failure, ``error`` and ``message`` say what happened, once the
    last try is over. Failures count as not fetched, never as removed; what is gone answers 404 or 410.
    """

    url: str
    status: int | None = None  #: None where no answer came
    bytes: int = 0  #: of the body as received; as unpacked, where it comes from the archive
    archived: ArchivedCapture | None = None
    fetched: bool = True  #: False: taken from the archive, where this very crawl had put it before it was interrupted
    error: str | None = None  #: one of ``ERRORS``
    message: str | None = None  #: what happened and what to do, for a person


#: Kinds of failures. no-answer: none in time, or none at all; server-error: the last try was answered with 5xx or 429;
#: denied: any other 4xx but 404 and 410; cut-off: the answer met a limit or broke off; robots: robots.txt forbids it,
#: or could not be fetched; refused: the guard does; redirect: a chain too long, in a circle, or off the source;
#: sitemap: it cannot be read; fault: of the crawler itself.
ERRORS = ("no-answer", "server-error", "denied", "cut-off", "robots", "refused", "redirect", "sitemap", "fault")


@dataclass(frozen=True)
class CrawlResult:
    """The sum of a crawl; robots.txt and sitemaps count among ``fetched`` and ``bytes`` only."""

    documents: int = 0  #: pages and attachments that were answered with 2xx or 304, from the archive included
    fetched: int = 0  #: answers that came over the network, whatever their status
    from_archive: int = 0  #: answers that this crawl had before it was interrupted
    not_modified: int = 0  #: of the documents: confirmed with 304
    failed: int = 0  #: addresses without a usable answer
    gone: int = 0  #: addresses answered with 404 or 410
    forbidden: int = 0  #: addresses that robots.txt keeps us from; no failures
    bytes: int = 0  #: bodies as received over the network
    seconds: float = 0.0
    limits: tuple[str, ...] = ()  #: which limits ended or cut the crawl, in words
    finished: bool = True  #: False where it was stopped before its end
