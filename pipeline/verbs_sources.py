"""``hronika sources``: lists them, makes a new one, and tells which no longer yield what they should."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hronika.types import Capture, HronikaError, UnreadableError
from pipeline.options import db_option

if TYPE_CHECKING:
    from sources.registry import Source

#: Pages of a crawl that are read again for a check: enough to tell a site that was rebuilt, and soon done.
_SAMPLED = 100


@click.group(invoke_without_command=True)
@click.pass_context
def sources(context: click.Context) -> None:
    """List sources, make a new one, or check them all.

    A source is a folder with a source.toml that says what a site is and what of it is crawled.

    \b
    Examples:
      hronika sources
      hronika sources new culture --url https://www.example.org/news/first
      hronika sources check
    """
    if context.invoked_subcommand is None:
        context.invoke(list_sources)


@sources.command(name="list")
def list_sources() -> None:
    """List the registered sources."""
    from sources.registry import sources as registered

    for source in registered().values():
        click.echo(f"{source.id:<12} {source.name_en} ({source.publisher}), {source.base_url}")


@sources.command()
@click.argument("name")
@click.option("--url", required=True, help="A page of the site that holds news, as a reader would open it.")
@click.option("--page", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The page, saved before.")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), help="Where the source goes.")
@click.option("--local", is_flag=True, help="The site is on this machine.")
def new(name: str, url: str, page: Path | None, folder: Path | None, local: bool) -> None:
    """Make a source: folder, saved page and failing test.

    The page is fetched as a crawl would fetch it, unless --page names a file. The test fails until a person
    has written into the page's annotation what must be read on it, so that nobody takes what the program
    happens to read for what is right.

    \b
    Example:
      HRONIKA_CONTACT=you@example.org hronika sources new culture --url https://www.example.org/news/first
    """
    from sources.new import folder_of, make, provisional

    source = provisional(name, url, local)
    folder = folder or folder_of(name)
    written = make(source, _saved(page, source, url) if page else _fetched(source), folder)
    for path in written:
        click.echo(f"made {path}")
    click.echo(
        f"\nNow open the page in a browser, and write into {written[2]} what a reader finds there. Until then this"
        f" fails:\n  python -m pytest {written[3]}\nThen: hronika sources check {folder}"
    )


@sources.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option("--pages", type=click.Path(exists=True, path_type=Path), help="Look at this folder of saved pages.")
@db_option
def check(names: tuple[str, ...], pages: Path | None, db_path: Path) -> None:
    """Tell which sources no longer yield what they should.

    The saved pages of a source are read again and compared with their annotations, and its newest crawl is looked
    at: whether there are pages at all, far fewer than the crawl before had, a layout that recognises none of them,
    or rules of source.toml that no address bears out. Without names every source is checked. The exit status is 1
    where anything is amiss, and where a source that was named has nothing to look at.

    \b
    Examples:
      hronika sources check
      hronika sources check km --pages saved/km
    """
    amiss = 0
    for source in _named(names):
        problems = _problems(source, pages, db_path)
        if problems is None:
            click.echo(f"{source.id:<12} nothing to look at: no saved page, and no crawl in {db_path}")
            amiss += bool(names)
            continue
        amiss += bool(problems)
        click.echo(f"{source.id:<12} {f'problems: {len(problems)}' if problems else 'as it should be'}")
        for problem in problems:
            click.echo(f"  {problem}")
    sys.exit(bool(amiss))


def _problems(source: Source, pages: Path | None, db_path: Path) -> list[str] | None:
    """What is wrong with a source, in words; None where there is nothing to tell it from."""
    from sources.check import check_pages
    from sources.saved import differences, saved_pages

    saved = saved_pages(source)
    found = [difference for page in saved for difference in differences(page)]
    if pages:
        found += check_pages(source, _files(pages))
    crawled = _check_crawls(source, db_path) if db_path.exists() else None
    return None if not saved and not pages and crawled is None else found + (crawled or [])


def _named(names: tuple[str, ...]) -> Iterator[Source]:
    from sources.registry import find_source
    from sources.registry import sources as registered

    for name in names or tuple(registered()):
        source = find_source(name)
        if source is None:
            known = ", ".join(registered())
            raise HronikaError(f"{name} is no source and no folder with a source.toml (registered: {known})")
        yield source


def _fetched(source: Source) -> Capture:
    """The page at the start of a source, fetched into an archive that is thrown away."""
    from sources.archive import Archive
    from sources.crawler import Nothing, Report, crawl

    told: list[Report] = []
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder)) as archive:
        crawl(source, archive, Nothing(), "new", told.append)
        pages = [capture for _, capture in archive.iter_captures() if capture.role == "document"]
    if not pages:
        said = [report.message or f"it answers {report.status}" for report in told]
        raise HronikaError(f"{source.start[0]} could not be fetched: {said[-1] if said else 'nothing answers'}")
    return pages[-1]


def _saved(page: Path, source: Source, url: str) -> Capture:
    from dataclasses import replace

    from sources.files import FoundFile, capture

    return replace(capture(FoundFile(page, url)), source_id=source.id, url=url)


def _files(pages: Path) -> Iterator[Capture]:
    from sources.files import capture, find

    for found in find([str(pages)]):
        try:
            yield capture(found)
        except UnreadableError as error:
            click.echo(f"  {found.origin}: {error}")


def _check_crawls(source: Source, db_path: Path) -> list[str] | None:
    """What is wrong with the newest crawl of a source; None where it was never crawled."""
    from db.crawls import finished_crawls, pages_of_crawl
    from db.load import read_database
    from pipeline.runner import archive_folder
    from sources.archive import Archive
    from sources.check import check_addresses, check_pages

    db = read_database(db_path)
    crawls = [pages_of_crawl(db, crawl) for crawl in finished_crawls(db, source.id)[:2]]
    if not crawls:
        return None
    newest, before = crawls[0], len(crawls[1]) if len(crawls) > 1 else None
    problems = check_addresses(source, [row["url"] for row in newest], before)
    archive = Archive(archive_folder(db_path))
    looked = islice(newest, 0, None, max(1, len(newest) // _SAMPLED))
    return problems or check_pages(source, (archive.read(row["archive"], row["offset"]) for row in looked))
