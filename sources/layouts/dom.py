"""What every layout needs to know of a page: what is not shown, which elements are furniture, where prose stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from sources.layouts.furniture import NAMES, UNSEEN, is_contact, is_furniture
from sources.links import link_kind

ByName = defaultdict[str, list[Tag]]
#: Elements that begin and end a piece of text; all others run on within a sentence.
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul "
    "[document]".split()
)
_NO_TEXT = frozenset(
    "script style noscript template iframe object embed svg canvas audio video map head input button select textarea "
    "label option datalist progress".split()
)
_FURNITURE_TAGS = ("nav", "footer", "aside")
_FURNITURE_ROLES = frozenset("navigation banner contentinfo complementary search dialog alertdialog menu".split())
_BYLINE = re.compile(r"^\s*(?:publicē|published)", re.I)
_NAME_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*")

#: Characters outside links from which the text of one block is running prose and no label or menu entry.
_PROSE = 60
#: Prose that furniture never holds: an element with more of the page's, and more than a notice, frames the page.
_FRAME, _NOTICE = 0.4, 300


def prune(soup: BeautifulSoup) -> None:
    """Take out of ``soup`` what is not shown and what its tag, role or name tells to be furniture."""
    for hidden in all_elements(soup):
        if hidden.name in _NO_TEXT:
            hidden.decompose()
    for note in all_strings(soup):
        if isinstance(note, PreformattedString):
            note.extract()
    for byline in filter(_BYLINE.search, all_strings(soup)):
        block = next((tag for tag in ancestors(byline) if tag.name in BLOCKS), None)
        if block is not None and is_furniture(text_of(block)):
            block.decompose()
    weights = weigh(soup)
    limit = max(_NOTICE, _FRAME * weights.get(id(soup), 0))
    gone: set[int] = set()
    for tag in all_elements(soup):
        if id(tag) not in gone and (
            _is_unseen(tag) or (weights.get(id(tag), 0) <= limit and _is_furniture_element(tag))
        ):
            gone.update(map(id, all_elements(tag)))
            tag.decompose()


def _is_unseen(tag: Tag) -> bool:
    style = str(tag.get("style") or "").replace(" ", "").lower()
    return (
        tag.has_attr("hidden")
        or tag.get("aria-hidden") == "true"
        or "display:none" in style
        or not UNSEEN.isdisjoint(classes(tag))
    )


def _is_furniture_element(tag: Tag) -> bool:
    if tag.name in _FURNITURE_TAGS or tag.get("role") in _FURNITURE_ROLES:
        return True
    names = {word.lower() for name in (*classes(tag), str(tag.get("id") or "")) for word in _NAME_WORD.findall(name)}
    return not NAMES.isdisjoint(names) and tag.name not in ("html", "body", "main", "article") and not _has_files(tag)


def classes(tag: Tag) -> list[str]:
    """The names of the class of an element, also where the parser left them in one string."""
    value = tag.get("class")
    return value.split() if isinstance(value, str) else list(value or ())


def _has_files(tag: Tag) -> bool:
    return any(link_kind(str(link["href"])) == "attachment" for link in tag.find_all("a", href=True))


def all_elements(root: Tag) -> list[Tag]:
    """All elements below ``root``, in order: far quicker than bs4's ``find_all``, which asks each for every rule."""
    return [node for node in root.descendants if isinstance(node, Tag)]


def by_name(root: Tag) -> ByName:
    """All elements below ``root`` by their names, in order: to ask for several; of a name that there is not, none."""
    found: ByName = defaultdict(list)
    for tag in all_elements(root):
        found[tag.name].append(tag)
    return found


def all_strings(root: Tag) -> list[NavigableString]:
    """All strings below ``root``, comments included, in order; likewise."""
    return [node for node in root.descendants if isinstance(node, NavigableString)]


def text_of(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def link_share(tag: Tag) -> float:
    """The part of the characters of ``tag`` that are links."""
    total = len(text_of(tag))
    return sum(len(text_of(link)) for link in tag.find_all("a")) / total if total else 0.0


def ancestors(node: PageElement) -> Iterator[Tag]:
    """The elements around ``node``, innermost first."""
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def weigh(root: Tag, known: str | None = None) -> dict[int, int]:
    """Characters of running prose in each element, by its ``id()``; elements without any are absent.

    If ``known`` is given, only prose that stands in it counts.
    """
    runs: dict[int, tuple[Tag, list[str]]] = {}
    for string in all_strings(root):
        words = " ".join(str(string).split())
        if not words:
            continue
        linked = False
        for tag in ancestors(string):
            linked = linked or tag.name == "a"
            if tag.name in BLOCKS:
                if not linked:
                    runs.setdefault(id(tag), (tag, []))[1].append(words)
                break
    weights: dict[int, int] = {}
    for block, strings in runs.values():
        text = " ".join(strings)
        if len(text) < _PROSE or is_furniture(text) or is_contact(text):
            continue
        if known is None or max(strings, key=len) in known:
            for tag in (block, *ancestors(block)):
                weights[id(tag)] = weights.get(id(tag), 0) + len(text)
    return weights
