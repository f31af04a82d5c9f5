"""Query requests of the SPARQL 1.1 Protocol (section 2.1): by GET, by POST of a form, by POST of the query itself."""

from typing import NamedTuple
from urllib.parse import parse_qs

from pyoxigraph import NamedNode

from kg.store import Dataset

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"


class Refusal(Exception):
    """A request that is answered with this HTTP status and these words, before any query runs."""

    def __init__(self, status: int, words: str, **headers: str) -> None:
        self.status = status
        self.words = words
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        super().__init__(status, words)


class QueryRequest(NamedTuple):
    """A query and the dataset that the request names for it, if it names one."""

    query: str
    dataset: Dataset | None


def by_get(url_query: str) -> QueryRequest:
    """The request of a GET."""
    return _request(_parameters(url_query))


def by_post(url_query: str, media_type: str, body: bytes) -> QueryRequest:
    """The request of a POST."""
    if media_type == FORM:
        return _request(_parameters(_text(body)))
    if media_type != DIRECT:
        raise Refusal(415, f"this endpoint takes {FORM} and {DIRECT}, not {media_type or 'a body without a type'}.")
    parameters = _parameters(url_query)
    if "query" in parameters:
        raise Refusal(400, "there is a query in the body and another in the address.")
    return _request(parameters | {"query": [_text(body)]})


def _parameters(text: str) -> dict[str, list[str]]:
    try:
        return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except (UnicodeDecodeError, ValueError) as error:
        raise Refusal(400, f"the parameters cannot be read: {error}.") from error


def _request(parameters: dict[str, list[str]]) -> QueryRequest:
    if "update" in parameters:
        raise Refusal(400, "this endpoint answers queries; updates are not offered.")
    queries = parameters.get("query", [])
    if len(queries) != 1:
        raise Refusal(400, f"a request has one parameter 'query', not {len(queries)}.")
    default = _graphs(parameters.get("default-graph-uri", []))
    named = _graphs(parameters.get("named-graph-uri", []))
    return QueryRequest(queries[0], Dataset(default, named) if default or named else None)


def _graphs(iris: list[str]) -> tuple[NamedNode, ...]:
    try:
        return tuple(NamedNode(iri) for iri in iris)
    except ValueError as error:
        raise Refusal(400, f"a graph is named by an IRI: {error}.") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(400, f"the body is not UTF-8: {error.reason}.") from error
