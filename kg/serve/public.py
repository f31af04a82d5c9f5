"""The application that can face the public. It has no route that writes, whatever a request holds."""

import json
from collections.abc import Mapping

from kg.query import Format, Question, catalogue
from kg.serve.application import Handler, Route, routed
from kg.serve.asgi import Request, Response
from kg.serve.asking import MEDIA_TYPES, ask
from kg.serve.engine import Engine
from kg.serve.landing import page
from kg.serve.lanes import shape_of_question
from kg.serve.metrics import MEDIA_TYPE, Metrics
from kg.serve.negotiation import best
from kg.serve.openapi import openapi
from kg.serve.requests import Refusal, parameters
from kg.serve.sparql import Sparql

HEADERS = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
"""Of every response: what is here is public, to pages of other sites too."""
_READING = ("GET", "HEAD", "OPTIONS")
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Encoding, Content-Type",
    "Access-Control-Max-Age": "86400",
}
_PAGE_HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'", "Vary": "Accept"}


class Public:
    """Reads: ``/sparql``, the questions of the catalogue, and what tells of the server itself."""

    def __init__(self, engine: Engine, metrics: Metrics) -> None:
        self._engine = engine
        self._metrics = metrics
        self._questions: Mapping[str, Question] = catalogue()
        sparql = Route(Sparql(engine), (*_READING, "POST"))
        self._routes = {
            "/": Route(self._landing, _READING),
            "/sparql": sparql,
            "/sparql/": sparql,
            "/health": Route(self._health, _READING),
            "/health/live": Route(self._live, _READING),
            "/health/ready": Route(self._health, _READING),
            "/metrics": Route(self._metrics_page, _READING),
            "/openapi.json": Route(self._openapi, _READING),
            **{f"/ask/{name}": Route(self._asking(name), _READING) for name in self._questions},
        }

    async def __call__(self, request: Request) -> Response:
        """The response to a request."""
        if request.method == "OPTIONS":
            return self._preflight(request)
        return await routed(request, self._routes)(request)

    def route_of(self, path: str) -> str:
        """The route of a path, as metrics count it; a path of a client's invention is no route."""
        return path if path in self._routes else "other"

    def _preflight(self, request: Request) -> Response:
        route = self._routes.get(request.path)
        methods = route.methods if route else _READING
        return Response(204, headers={"Allow": ", ".join(methods), **_PREFLIGHT})

    async def _landing(self, request: Request) -> Response:
        media_type = best(request.headers.get("accept"), ("text/html", "text/plain")) or "text/plain"
        return Response(200, media_type, page(self._questions, media_type), _PAGE_HEADERS)

    async def _health(self, _: Request) -> Response:
        generation = self._engine.generations.current
        ready = generation is not None
        told = {"alive": True, "ready": ready} | (
            {"generation": generation.number, "quads": generation.quads} if generation else {}
        )
        return Response(200 if ready else 503, "application/json", json.dumps(told).encode())

    async def _live(self, _: Request) -> Response:
        return Response(200, "application/json", b'{"alive": true}')

    async def _metrics_page(self, _: Request) -> Response:
        return Response(200, MEDIA_TYPE, self._metrics.text())

    async def _openapi(self, request: Request) -> Response:
        document = openapi(self._questions, request.place)
        return Response(200, "application/json", json.dumps(document, ensure_ascii=False).encode())

    def _asking(self, name: str) -> Handler:
        async def answered(request: Request) -> Response:
            values = parameters(request.address)
            form = _form(values.pop("format", []), request.headers.get("accept"))
            given = tuple((key, tuple(several)) for key, several in values.items())
            reply = await self._engine.again(request, shape_of_question(name), ask, name, given, form)
            return self._engine.response(reply)

        return answered


def _form(given: list[str], accept: str | None) -> Format:
    """The format that is asked for by name, or else the one that the client prefers."""
    known = {str(form): form for form in MEDIA_TYPES}
    if len(given) > 1 or (given and given[0] not in known):
        raise Refusal(400, f"'format' is one of {', '.join(known)}, not {', '.join(given)[:100]}.")
    if given:
        return known[given[0]]
    preferred = best(accept, tuple(MEDIA_TYPES.values()))
    if preferred is None:
        raise Refusal(406, f"an answer can be had as {', '.join(MEDIA_TYPES.values())}.")
    return next(form for form, media_type in MEDIA_TYPES.items() if media_type == preferred)
