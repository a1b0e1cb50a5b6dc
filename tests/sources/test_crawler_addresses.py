"""What a page leads to, read as a stream from whatever bytes there are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sources.crawler.addresses import SitemapError, is_document, links, sitemap
from sources.crawler.limits import Limits

PAGE = "http://km.example/lv/jaunums/viens"


def found(html: str | bytes, media_type: str | None = "text/html") -> list[str]:
    body = html if isinstance(html, bytes) else html.encode()
    return [url.removeprefix("http://km.example") for url in links(body, PAGE, media_type, 1000)]


def test_links_of_all_kinds_in_their_order() -> None:
    html = """<html><head><link rel=next href="?page=2"><link rel=stylesheet href=x.css>
      <meta http-equiv=refresh content="5; URL='/driz'"></head><body><a href=divi>x</a><a href="#a">x</a>
      <a href="/lv/A#b">x</a><a name=x>x</a><map><area href=/karte></map><iframe src="//video.example/1"></iframe>
      <object data="/a.pdf"></object><a href="mailto:a@b.lv">x</a><a href="javascript:x()">x</a><a href=divi>x</a>"""
    assert found(html) == [
        "/lv/jaunums/viens?page=2", "/driz", "/lv/jaunums/divi", "/lv/A", "/karte", "http://video.example/1", "/a.pdf",
    ]  # fmt: skip


def test_the_first_base_of_a_page_counts() -> None:
    assert found('<base href="/lv/cits/"><base href="/ne/"><a href="a">x</a>') == ["/lv/cits/a"]
    assert found('<base href="javascript:x"><a href="a">x</a>') == ["/lv/jaunums/a"]


def test_addresses_in_an_older_charset() -> None:
    html = "<meta charset=windows-1257><p>Šī ir gara lapa latviešu valodā.</p><a href='/šodien'>x</a>"
    assert found(html.encode("windows-1257")) == ["/%C5%A1odien"]
    assert found('<?xml version="1.0" encoding="utf-8"?><html><a href="/x">x</a></html>') == ["/x"]


def test_a_hundred_thousand_elements_inside_each_other_are_read() -> None:
    assert found("<div>" * 100_000 + '<a href="/dziļi">x</a>') == ["/dzi%C4%BCi"]


def test_no_page_leads_to_more_than_enough() -> None:
    html = "".join(f"<a href='/{number}'>x</a>" for number in range(2000))
    assert len(found(html)) == 1000


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"<a href='{text}'>".encode()))
def test_any_bytes_are_a_page_to_whoever_looks_for_links(body: bytes) -> None:
    assert all(url.startswith(("http://", "https://")) for url in links(body, PAGE, None, 1000))


@given(
    st.binary(max_size=300)
    | st.binary(max_size=200).map(lambda inner: b"<urlset><url><loc>" + inner + b"</loc></url></urlset>")
)
def test_any_bytes_are_a_site_map_or_none(body: bytes) -> None:
    try:
        _, addresses, _ = sitemap(body, Limits())
    except SitemapError:
        return
    assert len(addresses) <= 1


def test_pictures_are_no_documents_and_downloads_may_be() -> None:
    assert not is_document("http://a.lv/x/Foto.JPG?itok=1")
    assert is_document("http://a.lv/lv/media/1/download")
    assert is_document("http://a.lv/x.pdf")
