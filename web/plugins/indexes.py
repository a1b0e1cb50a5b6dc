"""What machines that walk the web ask for: robots.txt, and a sitemap of every page that stays where it is.

A sitemap may name 50,000 addresses; where there are more, it is an index of several, each a slice of one list in a
fixed order.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any, TypeVar
from xml.sax.saxutils import escape

from datasette.utils import tilde_encode
from datasette.utils.asgi import NotFound, Response
from pluggy import HookimplMarker

from web.chronicles import chronicles
from web.remembered import remembered

hookimpl = HookimplMarker("datasette")

#: A chronicle and a table of it.
Folder = tuple[str, str]
Of = TypeVar("Of")

MOST = 50_000
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
XML = "application/xml; charset=utf-8"
#: Pages of single rows. Of places and organisations those that a document names; others are entries of a gazetteer.
ROWS = {
    "documents": "select id, fetched from documents",
    "events": "select id, null from events",
    "organisations": "select id, null from organisations where exists ("
    "select 1 from organisation_mentions where organisation_id = organisations.id)",
    "places": "select id, null from places where exists (select 1 from place_mentions where place_id = places.id)",
    "projects": "select id, null from projects",
}
#: What no machine need ask for: every combination of filters, and statements in SQL.
ROBOTS = """User-agent: *
Disallow: /search
Disallow: /*?sql=
Disallow: /*_facet
Disallow: /*_sort
Disallow: /*_next=

Sitemap: {sitemap}
"""


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/robots\.txt$", robots),
        (r"^/sitemap\.xml$", sitemap),
        (r"^/sitemap-(?P<part>[1-9][0-9]{0,5})\.xml$", sitemap_part),
    ]


def robots(datasette: Any, request: Any) -> Response:
    return Response.text(ROBOTS.format(sitemap=datasette.absolute_url(request, datasette.urls.path("sitemap.xml"))))


async def sitemap(datasette: Any, request: Any) -> Response:
    """All addresses, or where they are too many for one file, the files that have them."""
    numbers = await how_many(datasette)
    total = len(lone_pages(datasette)) + sum(numbers.values())
    if total <= MOST:
        return await sitemap_slice(datasette, request, 0, numbers)
    parts = (datasette.urls.path(f"sitemap-{part}.xml") for part in range(1, 2 + (total - 1) // MOST))
    items = "".join(f"<sitemap>{location(datasette, request, part)}</sitemap>" for part in parts)
    return Response(f"{HEAD}<sitemapindex {NAMESPACE}>{items}</sitemapindex>", content_type=XML)


async def sitemap_part(datasette: Any, request: Any) -> Response:
    numbers = await how_many(datasette)
    return await sitemap_slice(datasette, request, (int(request.url_vars["part"]) - 1) * MOST, numbers)


async def how_many(datasette: Any) -> dict[Folder, int]:
    """The pages of single rows by chronicle and table, in the order of the sitemap."""
    every = chronicles(datasette)

    async def count() -> dict[Folder, int]:
        told = await every.each(count_rows)
        return {(name, table): number for name, numbers in told.items() for table, number in numbers.items()}

    return await remembered("sitemap", every.files, count)


async def sitemap_slice(datasette: Any, request: Any, first: int, numbers: Mapping[Folder, int]) -> Response:
    """The addresses from this one on, as many as a file may hold; ``numbers`` is how many rows which table has."""
    every, lone = chronicles(datasette), lone_pages(datasette)
    items = [location(datasette, request, path) for path in lone[first : first + MOST]]
    wanted = slices(numbers, max(0, first - len(lone)), MOST - len(items))

    def tell(name: str, connection: sqlite3.Connection) -> list[tuple[str, str, str | None]]:
        return [
            (table, id_, changed)
            for (chronicle, table), (limit, offset) in wanted.items()
            if chronicle == name
            for id_, changed in connection.execute(f"{ROWS[table]} order by id limit ? offset ?", (limit, offset))
        ]

    for name, told in (await every.only(*{name: None for name, _ in wanted}).each(tell)).items():
        # made once for a table, since Datasette takes a while for each address
        above = {table: str(datasette.absolute_url(request, datasette.urls.table(name, table))) for table in ROWS}
        for table, id_, changed in told:
            day = f"<lastmod>{changed[:10]}</lastmod>" if changed else ""
            items.append(f"<loc>{escape(f'{above[table]}/{tilde_encode(id_)}')}</loc>{day}")
    if not items:
        raise NotFound("Sitemap not found")
    urls = "".join(f"<url>{item}</url>" for item in items)
    return Response(f"{HEAD}<urlset {NAMESPACE}>{urls}</urlset>", content_type=XML)


def slices(numbers: Mapping[Of, int], first: int, most: int) -> dict[Of, tuple[int, int]]:
    """How many rows of which table from which on are the part of all rows after each other that begins there."""
    found = {}
    for name, number in numbers.items():
        some = min(most, number - first)
        if some > 0:
            found[name] = (some, first)
        first, most = max(0, first - number), most - max(0, some)
    return found


def lone_pages(datasette: Any) -> list[str]:
    """The pages there is one of: the first, the search, "About"; each table that is not hidden, each question."""
    named = []
    for name in chronicles(datasette).databases:
        told = datasette.metadata("databases")[name]
        tables = [table for table, about in told["tables"].items() if not about.get("hidden")]
        named += [name, *(f"{name}/{one}" for one in (*tables, *told["queries"]))]
    return [datasette.urls.instance(), *map(datasette.urls.path, ("about", "search", *named))]


def location(datasette: Any, request: Any, path: str) -> str:
    return f"<loc>{escape(datasette.absolute_url(request, path))}</loc>"


def count_rows(_: str, connection: sqlite3.Connection) -> dict[str, int]:
    return {table: connection.execute(f"select count(*) from ({sql})").fetchone()[0] for table, sql in ROWS.items()}
