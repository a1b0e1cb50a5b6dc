"""Damages an input: by its bytes, as discs and networks do, and by what its format is made of, as nobody honest does.

Everything is drawn from the ``Random`` that is handed in, so a number makes the same mutant everywhere and always.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from random import Random

from lxml import etree

from tests.faults.fuzz.seeds import packed, response, seeds, warc_record, zipped

Mutation = Callable[[Random, bytes], bytes]

#: Numbers that programs stumble over.
_NUMBERS = (b"-1", b"0", b"1", b"255", b"65536", b"2147483647", b"4294967296", b"9" * 19, b"9" * 400, b"1e308", b"0.0")
#: Pieces of text that readers of Latvian, of markup and of characters may stumble over.
_PIECES = tuple(
    piece.encode("utf-8", "surrogatepass")
    for piece in (
        "9999999999999999. gada 31. februārī",
        "no 2019. gada 3. jūlija līdz 1019. gada 2. jūlijam ",
        "0. gada 0. martā ",
        "99.99.9999",
        "31.12.9999.–01.01.0001. ",
        "1.–99999999999999999999. maijā ",
        "plkst. 99:99 ",
        "10^400 cilvēku ",
        "piedalījās 99999999999999999999999999 cilvēku ",
        "1 000 000 000 000 000 000 000 ģimeņu, t.sk. -5 % ",
        "½ no ⅓ ",
        "no 5 līdz no 6 līdz no 7 līdz ",
        "2023./2024./2025./2026. ",
        "MMXXIII. gada ",
        "٢٠٢٣. gada ٣. maijā ",
        "²³. gada ",
        "\u202e\u2067",
        "\u200f\u200e",
        "\u0301" * 300,
        "\x00",
        "\ud800",
        "\udfff\ud800",
        "\uffff",
        "\ufeff",
        "\u2028\u2029",
        "\x85\x0b\x0c\x1c\x1d\x1e",
        "ﷺ" * 50,
        "İ" * 20,
        "ß" * 20,
        "👩‍👩‍👧‍👦" * 20,
        "„" * 300,
        "(" * 300,
        "((((«„“”»))))",
        '"' * 301,
        "&#0;&#x110000;&#xD800;&amp;amp;&nosuch;&",
        "<!--",
        "<![CDATA[",
        "]]>",
        "<script>",
        "<table><tr><td>",
        "</html>",
        "<base href='http://[::1'>",
        "<a href='http://[x/'>x</a>",
        "<meta charset=utf-7>",
        "<meta charset='hex'>",
        "<time datetime='99999-99-99'>",
        '<meta property="article:published_time" content="0000-00-00T99:99">',
        '<script type="application/ld+json">[[[{"@graph":[1,null,{"datePublished":{}}]}]]]</script>',
        "http://[",
        "https://a" + "/a" * 300,
        "www." * 100,
        "a@" * 200,
        "-" * 300,
        ". " * 300,
        ", un " * 200,
        "1) a) i) " * 50,
        "Rīgas, Cēsu un " * 100,
        "Jānis Bērziņš, " * 100,
        "SIA „" * 60,
        "Nr. " * 100,
        "2024" * 60,
        "5 " * 300,
        "\n" * 300,
        "\t|" * 200,
        "A. " * 200,
    )
)
_LONGEST = 500_000  # bytes of a mutant; ``hostile`` has longer ones
#: What XML does not hold.
_NOT_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CHARSETS = ("windows-1257", "utf-16-le", "utf-16", "utf-32", "cp775", "windows-1251", "iso-8859-13", "utf-7", "cp037")


@dataclass(frozen=True)
class Mutant:
    """A damaged input: the number that makes it, its format by the ending of a file's name, and what was done to it."""

    number: int
    kind: str
    how: str
    body: bytes

    @property
    def name(self) -> str:
        return f"{self.number:06}.{self.kind}"


def mutant(number: int) -> Mutant:
    """The mutant with a number: the formats take turns, and chance draws the rest."""
    chance = Random(f"hronika {number}")
    kinds = list(seeds())
    kind = kinds[number % len(kinds)]
    body = chance.choice(seeds()[kind])
    own, done = _OWN.get(kind, ()), []
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
        mutation = chance.choice(own if own and chance.random() < 0.7 else _PLAIN)
        done.append(mutation.__name__.strip("_"))
        body = mutation(chance, body)[:_LONGEST]
    return Mutant(number, kind, "+".join(done), body)


def answer(number: int) -> bytes:
    """What a server says that is out of order: an HTTP answer with a page or a deck, damaged."""
    chance = Random(f"answer {number}")
    body = chance.choice(seeds()[chance.choice(("html", "html", "pdf", "xml"))])
    packing = chance.choice(((), ("Content-Encoding: gzip",)))
    said = response(packed(body) if packing else body, "text/html", f"Content-Length: {len(body)}", *packing)
    for _ in range(chance.choice((1, 2, 4))):
        said = chance.choice((*_PLAIN, _answered, _answered, _answered, _status))(chance, said)[:_LONGEST]
    return said


def _part(chance: Random, body: bytes, most: int = 2000) -> tuple[int, int]:
    """Where a part of ``body`` begins and ends."""
    start = chance.randint(0, len(body))
    return start, min(len(body), start + chance.randint(0, most))


# what happens to bytes


def _truncated(chance: Random, body: bytes) -> bytes:
    return body[: chance.randint(0, len(body))]


def _headless(chance: Random, body: bytes) -> bytes:
    return body[chance.randint(0, min(len(body), 3000)) :]


def _flipped(chance: Random, body: bytes) -> bytes:
    changed = bytearray(body or b"\0")
    for _ in range(chance.choice((1, 2, 8, 64, 512))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _lost(chance: Random, body: bytes) -> bytes:
    start, end = _part(chance, body)
    return body[:start] + body[end:]


def _blanked(chance: Random, body: bytes) -> bytes:
    start, end = _part(chance, body)
    return body[:start] + bytes([chance.choice((0, 32, 255))]) * (end - start) + body[end:]


def _repeated(chance: Random, body: bytes) -> bytes:
    start, end = _part(chance, body, 500)
    return body[:end] + body[start:end] * chance.choice((1, 5, 300)) + body[end:]


def _noisy(chance: Random, body: bytes) -> bytes:
    start, end = _part(chance, body, 200)
    return body[:start] + chance.randbytes(end - start) + body[start:]


def _spliced(chance: Random, body: bytes) -> bytes:
    other = chance.choice(seeds()[chance.choice(list(seeds()))])
    return body[: chance.randint(0, len(body))] + other[chance.randint(0, len(other)) :]


def _told(chance: Random, body: bytes) -> bytes:
    """With something inserted that readers may stumble over, at several places."""
    for _ in range(chance.choice((1, 3, 10))):
        at = chance.randint(0, len(body))
        body = body[:at] + chance.choice(_PIECES) + body[at:]
    return body


def _recoded(chance: Random, body: bytes) -> bytes:
    """In another charset than it says, or in two."""
    charset = chance.choice(_CHARSETS)
    start = chance.choice((0, chance.randint(0, len(body))))
    text = body[start:].decode("utf-8", "replace")
    return body[:start] + text.encode(charset, "replace")


def _miscounted(chance: Random, body: bytes) -> bytes:
    """With other numbers than it had, as text or as bytes."""
    found = list(re.finditer(rb"\d+", body))
    for number in sorted(
        chance.sample(found, min(len(found), chance.choice((1, 4, 30)))), key=lambda one: -one.start()
    ):
        body = body[: number.start()] + chance.choice(_NUMBERS) + body[number.end() :]
    return body


_PLAIN: tuple[Mutation, ...] = (
    _truncated,
    _headless,
    _flipped,
    _flipped,
    _lost,
    _blanked,
    _repeated,
    _noisy,
    _spliced,
    _told,
    _told,
    _recoded,
    _miscounted,
)


# what happens to markup


def _nested(chance: Random, body: bytes) -> bytes:
    tag = chance.choice((b"div", b"table><tr><td", b"ul><li", b"b", b"p", b"span", b"blockquote", b"font", b"form"))
    at, depth = chance.randint(0, len(body)), chance.choice((50, 300, 990, 5000))
    close = b"" if chance.random() < 0.5 else b"</" + tag.split(b">")[0] + b">"
    return body[:at] + (b"<" + tag + b">") * depth + b"Teksts. " + close * depth + body[at:]


def _swollen(chance: Random, body: bytes) -> bytes:
    """With an attribute without end."""
    tags = [found.end() for found in re.finditer(rb"<[a-zA-Z:]+", body)]
    at = chance.choice(tags or [0])
    value = chance.choice((b"x", b"&amp;", b"a b ", b"'<>")) * chance.choice((100, 20_000))
    return body[:at] + b' title="' + value + b'"' + body[at:]


def _unbalanced(chance: Random, body: bytes) -> bytes:
    """Without some of its tags, or with some of them twice."""
    tags = list(re.finditer(rb"<[^<>]{1,200}>", body))
    for tag in sorted(chance.sample(tags, min(len(tags), chance.choice((1, 5, 40)))), key=lambda one: -one.start()):
        kept = tag[0] * chance.choice((0, 0, 2, 30))
        body = body[: tag.start()] + kept + body[tag.end() :]
    return body


def _exchanged(chance: Random, body: bytes) -> bytes:
    """With two of its elements' tags in each other's place."""
    tags = list(re.finditer(rb"<[^<>]{1,200}>", body))
    if len(tags) < 2:
        return body
    one, two = sorted(chance.sample(tags, 2), key=lambda tag: tag.start())
    return body[: one.start()] + two[0] + body[one.end() : two.start()] + one[0] + body[two.end() :]


def _contradicted(chance: Random, body: bytes) -> bytes:
    """With a charset declared that it is not in."""
    name = chance.choice((*_CHARSETS, "nosuch", "", "hex", "idna", "unicode_escape", "x" * 3000)).encode()
    return re.sub(rb"charset=[\"']?[\w.:-]+", b"charset=" + name, body, count=1) or body


def _with_entities(chance: Random, body: bytes) -> bytes:
    """XML with entities that unfold, or that fetch a file."""
    inner = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"ha") for n in range(12))
    outer = chance.choice((inner, b'<!ENTITY a11 SYSTEM "file:///etc/hostname">'))
    head = b"<!DOCTYPE x [" + outer + b"]>"
    at = body.find(b"?>") + 2 if b"?>" in body[:200] else 0
    changed = body[:at] + head + body[at:]
    texts = [found.start() + 1 for found in re.finditer(rb">[^<]", changed)]
    place = chance.choice(texts or [len(changed)])
    return changed[:place] + b"&a11;" + changed[place:]


def _many(chance: Random, body: bytes) -> bytes:
    """One element very many times."""
    found = list(re.finditer(rb"<([a-zA-Z:]+)[^<>]*>[^<>]{0,200}</\1>", body))
    if not found:
        return body
    one = chance.choice(found)
    return body[: one.end()] + one[0] * chance.choice((100, 3000)) + body[one.end() :]


def _rearranged(chance: Random, body: bytes) -> bytes:
    """Sound XML still, with elements gone, twice, elsewhere or inside themselves, and with other words and values."""
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError:
        return _unbalanced(chance, body)
    for _ in range(chance.choice((1, 4, 20))):
        _rearrange(chance, [one for one in root.iter(etree.Element) if one is not root])
    return bytes(etree.tostring(root))


def _rearrange(chance: Random, elements: list[etree._Element]) -> None:
    if not elements:
        return
    one, other = chance.choice(elements), chance.choice(elements)
    parent = one.getparent()
    assert parent is not None
    match chance.randrange(7):
        case 0:
            parent.remove(one)
        case 1:
            other.append(deepcopy(one))
        case 2:
            for _ in range(chance.choice((2, 50))):
                parent.append(deepcopy(one))
        case 3:
            one.tag = other.tag
        case 4 if one.attrib:
            one.set(chance.choice(list(one.attrib)), chance.choice(_NUMBERS).decode())
        case 5:
            one.text = _NOT_XML.sub("", chance.choice(_PIECES).decode("utf-8", "ignore"))
        case _:
            one.clear()


_MARKUP: tuple[Mutation, ...] = (
    _nested,
    _swollen,
    _unbalanced,
    _unbalanced,
    _exchanged,
    _contradicted,
    _with_entities,
    _many,
    _told,
    _told,
    _recoded,
    _miscounted,
)


# what happens to words


def _one_line(chance: Random, body: bytes) -> bytes:
    """As one line, or with its words shuffled into lines of one word."""
    words = body.split()
    if chance.random() < 0.5:
        chance.shuffle(words)
    return chance.choice((b" ", b"\n", b"\n\n", b"\f", b", ", b" un ", b"\r")).join(words)


def _many_times(chance: Random, body: bytes) -> bytes:
    lines = body.splitlines(keepends=True) or [b""]
    return body + chance.choice(lines) * chance.choice((30, 1000))


def _redated(chance: Random, body: bytes) -> bytes:
    """With years, days and counts that no reader can have met."""
    pieces = chance.sample(_PIECES[:16], 4)
    return re.sub(rb"\d{1,4}\. gad\w+|\d+", lambda found: chance.choice((found[0], *pieces)), body)


_WORDS: tuple[Mutation, ...] = (_one_line, _many_times, _redated, _redated, _told, _told, _recoded)


# what happens inside ZIP archives


def _members(body: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            return [(info.filename, package.read(info)) for info in package.infolist()]
    except Exception:  # damaged already by an earlier mutation, in whatever way
        return []


def _repacked(chance: Random, body: bytes) -> bytes:
    """With one of its parts damaged, and packed again."""
    files = _members(body)
    chosen = [at for at, (name, _) in enumerate(files) if name.endswith((".xml", ".rels", "mimetype"))]
    if not files:
        return _flipped(chance, body)
    big = sorted(chosen, key=lambda at: -len(files[at][1]))[:4]
    at = chance.choice(big if big and chance.random() < 0.7 else range(len(files)))
    name, part = files[at]
    mutations = (*_MARKUP, *_PLAIN, *[_rearranged] * 25) if name.endswith((".xml", ".rels")) else (*_MARKUP, *_PLAIN)
    for _ in range(chance.choice((1, 1, 3))):
        part = chance.choice(mutations)(chance, part)
    return zipped([*files[:at], (name, part), *files[at + 1 :]])


def _spans(chance: Random, body: bytes) -> bytes:
    """An office document whose cells, rows, spaces and levels are counted absurdly."""
    names = rb"gridSpan|rowSpan|-repeated|-spanned|text:c|w:val|lvl|outline-level|start-value|w:ilvl|sz|id"
    counts = rb'(%s)(="|" w:val=")\d+"' % names

    def other(found: re.Match[bytes]) -> bytes:
        return found[1] + found[2] + chance.choice(_NUMBERS) + b'"' if chance.random() < 0.3 else found[0]

    files = [(name, re.sub(counts, other, part)) for name, part in _members(body)]
    return zipped(files) if files else _flipped(chance, body)


def _inserted_counts(chance: Random, body: bytes) -> bytes:
    """An OpenDocument with a space, cell or row that repeats itself without end."""
    count = chance.choice(_NUMBERS)
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
    return zipped(changed) if files else _flipped(chance, body)


def _members_changed(chance: Random, body: bytes) -> bytes:
    """With parts missing, twice, in each other's place, or from another archive."""
    files = _members(body)
    if not files:
        return _flipped(chance, body)
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


def _headers(chance: Random, body: bytes) -> bytes:
    """With sizes, flags, ways of packing and offsets in its directory that are not its own."""
    changed = bytearray(body)
    places = [found.start() for found in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", body)]
    for place in chance.sample(places, min(len(places), chance.choice((1, 3)))):
        for _ in range(chance.choice((1, 2))):
            at = place + chance.randrange(4, 46)
            if at < len(changed):
                changed[at] = chance.choice((0, 1, 8, 99, 255, chance.randrange(256)))
    return bytes(changed)


_PACKAGE: tuple[Mutation, ...] = (_repacked, _repacked, _repacked, _spans, _members_changed, _members_changed, _headers)


# what happens inside PDF


_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)


def _drawn_otherwise(chance: Random, body: bytes) -> bytes:
    """With one of its streams unpacked, damaged and packed again."""
    streams = list(_STREAM.finditer(body))
    if not streams:
        return _flipped(chance, body)
    one = chance.choice(streams)
    content = one[1]
    with suppress(zlib.error):
        content = zlib.decompress(content)
    content = chance.choice((*_PLAIN, _miscounted, _miscounted, _operated, _operated))(chance, content)
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
        *_NUMBERS,
    )
    found = list(re.finditer(rb"/(%s)\b\s*(\[[^\]]{0,300}\]|\d+ 0 R|[^/<>\[\]]{1,60}|/\w+)" % b"|".join(_KEYS), body))
    for one in sorted(chance.sample(found, min(len(found), chance.choice((1, 2, 6)))), key=lambda one: -one.start()):
        body = body[: one.start(2)] + b" " + chance.choice(values) + body[one.end(2) :]
    return body


def _objects_changed(chance: Random, body: bytes) -> bytes:
    """With objects missing, twice or under each other's numbers, and a table that leads elsewhere."""
    found = list(re.finditer(rb"(\d+) 0 obj.*?endobj", body, re.S))
    if len(found) < 2:
        return _flipped(chance, body)
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


_PDF: tuple[Mutation, ...] = (_drawn_otherwise, _drawn_otherwise, _values, _values, _objects_changed, _miscounted)


# what happens inside web archives


def _rerecorded(chance: Random, body: bytes) -> bytes:
    """With what one record holds damaged, and a length that is right again."""
    is_packed = body.startswith(b"\x1f\x8b")
    with suppress(Exception):  # damaged already
        body = gzip.decompress(body) if is_packed else body
    records = [record for record in re.split(rb"(?=WARC/1\.0\r\n)", body) if record]
    at = chance.randrange(len(records)) if records else 0
    for _ in range(chance.choice((1, 3))):
        if not records or b"\r\n\r\n" not in records[at]:
            return _flipped(chance, body)
        head, _, rest = records[at].partition(b"\r\n\r\n")
        block = chance.choice((*_PLAIN, *_MARKUP, _answered, _answered))(chance, rest.removesuffix(b"\r\n\r\n"))
        head = re.sub(rb"Content-Length: \d+", b"Content-Length: %d" % len(block), head)
        records[at] = head + b"\r\n\r\n" + block + b"\r\n\r\n"
    return b"".join(map(packed, records)) if is_packed else b"".join(records)


_LINES = (
    b"Content-Length: -1",
    b"Content-Length: 99999999999999999999",
    b"Content-Encoding: gzip",
    b"Content-Encoding: br",
    b"Content-Encoding: zstd, gzip, deflate",
    b"Transfer-Encoding: chunked",
    b"Content-Type: ",
    b"Content-Type: \xff\xfe/\0",
    b"Content-Type: text/html; charset=" + b"x" * 5000,
    b"Location: http://[",
    b"Location: \xf0\x9f",
    b"Location: //",
    b"ETag: \0",
    b"WARC-Date: 9999-99-99T99:99:99Z",
    b"WARC-Target-URI: http://[",
    b"WARC-Target-URI: \xff",
    b"WARC-Type: revisit",
    b"WARC-Type: conversion",
    b"WARC-Refers-To: <urn:uuid:00000000-0000-0000-0000-000000000001>",
    b"WARC-Truncated: length",
    b"WARC-Segment-Number: 1",
    b"WARC-Block-Digest: sha1:x",
    b"WARC-Block-Digest: nosuch:x",
    b"WARC-Payload-Digest: ",
    b": ",
    b"Hronika-Capture: {}",
    b"no colon",
    b" folded",
    b"X: " + b"y" * 70_000,
    b'WARC-Hronika-Capture: {"sha256": 1}',
    b"WARC-Target-URI: http://www.example.lv/" + b"a/" * 9000,
)


def _answered(chance: Random, body: bytes) -> bytes:
    """With a header that is absurd, at the end of one of its lines."""
    ends = [found.end() for found in re.finditer(rb"\r?\n", body)]
    at = chance.choice(ends[:40] or [0])
    return body[:at] + chance.choice(_LINES) + b"\r\n" + body[at:]


def _status(chance: Random, body: bytes) -> bytes:
    line = chance.choice(
        (
            b"HTTP/1.1 999 X",
            b"HTTP/1.1 -1",
            b"HTTP/1.1",
            b"HTTP/9.9 200",
            b"HTTP/1.1 \xd9\xa3\xd9\xa0\xd9\xa0 OK",
            b"ICY 200",
        )
    )
    return re.sub(rb"HTTP/1\.1 \d+[^\r\n]*", lambda _: line, body, count=chance.choice((1, 5)))


def _another(chance: Random, body: bytes) -> bytes:
    """With a record of another format's bytes."""
    other = chance.choice(seeds()[chance.choice(("pdf", "docx", "zip", "html", "txt", "xml"))])
    head = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n" % chance.choice(
        (b"text/html", b"application/pdf", b"", b"text/plain")
    )
    return body + warc_record(77, head + other)


_ARCHIVE: tuple[Mutation, ...] = (_rerecorded, _rerecorded, _rerecorded, _answered, _status, _another, _miscounted)

_OWN: dict[str, tuple[Mutation, ...]] = {
    "html": (*_MARKUP, *_WORDS),
    "txt": _WORDS,
    "pdf": _PDF,
    "docx": _PACKAGE,
    "pptx": _PACKAGE,
    "ppsx": _PACKAGE,
    "odt": (*_PACKAGE, _inserted_counts),
    "odp": (*_PACKAGE, _inserted_counts),
    "zip": _PACKAGE,
    "warc": _ARCHIVE,
    "warc.gz": _ARCHIVE,
    "arc": _ARCHIVE,
    "arc.gz": (_answered, _status),
    "wacz": (_repacked, _members_changed, _headers),
    "xml": _MARKUP,
    "robots": (*_WORDS, _miscounted, _answered),
}
