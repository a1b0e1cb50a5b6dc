"""The language of blocks and documents: told where words tell, and left open where they do not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from hronika.types import Capture, Document
from sources.formats import read
from sources.formats.assemble import Piece, assemble
from sources.formats.language import detect_language, main_language

TEXTS = tomllib.loads((Path(__file__).parents[2] / "benchmarks" / "language.toml").read_text("utf-8"))
LATVIAN = "Sanāksmē piedalījās pārstāvji no Rīgas un Valmieras, lai runātu par sadarbību."
ENGLISH = "The meeting was held in Riga and was attended by experts from all over the country."


def capture(body: str = "") -> Capture:
    return Capture(origin="file", body=body.encode(), sha256="", fetched="2024-01-01T00:00:00Z")


def document(*texts: str) -> Document:
    return assemble(capture(), "text", [Piece("paragraph", text) for text in texts])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (LATVIAN, "lv"),
        ("Ģimeņu diena Ķekavā", "lv"),
        (ENGLISH, "en"),
        ("Семинар прошёл в Риге, и в нём участвовали представители из Литвы.", "ru"),
        ("Семінар відбувся в Ризі, і в ньому взяли участь представники України.", "uk"),
        ("Susitikimas vyko Vilniuje, į jį atvyko svečiai iš Latvijos bei Estijos.", "lt"),
        ("Kohtumine toimus Tallinnas ja sellest võtsid osa külalised Lätist.", "et"),
        ("Das Treffen fand in Berlin statt, und viele Gäste nahmen daran teil.", "de"),
        ("The seminar in Rēzekne, which was attended by many experts, was led by Jānis Bērziņš from Jēkabpils.", "en"),
        ("Das Treffen fand in Rēzekne und in Jēkabpils statt, und viele Gäste aus Bonn nahmen daran teil.", "de"),
        ("12 345", None),
        ("", None),
        ("Johann Schmidt, Hans Müller, Peter Weber", None),
        ("EUR 300 | ESF | ERASMUS", None),
    ],
)
def test_language_of_a_block(text: str, language: str | None) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("language", ["lv", "en", "ru", "lt", "et", "de"])
def test_sentences_are_told_and_latvian_never_lost(language: str) -> None:
    told = [detect_language(text) for text in TEXTS[language]["sentences"]]
    assert set(told) <= {language, None}
    assert told.count(language) >= 0.85 * len(told)
    if language == "lv":
        assert {detect_language(text) for text in TEXTS["lv"]["short"]} <= {"lv", None}


def test_a_document_in_two_languages() -> None:
    both = document("Dienas kārtība", LATVIAN, LATVIAN.replace("Rīgas", "Cēsu"), ENGLISH)
    assert both.language == "lv"
    assert [block.language for block in both.blocks][1:] == ["lv", "lv", "en"]


def test_words_tell_rather_than_the_head_of_the_page() -> None:
    page = "<html lang='{}'><head><title>x</title></head><body><main><h1>Nr. 12</h1><p>{}</p></main></body></html>"
    assert read(capture(page.format("en", LATVIAN))).language == "lv"
    assert read(capture(page.format("lv", "12 345; 67 890; 12 345; 67 890"))).language == "lv"


def test_nothing_tells() -> None:
    assert main_language([("12", None)]) is None
