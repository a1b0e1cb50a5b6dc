"""Damages ZIP archives and what is packed in them: office documents, WACZ, files; each is packed again."""

from __future__ import annotations

import io
import re
import zipfile
from random import Random

from tests.faults.fuzz.mutations.markup import MARKUP, rearranged
from tests.faults.fuzz.mutations.pieces import NUMBERS
from tests.faults.fuzz.mutations.plain import PLAIN, Mutation, flipped
from tests.faults.fuzz.seeds import seeds, zipped


def _members(body: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            return [(info.filename, package.read(info)) for info in package.infolist()]
    except Exception:  # damaged already by an earlier mutation, in whatever way
        return []


def repacked(chance: Random, body: bytes) -> bytes:
    """With one of its parts damaged, and packed again."""
    files = _members(body)
    chosen = [at for at, (name, _) in enumerate(files) if name.endswith((".xml", ".rels", "mimetype"))]
    if not files:
        return flipped(chance, body)
    big = sorted(chosen, key=lambda at: -len(files[at][1]))[:4]
    at = chance.choice(big if big and chance.random() < 0.7 else range(len(files)))
    name, part = files[at]
    mutations = (*MARKUP, *PLAIN, *[rearranged] * 25) if name.endswith((".xml", ".rels")) else (*MARKUP, *PLAIN)
    for _ in range(chance.choice((1, 1, 3))):
        part = chance.choice(mutations)(chance, part)
    return zipped([*files[:at], (name, part), *files[at + 1 :]])


def _spans(chance: Random, body: bytes) -> bytes:
    """An office document whose cells, rows, spaces and levels are counted absurdly."""
    names = rb"gridSpan|rowSpan|-repeated|-spanned|text:c|w:val|lvl|outline-level|start-value|w:ilvl|sz|id"
    counts = rb'(%s)(="|" w:val=")\d+"' % names

    def other(found: re.Match[bytes]) -> bytes:
        return found[1] + found[2] + chance.choice(NUMBERS) + b'"' if chance.random() < 0.3 else found[0]

    files = [(name, re.sub(counts, other, part)) for name, part in _members(body)]
    return zipped(files) if files else flipped(chance, body)


def inserted_counts(chance: Random, body: bytes) -> bytes:
    """An OpenDocument with a space, cell or row that repeats itself without end."""
    count = chance.choice(NUMBERS)
    piece = (
        chance.choice(
            (
                b'<text:s text:c="%s"/>',
                b'<table:table><table:table-row table:number-rows-repeated="%s"><table:table-cell><text:p>a</text:p>'
                b"</table:table-cell></table:table-row></table:table>",
                b'<table:table><table:table-row><table:table-cell table:number-columns-repeated="%s"><text:p>a</text:p>'
                b"</table:table-cell></table:table-row></table:table>",
                b'<text:h text:outline-level="%s">Virsraksts</text:h>',
            )
        )
        % count
    )
    files = _members(body)
    changed = [
        (name, re.sub(rb"</text:p>", lambda _: b"</text:p>" + piece, part, count=3) if name == "content.xml" else part)
        for name, part in files
    ]
    return zipped(changed) if files else flipped(chance, body)


def members_changed(chance: Random, body: bytes) -> bytes:
    """With parts missing, twice, in each other's place, or from another archive."""
    files = _members(body)
    if not files:
        return flipped(chance, body)
    at, other = chance.randrange(len(files)), chance.randrange(len(files))
    foreign = chance.choice(_members(chance.choice(seeds()[chance.choice(("docx", "pptx", "odt", "odp", "zip"))])))
    match chance.randrange(5):
        case 0:
            del files[at]
        case 1:
            files.insert(at, files[other])
        case 2:
            files[at] = files[at][0], files[other][1]
        case 3:
            files[at] = files[at][0], foreign[1]
        case _:
            files.append((chance.choice(("../../etc/x", "/x", "a\0b", "\ud7ff" * 90, "con", *dict(files))), foreign[1]))
    return zipped(files)


def headers(chance: Random, body: bytes) -> bytes:
    """With sizes, flags, ways of packing and offsets in its directory that are not its own."""
    changed = bytearray(body)
    places = [found.start() for found in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", body)]
    for place in chance.sample(places, min(len(places), chance.choice((1, 3)))):
        for _ in range(chance.choice((1, 2))):
            at = place + chance.randrange(4, 46)
            if at < len(changed):
                changed[at] = chance.choice((0, 1, 8, 99, 255, chance.randrange(256)))
    return bytes(changed)


PACKAGE: tuple[Mutation, ...] = (repacked, repacked, repacked, _spans, members_changed, members_changed, headers)
