"""How known sites lay out a page: where the text stands, and what around it is furniture.

A layout is a module with ``matches(soup) -> bool``, which looks and changes nothing, and ``read(soup) -> list[Tag]``,
which returns the elements that hold the text, in order, and may take furniture out of the soup. The first that
matches reads the page; one that none matches is left to trafilatura.
"""

from __future__ import annotations

from typing import Protocol

from bs4 import BeautifulSoup, Tag

from sources.layouts import km_old, unified


class Layout(Protocol):
    """What a layout module offers."""

    __name__: str

    def matches(self, soup: BeautifulSoup) -> bool: ...

    def read(self, soup: BeautifulSoup) -> list[Tag]: ...


LAYOUTS: tuple[Layout, ...] = (unified, km_old)
