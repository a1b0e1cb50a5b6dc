"""The gzip members of an archive file, one record each, read as a stream and with whatever damage there is.

What cannot be unpacked is a damaged stretch, after which the next member is looked for. Only where the file's end cuts
a member off is it torn: what a crash leaves.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

#: The first bytes of a gzip member.
MAGIC = b"\x1f\x8b\x08"
_CHUNK = 1 << 15
#: The rest of a member's header as every zlib writes it for us: no flags, no time, best compression; then the system.
_HEADER, _SYSTEMS = b"\0\0\0\0\0\x02", (0, 3, 19, 255)


class File(Protocol):
    """A file that is read at any place."""

    def seek(self, offset: int, /) -> int: ...
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Member:
    """One gzip member with the record in it; offsets and lengths are of the file, in bytes."""

    offset: int
    length: int
    content: bytes = field(repr=False)
    intact: bool  #: whether its header, which no checksum covers, is as it was written


@dataclass(frozen=True)
class Damage:
    """A stretch of the file that holds no record. ``torn``: the file ends in the middle of a member."""

    offset: int
    length: int
    torn: bool


def members(file: BinaryIO, start: int = 0) -> Iterator[Member | Damage]:
    """Everything from ``start`` to the end of the file: whole members, and the stretches between that are none."""
    sound = offset = start
    while (member := _member(file, offset)) is not None:
        # what is no member may look like the beginning of one that the file's end cuts off
        if isinstance(member, Damage) and (sound < offset or not member.torn):
            offset = find(file, MAGIC, offset + 1)
            continue
        if sound < offset:
            yield Damage(sound, offset - sound, torn=False)
        yield member
        sound = offset = offset + member.length
    if sound < offset:
        yield Damage(sound, offset - sound, torn=False)


def _member(file: BinaryIO, offset: int) -> Member | Damage | None:
    """What begins at ``offset``; None at the end of the file."""
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    parts: list[bytes] = []
    file.seek(offset)
    header = file.read(10)
    file.seek(offset)
    while chunk := file.read(_CHUNK):
        try:
            parts.append(inflater.decompress(chunk))
        except zlib.error:
            return Damage(offset, 1, torn=False)
        if inflater.eof:
            content = b"".join(parts)
            length = file.tell() - len(inflater.unused_data) - offset
            if not content.startswith(b"WARC/"):
                return Damage(offset, 1, torn=False)
            intact = header[3:9] == _HEADER and header[9] in _SYSTEMS
            return Member(offset, length, content, intact)
    end = file.tell()
    return Damage(offset, end - offset, torn=True) if end > offset else None


def find(file: File, pattern: bytes, offset: int) -> int:
    """Where ``pattern`` begins next at or after ``offset``, or the end of the file."""
    file.seek(offset)
    window = file.read(_CHUNK)
    while (found := window.find(pattern)) < 0:
        chunk = file.read(_CHUNK)
        if not chunk:
            return offset + len(window)
        kept = window[-(len(pattern) - 1) :]
        offset += len(window) - len(kept)
        window = kept + chunk
    return offset + found
