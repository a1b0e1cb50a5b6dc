"""Finds numbers in a text, in figures and in words, and says what each is worth and how it agrees with its noun.

Nothing here knows whether a number counts something; years, ordinals with a full stop, and figures grown together with
letters (*TV3*, *Covid-19*, *25-gadīgs*) are left out because they are no cardinal numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from pipeline.latvian import inflect
from pipeline.tables import table

Cell = tuple[str, str, str]  # case, number, gender

_DECIMAL_POINT = r"\.\d{1,2}(?=\s?(?:%|€|(?i:eiro|eur|milj|tūkst|procent)))"  # „3.5 milj.”; elsewhere it is a time
_FIGURES = rf"(?:\d{{1,3}}(?:[ .]\d{{3}}){{1,4}}(?!\d)|\d{{1,12}}(?!\d))(?:,\d{{1,6}}|{_DECIMAL_POINT})?"
_TOKEN = re.compile(
    rf"(?<![\w.,/:+])(?<![^\W\d]-)(?P<figures>{_FIGURES})(?![\w/:]|[.,]\d|-[^\W\d]|\.(?!\s*(?:$|\n|[A-ZĀČĒĢĪĶĻŅŠŪŽ(„\"“])))"
    r"|(?P<word>(?<![\w-])[^\W\d_]+(?![\w-]))",
)
_RANGE = re.compile(r"\s?[-–—]\s?|\s+(?:līdz|vai(?:\s+pat)?)\s+")
#: before a lone *miljonu* these say that there are more of them: „vairākus desmitus miljonu”
_INDEFINITE = re.compile(r"\b(?:desmit(?:s|i|us|iem|os)|simt\w*|tūksto\w*|vairāk\w*|daudz\w*|daž\w*)\s$")
_TRIS = ("trīs", "triju", "trim", "trijiem", "trijām", "trijos", "trijās")  # follows no table


@dataclass(frozen=True)
class Number:
    """A number in a text, or a range of them; offsets are into that text.

    ``cells`` are the (case, number, gender) in which a numeral stands, empty where its form does not tell (figures,
    *desmit*). ``scale`` is the worth of a last *tūkstoši* or *miljoni*; what these count may stand in the genitive.
    """

    start: int
    end: int
    value: float
    value_max: float | None = None
    cells: tuple[Cell, ...] = ()
    scale: float = 1
    in_words: bool = False

    @property
    def singular(self) -> bool:
        """Whether the counted noun stands in the singular: after 1, 21, 31 and one and a half, not after 11."""
        last = self.value if self.value_max is None else self.value_max
        if last != int(last):
            return False
        return self.scale == 1 and last % 10 == 1 and last % 100 != 11


@dataclass(frozen=True)
class _Word:
    """A numeral's form: its worth, its role in a composed number, and the cells it can stand in."""

    value: float
    role: str
    cells: tuple[Cell, ...]
    abbreviated: bool = False

    @property
    def tells_one(self) -> bool:
        """Whether *simts* stands for one hundred by itself: in the singular, or as the uninflected *simt*."""
        return not self.abbreviated and (not self.cells or any(number == "sg" for _, number, _ in self.cells))


@dataclass(frozen=True)
class _Token:
    """A number word or a run of figures in a text."""

    start: int
    end: int
    word: _Word


_SMALL = ("unit", "teen", "ten")
_MAY_FOLLOW = {
    "figures": ("scale",),
    "fraction": ("scale",),
    "unit": ("scale",),
    "teen": ("scale",),
    "ten": ("unit", "scale"),
    "hundred": (*_SMALL, "scale"),
    "scale": (*_SMALL, "hundred", "scale"),
}


@cache
def _words() -> dict[str, _Word]:
    """Every form of every number word, in small letters."""
    found = {form: _Word(3, "unit", ()) for form in _TRIS}
    for row in table("number_words.csv"):
        for form, cells in _forms(row["lemma"], row["paradigms"].split(), float(row["value"])).items():
            shortened = row["paradigms"] == "abbreviation"
            found[form] = _Word(float(row["value"]), row["role"], tuple(cells), shortened)
    return found


def _forms(lemma: str, paradigms: list[str], value: float) -> dict[str, list[Cell]]:
    if paradigms[0] in ("indecl", "abbreviation"):
        return {lemma: []}
    forms: dict[str, list[Cell]] = {}
    for paradigm in paradigms:
        gender = paradigm.removeprefix("adj-")[0]
        for (case, number), variants in inflect(lemma, paradigm).items():
            if number == "sg" and paradigm.startswith("adj") and value >= 2:
                continue  # *divi* has no singular
            for form in variants:
                forms.setdefault(form, []).append((case, number, gender))
    return forms


def numbers(text: str) -> Iterator[Number]:
    """The numbers of a text in order, ranges (*20–25*, *no 15 līdz 20*) as one."""
    found = list(_single_numbers(text))
    i = 0
    while i < len(found):
        first = found[i]
        if i + 1 < len(found):
            joined = _range(text, first, found[i + 1])
            if joined:
                yield joined
                i += 2
                continue
        yield first
        i += 1


def _range(text: str, first: Number, last: Number) -> Number | None:
    """Two numbers as a range, if that is what they are; *60 līdz 80 tūkstoši* scales both."""
    between = text[first.end : last.start]
    in_a_row = between == " " and first.in_words and last.value == first.value + 1  # *divas trīs dienas*
    if not in_a_row and not _RANGE.fullmatch(between):
        return None
    low = first.value * (last.scale if first.scale == 1 else 1)
    if low >= last.value:
        return None
    return replace(last, start=first.start, value=low, value_max=last.value)


def _single_numbers(text: str) -> Iterator[Number]:
    """Numbers of one or more tokens that stand next to each other: *divdesmit pieci*, *1,5 miljoni*."""
    group: list[_Token] = []
    for match in _TOKEN.finditer(text):
        word = _words().get(match.group().lower()) if match["word"] else _Word(_worth(match["figures"]), "figures", ())
        if word is None or (
            word.role == "scale" and not group and _INDEFINITE.search(text[max(0, match.start() - 20) : match.start()])
        ):
            continue
        token = _Token(match.start(), match.end() + text.startswith(".", match.end()) * word.abbreviated, word)
        if group and (text[group[-1].end : token.start] != " " or word.role not in _MAY_FOLLOW[group[-1].word.role]):
            yield from _compose(group)
            group = []
        group.append(token)
    yield from _compose(group)


def _worth(figures: str) -> float:
    whole, _, decimals = figures.partition(",")
    if re.search(r"\.\d{1,2}$", whole):
        whole, _, decimals = whole.rpartition(".")
    return float(re.sub(r"[ .]", "", whole) + "." + (decimals or "0"))


def _compose(group: list[_Token]) -> Iterator[Number]:
    """One number of its tokens; nothing for *simtiem*, *tūkstoši* alone, which tell no number."""
    words = [token.word for token in group]
    if not words or (len(words) == 1 and words[0].role == "scale" and not words[0].tells_one):
        return
    total = current = 0.0
    for word in words:
        if word.role == "scale" and word.value == 100:
            current = (current or 1) * 100
        elif word.role == "scale":
            total, current = total + (current or 1) * word.value, 0.0
        else:
            current += word.value
    last = words[-1]
    scaled = last.role == "scale"
    yield Number(
        group[0].start,
        group[-1].end,
        total + current,
        cells=() if scaled else last.cells,
        scale=last.value if scaled else 1,
        in_words=words[0].role != "figures",
    )
