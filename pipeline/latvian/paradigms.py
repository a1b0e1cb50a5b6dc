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
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

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
def _variants(table: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Which lemmas of a table follow a variant of it, and which; the first that fits holds."""
    word_class, _, rest = table.partition("-")
    short = word_class == "adj" and rest.endswith("-def")
    return tuple(
        (re.compile(row["pattern"]), row["variant"] if row["paradigm"] == table else f"{table}-short")
        for row in rows("variants.csv")
        if row["paradigm"] == table or (short and row["paradigm"] == word_class)
    )


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
    return next((variant for pattern, variant in _variants(table) if pattern.search(lemma)), table)


def stem_of(lemma: str, paradigm: str) -> str | None:
    """The lemma without its ending; None when the lemma does not fit the paradigm."""
    code = parse(paradigm)
    for table in _LEMMA_TABLES.get(code.table.split("-")[0], (code.table,)):
        for ending in endings()[table_for(lemma, table), code.lemma_number, "nom"]:
            if lemma.endswith(ending.text) and len(lemma) > len(ending.text):
                return lemma[: -len(ending.text)]
    return None


@lru_cache(maxsize=4096)
def inflect(lemma: str, paradigm: str) -> Forms:
    """Every form of a lemma by (case, number); the usual form comes first where there are several.

    Cases are nom, gen, dat, acc and loc; numbers sg and pl. A cell without forms is left out, and so is the
    number that the paradigm lacks. Raises ValueError when the lemma does not fit the paradigm.
    """
    code = parse(paradigm)
    if code.table in ("indecl", "gen"):
        cases = CASES if code.table == "indecl" else ("gen",)
        return {(case, number): (lemma,) for number in code.numbers for case in cases}
    if stem_of(lemma, paradigm) is None:
        raise ValueError(f"{lemma!r} does not end as paradigm {paradigm!r} asks")
    cells = ((case, number) for number in code.numbers for case in CASES)
    return {cell: forms for cell in cells if (forms := forms_in(lemma, paradigm, *cell))}


def forms_in(lemma: str, paradigm: str, case: str, number: str) -> tuple[str, ...]:
    """One cell of ``inflect``; nothing where the lemma does not fit a paradigm that declines."""
    known = _declined(lemma, paradigm)
    if known is None or number not in known.numbers:
        return ()
    forms = [
        (palatalise(known.stem) if ending.palatal and not known.palatal else known.stem) + ending.text
        for ending in endings()[known.table, number, case]
    ]
    return (lemma,) if lemma in forms else tuple(dict.fromkeys(forms))


class _Declined(NamedTuple):
    """What a lemma declines by; ``palatal``: its stem is so already, *brāļi* and not *brālis*."""

    stem: str
    table: str
    numbers: tuple[str, ...]
    palatal: bool


@lru_cache(maxsize=4096)
def _declined(lemma: str, paradigm: str) -> _Declined | None:
    stem = stem_of(lemma, paradigm)
    if stem is None:
        return None
    code = parse(paradigm)
    table = table_for(lemma, code.table)
    palatal = any(ending.palatal for ending in endings()[table, code.lemma_number, "nom"])
    return _Declined(stem, table, code.numbers, palatal)
