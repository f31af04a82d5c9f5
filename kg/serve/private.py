"""The application that writes: SPARQL Update and the Graph Store Protocol, on a listener of its own.

Every request needs the token as a bearer, which no page of another site can send; there are no cookies. An update
returns when the generation with it is served, so that whoever wrote reads what was written.
"""

import hmac
import secrets
from email import message_from_bytes
from email.policy import HTTP
from urllib.parse import quote

from pyoxigraph import NamedNode

from kg.serve import writing
from kg.serve.answering import graph as graph_of
from kg.serve.application import Route, routed
from kg.serve.asgi import Request, Response
from kg.serve.engine import Engine
from kg.serve.negotiation import GRAPHIC, best
from kg.serve.requests import Refusal, UpdateRequest, iri, parameters, split_type
from kg.serve.sparql import Sparql
from kg.serve.writer import Writer
from kg.serve.writing import Sent

HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
_GRAPHS = "/gsp"
_NO_GRAPH = Response(404, "text/plain", b"there is no such graph.\n")
_DONE = Response(204)


class Private:
    """Reads and writes: ``/sparql`` for queries and updates, ``/gsp`` for graphs."""

    def __init__(self, engine: Engine, writer: Writer, token: str) -> None:
        self._engine = engine
        self._writer = writer
        self._token = token.encode()
        sparql = Route(Sparql(engine, self._update), ("GET", "HEAD", "POST"))
        self._routes = {"/sparql": sparql, "/sparql/": sparql}
        self._graphs = Route(self._graph, ("GET", "HEAD", "PUT", "POST", "DELETE"))

    async def __call__(self, request: Request) -> Response:
        """The response to a request that has the token."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), self._token):
            raise Refusal(401, "this listener needs its token: 'Authorization: Bearer …'.", WWW_Authenticate="Bearer")
        if request.path == _GRAPHS or request.path.startswith(f"{_GRAPHS}/"):
            return await routed(request, {request.path: self._graphs})(request)
        return await routed(request, self._routes)(request)

    def route_of(self, path: str) -> str:
        """The route of a path, as metrics count it."""
        if path == _GRAPHS or path.startswith(f"{_GRAPHS}/"):
            return _GRAPHS
        return path if path in self._routes else "other"

    async def _update(self, request: Request, asked: UpdateRequest) -> Response:
        await self._writer.change(writing.update, asked, request.url)
        return _DONE

    async def _graph(self, request: Request) -> Response:
        if request.method == "POST" and request.path == _GRAPHS and not request.address:
            return await self._make(request)
        name = _named(request)
        if request.method in ("GET", "HEAD"):
            return await self._read(request, name)
        if request.method == "DELETE":
            return _DONE if await self._writer.change(writing.drop, name) else _NO_GRAPH
        new = await self._put(request, name, replace=request.method == "PUT")
        return Response(201) if new else _DONE

    async def _read(self, request: Request, name: NamedNode | None) -> Response:
        media_type = best(request.headers.get("accept"), GRAPHIC[:4])
        if media_type is None:
            raise Refusal(406, f"a graph can be had as {', '.join(GRAPHIC[:4])}.")
        reply = await self._engine.run(request, "graph", graph_of, name, media_type)
        return self._engine.response(reply) if reply else _NO_GRAPH

    async def _make(self, request: Request) -> Response:
        name = f"{request.place}{_GRAPHS}/{secrets.token_hex(16)}"
        await self._put(request, iri(name), replace=False)
        return Response(201, headers={"Location": name})

    async def _put(self, request: Request, name: NamedNode | None, *, replace: bool) -> bool:
        capacity = self._engine.capacity
        body = await request.body(capacity.update_bytes, capacity.body_seconds)
        sent = _sent(request.headers.get("content-type", ""), body)
        return await self._writer.change(writing.put, name, sent, replace)


def _named(request: Request) -> NamedNode | None:
    """The graph a request is about, by parameter (Graph Store Protocol, 4.2) or by its own address (4.1)."""
    if request.path != _GRAPHS:
        return iri(request.place + quote(request.path))
    given = parameters(request.address)
    graphs = given.get("graph", [])
    if "default" in given and not graphs:
        return None
    if len(graphs) != 1 or "default" in given:
        raise Refusal(400, "name one graph: '?graph=…' or '?default'.")
    return iri(graphs[0])


def _sent(content_type: str, body: bytes) -> tuple[Sent, ...]:
    """What a body holds: one document, or those of a form (4.4)."""
    media_type, _ = split_type(content_type)
    if media_type != "multipart/form-data":
        return (Sent(_told(media_type), body),)
    message = message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body, policy=HTTP)
    parts = ((part, part.get_payload(decode=True)) for part in message.walk() if not part.is_multipart())
    return tuple(Sent(_told(part.get_content_type()), content) for part, content in parts if isinstance(content, bytes))


def _told(media_type: str) -> str:
    if not media_type:
        raise Refusal(415, "a body needs its Content-Type.")
    return media_type
