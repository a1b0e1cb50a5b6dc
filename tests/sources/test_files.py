"""Which files are found, and by what name each goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from hronika.types import HronikaError
from sources import files


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("teksts")


def origins(*targets: Path) -> list[str]:
    return [found.origin for found in files.find(map(str, targets))]


def test_a_folder_whole_and_a_file_alone_go_by_the_same_name(tmp_path: Path) -> None:
    make(tmp_path, "pages/b.txt", "pages/a.txt")
    assert origins(tmp_path / "pages") == ["pages/a.txt", "pages/b.txt"]
    assert origins(tmp_path / "pages" / "b.txt") == ["pages/b.txt"]


def test_hidden_files_links_and_what_a_browser_saved_beside_a_page_are_left_alone(tmp_path: Path) -> None:
    make(tmp_path, "p/page.html", "p/page_files/style.css", "p/other_files/a.txt", "p/.git/config")
    (tmp_path / "p" / "loop").symlink_to(tmp_path / "p")
    assert origins(tmp_path / "p") == ["p/other_files/a.txt", "p/page.html"]


def test_what_is_left_out_is_with_all_below_it(tmp_path: Path) -> None:
    make(tmp_path, "p/page.html", "p/made.archive/a.warc", "p/made.db")
    own = [tmp_path / "p" / "made.archive", tmp_path / "p" / "made.db"]
    assert [found.origin for found in files.find([str(tmp_path / "p")], own)] == ["p/page.html"]
    assert files.find(map(str, [*own, own[0] / "a.warc"]), own) == []


def test_two_files_of_one_name_are_an_error(tmp_path: Path) -> None:
    make(tmp_path, "x/pages/a.txt", "y/pages/a.txt")
    with pytest.raises(HronikaError, match="holds both"):
        origins(tmp_path / "x" / "pages", tmp_path / "y" / "pages")


def test_a_target_that_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(HronikaError, match="registered source"):
        origins(tmp_path / "nowhere")


def test_a_name_that_is_no_text_is_written_with_escapes(tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "\udcff\udcfe.txt").write_text("teksts")
    assert origins(folder) == ["odd/\\udcff\\udcfe.txt"]
