"""A crawl that is killed again and again, at moments drawn by chance, and begun again each time.

``HRONIKA_SEEDS=50 pytest tests/faults/test_kill_crawl.py`` tries fifty series of moments; a failure names its seed.
"""

from __future__ import annotations

import gzip
import os
import random
import time
from collections import Counter
from pathlib import Path

import pytest

from hronika.types import Capture
from sources.archive import Archive
from sources.crawler import CrawlResult, Report
from tests.sources.trap_server import QUICK, Answer, Asked, TrapServer, begin, crawl, page, redirect, site, source_of

PAGES = 40
_BUSY = 8  # questions under way, or answered and not yet in the archive, at a time: what Scrapy allows


def answer(asked: Asked) -> Answer:
    """Each page leads to two more, one of them through a redirect; some are packed, and two have one body."""
    time.sleep(0.01)
    path, _, name = asked.path.rpartition("/")
    number = int(name or 0)
    if path == "/vecs":
        return redirect(f"/{number}", 301)
    links = [f"/{2 * number + 1}", f"/vecs/{2 * number + 2}"] if 2 * number + 2 <= PAGES else ["/dvinis/1", "/dvinis/2"]
    if path == "/dvinis":
        return page("/", text="Viens un tas pats. " * 100)
    plain = page(*links, text=f"Lapa {number}. " * 200)
    if number % 3:
        return plain
    return Answer(gzip.compress(plain.body, mtime=0), headers={**plain.headers, "Content-Encoding": "gzip"})


def facts(captures: list[Capture]) -> list[tuple[str | None, int | None, str, str | None]]:
    return sorted(
        ((each.url, each.status, each.sha256, each.location) for each in captures), key=lambda fact: str(fact[0])
    )


def killed_until_it_is_done(server: TrapServer, folder: Path, chance: random.Random) -> int:
    """How often the crawl was killed, each time a moment after some answers, before it came to its end."""
    for kills in range(100):
        process, pipe = begin(source_of(server, depth=50), folder, "one", QUICK)
        fresh = chance.randint(0, 15)
        while fresh and isinstance(told := pipe.recv(), Report):
            fresh -= told.fetched
        if fresh:
            assert isinstance(told, CrawlResult), told
            process.join()
            return kills
        time.sleep(chance.uniform(0, 0.03))
        process.kill()
        process.join()
    raise AssertionError("the crawl comes to no end")


@pytest.mark.parametrize("seed", range(int(os.environ.get("HRONIKA_SEEDS", "2"))))
def test_a_crawl_that_is_killed_ends_as_one_that_is_not(seed: int, tmp_path: Path) -> None:
    with site({}, answer) as server:
        whole = crawl(source_of(server, depth=50), tmp_path / "whole")
        once = Counter(server.paths)
        server.asked.clear()
        kills = killed_until_it_is_done(server, tmp_path / "killed", random.Random(seed))
        asked = Counter(server.paths)
    with Archive(tmp_path / "killed") as archive:
        assert list(archive.damages()) == []
        captures = [capture for _, capture in archive.iter_captures()]
    assert facts(captures) == facts(whole.captures)
    assert kills > 0
    assert set(asked) == set(once)
    # only what was under way when the crawl was killed is asked again
    assert sum((asked - once).values()) <= kills * _BUSY
