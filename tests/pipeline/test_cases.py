"""The table of worked out cases is what working them out gives, and a name that it lacks is worked out."""

from __future__ import annotations

from pipeline import cases, gazetteer, person_names
from pipeline.tables import table


def test_the_table_is_what_working_it_out_gives() -> None:
    listed = [tuple(row.values()) for row in table("cases.csv")]
    assert listed == list(cases.rows()), "run: python -m pipeline.cases"
    assert {row[0] for row in listed} == {"organisations", "places", "people"}


def test_a_name_that_no_list_has_is_inflected() -> None:
    assert ("loc", "Teiksmājā") in list(gazetteer.declined("Teiksmāja", "f-sg-4"))
    assert ("gen", "Zvaigznītes") in list(person_names.inflected("Zvaigznīte", "f"))
