"""How Latvian nouns, adjectives and participles inflect, as tables and one function that reads them.

A *paradigm* is a short code: gender and declension (``m-1`` to ``m-6``, ``f-3`` to ``f-6``, ``f-r`` for nouns in
-šanās), with the number between them where a word has one only (``m-sg-1`` *Tukums*, ``m-pl-1`` *Talsi*, ``f-pl-6``
*Cēsis*); ``adj-m``, ``adj-f``, ``adj-m-def``, ``adj-f-def`` for adjectives, whose lemma is the masculine indefinite
nominative; ``part-…`` and ``refl-…`` for past active participles; ``indecl``, and ``gen`` for words that live in the
genitive only (*papildu*). The tables are the CSV files under ``data/``.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
CASES = ("nom", "gen", "dat", "acc", "loc")
NUMBERS = ("sg", "pl")

#: the tables whose nominative is the lemma, by class; ordinals are quoted in the definite form (*pirmais*)
_LEMMA_TABLES = {"adj": ("adj-m-def", "adj-m"), "part": ("part-m",), "refl": ("refl-m",)}

Forms = dict[tuple[str, str], tuple[str, ...]]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table under ``data/``."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t" if name.endswith(".tsv") else ","))


@dataclass(frozen=True)
class Ending:
    """One ending of a table cell; ``palatal`` says that it stands on the palatalised stem (*brāl-* → *brāļ-a*)."""

    text: str
    palatal: bool


@dataclass(frozen=True)
class Paradigm:
    """A paradigm code taken apart: the table it uses, the numbers it has, the number its lemma is in."""

    table: str
    numbers: tuple[str, ...]

    @property
    def lemma_number(self) -> str:
        return self.numbers[0]


@cache
def endings() -> dict[tuple[str, str, str], tuple[Ending, ...]]:
    """Endings by (table, number, case)."""
    return {
        (row["paradigm"], row["number"], case): tuple(
            Ending(text.removeprefix("~"), text.startswith("~")) for text in row[case].split()
        )
        for row in rows("endings.csv")
        for case in CASES
    }


@cache
def _palatalisation() -> tuple[tuple[str, str], ...]:
    return tuple((row["plain"], row["palatal"]) for row in rows("palatalisation.csv"))


@cache
def _variants() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple((row["paradigm"], re.compile(row["pattern"]), row["variant"]) for row in rows("variants.csv"))


def palatalise(stem: str) -> str:
    """The stem before a palatal ending: *brāl* → *brāļ*, *pārstāv* → *pārstāvj*; *teātr* stays."""
    for plain, palatal in _palatalisation():
        if stem.endswith(plain):
            return stem[: -len(plain)] + palatal
    return stem


def depalatalise(stem: str) -> tuple[str, ...]:
    """Every stem that could have given this one: *mēneš* → *mēnet*, *mēnes*, *mēneš*."""
    found = [stem[: -len(palatal)] + plain for plain, palatal in _palatalisation() if stem.endswith(palatal)]
    return tuple(s for s in (*found, stem) if palatalise(s) == stem)


@cache
def parse(paradigm: str) -> Paradigm:
    """Take a paradigm code apart. Raises ValueError for a code no table has."""
    kind, _, rest = paradigm.partition("-")
    number, _, declension = rest.partition("-")
    table, numbers = (f"{kind}-{declension}", (number,)) if number in NUMBERS else (paradigm, NUMBERS)
    if table not in ("indecl", "gen") and (table, "pl", "nom") not in endings():
        raise ValueError(f"no such paradigm: {paradigm!r}")
    return Paradigm(table, numbers)


def table_for(lemma: str, table: str) -> str:
    """The table that this lemma follows: its own variant where ``data/variants.csv`` gives one."""
    word_class, _, rest = table.partition("-")
    for paradigm, pattern, variant in _variants():
        if paradigm == table and pattern.search(lemma):
            return variant
        if paradigm == word_class == "adj" and pattern.search(lemma) and rest.endswith("-def"):
            return f"{table}-short"
    return table


def stem_of(lemma: str, paradigm: str) -> str | None:
    """The lemma without its ending; None when the lemma does not fit the paradigm."""
    code = parse(paradigm)
    for table in _LEMMA_TABLES.get(code.table.split("-")[0], (code.table,)):
        for ending in endings()[table_for(lemma, table), code.lemma_number, "nom"]:
            if lemma.endswith(ending.text) and len(lemma) > len(ending.text):
                return lemma[: -len(ending.text)]
    return None


@cache
def inflect(lemma: str, paradigm: str) -> Forms:
    """Every form of a lemma by (case, number); the usual form comes first where there are several.

    Cases are nom, gen, dat, acc and loc; numbers sg and pl. A cell without forms is left out, and so is the
    number that the paradigm lacks. Raises ValueError when the lemma does not fit the paradigm.
    """
    code = parse(paradigm)
    if code.table in ("indecl", "gen"):
        cases = CASES if code.table == "indecl" else ("gen",)
        return {(case, number): (lemma,) for number in code.numbers for case in cases}
    stem = stem_of(lemma, paradigm)
    if stem is None:
        raise ValueError(f"{lemma!r} does not end as paradigm {paradigm!r} asks")
    table = table_for(lemma, code.table)
    already_palatal = any(e.palatal for e in endings()[table, code.lemma_number, "nom"])  # *brāļi*, not *brālis*
    cells: Forms = {}
    for number in code.numbers:
        for case in CASES:
            forms = [
                (palatalise(stem) if e.palatal and not already_palatal else stem) + e.text
                for e in endings()[table, number, case]
            ]
            if lemma in forms:
                forms = [lemma]
            if forms:
                cells[case, number] = tuple(dict.fromkeys(forms))
    return cells
