"""What the code and the tables of each reader were when its version was last looked at: so that no change is forgotten.

    python tests/pipeline/reader_code.py      writes reader_code.toml anew, once the versions are right

A reader's own code is every module that it imports, directly or through others, but for the readers it stands on; and
every table that one of these names. Comments and docstrings do not count.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from pipeline import versions

PINS = Path(__file__).with_name("reader_code.toml")
ROOT = Path(versions.__file__).parents[1]
_ROOMS = ("pipeline", "db")
_MODULES = {"findings": "pipeline.checks"}
#: What makes documents; all of it counts.
_FORMATS = ("sources/formats", "sources/layouts")


def digests() -> dict[str, str]:
    """The digest of each part's code, by its name in ``versions.toml``."""
    return {
        "formats": _digest(_files_of_formats()),
        **{reader: _digest(_files(reader)) for reader in versions.readers()},
    }


def _module(reader: str) -> str:
    return _MODULES.get(reader, f"pipeline.{reader}")


def _files_of_formats() -> list[Path]:
    found = (path for folder in _FORMATS for path in (ROOT / folder).rglob("*"))
    return sorted(path for path in found if path.suffix in (".py", ".toml", ".csv", ".txt"))


def _files(reader: str) -> list[Path]:
    """The modules and tables of a reader."""
    others = {_module(other) for other in versions.readers() if other != reader}
    modules: dict[str, Path] = {}
    waiting = [_module(reader)]
    while waiting:
        name = waiting.pop()
        path = _path(name)
        if path is None or name in modules or any(name == one or name.startswith(f"{one}.") for one in others):
            continue
        modules[name] = path
        waiting += [imported for imported in _imports(name, path) if imported.split(".")[0] in _ROOMS]
    return sorted({*modules.values(), *(table for path in modules.values() for table in _tables(path))})


def _path(name: str) -> Path | None:
    try:
        spec = find_spec(name)
    except ModuleNotFoundError:  # a name that was imported from a module
        return None
    return Path(spec.origin) if spec and spec.origin else None


def _imports(name: str, path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _tables(path: Path) -> Iterator[Path]:
    """The files that a module names: beside it, in the room's folder of data, or in one of its own."""
    room = ROOT / path.relative_to(ROOT).parts[0]
    folders = [path.parent, room, room / "data", *(folder for folder in path.parent.iterdir() if folder.is_dir())]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and str(node.value).endswith((".csv", ".tsv", ".toml", ".txt")):
            yield from [folder / node.value for folder in folders if (folder / node.value).is_file()][:1]


def _digest(files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path.relative_to(ROOT).as_posix()}\n{_code(path)}\n".encode())
    return whole.hexdigest()[:16]


def _code(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return ast.dump(tree)


def described() -> str:
    """The pins as they are to be now."""
    head = "# Written by reader_code.py; tests/pipeline/test_reader_code.py tells what for.\n"
    return head + "".join(
        f'\n[{part}]\nversion = {versions.version(part)}\ncode = "{digest}"\n' for part, digest in digests().items()
    )


if __name__ == "__main__":
    PINS.write_text(described(), encoding="utf-8")
