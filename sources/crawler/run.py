"""One crawl in one process."""

from __future__ import annotations

from collections.abc import Callable

from sources.archive import Archive
from sources.crawler.known import Known
from sources.crawler.report import CrawlResult, Report
from sources.registry import Source


def run(source: Source, archive: Archive, known: Known, crawl_id: str, report: Callable[[Report], None]) -> CrawlResult:
    """See ``sources.crawler.crawl``."""
    raise NotImplementedError("the crawler is being built")
