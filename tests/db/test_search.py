"""Search: every word in any form, the passage before the document, the event before the footnote."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import document, event, load_all
from sqlite_utils import Database

from db.load import open_database
from db.query import match_expression, parse
from db.search import search
from db.snippets import snippet
from hronika.types import Reading


def readings() -> list[Reading]:
    meeting = document(
        "# Romu mediatoru darbs",
        "2020. gada 3. martā Ventspilī tikās romu mediatori un deviņi ne-romu pedagogi, t.sk. no Cēsīm.",
        "Piezīme: romu mediatoru sarakstu glabā ministrija.",
        origin="sanaksme.html",
        title="Ministrija pulcē mediatorus",
    )
    exhibition = document(
        "Talsos atklāja izstādi par mazākumtautību iestādēm.",
        "Tās lauza aizspriedumus 1 200 apmeklētājiem.",
        origin="izstade.html",
        title="Izstāde Talsos",
    )
    news = document(
        "Ministrs atklās Cēsu pili ar ES atbalstu.",
        "Izstādes katalogs pieejams Rīgā.",
        origin="zinas.html",
        title="Ziņas",
    )
    quote = meeting.blocks[1].text
    return [
        Reading(meeting, events=(event(meeting, quote, "Romu mediatoru tikšanās", "2020-03-03"),)),
        Reading(exhibition),
        Reading(news),
    ]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Database:
    database = open_database(tmp_path_factory.mktemp("search") / "hronika.db")
    load_all(database, readings())
    return database


def origins(db: Database, query: str) -> list[str]:
    return sorted({hit.origin for hit in search(db, query)})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("romu mediatori ventspili", ["sanaksme.html"]),
        ("mediators Ventspils", ["sanaksme.html"]),
        ("VENTSPILIJ TIKTIES", ["sanaksme.html"]),
        ("cesis", ["sanaksme.html", "zinas.html"]),
        ("izstāžu talsi", ["izstade.html"]),
        ("lauzt aizspriedums", ["izstade.html"]),
        ("lauzu", ["izstade.html"]),
        ("minoritātes", []),
        ("mazakumtautibas iestazu", ["izstade.html"]),
        ("1200", ["izstade.html"]),
        ("1 200", ["izstade.html"]),
        ("neromu", ["sanaksme.html"]),
        ("ne-romi", ["sanaksme.html"]),
        ("tsk", ["sanaksme.html"]),
        ("atklāt", ["izstade.html", "zinas.html"]),
        ("atklat -pils", ["izstade.html"]),
        ('"romu mediatoru"', ["sanaksme.html"]),
        ('"mediatoru romu"', []),
        ('"romu mediators"', ["sanaksme.html"]),
        ('Ventspils -"romi mediatoram"', []),
        ("laušana", ["izstade.html"]),
        ("ES", ["zinas.html"]),
        ("ES pils", ["zinas.html"]),
        ("TALSI", ["izstade.html"]),
        ("„cesu pili”", ["zinas.html"]),
        ("kas tikās Ventspilī un kur", ["sanaksme.html"]),
        ("un", ["sanaksme.html"]),
        ("pulcēt saraksts", ["sanaksme.html"]),
        ("", []),
        ("-romi", []),
        ("?!", []),
    ],
)
def test_queries(found: Database, query: str, expected: list[str]) -> None:
    assert origins(found, query) == expected


def test_documents_answer_where_no_passage_has_every_word(found: Database) -> None:
    assert origins(found, "pils katalogs") == ["zinas.html"]
    assert origins(found, "pils mediatori") == []


def test_the_event_comes_before_the_footnote(found: Database) -> None:
    first, *others = search(found, "romu mediatoriem")
    assert (first.kind, first.event_name) == ("event", "Romu mediatoru tikšanās")
    assert {hit.kind for hit in others} == {"passage"}
    assert [hit.score for hit in (first, *others)] == sorted((hit.score for hit in (first, *others)), reverse=True)


def test_each_document_that_tells_of_an_event_is_found(tmp_path: Path) -> None:
    told = [
        document("2020. gada 3. martā tikās mediatori.", origin=origin, url=f"https://a.lv/{origin}") for origin in "ab"
    ]
    database = open_database(tmp_path / "hronika.db")
    load_all(database, [Reading(one, events=(event(one, one.text, "Tikšanās", "2020-03-03"),)) for one in told])
    assert database["events"].count == 1
    assert origins(database, "mediators") == ["a", "b"]


def test_a_title_alone_gives_one_hit(found: Database) -> None:
    assert len(search(found, "pulcē")) == 1


def test_the_limit_is_kept(found: Database) -> None:
    assert len(search(found, "ministrija OR izstāde")) <= 20
    assert len(search(found, "romi", limit=1)) == 1
    assert search(found, "romi", limit=0) == []


def test_a_plain_connection_will_do(found: Database) -> None:
    assert [hit.passage_id for hit in search(found.conn, "talsi")] == [hit.passage_id for hit in search(found, "talsi")]


def test_snippets_quote_the_text_and_mark_it_on_demand(found: Database) -> None:
    [hit] = search(found, "aizspriedums")
    assert hit.snippet == "Tās lauza aizspriedumus 1 200 apmeklētājiem."
    [hit] = search(found, "lauž 1200", marks=("<b>", "</b>"))
    assert hit.snippet == "Tās <b>lauza</b> aizspriedumus <b>1 200</b> apmeklētājiem."


def highlight(text: str, query: str) -> str:
    return snippet(text, parse(query), ("[", "]"))


def test_a_long_text_is_cut_around_what_was_asked() -> None:
    text = " ".join(["vārds"] * 100 + ["Romu", "mediatori", "Ventspilī"] + ["teksts"] * 100)
    cut = highlight(text, "ventspils romi mediatoru")
    assert "[Romu] [mediatori] [Ventspilī]" in cut
    assert cut.startswith("… vārds")
    assert cut.endswith("teksts …") or cut.endswith("[Ventspilī] …")
    assert len(cut.split()) == 32


def test_a_text_without_the_words_is_shown_from_its_beginning() -> None:
    assert highlight("Īss teksts.", "cits") == "Īss teksts."
    assert highlight("", "cits") == ""
    assert highlight("– ? –", "cits") == "– ? –"


QUERIES = st.text(st.characters(exclude_categories=()), max_size=40) | st.lists(
    st.sampled_from(
        ['"', "„", "”", "-", "*", "^", "(", ")", ":", "{", "}", "+", "NEAR", "AND", "OR", "NOT", "romi", "²", "\0"]
    ),
    max_size=12,
).map(" ".join)


@settings(deadline=None)
@given(QUERIES)
def test_no_query_is_an_error(found: Database, query: str) -> None:
    search(found, query)
    expression = match_expression(query)
    if expression:
        found.execute("select rowid from passages_fts where passages_fts match ?", (expression,)).fetchall()


def test_a_query_of_a_thousand_words_is_answered(found: Database) -> None:
    assert search(found, "romu mediatori " * 500)
    assert search(found, " ".join(f"vārds{number}" for number in range(1000))) == []
