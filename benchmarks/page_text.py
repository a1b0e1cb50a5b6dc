"""Text taken out of web pages, beside trafilatura's: words of the page that are kept, words of furniture let through.

On the sample the truth is known, since its pages are rendered from files that hold nothing but their text. Of folders
of pages with gold (``FOLDER`` beside ``FOLDER.json``) it is known which dates and counts a careful reader marked, and
that what stands in menus, headers, footers and forms alone is no text.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from bs4 import BeautifulSoup
from trafilatura import bare_extraction

from hronika.types import Capture
from sources.formats import read
from sources.formats.decode import decode
from sources.sample.build import CONTENT, _newest, _read_page

SITE = CONTENT.parent / "site"
_FURNITURE = "nav, header, footer, aside, form, button, script, style, noscript, [role=dialog], [role=navigation]"
Extract = Callable[[bytes], str]
Page = tuple[bytes, Counter[str], Counter[str]]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def hronika(body: bytes) -> str:
    return read(Capture(origin="page", body=body, sha256="", fetched="2024-01-01T00:00:00Z")).text


def trafilatura(recall: bool) -> Extract:
    """What trafilatura finds, with the title that it names first where the text does not have it."""

    def extract(body: bytes) -> str:
        found = bare_extraction(decode(body, is_html=True), include_comments=False, favor_recall=recall)
        title, text = (getattr(found, "title", None) or "", getattr(found, "text", None) or "")
        return text if title in text else f"{title}\n{text}"

    return extract


def plain(html: str) -> str:
    return BeautifulSoup(html, "lxml").get_text(" ")


def sample() -> Iterable[Page]:
    """Pages of the sample: bytes, the words that must be kept, and all that may be (attachments, lists too)."""
    pages = [_read_page(path) for path in sorted((CONTENT / "pages").glob("*.html"))]
    for page in pages:
        wanted = words(f"{page['title']} {plain(page['body'])}")
        listed = [f"{other['title']} {other['published']}" for other in _newest(pages, page["listing"])]
        files = [str(file["title"]) for file in page["attachments"]]
        days = [".".join(reversed(other["published"].split("-"))) for other in _newest(pages, page["listing"])]
        body = (SITE / f"{page['path'].removeprefix('/')}.html").read_bytes()
        yield body, wanted, wanted + words(" ".join([*listed, *files, *days]))


def gold(folder: Path) -> Iterable[Page]:
    """Pages with gold: bytes, the words that were marked, and all of titles and outside of furniture."""
    marked = json.loads(folder.with_suffix(".json").read_text("utf-8"))
    for path in sorted(folder.glob("*.html")):
        kinds = marked[path.stem]
        wanted = Counter[str]()
        for one in (one for kind in ("dates", "counts") for one in kinds[kind]):
            wanted |= words(one["text"])
        soup = BeautifulSoup(decode(path.read_bytes(), is_html=True), "lxml")
        titles = " ".join(tag.get_text(" ") for tag in soup.select("title, h1"))
        for furniture in soup.select(_FURNITURE):
            if not furniture.decomposed:
                furniture.decompose()
        yield path.read_bytes(), wanted, words(f"{titles} {soup.get_text(' ')}")


def score(pages: Iterable[Page], extract: Extract) -> tuple[float, float, int]:
    """The share of wanted words that is kept, of furniture in all that comes out, and how many words that is."""
    kept = wanted = furniture = out = 0
    for body, must, may in pages:
        found = words(extract(body))
        wanted, kept = wanted + must.total(), kept + (found & must).total()
        out, furniture = out + found.total(), furniture + (found - may).total()
    return kept / wanted, furniture / out, furniture


def measure(name: str, pages: Iterable[Page]) -> None:
    """Print a row for each extractor."""
    rows = list(pages)
    extractors = {"Hronika": hronika, "trafilatura": trafilatura(False), "trafilatura, for recall": trafilatura(True)}
    for extractor, extract in extractors.items():
        kept, share, furniture = score(rows, extract)
        print(f"| {name} | {len(rows)} | {extractor} | {kept:.3f} | {share:.3f} | {furniture} |")


def main() -> None:
    print("| pages | | | words kept | furniture | words of it |\n|---|---|---|---|---|---|")
    measure("sample", sample())
    for folder in map(Path, sys.argv[1:]):
        if any(folder.glob("*.html")):
            measure(folder.name, gold(folder))


if __name__ == "__main__":
    main()
