"""The site under load for a few seconds; ``tests/faults/load.py`` does it for ten minutes."""

from __future__ import annotations

from pathlib import Path

from tests.faults.load import ROOT, build, load


def test_visitors_an_ingest_and_slow_sql_at_once(tmp_path: Path) -> None:
    watched, times = load(*build(tmp_path, [ROOT / "tests" / "gold" / "unseen9"]), seconds=15, clients=3, hogs=8)
    assert watched.troubles == []
    assert watched.rounds > 0
    assert "| crowd | slow SQL |" in times
