"""Each kind of page, in both languages, wide and narrow, light and dark, is one that everybody can use."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from visiting import KINDS, LANGUAGES, SCHEMES, WIDTHS

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
#: WCAG 2.2 to level AA, and what axe-core holds for good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_accessible(visit: Any, addresses: dict[str, str], kind: str, lang: str) -> None:
    """Light on a wide screen in one language, dark on a narrow one in the other, so that each meets every rule."""
    wide = lang == "lv"
    page = visit(
        addresses[kind], extra_http_headers={"Accept-Language": lang}, color_scheme="light" if wide else "dark",
        viewport={"width": WIDTHS["wide" if wide else "narrow"], "height": 900},
    )  # fmt: skip
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    assert page.locator("html").get_attribute("lang") == lang
    assert [told(rule) for rule in found["violations"]] == []


def told(rule: dict[str, Any]) -> str:
    where = "; ".join(f"{node['html'][:160]} ({node['failureSummary'][:300]})" for node in rule["nodes"][:3])
    return f"{rule['id']}: {rule['help']}: {where}"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", KINDS)
def test_fits_a_narrow_screen(visit: Any, addresses: dict[str, str], kind: str, scheme: str) -> None:
    page = visit(addresses[kind], color_scheme=scheme, viewport={"width": WIDTHS["narrow"], "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS["narrow"]
    grounds = page.evaluate("getComputedStyle(document.body).backgroundColor")
    brightness = int(grounds.removeprefix("rgb(").split(",")[0])
    assert brightness < 60 if scheme == "dark" else brightness > 200


@pytest.mark.parametrize("kind", ["home", "search", "event", "document", "table", "about"])
def test_nothing_needs_a_script(visit: Any, addresses: dict[str, str], kind: str) -> None:
    page = visit(addresses[kind], java_script_enabled=False)
    assert page.locator("h1").first.is_visible()
    assert page.locator("main").inner_text().strip()


def test_the_keyboard_reaches_the_content(visit: Any) -> None:
    page = visit("/hronika/events", extra_http_headers={"Accept-Language": "en"})
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_language_is_switched_and_kept(visit: Any) -> None:
    page = visit("/about", extra_http_headers={"Accept-Language": "en"})
    page.locator(".languages a").click()
    assert page.locator("html").get_attribute("lang") == "lv"
    page.goto("/hronika")
    assert page.locator("html").get_attribute("lang") == "lv"


def test_a_page_can_be_printed(visit: Any, addresses: dict[str, str]) -> None:
    page = visit(addresses["event"], color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("form.search.top").is_visible()
