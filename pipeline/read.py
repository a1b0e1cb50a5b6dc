"""All readers over one document: what the rest of Hronika calls to know what a document says."""

from __future__ import annotations

from hronika.types import Document, Reading
from pipeline import checks, counts, dates, events, organisations, people, places, projects


def read(document: Document) -> Reading:
    """Every mention, event and finding of a document; a pure function of it, the code and the model."""
    return Reading(
        document=document,
        dates=tuple(dates.read(document)),
        counts=tuple(counts.read(document)),
        places=tuple(places.read(document)),
        organisations=tuple(organisations.read(document)),
        people=tuple(people.read(document)),
        projects=tuple(projects.read(document)),
        events=tuple(events.read(document)),
        findings=tuple(checks.read(document)),
    )
