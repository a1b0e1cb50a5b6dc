"""What a document says twice, word for word, is told from lines that come again by chance."""

from __future__ import annotations

from hronika.types import Capture
from sources.formats.assemble import Piece, assemble
from sources.formats.repeats import repeated

SENTENCE = (
    "Projektu līdzfinansē Eiropas Sociālais fonds, un tas ilgst līdz 2020. gada 31. decembrim visos novados. " * 2
)
PAGE = [
    "Talka Talsos",
    "2019. gada 4. maijā Talsos notika talka, kurā piedalījās 35 cilvēki no visas apkaimes.",
    "parks",
    "Pēc talkas visi dziedāja pilskalnā un pārrunāja, ko darīt nākamajā gadā, ja būs labs laiks.",
]


def test_a_text_doubled_at_its_end() -> None:
    assert repeated([*PAGE, *PAGE]) == [False] * 4 + [True] * 4
    assert repeated([*PAGE, "Vēl kaut kas.", *PAGE[1:], *PAGE]) == [False] * 5 + [True] * 7


def test_one_long_block_again() -> None:
    assert repeated([SENTENCE, "Rīga", SENTENCE]) == [False, False, True]


def test_short_lines_come_again_by_chance() -> None:
    programme = ["9.00 Reģistrācija", "10.00 Lekcija", "12.00 Pusdienas"]
    assert repeated(["5. maijs", *programme, "6. maijs", *programme]) == [False] * 8


def test_a_block_told_over_and_over() -> None:
    assert repeated([SENTENCE] * 4) == [False, True, True, True]
    assert sum(repeated(["x"] * 20_000)) > 19_000


def test_blocks_of_a_document_know() -> None:
    capture = Capture(origin="file", body=b"", sha256="", fetched="2024-01-01T00:00:00Z")
    document = assemble(capture, "text", [Piece("paragraph", text) for text in [*PAGE, *PAGE]])
    assert [block.repeats for block in document.blocks] == [False] * 4 + [True] * 4
