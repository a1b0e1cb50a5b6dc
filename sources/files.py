"""Documents that lie as files on this machine: finds them under what a person names, and captures their bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from hronika import clock
from hronika.types import Capture, HronikaError, UnreadableError
from sources.registry import sources

#: A file above this size is no page and no deck; reading it would eat the machine.
MAX_BYTES = 200_000_000


@dataclass(frozen=True)
class FoundFile:
    """A file to read, and what is known of it before it is opened."""

    path: Path
    origin: str  #: the name it goes by, the same wherever the command was run


def find(targets: Iterable[str], leave_out: Collection[Path] = ()) -> list[FoundFile]:
    """Every file that the targets name: files, and folders with all that is below them.

    A file is known by its path below the folder that holds what was named (``seeds/001.txt`` for the folder ``seeds``
    as well as for the file in it), so the same files get the same identity from whatever place the command runs.
    What is left out, with all that is below it, is given by resolved paths.
    Raises HronikaError where a target does not exist or two files would go by one name.
    """
    found: dict[str, FoundFile] = {}
    for target in targets:
        for file in _find(target, frozenset(leave_out)):
            known = found.setdefault(file.origin, file)
            if known.path != file.path:
                raise HronikaError(
                    f"{known.path} and {file.path} would both be known as {file.origin};"
                    " name the folder that holds both instead"
                )
    return [found[origin] for origin in sorted(found)]


def _find(target: str, leave_out: frozenset[Path]) -> Iterator[FoundFile]:
    if not target:
        raise HronikaError("an empty name was given; name a folder, a file or a registered source")
    path = Path(target).resolve()
    if not leave_out.isdisjoint([path, *path.parents]):
        return
    if path.is_dir():
        yield from (FoundFile(file, _name(file, path.parent)) for file in _walk(path, leave_out))
    elif path.is_file():
        yield FoundFile(path, _name(path, path.parent.parent))
    else:
        known = ", ".join(sources()) or "none"
        raise HronikaError(
            f"{target} is neither a file, nor a folder, nor a registered source (registered: {known});"
            " check the spelling"
        )


def _walk(folder: Path, leave_out: frozenset[Path]) -> Iterator[Path]:
    """Regular files in a settled order.

    Hidden files, links, and what a browser saved beside a page to show it (``page_files/``) are left alone.
    """
    with os.scandir(folder) as entries:  # it knows what each is without asking again
        shown = sorted((e for e in entries if not e.name.startswith(".") and not e.is_symlink()), key=lambda e: e.name)
    files = {entry.name for entry in shown if entry.is_file()}
    pages = {PurePath(name).stem for name in files if name.lower().endswith((".html", ".htm"))}
    for entry in shown:
        path = folder / entry.name
        if path in leave_out:
            continue
        if entry.name in files:
            yield path
        elif entry.is_dir() and entry.name.rpartition("_")[0] not in pages:
            yield from _walk(path, leave_out)


def _name(file: Path, above: Path) -> str:
    """The file's path below ``above``; bytes of it that are no text are written as escapes."""
    return file.relative_to(above).as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def capture(found: FoundFile) -> Capture:
    """The file's bytes as they are now. Raises UnreadableError where it is too large or may not be read."""
    try:
        size = found.path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableError(f"{size:,} bytes are more than a page or a deck has ({MAX_BYTES:,}); split it first")
        body = found.path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"the file cannot be opened ({error.strerror}); check its permissions") from error
    return Capture(
        origin=found.origin,
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        fetched=clock.stamp(),
    )
