"""The site: Datasette over one chronicle or several, with the descriptions, templates and plugins beside this file.

A database is opened for reading only, and not as an immutable file: a run may go on while the site is up, and readers
see it when it is committed.
"""

from __future__ import annotations

import json
import os
import resource
import socket
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn
from datasette.app import Datasette
from datasette.plugins import pm

from db.chronicles import chronicle_files
from db.load import read_database
from hronika.types import HronikaError
from web.chronicles import chronicles, named
from web.visitors import Chronicle

WEB = Path(__file__).parent
METADATA = WEB / "datasette_metadata.json"  # a link to the file at the top of the repository

#: The name under which the metadata and all addresses know the one database of a site, whatever its file is called.
NAME = "hronika"
#: Files that a connection holds open: the database, its log, and the index of that.
FILES_OF_A_CONNECTION = 3
#: And whatever else a server has open: visitors, templates, pipes.
OTHER_FILES = 500

SETTINGS: dict[str, Any] = {
    "allow_download": False,  # a file that may be written to is not safe to copy; `hronika export` gives a whole one
    "default_facet_size": 8,
    "default_page_size": 50,
    "facet_time_limit_ms": 500,
    "max_returned_rows": 2000,
    "num_sql_threads": 3,  # each has a connection to each database
    "sql_time_limit_ms": 3000,
    "suggest_facets": False,  # the metadata names the useful ones, and visitors can choose others
    "truncate_cells_html": 280,
}


class Site(Datasette):  # type: ignore[misc]
    """Datasette without its own list of all tables, for which it asks every file before each page. Nothing reads it."""

    async def refresh_schemas(self) -> None:
        """Do nothing."""


def site(db_path: Path) -> Datasette:
    """The site over a chronicle, or over all chronicles of a folder, each under the name of its file.

    Raises HronikaError if there is none, or if one of them is of another version.
    """
    files = chronicle_files(db_path)
    for file in files:
        read_database(file).close()
    allow_open_files(len(files) * SETTINGS["num_sql_threads"] * FILES_OF_A_CONNECTION + OTHER_FILES)
    databases = named(files) if db_path.is_dir() else {NAME: db_path}
    pages = Site(
        metadata=described(databases),
        template_dir=str(WEB / "templates"),
        plugins_dir=str(WEB / "plugins"),
        static_mounts=[("static", str(WEB / "static"))],
        settings=SETTINGS,
    )
    pm.get_plugin("datasette.handle_exception").rich = None  # a mistyped address is no reason for a page of traceback
    pages.remove_database("_memory")
    # Where nothing can be written SQLite cannot open its log either; but then the file cannot change, and needs none.
    for name, file in databases.items():
        database = Chronicle(pages, str(file), is_mutable=os.access(file.parent, os.W_OK))
        pages.add_database(database, name=name)
    return pages


def described(names: Iterable[str]) -> dict[str, Any]:
    """What is told of the whole and of each table, the same in every chronicle."""
    metadata: dict[str, Any] = json.loads(METADATA.read_text(encoding="utf-8"))
    return {**metadata, "databases": dict.fromkeys(names, metadata["databases"][NAME])}


def allow_open_files(number: int) -> None:
    """Have this process hold so many files open. Raises HronikaError if the system allows fewer."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if number <= now or now == resource.RLIM_INFINITY:
        return
    if most != resource.RLIM_INFINITY and number > most:
        raise HronikaError(
            f"So many chronicles need {number} open files, and the system allows {most}. Allow more (`ulimit -n`, or "
            "LimitNOFILE= of systemd), or serve fewer of them."
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (number, most))


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes any free one. Raises HronikaError if it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (")[0].lower()
        raise HronikaError(
            f"Cannot serve on {host}, port {port}: {reason}. Choose another port, as in `hronika serve --port 8002` or "
            "`make PORT=8002`."
        ) from error
    # What is accepted here inherits it. Else a page waits behind its own headers, 40 ms, until a browser that keeps its
    # connection open has confirmed those; asyncio sees to it only for sockets that it made itself.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def serve(db_path: Path, host: str, port: int) -> None:
    """Serve the site until interrupted. Raises HronikaError if there is no database or the port is taken."""
    pages = site(db_path)
    with listen(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        print(f"Hronika is at http://{shown}:{listening.getsockname()[1]}/ (stop it with Ctrl-C)", flush=True)
        if db_path.is_dir():
            print(f"It shows the chronicles of {db_path}: {', '.join(chronicles(pages).databases)}", flush=True)
        config = uvicorn.Config(pages.app(), log_level="warning", lifespan="on", server_header=False)
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])
