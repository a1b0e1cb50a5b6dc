"""Finds the phrases that name dates among the tokens of a text, and splits them into points.

A phrase is found by a pattern over the kinds of its tokens, one letter each (tokens.py lists them): „2019. gada
21. un 22. novembrī” is ``yd&dm``. Its points, here 21 and 22, are read generally: what one leaves out, its
neighbours say; so one pattern per unit covers days, ranges and lists alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.dates.tokens import Token


@dataclass(frozen=True, slots=True)
class Point:
    """One end of a range or one member of a list; None where the text leaves a value to the neighbours."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_month: int | None = None
    last_year: int | None = None
    shift: int | None = None  #: the year is told by its distance from the year of writing
    same_year: bool = False  #: the year is the one last told of
    whole: bool = True  #: says its own year, and so can stand alone
    months: bool = True  #: says its own month
    figures: bool = False  #: its month is a number
    join: str = ""  #: the kind of token that joins it to the point before: ``-``, ``&``, ``,`` or ``>``


@dataclass(frozen=True, slots=True)
class Phrase:
    """Points of one unit (``day``, ``month``, ``year``, ...) that the text joins together."""

    unit: str
    kinds: str
    points: tuple[Point, ...]

    @property
    def start(self) -> int:
        return self.points[0].start

    @property
    def end(self) -> int:
        return self.points[-1].end

    @property
    def year_stated(self) -> bool:
        """Whether some point gives its year in figures."""
        return any(point.year is not None for point in self.points)

    @property
    def year_told(self) -> bool:
        """Whether the year is stated, or told by a word such as „šogad”."""
        return self.year_stated or any(point.shift is not None or point.same_year for point in self.points)

    @property
    def surely_date(self) -> bool:
        """Whether it can be nothing but a date, wherever it stands: it has a word of time, or all three figures."""
        return bool(set(self.kinds) & set("nmyqsgv"))


@dataclass(frozen=True, slots=True)
class _Unit:
    """How one kind of phrase is put together: points that may leave things out, and a last one that is whole."""

    whole: str
    part: str = "(?!)"
    least: int = 0  #: how many points must stand before the last
    most: int = 12  #: bounded, so that an endless list of numbers takes no longer than its length

    @property
    def point(self) -> str:
        return f"(?:{self.whole}|{self.part})"

    @property
    def phrase(self) -> str:
        return f"(?:{self.point}{_JOIN}){{{self.least},{self.most}}}{self.whole}"


_A_YEAR = "[yea]"
_BEFORE = f"(?:{_A_YEAR},?p?|Y,?)?(?:[wo],?)?"  # „2019. gadā, otrdien,”; „2016, 22. jūn.”
_AFTER = (
    f"(?:(?:,w)?,?(?:Y|{_A_YEAR})(?!,?p?(?:[wo],?)?[dDmqki]))?"  # a year that is not the beginning of the next date
)
_OTHER_YEAR = "Y(?=(?:,Y)*&y)"  # „2019. un 2020. gada martā”
_JOIN = "(?:(?:,w)?,?[-&]p?(?:[wo],?)?|[,>])"  # „3. marta, otrdienas, līdz 5. martam”

#: What stands earlier in the text is read first; of phrases that begin at the same place, the one that is first here.
_UNITS = {
    "day": _Unit(f"(?:n|{_BEFORE}[dD]m{_AFTER})", f"[hH](?=,?[-&])|h(?=,)|{_BEFORE}(?:d(?!,[^d])|D(?=-))"),
    "figures": _Unit("(?:(?:e,?p?|[wo],?)?(?:h|H(?=,?t))|[wo],?H)", "[hHd](?=[-&])|h(?=,)"),
    "month": _Unit(f"(?:{_A_YEAR},?p?)?m{_AFTER}", _OTHER_YEAR),
    "figure_month": _Unit("b", "[dD](?=-)", most=1),
    "quarter": _Unit(f"(?:(?:{_A_YEAR},?p?)?[qk]{_AFTER}|Q)", f"(?:{_A_YEAR},?p?)?i|{_OTHER_YEAR}"),
    "school": _Unit("s", "S"),
    "winter": _Unit("v", most=0),
    "decade": _Unit("g"),
    "year": _Unit("(?:y(?!,?p?[dD]?[mqki])|[ea])", "Y(?=,|,?[-&])|Z(?=-)"),
    "years": _Unit("(?:(?<=-)|(?<=-p))[YZ]", "[YZy](?=-)", least=1, most=1),
    "bare_year": _Unit("Y", most=0),
    "today": _Unit("o(?!,?p?[yeadDm])", most=0),
}
#: A point is whole where it has one of these kinds.
_WHOLE = set("nyeaYbsgQov")
_PHRASE = re.compile("|".join(f"(?P<{name}>{unit.phrase})" for name, unit in _UNITS.items()))
_POINTS = {name: re.compile(unit.point) for name, unit in _UNITS.items()}
_JOINING = re.compile(_JOIN)


def phrases(pieces: Sequence[Token]) -> Iterator[Phrase]:
    """Every group of tokens that may name a date, whether or not it says of which year."""
    kinds = "".join(piece.kind for piece in pieces)
    for match in _PHRASE.finditer(kinds):
        unit = str(match.lastgroup)
        yield Phrase(unit, match[0], tuple(_points(unit, kinds, match.start(), match.end(), pieces)))


def _points(unit: str, kinds: str, at: int, end: int, pieces: Sequence[Token]) -> Iterator[Point]:
    """The points of the phrase ``kinds[at:end]``; patterns may look at the kinds around it."""
    join = ""
    while at < end:
        match = _POINTS[unit].match(kinds, at)
        if match is None:
            raise AssertionError(f"{kinds[at:end]} is no phrase of the unit {unit}")
        yield _point(unit, pieces[at : match.end()], join)
        joint = _JOINING.match(kinds, match.end(), end)
        at = joint.end() if joint else end
        join = joint[0].strip(",pwo") or "," if joint else ""


def _point(unit: str, pieces: Sequence[Token], join: str) -> Point:
    """One point: the values of its tokens taken together."""
    told = [piece for piece in pieces if piece.kind not in ",pw" and (piece.kind != "o" or unit == "today")]
    whole = _WHOLE - {"Y"} if unit == "year" else _WHOLE  # „2016. un 2017. gadā”
    point = Point(
        told[0].start, told[-1].end, whole=any(piece.kind in whole for piece in pieces),
        figures=any(piece.kind in "nhHb" for piece in pieces), join=join,
    )  # fmt: skip
    for piece in told:
        values = {name: getattr(piece, name) for name in ("year", "month", "day", "last_month", "last_year")}
        point = replace(point, **{name: value for name, value in values.items() if value is not None})
        if piece.kind in "eoQ":
            point = replace(point, shift=piece.shift)
        elif piece.kind == "a":
            point = replace(point, same_year=True)
    if unit == "figure_month" and point.month is None:
        return replace(point, month=point.day, day=None)
    return point
