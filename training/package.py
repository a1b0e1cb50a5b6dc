"""The model as a distribution of its own, so that ``spacy.load("lv_hronika")`` finds it where Hronika is not installed.

    python -m training.package MODELS FOLDER

builds the wheel of the folder ``MODELS`` and verifies that everything is in it and that it is small enough to ship.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

#: Bytes; what the repository and the wheel may spend on the model.
LARGEST = 45_000_000
_PACKAGE = "lv_hronika"
_MADE = shutil.ignore_patterns("__pycache__", "*.egg-info", "build", "dist")


def built(models: Path, folder: Path) -> Path:
    """Build the wheel in ``folder``; from a copy, since a build leaves files behind that the next would pick up."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        source = shutil.copytree(models, Path(scratch) / "models", ignore=_MADE)
        command = [sys.executable, "-m", "pip", "wheel", "--no-deps", f"--wheel-dir={scratch}", str(source)]
        subprocess.run(command, check=True)
        (wheel,) = Path(scratch).glob("*.whl")
        return Path(shutil.copy(wheel, folder))


def verify(wheel: Path, models: Path) -> None:
    """Raise ``ValueError`` where a file of the model is missing in the wheel, or the wheel is too large."""
    wanted = {
        path.relative_to(models).as_posix()
        for path in (models / _PACKAGE).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        missing = sorted(wanted - set(archive.namelist()))
    if missing:
        raise ValueError(f"{wheel.name} lacks {', '.join(missing)}")
    if (size := wheel.stat().st_size) > LARGEST:
        raise ValueError(f"{wheel.name} has {size:,} bytes, more than {LARGEST:,}")


def main(models: Path, folder: Path) -> None:
    """Build and verify the wheel."""
    wheel = built(models, folder)
    verify(wheel, models)
    print(f"{wheel}: {wheel.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
