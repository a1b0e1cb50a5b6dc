"""What goes beyond one machine: hronika extract --engine spark, and the verb load."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hronika.types import HronikaError
from pipeline.options import db_option, people_option

if TYPE_CHECKING:
    from pipeline.spark.dataset import Dataset

F = TypeVar("F", bound=Callable[..., Any])
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


class _Size(click.ParamType[int]):
    """A number of bytes, with a unit or without."""

    name = "size"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?)B?", str(value).upper())
        if not found or not float(found[1]):
            self.fail(f"{value!r} is no size: write 500MB or 2GB", param, ctx)
        return int(float(found[1]) * _UNITS[found[2]])


@click.command()
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...")
@click.option(
    "--into", type=click.Path(file_okay=False, path_type=Path), help="A folder of databases, in place of --db."
)
@click.option("--by", type=click.Choice(["source", "year"]), help="With --into: a database for each of these.")
@click.option("--limit", type=_Size(), default="2GB", show_default=True, help="With --into: bytes of a database.")
@people_option
@db_option
def load(
    folders: tuple[str, ...], into: Path | None, by: str | None, limit: int, people: bool | None, db_path: Path
) -> None:
    """Bring what Spark extracted into a database.

    FOLDER is what hronika extract --engine spark --out wrote. The database is the one that a single machine
    would have made of the same web archives, row for row. What it has already costs nothing, so that an
    extraction of newer captures can be loaded on top. With --into, several databases of bounded size are
    made, which hronika serve and hronika search take together as --db DIRECTORY: one for each source or
    year, and NAME-2.db and so on where that is larger than --limit.

    A load that is stopped leaves each database as it was before or as it should be; the same command goes
    on from there. The exit status is 1 where documents could not be read; the others are kept all the same.

    \b
    Examples:
      hronika load /data/extracted --db mine.db
      hronika load hdfs:///extracted --into chronicles --by year --limit 2GB
      hronika serve --db chronicles
    """
    if (into is None) != (by is None):
        raise click.UsageError("--into and --by go together: hronika load FOLDER --into DIRECTORY --by year")
    dataset = _dataset(folders)
    if into is None or by is None:
        _load_one(dataset, db_path, people)
    else:
        _load_many(dataset, into, by, limit, people)


def _dataset(folders: tuple[str, ...]) -> Dataset:
    try:
        from pipeline.spark.dataset import Dataset
    except ImportError as error:
        raise HronikaError("Parquet is read with pyarrow, an extra of Hronika: pip install 'hronika[spark]'") from error
    return Dataset(folders)


def _load_one(dataset: Dataset, db_path: Path, people: bool | None) -> None:
    from pipeline.cli import progress, report
    from pipeline.loading import load as bring

    sys.exit(report(bring(dataset, lambda row: True, db_path, progress("Loading"), people), db_path))


def _load_many(dataset: Dataset, into: Path, by: str, limit: int, people: bool | None) -> None:
    from pipeline.cli import progress, report
    from pipeline.loading import load as bring
    from pipeline.spark.dataset import shards

    failed = False
    for shard in shards(dataset, {"source": "source_id"}.get(by, by), limit):
        db_path = into / f"{shard.name}.db"
        summary = bring(dataset, shard.wanted, db_path, progress(shard.name), people)
        click.echo(f"{db_path}: ", nl=False)
        failed |= report(summary, db_path)
        if (size := db_path.stat().st_size) > limit:
            click.echo(f"{db_path} has {size:,} bytes, more than --limit: its pages say more than most.", err=True)
    sys.exit(failed)


def spark_options(function: F) -> F:
    """The options of ``hronika extract --engine spark``."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


_OPTIONS: list[Callable[[Any], Any]] = [
    click.option(
        "--engine",
        type=click.Choice(["local", "spark"]),
        default="local",
        show_default=True,
        help="Whether this machine reads, or Spark.",
    ),
    click.option("--master", metavar="URL", help="With spark: local[4], spark://HOST:7077, yarn, k8s://…"),
    click.option("--captures", multiple=True, metavar="GLOB", help="With spark: WARC files, also s3a:// and hdfs://."),
    click.option("--out", metavar="FOLDER", help="With spark: where Parquet is written."),
    click.option("--partitions", type=click.IntRange(1), help="With spark: into how many parts the work is cut."),
]


def extract_with_spark(
    model: str, master: str | None, captures: tuple[str, ...], out: str | None, partitions: int | None
) -> None:
    """``hronika extract --engine spark``."""
    if not (master and captures and out):
        raise click.UsageError("--engine spark needs --master, --captures and --out.")
    try:
        from pipeline.spark.extract import extract
    except ImportError as error:
        raise HronikaError("Spark is an extra of Hronika: pip install 'hronika[spark]'") from error
    found = extract(master, captures, out, model, partitions)
    for line in found.failures:
        click.echo(f"failed: {line}", err=True)
    if found.left_out:
        counted = ", ".join(f"{number} {kind}" for kind, number in found.left_out.most_common())
        click.echo(f"left out, being no documents: {counted}", err=True)
    click.echo(
        f"{out}: {found.documents} documents read, {len(found.failures)} failed, {found.others} other captures."
        f" To search them: hronika load {out} --db NAME.db"
    )
    sys.exit(bool(found.failures))
