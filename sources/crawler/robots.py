"""Obeys robots.txt as RFC 9309 has it.

A site without one (4xx) may be crawled; a site whose robots.txt cannot be had for the moment (5xx, no answer) may not,
since nobody knows what it forbids.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from sources.crawler.guard import objection
from sources.crawler.patience import in_words
from sources.crawler.recorder import EndedError, location
from sources.crawler.state import State, state_of

if TYPE_CHECKING:
    from typing import Self

_FIRST = 10_000  # before any page


class ForbiddenError(IgnoreRequest):
    """robots.txt keeps us from a page; the message says how."""


class Rules:
    """What a robots.txt says to us; ``unknown`` is why it could not be had."""

    def __init__(self, text: str = "", agent: str = "", unknown: str | None = None) -> None:
        self._parsed = Protego.parse(text)
        self._agent = agent
        self._unknown = unknown
        delay = self._parsed.crawl_delay(agent)
        self.crawl_delay = float(delay) if delay else 0.0  #: seconds between two requests
        self.sitemaps = list(self._parsed.sitemaps)

    def forbids(self, url: str) -> str | None:
        """Why ``url`` may not be asked for; None if it may."""
        if self._unknown:
            return self._unknown
        return None if self._parsed.can_fetch(url, self._agent) else "robots.txt forbids it"


class Robots:
    """Downloader middleware that asks each host for its robots.txt before anything else."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._state: State = state_of(crawler)
        self._agent: str = crawler.settings["USER_AGENT"]
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("robots"):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._fetch(f"{origin}/robots.txt"))
        rules = await self._rules[origin]
        if reason := rules.forbids(request.url):
            raise ForbiddenError(reason)

    async def _fetch(self, url: str) -> Rules:
        rules = await self._answer(url)
        await self._crawler.signals.send_catch_log_async(signals.robots_parsed, robotparser=rules, request=Request(url))
        return rules

    async def _answer(self, url: str) -> Rules:
        """The rules at ``url``, over as many redirects as the RFC asks to follow."""
        first = url
        for _ in range(self._state.limits.robots_redirects + 1):
            request = Request(url, callback=NO_CALLBACK, priority=_FIRST, dont_filter=True, meta={"robots": True})
            try:
                response = await self._crawler.engine.download_async(request)
            except EndedError:
                return Rules(unknown="the crawl has ended")
            except Exception as error:
                return self._unknown(first, in_words(error))
            if 300 <= response.status < 400 and response.status != 304:
                target = location(response)
                if target is None or objection(self._state.source, target):
                    return Rules()
                url = target
            else:
                return self._read(first, response)
        return Rules()

    def _read(self, url: str, response: Response) -> Rules:
        if response.status >= 500 or response.status == 429:
            return self._unknown(url, f"it answers {response.status}")
        if response.status >= 400:
            return Rules()
        text = response.body[: self._state.limits.robots_bytes].decode("utf-8", "replace")
        return Rules(text, self._agent)

    def _unknown(self, url: str, why: str) -> Rules:
        self._state.fail(url, "no-answer", f"{url} could not be fetched ({why}), so nothing of its host is asked for")
        return Rules(unknown=f"its robots.txt could not be fetched ({why}); try again later")
