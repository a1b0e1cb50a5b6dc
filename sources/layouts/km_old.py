"""The older site of the Ministry of Culture: a content column, beside it a calendar of the month and an opinion poll.

Its names of classes changed with every redesign, so it is known by what stands on it: a table of day numbers,
"Aptauja" over a question, "Uz augšu" under the text. Widgets go first, with the side column that holds them; what
prose is left is the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup, Tag

from sources.layouts.column import column
from sources.layouts.dom import all_strings, ancestors, text_of, weigh
from sources.layouts.furniture import is_back_to_top, is_calendar, is_poll_heading

_SIGNS = 2
#: Prose that a side column may hold besides a widget: the question of a poll, a notice. Characters, and share of all.
_SIDE, _SIDE_SHARE = 150, 0.1


def matches(soup: BeautifulSoup) -> bool:
    """Whether at least two of the three signs stand on the page."""
    signs = (_calendars(soup), _labelled(soup, is_poll_heading), _labelled(soup, is_back_to_top))
    return sum(next(sign, None) is not None for sign in signs) >= _SIGNS


def read(soup: BeautifulSoup) -> list[Tag]:
    """The content column."""
    weights = weigh(soup)
    allowed = max(_SIDE, _SIDE_SHARE * weights.get(id(soup), 0))
    for widget in [*_calendars(soup), *_labelled(soup, is_poll_heading)]:
        if not widget.decomposed:
            _take_out(widget, weights, allowed)
    text = column(soup)
    return [text] if text else []


def _calendars(soup: BeautifulSoup) -> Iterator[Tag]:
    for table in soup.find_all("table"):
        if table.find("table") is None and is_calendar([text_of(row) for row in table.find_all("tr")]):
            yield table


def _labelled(soup: BeautifulSoup, is_label: Callable[[str], bool]) -> Iterator[Tag]:
    """Innermost elements whose whole text is such a label."""
    for string in filter(is_label, all_strings(soup)):
        if string.parent is not None:
            yield string.parent


def _take_out(widget: Tag, weights: dict[int, int], allowed: float) -> None:
    """Remove the largest element around ``widget`` that holds hardly any prose; a bare label stays for later rules."""
    largest = widget
    for tag in ancestors(widget):
        if tag.name in ("body", "html", "[document]") or weights.get(id(tag), 0) > allowed:
            break
        largest = tag
    if widget.name == "table" or len(text_of(largest)) > len(text_of(widget)):
        largest.decompose()
