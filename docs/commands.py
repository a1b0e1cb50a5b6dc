"""Writes docs/commands.md, the command reference, from the help of every verb: `make docs`."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from pipeline.cli import main


def reference() -> str:
    """The whole reference in Markdown."""
    parts = ["# The hronika command\n\nMade from `--help` by `make docs`.\n"]
    for verb in main.commands:
        shown = CliRunner().invoke(main, [verb, "--help"], prog_name="hronika", terminal_width=100).output
        parts.append(f"## hronika {verb}\n\n```\n{shown}```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    Path(__file__).with_name("commands.md").write_text(reference(), encoding="utf-8")
