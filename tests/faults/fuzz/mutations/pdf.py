"""Damages PDF by its parts: drawings, dictionaries, objects and the table of these."""

from __future__ import annotations

import re
import zlib
from contextlib import suppress
from random import Random

from tests.faults.fuzz.mutations.pieces import NUMBERS
from tests.faults.fuzz.mutations.plain import PLAIN, Mutation, flipped, miscounted

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)


def _drawn_otherwise(chance: Random, body: bytes) -> bytes:
    """With one of its streams unpacked, damaged and packed again."""
    streams = list(_STREAM.finditer(body))
    if not streams:
        return flipped(chance, body)
    one = chance.choice(streams)
    content = one[1]
    with suppress(zlib.error):
        content = zlib.decompress(content)
    content = chance.choice((*PLAIN, miscounted, miscounted, _operated, _operated))(chance, content)
    return body[: one.start(1)] + zlib.compress(content) + body[one.end(1) :]


_OPERATORS = (
    b"q " * 3000,
    b"Q " * 50,
    b"BT ",
    b"ET ",
    b"/F1 0 Tf ",
    b"/F9 99999 Tf ",
    b"1e30 0 0 1e30 0 0 cm ",
    b"0 0 0 0 0 0 cm ",
    b"[[[[(a)]]]] TJ ",
    b"(a) Tj ",
    b"<zz> Tj ",
    b"/X0 Do ",
    b"/None Do ",
    b"BI /W 99999 /H 99999 ID x EI ",
    b"<< " * 300,
    b"(" * 300,
    b"/A <</MCID -1>> BDC ",
    b"EMC " * 9,
    b"9 Tr ",
    b"-100 Tz ",
    b"1e9 TL T* ",
    b"0 0 99999 99999 re f ",
    b"'",
)


def _operated(chance: Random, body: bytes) -> bytes:
    """A page's drawing with operators where none belong."""
    for _ in range(chance.choice((1, 5, 20))):
        at = chance.randint(0, len(body))
        body = body[:at] + b" " + chance.choice(_OPERATORS) + body[at:]
    return body


_KEYS = (
    b"Count",
    b"Kids",
    b"Parent",
    b"MediaBox",
    b"Rotate",
    b"Length",
    b"Filter",
    b"Type",
    b"Subtype",
    b"Contents",
    b"Resources",
    b"Font",
    b"ToUnicode",
    b"Encoding",
    b"FirstChar",
    b"LastChar",
    b"Widths",
    b"W",
    b"DW",
    b"DescendantFonts",
    b"XObject",
    b"Annots",
    b"Title",
    b"CreationDate",
    b"Info",
    b"Root",
    b"Size",
    b"Prev",
    b"Width",
    b"Height",
    b"DecodeParms",
    b"BBox",
    b"Matrix",
    b"CropBox",
    b"Outlines",
    b"A",
    b"URI",
    b"FontDescriptor",
    b"FontMatrix",
    b"Index",
    b"First",
    b"N",
)


def _values(chance: Random, body: bytes) -> bytes:
    """With values of its dictionaries that are absurd, of other types, or lead back to themselves."""
    values = (
        b"%d 0 R" % chance.randrange(30),
        b"null",
        b"true",
        b"[]",
        b"<<>>",
        b"(\xfe\xff\xd8)",
        b"/None",
        b"[0 0 0 0]",
        b"[1e9 -1e9 1e30 0]",
        b"[" * 200 + b"]" * 200,
        b"<<" * 100 + b">>" * 100,
        b"[/FlateDecode/LZWDecode/ASCII85Decode]",
        b"/ASCIIHexDecode",
        b"/RunLengthDecode",
        b"/CCITTFaxDecode",
        b"/LZWDecode",
        b"/Crypt",
        b"/Identity-H",
        b"90.5",
        *NUMBERS,
    )
    found = list(re.finditer(rb"/(%s)\b\s*(\[[^\]]{0,300}\]|\d+ 0 R|[^/<>\[\]]{1,60}|/\w+)" % b"|".join(_KEYS), body))
    for one in sorted(chance.sample(found, min(len(found), chance.choice((1, 2, 6)))), key=lambda one: -one.start()):
        body = body[: one.start(2)] + b" " + chance.choice(values) + body[one.end(2) :]
    return body


def _objects_changed(chance: Random, body: bytes) -> bytes:
    """With objects missing, twice or under each other's numbers, and a table that leads elsewhere."""
    found = list(re.finditer(rb"(\d+) 0 obj.*?endobj", body, re.S))
    if len(found) < 2:
        return flipped(chance, body)
    one, two = chance.sample(found, 2)
    match chance.randrange(4):
        case 0:
            return body[: one.start()] + body[one.end() :]
        case 1:
            return body[: one.start(1)] + two[1] + body[one.end(1) :]
        case 2:
            return body[: one.start()] + two[0] + b"\n" + body[one.start() :]
        case _:
            return re.sub(rb"\d{10} 00000 n", lambda _: b"%010d 00000 n" % chance.randrange(len(body)), body)


PDF: tuple[Mutation, ...] = (_drawn_otherwise, _drawn_otherwise, _values, _values, _objects_changed, miscounted)
