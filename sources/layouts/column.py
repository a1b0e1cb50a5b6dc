"""The content column of a page of which nothing is known: the container with the running prose."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from sources.layouts.dom import link_share, text_of, weigh

#: Elements that authors write; where they stand side by side, an editor filled the container.
_WRITTEN = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl blockquote figure pre".split())
_FLOW = 40  # characters outside links from which something written beside the prose belongs to it
_MENU = 0.5  # share of links from which text is a menu or a list of other pages


def column(soup: BeautifulSoup, known: str | None = None) -> Tag | None:
    """The innermost element that holds all running prose and what is written beside it; None if there is no prose.

    If ``known`` is given, only prose that stands in it is looked for. Teasers of other pages are taken out.
    """
    root = soup.body or soup
    weights = weigh(root, known)
    if not weights:
        return None
    element = root
    while True:
        children = [child for child in element.find_all(True, recursive=False) if id(child) in weights]
        for child in children[:]:
            if len(children) > 1 and link_share(child) > _MENU:
                children.remove(child)
                child.decompose()
        if len(children) != 1 or children[0].name in _WRITTEN or _written_beside(element, children[0]):
            return element
        element = children[0]


def _written_beside(element: Tag, prose: Tag) -> bool:
    """Whether a heading, or something else that an author wrote, stands beside ``prose`` in ``element``."""
    for child in element.find_all(_WRITTEN, recursive=False):
        text = text_of(child)
        if child is not prose and text and (child.name[0] == "h" or len(text) * (1 - link_share(child)) >= _FLOW):
            return True
    return False
