"""Writes docs/commands.md, the command reference, from the help of every verb: `make docs`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from click.testing import CliRunner

from pipeline.cli import main


def reference() -> str:
    """The whole reference in Markdown."""
    parts = ["# The hronika command\n\nMade from `--help` by `make docs`.\n"]
    for verb in _verbs(main):
        shown = CliRunner().invoke(main, [*verb, "--help"], prog_name="hronika", terminal_width=100).output
        parts.append(f"#{'#' * len(verb)} hronika {' '.join(verb)}\n\n```\n{shown}```\n")
    return "\n".join(parts)


def _verbs(group: click.Group, *before: str) -> Iterator[tuple[str, ...]]:
    """Every verb of a group, each group followed by its own."""
    for name, command in group.commands.items():
        yield (*before, name)
        if isinstance(command, click.Group):
            yield from _verbs(command, *before, name)


if __name__ == "__main__":
    Path(__file__).with_name("commands.md").write_text(reference(), encoding="utf-8")
