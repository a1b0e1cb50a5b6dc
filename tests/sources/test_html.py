"""Web pages in the two known layouts, and in none: all of the text, none of the furniture."""

from __future__ import annotations

import pytest

from hronika.types import Capture, Document, Link
from sources.formats import read

LEAD = (
    "Seminārā piedalījās 45 pārstāvji no Valmieras, Cēsu un Smiltenes novada, kuri apsprieda bibliotēku sadarbību "
    "ar skolām un muzejiem."
)
MORE = (
    "Darba grupas izskatīja piecus priekšlikumus, un ministrija apņēmās trīs no tiem iestrādāt nākamā gada plānā, "
    "par ko rudenī ziņos reģionu sanāksmēs."
)
URL = "https://www.ministrija.example/lv/jaunums/seminars-valmiera"


def page(html: str, url: str | None = URL, media_type: str | None = None, charset: str = "utf-8") -> Document:
    body = html.encode(charset)
    return read(Capture("lapa.html", body, "", "2024-01-01T00:00:00Z", url=url, media_type=media_type))


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in document.blocks]


def content(inner: str) -> list[tuple[str, str]]:
    """The blocks of a page of the unified platform with ``inner`` as its text, after the title."""
    return blocks(page(UNIFIED.replace("INNER", inner)))[1:]


UNIFIED = f"""<!DOCTYPE html><html lang="lv"><head><meta charset="utf-8">
<meta name="Generator" content="Drupal 9 (https://www.drupal.org)">
<meta property="og:site_name" content="Parauga ministrija"><meta property="og:title" content="Seminārs Valmierā">
<meta property="article:published_time" content="2019-05-01T10:00:00+0300">
<link rel="canonical" href="{URL}"><title>Seminārs Valmierā | Parauga ministrija</title></head>
<body class="path-node sidebar-first">
<div class="cookie-bar"><p>Vietnē izmantojam sīkdatnes, lai tā darbotos labāk un lai uzskaitītu apmeklējumus.</p></div>
<header role="banner"><h1 class="site"><a href="/">Parauga ministrija</a></h1>
<nav><ul><li><a href="/lv/nozares">Nozares</a></li></ul></nav></header>
<main><ol class="breadcrumb"><li><a href="/lv">Sākums</a></li><li>Jaunumi</li></ol>
<h1>Seminārs<br>Valmierā</h1>
<article class="node--view-mode-full"><div class="node__content">
<div class="date">Publicēts:
<time datetime="2019-05-03T10:00:00+03:00">03.05.2019.</time> <a href="/birka">Kultūra</a></div>
<div class="field field--name-body field--label-hidden">INNER</div>
<div class="social-share"><a href="https://social.example/">Kopīgot sociālajos tīklos</a></div></div></article>
<section><h2>Saistītās ziņas</h2><article class="teaser"><h3><a href="/lv/jaunums/cits">Cita ziņa</a></h3><p>{MORE}</p>
</article></section></main>
<footer><p>Parauga iela 1, Rīga, LV-1000, tālr. 60000000</p></footer></body></html>"""


class TestUnified:
    def test_text_and_metadata(self) -> None:
        document = page(UNIFIED.replace("INNER", f"<p>{LEAD}</p><h2>Secinājumi</h2><p>{MORE}</p>"), url=None)
        assert blocks(document) == [
            ("heading", "Seminārs Valmierā"),
            ("paragraph", LEAD),
            ("heading", "Secinājumi"),
            ("paragraph", MORE),
        ]
        assert document.title == "Seminārs Valmierā"
        assert document.url == URL
        assert document.language == "lv"
        assert document.published == "2019-05-03"

    def test_links_of_the_text_only(self) -> None:
        inner = f"""<p>{LEAD} <a href="/lv/programma#diena">Programma</a>, <a href="mailto:a@b.example">raksti</a>,
        <a href="tel:+371">zvani</a>, <a href="#top">augša</a>, <a href="javascript:x()">drukāt</a></p>
        <p><a href="/lv/media/12/download?attachment">Prezentācija</a> (pdf, 1,2 MB)</p>
        <p><a href="../faili/Tabula.XLSX">Tabula</a></p>"""
        document = page(UNIFIED.replace("INNER", inner))
        assert document.links == (
            Link("https://www.ministrija.example/lv/programma", "Programma", "reference"),
            Link("https://www.ministrija.example/lv/media/12/download?attachment", "Prezentācija", "attachment"),
            Link("https://www.ministrija.example/lv/faili/Tabula.XLSX", "Tabula", "attachment"),
        )
        assert document.blocks[2].text == "Prezentācija"

    def test_a_listing_has_no_day_of_its_own(self) -> None:
        rows = "".join(
            f"<div><time datetime='2019-0{n}-01'>0{n}.01.2019.</time><h3>Ziņa {n}</h3></div>" for n in (1, 2)
        )
        html = UNIFIED.replace("INNER", rows).replace("article:published_time", "x").replace("Publicēts:", "")
        assert page(html).published is None

    def test_a_page_without_the_expected_names_comes_out_too(self) -> None:
        html = UNIFIED.replace("article", "div").replace("node__content", "x").replace("field--name-body", "y")
        document = page(html.replace("INNER", f"<p>{LEAD}</p><p>{MORE}</p>"))
        assert [block.text for block in document.blocks][:3] == ["Seminārs Valmierā", LEAD, MORE]
        assert "LV-1000" not in document.text


class TestBlocks:
    def test_inline_tags_and_single_breaks_do_not_split(self) -> None:
        inner = f"<p>{LEAD[:20]}<b>{LEAD[20:30]}</b><span>{LEAD[30:]}</span><br/>Arī <i>šis</i>.</p>"
        assert content(inner) == [("paragraph", f"{LEAD} Arī šis.")]

    def test_two_breaks_split(self) -> None:
        assert content(f"<div>{LEAD}<br><br>{MORE}</div>") == [("paragraph", LEAD), ("paragraph", MORE)]

    def test_text_beside_blocks(self) -> None:
        assert content(f"<div>{LEAD}<p>Otrs.</p>Trešais.</div>") == [
            ("paragraph", LEAD),
            ("paragraph", "Otrs."),
            ("paragraph", "Trešais."),
        ]

    def test_lists_typed_and_marked_up(self) -> None:
        inner = f"<p>{LEAD}</p><ul><li><p>viens</p></li><li>divi<ul><li>• trīs</li></ul></li></ul>"
        inner += "<p>Uzdevumi<br>- četri;<br>- pieci.</p><p>a) seši</p><p>1. jūlijā septiņi</p>"
        assert content(inner)[1:] == [
            ("list_item", "viens"),
            ("list_item", "divi"),
            ("list_item", "trīs"),
            ("paragraph", "Uzdevumi"),
            ("list_item", "četri;"),
            ("list_item", "pieci."),
            ("list_item", "seši"),
            ("paragraph", "1. jūlijā septiņi"),
        ]

    def test_bold_lines_are_headings(self) -> None:
        assert content(f"<p><strong>Norises <i>gaita</i></strong></p><p>{LEAD}</p><p><b>Teikums.</b></p>") == [
            ("heading", "Norises gaita"),
            ("paragraph", LEAD),
            ("paragraph", "Teikums."),
        ]

    def test_tables_of_data_and_of_layout(self) -> None:
        data = (
            "<tr><th>Vieta</th><th>Skaits</th></tr><tr><td><p>Rīga</p></td><td>12</td></tr><tr><td></td><td>3</td></tr>"
        )
        assert content(f"<p>{LEAD}</p><table>{data}</table>")[1:] == [
            ("table_row", "Vieta | Skaits"),
            ("table_row", "Rīga | 12"),
            ("table_row", "3"),
        ]
        layout = f"<table><tr><td><h3>Gaita</h3><p>{LEAD}</p></td><td><p>{MORE}</p></td></tr></table>"
        assert content(layout) == [("heading", "Gaita"), ("paragraph", LEAD), ("paragraph", MORE)]

    def test_characters_are_made_uniform(self) -> None:
        assert content(f"<p>{LEAD}</p><p>Kul\u00adtūras\u00a0\u200bminis\u200btrija\n\n  Ri\u0304ga\ufeff</p>")[1:] == [
            ("paragraph", "Kultūras ministrija Rīga")
        ]


def month() -> str:
    days = [f"<td>{day}</td>" for day in range(1, 31)]
    weeks = "".join(f"<tr>{''.join(days[at : at + 7])}</tr>" for at in range(0, 30, 7))
    return f"<table><tr><td>P</td><td>O</td><td>T</td><td>C</td><td>P</td><td>S</td><td>Sv</td></tr>{weeks}</table>"


POLL = """<div class="z1"><span>Aptauja</span><p>Vai jūs šogad plānojat apmeklēt kādu no ministrijas atbalstītajiem
novadu svētkiem?</p><form><input type="radio"><span>Jā, noteikti</span><input type="submit" value="Balsot"></form>
</div>"""
OLD = f"""<html><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>Ministrija</title></head>
<body><table class="q1"><tr>
<td class="q2"><a href="/">Sākums</a> &raquo; <a href="/j">Jaunumi</a> &raquo; Seminārs</td></tr>
<tr><td class="q3"><ul><li><a href="/a">Par ministriju</a></li><li><a href="/b">Nozares</a></li></ul></td>
<td class="q4"><div class="q5"><h2>Seminārs Valmierā</h2><span>17.03.2016.</span><div class="q6"><p>{LEAD}</p></div>
<div class="q7">{MORE}</div><ul><li>pirmais;</li><li>otrais.</li></ul><p><a href="/files/p.pdf">Programma</a></p>
<p><a href="#top">Uz augšu</a></p></div></td>
<td class="q8"><div><b>2016. gada marts</b>{month()}</div>{POLL}<div><a href="/c">Jaunākais: {LEAD}</a></div></td></tr>
<tr><td>Ministrija, Parauga iela 1, Rīga, LV-1000; tālr. 60000000; e-pasts pasts@ministrija.example</td></tr></table>
</body></html>"""
OLD_BLOCKS = [
    ("heading", "Seminārs Valmierā"),
    ("paragraph", LEAD),
    ("paragraph", MORE),
    ("list_item", "pirmais;"),
    ("list_item", "otrais."),
    ("paragraph", "Programma"),
]


class TestOldMinistrySite:
    def test_column_without_widgets(self) -> None:
        document = page(OLD)
        assert blocks(document) == OLD_BLOCKS
        assert document.published == "2016-03-17"
        assert document.language == "lv"
        assert document.links == (Link("https://www.ministrija.example/files/p.pdf", "Programma", "attachment"),)

    @pytest.mark.parametrize("declared", ["utf-8", "windows-1257", "iso-8859-1"])
    def test_served_as_windows_1257(self, declared: str) -> None:
        document = page(OLD, media_type=f"text/html; charset={declared}", charset="windows-1257")
        assert blocks(document) == OLD_BLOCKS

    def test_widgets_in_the_same_column(self) -> None:
        html = f"""<html><body><div><h1>Seminārs</h1><p>{LEAD}</p><p>{MORE}</p>{month()}<h3>Aptauja</h3>
        <p>Kā vērtējat novadu svētkus?</p><p>Labi</p><p>Slikti</p><p>Uz augšu</p></div></body></html>"""
        assert blocks(page(html)) == [("heading", "Seminārs"), ("paragraph", LEAD), ("paragraph", MORE)]

    def test_a_chapter_on_a_survey_stays(self) -> None:
        html = f"<html><body><h1>Pētījums</h1><p>{LEAD}</p><h2>Aptauja</h2><p>{MORE}</p></body></html>"
        assert blocks(page(html))[2:] == [("heading", "Aptauja"), ("paragraph", MORE)]


class TestAnyOtherPage:
    def test_trafilatura_finds_the_text(self) -> None:
        html = f"""<html lang="lv-LV"><head><title>Seminārs - Biedrība</title><base href="https://cits.example/lv/">
        <meta property="og:site_name" content="Biedrība"></head><body>
        <div id="top"><ul><li><a href="/">Sākums</a></li></ul></div><div class="wrap"><p>{LEAD}</p><h3>Secinājumi</h3>
        <ul><li>viens <b>pilns</b> punkts</li><li>divi</li></ul>
        <p>{MORE} <a href="a.pdf">Pārskats</a></p></div><div id="footer">Parauga iela 1, Rīga</div></body></html>"""
        document = page(html)
        assert blocks(document) == [
            ("heading", "Seminārs"),
            ("paragraph", LEAD),
            ("heading", "Secinājumi"),
            ("list_item", "viens pilns punkts"),
            ("list_item", "divi"),
            ("paragraph", f"{MORE} Pārskats"),
        ]
        assert document.links == (Link("https://cits.example/lv/a.pdf", "Pārskats", "attachment"),)

    def test_a_page_of_a_few_words(self) -> None:
        assert blocks(page("<html><body><h1>Programma</h1><p>Rīga, 12. maijs</p></body></html>")) == [
            ("heading", "Programma"),
            ("paragraph", "Rīga, 12. maijs"),
        ]

    @pytest.mark.parametrize(
        ("head", "fetched_from", "url"),
        [
            ('<link rel="canonical" href="/lv/a">', "https://x.example/lv/a?utm=1", "https://x.example/lv/a"),
            ('<meta property="og:url" content="https://x.example/b">', None, "https://x.example/b"),
            ('<link rel="canonical" href="https://x.example/">', "https://x.example/lv/a", "https://x.example/lv/a"),
            ('<link rel="canonical" href="https://www.X.example/b">', "https://x.example/a", "https://www.x.example/b"),
            ('<link rel="canonical" href="https://y.example/b">', "https://x.example/a", "https://x.example/a"),
            ("", "https://x.example/lv/a", "https://x.example/lv/a"),
            ("", None, None),
        ],
    )
    def test_address(self, head: str, fetched_from: str | None, url: str | None) -> None:
        assert page(f"<html><head>{head}</head><body><p>{LEAD}</p></body></html>", url=fetched_from).url == url

    @pytest.mark.parametrize(
        ("said", "day"),
        [
            ("<p>Publicēts: 03.05.2019.</p>", "2019-05-03"),
            ("<p>Publicēts 2019. gada 3. maijā</p>", "2019-05-03"),
            ("<div><span>Publicēšanas datums:</span> <span>3.5.2019</span></div>", "2019-05-03"),
            (
                "<script type='application/ld+json'>{'x': 1, \"datePublished\": \"2019-05-03T08:00\"}</script>",
                "2019-05-03",
            ),
            ("<p>Publicēts: 3. maijs 2019</p>", "2019-05-03"),
            ("<p>03.05.2019. 14:10 | Preses nodaļa</p>", "2019-05-03"),
            ("<p>3. maijs, 2019</p>", "2019-05-03"),
            ("<p>2019. gada 3. aprīlis, 9:40</p>", "2019-04-03"),
            ("<p>2019-05-03 08:15:00</p>", "2019-05-03"),
            ("<p>Preses relīze, 03.05.2019.</p>", "2019-05-03"),
            ("<p>Pievienots: 03.05.2019, Ilze Krūmiņa</p>", "2019-05-03"),
            ("<p>Ievietoja: Preses dienests, 03.05.2019 14:10</p>", "2019-05-03"),
            ("<time>3. maijs 2019</time>", "2019-05-03"),
            ("<time datetime='2019-05-03T08:00'>pirms gada</time>", "2019-05-03"),
            ("<meta itemprop='datePublished' content='2019-05-03'>", "2019-05-03"),
            ("<div><i class='news-date'>03.05.2019</i></div>", "2019-05-03"),
            ("<p>Publicēts: 33.05.2019.</p>", None),
            ("<p>Publicēts: 31.12.9999.</p>", None),
            ("<p>Publicēts: 31.12.9999.</p><time datetime='2019-05-03'>pirms gada</time>", "2019-05-03"),
            ("<p>Laiks: 03.05.2019.</p>", None),
            ("<p class='event-date'>03.05.2019., Rīga</p>", None),
            ("<p>Pētījums publicēts žurnālā 2019. gadā.</p>", None),
        ],
    )
    def test_day_of_publication(self, said: str, day: str | None) -> None:
        assert page(f"<html><body><h1>Ziņa</h1>{said}<p>{LEAD}</p></body></html>").published == day


def test_a_line_of_the_day_that_the_head_tells_is_no_text_but_a_later_one_is() -> None:
    head = "<meta property='article:published_time' content='2019-05-03T10:00'>"
    for line, kept in (("3. maijs, 2019", False), ("03.05.2019. | Preses nodaļa", False), ("20.05.2019.", True)):
        made = page(f"<html><head>{head}</head><body><h1>Seminārs</h1><p>{line}</p><p>{LEAD}</p></body></html>")
        assert made.published == "2019-05-03"
        assert (line in made.text) is kept


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Pēdējās izmaiņas: 03.05.2019. 10:11", False),
        ("Lapas pēdējie labojumi", True),
        ("Lapa pēdējo reizi atjaunota: 2019. gada 3. maijā", False),
        ("Atjaunota 2019. gada 3. maijā pēc ugunsgrēka, skola uzņem bērnus.", True),
        ("Jaunākās ziņas 03.05.2019 Vecāku diena Saldū 02.05.2019 Talka Apē", False),
        ("Jaunumi 2019. gada rudenī: trīs semināri un divas izstādes.", True),
    ],
)
def test_stamps_and_news_run_into_one_line(line: str, kept: bool) -> None:
    made = page(f"<html><body><h1>Seminārs</h1><p>{LEAD}</p><p>{LEAD}</p><p>{line}</p></body></html>")
    assert (line in made.text) is kept


def test_an_address_that_is_none_leads_to_no_file() -> None:
    menu = "<div class='menu'><a href='http://[/a.pdf'>Izvēlne</a></div>"
    made = page(f"<html><body><h1>Seminārs</h1>{menu}<p>{LEAD}</p></body></html>")
    assert "Izvēlne" not in made.text
    assert made.links == ()
