"""The ``hronika`` command. Each verb says what it did and exits with a status that tells; heavy modules load late."""

from __future__ import annotations

import errno
import json
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hronika import __version__
from hronika.types import HronikaError
from pipeline.options import chronicles_option, db_option, jobs_option, model_option, people_option
from pipeline.verbs_archive import crawl, export, fetching, history, verify
from pipeline.verbs_sources import sources
from pipeline.verbs_spark import extract_with_spark, load, spark_options

if TYPE_CHECKING:
    from pipeline.evaluate import Score
    from pipeline.models import Status
    from pipeline.runner import Counted, Progress, Summary, Thing


#: What to do about an error of the system.
_HINTS = {
    errno.ENOSPC: ". Make room on the disk, and run the same command again; what was captured is kept.",
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), ". See to its permissions, or name another place."),
}


class _Group(click.Group):
    """Turns errors that a person can mend into one clear line, and keeps the verbs in the order of use."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except HronikaError as error:
            raise click.ClickException(str(error)) from error
        except KeyboardInterrupt:
            click.echo("Stopped. What was captured is kept; the same command goes on from there.", err=True)
            sys.exit(130)
        except BrokenPipeError:  # whoever read the output has seen enough; click knows
            raise
        except OSError as error:
            hint = _HINTS.get(error.errno or 0, "")
            raise click.ClickException(f"{error.filename or 'the system'}: {error.strerror}{hint}") from error
        except sqlite3.OperationalError as error:
            from db.trouble import in_words

            raise click.ClickException(f"the database could not be used: {in_words(error)}.") from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hronika")
def main() -> None:
    """Turn what Latvian ministries publish into a searchable chronicle of past events.

    \b
    First steps:
      hronika ingest sample             read the sample that ships with Hronika
      hronika search "romu mediatori"   any case form, with or without diacritics
      hronika serve                     open the chronicle in a browser
    """


@main.command()
@click.argument("targets", nargs=-1, required=True, metavar="[SOURCE|PATH]...")
@model_option
@people_option
@jobs_option
@db_option
def ingest(targets: tuple[str, ...], db_path: Path, model: str, people: bool | None, jobs: int | None) -> None:
    """Capture documents, read them, and keep what they say.

    TARGETS are sources (see: hronika sources), which are crawled; web archives (.warc, .warc.gz, .wacz)
    that others made; and files and folders: HTML, PDF, PPTX, DOCX, ODP, ODT, plain text and ZIP. What a
    file is, is decided by its content and not by its name.

    Captures lie beside the database, in NAME.archive. Ingesting again reads only what has changed. The
    exit status is 1 where a document could not be fetched or read; the others are kept all the same.

    \b
    Examples:
      hronika ingest sample
      hronika ingest km --db ministries.db
      hronika ingest pages/ deck.pdf crawl.wacz --db mine.db
    """
    from pipeline import preloaded

    if not db_path.exists():  # else there may be nothing to read
        preloaded.start(model)
    from pipeline import runner

    with fetching() as tell:
        summary = runner.ingest(targets, db_path, progress("Reading"), model, people, jobs, tell, _announce)
    sys.exit(report(summary, db_path))


main.add_command(crawl)


@main.command()
@click.option("--retry", is_flag=True, help="Also what failed, or was read in part, before OCR was installed, say.")
@model_option
@people_option
@jobs_option
@db_option
@spark_options
def extract(
    db_path: Path, retry: bool, model: str, people: bool | None, jobs: int | None, engine: str, **spark: Any
) -> None:
    """Read the captures, without network.

    Captures stay as they are; whatever this version of Hronika has not read yet (after a crawl or an
    upgrade) is made anew from them. Where the database is lost, all of it is.

    With --engine spark, web archives of any size are read on many machines, and what they say is written as
    Parquet; hronika load makes databases of that. docs/spark.md tells how.

    \b
    Examples:
      hronika crawl km && hronika extract
      hronika extract --retry
      hronika extract --engine spark --master 'local[4]' --captures 'crawls/*.warc.gz' --out extracted
    """
    if engine == "spark":
        return extract_with_spark(model, **spark)
    from pipeline import runner

    summary = runner.extract(db_path, progress("Reading"), model, people, jobs, retry, _announce)
    sys.exit(report(summary, db_path))


main.add_command(load)


@main.command(context_settings={"ignore_unknown_options": True})  # -word is part of a query
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many hits at most.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@chronicles_option
def search(query: tuple[str, ...], limit: int, as_json: bool, db_path: Path) -> None:
    """Find events and passages that hold all the words of QUERY.

    Any form of a word finds every other form, with or without its diacritics. "Quoted words" must stand
    side by side; -word leaves out what has it. The exit status is 1 where nothing is found.

    \b
    Examples:
      hronika search romu mediatori ventspili
      hronika search '"darba grupa" jauniesi -skola'
      hronika search seminari --db chronicles/
    """
    from db.chronicles import chronicle_files, search_files

    hits = search_files(chronicle_files(db_path), " ".join(query), limit)
    for file, hit in hits:
        if as_json:
            told_by = {"chronicle": file.name} if db_path.is_dir() else {}
            click.echo(json.dumps({**asdict(hit), **told_by}, ensure_ascii=False))
        else:
            click.secho(hit.title or hit.origin, bold=True)
            click.echo(f"  {hit.url or hit.origin}" + (f", page {hit.page}" if hit.page else ""))
            click.echo(f"  {hit.snippet}\n")
    if not hits:
        click.echo("Nothing found. Try fewer words, or look at: hronika runs", err=True)
        sys.exit(1)


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@chronicles_option
def serve(port: int, host: str, db_path: Path) -> None:
    """Open the chronicle as a web site, read-only; stop it with Ctrl-C.

    A folder is one site over all the chronicles in it, searched together (docs/serving.md).

    \b
    Examples:
      hronika serve --db mine.db --port 8080
      hronika serve --db chronicles/
    """
    from web.serve import serve as serve_site

    serve_site(db_path, host, port)


@main.command()
@click.option("--failures", is_flag=True, help="List the documents that could not be read, with the reason.")
@db_option
def runs(failures: bool, db_path: Path) -> None:
    """Show what was done to the database, the newest first."""
    from db.load import read_database

    db = read_database(db_path)
    if failures:
        for row in db.query(
            "select f.*, r.started from failures f join runs r on r.id = f.run_id order by r.rowid desc"
        ):
            click.echo(f"{row['started']}  {row['origin'] or row['url']}: {row['message']}")
        return
    for row in db.query("select * from runs order by rowid desc"):
        click.echo(
            f"{row['started']}  {row['command']:<8} found {row['found']}, added {row['added']},"
            f" changed {row['changed']}, unchanged {row['unchanged']}, failed {row['failed']}; {row['seconds']} s"
        )


@main.command()
@click.option("--apart", is_flag=True, help="Pairs of one day and kind that were not joined.")
@db_option
def events(apart: bool, db_path: Path) -> None:
    """Print which documents' tellings were joined into one event.

    Prints CSV, a row for each pair of tellings. To overrule one, copy its row into NAME.decisions.csv
    beside the database, write same or different under decision, and run hronika extract: the decision
    holds from then on, however often the documents are read again. The header row is part of the file.
    A decision that no longer matches any telling is reported by every run.

    \b
    Examples:
      hronika events --db mine.db
      hronika events --apart --db mine.db
    """
    import csv

    from db.decisions import COLUMNS, pairs
    from db.load import read_database

    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(pairs(read_database(db_path), apart))


for verb in (history, verify, export, sources):
    main.add_command(verb)


@main.group(cls=_Group)
def models() -> None:
    """Show or fetch what reads the Latvian.

    Two sizes of a model of our own ship with Hronika. Stanza can read in their place, once its code and
    its Latvian package are here: --model of ingest and extract chooses.

    \b
    Examples:
      hronika models list
      hronika models fetch stanza
    """


@models.command(name="list")
def list_models() -> None:
    """List the models: version, size on disk, and what each is good for.

    Each is loaded to find out whether it works here, and why not.
    """
    from pipeline.models import PURPOSES, status

    for name, purpose in PURPOSES.items():
        found = status(name)
        stands = f"not ready: {found.problem}" if found.problem else _installed(found)
        click.echo(f"{name:<8}{stands}\n{'':<8}{purpose}")


@models.command()
@click.argument("name", type=click.Choice(["stanza"]))
def fetch(name: str) -> None:
    """Download the package of a model that does not ship with Hronika.

    "stanza" is Stanza's official Latvian package, a few hundred megabytes; its code comes with
    pip install 'hronika[stanza]'. It goes where Stanza looks for it: the folder STANZA_RESOURCES_DIR
    names, or else one in your home directory. What is there already is not fetched again.

    \b
    Example:
      hronika models fetch stanza
    """
    from pipeline.models import fetch as download

    found = download(name)
    if found.problem:
        raise HronikaError(found.problem)
    click.echo(f"{_installed(found)}: ready for hronika ingest --model {name}")


def _installed(found: Status) -> str:
    return f"{found.version}, {found.size / 1e6:.1f} MB"


@main.command(name="eval")
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--errors", is_flag=True, help="List everything missed and everything that gold does not have.")
@click.option("--floors", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Least F1s, in TOML.")
@db_option
def evaluate(gold: Path, errors: bool, floors: Path | None, db_path: Path) -> None:
    """Score the database against gold annotations.

    Prints precision, recall and F1 by kind, against what a careful reader found in the same documents.
    With --floors the exit status is 1 where a kind's F1 is below its floor.
    """
    from db.load import read_database
    from pipeline.evaluate import evaluate as compare

    scores = compare(read_database(db_path), gold)
    click.echo(f"{'kind':<15}{'precision':>10}{'recall':>8}{'F1':>8}{'right':>7}{'missed':>8}{'spurious':>9}")
    for kind, score in scores.items():
        click.echo(
            f"{kind:<15}{score.precision:>10.3f}{score.recall:>8.3f}{score.f1:>8.3f}"
            f"{score.right:>7}{score.missed:>8}{score.spurious:>9}"
        )
    for line in (line for score in scores.values() if errors for line in score.errors):
        click.echo(f"  {line}")
    below = _below(scores, gold, floors) if floors else []
    for line in below:
        click.echo(line, err=True)
    sys.exit(bool(below))


def _below(scores: dict[str, Score], gold: Path, floors: Path) -> list[str]:
    """A line for each kind whose F1 is under the floor that the table named like the gold file sets."""
    import tomllib

    try:
        least = tomllib.loads(floors.read_text(encoding="utf-8")).get(gold.stem, {})
    except ValueError as error:
        raise HronikaError(f"{floors} cannot be read as a TOML file of floors: {error}") from error
    if unknown := least.keys() - scores.keys():
        raise HronikaError(f"{floors} has a floor for {min(unknown)}, which is not scored; known: {', '.join(scores)}")
    return [
        f"{kind}: F1 {scores[kind].f1:.3f} is below its floor of {floor} ({floors})"
        for kind, floor in least.items()
        if scores[kind].f1 < floor
    ]


def _announce(words: str) -> None:
    click.echo(words, err=True)


def progress(label: str) -> Progress:
    """A progress bar on a terminal, nothing in a log."""

    def bar(of: Counted[Thing]) -> Iterator[Thing]:
        from tqdm import tqdm

        with tqdm(of, desc=label, unit="doc", disable=not sys.stderr.isatty()) as shown:
            for thing in shown:
                yield thing
                shown.total = len(of)  # more may have come

    return bar


def report(summary: Summary, db_path: Path) -> bool:
    """Say what a run did, with a line for each failure; returns whether there were any, which is the exit status."""
    for failure in summary.failures:
        named = failure.message.startswith(failure.origin)
        click.echo(f"failed: {failure.message if named else f'{failure.origin}: {failure.message}'}", err=True)
    for line in summary.notices:
        click.echo(f"in part: {line}", err=True)
    for line in summary.limits:
        click.echo(f"left out: {line}", err=True)
    if summary.left_out:
        counted = ", ".join(f"{number} {kind}" for kind, number in summary.left_out.most_common())
        click.echo(f"left out, being no documents: {counted}", err=True)
    for line in summary.unmet:
        click.echo(f"decision not followed: {line}", err=True)
    if summary.added or summary.changed or summary.failed:
        click.echo(
            f"{summary.found} documents: {summary.added} added, {summary.changed} changed,"
            f" {summary.unchanged} unchanged, {summary.failed} failed, in {summary.seconds:.1f} s."
        )
    else:
        click.echo(f"{summary.found} documents, nothing has changed since the last run.")
    if summary.failed:
        click.echo(f"What failed, and why, is kept: hronika runs --failures --db {db_path}", err=True)
    return bool(summary.failed)
