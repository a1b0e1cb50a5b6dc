"""Serves the sample on this machine, so that it is crawled as any site is: robots.txt, sitemap, redirects, validators.

The pages are the committed ``site/``. What a site does over time can be set: ``revision`` (1 and more publish the
results that one page announces), ``gone`` and ``moved`` pages. ``HRONIKA_SAMPLE_REVISION`` sets the revision for a
crawl that starts the server itself.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseServer
from types import MappingProxyType
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

SITE = Path(__file__).parent / "site"
BASE = "http://sample.hronika.example"
REVISION = "HRONIKA_SAMPLE_REVISION"

#: Robots are kept from what every page links to.
ROBOTS = f"User-agent: *\nDisallow: /lv/viegli-lasit\n\nSitemap: {BASE}/sitemap.xml\n"
REDIRECTS = {"/": (301, "/lv"), "/lv": (302, "/lv/jaunumi")}
SLOW = "/lv/jaunums/muzeju-nakts-aicina-cela"
SLOWNESS = 0.3  # seconds
CHANGING = "/lv/jaunums/projektu-konkursa-rezultati"
#: Asked for without a validator: a list is made anew each time it is asked for.
_PLAIN = "/lv/jaunumi"
_BODY = b'field--label-hidden field__item">\n'
_RESULTS = "<p>Konkursā atbalstīti {projects} projekti. Līgumus paraksta 2024. gada {day}. martā Rīgā.</p>\n"
_LAST_MODIFIED = "Mon, 04 Mar 2024 08:00:00 GMT"
_NONE: Mapping[str, str] = MappingProxyType({})
_TYPES = {".html": "text/html", ".pdf": "application/pdf"}


class SampleServer(ThreadingHTTPServer):
    """The sample on a free port of 127.0.0.1. What it is set to may be changed while it runs."""

    daemon_threads = True

    def __init__(self, revision: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.revision = revision
        self.gone: set[str] = set()  #: paths that answer 410
        self.moved: dict[str, str] = {}  #: paths that redirect for good
        self.asked: list[tuple[str, Mapping[str, str]]] = []  #: path with query, and headers, of every request so far
        self.files = {f"/{path.relative_to(SITE).with_suffix('')}": path for path in SITE.rglob("*") if path.is_file()}

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def page(self, path: str) -> tuple[bytes, str] | None:
        """Body and media type of what lies at a path; None if there is nothing."""
        if path == "/robots.txt":
            return ROBOTS.encode(), "text/plain; charset=utf-8"
        if path == "/sitemap.xml":
            return self._sitemap(), "application/xml"
        file = self.files.get(path)
        if file is None:
            return None
        body = file.read_bytes()
        if path == CHANGING and self.revision:
            results = _RESULTS.format(projects=12 + self.revision, day=10 + self.revision % 20)
            body = body.replace(_BODY, _BODY + results.encode(), 1)
        return body, _TYPES[file.suffix]

    def _sitemap(self) -> bytes:
        """Every page that is there; the decks are found through the pages."""
        pages = {path for path, file in self.files.items() if file.suffix == ".html"}
        paths = sorted(pages - self.gone - self.moved.keys())
        entries = "\n".join(f"  <url><loc>{escape(BASE + path)}</loc></url>" for path in paths)
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}\n</urlset>\n'
        ).encode()


class _Handler(BaseHTTPRequestHandler):
    server: SampleServer
    protocol_version = "HTTP/1.1"
    server_version = "HronikaSample"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        path = urlsplit(self.path).path
        redirects = {**REDIRECTS, **{old: (301, new) for old, new in self.server.moved.items()}}
        if path == SLOW:
            time.sleep(SLOWNESS)
        if path in self.server.gone:
            self._answer(410, b"Gone.\n", "text/plain")
        elif path in redirects:
            status, target = redirects[path]
            self._answer(status, b"", "text/html", {"Location": BASE + target})
        elif (page := self.server.page(path)) is None:
            self._answer(404, b"Not found.\n", "text/plain")
        else:
            self._page(path, *page)

    def _page(self, path: str, body: bytes, media_type: str) -> None:
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        validators = {} if path == _PLAIN else {"ETag": etag, "Last-Modified": _LAST_MODIFIED}
        if validators and self.headers.get("If-None-Match") == etag:
            self._answer(304, b"", None, validators)
        else:
            self._answer(200, body, media_type, validators)

    def _answer(self, status: int, body: bytes, media_type: str | None, headers: Mapping[str, str] = _NONE) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if media_type:
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing; the crawl tells what it asked for."""


@contextmanager
def running(server: BaseServer) -> Iterator[None]:
    """Let a server answer in a thread of its own meanwhile."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def serving(revision: int = 0) -> Iterator[SampleServer]:
    """The server, running in a thread of its own."""
    server = SampleServer(revision)
    with running(server):
        yield server


@contextmanager
def serve() -> Iterator[str]:
    """The address (IP:PORT) of the sample while a crawl runs."""
    with serving(int(os.environ.get(REVISION, "0"))) as server:
        yield server.address
