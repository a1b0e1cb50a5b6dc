"""A small filled chronicle made by hand: the site is tested without the readers of pages or of Latvian."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db import gazetteer, identity
from db.captures import record_capture
from db.crawls import begin_crawl
from db.load import load_reading, log_failure, log_run, open_database
from db.settle import settle
from hronika.types import (
    Block,
    Capture,
    CountMention,
    DateMention,
    Document,
    Event,
    Finding,
    Link,
    OrganisationMention,
    PersonMention,
    PlaceMention,
    ProjectMention,
    Reading,
)
from sources.archive import ArchivedCapture

MINISTRY = "Kultūras ministrija"
HOSTILE = '<script>document.title = "taken"</script>'


def place_id(name: str, kind: str) -> str:
    return next(place.id for place in gazetteer.places() if (place.name, place.kind) == (name, kind))


def document(name: str, *texts: str, kind: str = "html", **facts: Any) -> Document:
    """A document of one block per text; ``# `` before a text makes it a heading, ``* `` a list item."""
    kinds = {"# ": "slide_title" if kind == "pdf" else "heading", "* ": "list_item"}
    blocks: list[Block] = []
    position = 0
    for text in texts:
        block_kind = kinds.get(text[:2], "paragraph")
        plain = text if block_kind == "paragraph" else text[2:]
        page = 1 + len(blocks) // 3 if kind == "pdf" else None
        blocks.append(Block(block_kind, plain, position, position + len(plain), page))
        position += len(plain) + 1
    whole = "\n".join(block.text for block in blocks)
    return Document(origin=name, kind=kind, text=whole, blocks=tuple(blocks), language="lv", **facts)


def span(doc: Document, words: str) -> dict[str, Any]:
    """Where words stand in a document, as the fields of a mention."""
    start = doc.text.index(words)
    return {"start": start, "end": start + len(words), "text": words, "rule": "by-hand", "confidence": 0.9}


def event(doc: Document, quote: str, name: str, start: str, end: str = "", **facts: Any) -> Event:
    where = span(doc, quote)
    values = {"kind": "seminar", "precision": "day", "confidence": 0.8} | facts
    return Event(where["start"], where["end"], quote, name, start_date=start, end_date=end or start, **values)


def seminar() -> Reading:
    quote = "2019. gada 21.–22. novembrī Ventspilī notika romu mediatoru seminārs."
    counted = "Seminārā piedalījās 25 dalībnieki, tostarp 14 mediatori no Kurzemes."
    doc = document(
        "jaunums-1.html", "# Mediatoru seminārs Ventspilī", quote, counted,
        "* Semināru rīkoja Kultūras ministrija kopā ar biedrību „Jūras vārti”.",
        "* To atklāja Anna Paraudziņa, departamenta direktore.",
        url="https://www.piemers.lv/lv/jaunums/mediatoru-seminars", title="Mediatoru seminārs Ventspilī",
        published="2019-11-25",
        links=(
            Link("https://www.piemers.lv/lv/media/7/download?attachment", "Semināra slaidi", "attachment"),
            Link("javascript:alert(1)", "Nederīga saite", "reference"),
        ),
    )  # fmt: skip
    people = CountMention(**span(doc, "25 dalībnieki"), value=25, unit="dalībnieks", what="dalībnieki", kind="people")
    part = CountMention(
        **span(doc, "14 mediatori"), value=14, unit="mediators", what="mediatori", kind="people", part_of=people.start
    )
    ventspils = place_id("Ventspils", "city")
    told = event(
        doc, quote, "Romu mediatoru seminārs", "2019-11-21", "2019-11-22", place_ids=(ventspils,),
        organisations=((MINISTRY, "organiser"), ("Jūras vārti", "participant")), participants=25,
        people=(("Anna Paraudziņa", "departamenta direktore"),), counts=(people.start, part.start),
        project="Dialoga platforma",
    )  # fmt: skip
    return Reading(
        doc,
        dates=(
            DateMention(
                **span(doc, "2019. gada 21.–22. novembrī"), start_date="2019-11-21", end_date="2019-11-22",
                precision="day",
            ),
        ),
        counts=(people, part),
        places=(PlaceMention(**span(doc, "Ventspilī notika"[:9]), place_id=ventspils, name="Ventspils"),),
        organisations=(
            OrganisationMention(**span(doc, "Kultūras ministrija"), name=MINISTRY),
            OrganisationMention(**span(doc, "Jūras vārti"), name="Jūras vārti", kind="association"),
        ),
        people=(PersonMention(**span(doc, "Anna Paraudziņa"), name="Anna Paraudziņa", role="departamenta direktore"),),
        events=(told,),
    )  # fmt: skip


def slides() -> Reading:
    quote = "Seminārs romu mediatoriem Ventspilī, 2019. gada 21.–22. novembrī"
    doc = document(
        "slaidi-2019.pdf", "# Dialoga platforma 2019", "Projekts „Dialoga platforma”, līguma Nr. 9/2019.", quote,
        "# Rezultāti", "* ap 120 ģimeņu saņēma padomu", "* konference tiešsaistē 2020. gada martā", kind="pdf",
        pages=2, title="Dialoga platforma: paveiktais",
    )  # fmt: skip
    families = CountMention(
        **span(doc, "ap 120 ģimeņu"), value=120, unit="ģimene", what="ģimenes", kind="people", qualifier="approx"
    )
    riga = place_id("Rīga", "city")
    return Reading(
        doc,
        counts=(families,),
        dates=(
            DateMention(
                **span(doc, "2019. gada 21.–22. novembrī"), start_date="2019-11-21", end_date="2019-11-22",
                precision="day",
            ),
            DateMention(
                **span(doc, "2020. gada martā"), start_date="2020-03-01", end_date="2020-03-31", precision="month",
                approximate=True,
            ),
        ),
        places=(PlaceMention(**span(doc, "Ventspilī"), place_id=place_id("Ventspils", "city"), name="Ventspils"),),
        projects=(ProjectMention(**span(doc, "Dialoga platforma"), name="Dialoga platforma", agreement="9/2019"),),
        events=(
            event(
                doc, quote, "Seminārs romu mediatoriem", "2019-11-21", "2019-11-22",
                place_ids=(place_id("Ventspils", "city"),), organisations=((MINISTRY, "organiser"),),
            ),
            event(
                doc, "konference tiešsaistē 2020. gada martā", "Konference tiešsaistē", "2020-03-01", "2020-03-31",
                kind="conference", precision="month", online=True, status="planned", place_ids=(riga,),
            ),
        ),
        findings=(
            Finding("two-dates", "The same seminar is given two dates.", (quote, "2020. gada martā")),
        ),
    )  # fmt: skip


def hostile() -> Reading:
    quote = f"Izstāde {HOSTILE} notika Talsos 2018. gadā."
    doc = document(
        "slikts.html", quote, 'Otrā rindkopa "><img src=x onerror=alert(1)> par izstādi.',
        url="https://www.piemers.lv/slikts", title=f"Izstāde {HOSTILE}", published="2018-05-04",
    )  # fmt: skip
    told = event(
        doc, quote, f"Izstāde {HOSTILE}", "2018-01-01", "2018-12-31", precision="year", kind="exhibition",
        people=((f"Jānis {HOSTILE}", HOSTILE),), organisations=((f"Biedrība {HOSTILE}", "organiser"),),
    )  # fmt: skip
    return Reading(doc, events=(told,), findings=(Finding("hostile", HOSTILE, (HOSTILE, quote)),))


def undated() -> Reading:
    return Reading(document("bez-datuma.txt", "Pārskats par bērnu nometnēm Latgalē, bez gada un dienas.", kind="text"))


#: A person's word on two tellings of no document here, so that the table has a row.
DECISION = {
    "line": 2, "decision": "different", "document_a": "a.html", "date_a": "2018-03-13", "quote_a": "seminārs",
    "document_b": "b.html", "date_b": "2018-03-13", "quote_b": "seminārs", "note": "Two halls.",
}  # fmt: skip


def build(path: Path, readings: Sequence[Reading] = ()) -> Path:
    """Write the chronicle there, of these readings or of all."""
    db = open_database(path)
    with db.atomic():
        times = {"started": "2026-01-02T10:00:00Z", "finished": "2026-01-02T10:00:07Z", "seconds": 7.0}
        log_run(db, "run-1", command="ingest", version="1", found=5, captured=5, added=4, failed=1, **times)
        for reading in readings or (seminar(), slides(), hostile(), undated()):
            doc = reading.document
            body = doc.text.encode()
            taken = Capture(doc.origin, body, hashlib.sha256(body).hexdigest(), "2026-01-02T10:00:00Z", url=doc.url)
            id_ = record_capture(db, taken, ArchivedCapture("hronika-000001.warc.gz", 0, len(body)))
            load_reading(db, reading, id_, "code-1", "none")
        log_failure(db, "run-1", "read", "UnreadableError", "tukss.html is empty: fetch it again.", origin="tukss.html")
        identity.assign(db)
        begin_crawl(db, "sample", datetime(2026, 1, 2, 9, tzinfo=UTC))
        settle(db, [DECISION])
        db.table("settings").insert({"name": "people", "value": "kept"})
    db.close()
    return path
