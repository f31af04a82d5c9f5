"""The files that a build made for a page: kept by clients for ever under names that change with them."""

import gzip
from functools import lru_cache

from kg.publish.pages import editor_files
from kg.serve.asgi import Request, Response
from kg.serve.negotiation import takes_gzip


async def built(request: Request) -> Response:
    """The file of this name, compressed for who takes that."""
    name = request.path.rpartition("/")[2]
    tag = f'"{name}"'
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "ETag": tag, "Vary": "Accept-Encoding"}
    if tag in (one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")):
        return Response(304, headers=headers)
    file = editor_files()[name]
    if takes_gzip(request.headers.get("accept-encoding", "")):
        weak = headers | {"Content-Encoding": "gzip", "ETag": f"W/{tag}"}
        return Response(200, file.media_type, _compressed(name), weak)
    return Response(200, file.media_type, file.content, headers)


@lru_cache(maxsize=8)
def _compressed(name: str) -> bytes:
    return gzip.compress(editor_files()[name].content, mtime=0)
