"""The rooms keep apart: data flows one way, and an import never points back up."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: What each room may import of the others.
MAY_IMPORT = {
    "hronika": set(),
    "sources": {"hronika"},
    "pipeline": {"hronika", "sources", "db", "web"},
    "db": {"hronika"},
    "web": {"hronika", "db", "sources"},
}
FILES = [file for room in MAY_IMPORT for file in sorted((ROOT / room).rglob("*.py"))]


#: A pure function of where words stand on a picture: all that the site needs of the sources.
OF_SOURCES_FOR_THE_SITE = {"sources.formats.pdf_outlines"}


def modules(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return set(names)


def imported(file: Path) -> set[str]:
    return {name.split(".")[0] for name in modules(file)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_imports_go_one_way(file):
    room = file.relative_to(ROOT).parts[0]
    others = imported(file) & set(MAY_IMPORT) - {room}
    assert others <= MAY_IMPORT[room]


def test_only_the_command_opens_the_site():
    asks_web = {
        file.relative_to(ROOT).as_posix() for file in (ROOT / "pipeline").rglob("*.py") if "web" in imported(file)
    }
    assert asks_web == {"pipeline/cli.py"}


def test_the_site_reads_no_sources():
    asked = {name for file in (ROOT / "web").rglob("*.py") for name in modules(file) if name.startswith("sources")}
    assert asked <= OF_SOURCES_FOR_THE_SITE
