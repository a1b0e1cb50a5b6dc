"""What is read of a document, and how sure it is."""

from __future__ import annotations

from dataclasses import replace

from hronika.types import Block, Document
from pipeline.read import read

FIRST = "2019. gada 14. martā Cēsīs notika seminārs."
SECOND = "2019. gada 5. aprīlī Ogrē notika konference."


def test_what_ocr_saw_is_less_sure() -> None:
    text = f"{FIRST}\n{SECOND}"
    blocks = (
        Block("paragraph", FIRST, 0, len(FIRST), page=1),
        Block("paragraph", SECOND, len(FIRST) + 1, len(text), page=2),
    )
    document = Document("deck.pdf", "pdf", text, blocks, pages=2)
    plain, doubtful = read(document), read(replace(document, ocr_pages=(2,)))
    for kind in ("dates", "places", "events"):
        before = [one.confidence for one in getattr(plain, kind)]
        after = [one.confidence for one in getattr(doubtful, kind)]
        assert len(before) == 2
        assert after == [before[0], round(0.8 * before[1], 3)]
