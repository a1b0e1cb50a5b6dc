"""The committed sample is what its content renders to, and holds the faults that its README lists."""

from __future__ import annotations

import io
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest
from bs4 import BeautifulSoup

from sources.sample import build, decks

SAMPLE = Path(build.__file__).parent
SITE = SAMPLE / "site"
PAGES = dict(build.pages())
DECKS = sorted((SAMPLE / "content" / "decks").glob("*.toml"))


def deck_texts(pdf: bytes) -> Iterator[str]:
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            yield page.extract_text()


def test_the_committed_pages_are_a_fresh_build() -> None:
    committed = {path.relative_to(SITE).as_posix(): path.read_bytes() for path in SITE.rglob("*.html")}
    assert committed == PAGES


def test_the_committed_decks_say_what_a_fresh_build_says() -> None:
    font = decks.find_font()
    if font is None:
        pytest.skip("no TrueType font with Latvian letters on this machine")
    rendered = dict(decks.render_all(SAMPLE / "content" / "decks", font))
    assert {path.relative_to(SITE).as_posix() for path in SITE.rglob("*.pdf")} == set(rendered)
    for name, pdf in rendered.items():
        fresh, committed = " ".join(deck_texts(pdf)), " ".join(deck_texts((SITE / name).read_bytes()))
        assert Counter(fresh.replace("-\n", "").split()) == Counter(committed.replace("-\n", "").split())


@pytest.mark.parametrize("source", DECKS, ids=lambda path: path.stem)
def test_a_deck_has_what_decks_have(source: Path) -> None:
    deck = tomllib.loads(source.read_text("utf-8"))
    with pdfplumber.open(SITE / f"{deck['path']}.pdf") as pdf:
        texts = [page.extract_text() for page in pdf.pages]
        links = [annotation["uri"] for page in pdf.pages for annotation in page.annots]
    assert 8 <= len(texts) <= 14
    assert all(text.endswith(f"{deck['footer']} {number}") for number, text in enumerate(texts, 1))
    assert links
    assert any("-\n" in text for text in texts)


def test_the_site_holds_both_layouts_and_the_listed_faults() -> None:
    soups = {name: BeautifulSoup(body, "lxml") for name, body in PAGES.items()}
    assert sum(bool(soup.select("main article .node__content")) for soup in soups.values()) >= 16
    assert sum(bool(soup.select("td#content .text")) for soup in soups.values()) >= 10
    assert [name for name, soup in soups.items() if not soup.select('link[rel="canonical"]')] == [
        "lv/jaunums/vecaku-konference-ogre.html"
    ]
    wrong = PAGES["lv/kultura/bibliotekas/pasakumi/vidzemes-bibliotekaru-sanaksme-gulbene.html"]
    assert b"charset=utf-8" in wrong
    with pytest.raises(UnicodeDecodeError):
        wrong.decode("utf-8")
    dead = "lv/jaunums/diskusiju-cikla-registracija"
    assert any(f'href="/{dead}"'.encode() in body for body in PAGES.values())
    assert f"{dead}.html" not in PAGES
