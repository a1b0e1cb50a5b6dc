"""The JSON of the site as OpenAPI describes it: whatever is asked, the answer is as described, and no fault of ours.

``HRONIKA_EXAMPLES=1000 pytest tests/web/test_web_openapi.py`` asks that often of each address.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from threading import Thread
from typing import Any

import httpx
import pytest
import schemathesis
import uvicorn
from chronicle import build
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from web.serve import listen, site

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ADDRESSES = {
    "/search.json",
    "/events.json",
    "/{chronicle}/{table}.json",
    "/{chronicle}/{table}/{id}.json",
    "/{chronicle}.json",
}
EXAMPLES = int(os.environ.get("HRONIKA_EXAMPLES", "15"))


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The description of a site that is served; what is cut off in the middle of SQL needs not take three seconds."""
    app = site(build(tmp_path_factory.mktemp("api") / "api.db")).app()
    with listen("127.0.0.1", 0) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield schemathesis.openapi.from_url(f"http://127.0.0.1:{listening.getsockname()[1]}/openapi.json")
        server.should_exit = True
        thread.join()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["as described", "otherwise"])
@pytest.mark.parametrize("address", sorted(ADDRESSES))
def test_answers_are_as_described(described: Any, address: str, mode: GenerationMode) -> None:
    @given(case=described[address]["GET"].as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    def ask(case: Any) -> None:
        answer = case.call_and_validate(checks=CHECKS, timeout=60)
        if answer.status_code >= 400:
            assert answer.json()["error"], "an error must say what was wrong"

    ask()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/hronika/events.json?_timelimit=soon", 400),
        ("/hronika/events.json?_facet=kind&_facet_size=all", 400),
        ("/hronika/events.json?id__in=[", 400),
        ("/hronika/events.json?_through={", 400),
        ("/hronika/document_versions.json?_next=version", 400),
        ("/hronika/event_people/one.json", 404),
        ("/none/document_versions/one,1.json", 404),
        ("/hronika/events/%01%C2%93.json", 404),
    ],
)
def test_what_datasette_stumbles_over_is_refused(described: Any, path: str, status: int) -> None:
    answer = httpx.get(f"{described.get_base_url()}{path}", follow_redirects=True)
    assert (answer.status_code, answer.json()["ok"]) == (status, False)
    assert answer.json()["error"]


def test_every_address_is_asked(described: Any) -> None:
    assert {operation.ok().path for operation in described.get_all_operations()} == ADDRESSES
