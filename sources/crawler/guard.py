"""Where requests may go: over http(s), to the source's own hosts, and never to a private or local address.

A name is judged by the address that is connected to: the resolver here hands Twisted only addresses that are allowed,
so there is no moment between the check and the connection in which a name could change what it means.
"""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import HostResolution
from twisted.internet.address import IPv4Address as IPv4
from twisted.internet.address import IPv6Address as IPv6
from twisted.internet.interfaces import IHostnameResolver
from twisted.internet.threads import deferToThread
from zope.interface import implementer

from sources.crawler.state import state_of
from sources.registry import Source

if TYPE_CHECKING:
    from typing import Self


class RefusedError(IgnoreRequest):
    """A request that the guard does not let out; the message says why."""


def is_public(address: str) -> bool:
    """Whether an IP address lies in the open internet, and not on this machine, in its network or a special range.

    IPv6 addresses that stand for IPv4 ones (mapped, compatible, 6to4, Teredo, NAT64) are special: no site is published
    at one, and each may lead inside.
    """
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    stands_for_another = ip.version == 6 and ip.sixtofour is not None
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or stands_for_another)


def objection(source: Source, url: str) -> str | None:
    """Why ``url`` may not be asked for, in words; None if it may."""
    try:
        parts = urlsplit(url)
        scheme, user = parts.scheme, parts.username or parts.password
    except ValueError:
        return f"{url} is no address"
    if scheme not in ("http", "https"):
        return f"{url} is not http or https"
    if user:
        return f"{url} holds a user name"
    if not source.has_host(url):
        return f"{parts.netloc} is not among the hosts of {source.id} ({', '.join(source.hosts)})"
    return None


class Guard:
    """Stops requests to other hosts and schemes, whatever led to them."""

    def __init__(self, crawler: Crawler) -> None:
        self._source = state_of(crawler).source

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        if reason := objection(self._source, request.url):
            raise RefusedError(reason)


@implementer(IHostnameResolver)
class GuardedResolver:
    """Resolves names to allowed addresses only, anew for each connection.

    ``local`` allows loopback addresses besides public ones; ``at`` (IP:PORT) stands in for DNS altogether. Only hosts
    of the source are ever resolved, since ``Guard`` lets no other request pass.
    """

    def __init__(self, reactor: Any, local: bool, at: str | None) -> None:
        self._reactor = reactor
        self._local = local
        self._at = at
        self.refused: dict[str, str] = {}  #: host to the address that it led to last and that was not allowed

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        return cls(reactor, crawler.settings.getbool("HRONIKA_LOCAL"), crawler.settings.get("HRONIKA_AT"))

    def install_on_reactor(self) -> None:
        self._reactor.installNameResolver(self)

    def addresses(self, host: str, port: int) -> list[IPv4 | IPv6]:
        """The addresses at which ``host`` may be reached. Blocks; an unknown name has none."""
        at, _, at_port = (self._at or f"{host}:{port}").rpartition(":")
        try:
            found = socket.getaddrinfo(at.strip("[]"), int(at_port), type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return []
        allowed: list[IPv4 | IPv6] = []
        for family, _type, _protocol, _name, place in found:
            if not self._allows(str(place[0])):
                self.refused[host] = str(place[0])
            elif family == socket.AF_INET:
                allowed.append(IPv4("TCP", *place[:2]))
            elif family == socket.AF_INET6:
                allowed.append(IPv6("TCP", *place))
        return allowed

    def _allows(self, address: str) -> bool:
        return is_public(address) or (self._local and ip_address(address.partition("%")[0]).is_loopback)

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: object = None,
        transportSemantics: str = "TCP",
    ) -> HostResolution:
        """See Twisted's IHostnameResolver."""
        resolution = HostResolution(hostName)
        self.refused.pop(hostName, None)
        resolutionReceiver.resolutionBegan(resolution)

        def tell(found: list[IPv4 | IPv6]) -> None:
            for address in found:
                resolutionReceiver.addressResolved(address)
            resolutionReceiver.resolutionComplete()

        deferToThread(self.addresses, hostName, portNumber).addCallback(tell)
        return resolution


def refused_address(url: str) -> str | None:
    """The address that the host of ``url`` led to when it was resolved last, if that was not allowed."""
    from twisted.internet import reactor

    resolver = getattr(reactor, "nameResolver", None)
    return resolver.refused.get(urlsplit(url).hostname or "") if isinstance(resolver, GuardedResolver) else None
