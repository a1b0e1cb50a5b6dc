"""A WARC file in ranges of whole records, for many to read side by side: where they lie is told by a CDXJ index.

An index only says where a file may be cut. Each range is read from its first record to the next range's, so that what
an index leaves out is read all the same, and one that does not fit its file costs nothing but the cuts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from sources.archive.members import File
from sources.archive.wacz import index_line
from sources.archive.walk import Record, begins, walk

_INDEXED = ("response", "resource", "revisit")


def index(file: File, name: str) -> Iterator[str]:
    """The lines of a CDXJ index of a WARC file, in the order of its records; what cannot be told is left out."""
    for record in walk(file, lambda _: False):
        if isinstance(record, Record) and record.parsed.rec_type in _INDEXED and not record.place.skip:
            try:
                yield index_line(record.parsed, name, record.place.offset, record.length)
            except (ValueError, TypeError, AttributeError):  # no address or no date that is one
                continue


def indexed(line: str) -> tuple[str, int] | None:
    """File name and offset of the record that a line of an index tells of; None where it tells of none."""
    try:
        facts = json.loads(line[line.index("{") :])
        return PurePosixPath(facts["filename"]).name, int(facts["offset"])
    except (ValueError, LookupError, TypeError):
        return None


def cut(file: File, offsets: Iterable[int], target: int) -> list[tuple[int, int | None]]:
    """A file in ranges of about ``target`` bytes, from one record to another; the last has no end."""
    cuts = [0]
    for offset in sorted(offsets):
        if offset - cuts[-1] >= target and begins(file, offset):
            cuts.append(offset)
    return list(zip(cuts, [*cuts[1:], None], strict=True))
