"""Sites that mean harm, or are only broken: each crawl of one ends, keeps what came, and says what was wrong."""

from __future__ import annotations

import gzip
import itertools
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from trap_server import BASE, HOST, QUICK, Answer, Asked, crawl, page, redirect, site, source_of

from sources.crawler.limits import Limits


def counted(*answers: Answer) -> object:
    """One answer after the other; the last for ever."""
    left = itertools.chain(answers, itertools.repeat(answers[-1]))
    return lambda _: next(left)


# redirects


def test_a_redirect_loop_is_walked_once_and_said() -> None:
    with site({"/": page("/a"), "/a": redirect("/b"), "/b": redirect("/a")}) as server:
        crawled = crawl(source_of(server))
    assert server.paths.count("/a") == server.paths.count("/b") == 1
    assert crawled.message("/a") == f"{BASE}/a redirects in a circle, back to {BASE}/a"


def test_an_endless_redirect_ends_each_hop_a_capture() -> None:
    with site({"/": page("/r/0")}, lambda asked: redirect(f"/r/{int(asked.path[3:]) + 1}")) as server:
        crawled = crawl(source_of(server), limits=replace(QUICK, redirects=5))
    assert [status for _, status in crawled.statuses].count(302) == 6
    assert "after 5 hops" in crawled.message("/r/0")


def test_a_redirect_that_wants_a_cookie_is_a_circle() -> None:
    def door(asked: Asked) -> Answer:
        return page() if "Cookie" in asked.headers else redirect("/", **{"Set-Cookie": "seen=1"})

    with site({"/": door}) as server:
        crawled = crawl(source_of(server))
    assert crawled.errors() == {"/": "redirect"}
    assert all("Cookie" not in asked.headers for asked in server.asked)


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{port}/iekšā", "http://[::1]:{port}/", "http://169.254.169.254/latest/meta-data/",
        "http://2130706433:{port}/", "http://0x7f.1:{port}/", "http://0177.0.0.1:{port}/", "http://localhost:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/", "file:///etc/passwd", "ftp://trap.example/", "gopher://trap.example/",
        f"http://user@{HOST}/", f"http://{HOST}:22/", f"http://{HOST}.evil.example/", "//evil.example/",
    ],
)  # fmt: skip
def test_no_redirect_and_no_link_leads_out(target: str) -> None:
    with site({}, lambda _: page(text="slepens")) as inside:
        target = target.format(port=inside.server_address[1])
        with site({"/": page("/ved", target), "/ved": redirect(target)}) as server:
            crawled = crawl(source_of(server))
        assert inside.asked == []
    assert sorted(server.paths) == ["/", "/robots.txt", "/ved"]
    assert crawled.errors() == {"/ved": "redirect"}


def test_a_name_that_leads_to_this_machine_is_not_connected_to() -> None:
    with site({}, lambda _: page()) as inside:
        port = inside.server_address[1]
        for host in (f"localhost:{port}", f"127.0.0.1:{port}", f"0x7f000001:{port}", f"[::ffff:127.0.0.1]:{port}"):
            facts = {"hosts": (host,), "base_url": f"http://{host}", "start": (f"http://{host}/",)}
            crawled = crawl(source_of(None, local=False, contact="a@b.lv", delay=0.01, address=None, **facts))
            errors = {each.error for each in crawled.reports}
            assert errors <= {"no-answer", "refused", "robots"}, host
            assert crawled.result.documents == 0
        assert inside.asked == []


def test_a_circle_is_a_circle_in_any_spelling() -> None:
    with site({"/": page("/aplis"), "/aplis": redirect("/%C4%81plis"), "/%C4%81plis": redirect("/āplis#a")}) as server:
        crawled = crawl(source_of(server))
    assert crawled.errors() == {"/aplis": "redirect"}
    assert "in a circle" in crawled.message("/aplis")


# sites without an end


def test_a_calendar_without_an_end_meets_the_depth() -> None:
    def month(asked: Asked) -> Answer:
        number = int(asked.path.rpartition("/")[2] or 0)
        return page(f"/kalendars/{number + 1}", text=f"Mēnesis {number}.")

    with site({"/": page("/kalendars/1")}, month) as server:
        crawled = crawl(source_of(server, depth=4))
    assert crawled.result.documents == 5
    assert crawled.result.limits[0].startswith("pages more than 4 clicks")


def test_a_site_without_an_end_meets_the_number_of_addresses() -> None:
    def session(asked: Asked) -> Answer:
        session.count += 1  # type: ignore[attr-defined]
        return page(*(f"/s{session.count}{letter}/" for letter in "abc"), text=str(session.count))  # type: ignore[attr-defined]

    session.count = 0  # type: ignore[attr-defined]
    with site({}, session) as server:
        crawled = crawl(source_of(server, depth=100, max_pages=30))
    assert len(server.asked) == 30
    assert "the crawl ended after 30 addresses" in crawled.result.limits[0]
    assert crawled.result.finished


def test_a_site_meets_the_number_of_bytes() -> None:
    with site({}, lambda asked: page(f"{asked.path}a", text=asked.path * 999)) as server:
        crawled = crawl(source_of(server, depth=100, max_bytes=50_000))
    assert 50_000 < crawled.result.bytes < 80_000
    assert "the crawl ended after 50,000 bytes" in crawled.result.limits[0]


def test_paths_that_grow_are_left() -> None:
    def deeper(asked: Asked) -> Answer:
        return page("a/", text=asked.path)

    with site({}, deeper) as server:
        crawled = crawl(source_of(server, depth=100))
    assert len(server.asked) <= 6
    assert "repeat a part" in crawled.result.limits[0]


def test_a_page_that_is_the_same_everywhere_is_followed_once() -> None:
    with site({}, lambda _: page("x/", "y/")) as server:
        crawled = crawl(source_of(server, depth=100))
    assert sorted(server.paths) == ["/", "/robots.txt", "/x/", "/y/"]
    assert crawled.result.limits == ()


def test_one_page_with_ever_other_queries_is_left() -> None:
    with site({}, lambda a: page(*(f"/?q={a.path[-9:]}{i}" for i in range(9)))) as server:
        crawled = crawl(source_of(server, depth=100), limits=replace(QUICK, variants=20))
    assert len(server.asked) <= 22
    assert "differ in their query only" in crawled.result.limits[0]


# answers that are too much, too slow, or broken


def test_a_gzip_bomb_is_kept_as_it_came_and_not_unpacked() -> None:
    bomb = gzip.compress(gzip.compress(b"<a href='/x'>" * 4_000_000))
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip, gzip"}
    with site({"/": page("/bumba"), "/bumba": Answer(bomb, headers=headers)}) as server:
        crawled = crawl(source_of(server), limits=replace(QUICK, response_bytes=1_000_000))
    assert crawled.errors() == {"/bumba": "cut-off"}
    assert "unpacks to more than 1,000,000 bytes" in crawled.message("/bumba")
    assert "/x" not in server.paths


def drip(piece: bytes, pause: float = 0.0) -> Iterator[bytes]:
    while True:
        yield piece
        time.sleep(pause)


def test_a_body_that_never_ends_is_cut_by_time() -> None:
    with site({"/": page("/lēns"), "/l%C4%93ns": lambda _: Answer(drip(b"<p>.</p>", 0.05))}) as server:
        crawled = crawl(source_of(server), limits=replace(QUICK, body_seconds=0.3))
    assert "took longer than" in crawled.message("/l%C4%93ns")
    kept = next(each for each in crawled.captures if each.url == f"{BASE}/l%C4%93ns")
    assert kept.body.startswith(b"<p>.</p>")
    assert (kept.truncated, kept.role) == ("time", "error")


@pytest.mark.parametrize("length", [None, 10**12])
def test_a_body_that_is_too_long_is_cut_by_length(length: int | None) -> None:
    route = Answer(drip(b"x" * 65_536), length=length) if length is None else Answer(b"x", length=length)
    with site({"/": page("/garš.txt"), "/gar%C5%A1.txt": lambda _: route}) as server:
        crawled = crawl(source_of(server), limits=replace(QUICK, response_bytes=300_000))
    assert crawled.errors() == {"/gar%C5%A1.txt": "cut-off"}
    assert crawled.result.bytes < 600_000


def test_a_server_that_says_nothing_is_given_up() -> None:
    def silent(_: Asked) -> Answer:
        time.sleep(1.5)
        return page()

    with site({"/": page("/kluss"), "/kluss": silent}) as server:
        crawled = crawl(source_of(server), limits=replace(QUICK, answer_seconds=0.3, retries=1))
    assert crawled.errors() == {"/kluss": "no-answer"}
    assert server.paths.count("/kluss") == 2


def test_a_broken_body_is_asked_again_and_then_said() -> None:
    half = Answer(b"<p>puse", length=1000, headers={"Content-Type": "text/html"})
    routes = {"/": page("/reizi", "/vienmer"), "/reizi": counted(half, page()), "/vienmer": half}
    with site(routes) as server:  # type: ignore[arg-type]
        crawled = crawl(source_of(server))
    assert crawled.errors() == {"/vienmer": "cut-off"}
    assert server.paths.count("/reizi") == 2
    assert server.paths.count("/vienmer") == 1 + QUICK.retries
    assert crawled.result.documents == 2


def test_500_then_200_is_a_document_with_both_answers_kept() -> None:
    routes = {"/": page("/a", "/b"), "/a": counted(Answer(b"oh", 500), page()), "/b": Answer(b"oh", 502)}
    with site(routes) as server:  # type: ignore[arg-type]
        crawled = crawl(source_of(server))
    assert [status for path, status in crawled.statuses if path == "/a"] == [500, 200]
    assert crawled.errors() == {"/b": "server-error"}
    assert (crawled.result.documents, crawled.result.failed, crawled.result.gone) == (2, 1, 0)


def test_retry_after_is_heeded_for_the_whole_host() -> None:
    busy = Answer(status=429, headers={"Retry-After": "1"})
    times: dict[str, float] = {}

    def noted(asked: Asked) -> Answer:
        times[asked.path] = time.monotonic()
        return page()

    def first(asked: Asked) -> Answer:
        if "first" in times:
            return noted(asked)
        times["first"] = time.monotonic()
        return busy

    with site({"/": page("/a", "/b", "/c", "/d", "/e", "/f", "/g", "/h"), "/a": first}, noted) as server:
        crawled = crawl(source_of(server))
    assert times["/a"] - times["first"] >= 1
    assert crawled.result.failed == 0


def test_whoever_asks_for_more_patience_than_there_is_is_left_alone() -> None:
    with site({"/": page("/a"), "/a": Answer(status=503, headers={"Retry-After": "86400"})}) as server:
        crawled = crawl(source_of(server))
    assert server.paths.count("/a") == 1
    assert crawled.errors() == {"/a": "server-error"}


@pytest.mark.parametrize(
    "body", [b"\x00\xff\xfe garbage \x1b", b"<a href='http://[::1/x'>", b"<a href='/a\x00b'>", b"<" * 100_000, b""]
)
def test_garbage_is_only_garbage(body: bytes) -> None:
    html = {"Content-Type": "text/html"}
    with site({"/": page("/x", "/y"), "/x": Answer(body, headers=html), "/y": page()}) as server:
        crawled = crawl(source_of(server))
    assert crawled.result.documents == 3
    assert "fault" not in crawled.errors().values()


def test_headers_that_lie_do_no_harm() -> None:
    odd = {
        "/type": Answer(b"%PDF-1.4", headers={"Content-Type": "text/html; charset=nonsense"}),
        "/packing": Answer(page("/type").body, headers={"Content-Type": "text/html", "Content-Encoding": "gzip"}),
        "/unknown": Answer(b"zzzz", headers={"Content-Encoding": "zzzz"}),
        "/empty": redirect(""),
        "/odd": redirect("http://[::1/"),
        "/status": Answer(b"", 299),
        "/etag": Answer(b"hm", headers={"ETag": "x" * 5000, "Last-Modified": "yesterday"}),
    }
    with site({"/": page(*odd), **odd}) as server:
        crawled = crawl(source_of(server))
    assert "fault" not in crawled.errors().values()
    assert crawled.result.documents == 6


# robots.txt and site maps


def test_robots_is_obeyed_and_said() -> None:
    rules = b"User-agent: Hronika\nDisallow: /slepens\n\nUser-agent: *\nDisallow: /\n"
    with site({"/robots.txt": Answer(rules), "/": page("/slepens", "/atklats"), "/atklats": page()}) as server:
        crawled = crawl(source_of(server))
    assert "/slepens" not in server.paths
    assert crawled.errors() == {"/slepens": "robots"}
    assert (crawled.result.documents, crawled.result.forbidden, crawled.result.failed) == (2, 1, 0)


@pytest.mark.parametrize(
    ("robots", "documents"),
    [
        (Answer(b"", 404), 1), (Answer(b"", 403), 1), (redirect("/r2"), 0), (redirect("http://other.example/r"), 1),
        (redirect("/robots.txt"), 1), (Answer(b"", 500), 0), (Answer(b"", 429), 0),
        (Answer(b"\xff\xfe\x00" * 1000), 1), (Answer(b"Disallow: /\n" * 100_000), 1),
    ],
)  # fmt: skip
def test_robots_that_cannot_be_had(robots: Answer, documents: int) -> None:
    with site({"/robots.txt": robots, "/r2": Answer(b"User-agent: *\nDisallow: /"), "/": page()}) as server:
        crawled = crawl(source_of(server))
    assert crawled.result.documents == documents
    if documents == 0:
        assert "/" not in server.paths
        assert crawled.errors()["/"] == "robots"


def urlset(*paths: str) -> bytes:
    entries = "".join(f"<url><loc>{path if '://' in path else BASE + path}</loc></url>" for path in paths)
    return (
        f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode()
    )


def index(*paths: str) -> bytes:
    entries = "".join(f"<sitemap><loc>{BASE}{path}</loc></sitemap>" for path in paths)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'.encode()


def test_site_maps_are_followed_packed_nested_and_in_circles() -> None:
    routes = {
        "/robots.txt": Answer(f"Sitemap: {BASE}/index.xml\n".encode()),
        "/": page(),
        "/index.xml": Answer(index("/index.xml", "/one.xml.gz", "/two.xml", "/none.xml")),
        "/one.xml.gz": Answer(
            gzip.compress(urlset("/a", "http://evil.example/", "http://[::1", "javascript://x", "/bilde.png"))
        ),
        "/two.xml": redirect("/three.xml"),
        "/three.xml": Answer(urlset("/b?x=1&amp;y=2")),
        "/a": page(),
        "/b?x=1&y=2": page(),
    }
    with site(routes) as server:
        crawled = crawl(source_of(server))
    assert set(routes) <= set(server.paths)
    assert len(server.paths) == len(set(server.paths)) == len(routes) + 1
    assert crawled.result.documents == 3
    assert crawled.errors() == {}


BILLION = b"""<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa">%s]>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>&z;</loc></url></urlset>""" % b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(ord("b"), ord("z") + 1)
)
OUTSIDE = b"""<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>&x;</loc></url></urlset>"""


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (BILLION, "entities"), (OUTSIDE, "entities"), (b"<html><body>Kas?</body></html>", "no site map"),
        (b"", "no XML"), (b"\x1f\x8b broken", "damaged"), (b"<urlset><url><loc>", "no XML"),
        (BILLION.decode().encode("utf-16"), "entity"),
    ],
)  # fmt: skip
def test_site_maps_that_are_none_are_said(body: bytes, what: str) -> None:
    with site({"/": page(), "/sitemap.xml": Answer(body)}) as server:
        crawled = crawl(source_of(server, sitemap=(f"{BASE}/sitemap.xml",)))
    assert crawled.errors() == {"/sitemap.xml": "sitemap"}
    assert what in crawled.message("/sitemap.xml")
    assert crawled.result.documents == 1


def test_site_maps_that_unpack_without_end_are_cut() -> None:
    many = urlset("/a", *(f"/a?{number:060}" for number in range(3000)))
    with site({"/": page(), "/s.xml": Answer(gzip.compress(many))}, lambda _: Answer(status=404)) as server:
        small = replace(QUICK, sitemap_bytes=5_000)
        crawled = crawl(source_of(server, sitemap=(f"{BASE}/s.xml",)), limits=small)
    assert len(server.asked) < 60
    assert "site maps were read up to a limit" in crawled.result.limits[0]


def test_more_site_maps_than_anyone_needs_are_left() -> None:
    def endless(asked: Asked) -> Answer:
        return Answer(index(f"{asked.path}a", f"{asked.path}b"))

    with site({"/": page()}, endless) as server:
        limits: Limits = replace(QUICK, sitemaps=10, sitemap_levels=50)
        crawled = crawl(source_of(server, sitemap=(f"{BASE}/s",)), limits=limits)
    assert len(server.asked) == 12
    assert "no more than 10 site maps" in crawled.result.limits[0]
