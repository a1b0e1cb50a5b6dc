"""Render the sample site from its content: the pages of both layouts, and the slide decks.

Run ``python -m sources.sample.build`` after a change below ``content/`` and commit what it writes below ``site/``.
Nothing needs this script to read the sample: the rendered pages and decks are committed. Only the decks need fpdf2
and a TrueType font with Latvian letters (``--font PATH``, or the DejaVu, Liberation or Noto fonts of most systems).
"""

from __future__ import annotations

import calendar
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sources.sample import decks

HERE = Path(__file__).parent
CONTENT = HERE / "content"

#: What a page's front matter leaves unsaid.
_DEFAULTS: dict[str, Any] = {
    "layout": "platform", "publisher": "km", "node": "article", "lang": "lv", "published": None, "description": "",
    "breadcrumb": [], "tags": [], "image": None, "attachments": [], "related": [], "poll": 0, "canonical": True,
    "encoding": "utf-8", "declared": None, "listing": None,
}  # fmt: skip


def pages(build_of: Path = CONTENT) -> Iterator[tuple[str, bytes]]:
    """Every page as (path below ``site/``, bytes), in the order of the content files' names."""
    site = tomllib.loads((build_of / "site.toml").read_text("utf-8"))
    sources = {page["path"]: page for page in map(_read_page, sorted((build_of / "pages").glob("*.html")))}
    templates = _templates()
    for path, page in sources.items():
        url = site["base_url"] + path
        text = templates.get_template(f"{page['layout']}.html").render(
            {
                **page,
                "url": url,
                "canonical": (site["base_url"] + page["canonical"] if page["canonical"] is not True else url)
                if page["canonical"]
                else None,
                "declared": page["declared"] or page["encoding"],
                "publisher": {"code": page["publisher"], **site["publishers"][page["publisher"]]},
                "menu": list(site["menu_en" if page["lang"] == "en" else "menu"].items()),
                "t": site["text"][page["lang"]],
                "related": [sources[other] for other in page["related"]],
                "listing": _newest(sources.values(), page["listing"]),
                "calendar": _calendar(page["published"], site["months"]),
                "poll": site["polls"][page["poll"]],
            }
        )
        yield f"{path.removeprefix('/')}.html", text.encode(page["encoding"], "xmlcharrefreplace")


def _read_page(path: Path) -> dict[str, Any]:
    """A content file is TOML between two lines of ``+++``, then the HTML of the page's body."""
    _, front, body = path.read_text("utf-8").split("+++\n", 2)
    return {**_DEFAULTS, **tomllib.loads(front), "body": body.strip("\n")}


def _newest(sources: Iterable[dict[str, Any]], below: str | None) -> list[dict[str, Any]]:
    """The pages that a list of news names: those whose path begins with ``below``, the newest first."""
    listed = [page for page in sources if below and page["path"].startswith(below)]
    return sorted(listed, key=lambda page: str(page["published"]), reverse=True)


def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"), undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.filters["dotted"] = lambda day: f"{day[8:]}.{day[5:7]}.{day[:4]}"
    environment.filters["slug"] = slug
    return environment


def slug(title: str) -> str:
    """``Dziesmu svētki`` as the part of an address: ``dziesmu-svetki``."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(plain.split())


def _calendar(published: str | None, months: list[str]) -> dict[str, Any]:
    """The calendar widget of the older layout, open at the month of publication."""
    day = date.fromisoformat(published or "2018-03-01")
    weeks = calendar.Calendar().monthdayscalendar(day.year, day.month)
    return {"caption": f"{months[day.month - 1]} {day.year}", "weeks": weeks}


@click.command(help=__doc__)
@click.option("--font", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Font of the decks.")
@click.option("--site", type=click.Path(file_okay=False, path_type=Path), default=HERE / "site", show_default=True)
def main(font: Path | None, site: Path) -> None:
    written = list(pages())
    font = font or decks.find_font()
    if font:
        written += decks.render_all(CONTENT / "decks", font)
    else:
        click.echo("No font with Latvian letters was found: the decks are left as they are. Name one with --font.")
    for name, body in written:
        target = site / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
    click.echo(f"{len(written)} files written below {site}")


if __name__ == "__main__":
    main()
