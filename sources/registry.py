"""The registered sources: one folder each, whose ``source.toml`` says what the site is and where its documents lie."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from hronika.types import HronikaError

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Source:
    """A publisher's site as ``source.toml`` describes it."""

    id: str
    name_lv: str
    name_en: str
    publisher: str
    licence: str
    base_url: str
    root: Path  #: folder of the captured site; a file's path under it is its address under ``base_url``
    index_suffixes: tuple[str, ...]  #: endings that a file's name has and its address has not

    def url(self, path: Path) -> str:
        """The published address of a file under ``root``."""
        relative = path.relative_to(self.root)
        if relative.suffix in self.index_suffixes:
            relative = relative.with_suffix("")
        return f"{self.base_url.rstrip('/')}/{relative.as_posix()}"


def sources() -> dict[str, Source]:
    """All registered sources by id."""
    found = (_read(file) for file in sorted(_HERE.glob("*/source.toml")))
    return {source.id: source for source in found}


def _read(file: Path) -> Source:
    facts = tomllib.loads(file.read_text(encoding="utf-8"))
    try:
        return Source(
            id=facts["id"],
            name_lv=facts["name_lv"],
            name_en=facts["name_en"],
            publisher=facts["publisher"],
            licence=facts["licence"],
            base_url=facts["base_url"],
            root=file.parent / facts["root"],
            index_suffixes=tuple(facts["index_suffixes"]),
        )
    except (KeyError, TypeError) as error:
        raise HronikaError(f"{file} lacks {error}; compare it with sources/sample/source.toml") from error
