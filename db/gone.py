"""Which documents are gone from the web: two crawls in a row were told so (404, 410) at every address they have.

A failed fetch tells nothing, so it is passed over; a page that answers again is there again.
"""

from __future__ import annotations

from sqlite_utils import Database

from db.captures import AT

#: The last two answers of every address that was ever missing; n is 1 for the newest.
_ANSWERS = f"""
    select url, role, at, row_number() over (partition by url order by at desc) as n from (
        select c.url, c.role, {AT} as at, max(c.fetched) from captures c
        where c.role in ('document', 'confirmed', 'redirect', 'missing')
            and c.url in (select url from captures where role = 'missing')
        group by c.url, at
    )
"""


def mark_gone(db: Database) -> None:
    """Set ``documents.gone`` to when a page that is gone was last seen; None where it is there, as far as is known."""
    rows = db.query(
        f"""
        with answers as ({_ANSWERS}),
            gone as (select url from answers where n <= 2 and role = 'missing' group by url having count(*) = 2)
        select u.document_id as id from document_urls u
        group by u.document_id
        having sum(u.url in (select url from gone)) > 0
            and sum(u.kind != 'former' and u.url not in (select url from gone)
                and u.url in (select url from captures)) = 0
        """
    )
    gone = {row["id"] for row in rows}
    marked = {row["id"] for row in db.query("select id from documents where gone is not null")}
    db.execute("update documents set gone = last_seen where gone is not null and gone is not last_seen")
    for id_ in sorted(gone - marked):
        db.execute("update documents set gone = last_seen where id = ?", [id_])
    for id_ in sorted(marked - gone):
        db.execute("update documents set gone = null where id = ?", [id_])
