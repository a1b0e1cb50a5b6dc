"""What every export says of itself: which chronicle, of what day, by which version of Hronika, under which licence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from hronika import __version__

#: How its makers ask that the texts in it be told apart from its facts.
LICENCE_ID = "CC0-1.0"


@dataclass(frozen=True)
class About:
    """The chronicle and its tables as the site's metadata describes them."""

    title: str
    description: str
    version: str  #: of Hronika
    updated: str  #: when the last run ended, UTC; empty where nothing was ever read
    licence: str
    licence_url: str
    source: str
    tables: Mapping[str, Mapping[str, Any]]  #: those that are published, by name, with title, description and columns

    @property
    def day(self) -> str:
        """The day of the chronicle; the first of 1980, with which ZIP begins, where there is none."""
        return self.updated[:10] or "1980-01-01"

    def facts(self) -> dict[str, str]:
        """What an export names, for forms that have a place for such."""
        return {
            "title": self.title,
            "description": self.description,
            "version": self.version,
            "date": self.updated,
            "licence": self.licence,
            "licence_url": self.licence_url,
            "source": self.source,
        }

    def readme(self) -> str:
        """The same as a text, for forms that have none."""
        lines = [f"{name.replace('_', ' ')}: {value}" for name, value in self.facts().items()]
        tables = [f"{name}: {table.get('description', '')}" for name, table in self.tables.items()]
        return "\n".join([*lines, "", "Tables", *tables, "", _IN_CSV, ""])


_IN_CSV = (
    "In CSV a text that begins with = + - @ or a tab has an apostrophe before it, so that no spreadsheet takes it for a"
    " formula; all other forms have it to the letter."
)


def about(db: Database, metadata: Mapping[str, Any]) -> About:
    """What is to be said of a chronicle, in the words of the site's metadata."""
    chronicle = next(iter(metadata["databases"].values()))
    present = {*db.table_names(), *db.view_names()}
    tables = {name: table for name, table in chronicle["tables"].items() if name in present and not table.get("hidden")}
    updated = next(iter(db.query("select coalesce(max(finished), '') as updated from runs")))["updated"]
    return About(
        title=metadata["title"],
        description=f"{metadata['description']} {chronicle['description']}",
        version=__version__,
        updated=updated,
        licence=metadata["license"],
        licence_url=metadata["license_url"],
        source=metadata["source"],
        tables=dict(sorted(tables.items())),
    )
