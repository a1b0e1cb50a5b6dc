"""How documents changed over time, for a person to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database


def changed(db: Database) -> Iterator[dict[str, Any]]:
    """Documents with more than one version, or gone: ``address``, ``version``, ``gone``, ``changed`` (when)."""
    return db.query(
        """
        select coalesce(d.url, d.origin) as address, d.version, d.gone,
            coalesce(d.gone, (select max(v.fetched) from document_versions v where v.document_id = d.id)) as changed
        from documents d where d.gone is not null
            or exists (select 1 from document_versions v where v.document_id = d.id and v.version > 1)
        order by changed desc, address
        """
    )


def documents_named(db: Database, name: str) -> list[dict[str, Any]]:
    """Documents with this id, or with the name as a part of an address or origin that they have or had."""
    return list(
        db.query(
            """
            select * from documents d where id = :name or instr(origin, :name)
                or exists (select 1 from document_urls u where u.document_id = d.id and instr(u.url, :name))
            order by coalesce(url, origin)
            """,
            {"name": name},
        )
    )


def told(db: Database, document: dict[str, Any]) -> Iterator[str]:
    """The history of a document in lines: addresses, when it was seen, and each version with what it changed."""
    yield f"{document['title'] or document['origin']} ({document['id']})"
    for row in db.query(
        "select url, kind from document_urls where document_id = ? order by kind, url", [document["id"]]
    ):
        yield f"  {row['kind']:<8} {row['url']}"
    gone = "; gone from the web" if document["gone"] else ""
    yield f"  first seen {document['first_seen'][:10]}, last seen {document['last_seen'][:10]}{gone}"
    for row in db.query(
        "select version, fetched, difference from document_versions where document_id = ? order by version",
        [document["id"]],
    ):
        yield f"  version {row['version']}, captured {row['fetched'][:10]}"
        yield from (row["difference"] or "").splitlines()
    yield ""
