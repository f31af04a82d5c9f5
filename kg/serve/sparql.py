"""The SPARQL endpoint: queries, and the service description for who asks nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from kg.publish.pages import FORMATS as GRAPHS
from kg.serve.answering import answer
from kg.serve.asgi import Request, Response
from kg.serve.description import FORMATS, description
from kg.serve.engine import Engine
from kg.serve.lanes import shape_of
from kg.serve.negotiation import GRAPHIC, TABULAR, best, choose
from kg.serve.remembering import is_repeatable
from kg.serve.requests import Posted, QueryRequest, Refusal, UpdateRequest, by_get, by_post

_TEXT = "text"
_FORMS = (
    dict(zip(("json", "xml", "csv", "tsv"), TABULAR, strict=True))
    | dict(GRAPHS)
    | {_TEXT: "text/tab-separated-values, application/n-triples"}
)
"""What ``format`` may be, and what it accepts; ``text`` is what browsers show as it is."""
_ALSO = {"turtle": "ttl", "n3": "ttl", "rdf+xml": "rdf", "json-ld": "jsonld"}
"""What SPARQLWrapper calls them."""
Updater = Callable[[Request, UpdateRequest], Awaitable[Response]]


class Sparql:
    """Answers at ``/sparql``; updates go to ``updater``, and are refused where there is none."""

    def __init__(self, engine: Engine, updater: Updater | None = None) -> None:
        self._engine = engine
        self._updater = updater
        capacity = engine.capacity
        self._most = capacity.update_bytes if updater else capacity.request_bytes

    async def __call__(self, request: Request) -> Response:
        """The response to a request of the protocol."""
        asked = await self._posted(request) if request.method == "POST" else by_get(request.address)
        if asked is None:
            return self._description(request)
        if isinstance(asked, QueryRequest):
            return await self._query(request, asked)
        if self._updater is None:
            raise Refusal(403, "this endpoint answers queries; updates are not offered here.")
        return await self._updater(request, asked)

    async def _posted(self, request: Request) -> QueryRequest | UpdateRequest:
        body = await request.body(self._most, self._engine.capacity.body_seconds)
        return by_post(Posted(request.address, request.headers.get("content-type", ""), body))

    async def _query(self, request: Request, asked: QueryRequest) -> Response:
        choice = choose(_accepted(asked.form) if asked.form else request.headers.get("accept"))
        if choice == (None, None):
            raise Refusal(406, f"an answer can be had as {', '.join((*TABULAR, *GRAPHIC))}.")
        manner = (choice.tabular, choice.graphic, request.url, self._engine.capacity.depth)
        run = self._engine.again if is_repeatable(asked.query) else self._engine.run
        reply = await run(request, shape_of(asked.query), answer, asked.query, asked.dataset, manner)
        response = self._engine.response(reply)
        return replace(response, media_type="text/plain") if asked.form == _TEXT else response

    def _description(self, request: Request) -> Response:
        media_type = best(request.headers.get("accept"), FORMATS)
        if media_type is None:
            raise Refusal(406, f"the service description can be had as {', '.join(FORMATS)}.")
        with self._engine.generations.reading() as generation:
            content = description(request.url, media_type, generation.quads, updates=self._updater is not None)
        return Response(200, media_type, content, {"Vary": "Accept"})


def _accepted(form: str) -> str:
    """What a format that is asked for by name accepts."""
    name = _ALSO.get(form, form)
    if name not in _FORMS:
        raise Refusal(400, f"'format' is one of {', '.join(_FORMS)}, not {form[:100]}.")
    return _FORMS[name]
