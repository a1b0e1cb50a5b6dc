"""Stands next to the network: every answer goes to the archive here before anything else sees it.

On the way out it asks conditionally where an earlier capture is known, and answers from the archive what this very
crawl had fetched before it was interrupted. On the way in it cuts off what is too large or too slow, and says so.
"""

from __future__ import annotations

import hashlib
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Response

from hronika import clock
from hronika.types import Capture, HronikaError
from sources.archive import ArchivedCapture, Exchange
from sources.archive.decoding import DecodingError, decode
from sources.crawler.addresses import address
from sources.crawler.known import KnownCapture
from sources.crawler.report import Report
from sources.crawler.state import State, state_of

if TYPE_CHECKING:
    from typing import Self

#: Packings that the archive undoes.
ACCEPT_ENCODING = "gzip, deflate, br"

_ARCHIVED = "hronika-archived"
_NOT_MODIFIED = 304
#: Statuses after which the same question is soon worth asking again.
PASSING = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
_CUTS = {
    "length": "the body is larger than {0.response_bytes:,} bytes",
    "time": "the body took longer than {0.body_seconds:.0f} seconds",
    "disconnect": "the connection broke before the end of the body",
}


class EndedError(IgnoreRequest):
    """The crawl has ended; what was still to be asked is left."""


class Recorder:
    """Downloader middleware, the one nearest to the network."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._state: State = state_of(crawler)
        crawler.signals.connect(self._headers_received, signals.headers_received)
        crawler.signals.connect(self._bytes_received, signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        if request.meta.get("tries"):
            return None
        self._count()
        url = urldefrag(request.url).url
        if archived := self._state.known.of_crawl(self._state.crawl_id, url):
            return self._from_archive(request, archived)
        if known := self._state.known.newest(url):
            request.meta["known"] = known
            _ask_conditionally(request, known)
        return None

    def process_response(self, request: Request, response: Response) -> Response | Request:
        if _ARCHIVED in response.flags:
            return response
        cut = request.meta.pop("cut", None) or ("disconnect" if "dataloss" in response.flags else None)
        exchange = _exchange(request, response, cut)
        sha256, request.meta["problem"] = self._whole(exchange, _joined(response, "Content-Encoding"))
        refers_to = self._refers_to(request, exchange, sha256)
        archived, capture = self._keep(exchange, refers_to)
        if exchange.status == HTTPStatus.OK and sha256 and refers_to is None:
            self._state.bodies[sha256] = archived
        if self._state.bytes > self._state.source.max_bytes:
            self._end(f"the crawl ended after {self._state.source.max_bytes:,} bytes", exchange.url)
        if exchange.status == _NOT_MODIFIED and refers_to is None and "known" in request.meta:
            return _asked_plainly(request)
        return _readable(request, response, capture)

    def _whole(self, exchange: Exchange, packing: str | None) -> tuple[str | None, str | None]:
        """The digest of the unpacked body, or else why there is no whole one, in words."""
        limits = self._state.limits
        if exchange.truncated:
            return None, _CUTS[exchange.truncated].format(limits)
        try:
            return hashlib.sha256(decode(exchange.body, packing, limits.response_bytes)).hexdigest(), None
        except DecodingError as error:
            return None, f"the body cannot be unpacked: {error}"

    def _keep(self, exchange: Exchange, refers_to: ArchivedCapture | None) -> tuple[ArchivedCapture, Capture]:
        """Archive an answer and tell of it. Without an archive the crawl may not go on."""
        state = self._state
        try:
            archived, capture = state.archive.write_exchange(
                exchange, source_id=state.source.id, crawl_id=state.crawl_id, refers_to=refers_to
            )
        except Exception as error:
            state.abort(error)
            raise EndedError("the crawl was given up") from error
        state.report(Report(exchange.url, exchange.status, len(exchange.body), archived))
        return archived, capture

    def _count(self) -> None:
        """Count an address; end the crawl at the most that the source allows."""
        state = self._state
        if state.asked >= state.source.max_pages:
            self._end(f"the crawl ended after {state.source.max_pages:,} addresses", state.source.id)
            raise EndedError("enough addresses were asked for")
        state.asked += 1

    def _from_archive(self, request: Request, archived: ArchivedCapture) -> Response | None:
        """The answer as this crawl archived it; None where it is worth asking again, or cannot be read."""
        try:
            capture = self._state.archive.read(archived.archive, archived.offset)
        except HronikaError:
            return None
        if capture.role == "error":
            return None
        self._state.report(Report(request.url, capture.status, len(capture.body), archived, fetched=False))
        status = capture.status or HTTPStatus.OK
        return _readable(request, Response(request.url, status=status, flags=[_ARCHIVED]), capture)

    def _refers_to(self, request: Request, exchange: Exchange, sha256: str | None) -> ArchivedCapture | None:
        """The earlier capture that has the body of this answer."""
        known: KnownCapture | None = request.meta.get("known")
        if exchange.status == _NOT_MODIFIED:
            return known.archived if known and self._is_readable(known.archived) else None
        if exchange.status != HTTPStatus.OK or not exchange.body or sha256 is None:
            return None
        same = known.archived if known and known.sha256 == sha256 else None
        return same or self._state.bodies.get(sha256) or self._state.known.with_body(sha256)

    def _is_readable(self, archived: ArchivedCapture) -> bool:
        try:
            self._state.archive.read(archived.archive, archived.offset)
        except HronikaError:  # hronika verify tells of it; the page is asked for again, and kept whole
            return False
        return True

    def _headers_received(self, headers: Any, body_length: int, request: Request, spider: Any) -> None:
        request.meta["began"] = time.monotonic()
        request.meta["received"] = 0
        if isinstance(body_length, int) and body_length > self._state.limits.response_bytes:
            request.meta["cut"] = "length"
            raise StopDownload(fail=False)

    def _bytes_received(self, data: bytes, request: Request, spider: Any) -> None:
        request.meta["received"] += len(data)
        if request.meta["received"] > self._state.limits.response_bytes:
            request.meta["cut"] = "length"
        elif time.monotonic() - request.meta["began"] > self._state.limits.body_seconds:
            request.meta["cut"] = "time"
        if "cut" in request.meta:
            raise StopDownload(fail=False)

    def _end(self, what: str, url: str) -> None:
        """End the crawl at a limit: what is under way is finished, nothing more is begun."""
        if self._state.ended_by is None:
            self._state.cut(what, url)
            self._state.end("limit")


def _ask_conditionally(request: Request, known: KnownCapture) -> None:
    if known.etag:
        request.headers["If-None-Match"] = known.etag
    if known.last_modified:
        request.headers["If-Modified-Since"] = known.last_modified


def _asked_plainly(request: Request) -> Request:
    """The same question without conditions: 304 was said about a capture that can no longer be read."""
    again = request.replace(dont_filter=True)
    for name in ("If-None-Match", "If-Modified-Since"):
        again.headers.pop(name, None)
    again.meta.pop("known", None)
    again.meta["tries"] = request.meta.get("tries", 0) + 1
    return again


def _exchange(request: Request, response: Response, cut: str | None) -> Exchange:
    status = int(response.status)
    return Exchange(
        url=urldefrag(request.url).url,
        fetched=clock.stamp(),
        request_headers=(("Host", urlsplit(request.url).netloc), *_headers(request)),
        status=status,
        reason=HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "",
        response_headers=_headers(response),
        body=response.body,
        ip=str(response.ip_address) if response.ip_address else None,
        method=request.method,
        truncated=cut,
    )


def _headers(message: Request | Response) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name in message.headers
        for value in message.headers.getlist(name)
    )


def _joined(response: Response, name: str) -> str | None:
    return ", ".join(value.decode("latin-1") for value in response.headers.getlist(name)) or None


def _readable(request: Request, response: Response, capture: Capture) -> Response:
    """The answer with its body unpacked (of a 304: the body that it confirms), as the rest of the crawler reads it."""
    request.meta["capture"] = capture
    headers = response.headers.copy()
    headers.pop("Content-Encoding", None)
    if capture.media_type:
        headers["Content-Type"] = capture.media_type
    if capture.location:
        headers["Location"] = capture.location
    return Response(
        response.url, response.status, headers=headers, body=capture.body, flags=response.flags, request=request
    )


def location(response: Response) -> str | None:
    """The web address to which a redirect leads; None where it names none."""
    value = response.headers.get("Location")
    return address(value.decode("utf-8", "replace"), response.url) if value else None
