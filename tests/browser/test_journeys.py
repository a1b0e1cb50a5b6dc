"""Three people and what they came for: a journalist, a researcher and an archivist, each from the first page on."""

from __future__ import annotations

import csv
import io
from typing import Any

ENGLISH = {"extra_http_headers": {"Accept-Language": "en"}}


def test_a_journalist_finds_a_quote_and_its_capture(visit: Any) -> None:
    """A misspelt word without diacritics, in another form, leads to an event, its quote, the document, the capture."""
    page = visit("/", **ENGLISH)
    page.locator("main input[type=search]").fill("seminaram mediatoriem ventspilij")
    page.locator("main form[role=search] button").first.click()
    if not page.locator(".hits li").count():  # the misspelt word is found under what the search offers instead
        page.locator("main a[href*='q=']").first.click()
    page.locator(".hits a[href*='/hronika/events/']").first.click()
    assert "21–22 November 2019" in page.locator("main").inner_text()
    quote = page.locator("blockquote").first.inner_text()
    page.locator("figure.quote a[href*='/hronika/documents/']").first.click()
    assert quote.split(",")[0].strip("„”….") in page.locator(".reading").inner_text()
    page.locator("a[href*='/hronika/captures/']").first.click()
    assert "sha256" in page.locator("main").inner_text()


def test_a_researcher_narrows_a_table_and_takes_it_along(visit: Any) -> None:
    page = visit("/", **ENGLISH)
    page.locator("header nav").first.get_by_text("Events", exact=True).click()
    page.locator("details.fold", has_text="Filter and group").locator("summary").click()
    page.locator("#_facet").select_option("kind")
    page.get_by_role("button", name="Apply").click()
    page.locator("#facet-kind a", has_text="conference").click()
    address = page.locator(".export a", has_text="CSV").first.get_attribute("href")
    rows = list(csv.DictReader(io.StringIO(page.request.get(address).text())))
    assert [row["name"] for row in rows] == ["Konference tiešsaistē"]


def test_an_archivist_follows_a_failure(visit: Any) -> None:
    page = visit("/", **ENGLISH)
    page.locator("header nav").first.get_by_text("About").click()
    page.get_by_role("link", name="What could not be read").click()
    assert "lauzts.pdf" in page.locator("main").inner_text()
    page.locator("td[data-column=capture_id] a").first.click()
    told = page.locator("main").inner_text()
    assert "hronika-000001.warc.gz" in told
    assert "sha256" in told
