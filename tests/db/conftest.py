"""A small gazetteer and an empty database for the tests of this room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import gazetteer, mentions
from db.load import open_database


@pytest.fixture(autouse=True)
def authority(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A small gazetteer, so that the tests do not move with the real one."""
    facts = {"gender_number": "m-sg-1", "weak": False, "source": "test", "licence": "CC0-1.0"}
    places = (
        gazetteer.Place(id="latvija", name="Latvija", kind="country", **facts),
        gazetteer.Place(id="ventspils", name="Ventspils", kind="city", parent_id="latvija", **facts),
        gazetteer.Place(id="talsi", name="Talsi", kind="town", parent_id="latvija", **facts),
        gazetteer.Place(id="tartu", name="Tartu", kind="city", **facts),
    )
    organisations = (
        gazetteer.Organisation(id="mk", name="Ministru kabinets", kind="government", source="test", licence="CC0-1.0"),
        gazetteer.Organisation(
            id="km", name="Kultūras ministrija", kind="ministry", parent_id="mk", source="test", licence="CC0-1.0"
        ),
    )
    monkeypatch.setattr(gazetteer, "places", lambda: places)
    monkeypatch.setattr(gazetteer, "organisations", lambda: organisations)
    for cached in (mentions.authority_places, mentions.authority_organisations, mentions._organisation_ids):
        cached.cache_clear()
    yield
    for cached in (mentions.authority_places, mentions.authority_organisations, mentions._organisation_ids):
        cached.cache_clear()


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / "hronika.db")
    yield database
    database.close()
