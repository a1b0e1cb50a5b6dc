"""Documents made of lines, for tests of readers on sentences."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hronika.types import Block, Document

MakeDocument = Callable[..., Document]


def make_document(*lines: str | tuple[str, str], published: str | None = None, title: str | None = None) -> Document:
    """A document with one block a line; a line may be a pair of block kind and text."""
    blocks: list[Block] = []
    at = 0
    for line in lines:
        kind, text = line if isinstance(line, tuple) else ("paragraph", line)
        blocks.append(Block(kind, text, at, at + len(text)))
        at += len(text) + 1
    text = "\n".join(block.text for block in blocks)
    return Document("test/document.txt", "text", text, tuple(blocks), published=published, title=title)


@pytest.fixture
def document() -> MakeDocument:
    return make_document
