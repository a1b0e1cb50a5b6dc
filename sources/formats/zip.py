"""ZIP archives: each file inside becomes a capture of its own, known by the archive and its name in it.

Names come from outside in whatever code page the packing machine had; they become part of an origin and never a path.
Archives inside archives are unpacked in place. What is left out is said, file by file.
"""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from hronika.types import Capture, Document, Link, UnreadableError
from sources.formats import limits
from sources.formats.assemble import Piece, assemble
from sources.formats.decode import score
from sources.formats.packages import open_package, read_member
from sources.formats.sniff import sniff

_UTF8 = 0x800
_UNICODE_PATH = 0x7075
#: What DOS and Windows call letters on Latvian, Russian and other machines.
_CODE_PAGES = ("cp775", "windows-1257", "cp866", "windows-1251", "cp437")
#: What packing and signing programs add: no documents of anybody's.
_ADDED = re.compile(r"(?:^|/)(?:__MACOSX|META-INF)/|(?:^|/)(?:\.|Thumbs\.db$|desktop\.ini$|mimetype$)", re.I)
_NAME_LENGTH = 200  #: characters of one name that an origin keeps


@dataclass
class Unpacked:
    """What an archive holds, and what of it was left out."""

    captures: list[Capture] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)  #: origin, and why, for a person
    total: int = 0  #: bytes


def read_zip(capture: Capture, unpacked: Unpacked) -> Document:
    """An archive as a document of its own: the list of what it holds. What was left out is in ``notices``."""
    name = (capture.url or capture.origin).rstrip("/").rpartition("/")[2]
    files = [Piece("list_item", member.origin.removeprefix(f"{capture.origin}/")) for member in unpacked.captures]
    links = [Link(member.url, "", "attachment") for member in unpacked.captures if member.url]
    notices = [f"{origin}: {reason}" for origin, reason in unpacked.left_out]
    return assemble(capture, "zip", [Piece("heading", name), *files], title=name, links=links, notices=notices)


def members(capture: Capture) -> list[Capture]:
    """The files in an archive, those of archives in it too; ``unpack`` says what is left out as well."""
    return unpack(capture).captures


def unpack(capture: Capture) -> Unpacked:
    """Every file in an archive as a capture: origin ``ORIGIN/NAME``, address ``URL#NAME``.

    Raises ``UnreadableError`` where the archive itself cannot be read.
    """
    unpacked = Unpacked()
    _unpack(capture, 1, unpacked)
    return unpacked


def _unpack(capture: Capture, depth: int, unpacked: Unpacked) -> None:
    with open_package(capture.body) as package:
        for name, member in _named(package):
            inner = _member(capture, name)
            if reason := _refusal(member, unpacked):
                unpacked.left_out.append((inner.origin, reason))
                continue
            try:
                body = read_member(package, member)
                unpacked.total += len(body)
                inner = replace(inner, body=body, sha256=hashlib.sha256(body).hexdigest())
                if not _is_archive(body):
                    unpacked.captures.append(inner)
                elif depth < limits.MAX_ZIP_DEPTH:
                    _unpack(inner, depth + 1, unpacked)
                else:
                    unpacked.left_out.append(
                        (inner.origin, f"It is an archive more than {limits.MAX_ZIP_DEPTH} archives deep. Unpack it.")
                    )
            except UnreadableError as error:
                unpacked.left_out.append((inner.origin, str(error)))


def _refusal(member: zipfile.ZipInfo, unpacked: Unpacked) -> str | None:
    """Why a member is not unpacked; None where it is."""
    if stat.S_ISLNK(member.external_attr >> 16):
        return "It is a link to another file, which is not followed."
    if member.file_size > limits.MAX_BYTES:
        return (
            f"It has {member.file_size:,} bytes, more than a page or a deck has ({limits.MAX_BYTES:,}). "
            "Unpack the archive and split the file."
        )
    if unpacked.total + member.file_size > limits.MAX_UNPACKED:
        return (
            f"With it, the archive would unpack to more than {limits.MAX_UNPACKED // 2**20} MB. "
            "Unpack it, and take in the documents in it."
        )
    if len(unpacked.captures) >= limits.MAX_MEMBERS:
        return f"The archive holds more than {limits.MAX_MEMBERS:,} files. Unpack it, and take in the documents in it."
    return None


def _is_archive(body: bytes) -> bool:
    try:
        return sniff(body) == "zip"
    except UnreadableError:
        return False  # whoever reads it says so, under its own name


def _member(capture: Capture, name: str) -> Capture:
    """A capture for one file of an archive, as yet without its bytes."""
    return Capture(
        origin=f"{capture.origin}/{name}",
        body=b"",
        sha256="",
        fetched=capture.fetched,
        source_id=capture.source_id,
        url=f"{capture.url}{'/' if '#' in capture.url else '#'}{quote(name)}" if capture.url else None,
        crawl_id=capture.crawl_id,
    )


def _named(package: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Files with their names, each name once; folders, and what only the packing program needed, left out."""
    known: set[str] = set()
    last = Counter[str]()  # the number that a name was given last
    for member in package.infolist():
        name = _harmless(_name(member))
        if member.is_dir() or not name or _ADDED.search(name):
            continue
        last[name] += 1
        while (unique := name if last[name] == 1 else f"{name} ({last[name]})") in known:
            last[name] += 1
        known.add(unique)
        yield unique, member


def _name(member: zipfile.ZipInfo) -> str:
    """The name of a member in the code page in which it reads best."""
    if member.flag_bits & _UTF8:
        return member.orig_filename
    raw = member.orig_filename.encode("cp437", errors="replace")
    if stated := _unicode_path(member.extra):
        return stated
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return max((raw.decode(page, errors="replace") for page in _CODE_PAGES), key=score)


def _unicode_path(extra: bytes) -> str:
    """The name that Info-ZIP keeps beside the one in a code page; "" where there is none."""
    while len(extra) >= 4:
        kind, length = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == _UNICODE_PATH:
            return extra[9 : 4 + length].decode("utf-8", errors="replace")
        extra = extra[4 + length :]
    return ""


def _harmless(name: str) -> str:
    """A name as a part of an origin: forward slashes, no way up or to the root, no control characters, not endless."""
    parts = re.split(r"[/\\]", "".join(char if char.isprintable() else "_" for char in name))
    return "/".join(part[:_NAME_LENGTH] for part in parts if part.strip() not in ("", ".", "..") and part[1:] != ":")
