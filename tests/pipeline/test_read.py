"""Which parts of a document make facts: Latvian ones, and each only where it stands first."""

from __future__ import annotations

from hronika.types import Capture, Document
from pipeline.read import read, to_be_read
from sources.formats.assemble import Piece, assemble

LATVIAN = "2019. gada 4. maijā Talsos notika talka, kurā piedalījās 35 cilvēki no visas apkaimes un viesi no Igaunijas."
ENGLISH = "On 5 May 2019 the volunteers of Talsi met again, and 40 people from all over the county came to the seminar."
MORE = "Pēc talkas visi dziedāja pilskalnā, un 2019. gada 11. maijā Kandavā notika seminārs, ko vadīja 2 lektori."


def document(*texts: str) -> Document:
    capture = Capture(origin="file", body=b"", sha256="", fetched="2024-01-01T00:00:00Z")
    return assemble(capture, "text", [Piece("paragraph", text) for text in texts])


def test_only_latvian_is_read() -> None:
    reading = read(document(ENGLISH, LATVIAN, ENGLISH.replace("5 May", "6 May"), MORE))
    assert [date.start_date for date in reading.dates] == ["2019-05-04", "2019-05-11"]
    assert {count.value for count in reading.counts} == {35, 2}
    assert ENGLISH in reading.document.text


def test_a_document_without_latvian_says_nothing() -> None:
    reading = read(document(ENGLISH))
    assert reading.dates == reading.counts == reading.places == reading.events == ()


def test_what_is_said_twice_makes_one_fact() -> None:
    once, twice = read(document(LATVIAN, MORE)), read(document(LATVIAN, MORE, LATVIAN, MORE))
    assert twice.document.text == f"{once.document.text}\n{once.document.text}"
    for kind in ("dates", "counts", "places", "organisations", "events", "findings"):
        assert getattr(once, kind) == getattr(twice, kind)


def test_offsets_hold_around_what_is_not_read() -> None:
    told = document(ENGLISH, LATVIAN, LATVIAN, "Vairāk 2019. gada 12. jūnijā Cēsīs.")
    narrowed = to_be_read(told)
    assert len(narrowed.text) == len(told.text)
    assert all(narrowed.text[block.start : block.end] == block.text for block in narrowed.blocks)
    reading = read(told)
    assert [told.text[date.start : date.end] for date in reading.dates] == [date.text for date in reading.dates]
    assert len(reading.dates) == 2


def test_a_document_that_is_all_read_is_itself() -> None:
    plain = document(LATVIAN, MORE)
    assert to_be_read(plain) is plain
