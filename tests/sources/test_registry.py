"""What a source.toml says, and what is said to whoever wrote one that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from hronika.types import HronikaError
from sources.registry import find_source, read_source, sources

FACTS = """
id = "proba"
name_lv = "Proba"
name_en = "Trial"
publisher = "Izdevējs"
licence = "CC0-1.0"
base_url = "https://proba.example"
hosts = ["Proba.example"]
"""


def source(folder: Path, more: str = "", less: str = "") -> Path:
    lines = [line for line in FACTS.splitlines() if not less or not line.startswith(less)]
    (folder / "source.toml").write_text("\n".join([*lines, more]), "utf-8")
    return folder


def test_what_is_left_unsaid_is_polite(tmp_path: Path) -> None:
    found = read_source(source(tmp_path))
    assert (found.hosts, found.start) == (("proba.example",), ("https://proba.example/",))
    assert (found.local, found.server) == (False, None)
    assert found.delay >= 1
    assert found.is_followed("https://proba.example/a?b")
    assert not found.is_left("https://proba.example/a?b")


@pytest.mark.parametrize(
    ("more", "less", "what"),
    [
        ("", "hosts", "lacks 'hosts'"), ('colour = "red"', "", "colour, which is not known"),
        ('follow = ["("]', "", "unterminated subpattern"), ("delay = 0", "", "local = true"),
        ('address = "127.0.0.1:80"', "", "local = true"), ('server = "os"', "", "local = true"),
        ("x = ", "", "Invalid value"), ('id = "../evil"', "id", "lower-case letters"),
        ('hosts = "proba.example"', "hosts", "a list"), ("depth = \"deep\"", "", "a number"),
        ('layout = "../../x"', "", "no layout"), ('start = ["https://evil.example/"]', "", "not among its hosts"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(tmp_path: Path, more: str, less: str, what: str) -> None:
    with pytest.raises(HronikaError, match=what) as told:
        read_source(source(tmp_path, more, less))
    assert str(tmp_path / "source.toml") in str(told.value)


def test_a_folder_elsewhere_is_a_source_and_starts_no_program(tmp_path: Path) -> None:
    found = find_source(str(source(tmp_path, 'local = true\nserver = "os"')))
    assert found is not None
    assert found.server is None
    assert find_source("nowhere") is None


@pytest.mark.parametrize("name", ["km", "lm", "izm", "sif"])
def test_the_ministries_are_sources_of_the_unified_platform(name: str) -> None:
    found = sources()[name]
    assert found.layout == "unified"
    assert found.hosts == (f"www.{name}.gov.lv", f"{name}.gov.lv")
    base = f"https://www.{name}.gov.lv"
    assert found.sitemap == (f"{base}/sitemap.xml",)
    for path in ("/lv/jaunums/sanaksme", "/lv/jaunumi?page=12", "/node/605", *found.start):
        url = path if "://" in path else base + path
        assert found.is_followed(url), url
    assert not found.is_left(f"{base}/lv/media/123/download?attachment")
    for path in ("/lv/jaunumi?page=1&sort=asc", "/lv/meklet?q=romi", "/user/login", "/core/misc/x", "/lv/a?fbclid=1"):
        assert found.is_left(base + path), path
    assert not found.is_followed(f"{base}/en/article/news")
    assert "Freedom of Information Law" in found.licence


def test_the_pages_of_the_roma_platform_are_start_pages() -> None:
    start = sources()["km"].start
    for number in ("", "-i", "-ii", "-iii", "-iv", "-v", "-vi"):
        assert f"https://www.km.gov.lv/lv/latvijas-romu-platforma{number}" in start
    assert "https://www.km.gov.lv/lv/integracija-un-sabiedriba/romi/projekti-un-pasakumi" in start


def test_hosts_are_whole_and_ports_are_meant(tmp_path: Path) -> None:
    hosts = 'hosts = ["proba.example", "a.example", "b.example:8080", "[::1]:90"]'
    found = read_source(source(tmp_path, hosts, "hosts"))
    assert all(
        map(
            found.has_host,
            ("http://a.example/", "https://A.example:443/", "http://b.example:8080/", "http://[::1]:90/"),
        )
    )
    assert not any(
        map(found.has_host, ("http://b.example/", "http://x.a.example/", "https://a.example:80/", "http://[/"))
    )
