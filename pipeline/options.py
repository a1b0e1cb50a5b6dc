"""Options that several verbs of the ``hronika`` command share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from pipeline.models import NAMES

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_DB = Path("data/hronika.db")


def db_option(function: F) -> F:
    """``--db``."""
    option = click.option(
        "--db",
        "db_path",
        type=click.Path(dir_okay=False, path_type=Path),
        default=DEFAULT_DB,
        show_default=True,
        help="The SQLite database.",
    )
    return option(function)


def chronicles_option(function: F) -> F:
    """``--db`` of the verbs that can show several databases as one."""
    option = click.option(
        "--db",
        "db_path",
        type=click.Path(path_type=Path),
        default=DEFAULT_DB,
        show_default=True,
        help="The SQLite database, or a folder of several that are shown as one.",
    )
    return option(function)


def model_option(function: F) -> F:
    """``--model``."""
    option = click.option(
        "--model",
        type=click.Choice(NAMES),
        default="full",
        show_default=True,
        help="What reads the Latvian: see hronika models list.",
    )
    return option(function)


def people_option(function: F) -> F:
    """``--with-people``, ``--without-people``."""
    option = click.option(
        "--with-people/--without-people",
        "people",
        default=None,
        help="Whether to keep people, from now on; the database remembers it (docs/people.md).  [default: as before]",
    )
    return option(function)


def jobs_option(function: F) -> F:
    """``--jobs``."""
    option = click.option(
        "--jobs",
        type=click.IntRange(1, 256),
        help="How many processes read side by side.  [default: one for each core]",
    )
    return option(function)
