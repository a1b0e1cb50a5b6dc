"""The guard: which addresses are in the open internet, which names may be resolved to, and what belongs to a source."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trap_server import source_of

from sources.crawler.guard import GuardedResolver, is_public, objection

#: IANA's registries of special ranges, those that no page of a ministry lies in.
SPECIAL = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.2.0/24",
    "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
)  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "224.0.0.1", "239.255.255.250", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::",
        "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2001:0:a00:1::", "2001:db8::1", "64:ff9b:1::1",
        "", "localhost", "127.1", "0x7f000001", "2130706433",
    ],
)  # fmt: skip
def test_what_is_not_in_the_open_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "195.122.1.59", "2001:4860:4860::8888", "2a00:1450:4010:c0b::5e"])
def test_what_is(address: str) -> None:
    assert is_public(address)


@given(st.sampled_from(SPECIAL).flatmap(lambda network: st.ip_addresses(network=network)))
def test_no_notation_of_a_special_address_is_public(address: IPv4Address) -> None:
    number = int(address)
    for written in (
        address,
        IPv6Address((0xFFFF << 32) + number),
        IPv6Address(number),
        IPv6Address((0x2002 << 112) + (number << 80)),
    ):
        assert not is_public(str(written)), written


def resolver(
    monkeypatch: pytest.MonkeyPatch, *answers: str, local: bool = False, at: str | None = None
) -> GuardedResolver:
    def lookup(host: str, port: int, type: int) -> list[tuple[object, ...]]:
        found = [host] if at else answers
        return [
            (
                socket.AF_INET6 if ip_address(each.partition("%")[0]).version == 6 else socket.AF_INET, type, 6, "",
                (each, port, 0, 0) if ":" in each else (each, port),
            )
            for each in found
        ]  # fmt: skip

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    return GuardedResolver(SimpleNamespace(), local, at)


def test_a_name_leads_to_its_allowed_addresses_only(monkeypatch: pytest.MonkeyPatch) -> None:
    guarded = resolver(monkeypatch, "127.0.0.1", "8.8.8.8", "fe80::1%eth0", "2001:4860:4860::8888")
    assert [each.host for each in guarded.addresses("www.example.org", 80)] == ["8.8.8.8", "2001:4860:4860::8888"]
    assert guarded.refused == {"www.example.org": "fe80::1%eth0"}


def test_each_connection_is_judged_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    guarded = resolver(monkeypatch, "8.8.8.8")
    assert guarded.addresses("www.example.org", 80)
    resolver(monkeypatch, "192.168.0.1")
    assert guarded.addresses("www.example.org", 80) == []


def test_a_local_source_may_lie_on_this_machine_and_nowhere_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    guarded = resolver(monkeypatch, "127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "::ffff:192.168.0.1", local=True)
    assert [each.host for each in guarded.addresses("here.example", 80)] == ["127.0.0.1", "::1"]


def test_an_address_given_stands_in_for_names_and_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    guarded = resolver(monkeypatch, local=True, at="127.0.0.1:8123")
    assert [(each.host, each.port) for each in guarded.addresses("here.example", 80)] == [("127.0.0.1", 8123)]
    guarded = resolver(monkeypatch, local=True, at="[::1]:8123")
    assert [(each.host, each.port) for each in guarded.addresses("here.example", 80)] == [("::1", 8123)]
    assert resolver(monkeypatch, local=True, at="10.0.0.1:80").addresses("here.example", 80) == []


def test_an_unknown_name_has_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert GuardedResolver(SimpleNamespace(), False, None).addresses("nowhere.example", 80) == []


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://trap.example/", True), ("https://trap.example/a?b", True), ("http://trap.example:80/", True),
        ("http://TRAP.example/", True), ("https://trap.example:8443/", True), ("http://trap.example:8080/", False),
        ("https://trap.example:80/", False), ("http://trap.example./", False),
        ("http://trap.example@evil.example/", False),
        ("http://evil.example/trap.example", False), ("http://user:pw@trap.example/", False),
        ("http://sub.trap.example/", False), ("ftp://trap.example/", False), ("javascript:alert(1)", False),
        ("http://", False), ("http://[::1/", False), ("http://trap.example:99999/", False), ("", False),
    ],
)  # fmt: skip
def test_what_may_be_asked_for(url: str, allowed: bool) -> None:
    source = source_of(None, hosts=("trap.example", "trap.example:8443"))
    assert (objection(source, url) is None) == allowed
