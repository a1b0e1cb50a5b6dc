"""Verbs for who keeps the archive: crawl, history, verify, export."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from hronika.types import HronikaError
from pipeline.options import db_option

if TYPE_CHECKING:
    from pipeline.runner import Failure
    from sources.crawler import CrawlResult, Report


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--due", is_flag=True, help="All registered sources that it is time to ask again, as source.toml says.")
@db_option
def crawl(sources: tuple[str, ...], due: bool, db_path: Path) -> None:
    """Capture sites, and read nothing yet.

    SOURCE is a registered source (see: hronika sources), or a folder that holds a source.toml. Every answer
    goes into the archive beside the database before anything looks at it; hronika extract reads it later.

    Pages that are known are asked for only if they have changed. A crawl that was interrupted goes on where
    it was. The exit status is 1 where an address failed, or where nothing at all was fetched.

    \b
    Examples:
      hronika crawl km --db ministries.db
      hronika crawl --due && hronika extract      for a timer: once a day, say
    """
    from pipeline import runner

    named = [*sources, *(runner.due(db_path) if due else ())]
    if not named and not due:
        raise click.UsageError("Name a source (see: hronika sources), or say --due.")
    failed = False
    for name in named:
        try:
            with fetching() as tell:
                result, failures = runner.crawl(name, db_path, tell)
        except HronikaError as error:
            if len(named) == 1:
                raise
            click.echo(f"failed: {error}", err=True)  # and the others are crawled all the same
            failed = True
            continue
        _tell(name, result, failures)
        failed |= bool(failures)
    if not named:
        click.echo("No source is due.")
    sys.exit(failed)


def _tell(name: str, result: CrawlResult, failures: list[Failure]) -> None:
    click.echo(
        f"{name}: {result.documents} pages and files, {result.not_modified} of them unchanged; {result.fetched}"
        f" answers fetched ({result.bytes / 1e6:.1f} MB), {result.gone} missing, {result.failed} failed,"
        f" in {result.seconds:.1f} s."
    )
    for line in result.limits:
        click.echo(f"left out: {line}", err=True)
    for failure in failures:
        click.echo(f"failed: {failure.message}", err=True)


@click.command()
@click.argument("name", required=False)
@db_option
def history(name: str | None, db_path: Path) -> None:
    """Show how documents changed, and which are gone.

    NAME is a document's id, or any part of an address or file name that it has or had; all its addresses
    and versions are shown, each with what changed (- went, + is new). Without it, all documents that ever
    changed or are gone from the web are listed, the newest change first.

    \b
    Examples:
      hronika history
      hronika history latvijas-romu-platforma
    """
    from db.history import changed, documents_named, told
    from db.load import read_database

    db = read_database(db_path)
    if name is None:
        for row in changed(db):
            state = f"gone, last seen {row['gone'][:10]}" if row["gone"] else f"version {row['version']}"
            click.echo(f"{row['changed'][:10]}  {state:<26} {row['address']}")
        return
    documents = documents_named(db, name)
    if not documents:
        raise HronikaError(f"no document has {name!r} in its address or file name; see: hronika search")
    for line in (line for document in documents for line in told(db, document)):
        click.secho(line, fg={"+": "green", "-": "red"}.get(line[:1]))


@click.command()
@db_option
def verify(db_path: Path) -> None:
    """Check captures and quotes for damage.

    Every capture is hashed again, and each fact must still stand in its text. The exit status is 1
    where anything is amiss; each problem names the page it concerns.
    """
    from db.load import read_database
    from db.verify import verify as check
    from pipeline.runner import archive_folder
    from sources.archive import Archive

    db = read_database(db_path)
    problems = check(db, Archive(archive_folder(db_path)))
    for problem in problems:
        click.echo(str(problem))
    documents, captures = db.table("documents").count, db.table("captures").count
    click.echo(f"{captures} captures and {documents} documents checked, {len(problems)} problems.")
    sys.exit(bool(problems))


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl", "parquet", "datapackage", "geojson", "ftm", "sqlite", "sha256", "wacz"]),
    required=True,
    help="What to write; see above.",
)
@click.option("--table", help="One table alone, for csv, jsonl and parquet.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write.  [default: beside the database, named after it]",
)
@db_option
def export(form: str, table: str | None, output: Path | None, db_path: Path) -> None:
    """Write the chronicle in a form that other tools open.

    \b
    csv          all tables, for spreadsheets; no cell is a formula (ZIP)
    jsonl        all tables, an object a line, texts to the letter (ZIP)
    parquet      all tables, for pandas, R, DuckDB (ZIP; pip install 'hronika[parquet]')
    datapackage  CSV with the meaning of every column: a Frictionless data package (ZIP)
    geojson      the events at their places, for maps
    ftm          FollowTheMoney entities with their proof, for OpenAleph
    sqlite       the database itself, whole even while a run goes on
    sha256       a digest of each table: the same captures and version give the same ones, anywhere
    wacz         every capture as it was received, for ReplayWeb.page

    Each says which version of Hronika read the chronicle, when, and under which licence it may be used: in
    the file, or in a README beside it. The same chronicle gives the same file.

    \b
    Examples:
      hronika export --format datapackage --db mine.db
      hronika export --format csv --table events -o events.csv
      hronika export --format wacz --db mine.db
    """
    from pipeline import export as exporting

    if form == "wacz":
        if table:
            raise click.UsageError("A WACZ file holds captures, not tables: leave out --table.")
        output = output or db_path.with_suffix(".wacz")
        pages = exporting.export_wacz(db_path, output)
        click.echo(f"{output}: {pages} pages, {output.stat().st_size / 1e6:.1f} MB.")
    else:
        click.echo(exporting.export(db_path, form, output, table))


@contextmanager
def fetching() -> Iterator[Callable[[Report], object]]:
    """Counts the answers of a crawl on a terminal, where there are any: each bar takes a line."""
    from tqdm import tqdm

    with ExitStack() as shown:

        @cache
        def bar() -> tqdm[NoReturn]:
            return shown.enter_context(tqdm(desc="Fetching", unit=" answers", disable=not sys.stderr.isatty()))

        yield lambda report: bar().update()
