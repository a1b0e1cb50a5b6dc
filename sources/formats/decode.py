"""From bytes to characters, by what the bytes are rather than by what the server or the page says they are.

Older Latvian pages are windows-1257 under a header that says utf-8, or utf-8 under a tag that says windows-1257.
Bytes that are valid UTF-8 are UTF-8, whatever is declared: text in a one-byte charset practically never is. For the
rest each candidate is tried, and the one in which Latvian (or Russian) words come out wins.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from bs4.dammit import EncodingDetector

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ONE_BYTE = ("windows-1257", "iso-8859-13", "iso-8859-4", "windows-1251", "windows-1252")
_ONE_BYTE_FAMILIES = ("cp12", "cp77", "iso8859", "koi8", "mac")

_LATVIAN = frozenset("āčēģīķļņōŗšūžĀČĒĢĪĶĻŅŌŖŠŪŽ")
_TYPOGRAPHY = frozenset("„“”‘’«»–—…•§°€№\u00a0\u00ad")
_NEIGHBOURS = frozenset("äöüõéèëáóąęėįųźńłÄÖÜÕÉ")  # in names, and alike in most of the charsets
_CYRILLIC_WORD = re.compile(r"[а-яёА-ЯЁ]{2,}")
_MIXED_WORD = re.compile(r"[a-zA-Z][а-яёА-ЯЁ]|[а-яёА-ЯЁ][a-zA-Z]")
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")


def decode(body: bytes, media_type: str | None = None, is_html: bool = False) -> str:
    """The text of ``body``. ``media_type`` may declare a charset, and so may the head of a page (``is_html``)."""
    for bom, charset in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(charset, errors="replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    letters = len(_UTF8_LETTER.findall(body))
    if letters and letters >= body.decode("utf-8", errors="replace").count("\ufffd"):
        return body.decode("utf-8", errors="windows-1257")
    candidates = [*_declared(body, media_type, is_html), *_ONE_BYTE]
    return max((body.decode(charset, errors="replace") for charset in candidates), key=score)


def _declared(body: bytes, media_type: str | None, is_html: bool) -> list[str]:
    """The charsets that the server and the page name, as far as they are one-byte charsets that Python knows."""
    header = re.search(r"charset=[\"']?([\w.:-]+)", media_type or "")
    names = [header[1] if header else None]
    if is_html:
        names.append(EncodingDetector.find_declared_encoding(body, is_html=True))
    known = []
    for name in filter(None, names):
        try:
            codec = codecs.lookup(name)
        except LookupError:
            continue
        if codec.name.startswith(_ONE_BYTE_FAMILIES):
            known.append(codec.name)
    return known


def score(text: str) -> float:
    """How much ``text`` looks like words: letters that belong count for it, control codes and stray signs against."""
    score = 0.0
    for char, count in Counter(text).items():
        if char < "\x80" or "Ѐ" <= char <= "ӿ":
            continue
        if char in _LATVIAN or char in _TYPOGRAPHY:
            score += count
        elif char < "\xa0" or char == "\ufffd":
            score -= 3 * count
        elif char not in _NEIGHBOURS:
            score -= count
    return score + sum(map(len, _CYRILLIC_WORD.findall(text))) - 3 * len(_MIXED_WORD.findall(text))


def _as_windows_1257(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8 in a page that is: a fragment pasted in from an older one."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("windows-1257", errors="replace"), error.end


codecs.register_error("windows-1257", _as_windows_1257)
