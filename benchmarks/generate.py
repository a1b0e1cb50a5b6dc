"""Documents in the manner of Latvian ministries, as many as wanted: python -m benchmarks.generate FOLDER --documents N

    python -m benchmarks.generate /tmp/many --documents 20000
    python -m benchmarks.generate /tmp/many --documents 20000 --change 1%   # the same, some of them worked on since
    python -m benchmarks.generate /tmp/crawl --documents 20000 --form warc --warcs 8

Of a hundred documents, 91 are pages in the markup of the sample's two layouts, three are slide decks and two letters
in PDF, two are pptx and two are docx. A folder gets a file for each; ``--form warc`` writes web archives with the
addresses of the registered sources. Nothing is kept in memory, and the same seed gives the same bytes. All of it is
invented.
"""

from __future__ import annotations

import argparse
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.prose import PUBLISHERS, SITE, Part, Story, changed, story
from sources.registry import sources
from sources.sample import build, decks

PDF, DOCX, PPTX = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
)
_RELATED = (1, 3, 8)  # how far back the stories lie that a page links to
_CAPTURED = datetime(2026, 1, 5, tzinfo=UTC)  # by the archive's records, a second after the other
_LATER = timedelta(days=30)  # when what was worked on is captured


@dataclass(frozen=True)
class File:
    """A generated document: where it is published, what it is kept as, its bytes, and the story that it tells."""

    story: Story
    url: str
    name: str  #: path below the folder
    media_type: str
    body: bytes


def documents(number: int, seed: int = 1, change: float = 0.0) -> Iterator[File]:
    """So many documents, one at a time; ``change`` is the share of them that somebody worked on since."""
    touched = set(Random(f"{seed}/change").sample(range(number), round(number * change)))
    for at in range(number):
        told = story(seed, at)
        yield _file(seed, changed(seed, told) if at in touched else told)


def _file(seed: int, told: Story) -> File:
    form, base = _form(seed, told.number), _base(told.publisher)
    if form == "html":
        name, url, media_type = f"{build.slug(_plain(told.title))}-{told.number}", base + _path(told), "text/html"
        body = _page(seed, told, url)
    else:
        name, url = str(told.number), base + _download(told.number)
        media_type, make = _MAKERS[form]
        body = make(told)
        form = "pdf" if media_type == PDF else form
    return File(told, url, f"{told.publisher}/{told.number // 1000:03}/{name}.{form}", media_type, body)


@cache
def _base(publisher: str) -> str:
    return sources()[publisher].base_url


def _form(seed: int, number: int) -> str:
    """What a document is: a page, a deck, a letter, pptx or docx."""
    weights = {"html": 91, "deck": 3, "letter": 2, "pptx": 2, "docx": 2}
    return Random(f"{seed}/form/{number}").choices([*weights], [*weights.values()])[0]


def _path(told: Story) -> str:
    return f"/lv/jaunums/{build.slug(_plain(told.title))}-{told.number}"


def _plain(title: str) -> str:
    return "".join(letter if letter.isalnum() else " " for letter in title)


def _download(number: int) -> str:
    return f"/lv/media/{number}/download?attachment"


def _page(seed: int, told: Story, url: str) -> bytes:
    """The story in one of the sample's layouts, with links to earlier pages and to the file that comes after it."""
    layout = Random(f"{seed}/layout/{told.number}").choices(["platform", "older"], [4, 1])[0]
    earlier = [story(seed, told.number - back) for back in _RELATED if back <= told.number]
    following = story(seed, told.number + 1)
    attached = _form(seed, following.number) != "html" and following.publisher == told.publisher
    published = told.published.isoformat()
    page: str = _template(layout).render(
        {
            **build._DEFAULTS,
            "title": told.title,
            "description": told.description,
            "published": published,
            "body": "\n".join(map(_html, told.parts)),
            "breadcrumb": ["Jaunumi"],
            "attachments": [{"id": following.number, "title": following.title, "size": "48 KB"}] * attached,
            "related": [_teaser(one) for one in earlier if _form(seed, one.number) == "html"],
            "url": url,
            "canonical": url,
            "declared": "utf-8",
            "publisher": {"code": told.publisher, **PUBLISHERS[told.publisher]},
            "menu": list(SITE["menu"].items()),
            "t": SITE["text"]["lv"],
            "calendar": build._calendar(published, SITE["months"]),
            "poll": SITE["polls"][0],
        }
    )
    return page.encode()


@cache
def _template(layout: str) -> Any:
    return build._templates().get_template(f"{layout}.html")


def _teaser(one: Story) -> dict[str, str]:
    path = _base(one.publisher) + _path(one)
    return {"path": path, "title": one.title, "published": one.published.isoformat(), "description": one.description}


def _html(part: Part) -> str:
    rows = [[escape(cell, quote=False) for cell in row] for row in part.rows]
    if part.kind == "ul":
        return "<ul>\n" + "\n".join(f"  <li>{item}</li>" for [item] in rows) + "\n</ul>"
    if part.kind == "table":
        lines = [f"  <tr><td>{'</td><td>'.join(row)}</td></tr>" for row in rows]
        lines[0] = lines[0].replace("td>", "th>")
        return "<table>\n" + "\n".join(lines) + "\n</table>"
    return f"<{part.kind}>{rows[0][0]}</{part.kind}>"


def _deck(told: Story) -> bytes:
    """A slide deck in PDF, as the sample's are drawn."""
    publisher = PUBLISHERS[told.publisher]["name"]
    cover = {"layout": "cover", "title": told.title, "lines": [_day(told.published), publisher]}
    deck = {
        "title": told.title, "author": publisher, "date": told.published, "ratio": "16:9", "footer": publisher,
        "slides": [cover, *_slides(told)],
    }  # fmt: skip
    return decks.render(deck, _font())


def _slides(told: Story) -> Iterator[dict[str, Any]]:
    """A slide for each paragraph, list or table under the heading that it stands under."""
    heading = told.title
    for part in told.parts:
        match part.kind:
            case "h2":
                heading = part.text
            case "table":
                yield {"title": heading, "layout": "table", "rows": [list(row) for row in part.rows]}
            case "ul":
                yield {"title": heading, "text": "\n".join(f"- {item}" for [item] in part.rows)}
            case _:
                yield {"title": heading, "text": part.text}


def _letter(told: Story) -> bytes:
    """Running text in PDF, on A4."""
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.add_font("text", fname=_font())
    pdf.set_title(told.title)
    pdf.set_creation_date(datetime.combine(told.published, time(9), UTC))
    pdf.add_page()
    for part in [Part("h2", ((told.title,),)), Part("p", ((_day(told.published),),)), *told.parts]:
        pdf.set_font("text", size=15 if part.kind == "h2" else 11)
        if part.kind == "table":
            with pdf.table(part.rows, headings_style=decks._HEADINGS):
                pass
        for [line] in part.rows if part.kind != "table" else ():
            pdf.multi_cell(0, 6, f"• {line}" if part.kind == "ul" else line, align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(3)
    return bytes(pdf.output())


@cache
def _font() -> Path:
    if font := decks.find_font():
        return font
    raise SystemExit("No font with Latvian letters was found (DejaVu, Liberation or Noto): install one for the PDF.")


def _docx(told: Story) -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.title = told.title
    document.core_properties.created = document.core_properties.modified = datetime.combine(told.published, time(9))
    document.add_heading(told.title, 1)
    for part in told.parts:
        if part.kind == "table":
            table = document.add_table(len(part.rows), len(part.rows[0]))
            for row, cells in zip(part.rows, table.rows, strict=True):
                for text, cell in zip(row, cells.cells, strict=True):
                    cell.text = text
            continue
        for [line] in part.rows:
            style = {"h2": "Heading 2", "ul": "List Bullet"}.get(part.kind, "Normal")
            document.add_paragraph(line, style)
    return _saved(document.save)


def _pptx(told: Story) -> bytes:
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    deck.core_properties.title = told.title
    deck.core_properties.created = deck.core_properties.modified = datetime.combine(told.published, time(9))
    cover = deck.slides.add_slide(deck.slide_layouts[0])
    cover.shapes.title.text = told.title
    cover.placeholders[1].text = f"{_day(told.published)}\n{PUBLISHERS[told.publisher]['name']}"
    for content in _slides(told):
        rows = content.get("rows")
        slide = deck.slides.add_slide(deck.slide_layouts[5 if rows else 1])
        slide.shapes.title.text = content["title"]
        if rows:
            sides = (Inches(1), Inches(2), Inches(8), Inches(4))
            table = slide.shapes.add_table(len(rows), len(rows[0]), *sides).table
            for down, row in enumerate(rows):
                for across, text in enumerate(row):
                    table.cell(down, across).text = text
        else:
            slide.placeholders[1].text = content["text"].replace("- ", "")
    return _saved(deck.save)


_MAKERS: dict[str, tuple[str, Callable[[Story], bytes]]] = {
    "deck": (PDF, _deck),
    "letter": (PDF, _letter),
    "docx": (DOCX, _docx),
    "pptx": (PPTX, _pptx),
}


def _saved(save: Callable[[io.BytesIO], None]) -> bytes:
    """An office file with the clock kept out of it: its parts are stamped with the time otherwise."""
    written, steady = io.BytesIO(), io.BytesIO()
    save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return steady.getvalue()


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}."


def write_folder(files: Iterable[File], folder: Path) -> int:
    """A file for each document; returns how many."""
    number = 0
    for file in files:
        target = folder / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.body)
        number += 1
    return number


def write_warcs(files: Iterable[File], folder: Path, warcs: int, number: int, later: bool = False) -> int:
    """Web archives of about the same number of records each, one address after the other; returns how many records."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    folder.mkdir(parents=True, exist_ok=True)
    start = _CAPTURED + _LATER * later
    for warc, held in groupby(files, lambda file: file.story.number * warcs // number):
        with (folder / f"{warc:05}.warc.gz").open("wb") as target:
            writer = WARCWriter(target, gzip=True)
            for file in held:
                when = start + timedelta(seconds=file.story.number)
                media_type = f"{file.media_type}{'; charset=utf-8' * (file.media_type == 'text/html')}"
                headers = [("Content-Type", media_type), ("Content-Length", str(len(file.body)))]
                record = writer.create_warc_record(
                    file.url,
                    "response",
                    payload=io.BytesIO(file.body),
                    http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
                    warc_headers_dict={
                        "WARC-Date": f"{when:%Y-%m-%dT%H:%M:%SZ}",
                        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{file.story.number:012}>",
                    },
                )
                writer.write_record(record)
    return number


def share(text: str) -> float:
    """``1%`` or ``0.01``."""
    return float(text.removesuffix("%")) / 100 if text.endswith("%") else float(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--form", choices=("folder", "warc"), default="folder")
    parser.add_argument("--warcs", type=int, default=1, help="how many web archives")
    parser.add_argument("--change", type=share, default=0.0, metavar="SHARE", help="of documents worked on since: 1%%")
    options = parser.parse_args()
    files = documents(options.documents, options.seed, options.change)
    if options.form == "warc":
        write_warcs(files, options.folder, options.warcs, options.documents, later=bool(options.change))
    else:
        write_folder(files, options.folder)
    print(f"{options.documents:,} documents in {options.folder}")


if __name__ == "__main__":
    main()
