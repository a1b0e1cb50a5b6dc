"""The command: ``python -m tests.faults.fuzz --mutants 10000`` tells in a Markdown table what became of all of them."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import click

from tests.faults.fuzz.hostile import hostile
from tests.faults.fuzz.mutations import mutant
from tests.faults.fuzz.run import Report, run


@click.command()
@click.option("--mutants", default=1000, show_default=True, help="How many, beside those made by hand.")
@click.option("--first", default=0, show_default=True, help="The number of the first.")
@click.option("--batch", default=500, show_default=True, help="How many one run of hronika ingest gets.")
@click.option("--jobs", default=2, show_default=True, help="Its processes.")
@click.option("--by-hand/--not-by-hand", default=True, help="Whether those made by hand come first.")
@click.option("--ocr/--no-ocr", default=True, help="Whether it finds Tesseract, if that is here; slow.")
def main(mutants: int, first: int, batch: int, jobs: int, by_hand: bool, ocr: bool) -> None:
    """Run mutants through hronika ingest; the exit status is 1 where anything went wrong."""
    report = Report()
    if not ocr and (tesseract := shutil.which("tesseract")):
        folders = os.environ["PATH"].split(os.pathsep)
        os.environ["PATH"] = os.pathsep.join(one for one in folders if one != str(Path(tesseract).parent))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "run"
        batches = [range(at, min(at + batch, first + mutants)) for at in range(first, first + mutants, batch)]
        for numbers in ([None] if by_hand else []) + batches:
            told = len(report.problems)
            run(list(hostile() if numbers is None else map(mutant, numbers)), folder, report, jobs)
            click.echo(f"up to {numbers.stop if numbers else 'those made by hand'}:\n{report.table()}\n", err=True)
            for problem in report.problems[told:]:
                click.echo(f"{problem}\n", err=True)
    click.echo(report.table())
    click.echo("\n\n".join(["", *report.problems]))
    sys.exit(bool(report.problems))


main()
