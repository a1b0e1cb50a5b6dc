"""What is read together: neighbouring sentences of a paragraph, and short paragraphs with the next."""

from __future__ import annotations

import lv_hronika
import pytest
from lv_hronika.weights import load_weights
from lv_hronika.windows import batches, windows, words_of

HEADING = "Romu mediatoru seminārs"
PROSE = "Seminārā Ventspilī piedalījās skolotāji, bibliotekāri un jauniešu centra darbinieki no visas Kurzemes. "


def read_together(text: str) -> list[str]:
    nlp = lv_hronika.load(exclude=["network"])
    doc = nlp(text)
    words = words_of(doc, load_weights("full").subwords)
    found = list(windows(words))
    assert [end for _, end in found[:-1]] == [start for start, _ in found[1:]]
    assert (found[0][0], found[-1][1]) == (0, len(words.texts))  # every word once, in order
    assert sorted(window for batch in batches(words) for window in batch) == found
    return [doc[words.tokens[start] : words.tokens[end - 1] + 1].text for start, end in found]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        ([HEADING, PROSE.strip()], [[HEADING, PROSE.strip()]]),
        ([PROSE.strip(), HEADING], [[PROSE.strip()], [HEADING]]),
        ([PROSE.strip(), PROSE.strip()], [[PROSE.strip()], [PROSE.strip()]]),
        (["Rīga", "Cēsis", "Talsi", "Ogre"], [["Rīga", "Cēsis", "Talsi", "Ogre"]]),
        ([HEADING, (PROSE * 4).strip()], [[HEADING, (PROSE * 4).strip()]]),
    ],
    ids=["heading", "last", "prose", "list", "long"],
)
def test_short_paragraphs_are_read_with_the_next(paragraphs: list[str], expected: list[list[str]]) -> None:
    assert read_together("\n".join(paragraphs)) == ["\n".join(together) for together in expected]


def test_a_window_has_no_more_than_the_network_was_trained_on() -> None:
    parts = read_together(f"{HEADING}\n{PROSE * 40}".strip())
    assert parts[0].startswith(f"{HEADING}\nSeminārā")
    assert len(parts) > 5
