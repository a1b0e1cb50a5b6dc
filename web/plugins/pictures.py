"""The pictures of the pages of slide decks, each under the digest of its file: ``/picture/DIGEST/PAGE``."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import NotFound, Response
from pluggy import HookimplMarker

from db.pictures import pictures_file
from web.chronicles import chronicles
from web.slides import image

hookimpl = HookimplMarker("datasette")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/picture/(?P<digest>[0-9a-f]{64})/(?P<page>[0-9]{1,5})$", picture)]


async def picture(datasette: Any, request: Any) -> Response:
    """A picture; a file that changes has another digest, so browsers may keep it for good."""
    digest, page = request.url_vars["digest"], int(request.url_vars["page"])
    files = map(pictures_file, chronicles(datasette).files)
    found = next(filter(None, (image(file, digest, page) for file in files)), None)
    if found is None:
        raise NotFound("There is no picture of this page.")
    media_type, body = found
    return Response(body, content_type=media_type, headers={"cache-control": "public, max-age=31536000, immutable"})
