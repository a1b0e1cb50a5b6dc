"""How much a crawl takes from one site, one page and one wait; beyond, it stops and says so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The bounds of a crawl that hold for every source; a source's own are in its source.toml."""

    response_bytes: int = 128 * 2**20  #: of one body as received; what is read at all has as many (formats.limits)
    body_seconds: float = 120.0  #: from the first byte of a body to its last
    answer_seconds: float = 180.0  #: from the question to the end of the answer
    retries: int = 3  #: after the first try
    backoff: float = 2.0  #: seconds before the second try; twice as many before each further one
    longest_wait: float = 300.0  #: seconds; a server that asks for more (Retry-After) is not waited for
    redirects: int = 10  #: from one address to the next
    memory_megabytes: int = 3_000  #: of the crawling process
    links: int = 20_000  #: taken from one page
    address_length: int = 2_000  #: characters; servers refuse more than some 8,000
    segments: int = 20  #: parts of a path
    repeats: int = 3  #: times that one part may stand in a path: /a/b/a/b/a/b/a grows for ever
    variants: int = 1_000  #: addresses that differ in their query only: a search form, a calendar
    sitemaps: int = 500
    sitemap_levels: int = 4  #: of maps that name maps, redirects included
    sitemap_bytes: int = 50 * 2**20  #: of one, unpacked; the protocol allows as many
    sitemap_addresses: int = 50_000  #: in one; the protocol allows as many
    robots_bytes: int = 500 * 2**10  #: RFC 9309 asks for at least as many
    robots_redirects: int = 5  #: RFC 9309 asks for at least as many
