"""One HTTP exchange as it went over the wire: what a fetcher hands to the archive."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False)
class Exchange:
    """One HTTP request and its response, as they went over the wire."""

    url: str  #: requested, no fragment
    fetched: str  #: UTC, ``YYYY-MM-DDTHH:MM:SS.mmmZ``
    request_headers: tuple[tuple[str, str], ...]
    status: int
    reason: str
    response_headers: tuple[tuple[str, str], ...]  #: as received; Content-Encoding kept
    body: bytes = field(repr=False)  #: as received, still content-encoded (transfer-encoding undone)
    ip: str | None = None
    method: str = "GET"
    truncated: str | None = None  #: ``length`` or ``time``: a limit cut the body; ``disconnect``: it broke off
