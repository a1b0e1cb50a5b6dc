"""Appends records to the files of an archive so that a crash at any moment costs no more than the record under way.

The folder's ``lock`` keeps other writers out, and notes where the last whole record ends and who writes. What lies
beyond is looked at when the next writer begins: the torn end that a crash leaves is cut back, any other damage is left
as it is and a new file begun.
"""

from __future__ import annotations

import fcntl
import io
import json
import os
import re
import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from multiprocessing import parent_process
from pathlib import Path

from hronika.types import HronikaError
from sources.archive.members import Damage, members
from sources.archive.records import info_record

#: Bytes that a file grows to; only a single capture that is larger makes a larger file.
MAX_BYTES = 64 * 1024 * 1024

_NAME = re.compile(r"hronika-(\d{6})\.warc\.gz")
#: Where in the lock it stands who holds it; before that, where the last whole record ends.
_HOLDER_AT = 64


def is_archive_name(name: str) -> bool:
    """Whether a file of this name belongs to an archive."""
    return bool(_NAME.fullmatch(name))


def archive_files(folder: Path) -> list[Path]:
    """An archive's files in the order they were written."""
    return sorted(path for path in folder.glob("hronika-*") if is_archive_name(path.name))


class Writer:
    """The only one that appends to an archive, from its making until ``close``."""

    def __init__(self, folder: Path, wait: bool = False) -> None:
        """Raises HronikaError where another writer is at work, or waits for its end."""
        self._folder = folder
        self._lock = _locked(folder, wait)
        self._file: io.FileIO | None = None
        self._end = 0
        self._is_synced = True

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._lock.close()

    def append(self, record: bytes, now: str, synced: bool = True) -> tuple[str, int]:
        """Write a record (or several); returns the file's name and the offset where it ends.

        All of it is on the disk then, or after the next ``sync``; where this raises HronikaError, none of it.
        """
        with self._trouble_told():
            file = self._room(len(record), now)
            self._write(file, record, synced)
        return Path(file.name).name, self._end

    def sync(self) -> None:
        """Have on the disk whatever was appended; raises HronikaError where that cannot be."""
        with self._trouble_told():
            self._sync()

    @contextmanager
    def _trouble_told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise HronikaError(
                f"{self._folder}: a capture could not be written ({error.strerror}). Make room on the disk, or see to"
                " its permissions, then run the same command again; what was captured before is kept."
            ) from error

    def number_after(self, name: str) -> None:
        """Number new files after this one, which lies elsewhere: what knows both must not take one for the other."""
        if name > self._newest():
            self._file = None
            self._end = 0
            self._note(name)

    def _room(self, size: int, now: str) -> io.FileIO:
        """The file to append to: the current one while there is room in it, else a new one."""
        if self._file is None:
            self._file = self._continued()
        if self._file is not None and self._end and self._end + size > MAX_BYTES:
            self._sync()
            self._file.close()
            self._file = None
        if self._file is None:
            self._file = self._new()
        if not self._end:
            self._write(self._file, info_record(Path(self._file.name).name, now), synced=False)
        return self._file

    def _continued(self) -> io.FileIO | None:
        """The newest file with its torn end cut off, unless it is damaged, or has lost what was in it already."""
        newest = self._newest()
        path = self._folder / newest
        if not newest or not path.is_file():
            return None
        noted = self._noted().get(newest, 0)
        end = _sound_end(path, noted if noted <= path.stat().st_size else 0)
        if end is None:
            return None
        file = path.open("r+b", buffering=0)
        file.truncate(end)
        if end < noted:  # what stands in a database must never point to another record
            file.close()
            return None
        self._end = end
        return file

    def _new(self) -> io.FileIO:
        """An empty file after all others, also after one that is missing."""
        known = _NAME.fullmatch(self._newest())
        name = f"hronika-{int(known[1]) + 1 if known else 1:06d}.warc.gz"
        file = (self._folder / name).open("xb", buffering=0)
        _sync_folder(self._folder)
        self._end = 0
        return file

    def _newest(self) -> str:
        return max([path.name for path in archive_files(self._folder)] + list(self._noted()), default="")

    def _write(self, file: io.FileIO, record: bytes, synced: bool) -> None:
        """Write where the last whole record ends, over whatever a crash left there."""
        try:
            file.seek(self._end)
            file.truncate()
            rest = memoryview(record)
            while rest:
                rest = rest[file.write(rest) :]
            self._is_synced = False
            if synced:
                self._sync()
        except OSError:
            with suppress(OSError):
                file.truncate(self._end)
            raise
        self._end += len(record)
        self._note(Path(file.name).name)

    def _sync(self) -> None:
        if self._file is not None and not self._is_synced:
            os.fsync(self._file.fileno())
            self._is_synced = True

    def _note(self, name: str) -> None:
        """Remember where the last whole record ends; without it, the next writer looks through the whole file."""
        with suppress(OSError):
            os.pwrite(self._lock.fileno(), f"{name} {self._end:>20}\n".encode(), 0)

    def _noted(self) -> dict[str, int]:
        """The file that was written to last, and where it ended then."""
        note = os.pread(self._lock.fileno(), _HOLDER_AT, 0).partition(b"\n")[0]
        name, _, end = note.decode("ascii", "replace").partition(" ")
        return {name: int(end)} if is_archive_name(name) and end.strip().isdigit() else {}


def _sound_end(path: Path, start: int) -> int | None:
    """Where the last whole record ends, looking from ``start``; None where the file is damaged before its end."""
    end = start
    with path.open("rb") as file:
        for member in members(file, start):
            if isinstance(member, Damage):
                return member.offset if member.torn else None
            end = member.offset + member.length
    return end


@dataclass(frozen=True)
class _Holder:
    """Who writes to an archive: the command that a person began, though a process of its own may do the writing."""

    pid: int
    command: str
    since: str

    def __str__(self) -> str:
        return f"process {self.pid} ({self.command}, since {self.since})"

    def lives(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:  # it lives, and is somebody else's
            return True
        return True


def _locked(folder: Path, wait: bool) -> io.FileIO:
    """The folder's lock; two writers would tear each other's records.

    The system lets go of it with the processes that hold it, so what a killed run noted keeps nobody out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.fdopen(os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o666), "r+b", buffering=0)
    assert isinstance(lock, io.FileIO)
    holder = None
    for patience in (*[0.1] * 20, 0):  # a run that was killed takes its processes along, but not in an instant
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            holder = _holder(lock)
            if holder and holder.lives():
                break
            time.sleep(patience)
        else:
            _sign(lock)
            return lock
    lock.close()
    raise HronikaError(
        f"{folder}: another run is writing to this archive{f': {holder}' if holder else ''}. Wait until it has"
        " finished, or stop it; then run the same command again."
    )


def _sign(lock: io.FileIO) -> None:
    """Note who holds the lock, for whoever finds it held. A full disk need not keep a run from what writes nothing."""
    main = parent_process()
    program, *arguments = sys.argv
    holder = _Holder(
        (main.pid if main else None) or os.getpid(),
        shlex.join([Path(program).name, *arguments]),
        datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    with suppress(OSError):
        os.ftruncate(lock.fileno(), _HOLDER_AT)
        os.pwrite(lock.fileno(), json.dumps(asdict(holder)).encode(), _HOLDER_AT)


def _holder(lock: io.FileIO) -> _Holder | None:
    """Who noted that it holds the lock; None where that has just begun, or could not be written."""
    try:
        return _Holder(**json.loads(os.pread(lock.fileno(), 2**16, _HOLDER_AT)))
    except (ValueError, TypeError):
        return None


def _sync_folder(folder: Path) -> None:
    """Make a new file's name last through a power cut, as its bytes do."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
