"""Damaged and hostile inputs of every format, through the whole command and through what a crawl reads by itself.

``HRONIKA_MUTANTS=10000 pytest tests/faults/test_fuzz.py`` tries ten thousand; so does ``python -m tests.faults.fuzz``,
and tells more.
"""

from __future__ import annotations

import os
import socketserver
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from sources.crawler.addresses import SitemapError, links, sitemap
from sources.crawler.limits import Limits
from sources.crawler.robots import Rules
from tests.faults.fuzz.hostile import hostile
from tests.faults.fuzz.mutations import answer, mutant
from tests.faults.fuzz.run import Report, run
from tests.faults.fuzz.seeds import response
from tests.faults.fuzz.watch import HangError, watched
from tests.sources.trap_server import BASE, crawl, source_of

MUTANTS = int(os.environ.get("HRONIKA_MUTANTS", "150"))
_BATCH = 500
#: Answers of a server out of order.
ANSWERS = max(60, MUTANTS // 10)
#: Of those made by hand, each so many is tried in CI.
_EACH = 1 if MUTANTS >= 10_000 else 9

linux_only = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are watched through /proc")


@linux_only
@pytest.mark.parametrize("first", range(0, MUTANTS, _BATCH))
def test_every_mutant_is_read_or_failed(first: int, tmp_path: Path) -> None:
    report = Report()
    run([mutant(number) for number in range(first, min(first + _BATCH, MUTANTS))], tmp_path / "run", report)
    assert report.problems == []
    assert report.read > 0
    assert report.failed["read, UnreadableError"] > 0


@linux_only
def test_what_was_made_by_hand_to_exhaust_is_read_or_failed(tmp_path: Path) -> None:
    report = Report()
    run([one for one in hostile() if one.number % _EACH == 0], tmp_path / "run", report)
    assert report.problems == []


def test_a_mutant_is_the_same_for_everybody() -> None:
    code = "from tests.faults.fuzz.mutations import mutant; print([hash_(mutant(n).body) for n in range(64)])"
    told = [
        subprocess.run(
            [sys.executable, "-c", f"from hashlib import md5\ndef hash_(b): return md5(b).hexdigest()\n{code}"],
            env={**os.environ, "PYTHONHASHSEED": seed}, cwd=Path(__file__).parents[2], capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert told[0] == told[1]


@pytest.mark.parametrize("first", range(0, max(400, MUTANTS), 400))
def test_a_crawl_reads_any_map_rules_and_page(first: int) -> None:
    for number in range(first, first + 400):
        body = mutant(number).body
        try:
            index, addresses, cut = sitemap(body, Limits())
        except SitemapError:
            pass
        else:
            assert isinstance(index, bool)
            assert isinstance(cut, bool)
            assert len(addresses) <= Limits().sitemap_addresses
        rules = Rules(body[: Limits().robots_bytes].decode("utf-8", "replace"), "hronika")
        assert rules.crawl_delay >= 0
        assert rules.forbids("http://www.example.lv/lv/a?page=2") in (None, "robots.txt forbids it")
        if not body.startswith((b"%PDF", b"PK", b"\x1f\x8b")):
            found = links(body, "http://www.example.lv/lv/", None, 100)
            assert all(url.startswith("http") for url in found)


class _Answers(socketserver.StreamRequestHandler):
    """Says something that is out of order at every address but those that lead to the others."""

    def handle(self) -> None:
        path = self.rfile.readline().split()[1].decode()
        while self.rfile.readline().strip():
            pass
        if path == "/robots.txt":
            said = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        elif path == "/":
            said = response("".join(f'<a href="/{number}">a</a>' for number in range(ANSWERS)).encode())
        else:
            said = answer(int(path.strip("/"))) if path.strip("/").isdecimal() else b""
        with suppress(OSError):  # who asked may have heard enough
            self.wfile.write(said)


def test_a_crawl_comes_to_its_end_whatever_the_server_says() -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"127.0.0.1:{server.server_address[1]}"
        crawled = crawl(source_of(None, address=address))
        server.shutdown()
    told = {each.url for each in crawled.reports}
    assert {f"{BASE}/{number}" for number in range(ANSWERS)} <= told
    kept = {each.url for each in crawled.captures}
    assert all(each.url in kept or each.error for each in crawled.reports)


@linux_only
def test_the_watcher_sees_what_there_is_to_see(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys; a = bytearray(90_000_000); subprocess.run([sys.executable, '-c', {!r}]); sys.exit(3)"
    )
    inner = "import time; a = bytearray(200_000_000); time.sleep(1)"
    seen = watched([sys.executable, "-c", code.format(inner)], tmp_path, {}, limit=60)
    assert seen.status == 3
    assert 90_000_000 < seen.main < 150_000_000
    assert 200_000_000 < seen.readers < 260_000_000


@linux_only
def test_the_watcher_ends_what_hangs(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(HangError):
        watched([sys.executable, "-c", "while True: pass"], tmp_path, {}, limit=1)
    assert time.monotonic() > began + 1
