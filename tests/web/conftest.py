"""One small chronicle and one site over it for all tests of this room."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from chronicle import build
from datasette.app import Datasette
from sqlite_utils import Database

from web.serve import site


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: needs a headless Chromium; skipped where there is none")


@pytest.fixture(scope="session")
def chronicle_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its file has another name than the site's database, on purpose."""
    return build(tmp_path_factory.mktemp("chronicle") / "other.db")


@pytest.fixture(scope="session")
def pages(chronicle_path: Path) -> Datasette:
    return site(chronicle_path)


@pytest.fixture(scope="session")
def get(pages: Datasette) -> Iterator[Callable[..., Any]]:
    """Ask the site for a path, without a server; in English unless other headers are given."""
    english = {"accept-language": "en"}
    with asyncio.Runner() as runner:
        yield lambda path, headers=english: runner.run(pages.client.get(path, headers=headers))


@pytest.fixture
def database(chronicle_path: Path) -> Iterator[Database]:
    opened = Database(chronicle_path)
    yield opened
    opened.close()
