"""The archive as one WACZ file (WACZ 1.1.1): a ZIP of the WARC files, an index of them, and a list of pages.

ReplayWeb.page and other tools open it without a server: the WARC files are stored as they are, so that single records
can be fetched out of it, and the index is a sorted CDXJ in packed blocks with an index of its own.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from warcio.recordloader import ArcWarcRecord

from hronika import __version__
from hronika.types import HronikaError
from sources.archive import reading
from sources.archive.members import Member, members
from sources.archive.store import Archive

_VERSION = "1.1.1"
#: Lines of one packed block of the index.
_BLOCK = 1024
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Page:
    """An entry point for whoever opens the file."""

    url: str  #: as captured
    title: str | None
    fetched: str  #: of the capture, UTC


def write_wacz(archive: Archive, path: Path, pages: Iterable[Page], title: str, created: str) -> None:
    """Write all of ``archive`` to ``path``; the file appears under its name only when it is whole.

    ``created`` is the time of writing in UTC, to the second. Raises HronikaError where there are no captures.
    """
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with zipfile.ZipFile(unfinished, "w") as out:
            package = _Package(out, created)
            lines = sorted(line for file in archive.files() for line in _add_archive(package, file))
            if not lines:
                raise HronikaError(f"{archive.folder} holds no captures; there is nothing to export.")
            _add_index(package, lines)
            package.add("pages/pages.jsonl", _page_lines(pages), zipfile.ZIP_DEFLATED)
            package.finish(title)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


class _Package:
    """The ZIP under way, and what its datapackage.json says of each file in it."""

    def __init__(self, out: zipfile.ZipFile, created: str) -> None:
        self._out = out
        self._created = created
        self._resources: list[dict[str, str | int]] = []

    def add(self, name: str, chunks: Iterable[bytes], compression: int = zipfile.ZIP_STORED) -> str:
        """Write a file; returns its digest."""
        year, month, day = (int(part) for part in self._created[:10].split("-"))
        info = zipfile.ZipInfo(name, (year, month, day, 0, 0, 0))
        info.compress_type = compression
        digest, size = hashlib.sha256(), 0
        with self._out.open(info, "w") as file:
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        hash_ = f"sha256:{digest.hexdigest()}"
        self._resources.append({"name": Path(name).name.lower(), "path": name, "hash": hash_, "bytes": size})
        return hash_

    def finish(self, title: str) -> None:
        """Write what describes the files, and its digest."""
        described = {
            "profile": "data-package",
            "wacz_version": _VERSION,
            "title": title,
            "created": self._created,
            "software": f"Hronika/{__version__}",
            "resources": self._resources,
        }
        digest = self.add("datapackage.json", [_json(described, indent=2)])
        self.add("datapackage-digest.json", [_json({"path": "datapackage.json", "hash": digest}, indent=2)])


def _add_archive(package: _Package, path: Path) -> Iterator[str]:
    """Write a WARC file without the torn end that a crash may have left; yields its lines of the index."""
    end = 0
    with path.open("rb") as file:
        for member in members(file):
            if isinstance(member, Member) or not member.torn:
                end = member.offset + member.length
            if isinstance(member, Member) and reading.is_capture(member.content):
                record = reading.parse(io.BytesIO(member.content))
                # a page that was as before has nothing to show of its own
                if record.http_headers is None or record.http_headers.get_statuscode() != "304":
                    yield index_line(record, path.name, member.offset, member.length)
    package.add(f"archive/{path.name}", _read(path, end))


def _read(path: Path, size: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        while size and (chunk := file.read(min(size, _CHUNK))):
            size -= len(chunk)
            yield chunk


def index_line(record: ArcWarcRecord, name: str, offset: int, length: int) -> str:
    """What an index (CDXJ) says of a record: where it lies in the file ``name``, in bytes, and what it holds."""
    header = record.rec_headers.get_header
    http = record.http_headers
    media_type = http.get_header("Content-Type") if http else header("Content-Type")
    facts = {
        "url": header("WARC-Target-URI"),
        "mime": "warc/revisit" if record.rec_type == "revisit" else (media_type or "").partition(";")[0].strip(),
        "status": http.get_statuscode() if http else None,
        "digest": header("WARC-Payload-Digest"),
        "length": str(length),
        "offset": str(offset),
        "filename": name,
    }
    time = "".join(character for character in header("WARC-Date")[:19] if character.isdigit())
    known = {key: value for key, value in facts.items() if value}
    return f"{surt(facts['url'])} {time} {json.dumps(known, ensure_ascii=False)}\n"


def surt(url: str) -> str:
    """The key that an index is sorted by: the host turned round, path and query, without what addresses differ in."""
    if not url.startswith(("http://", "https://")):
        return url.replace(" ", "%20")
    parts = urlsplit(url.lower())
    host = re.sub(r"^www\d*\.", "", parts.hostname or "")
    port = f":{parts.port}" if parts.port and (parts.scheme, parts.port) not in (("http", 80), ("https", 443)) else ""
    query = "&".join(sorted(parts.query.split("&")))
    return f"{','.join(reversed(host.split('.')))}{port}){parts.path or '/'}{f'?{query}' if query else ''}"


def _add_index(package: _Package, lines: list[str]) -> None:
    """Write the sorted lines in packed blocks, and where each block begins."""
    blocks = [lines[start : start + _BLOCK] for start in range(0, len(lines), _BLOCK)]
    packed = [gzip.compress("".join(block).encode(), mtime=0) for block in blocks]
    index = [f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': 'index.cdx.gz'})}\n"]
    offset = 0
    for block, data in zip(blocks, packed, strict=True):
        place = {"offset": offset, "length": len(data), "digest": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        index.append(f"{block[0].partition('{')[0]}{json.dumps(place)}\n")
        offset += len(data)
    package.add("indexes/index.cdx.gz", packed)
    package.add("indexes/index.idx", ["".join(index).encode()], zipfile.ZIP_DEFLATED)


def _page_lines(pages: Iterable[Page]) -> Iterator[bytes]:
    yield _json({"format": "json-pages-1.0", "id": "pages", "title": "Documents"})
    for page in pages:
        id_ = hashlib.sha256(f"{page.url} {page.fetched}".encode()).hexdigest()[:16]
        yield _json({"id": id_, "url": page.url, "title": page.title or page.url, "ts": page.fetched})


def _json(value: object, indent: int | None = None) -> bytes:
    return f"{json.dumps(value, ensure_ascii=False, indent=indent)}\n".encode()
