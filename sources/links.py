"""Addresses: which lead to a file, and where they stand in running text."""

from __future__ import annotations

import re
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from hronika.types import Link

_FILE = re.compile(r"\.(?:pdf|docx?|pptx?|xlsx?|od[tsp]|rtf|zip|csv|txt|edoc|asice)$", re.I)
_DOWNLOAD = re.compile(r"/media/\d+/download\b|[?&](?:attachment|download)\b", re.I)

#: An address as it is printed; the signs that end a sentence are not part of it.
URL = re.compile(r"(?:https?://|www\.)[^\s<>„“”\"]*[^\s<>„“”\".,;:!?)\]]", re.I)


def link_kind(url: str) -> str:
    """``attachment`` if ``url`` leads to a file to download, else ``reference``."""
    try:
        path = urlsplit(url).path
    except ValueError:  # "http://[": leads nowhere
        return "reference"
    return "attachment" if _FILE.search(unquote(path)) or _DOWNLOAD.search(url) else "reference"


def absolute(href: str, base: str | None) -> str | None:
    """``href`` as an absolute web address without fragment; None for mail, script, in-page and unresolvable ones."""
    href = href.strip()
    if not href or href.startswith("#"):
        return None
    try:
        url = urldefrag(urljoin(base or "", href)).url
        parts = urlsplit(url)
        host = parts.netloc.lower()  # hosts are the same in any case; what stands in front of an @ leads nowhere here
    except ValueError:  # "http://[": typed by hand
        return None
    return parts._replace(netloc=host).geturl() if parts.scheme in ("http", "https") and parts.hostname else None


def printed_links(text: str) -> list[Link]:
    """The addresses that stand in ``text`` as words, as links without a text of their own."""
    found = (absolute(url if "://" in url else f"https://{url}", None) for url in URL.findall(text))
    return [Link(url, "", link_kind(url)) for url in found if url]
