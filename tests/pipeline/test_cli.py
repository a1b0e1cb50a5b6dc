"""The command: help that teaches, and a reference in the docs that is what the command says."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main

ROOT = Path(__file__).parents[2]
VERBS = ["ingest", "extract", "search", "serve", "verify", "runs", "events", "sources", "models", "eval"]


def help_text(*verb: str) -> str:
    return CliRunner().invoke(main, [*verb, "--help"], prog_name="hronika", terminal_width=100).output


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb):
    lines = help_text(verb).splitlines()
    assert lines[0].startswith(f"Usage: hronika {verb}")
    assert len(lines) > 4


def test_the_reference_is_what_the_command_says():
    reference = runpy.run_path(str(ROOT / "docs" / "commands.py"))["reference"]()
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == reference
    assert all(f"## hronika {verb}\n" in reference for verb in VERBS)


def test_help_loads_nothing_heavy():
    heavy = "('spacy', 'datasette', 'lxml', 'sqlite_utils')"
    code = f"import sys; from pipeline.cli import main; print([m for m in sys.modules if m in {heavy}])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert loaded.stdout.strip() == "[]"


def test_sources_lists_the_sample():
    assert "sample" in CliRunner().invoke(main, ["sources"]).output


def test_summaries_of_the_verbs_are_whole():
    assert "..." not in help_text().partition("Commands:")[2]
