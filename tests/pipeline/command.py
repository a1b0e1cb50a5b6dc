"""The ``hronika`` command, run as a person would."""

from __future__ import annotations

from click.testing import CliRunner

from pipeline.cli import main


def run(*arguments: object, status: int = 0) -> str:
    """What the command prints; it must exit with this status."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == status, result.output
    return result.output
