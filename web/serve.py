"""The site: Datasette over the database, with the descriptions, templates and plugins that stand beside this file.

The database is opened for reading only, and not as an immutable file: a run may go on while the site is up, and
readers see it when it is committed.
"""

from __future__ import annotations

import json
import os
import socket
from contextlib import suppress
from pathlib import Path

import uvicorn
from datasette.app import Datasette
from datasette.plugins import pm

from db.load import read_database
from hronika.types import HronikaError
from web.visitors import Chronicle

WEB = Path(__file__).parent
METADATA = WEB / "datasette_metadata.json"  # a link to the file at the top of the repository

#: The name under which the metadata and all addresses of the site know the database, whatever its file is called.
NAME = "hronika"

SETTINGS = {
    "allow_download": False,  # a file that may be written to is not safe to copy; `hronika export` gives a whole one
    "default_facet_size": 8,
    "default_page_size": 50,
    "facet_time_limit_ms": 500,
    "max_returned_rows": 2000,
    "sql_time_limit_ms": 3000,
    "suggest_facets": False,  # the metadata names the useful ones, and visitors can choose others
    "truncate_cells_html": 280,
}


def site(db_path: Path) -> Datasette:
    """The site over one database. Raises HronikaError if there is no chronicle in that file."""
    read_database(db_path).close()
    pages = Datasette(
        metadata=json.loads(METADATA.read_text(encoding="utf-8")),
        template_dir=str(WEB / "templates"),
        plugins_dir=str(WEB / "plugins"),
        static_mounts=[("static", str(WEB / "static"))],
        settings=SETTINGS,
    )
    pm.get_plugin("datasette.handle_exception").rich = None  # a mistyped address is no reason for a page of traceback
    pages.remove_database("_memory")
    # Where nothing can be written SQLite cannot open its log either; but then the file cannot change, and needs none.
    database = Chronicle(pages, str(db_path), is_mutable=os.access(db_path.parent, os.W_OK))
    pages.add_database(database, name=NAME)
    return pages


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
    app = site(db_path).app()
    with listen(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        print(f"Hronika is at http://{shown}:{listening.getsockname()[1]}/ (stop it with Ctrl-C)", flush=True)
        config = uvicorn.Config(app, log_level="warning", lifespan="on", server_header=False)
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])
