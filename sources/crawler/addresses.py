"""The addresses that a page or a site map leads to, and which of them never end."""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree
from w3lib.url import safe_url_string

from sources.crawler.limits import Limits
from sources.formats.decode import decode
from sources.links import absolute

#: What no reader of documents has a use for.
_NO_DOCUMENT = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|ico|bmp|tiff?|css|js|json|mp[34]|m4[av]|avi|mov|wmv|webm|og[gv]|wav|woff2?|ttf|eot|"
    r"exe|apk|ics|vcf|rss)$",
    re.I,
)
_ATTRIBUTES = {"a": "href", "area": "href", "iframe": "src", "frame": "src", "object": "data", "embed": "src"}
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"]+)", re.I)
_STEPS = frozenset({"next", "prev", "previous"})  # rel of <link>: the pages of a list
_GZIP = zlib.MAX_WBITS | 16


class SitemapError(ValueError):
    """A site map that cannot be read; the message says why."""


def is_document(url: str) -> bool:
    """Whether ``url`` may lead to something to read, as far as its name tells."""
    return not _NO_DOCUMENT.search(urlsplit(url).path)


def address(href: str, base: str) -> str | None:
    """``href`` as it is asked for: absolute, without fragment, in plain letters; None where it is no web address."""
    url = absolute(href, base)
    try:
        return safe_url_string(url) if url else None
    except ValueError:
        return None


def links(body: bytes, url: str, media_type: str | None, most: int) -> list[str]:
    """The absolute web addresses that a page leads to, in its order, each once; ``most`` at most.

    The page is read as a stream: neither its size nor its depth costs memory.
    """
    collector = _Links(url)
    parser = etree.HTMLParser(target=collector, encoding="utf-8", huge_tree=True)
    parser.feed(decode(body, media_type, is_html=True).encode("utf-8", "replace"))
    parser.close()
    found = dict.fromkeys(filter(None, (address(href, collector.base) for href in collector.found)))
    return list(found)[:most]


class _Links:
    """Collects what elements refer to, as the parser comes to them."""

    def __init__(self, url: str) -> None:
        self.base = url
        self.found: list[str] = []
        self._has_base = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "base" and not self._has_base and (base := absolute(attributes.get("href", ""), self.base)):
            self.base, self._has_base = base, True
        elif tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            if found := _REFRESH.search(attributes.get("content", "")):
                self.found.append(found[1])
        elif tag == "link" and not _STEPS.isdisjoint(attributes.get("rel", "").lower().split()):
            self.found.append(attributes.get("href", ""))
        elif tag in _ATTRIBUTES and (href := attributes.get(_ATTRIBUTES[tag])):
            self.found.append(href)

    def end(self, tag: str) -> None:
        """The parser asks for it."""

    def close(self) -> None:
        """The parser asks for it."""


def sitemap(body: bytes, limits: Limits) -> tuple[bool, list[str], bool]:
    """What a site map holds: whether it is an index of others, its addresses, and whether a limit cut it.

    Raises SitemapError where it is no site map, or declares entities, which no honest one does.
    """
    data, cut = _unpacked(body, limits.sitemap_bytes)
    if b"<!ENTITY" in data[:100_000].upper() or b"<!DOCTYPE" in data[:100_000].upper():
        raise SitemapError("it declares a document type or entities, as only an attack does")
    found: list[str] = []
    index = False
    try:
        for _, element in _locations(data):
            parent = element.getparent()
            index = index or (parent is not None and etree.QName(parent).localname == "sitemap")
            if text := (element.text or "").strip():
                found.append(text)
            if len(found) > limits.sitemap_addresses:
                return index, found[:-1], True
            _forget(element)
    except etree.XMLSyntaxError as error:
        if not cut and not found:
            raise SitemapError(f"it is no XML that can be read ({error})") from error
        cut = True
    if not found and b"<urlset" not in data and b"<sitemapindex" not in data:
        raise SitemapError("it is no site map")
    return index, found, cut


def _locations(data: bytes) -> Iterator[tuple[str, etree._Element]]:
    return etree.iterparse(  # type: ignore[no-any-return]
        io.BytesIO(data), events=("end",), tag="{*}loc", resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False,
    )  # fmt: skip


def _forget(element: etree._Element) -> None:
    """Free what has been read, or a long map would be held as a tree."""
    entry = element.getparent()
    element.clear()
    if entry is not None and (around := entry.getparent()) is not None:
        for done in list(around)[:-1]:
            around.remove(done)


def _unpacked(body: bytes, most: int) -> tuple[bytes, bool]:
    """The bytes of a map that may be a gzip file, and whether they are only its beginning."""
    if not body.startswith(b"\x1f\x8b"):
        return body[:most], len(body) > most
    inflater = zlib.decompressobj(_GZIP)
    try:
        data = inflater.decompress(body, most)
    except zlib.error as error:
        raise SitemapError(f"its gzip file is damaged ({error})") from error
    return data, not inflater.eof


class Traps:
    """Tells addresses that a site makes up without end from those of its pages."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._variants: Counter[tuple[str, str]] = Counter()

    def reason(self, url: str) -> str | None:
        """Why a new address is not asked for, in words; None if nothing speaks against it. Counts the address."""
        limits = self._limits
        parts = urlsplit(url)
        segments = [segment for segment in parts.path.split("/") if segment]
        if len(url) > limits.address_length:
            return f"addresses of more than {limits.address_length:,} characters were left out"
        if len(segments) > limits.segments:
            return f"addresses of more than {limits.segments} parts were left out"
        if segments and max(Counter(segments).values()) > limits.repeats:
            return f"addresses that repeat a part more than {limits.repeats} times were left out"
        if parts.query:
            self._variants[parts.netloc, parts.path] += 1
            if self._variants[parts.netloc, parts.path] > limits.variants:
                return f"of addresses that differ in their query only, those after {limits.variants:,} were left out"
        return None
