"""Crawls a source: asks politely for its pages and files, and writes every answer to the archive before reading it.

Scrapy does the asking. Its reactor runs once in a process, so ``crawl`` is called in a process of its own; that
process may be killed at any moment. The state of a crawl is its archive: begun again under the same ``crawl_id``, it
takes what it has fetched already from there.
"""

from __future__ import annotations

from collections.abc import Callable

from sources.archive import Archive
from sources.crawler.known import Known, KnownCapture, Nothing
from sources.crawler.report import ERRORS, CrawlResult, Report
from sources.registry import Source

__all__ = ["ERRORS", "CrawlResult", "Known", "KnownCapture", "Nothing", "Report", "crawl"]


def crawl(
    source: Source, archive: Archive, known: Known, crawl_id: str, report: Callable[[Report], None]
) -> CrawlResult:
    """Fetch the source's pages and attachments into ``archive``, telling ``report`` of each as soon as it is written.

    Runs once in a process. Raises HronikaError where the crawl cannot begin; whatever goes wrong with one address is
    reported, and the crawl goes on. A crawl whose result has no ``documents`` has failed.
    """
    from sources.crawler.run import run

    return run(source, archive, known, crawl_id, report)
