"""What bad programs do to the letters of a PDF: mended where they are all there, noticed where they are not.

Mended: diacritics drawn as glyphs of their own, letters set apart as if each were a word, Latvian letters under the
codes of western ones. Noticed: fonts that do not say which letters they draw, and text that is no language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from sources.formats.language import detect_language

Glyph = dict[str, Any]  #: a letter or a word as pdfplumber has it: text, x0, x1, top, bottom, size

# Diacritics as glyphs of their own

#: Marks as separate characters, and the combining one each stands for; Latvian's comma below is a cedilla to Unicode.
_MARKS = {
    "¯": "\u0304", "ˉ": "\u0304", "ˇ": "\u030c", "¸": "\u0327", "˛": "\u0328", "˙": "\u0307", "´": "\u0301",
    "¨": "\u0308", "˜": "\u0303", "˚": "\u030a", "\u0326": "\u0327", "\u0312": "\u0327",
}  # fmt: skip
_MARKS |= {mark: mark for mark in "\u0301\u0303\u0304\u0307\u0308\u030a\u030c\u0327\u0328"}
_BESIDE = "¯ˉˇ¸˛"  # marks that are nothing else, so that they need not stand over their letter
_LAST_EUROPEAN = "\u017f"  # letters with diacritics of the languages written in Latvia stand below this
_STRAY = re.compile(r"[¯ˉˇ¸˛˙\u0300-\u0328]")


def composed(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """``glyphs`` in the order they were drawn, each mark put on the letter that it stands over, under or beside."""
    if not any(glyph["text"] in _MARKS for glyph in glyphs):
        return list(glyphs)
    texts = [glyph["text"] for glyph in glyphs]
    for at, glyph in enumerate(glyphs):
        if glyph["text"] not in _MARKS:
            continue
        base = _base(glyphs, texts, at)
        if base is not None:
            texts[base], texts[at] = _with_mark(texts[base], texts[at]), ""
    return [
        glyph if glyph["text"] == text else {**glyph, "text": text}
        for glyph, text in zip(glyphs, texts, strict=True)
        if text
    ]


def _base(glyphs: Sequence[Glyph], texts: Sequence[str], at: int) -> int | None:
    """Which glyph the mark at ``at`` belongs to: one that it overlaps, else the letter drawn before it."""
    mark = glyphs[at]
    before = at - 2 if at and texts[at - 1].isspace() else at - 1
    fitting = [
        near
        for near in (before, at + 1)
        if 0 <= near < len(glyphs)
        and _with_mark(texts[near], mark["text"])
        and abs(glyphs[near]["top"] - mark["top"]) < mark["size"]
        and abs(_middle(glyphs[near]) - _middle(mark)) < mark["size"]
    ]
    if not fitting:
        return None
    over = max(fitting, key=lambda near: _overlap(glyphs[near], mark))
    if _overlap(glyphs[over], mark) > 0:
        return over
    return fitting[0] if mark["text"] in _BESIDE or unicodedata.combining(mark["text"]) else None


def _with_mark(letter: str, mark: str) -> str:
    """The letter that ``mark`` makes of ``letter``, or "" if no language here has it."""
    plain = "i" if letter == "ı" else letter
    whole = unicodedata.normalize("NFC", plain + _MARKS[mark]) if len(plain) == 1 and plain.isalpha() else ""
    return whole if len(whole) == 1 and whole <= _LAST_EUROPEAN else ""


def _middle(glyph: Glyph) -> float:
    return float(glyph["x0"] + glyph["x1"]) / 2


def _overlap(one: Glyph, other: Glyph) -> float:
    return float(min(one["x1"], other["x1"]) - max(one["x0"], other["x0"]))


# Letters set apart

_LETTER_GAP = (0.1, 0.8)  # of the type size: set apart, but not so wide that they are cells of a table
_WORD_GAP = 0.2  # of the type size, wider than the gap between letters
_FEWEST_LETTERS = 6


def closed_up(row: Sequence[Glyph]) -> list[Glyph]:
    """The words of a printed row, made anew by their gaps where every letter of it stands apart."""
    glyphs = sorted((glyph for word in row for glyph in word["chars"]), key=lambda glyph: float(glyph["x0"]))
    letters = sum(glyph["text"].isalpha() for glyph in glyphs)
    if letters < _FEWEST_LETTERS or letters < 0.7 * len(glyphs):
        return list(row)
    size = median(glyph["size"] for glyph in glyphs)
    gaps = sorted((right["x0"] - left["x1"]) / size for left, right in pairwise(glyphs))
    usual, narrow = median(gaps), gaps[len(gaps) // 10]
    if narrow < _LETTER_GAP[0] or usual > _LETTER_GAP[1]:
        return list(row)
    words = [[glyphs[0]]]
    for left, right in pairwise(glyphs):
        if right["x0"] - left["x1"] > (usual + _WORD_GAP) * size:
            words.append([])
        words[-1].append(right)
    return list(map(_word, words))


def _word(glyphs: list[Glyph]) -> Glyph:
    return {
        "text": "".join(glyph["text"] for glyph in glyphs),
        "x0": glyphs[0]["x0"],
        "x1": max(glyph["x1"] for glyph in glyphs),
        "top": min(glyph["top"] for glyph in glyphs),
        "bottom": max(glyph["bottom"] for glyph in glyphs),
        "chars": glyphs,
    }


# Wrong codes

_LATVIAN = "āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ"
_AS_WESTERN = _LATVIAN.encode("cp1257").decode("cp1252")  # âèçìîíïòðûþ and their capitals
_FROM_WESTERN = str.maketrans(_AS_WESTERN, _LATVIAN)
_FOREIGN = re.compile(rf"[^\W\d_a-zA-Z{_AS_WESTERN}]")
_FEWEST_WRONG = 3
_TAILS = "\x80-\xbf" + "".join(bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0))
_UTF8_PAIR = re.compile(f"[ÄÅ][{_TAILS}]")


def decoder(text: str) -> Callable[[str], str]:
    """What turns the letters of a document whose whole text is ``text`` into those that were meant."""
    if len(_UTF8_PAIR.findall(text)) >= _FEWEST_WRONG:
        return lambda part: _UTF8_PAIR.sub(lambda pair: _from_utf8(pair[0]), part)
    wrong = sum(char in _AS_WESTERN for char in text)
    if wrong >= _FEWEST_WRONG and not _FOREIGN.search(text):
        mended = text.translate(_FROM_WESTERN)
        if detect_language(mended) == "lv":
            return lambda part: part.translate(_FROM_WESTERN)
    return lambda part: part


def _from_utf8(pair: str) -> str:
    codes = b"".join(char.encode("latin-1" if char < "\u0100" else "cp1252") for char in pair)
    return codes.decode("utf-8", "replace")


# Text that is none

_UNMAPPED = re.compile(r"\(cid:\d+\)|[\ufffd\x00-\x08\x0e-\x1f]")
_LETTERS = re.compile(r"[A-Za-zÀ-ſ]")
_VOWELS = re.compile(r"[aeiouyāēīōūàáâäåæèéêëìíîïòóôöõøùúûüý]", re.I)
_ENOUGH = 200  # letters, for their kinds to tell
_LATVIAN_ENOUGH = 400


def is_illegible(text: str) -> bool:
    """Whether the text of a page is not what is printed there: its fonts do not say which letters they draw."""
    if sum(map(len, _UNMAPPED.findall(text))) > 0.1 * len(text):
        return True
    letters = len(_LETTERS.findall(text))
    return letters >= _ENOUGH and len(_VOWELS.findall(text)) < 0.2 * letters


def is_doubtful(text: str) -> bool:
    """Whether the text of a page can be read but has lost something: marks, diacritics, or the ends of words."""
    letters = len(_LETTERS.findall(text))
    words = text.split()
    if len(_STRAY.findall(text)) > max(2, 0.01 * letters):
        return True
    if len(words) >= 20 and sum(len(word) == 1 and word.isalpha() for word in words) > len(words) / 2:
        return True
    plain = letters >= _LATVIAN_ENOUGH and not any(char in _LATVIAN for char in text)
    return plain and detect_language(text) == "lv"
