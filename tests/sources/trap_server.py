"""A site of traps on loopback, and crawls of it: each in a process of its own, since Twisted's reactor runs once."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from hronika.types import Capture
from sources.archive import Archive, ArchivedCapture
from sources.crawler import CrawlResult, KnownCapture, Report
from sources.crawler.limits import Limits
from sources.registry import Source
from sources.sample.server import running

HOST = "trap.example"
BASE = f"http://{HOST}"
#: Nothing here is waited for, and little is enough.
QUICK = Limits(backoff=0.01, retries=2, longest_wait=3, answer_seconds=20)


@dataclass
class Answer:
    """What the server says; a ``body`` of several pieces is sent one by one."""

    body: bytes | Iterable[bytes] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None  #: told in place of the true one


Route = Answer | Callable[["Asked"], Answer]


@dataclass(frozen=True)
class Asked:
    """A request that reached the server."""

    path: str  #: with its query
    headers: Mapping[str, str]


def page(*links: str, text: str = "Lapa.") -> Answer:
    """A page with links."""
    anchors = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    body = f"<!DOCTYPE html><html><body><h1>Lapa</h1><p>{text}</p><ul>{anchors}</ul></body></html>"
    return Answer(body.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def redirect(target: str, status: int = 302, **headers: str) -> Answer:
    return Answer(status=status, headers={"Location": target.encode().decode("latin-1"), **headers})


class TrapServer(ThreadingHTTPServer):
    """Answers by ``routes``, else, robots.txt excepted, by ``other``; without either with 404. Remembers all of it."""

    daemon_threads = True

    def __init__(self, routes: Mapping[str, Route], other: Callable[[Asked], Answer] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.routes = dict(routes)
        self.other = other
        self.asked: list[Asked] = []

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def answer(self, asked: Asked) -> Answer:
        route = self.routes.get(asked.path, self.other if asked.path != "/robots.txt" else None)
        if route is None:
            return Answer(b"Nothing is here.", 404)
        return route(asked) if callable(route) else route

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A crawler that cuts an answer off is none."""


class _Handler(BaseHTTPRequestHandler):
    server: TrapServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        asked = Asked(self.path, dict(self.headers))
        self.server.asked.append(asked)
        answer = self.server.answer(asked)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        pieces = [answer.body] if isinstance(answer.body, bytes) else answer.body
        if isinstance(answer.body, bytes) or answer.length is not None:
            length = answer.length if answer.length is not None else len(answer.body)  # type: ignore[arg-type]
            self.send_header("Content-Length", str(length))
            self.close_connection = answer.length is not None
        else:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        for piece in pieces:
            self.wfile.write(piece)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def site(routes: Mapping[str, Route], other: Callable[[Asked], Answer] | None = None) -> Iterator[TrapServer]:
    server = TrapServer(routes, other)
    with running(server):
        yield server


def source_of(server: TrapServer | None, **facts: Any) -> Source:
    """A source that is the trap site."""
    given: dict[str, Any] = {
        "id": "trap", "name_lv": "Slazdi", "name_en": "Traps", "publisher": "Hronika", "licence": "CC0-1.0",
        "base_url": BASE, "folder": Path("nowhere"), "hosts": (HOST,), "start": (f"{BASE}/",), "delay": 0.0,
        "local": True, "address": server.address if server else None,
    }  # fmt: skip
    return Source(**{**given, **facts})


class KnownArchive:
    """What an archive knows of earlier crawls, read from its records alone."""

    def __init__(self, archive: Archive) -> None:
        self.captures = list(archive.iter_captures())

    def newest(self, url: str) -> KnownCapture | None:
        good = [(place, each) for place, each in self.captures if each.url == url and each.status in (200, 304)]
        if not good:
            return None
        place, last = good[-1]
        return KnownCapture(place, last.sha256, last.fetched, last.etag, last.last_modified)

    def with_body(self, sha256: str) -> ArchivedCapture | None:
        return next((place for place, each in self.captures if each.sha256 == sha256 and each.status == 200), None)

    def of_crawl(self, crawl_id: str, url: str) -> ArchivedCapture | None:
        found = [place for place, each in self.captures if each.url == url and each.crawl_id == crawl_id]
        return found[-1] if found else None

    def addresses(self, source_id: str) -> list[str]:
        return sorted(
            {each.url for _, each in self.captures if each.url and each.status == 200 and each.source_id == source_id}
        )


@dataclass
class Crawled:
    """What came of a crawl, as its process told it and as the archive has it."""

    result: CrawlResult
    reports: list[Report]
    captures: list[Capture]  #: of this crawl

    @property
    def statuses(self) -> list[tuple[str, int | None]]:
        return [(str(each.url).removeprefix(BASE), each.status) for each in self.captures]

    def errors(self) -> dict[str, str | None]:
        return {each.url.removeprefix(BASE): each.error for each in self.reports if each.error}

    def message(self, path: str) -> str:
        return next(each.message or "" for each in self.reports if each.error and each.url == f"{BASE}{path}")


def crawl(source: Source, folder: Path | None = None, crawl_id: str = "one", limits: Limits = QUICK) -> Crawled:
    """Crawl in a child process, into ``folder``; what it knows of before is what lies there."""
    if folder is None:
        with tempfile.TemporaryDirectory() as made:
            return crawl(source, Path(made), crawl_id, limits)
    process, pipe = begin(source, folder, crawl_id, limits)
    reports, result = [], None
    while result is None:
        match pipe.recv():
            case Report() as report:
                reports.append(report)
            case BaseException() as error:
                process.join()
                raise error
            case outcome:
                result = outcome
    process.join()
    with Archive(folder) as archive:
        captures = [each for _, each in archive.iter_captures() if each.crawl_id == crawl_id]
    return Crawled(result, reports, captures)


def begin(source: Source, folder: Path, crawl_id: str, limits: Limits) -> tuple[multiprocessing.Process, Connection]:
    """Start a crawl in a process of its own; reports, then the result or an exception, come over the connection."""
    import sources.crawler.run  # noqa: F401  # once here, and not in every child

    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_crawl, args=(source, folder, crawl_id, limits, there), daemon=True)
    process.start()
    there.close()
    return process, here  # type: ignore[return-value]


def _crawl(source: Source, folder: Path, crawl_id: str, limits: Limits, pipe: Connection) -> None:
    from sources.crawler.run import run

    try:
        with Archive(folder) as archive:
            pipe.send(run(source, archive, KnownArchive(archive), crawl_id, pipe.send, limits))
    except BaseException as error:
        pipe.send(error)
