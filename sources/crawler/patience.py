"""Waits as a guest does: asks again after failures, each time later; heeds Retry-After; slows down with the server.

Nothing is waited for without an end: tries are counted, and a server that wants to be left alone for longer than
``Limits.longest_wait`` is left alone.
"""

from __future__ import annotations

import asyncio
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost

from sources.crawler.guard import RefusedError, refused_address
from sources.crawler.recorder import PASSING, EndedError
from sources.crawler.state import state_of

if TYPE_CHECKING:
    from typing import Self

#: No answer, which may be over in a moment.
PASSING_ERRORS = (
    CannotResolveHostError, DownloadConnectionRefusedError, DownloadFailedError, DownloadTimeoutError,
    ResponseDataLossError, ConnectError, ConnectionDone, ConnectionLost, OSError,
)  # fmt: skip
_IN_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (CannotResolveHostError, "its host is not known; the network may be down"),
    (DownloadConnectionRefusedError, "its server takes no connections"),
    (DownloadTimeoutError, "it did not answer in time"),
)
_SLICE = 0.5  # seconds of waiting after which to look whether the crawl still goes on


class Patience:
    """Downloader middleware: tries again, and waits before it does."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._limits = state_of(crawler).limits
        self._closed_until: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait until the address may be asked again, and its host at all."""
        host = urlsplit(request.url).netloc
        while (left := max(self._closed_until.get(host, 0), request.meta.get("not_before", 0)) - time.monotonic()) > 0:
            if not self._crawler.crawling:
                raise EndedError("the crawl was stopped")
            await asyncio.sleep(min(left, _SLICE))

    def process_response(self, request: Request, response: Response) -> Response | Request:
        broken = "dataloss" in response.flags
        if response.status not in PASSING and not broken:
            return response
        wait = _retry_after(response)
        if wait > self._limits.longest_wait:
            return response
        if wait:
            self._closed_until[urlsplit(request.url).netloc] = time.monotonic() + wait
        return self._again(request) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        if isinstance(exception, CannotResolveHostError) and (address := refused_address(request.url)):
            raise RefusedError(f"its host leads to {address}, which is a private or local address")
        return self._again(request) if isinstance(exception, PASSING_ERRORS) else None

    def _again(self, request: Request) -> Request | None:
        tries = request.meta.get("tries", 0) + 1
        if tries > self._limits.retries:
            return None
        again = request.replace(dont_filter=True)
        again.meta["tries"] = tries
        again.meta["not_before"] = time.monotonic() + self._limits.backoff * 2 ** (tries - 1)
        return again


def in_words(error: BaseException | None) -> str:
    """Why no answer came, for a person: the reason beneath what Scrapy and Twisted wrap around it."""
    if isinstance(error, IgnoreRequest):
        return str(error)
    for kind, words in _IN_WORDS:
        if isinstance(error, kind):
            return words
    beneath = getattr(error and error.__cause__, "reasons", None)
    said = beneath[0].getErrorMessage() if beneath else str(error)
    if "certificate verify failed" in said or "VerificationError" in said:
        return f"its certificate is not to be trusted: {said}"
    return f"{type(error).__name__}: {said}".rstrip(": ")


def _retry_after(response: Response) -> float:
    """Seconds for which the server asks to be left alone; 0 where it does not."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return 0.0


class Throttle(AutoThrottle):
    """Scrapy's throttle, which waits longer the slower the server is, and never less than its robots.txt asks for."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        crawler.signals.connect(self._robots_parsed, signals.robots_parsed)

    def _robots_parsed(self, robotparser: Any, request: Request) -> None:
        asked = min(robotparser.crawl_delay, self._max_delay())
        self.mindelay = max(self.mindelay, asked)
        downloader = self.crawler.engine.downloader
        downloader._delay = max(downloader._delay, asked)
        for slot in downloader.slots.values():
            slot.delay = max(slot.delay, asked)
