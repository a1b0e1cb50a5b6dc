"""What the parts of a crawl share: what it is of, where its answers go, and what has come of it so far."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from sources.archive import Archive, ArchivedCapture
from sources.crawler.known import Known
from sources.crawler.limits import Limits
from sources.crawler.report import CrawlResult, Report
from sources.registry import Source

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from sources.crawler.spider import SiteSpider


@dataclass
class State:
    """A crawl under way."""

    source: Source
    archive: Archive
    known: Known
    crawl_id: str
    tell: Callable[[Report], None]
    limits: Limits
    asked: int = 0  #: addresses, robots.txt and sitemaps included
    bytes: int = 0
    fetched: int = 0
    from_archive: int = 0
    documents: set[str] = field(default_factory=set)
    not_modified: int = 0
    gone: int = 0
    failed: set[str] = field(default_factory=set)
    forbidden: int = 0
    bodies: dict[str, ArchivedCapture] = field(default_factory=dict)  #: written by this process, by digest
    fatal: BaseException | None = None  #: what ended the crawl at once: without archive or listener it may not go on
    ended_by: str | None = None  #: why it ended before everything was asked: ``limit``, ``stopped`` or ``fault``
    end: Callable[[str], None] = lambda reason: None  #: ends the crawl, what is under way excepted
    _cuts: dict[str, tuple[int, str]] = field(default_factory=dict)
    _began: float = field(default_factory=time.monotonic)

    def report(self, report: Report) -> None:
        """Count and tell; where nobody listens any more, the crawl ends."""
        if report.error == "robots":
            self.forbidden += 1
        elif report.error:
            self.failed.add(report.url)
        if report.archived:
            self.fetched += report.fetched
            self.from_archive += not report.fetched
            self.bytes += report.bytes if report.fetched else 0
        try:
            self.tell(report)
        except Exception as error:
            self.abort(error)

    def fail(self, url: str, error: str, message: str, status: int | None = None) -> None:
        self.report(Report(url, status, error=error, message=message))

    def cut(self, what: str, example: str) -> None:
        """Note that a limit left something out; ``what`` is said once, with how often and the first example."""
        count, first = self._cuts.get(what, (0, example))
        self._cuts[what] = (count + 1, first)

    def abort(self, error: BaseException) -> None:
        """End the crawl at once: nobody keeps its answers, or nobody hears of them."""
        self.fatal = self.fatal or error
        self.end("fault")

    def result(self) -> CrawlResult:
        return CrawlResult(
            documents=len(self.documents),
            fetched=self.fetched,
            from_archive=self.from_archive,
            not_modified=self.not_modified,
            failed=len(self.failed),
            gone=self.gone,
            forbidden=self.forbidden,
            bytes=self.bytes,
            seconds=round(time.monotonic() - self._began, 2),
            limits=tuple(f"{what} ({count}, the first: {first})" for what, (count, first) in self._cuts.items()),
            finished=self.ended_by in (None, "limit"),
        )


def state_of(crawler: Crawler) -> State:
    """The state of the crawl that a Scrapy component works for."""
    return cast("SiteSpider", crawler.spider).state
