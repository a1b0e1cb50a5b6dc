"""Files by their address: on a disk, in S3 or in HDFS, found by pattern and opened for reading at any place."""

from __future__ import annotations

import fnmatch
import io
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, cast

from pyarrow import fs

from hronika.types import HronikaError

#: Bytes asked of a store at once; each request costs as long as some hundred kilobytes.
_AHEAD = 4 << 20
_MAGIC = "*?["


def find(patterns: Iterable[str]) -> list[str]:
    """All files that the patterns name, each once. Raises HronikaError for a pattern that names none."""
    found: set[str] = set()
    for pattern in patterns:
        named = find_any(pattern)
        if not named:
            raise HronikaError(f"{pattern} names no file. Quote it, so that the shell leaves the * to Hronika.")
        found.update(named)
    return sorted(found)


def open_file(address: str) -> BinaryIO:
    """A file for reading at any place."""
    if not _is_remote(address):
        return Path(address.removeprefix("file://")).open("rb")
    files, path = system(address)
    # what pyarrow opens has all that a raw file needs, but is not called one
    return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, files.open_input_file(path)), _AHEAD))


def size(address: str) -> int:
    """How many bytes a file has."""
    files, path = system(address)
    return int(files.get_file_info(path).size)


def exists(address: str) -> bool:
    """Whether there is a file of this name."""
    files, path = system(address)
    return bool(files.get_file_info(path).type != fs.FileType.NotFound)


def write(address: str, content: bytes) -> None:
    """Write a small file; its folder is made."""
    files, path = system(address)
    files.create_dir(path.rpartition("/")[0], recursive=True)
    with files.open_output_stream(path) as file:
        file.write(content)


def find_any(pattern: str) -> list[str]:
    """The files that a pattern names, if any."""
    files, path = system(pattern)
    scheme = pattern[: len(pattern) - len(path)] if _is_remote(pattern) else ""
    folder = path[: min((at for mark in _MAGIC if (at := path.find(mark)) >= 0), default=len(path))].rpartition("/")[0]
    deep = path.count("/") > folder.count("/") + 1
    try:
        infos = files.get_file_info(fs.FileSelector(folder, recursive=deep, allow_not_found=True))
    except OSError as error:
        raise HronikaError(
            f"{pattern} cannot be looked for ({error}); docs/spark.md tells of addresses and keys"
        ) from error
    return [
        f"{scheme}{info.path}"
        for info in infos
        if info.is_file and info.path.count("/") == path.count("/") and fnmatch.fnmatchcase(info.path, path)
    ]


def _is_remote(address: str) -> bool:
    return "://" in address and not address.startswith("file://")


def system(address: str) -> tuple[fs.FileSystem, str]:
    """What a file is read through, and its path there; Hadoop calls S3 s3a."""
    if not _is_remote(address):
        return fs.LocalFileSystem(), str(Path(address.removeprefix("file://")).absolute())
    try:
        found: tuple[fs.FileSystem, str] = fs.FileSystem.from_uri(address.replace("s3a://", "s3://", 1))
    except (OSError, ValueError) as error:
        raise HronikaError(f"{address} cannot be opened ({error}); addresses are paths, s3a:// or hdfs://.") from error
    return found
