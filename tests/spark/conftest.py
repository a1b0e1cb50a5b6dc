"""Spark's tests are passed over where it, or Java, is not installed; what they read is made once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from archived_pages import dump, make_archive, run

collect_ignore_glob = [] if find_spec("pyarrow") else ["test_*.py"]
PAGES = 8


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for all that Spark writes by the way; it talks to this machine only."""
    if not find_spec("pyspark") or not shutil.which("java"):
        pytest.skip("needs pip install 'hronika[spark]', and Java")
    folder = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("SPARK_LOCAL_DIRS", str(folder / "local"))
        patch.setenv("SPARK_LOG_DIR", str(folder / "log"))
        patch.setenv("OMP_NUM_THREADS", os.environ.get("OMP_NUM_THREADS", "1"))
        yield folder


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of a chronicle A.db that is not made yet."""
    folder = tmp_path_factory.mktemp("one") / "A.archive"
    make_archive(folder, PAGES)
    return folder


@pytest.fixture(scope="session")
def expected(archive: Path) -> dict[str, list[Any]]:
    """What a single machine makes of the archive."""
    db = archive.with_name("A.db")
    run("extract", "--model", "fast", "--db", db, status=1)
    return dump(db)
