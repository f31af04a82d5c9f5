"""Any SPARQL 1.1 endpoint as a ``GraphReader``, through SPARQLWrapper; the only module that knows that library.

SPARQLWrapper waits for ever unless told otherwise, lets urllib's exceptions out, guesses the query form from the
text (an INSERT would be sent as an update) and takes a login page for results. So here every request is a query,
by form POST, has one deadline for the whole answer, and the answer is parsed by its declared media type or refused.
"""

import ast
import http.client
import math
import time
import urllib.error
from urllib.parse import urlsplit, urlunsplit

from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results
from SPARQLWrapper import JSON, POST, SELECT, SPARQLExceptions, SPARQLWrapper

from kg.errors import EndpointFailed, InputError, LimitExceeded, QuerySyntax
from kg.store.protocol import Dataset, Result
from kg.store.solutions import gathered

_ACCEPT = "application/sparql-results+json, application/n-triples, text/turtle;q=0.9"
_GRAPH_FORMATS = (RdfFormat.N_TRIPLES, RdfFormat.TURTLE)  # RDF/XML can expand without end
_CHUNK = 1 << 16
_LONGEST = 300


class RemoteStore:
    """An endpoint that is asked for at most ``seconds`` and ``most_bytes`` an answer.

    One that says nothing at all is left after ``seconds`` rounded up, since SPARQLWrapper counts whole seconds.
    """

    def __init__(self, url: str, *, seconds: float = 60.0, most_bytes: int = 256 << 20) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise InputError("an endpoint has an http or https address.", place=url, advice="Correct the address.")
        self._url = url
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._place = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))

    def query(self, text: str, *, union: bool = True, dataset: Dataset | None = None) -> Result:
        """The answer to a query; the endpoint decides on its default graph, so ``union`` says nothing to it."""
        del union
        media_type, body = self._fetch(self._request(text, dataset))
        return self._parsed(media_type, body)

    def _request(self, text: str, dataset: Dataset | None) -> SPARQLWrapper:
        request = SPARQLWrapper(self._url)
        request.setReturnFormat(JSON)
        request.setOnlyConneg(True)
        request.setMethod(POST)
        request.addCustomHttpHeader("Accept", _ACCEPT)
        request.setTimeout(math.ceil(self._seconds))
        request.queryString, request.queryType = text, SELECT
        for graph in dataset.default if dataset else ():
            request.addParameter("default-graph-uri", graph.value)
        for graph in dataset.named if dataset else ():
            request.addParameter("named-graph-uri", graph.value)
        return request

    def _fetch(self, request: SPARQLWrapper) -> tuple[str, bytes]:
        deadline = time.monotonic() + self._seconds
        try:
            with request.query().response as response:
                return response.headers.get_content_type(), self._read(response, deadline)
        except SPARQLExceptions.QueryBadFormed as error:
            raise QuerySyntax(f"the endpoint refused the query: {_said(error)}", place=self._place) from error
        except SPARQLExceptions.SPARQLWrapperException as error:
            raise self._failed(_said(error)) from error
        except urllib.error.HTTPError as error:
            with error:
                reason = f"HTTP status {error.code}: {error.read(_LONGEST).decode('utf-8', 'replace').strip()}"
            raise self._failed(reason) from error
        except (OSError, http.client.HTTPException) as error:  # URLError and timeouts are OSErrors
            raise self._failed(str(error) or type(error).__name__) from error

    def _read(self, response: http.client.HTTPResponse, deadline: float) -> bytes:
        body = bytearray()
        while chunk := response.read1(_CHUNK):
            body += chunk
            if time.monotonic() > deadline:
                raise LimitExceeded(f"the answer took longer than {self._seconds:g} s.", place=self._place)
            if len(body) > self._most_bytes:
                raise LimitExceeded(f"the answer is longer than {self._most_bytes} bytes.", place=self._place)
        if response.length:
            raise http.client.IncompleteRead(bytes(body), response.length)
        return bytes(body)

    def _parsed(self, media_type: str, body: bytes) -> Result:
        solutions = QueryResultsFormat.from_media_type(media_type)
        graph = RdfFormat.from_media_type(media_type)
        try:
            if solutions == QueryResultsFormat.JSON:
                return gathered(parse_query_results(input=body, format=QueryResultsFormat.JSON))
            if graph in _GRAPH_FORMATS:
                return tuple(quad.triple for quad in tuple(parse(input=body, format=graph)))
        except (SyntaxError, ValueError, OSError) as error:
            raise self._failed(f"the answer is not the {media_type} it says it is: {error}") from error
        raise self._failed(f"it answered with {media_type}, which is neither a SPARQL result nor a graph")

    def _failed(self, reason: str) -> EndpointFailed:
        return EndpointFailed(
            f"the endpoint did not answer as it should: {reason}.",
            place=self._place,
            advice="Check its address and that it is up.",
        )


def _said(error: SPARQLExceptions.SPARQLWrapperException) -> str:
    """What the endpoint said: SPARQLWrapper prints the body into its message as bytes, and leaves its response open."""
    if isinstance(error.__context__, urllib.error.HTTPError):
        error.__context__.close()
    head, _, printed = str(error).partition(" \n\nResponse:\n")
    body = ast.literal_eval(printed) if printed else head.encode()
    text: str = body.decode("utf-8", "replace")
    return text.strip()[:_LONGEST]
