"""Whether a source still yields what it should, told from the pages and addresses of its newest crawl.

A site that was rebuilt answers as friendly as before; what tells is that a layout recognises nothing, that rules on
addresses match nothing, that pages have no text, or that there are far fewer of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from hronika.types import Capture, UnreadableError
from sources.formats import read
from sources.registry import Source, path_and_query, shared_follow
from sources.saved import layouts_of

#: Share of the pages of the crawl before that the newest must have.
LEAST_SHARE = 0.7
#: Share of pages and files that cannot be read from which it is no longer odd files that are to blame.
MOST_UNREAD = 0.2


def check_pages(source: Source, pages: Iterable[Capture]) -> list[str]:
    """What is wrong with what the pages and files of a source hold, in words; a part of them is enough."""
    looked = recognised = html = 0
    unread: list[str] = []
    for page in pages:
        looked += 1
        try:
            document = read(page)
        except UnreadableError:
            unread.append(page.url or page.origin)
            continue
        if document.kind == "html":
            html += 1
            recognised += source.layout is None or source.layout in layouts_of(page)
    if not looked:
        return ["it has yielded no page and no file"]
    problems = []
    if html and not recognised:
        problems.append(f"the layout {source.layout} recognises none of {html} pages; the site may have been rebuilt")
    if len(unread) > MOST_UNREAD * looked:
        problems.append(f"{len(unread)} of {looked} pages and files cannot be read, as {unread[0]}")
    return problems


def check_addresses(source: Source, addresses: Sequence[str], before: int | None = None) -> list[str]:
    """What is wrong with the number and the addresses of a crawl's pages, where the crawl before had ``before``."""
    if not addresses:
        return ["it has yielded no page and no file"]
    problems = []
    if before and len(addresses) < LEAST_SHARE * before:
        problems.append(f"the newest crawl has {len(addresses)} pages and files, the one before had {before}")
    own = [pattern for pattern in source.follow if pattern not in shared_follow(source.layout)]
    targets = [path_and_query(address) for address in addresses]
    for pattern in own:
        if not any(re.search(pattern, target) for target in targets):
            problems.append(f"nothing was found at addresses like {pattern}; see follow in source.toml")
    return problems
