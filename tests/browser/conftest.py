"""The site as a person has it before them: a real browser, driven by Playwright. Skipped where either is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chronicle import build
from visiting import CHROMIUM, launched, paths, served

from db.load import log_failure, open_database

sync_api = pytest.importorskip("playwright.sync_api", reason="no Playwright here: pip install 'hronika[dev]'")
if CHROMIUM is None:
    pytest.skip("no Chromium here; Debian's package is called chromium", allow_module_level=True)


@pytest.fixture(scope="session")
def chronicle_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That of tests/web, and a page in it that was captured and could not be read."""
    path = build(tmp_path_factory.mktemp("chronicle") / "chronicle.db")
    db = open_database(path)
    with db.atomic():
        capture = next(iter(db.query("select id from captures order by id limit 1")))["id"]
        log_failure(
            db, "run-1", "read", "UnreadableError", "lauzts.pdf is cut off.", origin="lauzts.pdf", capture=capture
        )
    db.close()
    return path


@pytest.fixture(scope="session")
def address(chronicle_path: Path) -> Iterator[str]:
    with served(chronicle_path) as url:
        yield url


@pytest.fixture(scope="session")
def addresses(chronicle_path: Path) -> dict[str, str]:
    return paths(chronicle_path)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Closed with the module: while Playwright runs, its event loop does, and other tests have their own."""
    with sync_api.sync_playwright() as playwright, launched(playwright) as opened:
        yield opened


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Any]:
    """Opens a page in a context of its own; fails afterwards for an error in its console or a request elsewhere."""
    wrong: list[str] = []
    contexts = []

    def opened(path: str, **options: Any) -> Any:
        context = browser.new_context(base_url=address, **options)
        contexts.append(context)
        context.on("request", lambda asked: asked.url.startswith(address) or wrong.append(f"asked for {asked.url}"))
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"{path}: {error}"))
        page.on("console", lambda said: said.type != "error" or wrong.append(f"{path}: {said.text}"))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [one for one in wrong if "status of 404" not in one and "status of 400" not in one] == []
