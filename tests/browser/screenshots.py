"""A picture of each kind of page, wide and narrow, light and dark: ``python screenshots.py DATABASE FOLDER [LANG]``."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright
from visiting import SCHEMES, WIDTHS, launched, paths, served


def main(db_path: Path, folder: Path, lang: str = "lv") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with served(db_path) as address, sync_playwright() as playwright, launched(playwright) as browser:
        for scheme in SCHEMES:
            for name, width in WIDTHS.items():
                page = browser.new_page(
                    color_scheme=scheme, viewport={"width": width, "height": 900},
                    extra_http_headers={"Accept-Language": lang},
                )  # fmt: skip
                for kind, path in paths(db_path).items():
                    page.goto(address + path)
                    page.screenshot(path=folder / f"{kind}-{name}-{scheme}.png")
                page.close()
    print(f"Pictures of every page are in {folder}.")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:4])
