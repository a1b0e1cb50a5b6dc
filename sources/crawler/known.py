"""What a crawl must know of earlier ones: which addresses were captured, as what, and where the bytes lie.

The crawler asks through ``Known``, so that it needs no database; ``db`` implements it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from sources.archive import ArchivedCapture


@dataclass(frozen=True)
class KnownCapture:
    """The newest successful capture of an address."""

    archived: ArchivedCapture  #: a capture that has its body, not a revisit
    sha256: str  #: of the decoded body
    fetched: str  #: UTC; when it was last fetched or confirmed
    etag: str | None = None
    last_modified: str | None = None


class Known(Protocol):
    """Earlier captures, as the crawler asks for them; addresses are without fragment."""

    def newest(self, url: str) -> KnownCapture | None:
        """The newest successful capture of ``url``, for a conditional request."""

    def with_body(self, sha256: str) -> ArchivedCapture | None:
        """Any capture, not a revisit, whose decoded body has this digest."""

    def of_crawl(self, crawl_id: str, url: str) -> ArchivedCapture | None:
        """What this very crawl, interrupted, has fetched of ``url`` already: the newest, revisits included."""

    def addresses(self, source_id: str) -> Iterable[str]:
        """The addresses of the source's documents, to be asked last where nothing led to them."""


class Nothing:
    """Knows of no earlier capture: a first crawl."""

    def newest(self, url: str) -> KnownCapture | None:
        return None

    def with_body(self, sha256: str) -> ArchivedCapture | None:
        return None

    def of_crawl(self, crawl_id: str, url: str) -> ArchivedCapture | None:
        return None

    def addresses(self, source_id: str) -> Iterable[str]:
        return ()
