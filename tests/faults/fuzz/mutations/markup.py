"""Damages HTML and XML by their tags, and XML by its elements, so that it stays sound."""

from __future__ import annotations

import re
from copy import deepcopy
from random import Random

from lxml import etree

from tests.faults.fuzz.mutations.pieces import CHARSETS, NUMBERS, PIECES
from tests.faults.fuzz.mutations.plain import Mutation, miscounted, recoded, told

#: What XML does not hold.
_NOT_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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


def unbalanced(chance: Random, body: bytes) -> bytes:
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
    name = chance.choice((*CHARSETS, "nosuch", "", "hex", "idna", "unicode_escape", "x" * 3000)).encode()
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


def rearranged(chance: Random, body: bytes) -> bytes:
    """Sound XML still, with elements gone, twice, elsewhere or inside themselves, and with other words and values."""
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError:
        return unbalanced(chance, body)
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
            one.set(chance.choice(list(one.attrib)), chance.choice(NUMBERS).decode())
        case 5:
            one.text = _NOT_XML.sub("", chance.choice(PIECES).decode("utf-8", "ignore"))
        case _:
            one.clear()


MARKUP: tuple[Mutation, ...] = (
    _nested,
    _swollen,
    unbalanced,
    unbalanced,
    _exchanged,
    _contradicted,
    _with_entities,
    _many,
    told,
    told,
    recoded,
    miscounted,
)
