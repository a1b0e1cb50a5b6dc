"""Files that appear under their name only when they are whole, and ZIP files that are the same on every day."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from db.export.about import About


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write what shall be at ``path``; it goes there at the end, or nowhere."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """The same, open to be written to."""
    with whole(path) as unfinished, unfinished.open("wb") as out:
        yield out


def write_readme(path: Path, about: About) -> None:
    """Beside a file that has no place to say what it is, a text that does."""
    path.with_name(f"{path.name}.README.txt").write_text(about.readme(), encoding="utf-8")


class Package:
    """A ZIP under way; of every file in it ``sizes`` and ``digests`` (SHA-256) are known by name."""

    def __init__(self, out: zipfile.ZipFile, about: About) -> None:
        self._out = out
        self._day = about.day
        self.sizes: dict[str, int] = {}
        self.digests: dict[str, str] = {}

    @contextmanager
    def file(self, name: str) -> Iterator[IO[bytes]]:
        """A file of the package, to be written to. Its time is the chronicle's day, not today's clock."""
        year, month, day = map(int, self._day.split("-"))
        info = zipfile.ZipInfo(name, (year, month, day, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        with self._out.open(info, "w", force_zip64=True) as file:
            counted = _Counted(file)
            yield counted  # type: ignore[misc]  # as much of a file as anything here writes to
        self.sizes[name], self.digests[name] = counted.size, counted.digest.hexdigest()


class _Counted:
    """A file that is only written to, and what was written."""

    closed = False

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.size += len(data)
        self.digest.update(data)
        return self._file.write(data)

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def flush(self) -> None:
        self._file.flush()


@contextmanager
def package(path: Path, about: About) -> Iterator[Package]:
    """A ZIP file at ``path`` whose README says what it is."""
    with whole(path) as unfinished, zipfile.ZipFile(unfinished, "w") as out:
        made = Package(out, about)
        with made.file("README.txt") as readme:
            readme.write(about.readme().encode())
        yield made
