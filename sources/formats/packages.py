"""Files that are ZIP archives inside (office documents, archives themselves), opened within limits.

What a bomb is made of (many members, much that unpacks out of little, XML entities) is refused before a library reads
it. The sizes that an archive declares are bounds: Python's ``zipfile`` unpacks no more of a member than declared.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from itertools import pairwise

from hronika.types import UnreadableError
from sources.formats import limits

_DOCTYPES = tuple("<!DOCTYPE".encode(charset) for charset in ("utf-8", "utf-16-le", "utf-16-be"))
_XML = (".xml", ".rels")
_PART = 1 << 20
_ENCRYPTED = 0x1

#: What goes wrong inside an archive that is damaged, and what a person does about it.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError, OSError)


def open_package(body: bytes) -> zipfile.ZipFile:
    """The archive in ``body``. Raises ``UnreadableError`` if it is damaged or has very many members."""
    try:
        package = zipfile.ZipFile(io.BytesIO(body))
    except DAMAGED as error:
        raise damaged(error) from error
    if len(package.infolist()) > limits.MAX_MEMBERS:
        raise UnreadableError(
            f"The file is an archive of {len(package.infolist()):,} files, more than the {limits.MAX_MEMBERS:,} that "
            "are read. Unpack it, and take in the documents in it."
        )
    if _overlaps(package):
        raise UnreadableError(
            "Parts of the file are the same bytes of it, as no program packs them and bombs are made. If you know "
            "where it comes from, unpack it, and take in the documents in it."
        )
    return package


def _overlaps(package: zipfile.ZipFile) -> bool:
    """Whether two members share bytes, so that little of the file would unpack to very much."""
    places = sorted((member.header_offset, member.compress_size) for member in package.infolist())
    return any(start + size > following for (start, size), (following, _) in pairwise(places))


def read_member(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a member. Raises ``UnreadableError`` if they are damaged, behind a password, or a bomb."""
    if member.flag_bits & _ENCRYPTED:
        raise locked()
    if is_bomb(member.file_size, member.compress_size):
        raise UnreadableError(
            f"A part of the file unpacks from {member.compress_size:,} to {member.file_size:,} bytes, as no honest "
            "document does; it was left unread. If you know where the file comes from, save what it holds as PDF."
        )
    try:
        with package.open(member) as file:
            return b"".join(iter(lambda: file.read(_PART), b""))
    except DAMAGED as error:
        raise damaged(error) from error
    except RuntimeError as error:  # what zipfile says of a password
        raise locked() from error


def is_bomb(size: int, packed: int) -> bool:
    """Whether ``size`` bytes out of ``packed`` are more than any honest document unpacks to."""
    return size > limits.MAX_UNPACKED or size > limits.MAX_RATIO * max(packed, limits.SMALL)


def office_package(body: bytes, change: Callable[[str, bytes], bytes] | None = None) -> io.BytesIO:
    """An office file with its text and without its pictures, safe for a library to read.

    ``change`` may rewrite a part, by name. Raises ``UnreadableError`` for bombs, entities, passwords and damage.
    """
    slim = io.BytesIO()
    total = 0
    with open_package(body) as package, zipfile.ZipFile(slim, "w") as kept:
        for member in {member.filename: member for member in package.infolist()}.values():  # of one name, the last
            if member.is_dir():
                continue
            if not (member.filename.lower().endswith(_XML) or member.filename == "mimetype"):
                kept.writestr(zipfile.ZipInfo(member.filename), b"")
                continue
            total += member.file_size
            if total > limits.MAX_OFFICE_TEXT:
                raise UnreadableError(
                    f"The document unpacks to more than {limits.MAX_OFFICE_TEXT // 2**20} MB of text and markup, "
                    "more than any that people read. Split it."
                )
            content = read_member(package, member)
            if any(doctype in content for doctype in _DOCTYPES):
                raise UnreadableError(
                    "The document defines XML entities of its own, which no office program writes and bombs are made "
                    "of. Open it in an office program, save it anew, and take that in."
                )
            kept.writestr(zipfile.ZipInfo(member.filename), change(member.filename, content) if change else content)
    slim.seek(0)
    return slim


def damaged(error: Exception) -> UnreadableError:
    """What to say of a file whose inside is broken."""
    return UnreadableError(
        f"The file is damaged or cut off: it is an archive inside, and that cannot be unpacked ({str(error)[:120]}). "
        "Fetch it again; if an office program can still open it, save it anew."
    )


def locked() -> UnreadableError:
    """What to say of a file that opens only with a password."""
    return UnreadableError(
        "The file is encrypted and opens only with a password. Ask its publisher for one without, or save it without."
    )
