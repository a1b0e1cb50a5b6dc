"""Crawls over https: a site is what its certificate says, or it is not crawled."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from trap_server import HOST, Crawled, TrapServer, crawl, page, source_of

from sources.sample.server import running

BASE = f"https://{HOST}"


def certificate(folder: Path, host: str) -> Path:
    """A certificate for ``host`` that nobody but itself vouches for, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(1), now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / f"{host}.pem"
    file.write_bytes(secret + made.public_bytes(pem))
    return file


@contextmanager
def secure(file: Path) -> Iterator[TrapServer]:
    server = TrapServer({"/": page("/a"), "/a": page()})
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with running(server):
        yield server


def crawled(file: Path) -> Crawled:
    with secure(file) as server:
        return crawl(source_of(server, base_url=BASE, start=(f"{BASE}/",)))


def test_a_certificate_that_is_vouched_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = certificate(tmp_path, HOST)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    assert crawled(file).result.documents == 2


@pytest.mark.parametrize(("host", "vouched"), [(HOST, False), ("other.example", True)])
def test_a_certificate_of_nobody_or_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, vouched: bool
) -> None:
    file = certificate(tmp_path, host)
    if vouched:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    found = crawled(file)
    assert found.result.documents == 0
    assert "its certificate is not to be trusted" in (found.reports[0].message or "")
