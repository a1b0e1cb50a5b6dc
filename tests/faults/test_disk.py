"""A disk that is full at some point of a run, and one that cannot be written: what is said, and that nothing is lost.

The disk is a small file system in memory, which root may mount; elsewhere these tests are skipped.
``HRONIKA_KILLS=200`` fills it at many more points.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.pictures import pictures_file
from pipeline.runner import archive_folder
from tests.faults import states
from tests.faults.test_kill_ingest import CAMP, READ, ROOT, SEMINAR, page, rows, slides
from tests.pipeline.command import run

#: Kilobytes that the disk has: for hardly a file, a capture or two, the schema, some of the rows.
SIZES = [8, 40, 360, 600]
#: What is too little for the schema and its log.
_TOO_LITTLE = 400
if "HRONIKA_KILLS" in os.environ:
    SIZES = [*range(4, 100, 8), *range(100, 2000, 100)]
_ENOUGH = 64_000

Mount = Callable[[str], bool]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[tuple[Path, Mount]]:
    """A folder, and what mounts a disk there with some options."""
    folder = tmp_path / "disks"
    folder.mkdir()
    mounted = []

    def mount(options: str) -> bool:
        done = shutil.which("mount") and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False
        )
        mounted.append(done and done.returncode == 0)
        return bool(mounted[-1])

    yield folder, mount
    if any(mounted):
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("given") / "lapas"
    folder.mkdir()
    (folder / "nometne.html").write_text(page("Nometne Engurē", CAMP), "utf-8")
    (folder / "seminars.html").write_text(page("Seminārs Liepājā", SEMINAR), "utf-8")
    (folder / "brauciens.pdf").write_bytes(slides())
    return folder


@pytest.fixture(scope="module")
def whole(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("whole") / "a.db"
    run("ingest", pages, "--db", db, *READ)
    return db


def hronika(*arguments: object) -> tuple[int, str]:
    """The exit status of a command and what it said, in a process of its own as nothing of it may stay."""
    done = subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", *map(str, arguments)],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


@pytest.mark.parametrize("size", SIZES)
def test_a_full_disk_is_told_and_the_same_command_goes_on(
    size: int, pages: Path, whole: Path, disk: tuple[Path, Mount]
) -> None:
    folder, mount = disk
    if not mount(f"size={size}k"):
        pytest.skip("a small disk cannot be mounted here; run as root, with the right to mount")
    db = folder / "a.db"
    status, told = hronika("ingest", pages, "--db", db, *READ)
    assert status == 1 or size > _TOO_LITTLE, told
    if status:
        assert told.startswith("Error: "), told
        assert "ake room on" in told or "a full one" in told or "No space left on device" in told
    assert mount(f"remount,size={_ENOUGH}k")
    captured = [path.read_bytes() for path in sorted(archive_folder(db).glob("*.warc.gz"))]
    run("ingest", pages, "--db", db, *READ)
    assert rows(db, exact=False) == rows(whole, exact=False)
    assert states.pictures(pictures_file(db)) == states.pictures(pictures_file(whole))
    assert "0 problems" in run("verify", "--db", db)
    for before, path in zip(captured, sorted(archive_folder(db).glob("*.warc.gz")), strict=False):
        assert path.read_bytes().startswith(before)  # what had been captured was kept


def test_a_disk_that_cannot_be_written(pages: Path, whole: Path, disk: tuple[Path, Mount]) -> None:
    folder, mount = disk
    if os.geteuid() == 0 and not mount(f"size={_ENOUGH}k"):
        pytest.skip("root may write everywhere, and a disk cannot be mounted here")
    db = folder / "a.db"
    run("ingest", pages, "--db", db, *READ)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    _read_only(folder, mount)
    for command in (["ingest", pages, *READ], ["extract", *READ], ["crawl", "sample"]):
        status, told = hronika(*command, "--db", db)
        assert status == 1, told
        assert told.startswith("Error: "), told
        assert "may not be written" in told or "cannot be opened" in told, told
    for command in (["search", "nometne"], ["runs"], ["verify"]):  # whoever only reads is not kept from it
        status, told = hronika(*command, "--db", db)
        assert status == 0, told
    status, told = hronika("ingest", pages, "--db", folder / "new.db", *READ)
    assert status == 1
    assert "cannot be opened" in told or "may not be written" in told
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _read_only(folder: Path, mount: Mount) -> None:
    if os.geteuid() == 0:
        assert mount("remount,ro")
    else:
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
