"""Decides what is asked for: start pages and site maps, then what they lead to, then what is known from before."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlsplit

from scrapy import Request, Spider, signals
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from hronika.types import Capture, UnreadableError
from sources.crawler.addresses import SitemapError, Traps, address, is_document, links, sitemap
from sources.crawler.guard import RefusedError, objection
from sources.crawler.patience import PASSING_ERRORS, in_words
from sources.crawler.recorder import PASSING, EndedError, location
from sources.crawler.robots import ForbiddenError
from sources.crawler.state import State
from sources.formats.sniff import sniff
from sources.links import link_kind

if TYPE_CHECKING:
    from typing import Self

_LAST = -1_000_000  # priority of what is asked when nothing else is left
_FIRST = 1_000
_GONE = frozenset({404, 410})
_NOT_MODIFIED = 304


class SiteSpider(Spider):
    """Follows one source."""

    name = "hronika"

    def __init__(self, state: State, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.state = state
        self._traps = Traps(state.limits)
        self._seen: set[str] = set()
        self._read: set[str] = set()  # digests of bodies whose links were followed
        self._sitemaps: set[str] = set()
        self._asked_known = False

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.ask_known, signals.spider_idle)
        crawler.signals.connect(spider.ask_sitemaps, signals.robots_parsed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        for url in self.state.source.start:
            yield self._page(url, 0)
        for url in self.state.source.sitemap:
            for request in self._sitemap(url, 0):
                yield request

    def ask_sitemaps(self, robotparser: Any, request: Request) -> None:
        """The site maps that a robots.txt names."""
        for url in robotparser.sitemaps:
            for found in self._sitemap(address(url, request.url), 0):
                self.crawler.engine.crawl(found)

    def ask_known(self) -> None:
        """When all is done, ask for known documents that nothing led to: such a page may live on, or be gone."""
        if self._asked_known or self.state.ended_by:
            return
        self._asked_known = True
        source = self.state.source
        known = {urldefrag(each).url for each in self.state.known.addresses(source.id)}
        left = [url for url in sorted(known - self._seen - self._sitemaps) if self._may_ask(url)]
        for url in left:
            self.crawler.engine.crawl(self._page(url, 0, priority=_LAST, last=True))
        if left:
            raise DontCloseSpider

    def parse(self, response: Response) -> Iterator[Request]:
        """An answer to a question for a page or an attachment."""
        capture: Capture = response.meta["capture"]
        url, status = _url(response), response.status
        if problem := response.meta.get("problem"):
            self._cut_off(url, problem, status)
        elif 300 <= status < 400 and status != _NOT_MODIFIED:
            yield from self._redirect(response)
        elif status in PASSING or status >= 500:
            self.state.fail(url, "server-error", f"{url} answers {status}; it is asked again in the next crawl", status)
        elif status in _GONE:
            self.state.gone += 1
        elif status >= 400 or (status == _NOT_MODIFIED and not response.body):  # of what, nobody knows
            self.state.fail(url, "denied", f"{url} answers {status}; open it in a browser to see why", status)
        else:
            self.state.documents.add(url)
            self.state.not_modified += status == _NOT_MODIFIED
            yield from self._follow(response, capture)

    def parse_sitemap(self, response: Response, level: int) -> Iterator[Request]:
        """An answer to a question for a site map."""
        url = _url(response)
        if 300 <= response.status < 400 and response.status != _NOT_MODIFIED:
            yield from self._sitemap(location(response), level + 1)
            return
        if response.status in _GONE:
            return
        if problem := response.meta.get("problem"):
            self._cut_off(url, problem, response.status)
            return
        if response.status >= 400:
            self.state.fail(url, "sitemap", f"the site map {url} answers {response.status}", response.status)
            return
        try:
            index, found, cut = sitemap(response.body, self.state.limits)
        except SitemapError as error:
            self.state.fail(url, "sitemap", f"the site map {url} cannot be used: {error}", response.status)
            return
        if cut:
            self.state.cut("site maps were read up to a limit or a damaged place", url)
        for target in filter(None, (address(each, url) for each in found)):
            yield from self._sitemap(target, level + 1) if index else self._lead(target, 0)

    def failed(self, failure: Failure) -> None:
        """A question that got no answer."""
        url, error = failure.request.url, failure.value  # type: ignore[attr-defined]
        if isinstance(error, EndedError):
            return
        if isinstance(error, RefusedError):
            self.state.fail(url, "refused", f"{url} was not asked for: {error}")
        elif isinstance(error, ForbiddenError):
            self.state.fail(url, "robots", f"{url} was not asked for: {error}")
        else:
            kind = "no-answer" if isinstance(error, PASSING_ERRORS) else "fault"
            self.state.fail(url, kind, f"{url} gave no answer ({in_words(error)}); it is asked again in the next crawl")

    def _cut_off(self, url: str, problem: str, status: int) -> None:
        self.state.fail(url, "cut-off", f"{url}: {problem}; what came of it is kept, and not read", status)

    def _page(
        self, url: str, clicks: int, chain: tuple[str, ...] = (), last: bool = False, priority: int = 0
    ) -> Request:
        self._seen.add(url)
        meta = {"clicks": clicks, "chain": chain, "last": last}
        return Request(url, self.parse, errback=self.failed, priority=priority or -clicks, meta=meta)

    def _sitemap(self, url: str | None, level: int) -> Iterator[Request]:
        limits = self.state.limits
        if url is None or url in self._sitemaps or objection(self.state.source, url):
            return
        if level > limits.sitemap_levels or len(self._sitemaps) >= limits.sitemaps:
            self.state.cut(f"no more than {limits.sitemaps} site maps, {limits.sitemap_levels} deep, were read", url)
            return
        self._sitemaps.add(url)
        yield Request(
            url, self.parse_sitemap, errback=self.failed, priority=_FIRST, cb_kwargs={"level": level}, dont_filter=True
        )

    def _redirect(self, response: Response) -> Iterator[Request]:
        """The next hop, a question of its own; a chain that leads nowhere is a failure of its first address."""
        url, limits = _url(response), self.state.limits
        chain = (*response.meta["chain"], url)
        target = location(response)
        if target is None:
            problem = "to no web address"
        elif target in chain:
            problem = f"in a circle, back to {target}"
        elif len(chain) > limits.redirects:
            problem = f"on and on; after {limits.redirects} hops it was left"
        elif reason := objection(self.state.source, target):
            problem = f"away: {reason}"
        elif self.state.source.is_left(target):
            problem = f"to {target}, which the source leaves out"
        else:
            yield self._page(target, response.meta["clicks"], chain=chain, last=response.meta["last"])
            return
        self.state.fail(chain[0], "redirect", f"{chain[0]} redirects {problem}", response.status)

    def _follow(self, response: Response, capture: Capture) -> Iterator[Request]:
        """What a page leads to, unless a page with the very same bytes has told it already."""
        if response.meta["last"] or capture.sha256 in self._read or not _is_page(capture.body):
            return
        self._read.add(capture.sha256)
        for url in links(capture.body, response.url, capture.media_type, self.state.limits.links):
            yield from self._lead(url, response.meta["clicks"] + 1)

    def _lead(self, url: str, clicks: int) -> Iterator[Request]:
        """A question for an address that a page or a site map leads to, if it belongs to the source and is new."""
        source, state = self.state.source, self.state
        if url in self._seen or not self._may_ask(url) or not is_document(url):
            return
        followed, attachment = source.is_followed(url), link_kind(url) == "attachment"
        if not followed and not attachment:
            return
        self._seen.add(url)
        if reason := self._traps.reason(url):
            state.cut(reason, url)
        elif followed and clicks <= source.depth:
            yield self._page(url, clicks)
        elif attachment:
            yield self._page(url, clicks, last=True)
        else:
            state.cut(f"pages more than {source.depth} clicks from a start page were left out", url)

    def _may_ask(self, url: str) -> bool:
        source = self.state.source
        return not (objection(source, url) or source.is_left(url) or urlsplit(url).path == "/robots.txt")


def _url(response: Response) -> str:
    return urldefrag(response.url).url


def _is_page(body: bytes) -> bool:
    try:
        return sniff(body) == "html"
    except UnreadableError:
        return False
