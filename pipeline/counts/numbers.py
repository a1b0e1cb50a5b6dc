"""Finds numbers in a text, in figures and in words, and says what each is worth and how it agrees with its noun.

Nothing here knows whether a number counts something; years, ordinals with a full stop, and figures grown together with
letters (*TV3*, *Covid-19*, *25-gadīgs*) are left out because they are no cardinal numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from pipeline.latvian import inflect
from pipeline.tables import table

Cell = tuple[str, str, str]  # case, number, gender

_DECIMAL_POINT = r"\.\d{1,2}(?=\s?(?:%|€|(?i:eiro|eur|milj|tūkst|procent)))"  # „3.5 milj.”; elsewhere it is a time
_SPACES = " \u00a0\u2009\u202f"  # plain, no-break, thin, and narrow no-break: what parts thousands
_FIGURES = rf"(?:\d{{1,3}}(?:[.{_SPACES}]\d{{3}}){{1,4}}(?!\d)|\d{{1,12}}(?!\d))(?:,\d{{1,6}}|{_DECIMAL_POINT})?"
_TOKEN = re.compile(
    rf"(?<![\w.,/:+])(?<![^\W\d]-)(?P<figures>{_FIGURES})(?P<plus>\+(?=\s[^\W\d]))?(?![\w/:]|[.,]\d|-[^\W\d]|\.(?!\s*(?:$|\n|[A-ZĀČĒĢĪĶĻŅŠŪŽ(„\"“])))"
    r"|(?P<word>(?<![\w-])(?:ar pusi|[^\W\d_]+)(?![\w-]))",
)
_RANGE = re.compile(r"\s?[-–—]\s?|\s+(?:līdz|vai(?:\s+pat)?)\s+")
#: before a lone *miljonu* these say that there are more of them: „vairākus desmitus miljonu”
_INDEFINITE = re.compile(r"\b(?:desmit(?:s|i|us|iem|os)|simt\w*|tūksto\w*|vairāk\w*|daudz\w*|daž\w*)\s$")
#: follows no table; the bare *trīs* may stand in any case
_TRIS: dict[str, tuple[Cell, ...]] = {
    "trīs": (),
    "triju": (("gen", "pl", "m"), ("gen", "pl", "f")),
    "trim": (("dat", "pl", "m"), ("dat", "pl", "f")),
    "trijiem": (("dat", "pl", "m"),),
    "trijām": (("dat", "pl", "f"),),
    "trijos": (("loc", "pl", "m"),),
    "trijās": (("loc", "pl", "f"),),
}
_LOOK_BACK = 300  # characters in which a sentence says that something changed
#: a number that changes goes from one worth to another, which are two counts and no range
CHANGES = re.compile(rf"\b(?:{'|'.join(row['pattern'] for row in table('count_changes.csv'))})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Number:
    """A number in a text, or a range of them; offsets are into that text.

    ``cells`` are the (case, number, gender) in which a numeral stands, empty where its form does not tell (figures,
    *desmit*). ``scale`` is the worth of a last *tūkstoši* or *miljoni*; what these count may stand in the genitive.
    A ``share`` (*puse*, *divas trešdaļas*) is worth its per cent. ``indefinite`` are *desmitiem*, *simti*: more than
    one of them. ``qualifier`` is what the number itself says of its exactness: *simtiem*, *200+*.
    """

    start: int
    end: int
    value: float
    value_max: float | None = None
    cells: tuple[Cell, ...] = ()
    scale: float = 1
    in_words: bool = False
    share: bool = False
    indefinite: bool = False
    open_ended: bool = False

    @property
    def qualifier(self) -> str:
        return "more_than" if self.indefinite else "at_least" if self.open_ended else "exact"

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
    open_ended: bool = False

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
    "half": ("scale",),
    "unit": ("half", "scale", "share"),
    "teen": ("half", "scale"),
    "ten": ("unit", "half", "scale"),
    "hundred": (*_SMALL, "scale"),
    "thousand": (*_SMALL, "hundred", "scale"),
    "share": (),
    "scale": (*_SMALL, "hundred", "scale"),
}


@cache
def _words() -> dict[str, _Word]:
    """Every form of every number word, in small letters."""
    found = {form: _Word(3, "unit", cells) for form, cells in _TRIS.items()}
    for row in table("number_words.csv"):
        value = float(Fraction(row["value"]))
        for form, cells in _forms(row["lemma"], row["paradigms"].split(), value).items():
            shortened = row["paradigms"] == "abbreviation"
            found[form] = _Word(value, row["role"], tuple(cells), shortened)
    return {**_grown_together(found), **found}


def _grown_together(words: dict[str, _Word]) -> dict[str, _Word]:
    """Tens and units that clerks write as one word against the rule: *divdesmitpieci*."""
    return {
        ten + unit: replace(units, value=tens.value + units.value)
        for ten, tens in words.items()
        if tens.role == "ten"
        for unit, units in words.items()
        if units.role == "unit" and units.value
    }


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
    found = _scaled(text, list(_single_numbers(text)))
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


def _scaled(text: str, found: list[Number]) -> list[Number]:
    """The numbers with the scale that *no 60 līdz 80 tūkstošiem* says once."""
    following: list[Number | None] = [*found[1:], None][: len(found)]
    return [
        replace(number, value=number.value * last.scale, scale=last.scale)
        if last and number.scale == 1 and number.value < last.value / last.scale and _is_range(text, number, last)
        else number
        for number, last in zip(found, following, strict=True)
    ]


def _is_range(text: str, first: Number, last: Number) -> bool:
    alike = first.in_words == last.in_words and not (first.share or last.share)  # „četrus – 31 skolēns” are two
    return alike and _RANGE.fullmatch(text, first.end, last.start) is not None


def _range(text: str, first: Number, last: Number) -> Number | None:
    """Two numbers as a range, if that is what they are, and not the ends of a change."""
    between = text[first.end : last.start]
    in_a_row = between == " " and first.in_words and last.value == first.value + 1  # *divas trīs dienas*
    if not (in_a_row or _is_range(text, first, last)) or first.value >= last.value:
        return None
    if between == " līdz " and changes_before(text, first.start):
        return None
    return replace(last, start=first.start, value=first.value, value_max=last.value)


def changes_before(text: str, at: int) -> bool:
    """Whether the sentence says before a place that something grew, fell or reached: *skaits audzis no 5 līdz 7*."""
    first = max(0, at - _LOOK_BACK)
    sentence = max(text.rfind(mark, first, at) for mark in (". ", "; ", "? ", "! ", "\n"))
    return CHANGES.search(text, max(sentence, first), at) is not None


def _single_numbers(text: str) -> Iterator[Number]:
    """Numbers of one or more tokens that stand next to each other: *divdesmit pieci*, *1,5 miljoni*."""
    group: list[_Token] = []
    for match in _TOKEN.finditer(text):
        word = _words().get(match.group().lower()) if match["word"] else _figures(match)
        if word is None or (
            word.role == "scale" and not group and _INDEFINITE.search(text[max(0, match.start() - 20) : match.start()])
        ):
            continue
        token = _Token(match.start(), match.end() + text.startswith(".", match.end()) * word.abbreviated, word)
        if group and (
            text[group[-1].end : token.start] not in tuple(_SPACES) or word.role not in _MAY_FOLLOW[group[-1].word.role]
        ):
            yield from _compose(group)
            group = []
        group.append(token)
    yield from _compose(group)


def _figures(match: re.Match[str]) -> _Word:
    return _Word(_worth(match["figures"]), "figures", (), open_ended=match["plus"] is not None)


def _worth(figures: str) -> float:
    whole, _, decimals = figures.partition(",")
    if re.search(r"\.\d{1,2}$", whole):
        whole, _, decimals = whole.rpartition(".")
    return float(re.sub(rf"[.{_SPACES}]", "", whole) + "." + (decimals or "0"))


def _compose(group: list[_Token]) -> Iterator[Number]:
    """The number that tokens next to each other make; nothing for what only belongs to one: *ar pusi*."""
    words = [token.word for token in group]
    if not words or words[0].role == "half":
        return
    last = words[-1]
    scaled = last.role == "scale"
    yield Number(
        group[0].start,
        group[-1].end,
        _sum(words),
        cells=() if scaled else last.cells,
        scale=last.value if scaled else 1,
        in_words=words[0].role != "figures",
        share=last.role == "share",
        open_ended=last.open_ended,
        indefinite=len(words) == 1 and scaled and not last.tells_one,
    )


def _sum(words: list[_Word]) -> float:
    total = current = 0.0
    for word in words:
        if word.role == "share":
            return round((current or 1) * word.value * 100, 2)
        if word.role == "thousand":
            total += word.value
        elif word.role != "scale":
            current += word.value
        elif word.value <= 100:
            current = (current or 1) * word.value
        else:
            total, current = total + (current or 1) * word.value, 0.0
    return total + current
