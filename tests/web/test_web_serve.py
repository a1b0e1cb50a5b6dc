"""The server: what it says when it cannot start, and that it shows a run as soon as the run is done."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from pathlib import Path

import pytest
from chronicle import build
from sqlite_utils import Database

from db.load import open_database
from hronika.types import HronikaError
from web.serve import listen, serve, site


def test_a_missing_database(tmp_path: Path) -> None:
    with pytest.raises(HronikaError, match="make build"):
        serve(tmp_path / "hronika.db", "127.0.0.1", 0)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"not a database, but words enough to be a file of some length" * 20])
def test_a_file_that_is_no_chronicle(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "hronika.db"
    path.write_bytes(content)
    with pytest.raises(HronikaError, match="not a Hronika database"):
        site(path)


def test_an_empty_chronicle_says_so(tmp_path: Path) -> None:
    open_database(tmp_path / "hronika.db").close()
    pages = site(tmp_path / "hronika.db")
    with asyncio.Runner() as runner:
        assert "holds no events yet" in runner.run(pages.client.get("/?_lang=en")).text
        assert "No rows" in runner.run(pages.client.get("/hronika/events?_lang=en")).text


def test_a_port_that_is_taken(chronicle_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(HronikaError, match=f"port {port}: address already in use. Choose another port"):
            serve(chronicle_path, "127.0.0.1", port)


def test_an_address_that_is_not_ours() -> None:
    with pytest.raises(HronikaError, match="Cannot serve on"):
        listen("no such host", 0)


def test_a_run_is_seen_when_it_is_committed(tmp_path: Path) -> None:
    path = build(tmp_path / "hronika.db")
    pages = site(path)
    writing = Database(path)

    async def titles() -> list[str]:
        answer = await pages.client.get("/hronika/documents.json?_shape=array&_nofacet=1")
        return [row["title"] for row in answer.json()]

    with asyncio.Runner() as runner:
        before = runner.run(titles())
        writing.conn.execute("begin immediate")
        writing.conn.execute("update documents set title = 'Jauns'")
        assert runner.run(titles()) == before
        writing.conn.execute("commit")
        assert set(runner.run(titles())) == {"Jauns"}
    writing.close()


def test_nothing_can_be_written(chronicle_path: Path) -> None:
    connection = site(chronicle_path).get_database("hronika").connect()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("delete from events")
    connection.close()


def test_a_page_does_not_wait_behind_its_headers() -> None:
    with listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
