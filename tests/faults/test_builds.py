"""The same chronicle, whatever the locale, the time zone, the hash seed, and the number of processes and threads.

``tests/faults/builds.py`` tries other Pythons and SQLites as well.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.faults.builds import SURROUNDINGS, Build, capture, differing, digests


def test_surroundings_do_not_show(tmp_path: Path) -> None:
    archive = capture(tmp_path)
    one, other = (digests(Build(sys.executable, SURROUNDINGS[number]), archive, tmp_path) for number in (0, 2))
    assert "events.jsonl" in one
    assert differing(one, other) == []
