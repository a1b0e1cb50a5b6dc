"""Exchanges as a fetcher would hand them over, for tests of the archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from sources.archive import Exchange

HTML = (("Content-Type", "text/html; charset=utf-8"),)


def exchange(url: str, body: bytes = b"<p>Sveiki</p>", second: int = 0, **facts: Any) -> Exchange:
    known: dict[str, Any] = {
        "request_headers": (("Host", "www.example.lv"), ("User-Agent", "Hronika")),
        "status": 200,
        "reason": "OK",
        "response_headers": HTML,
        "ip": "127.0.0.1",
    }
    return Exchange(url=url, fetched=f"2024-05-01T10:00:{second:02}.000Z", body=body, **{**known, **facts})


def sound(folder: Path) -> bool:
    """Whether `warcio check` passes on every file."""
    checker = Checker(type("Options", (), {"inputs": [str(path) for path in folder.glob("*.warc.gz")], "verbose": 0}))
    return bool(checker.inputs) and checker.process_all() == 0


def records(folder: Path) -> list[Any]:
    """Each record with its headers and body, read by warcio with all digests checked."""
    found = []
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.body = record.raw_stream.read()
                found.append(record)
    return found
