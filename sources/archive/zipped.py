"""The WARC files inside a WACZ file, or a WARC file alone, opened for reading at any place.

A WACZ is a ZIP whose WARC files are stored as they are, so they are read where they lie and nothing is unpacked onto
the disk under a name from outside.
"""

from __future__ import annotations

import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from hronika.types import UnreadableError
from sources.archive.members import File

_WARC = (".warc", ".warc.gz", ".arc", ".arc.gz")
#: How many times a packed WARC file may be larger than its packed bytes.
_MAX_RATIO = 100
#: WARC files in one WACZ; a crawl of millions of pages has some hundreds.
_MAX_FILES = 10_000
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Part:
    """One WARC file; ``name`` is empty where it is the whole archive."""

    name: str
    file: File


@contextmanager
def parts(path: Path) -> Iterator[list[Part]]:
    """The WARC files of an archive, open. Raises UnreadableError where it is damaged or no archive."""
    with ExitStack() as open_files:
        try:
            file = open_files.enter_context(path.open("rb"))
            found = [Part("", file)]
            if file.read(4) == b"PK\x03\x04":
                archive = open_files.enter_context(zipfile.ZipFile(file))
                found = [_part(archive, file, info, open_files) for info in _members(archive)]
        except OSError as error:
            raise UnreadableError(f"the file cannot be read ({error.strerror}); check its permissions") from error
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, struct.error, EOFError) as error:
            raise UnreadableError(
                f"the file is a damaged or encrypted ZIP archive ({error}); fetch it again, or unpack it first"
            ) from error
        yield found


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    found = [
        info
        for info in sorted(archive.infolist(), key=lambda info: info.filename)
        if info.filename.startswith("archive/") and info.filename.endswith(_WARC)
    ]
    if not found:
        raise UnreadableError("the file is a ZIP archive, but no WACZ: there is no WARC file in its folder archive/")
    if len(found) > _MAX_FILES:
        raise UnreadableError(f"the file holds {len(found):,} WARC files, more than {_MAX_FILES:,}; split it first")
    return found


def _part(archive: zipfile.ZipFile, file: BinaryIO, info: zipfile.ZipInfo, open_files: ExitStack) -> Part:
    """A stored member as it lies in the ZIP; a packed one, which the format does not have, in a nameless file."""
    name = f"{info.filename.removeprefix('archive/')}:"
    with archive.open(info) as member:  # checks what the ZIP says of it
        if info.compress_type == zipfile.ZIP_STORED:
            file.seek(info.header_offset)
            _, name_length, extra_length = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
            start = info.header_offset + _LOCAL_HEADER.size + name_length + extra_length
            return Part(name, _Window(file, start, info.file_size))
        if info.file_size > _MAX_RATIO * info.compress_size:
            raise UnreadableError(f"{name[:-1]} in it would unpack to {info.file_size:,} bytes; it looks like a bomb")
        unpacked = open_files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
        while chunk := member.read(_CHUNK):
            unpacked.write(chunk)
        return Part(name, unpacked)


class _Window:
    """A part of a file, as a file."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file = file
        self._start = start
        self._size = size
        self._position = 0

    def seek(self, offset: int, /) -> int:
        self._position = offset
        return offset

    def read(self, size: int, /) -> bytes:
        self._file.seek(self._start + self._position, os.SEEK_SET)
        data = self._file.read(max(0, min(size, self._size - self._position)))
        self._position += len(data)
        return data
