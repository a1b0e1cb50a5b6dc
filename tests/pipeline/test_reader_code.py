"""Nobody changes what a reader reads and forgets its version: chronicles would keep what the old code read."""

from __future__ import annotations

import sys
import tomllib

import pytest
from reader_code import PINS, digests

from pipeline import versions


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="other Pythons write a syntax tree otherwise")
@pytest.mark.parametrize("part", ["formats", *versions.readers()])
def test_the_version_of_each_part_was_looked_at_with_its_code(part: str) -> None:
    pinned = tomllib.loads(PINS.read_text(encoding="utf-8"))[part]
    assert (versions.version(part), digests()[part]) == (pinned["version"], pinned["code"]), (
        f"The code of {part} has changed. If any document may read differently for it, raise its version in"
        " pipeline/versions.toml; then run: python tests/pipeline/reader_code.py"
    )
