"""Tells what a crawl fetches to find its way, robots.txt and site maps, from what it fetches to be read.

A capture alone must tell, since the database is rebuilt from captures alone.
"""

from __future__ import annotations

import re
import zlib
from urllib.parse import urlsplit

from hronika.types import Capture

_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]")
_HEAD = 4096
_GZIP = zlib.MAX_WBITS | 16


def is_robots(url: str) -> bool:
    return urlsplit(url).path == "/robots.txt"


def is_signpost(capture: Capture) -> bool:
    """Whether a capture is a robots.txt or a site map, packed or not."""
    return (capture.url is not None and is_robots(capture.url)) or bool(_SITEMAP.search(_head(capture.body)))


def _head(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body[:_HEAD]
    try:
        return zlib.decompressobj(_GZIP).decompress(body[: 2 * _HEAD], _HEAD)
    except zlib.error:
        return b""
