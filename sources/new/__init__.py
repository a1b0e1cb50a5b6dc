"""Makes a source: its folder with source.toml and a saved page, and a test that fails until the page is annotated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from hronika.types import Capture, HronikaError
from sources.formats.sniff import sniff
from sources.registry import NAME, Source, path_and_query
from sources.saved import FOLDER, layouts_of

_HERE = Path(__file__).parent
_CHECKOUT = _HERE.parents[1]


def provisional(name: str, url: str, local: bool, contact: str | None = None) -> Source:
    """A source of one page, to fetch that page with. Raises HronikaError where name or address cannot be."""
    parts = urlsplit(url)
    if not NAME.fullmatch(name):
        raise HronikaError(f"{name!r} is no name of a source: lower-case letters, digits and dashes, a letter first")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise HronikaError(f"{url} is no address of a page; it begins with https:// or http://")
    return Source(
        id=name, name_lv=name, name_en=name, publisher=name, licence="", base_url=f"{parts.scheme}://{parts.netloc}",
        folder=Path(name), hosts=(parts.netloc.lower(),), start=(url,), depth=0, local=local, contact=contact,
    )  # fmt: skip


def folder_of(name: str) -> Path:
    """Where a new source goes: among the others in a checkout, else into the current folder."""
    return _HERE.parent / name if _is_checkout() else Path(name)


def make(source: Source, page: Capture, folder: Path) -> list[Path]:
    """Write source.toml, the saved page, its annotation and its test; returns them. Nothing is ever written over."""
    saved = folder / FOLDER
    stem = _stem(page.url or "")
    file = saved / f"{stem}.{_suffix(page)}"
    registered = folder.resolve().parent == _HERE.parent
    test = _CHECKOUT / "tests" / "sources" if registered else folder
    test /= f"test_source_{source.id.replace('-', '_')}.py"
    layout = next(iter(layouts_of(page)), None) if file.suffix == ".html" else None
    parts = urlsplit(page.url or "")
    facts = {
        "id": source.id, "name": parts.hostname, "base": f"{parts.scheme}://{parts.netloc}", "host": parts.netloc,
        "layout": f'layout = "{layout}"' if layout else "# layout = its module in sources/layouts, if it has one",
        "local": "\nlocal = true" if source.local else "",
        "path": path_and_query(page.url or ""), "url": page.url, "file": file.name, "fetched": page.fetched,
        "media_type": page.media_type or "", "annotation": f"{FOLDER}/{file.stem}.toml",
        "folder": f'Path(__file__).parents[2] / "sources" / "{source.id}"' if registered else "Path(__file__).parent",
    }  # fmt: skip
    written = {
        folder / "source.toml": _filled("source", facts),
        file: page.body,
        file.with_suffix(".toml"): _filled("page", facts),
        test: _filled("test", facts),
    }
    if there := [path for path in written if path.exists()]:
        raise HronikaError(f"{there[0]} is there already; choose another name, or move it away")
    for path, content in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return list(written)


def _is_checkout() -> bool:
    return (_CHECKOUT / "pyproject.toml").is_file()


def _filled(template: str, facts: Mapping[str, object]) -> bytes:
    """A template with its facts; as strings in TOML and Python alike, none of them may end its quotes."""
    safe = {key: re.sub(r'["\\\x00-\x1f]', "", str(value)) for key, value in facts.items()}
    text = (_HERE / f"{template}.template").read_text(encoding="utf-8")
    return Template(text).substitute(safe | {key: facts[key] for key in ("layout", "local", "folder")}).encode()


def _stem(url: str) -> str:
    """A file name made of the last part of an address: nothing from outside becomes a path."""
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return re.sub(r"[^a-z0-9]+", "-", last.lower()).strip("-")[:60] or "page"


def _suffix(page: Capture) -> str:
    kind = sniff(page.body)
    return {"text": "txt"}.get(kind, kind)
