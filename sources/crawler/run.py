"""One crawl in one process: Scrapy's settings, its reactor, and the sum of what came of it."""

from __future__ import annotations

import asyncio
import importlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from scrapy import signals
from scrapy.crawler import CrawlerProcess

from hronika import __version__
from hronika.types import HronikaError
from sources.archive import Archive
from sources.crawler.guard import Guard, GuardedResolver
from sources.crawler.known import Known
from sources.crawler.limits import Limits
from sources.crawler.patience import Patience, Throttle
from sources.crawler.recorder import ACCEPT_ENCODING, Recorder
from sources.crawler.report import CrawlResult, Report
from sources.crawler.robots import Robots
from sources.crawler.spider import SiteSpider
from sources.crawler.state import State
from sources.registry import Source

#: Who asks, where source.toml does not say it: an address of mail or of a page.
CONTACT = "HRONIKA_CONTACT"


def run(
    source: Source,
    archive: Archive,
    known: Known,
    crawl_id: str,
    report: Callable[[Report], None],
    limits: Limits | None = None,
) -> CrawlResult:
    """See ``sources.crawler.crawl``."""
    limits = limits or Limits()
    archive.lock(wait=True)
    with _served(source) as served:
        state = State(served, archive, known, crawl_id, report, limits)
        process = CrawlerProcess(_settings(served, limits))
        crawler = process.create_crawler(SiteSpider)
        state.end = _ender(crawler, state)
        crawler.signals.connect(_closed(state), signals.spider_closed, weak=False)
        crawler.signals.connect(_fault(state), signals.spider_error, weak=False)
        begun: Any = process.crawl(crawler, state=state)
        begun.addErrback(lambda failure: setattr(state, "fatal", failure.value))
        process.start()
    if isinstance(state.fatal, OSError) and not isinstance(state.fatal, BrokenPipeError):
        raise HronikaError(
            f"the archive {archive.folder} cannot be written ({state.fatal.strerror}), so the crawl has stopped; free"
            " disk space or see to its permissions, and the same command goes on from there"
        ) from state.fatal
    if state.fatal:
        raise state.fatal
    return state.result()


def user_agent(source: Source) -> str:
    """Who asks, and how a person reaches them. Raises HronikaError where nobody has said it."""
    contact = os.environ.get(CONTACT) or source.contact
    if contact and (not contact.isprintable() or not contact.isascii() or set(contact) & set("()")):
        raise HronikaError(f"the contact {contact!r} must be one line of plain letters, without brackets")
    if not contact and not source.local:
        raise HronikaError(
            f"{source.id} would be asked without a contact. Say who asks, so that whoever runs {source.hosts[0]} can "
            f"reach you: {CONTACT}=you@example.org, or contact = ... in {source.folder / 'source.toml'}"
        )
    return f"Hronika/{__version__}" + (f" (+{contact})" if contact else "")


@contextmanager
def _served(source: Source) -> Iterator[Source]:
    """The source, served on this machine meanwhile if it names a server and nobody has said where it is."""
    if source.server is None or source.address is not None:
        yield source
        return
    with importlib.import_module(source.server).serve() as address:
        yield replace(source, address=address)


def _settings(source: Source, limits: Limits) -> dict[str, Any]:
    own = source.delay == 0
    return {
        "USER_AGENT": user_agent(source),
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "lv,en;q=0.5",
            "Accept-Encoding": ACCEPT_ENCODING,
        },
        # what may be asked, when, and what becomes of the answer; from the crawl's side to the network's
        "DOWNLOADER_MIDDLEWARES": {Guard: 20, Robots: 100, Patience: 550, Recorder: 950},
        "TWISTED_DNS_RESOLVER": GuardedResolver,
        "HRONIKA_LOCAL": source.local,
        "HRONIKA_AT": source.address,
        # a proxy of the environment would resolve names out of the guard's sight
        "HTTPPROXY_ENABLED": False,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "COOKIES_ENABLED": False,
        # redirects, packing, retries and robots.txt are this crawler's own: each answer is a capture
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "COMPRESSION_ENABLED": False,
        "RETRY_ENABLED": False,
        "HTTPERROR_ALLOW_ALL": True,
        "REFERER_ENABLED": False,
        "DOWNLOAD_DELAY": source.delay,
        "DOWNLOAD_DELAY_JITTER": 0,  # whoever says who it is need not hide its rhythm
        "CONCURRENT_REQUESTS": 8,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 4 if own else 2,
        "EXTENSIONS": {"scrapy.extensions.throttle.AutoThrottle": None, Throttle: 0},
        "AUTOTHROTTLE_ENABLED": not own,
        "AUTOTHROTTLE_START_DELAY": source.delay,
        "DOWNLOAD_TIMEOUT": limits.answer_seconds,
        "DOWNLOAD_MAXSIZE": 0,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": False,
        "MEMUSAGE_LIMIT_MB": limits.memory_megabytes,
        # breadth first, so that a trap costs no more than its share
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
        "URLLENGTH_LIMIT": limits.address_length,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
    }


def _ender(crawler: Any, state: State) -> Callable[[str], None]:
    closing: list[asyncio.Future[None]] = []

    def end(reason: str) -> None:
        state.ended_by = state.ended_by or reason
        if reason == "fault":
            _stop_reactor()
        else:
            closing.append(asyncio.ensure_future(crawler.engine.close_spider_async(reason=reason)))

    return end


def _stop_reactor() -> None:
    from twisted.internet import reactor

    running: Any = reactor
    running.callLater(0, running.stop)


def _closed(state: State) -> Callable[..., None]:
    def closed(reason: str) -> None:
        if reason == "memusage_exceeded":
            state.cut(f"the crawl ended at {state.limits.memory_megabytes:,} MB of memory", state.source.id)
            state.ended_by = "limit"
        elif reason not in ("finished", "limit"):
            state.ended_by = state.ended_by or "stopped"

    return closed


def _fault(state: State) -> Callable[..., None]:
    """A fault of ours in reading an answer: on record with the page that showed it, like any failure."""

    def fault(failure: Any, response: Any) -> None:
        state.fail(response.url, "fault", f"{response.url}: {failure.type.__name__}: {failure.value}", response.status)

    return fault
