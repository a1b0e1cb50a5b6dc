"""The names of the lists that ship, in every case: worked out once, since it takes a second in each new process.

    python -m pipeline.cases      writes data/cases.csv anew, after a change of the lists or of Latvian inflection

A name that the table lacks is worked out where it is asked for, so nothing depends on it but the time to start.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache, wraps
from pathlib import Path

from pipeline.tables import table

_TABLE = "cases.csv"
_COLUMNS = ("list", "name", "code", "forms")

#: Case and form, for each form of a name.
Forms = Iterable[tuple[str, str]]
#: Inflects a name; ``code`` is what else it has to know: a paradigm, a gender.
Inflect = Callable[[str, str], Forms]


@cache
def _known() -> dict[str, dict[tuple[str, str], str]]:
    found: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for row in table(_TABLE):
        found[row["list"]][row["name"], row["code"]] = row["forms"]
    return found


def worked_out(name_of_list: str) -> Callable[[Inflect], Inflect]:
    """Have the names of a list looked up before they are inflected."""

    def decorate(inflect: Inflect) -> Inflect:
        @wraps(inflect)
        def looked_up(name: str, code: str) -> Forms:
            forms = _known()[name_of_list].get((name, code))
            return inflect(name, code) if forms is None else _unpacked(forms)

        return looked_up

    return decorate


def _packed(forms: Forms) -> str:
    return "|".join(f"{case} {form}" for case, form in forms)


def _unpacked(forms: str) -> Iterator[tuple[str, str]]:
    for pair in filter(None, forms.split("|")):
        case, _, form = pair.partition(" ")
        yield case, form


def rows() -> Iterator[tuple[str, ...]]:
    """The rows of the table as they should be."""
    from pipeline import gazetteer, names, person_names

    lists = {
        "organisations": (names.inflected, names.to_inflect()),
        "places": (gazetteer.declined, gazetteer.to_decline()),
        "people": (person_names.inflected, person_names.to_inflect()),
    }
    for name_of_list, (inflect, wanted) in lists.items():
        for name, code in sorted(set(wanted)):
            yield name_of_list, name, code, _packed(inflect.__wrapped__(name, code))  # type: ignore[attr-defined]


def main() -> None:
    """Write the table."""
    with Path(__file__).parent.joinpath("data", _TABLE).open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(rows())


if __name__ == "__main__":
    main()
